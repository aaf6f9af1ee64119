"""The gazetteer while it is being built: actors, names, facts, offices and memberships, checked as they are added."""

import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from lemminflect import getAllLemmas

from realpolitik.ontology.errors import DataError
from realpolitik.ontology.gazetteer_tables import TABLES, check_name, parse_actor, parse_day
from realpolitik.ontology.gazetteer_text import fold, fold_written
from realpolitik.ontology.namespaces import slug

__all__ = ["Book", "bare", "plural", "slug"]

_COMMON: Final = frozenset({"NOUN", "VERB", "ADJ", "ADV", "AUX", "PRON", "ADP", "CCONJ", "DET"})
_MARKS: Final = {"~": "context", "!": "definite", "@": "actor"}
_NO_PLURAL: Final = re.compile(r"(?:ese|ish|ch|s|sh|x|z)$")


def plural(demonym: str) -> str | None:
    """Return the plural of a demonym as a noun, None where it has none of its own (Chinese, Swiss, Dutch)."""
    if demonym.endswith(("man", "woman")) and demonym not in ("German", "Roman", "Ottoman", "Burman", "Oman"):
        return demonym[:-2] + "en"
    return None if _NO_PLURAL.search(demonym) else demonym + "s"


def is_word(text: str) -> bool:
    """Whether a name, written small, would be another English word."""
    folded = fold(text)
    return folded.isalpha() and bool(getAllLemmas(folded).keys() & _COMMON)


def bare(text: str) -> str:
    """Return a name of a seed without its marks."""
    return text.lstrip("=").rstrip("".join(_MARKS))


@dataclass
class Book:
    """What will be written. Names come out by rank, then in the order in which they were added."""

    actors: dict[str, tuple[str, str, str, str]] = field(default_factory=dict)
    ranks: dict[str, int] = field(default_factory=dict)
    names: dict[tuple[str, str, str], tuple[int, tuple[str, ...]]] = field(default_factory=dict)
    facts: dict[tuple[str, str, str, str, str], None] = field(default_factory=dict)
    offices: dict[tuple[str, ...], None] = field(default_factory=dict)
    memberships: dict[tuple[str, ...], None] = field(default_factory=dict)

    def actor(self, id: str, label: str, kind: str, country: str = "", wikidata: str = "", rank: int = 5) -> str:
        """Add an actor with its label as a name; an id that is taken raises DataError."""
        if id in self.actors:
            raise DataError(f"actor {id!r} ({label}): the id is taken by {self.actors[id][0]!r}; give it another")
        try:
            parse_actor(id, label, kind, country, wikidata)
        except ValueError as error:
            raise DataError(f"actor {id!r} ({label}): {error}") from None
        self.actors[id] = (label, kind, country, wikidata)
        self.ranks[id] = rank
        return id

    def name(self, text: str, actor: str, kind: str, *, start: str = "", end: str = "", cased: bool = False,
             condition: str = "", rank: int | None = None) -> None:  # fmt: skip
        """Add a name.

        A mark at its end sets the condition (`~` context, `!` definite, `@` actor), a leading `=` makes it cased.
        """
        while text and text[-1] in _MARKS:
            text, condition = text[:-1], _MARKS[text[-1]]
        if text.startswith("="):
            text, cased = text[1:], True
        # "The Guardian" is a title; "the Sudan" and "the bloc" are not.
        text = text.removeprefix("the ")
        if condition and (fold(text), actor, "") in self.names:
            return
        try:
            check_name(text, kind, "", condition)
            parse_day(start, last=False)
            parse_day(end, last=True)
        except ValueError as error:
            raise DataError(f"name {text!r} of {actor}: {error}") from None
        letters = text.replace(".", "")
        acronym = letters.isupper() and len(letters) <= 3
        # Descriptions ("the bloc") are written small; everything else that is a word too needs its capitals.
        written = cased or acronym or text.startswith("The ") or (text != text.lower() and is_word(text))
        # Only a cased name may stand twice, in different writings.
        key = (fold_written(text) if written else fold(text), actor, condition)
        if key in self.names or (fold(text), actor, condition) in self.names:
            return
        row = (text, actor, kind, start, end, "1" if written else "", condition)
        self.names[key] = (self.ranks[actor] if rank is None else rank, row)

    def aliases(self, actor: str, texts: list[str], kind: str = "alias", rank: int | None = None) -> None:
        """Add several names of one kind."""
        for text in texts:
            self.name(text, actor, kind, rank=rank)

    def demonyms(self, actor: str, texts: list[str]) -> None:
        """Add demonyms and their plurals."""
        for text in texts:
            self.name(text, actor, "demonym")
            if (several := plural(bare(text))) is not None:
                self.name(several + text[len(bare(text)) :], actor, "demonym")

    def fact(self, actor: str, property: str, value: str, start: str = "", end: str = "") -> None:
        """Add a fact, once."""
        self.facts[actor, property, value, start, end] = None

    def free_id(self, *candidates: str) -> str:
        """Return the first of several ids that is not taken, ending in a number if need be."""
        for id in candidates:
            if id not in self.actors:
                return id
        number = 2
        while f"{candidates[-1]}-{number}" in self.actors:
            number += 1
        return f"{candidates[-1]}-{number}"

    def rows(self) -> dict[str, list[tuple[str, ...]]]:
        """Return the rows of every table in the order of the file."""
        names = sorted(self.names.values(), key=lambda entry: entry[0])
        return {
            "actors.tsv": [(id, *rest) for id, rest in self.actors.items()],
            "names.tsv": [row for _, row in names],
            "facts.tsv": list(self.facts),
            "offices.tsv": list(self.offices),
            "memberships.tsv": list(self.memberships),
        }

    def write(self, folder: Path) -> None:
        """Write all tables into a folder, each whole or not at all."""
        folder.mkdir(parents=True, exist_ok=True)
        for name, rows in self.rows().items():
            beside = folder / f".{name}.new"
            lines = ["\t".join(row) for row in (TABLES[name], *rows)]
            beside.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
            os.replace(beside, folder / name)
