"""Docs from stored trees, and a gazetteer of a few dozen actors, for tests of the cast.

`cast.conllu` holds the tree of every annotated sentence (CoNLL-U; names in the BIO form in the last column), so that
these tests need no model; `gazetteer/` holds the rows of the shipped tables that they need.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
import spacy
from spacy.tokens import Doc
from spacy.vocab import Vocab

from realpolitik.extractors.cast import Cast, read_cast
from realpolitik.ontology.actors import Gazetteer, load_gazetteer
from realpolitik.ontology.records import Article

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
