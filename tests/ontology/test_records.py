"""The records keep their promises: frozen, slotted, and an id that depends on nothing but the content."""

import dataclasses
import inspect
import os
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from realpolitik.ontology import records
from realpolitik.ontology.records import (
    Actor,
    Attribution,
    Cue,
    Evidence,
    Mention,
    Participant,
    Relation,
    Span,
    Statement,
    content_hash,
)

RUSSIA = Participant(Mention(Span(0, 6), "Russia", "GPE"), Actor("RUS", "Russia", "state", "RUS", "Q159"), "name")
CRIMEA = Participant(Mention(Span(15, 21), "Crimea", "GPE"), Actor("place-crimea", "Crimea", "place"), "name")
STATEMENT = Statement(
    subject=RUSSIA,
    relation=Relation("annexed", "annexed", "COERCE", "seize", ("territory",)),
    object=CRIMEA,
    evidence=Evidence("d1", Span(0, 22), "Russia annexed Crimea.", "active", (Cue("head", "annexed", Span(7, 14)),)),
)


def test_records_are_frozen_and_slotted() -> None:
    values = [cls for _, cls in inspect.getmembers(records, dataclasses.is_dataclass)]
    assert len(values) == 11
    for cls in values:
        assert "__slots__" in vars(cls), cls
        assert cls.__dataclass_params__.frozen, cls


def test_records_id_is_the_same_in_another_process() -> None:
    code = "from realpolitik.ontology.records import content_hash; print(content_hash('a', 1, None, 'ü', '\\ud800'))"
    seen = {
        subprocess.run(
            [sys.executable, "-c", code], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    }
    assert seen == {(content_hash("a", 1, None, "ü", "\ud800") + "\n").encode()}


@given(st.lists(st.text(st.characters(exclude_characters="\x1f")) | st.integers(), min_size=1))
def test_records_content_hash_minds_every_part_and_the_order(parts: list[object]) -> None:
    whole = content_hash(*parts)
    assert len(whole) == 16
    assert int(whole, 16) >= 0
    assert content_hash(*parts, "more") != whole
    if [str(part) for part in parts] != [str(part) for part in reversed(parts)]:
        assert content_hash(*reversed(parts)) != whole


@pytest.mark.parametrize(
    "other",
    [
        dataclasses.replace(STATEMENT, polarity="negated"),
        dataclasses.replace(STATEMENT, object=None),
        dataclasses.replace(STATEMENT, subject=CRIMEA, object=RUSSIA),
        dataclasses.replace(STATEMENT, subject=dataclasses.replace(RUSSIA, actor=None)),
        dataclasses.replace(STATEMENT, relation=dataclasses.replace(STATEMENT.relation, mode="restrict")),
        dataclasses.replace(STATEMENT, relation=Relation("annexed", "annexed", standing="ownedBy")),
        dataclasses.replace(STATEMENT, status="future"),
        dataclasses.replace(STATEMENT, attribution=Attribution(None, "reportedly", "unnamed")),
        dataclasses.replace(STATEMENT, attribution=Attribution(RUSSIA, "said", "self")),
        dataclasses.replace(STATEMENT, evidence=dataclasses.replace(STATEMENT.evidence, doc_id="d2")),
        dataclasses.replace(STATEMENT, evidence=dataclasses.replace(STATEMENT.evidence, span=Span(1, 22))),
    ],
)
def test_records_statement_id_tells_claims_apart(other: Statement) -> None:
    assert other.id != STATEMENT.id


def test_records_statement_id_tells_speakers_apart_but_not_their_quotation_marks() -> None:
    said = {
        dataclasses.replace(STATEMENT, attribution=Attribution(who, "said", "other", quoted=quoted)).id
        for who in (None, RUSSIA, CRIMEA)
        for quoted in (False, True)
    }
    assert len(said) == 3


@pytest.mark.parametrize(
    "same",
    [
        dataclasses.replace(STATEMENT, confidence=0.99),
        dataclasses.replace(STATEMENT, extra_args=("in 2014",)),
        dataclasses.replace(STATEMENT, subject=dataclasses.replace(RUSSIA, name="the Russian Federation")),
    ],
)
def test_records_statement_id_does_not_mind_how_sure_the_reader_is(same: Statement) -> None:
    assert same.id == STATEMENT.id
