"""Where a Doc names somebody: the gazetteer's names, then those of the recogniser, then runs of proper nouns."""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from realpolitik.ontology.roles import RoleTables

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from realpolitik.ontology.actors import Gazetteer, Name

__all__ = ["Named", "find_names", "span_head"]

# Recognised stretches that are no actors themselves; what they are named after takes no part in what is told.
_THINGS: Final = frozenset({"EVENT", "LAW", "WORK", "WORK_OF_ART", "PRODUCT", "FAC", "LANGUAGE", "DATE", "TIME"})
_NO_NAMES: Final = frozenset(
    {
        "DATE",
        "TIME",
        "CARDINAL",
        "ORDINAL",
        "MONEY",
        "PERCENT",
        "QUANTITY",
        "WORK",
        "WORK_OF_ART",
        "PRODUCT",
        "LANGUAGE",
    }
)
_OFFICIAL: Final = frozenset({"ORG", "GPE", "LOC"})
_WITHIN_ORGANISATIONS: Final = frozenset({"ORG", "NORP"})
_CLOSED: Final = frozenset({"AUX", "PRON", "ADP", "DET", "SCONJ", "CCONJ", "PART", "INTJ", "ADV", "VERB"})
_MONTHS: Final = frozenset(calendar.month_name[1:]) | frozenset(calendar.month_abbr[1:])
_PARTICLES: Final = frozenset({"al", "bin", "da", "de", "del", "di", "dos", "du", "el", "van", "von"})
"""Small words that family names begin with ("de Klerk")."""
_DAYS: Final = frozenset(calendar.day_name) | frozenset(calendar.day_abbr)
_ARGUMENTS: Final = frozenset(
    {"nsubj", "nsubj:pass", "obj", "iobj", "obl", "obl:agent", "nmod", "nmod:poss", "appos", "conj", "ROOT", "root",
     "vocative", "xcomp", "flat", "nsubj:outer", "csubj"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Named:
    """A name: its tokens (end exclusive), the head among them, the gazetteer's candidates, the recogniser's type.

    `inner` marks a name that stands inside a longer one ("Russian" in "Russian Foreign Ministry").
    """

    start: int
    end: int
    head: int
    names: tuple[Name, ...] = ()
    label: str | None = None
    inner: bool = False


def find_names(doc: Doc, gazetteer: Gazetteer, tables: RoleTables) -> tuple[Named, ...]:
    """Find the names of a Doc in reading order; names overlap only where one stands inside another."""
    entities = [
        (start, end, label) for start, end, label in _entities(doc, gazetteer, tables) if label not in _NO_NAMES
    ]
    entity_at: dict[int, tuple[int, int, str]] = {i: entity for entity in entities for i in range(entity[0], entity[1])}
    found: list[Named] = []
    taken: set[int] = set()
    dropped: set[tuple[int, int, str]] = set()
    for start, end, names in _matches(doc, gazetteer, tables):
        entity = entity_at.get(start)
        if entity is not None and entity[0] <= start and end <= entity[1] and end - start < entity[1] - entity[0]:
            known = _inside_entity(doc, start, end, names, entity)
            if known:
                found.append(Named(start, end, span_head(doc, start, end), known, None, inner=True))
            continue
        label = entity[2] if entity is not None and entity[:2] == (start, end) else None
        found.append(Named(start, end, span_head(doc, start, end), names, label))
        taken.update(range(start, end))
        dropped.update(entity_at[i] for i in range(start, end) if i in entity_at)
    for entity in entities:
        start, end, label = entity
        if entity not in dropped:
            found.append(
                Named(start, end, span_head(doc, start, end), _by_surname(doc, start, end, label, gazetteer), label)
            )
            taken.update(range(start, end))
    found.extend(_proper_nouns(doc, taken, tables))
    found.sort(key=lambda name: (name.start, -name.end))
    return tuple(found)


def span_head(doc: Doc, start: int, end: int) -> int:
    """Return the index of the token in [start, end) that hangs outside it."""
    for i in range(start, end):
        head = doc[i].head.i
        if head == i or not start <= head < end:
            return i
    return end - 1


def _matches(doc: Doc, gazetteer: Gazetteer, tables: RoleTables) -> Iterator[tuple[int, int, tuple[Name, ...]]]:
    words = [token.text for token in doc]
    i, count = 0, len(words)
    while i < count:
        word = words[i]
        # A name begins with a capital or a digit; what is written small ("the alliance") is a description.
        small = not (word[0].isdigit() or any(character.isupper() for character in word))
        joined = i + 2 < count and words[i + 1] == "-" and words[i + 2][0].isupper()
        noble = i + 1 < count and word in _PARTICLES and words[i + 1][0].isupper()
        if small and not (joined or noble):
            i += 1
            continue
        length, names = gazetteer.longest(words, i)
        names = tuple(name for name in names if _readable(doc, words, i, i + length, name, tables)) if length else ()
        if not names:
            i += 1
            continue
        start = i + 1 if length > 1 and word.lower() == "the" and not names[0].text.startswith("The ") else i
        yield start, i + length, names
        i += length


def _readable(doc: Doc, words: Sequence[str], start: int, end: int, name: Name, tables: RoleTables) -> bool:
    if name.condition == "definite" and "the" not in (words[start].lower(), words[start - 1].lower() if start else ""):
        return False
    if end - start > 1:
        return True
    token = doc[start]
    if token.pos_ in _CLOSED or token.ent_type_ in ("DATE", "TIME"):
        return False
    if token.pos_ == "NOUN" and name.kind != "demonym" and not token.text[0].isupper():
        return False
    return not _is_date(token, tables)


def _is_date(token: Token, tables: RoleTables) -> bool:
    if token.text in _DAYS:
        return True
    if token.text not in _MONTHS:
        return False
    doc = token.doc
    before = doc[token.i - 1].lower_ if token.i else ""
    near = [doc[i] for i in (token.i - 1, token.i + 1) if 0 <= i < len(doc)]
    return (
        tables.reading(before, "month") is not None
        or any(one.like_num or one.text[:1].isdigit() for one in near)
        or token.dep_ in ("obl:unmarked", "nmod:unmarked", "nummod", "obl:tmod", "nmod:tmod")
    )


def _entities(doc: Doc, gazetteer: Gazetteer, tables: RoleTables) -> Iterator[tuple[int, int, str]]:
    for span in doc.ents:
        start, end, label = span.start, span.end, span.label_
        if label == "PERSON":
            start = _after_office(doc, _after_state(doc, start, end, gazetteer), end, tables)
        elif label in _OFFICIAL:
            end = _before_office(doc, start, end, tables)
        # "eastern China" is China.
        if start < end - 1 and doc[start].text.islower() and tables.reading(doc[start].text, "prefix"):
            start += 1
        while start < end and doc[start].is_space:
            start += 1
        if start < end - 1 and doc[start].lower_ == "the":
            start += 1
        while start < end and (doc[end - 1].lower_ in ("'s", "’s") or doc[end - 1].is_space):
            end -= 1
        # What happened "on Sunday" to a body is no part of its name, but for the paper's.
        dated = end - start > 2 and doc[end - 1].text in _DAYS and doc[end - 2].lower_ == "on"
        if dated and doc[end - 3].text != "Mail":
            end -= 2
        text = doc[start:end].text
        # What is written small throughout names nobody, nor does a title alone ("Grand Ayatollah").
        named = any(character.isupper() or character.isdigit() for character in text)
        titled = label == "PERSON" and end - start > 1 and text.lower() in tables.roles
        if (
            start < end
            and text.count("(") == text.count(")")
            and named
            and not titled
            and not _portfolio(doc, start, end, label, tables)
            and not _force_of_nature(doc, start, tables)
        ):
            yield start, end, label


def _after_state(doc: Doc, start: int, end: int, gazetteer: Gazetteer) -> int:
    """The first token after the state whose officer the recogniser made one name with ("US President Donald Trump")."""
    length, names = gazetteer.longest([token.text for token in doc[start:end]], 0)
    states = bool(names) and all(one.actor.kind == "state" for one in names)
    return start + length if states and end - start - length >= 2 else start


def _after_office(doc: Doc, start: int, end: int, tables: RoleTables) -> int:
    """The first token of a person's name after the office that the recogniser took for a part of it."""
    for stop in range(min(end - 1, start + 4), start, -1):
        role = tables.roles.get(" ".join(doc[i].lower_ for i in range(start, stop)))
        if role is not None and role.kind == "office":
            return stop
    return start


def _before_office(doc: Doc, start: int, end: int, tables: RoleTables) -> int:
    """The end of a body's name before the office that the recogniser took for a part of it ("Senate Minority Whip")."""
    for begin in range(start, end):
        for stop in (end, end + 1):
            if stop > len(doc) or stop - begin < 2:
                continue
            role = tables.roles.get(" ".join(doc[i].lower_ for i in range(begin, stop)))
            if role is not None and role.kind == "office":
                return begin
    return end


def _portfolio(doc: Doc, start: int, end: int, label: str, tables: RoleTables) -> bool:
    """Whether a recognised body is only the field of an office ("Minister of Information")."""
    if label != "ORG" or start < 2 or doc[start - 1].lower_ not in ("of", "for"):
        return False
    return tables.reading(doc[start - 2].lower_, "portfolio") == "none"


def _force_of_nature(doc: Doc, start: int, tables: RoleTables) -> bool:
    """Whether the word that opens a name or stands before it says that it is of nobody ("Cyclone Nargis")."""
    words = [doc[i] for i in (start - 1, start) if i >= 0]
    return any(word.text[0].isupper() and tables.reading(word.lower_, "prefix") == "none" for word in words)


def _inside_entity(
    doc: Doc, start: int, end: int, names: tuple[Name, ...], entity: tuple[int, int, str]
) -> tuple[Name, ...]:
    label = entity[2]
    if label in _WITHIN_ORGANISATIONS:
        return tuple(name for name in names if name.actor.kind != "person" and name.condition != "context")
    owner = (end < len(doc) and doc[end].tag_ == "POS") or (end < len(doc) and doc[end].lower_ in ("'s", "’s"))
    if label in _THINGS and (owner or all(name.kind == "demonym" for name in names)):
        return names
    return ()


def _by_surname(doc: Doc, start: int, end: int, label: str, gazetteer: Gazetteer) -> tuple[Name, ...]:
    """Known persons whose first name and surname are those of a longer form ("Vladimir V. Putin")."""
    if label != "PERSON" or end - start < 2:
        return ()
    first = doc[start].text
    return tuple(
        name
        for name in gazetteer.lookup(doc[end - 1].text)
        if name.actor.kind == "person" and name.actor.label.split(" ")[0] == first
    )


def _proper_nouns(doc: Doc, taken: set[int], tables: RoleTables) -> Iterator[Named]:
    i, count = 0, len(doc)
    while i < count:
        if doc[i].pos_ != "PROPN" or i in taken:
            i += 1
            continue
        end = i
        while (
            end < count
            and end not in taken
            and (
                doc[end].pos_ == "PROPN" or (doc[end].text == "-" and end + 1 < count and doc[end + 1].pos_ == "PROPN")
            )
        ):
            end += 1
        start = i
        i = end
        while start < end and doc[start].lower_ in tables.roles:
            start += 1
        if (
            start == end
            or doc[end - 1].lower_ in tables.roles
            or any(doc[j].text in _MONTHS or doc[j].text in _DAYS for j in range(start, end))
        ):
            continue
        head = span_head(doc, start, end)
        if doc[head].dep_ in _ARGUMENTS and doc[start].text[0].isupper() and len(doc[head].text) > 1:
            yield Named(start, end, head)
