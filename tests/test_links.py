"""Whom names and descriptions mean: the format of the linking set, and the share of links that must stay right."""

import importlib.util
import sys
from pathlib import Path

import pytest

from realpolitik.extractors.pipeline import Resources, load
from realpolitik.ontology.errors import DataError

PATH = Path(__file__).with_name("corpus") / "linking.py"
spec = importlib.util.spec_from_file_location("corpus_linking", PATH)
assert spec is not None
assert spec.loader is not None
linking = importlib.util.module_from_spec(spec)
sys.modules["corpus_linking"] = linking
spec.loader.exec_module(linking)

LEAST = {"all": 0.78, "ambiguous": 0.66}


@pytest.fixture(scope="module")
def resources() -> Resources:
    return load()


def test_links_are_cut_out_of_their_line():
    case = linking.parse_link("2014-03-20 [RUS Moscow] met [?- Jordan], 34.", "some.txt:1")
    assert case.text == "Moscow met Jordan, 34."
    marked = [(case.text[m.start : m.end], m.actor, m.ambiguous) for m in case.mentions]
    assert marked == [("Moscow", "RUS", False), ("Jordan", "-", True)]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("March [RUS Moscow] fell", "'March' is no date"),
        ("2014-03-20 Moscow fell", "no mark"),
        ("2014-03-20 [RUS Moscow fell", "without its other half"),
    ],
)
def test_broken_lines_are_named(line, message):
    with pytest.raises(DataError, match=f"some.txt:7: .*{message}"):
        linking.parse_link(line, "some.txt:7")


def test_links_name_known_actors_and_are_many(resources):
    cases = list(linking.read_links())
    mentions = [m for case in cases for m in case.mentions]
    assert len(mentions) >= 400
    assert sum(m.ambiguous for m in mentions) >= 120
    unknown = {m.actor for m in mentions if m.actor != linking.NOBODY and resources.gazetteer.actor(m.actor) is None}
    assert not unknown


def test_a_wrong_link_is_counted_wrong(resources):
    lines = ("2014-03-20 [FRA Moscow] said no.", "2014-03-20 [RUS Moscow] said no.", "2014-03-20 [- Moscow] said no.")
    verdicts = list(linking.judge([linking.parse_link(line, "x:1") for line in lines], resources))
    assert [v.right for v in verdicts] == [False, True, False]
    assert linking.shares(verdicts, resources)["all"] == [1, 3]


@pytest.mark.parametrize(
    "line",
    [
        "2021-05-01 Foreign Minister [person-sergey-lavrov Lavrov] left for talks.",
        # The governor of the central bank was a Lee, the president was none.
        "2021-05-01 President [- Lee] left for talks.",
        "2019-02-28 [person-donald-trump Trump] and [person-kim-jong-un Kim] left without an agreement.",
        "2007-12-30 Riots broke out in Nairobi after [person-mwai-kibaki Kibaki] was named the winner.",
        "2008-03-03 [person-rafael-correa Correa] expelled the Colombian ambassador from Quito.",
        "2010-05-02 [- Jordan], 34, scored twice in the second half.",
        "2010-05-02 [JOR Jordan] closed its border.",
    ],
)
def test_names_are_linked_by_date_title_place_and_age(resources, line):
    assert all(v.right for v in linking.judge([linking.parse_link(line, "x:1")], resources))


def test_links_stay_as_right_as_they_were(resources):
    found = linking.shares(linking.judge(list(linking.read_links()), resources), resources)
    for name, least in LEAST.items():
        right, total = found[name]
        assert right / total >= least, f"{name}: {right} of {total} links are right"
    assert found["state"][0] / found["state"][1] >= 0.88
