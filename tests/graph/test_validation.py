import re
from pathlib import Path

import pytest

from realpolitik.graph.serialise import turtle
from realpolitik.graph.store import GraphStore
from realpolitik.graph.validation import check_quickly, validate

BROKEN = [
    ("rp:confidence 0.75", "rp:confidence 1.5", "confidence"),
    ("rp:confidence 0.75", 'rp:confidence "high"', "confidence"),
    ("rp:polarity rp:affirmed ;", "", "polarity"),
    ("rp:voice rp:selfReport", "rp:voice rp:publisher", "publisher"),
    ('rp:earliest "2014-03-01"', 'rp:earliest "2015-03-01"', "interval"),
    ("rp:mode plover:sanction-discontinue", "rp:mode plover:coerce-seize", "mode"),
    ('rp:score "-6"', 'rp:score "-60"', "score"),
    ("nif:beginIndex 100", "nif:beginIndex 10000", "span|end"),
    ("rp:subject actor:RUS", "rp:subject actor:ATL", "actor"),
    ('rdfs:label "Russia"@en ;', "", "label"),
]  # fmt: skip


@pytest.fixture
def text(store) -> str:
    return turtle(store.triples()).decode()


def changed(text: str, old: str, new: str, tmp_path: Path) -> GraphStore:
    assert old in text
    (tmp_path / "x.ttl").write_text(text.replace(old, new), encoding="utf-8")
    return GraphStore.load_turtle(tmp_path / "x.ttl")


def test_validation_what_we_write_conforms(store):
    assert check_quickly(store).violations == ()
    assert validate(store).violations == ()
    assert validate(store).conforms


def test_validation_an_empty_graph_conforms():
    assert check_quickly(GraphStore.in_memory()).conforms
    assert validate(GraphStore.in_memory()).conforms


@pytest.mark.parametrize(("old", "new", "about"), BROKEN)
def test_validation_quick_check_finds_what_is_broken(text, tmp_path, old, new, about):
    report = check_quickly(changed(text, old, new, tmp_path))
    assert not report.conforms
    assert any(re.search(about, one.message) for one in report.violations)


@pytest.mark.parametrize(("old", "new", "about"), [BROKEN[0], BROKEN[2], BROKEN[3], BROKEN[5], BROKEN[8]])
def test_validation_shapes_find_what_is_broken(text, tmp_path, old, new, about):
    report = validate(changed(text, old, new, tmp_path))
    assert not report.conforms
    assert all(one.node and one.message for one in report.violations)


def test_validation_shapes_ask_for_a_recipient(store, statement, article):
    store.add(article("a9"), [statement("RUS", "imposed sanctions", None, "SANCTION", doc="a9")])
    (violation,) = validate(store).violations
    assert "recipient" in violation.message
    assert violation.value == "plover:SANCTION"


def test_validation_finds_blank_nodes(text, tmp_path):
    report = check_quickly(changed(text, "rp:subject actor:RUS", "rp:subject [ a rp:Actor ]", tmp_path))
    assert "a node is an IRI" in {one.message for one in report.violations}
