"""Docs from stored trees with a gazetteer of a few dozen actors, for tests of the cast; the whole pipeline for the rest.

`cast.conllu` holds the tree of every annotated sentence (CoNLL-U; names in the BIO form in the last column), so that
the tests of the cast need no model; `gazetteer/` holds the rows of the shipped tables that they need.
`resources`, `reading` and `claims` read with the embedded model and the shipped tables, loaded once a session.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import pytest
import spacy
from spacy.tokens import Doc
from spacy.vocab import Vocab

from realpolitik.extractors import pipeline
from realpolitik.extractors.cast import Cast, read_cast
from realpolitik.ontology.actors import Gazetteer, load_gazetteer
from realpolitik.ontology.records import Article, Participant, Statement

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Reading:
    """A text that was read, to be asked by words: "Kyiv" is the first token of that form, "Kyiv#2" the second."""

    doc: Doc
    cast: Cast

    def index(self, word: str) -> int:
        form, _, number = word.partition("#")
        return [token.i for token in self.doc if token.text == form][int(number or 1) - 1]

    def who(self, word: str) -> list[str | None]:
        """The actor ids of the phrase headed by a word; [None] where it stays open, [] where nobody is mentioned."""
        return [p.actor.id if p.actor else None for p in self.cast.all_at(self.index(word))]

    def inside(self, word: str) -> list[str | None]:
        return [p.actor.id if p.actor else None for p in self.cast.inside(self.doc[self.index(word)])]


Read = Callable[..., Reading]


@cache
def _trees() -> dict[str, list[list[str]]]:
    trees: dict[str, list[list[str]]] = {}
    rows: list[list[str]] = []
    for line in (HERE / "cast.conllu").read_text("utf-8").splitlines():
        if line.startswith("# text = "):
            rows = trees.setdefault(line.removeprefix("# text = "), [])
        elif line:
            rows.append(line.split("\t"))
    return trees


@cache
def _vocab() -> Vocab:
    return spacy.blank("en").vocab


def _doc(text: str) -> Doc:
    rows = _trees()[text]
    offset, starts = -1, []
    for i, row in enumerate(rows):
        if row[0] == "1":
            offset = i
        starts.append(offset)
    return Doc(
        _vocab(),
        words=[row[1] for row in rows],
        lemmas=[row[2] for row in rows],
        pos=[row[3] for row in rows],
        morphs=[row[5].replace("_", "") for row in rows],
        heads=[
            start + int(row[6]) - 1 if int(row[6]) else i
            for i, (row, start) in enumerate(zip(rows, starts, strict=True))
        ],
        deps=[row[7] for row in rows],
        ents=[row[9].partition("|")[0] for row in rows],
        spaces=[not row[9].endswith("SpaceAfter=No") for row in rows],
        sent_starts=[row[0] == "1" for row in rows],
    )


@pytest.fixture(scope="session")
def actors() -> Gazetteer:
    return load_gazetteer(HERE / "gazetteer")


@pytest.fixture(scope="session")
def read(actors: Gazetteer) -> Read:
    def read_text(text: str, date: str | None = "2019-05-20") -> Reading:
        doc = _doc(text)
        assert doc.text.strip() == text
        day = dt.date.fromisoformat(date) if date else None
        return Reading(doc, read_cast(doc, Article("test", text, date=day), actors))

    return read_text


@dataclass(frozen=True)
class Claim:
    """A statement in words: actor ids where the ends are linked, their own words in quotation marks where not."""

    subject: str
    kind: str
    object: str
    statement: Statement

    @property
    def triple(self) -> tuple[str, str, str]:
        return self.subject, self.kind, self.object


def _end(participant: Participant | None) -> str:
    if participant is None:
        return "-"
    return participant.actor.id if participant.actor else f"'{participant.mention.text}'"


def _claim(statement: Statement) -> Claim:
    relation = statement.relation
    coded = f"{relation.event_type}/{relation.mode}" if relation.mode else relation.event_type
    return Claim(_end(statement.subject), relation.standing or coded or "open", _end(statement.object), statement)


@pytest.fixture(scope="session")
def resources() -> pipeline.Resources:
    return pipeline.load()


@pytest.fixture(scope="session")
def reading(resources: pipeline.Resources) -> Callable[..., pipeline.Reading]:
    """Read a text, as an article of 5 June 2024: with rules and tables alone, or with the model's further heads."""

    @cache
    def read_article(text: str, *, open_relations: bool = False, learned: bool = False) -> pipeline.Reading:
        article = Article("test", text, date=dt.date(2024, 6, 5))
        chosen = replace(resources, learned=learned)
        return next(pipeline.read([article], chosen, open_relations=open_relations))

    return read_article


@pytest.fixture(scope="session")
def claims(reading: Callable[..., pipeline.Reading]) -> Callable[[str], list[Claim]]:
    """The statements of a text, to be compared in words."""

    def claims_of(text: str) -> list[Claim]:
        return [_claim(statement) for statement in reading(text).statements]

    return claims_of
