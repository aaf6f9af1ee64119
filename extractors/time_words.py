"""The words of time expressions, and a text cut into lexemes by them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from realpolitik.extractors.tables import rows
from realpolitik.ontology.errors import DataError

__all__ = ["Lexeme", "is_core", "is_name_part", "kind_of", "leads", "lexemes", "may_open", "numbers_of", "word_kinds"]

_CORE: Final = frozenset({"month", "month_short", "weekday", "season", "unit", "day", "daytime", "decade", "core"})
_CASED: Final = frozenset({"month", "month_short", "weekday", "weekday_short"})
_LEXEME: Final = re.compile(
    r"""(?P<iso>[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9-]))
    |(?P<slash>[0-9]{1,2}(?P<separator>[/.])[0-9]{1,2}(?P=separator)[0-9]{4}(?![0-9]))
    |(?P<decade>['’]?[0-9][0-9]s\b|[0-9]{3}0s\b)
    |(?P<ordinal>[0-9]{1,2}(?:st|nd|rd|th)\b)
    |(?P<number>[0-9]+(?:[.,][0-9]+)*)
    |(?P<word>[^\W\d_]+)
    |(?P<mark>['’]s\b|\S)""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Lexeme:
    """A word, number or mark with its place in the text; `glued` means that no space stands before it."""

    kind: str
    text: str
    lower: str
    start: int
    end: int
    glued: bool


@cache
def word_kinds() -> dict[str, dict[str, str]]:
    """Return, for each lower-cased time word, its kinds with their values."""
    kinds: dict[str, dict[str, str]] = {}
    for word, kind, value in rows("time_words", ("word", "kind", "value")):
        kinds.setdefault(word.lower(), {})[kind] = value
    for word, values in kinds.items():
        for kind in ("month", "month_short", "weekday", "weekday_short", "season", "number", "ordinal", "relative"):
            if kind in values and re.fullmatch(r"-?\d+", values[kind]) is None:
                raise DataError(f"time_words.tsv: {word!r} as {kind} has {values[kind]!r}; a whole number is wanted")
    return kinds


@cache
def leads() -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """Return, by their first word, the words that lead to a time (longest first) with what they make of it."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for text, effect in rows("time_leads", ("words", "effect")):
        words = tuple(text.split())
        found.setdefault(words[0], []).append((words, effect))
    return {first: tuple(sorted(table, key=lambda row: -len(row[0]))) for first, table in found.items()}


@cache
def _name_parts() -> frozenset[tuple[str, ...]]:
    return frozenset(rows("time_names", ("place", "words")))


def is_name_part(place: str, words: str) -> bool:
    """Tell whether `words` at that `place` (before, after, ...) make a time word part of a name or a number."""
    return (place, words) in _name_parts()


def may_open(lexeme: Lexeme) -> bool:
    """Tell whether a time expression can begin with this lexeme at all."""
    return lexeme.kind not in ("word", "mark") or lexeme.lower in word_kinds() or lexeme.lower in leads()


def is_core(lexeme: Lexeme) -> bool:
    """Tell whether this is one of the lexemes without which there is no time: a number, a name of a time, a unit."""
    if lexeme.kind in ("word", "mark"):
        return any(kind in _CORE for kind in word_kinds().get(lexeme.lower, ()))
    return lexeme.kind != "number" or len(lexeme.text) == 4


def kind_of(lexeme: Lexeme, kind: str) -> str | None:
    """Return the value of a word as `kind`, or None where it is no such word; month and day names need a capital."""
    value = word_kinds().get(lexeme.lower, {}).get(kind)
    if value is None or (kind in _CASED and not lexeme.text[0].isupper()):
        return None
    return value


def numbers_of(lexeme: Lexeme) -> int | None:
    """Return the small whole number that a lexeme is ("two", "a", "14"), if any."""
    if lexeme.kind == "number" and lexeme.text.isascii() and lexeme.text.isdigit() and len(lexeme.text) <= 3:
        return int(lexeme.text)
    value = kind_of(lexeme, "number") if lexeme.kind == "word" else None
    return None if value is None else int(value)


def lexemes(text: str) -> Iterator[Lexeme]:
    """Yield the lexemes of `text` in order."""
    end = -1
    for match in _LEXEME.finditer(text):
        word = match.group()
        yield Lexeme(match.lastgroup or "mark", word, word.lower(), match.start(), match.end(), match.start() == end)
        end = match.end()
