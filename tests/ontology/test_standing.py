"""The table of words that tell a standing relation, and the errors of one that is damaged."""

import pytest

from realpolitik.ontology.errors import DataError
from realpolitik.ontology.schema import load_schema
from realpolitik.ontology.standing import StandingCue, load_standing_cues

HEADER = "kind\tlemma\tslot\trelation\tinverse\n"


@pytest.fixture
def table(tmp_path):
    def write(text):
        path = tmp_path / "standing.tsv"
        path.write_text(text, "utf-8")
        return path

    return write


@pytest.mark.parametrize(
    ("kind", "lemma", "relation"),
    [
        ("noun", "member", "memberOf"),
        ("noun", "ally", "alliedWith"),
        ("noun", "signatory", "partyTo"),
        ("noun", "capital", "locatedIn"),
        ("verb", "own", "ownedBy"),
        ("verb", "lead", "headOf"),
        ("adjective", "state-run", "ownedBy"),
    ],
)
def test_standing_words_of_the_shipped_table(kind, lemma, relation):
    assert load_standing_cues()[kind, lemma].relation == relation


def test_standing_every_relation_is_in_the_ontology():
    assert {cue.relation for cue in load_standing_cues().values()} <= set(load_schema().standing)


def test_standing_verbs_have_slots_and_only_they():
    assert all((cue.kind == "verb") == (cue.slot is not None) for cue in load_standing_cues().values())


def test_standing_reads_rows_and_skips_comments(table):
    path = table(HEADER + "# whose is it\n\nverb\town\tobj\townedBy\tyes\nnoun\tmember\t\tmemberOf\t\n")
    assert load_standing_cues(path) == {
        ("verb", "own"): StandingCue("verb", "own", "obj", "ownedBy", True),
        ("noun", "member"): StandingCue("noun", "member", None, "memberOf", False),
    }


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", r":1: the header must be kind lemma slot relation inverse"),
        ("kind\tlemma\n", r":1: the header must be"),
        (HEADER + "noun\tmember\tmemberOf\n", r":2: 3 cells instead of 5; separate them by single tabs"),
        (HEADER + "adverb\tmostly\t\tmemberOf\t\n", r":2: kind 'adverb' is not one of noun, verb, adjective"),
        (HEADER + "noun\tmember\t\t\t\n", r":2: give a relation, and a slot for verbs only"),
        (HEADER + "noun\tmember\tof\tmemberOf\t\n", r":2: give a relation, and a slot for verbs only"),
        (HEADER + "verb\tlead\t\theadOf\t\n", r":2: give a relation, and a slot for verbs only"),
        (HEADER + "noun\tally\t\talliedWith\t\n" * 2, r":3: noun 'ally' stands twice; keep one row"),
    ],
)
def test_standing_damaged_tables_are_clear_errors(table, text, message):
    with pytest.raises(DataError, match=message):
        load_standing_cues(table(text))


@pytest.mark.xfail(
    reason="load_standing_cues takes any other word than yes in `inverse` for no", raises=pytest.fail.Exception
)
def test_standing_an_unknown_mark_is_a_clear_error(table):
    with pytest.raises(DataError, match=r":2: "):
        load_standing_cues(table(HEADER + "verb\town\tobj\townedBy\ttrue\n"))
