"""Name tags from partial annotation: what each source leaves open stays open.

A word's tag is a set of tags that it may bear, as a bit mask over `TAGS`; the loss sums the probabilities of the set.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from realpolitik.extractors.training.corpus import NamedText, Sentence
from realpolitik.ontology.errors import DataError

CLASSES = ("PERSON", "ORG", "GPE", "LOC", "NORP", "EVENT", "FAC", "LAW", "WORK")
TAGS = ("O", *(f"{mark}-{name}" for name in CLASSES for mark in "BI"))
_BIT = {tag: 1 << index for index, tag in enumerate(TAGS)}
ANY = (1 << len(TAGS)) - 1
_THING = sum(_BIT[f"{mark}-{name}"] for name in ("EVENT", "FAC", "LAW", "WORK") for mark in "BI")

_REGION_LEVELS = {"world", "region", "subregion", "intermediateRegion", "sharedLandform"}
_STATE_LEVELS = {"territory", "subterritory", "subcountryGroup"}


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Names in lower case by what they are (`peoples` are demonyms), and the configured lists of words."""

    states: frozenset[str]
    political: frozenset[str]
    plain: frozenset[str]
    peoples: frozenset[str]
    first_names: frozenset[str]
    words: dict[str, frozenset[str]]

    def place_class(self, name: str) -> str | None:
        """`GPE` or `LOC` for a place's name; None where the tables do not tell."""
        key = name.lower().removeprefix("the ").strip()
        if key in self.plain:
            return "LOC"
        if key in self.political:
            return "GPE"
        words = key.split()
        return (
            "LOC"
            if len(words) > 1 and (words[0] in self.words["landforms"] or words[-1] in self.words["landforms"])
            else None
        )


def read_gazetteer(folder: Path, words: dict[str, list[str]]) -> Gazetteer:
    """The gazetteer in the tables `states.csv`, `capitals.csv`, `places.csv` and `regions.csv` of a folder."""
    political: set[str] = set()
    plain = set(words["regions"])
    peoples: set[str] = set()
    states: set[str] = set()
    for row in _rows(folder / "states.csv"):
        states.add(row["short"].lower())
        for column in ("short", "formal", "former_names", "aliases", "capital"):
            political.update(x for x in row[column].split("|") if len(x) > 3 or column == "short")
        peoples.update(row["demonyms"].split("|"))
    political.update(words["states"])
    political.update(row["capital"] for row in _rows(folder / "capitals.csv"))
    for row in _rows(folder / "places.csv"):
        political.update((row["name"], row["ascii"], row["name_en"], row["admin1"]))
    for row in _rows(folder / "regions.csv"):
        if row["level"] in _REGION_LEVELS:
            plain.add(row["name"].lower())
        elif row["level"] in _STATE_LEVELS:
            political.add(row["name"])
    people = {p.lower() for p in peoples if p}
    people |= {p + "s" for p in people if not p.endswith(("s", "ese", "sh", "ch"))}
    lowered = {p.lower().removeprefix("the ") for p in political if p} - plain
    return Gazetteer(
        frozenset(states),
        frozenset(lowered),
        frozenset(plain),
        frozenset(people - lowered),
        _first_names(folder),
        {name: frozenset(listed) for name, listed in words.items()},
    )


def _first_names(folder: Path, floor: int = 2) -> frozenset[str]:
    """First words of office-holders' names that several of them share."""
    people = {row["person"] for row in _rows(folder / "ministers.csv")}
    first = Counter(words[0].lower() for words in map(str.split, people) if len(words) > 1 and len(words[0]) > 2)
    return frozenset(name for name, n in first.items() if n >= floor)


def _rows(path: Path) -> Iterable[dict[str, str]]:
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            yield from csv.DictReader(lines)
    except OSError as error:
        raise DataError(f"{path}: {error}; give the folder of reference tables with --reference") from error


def allowed_tags(
    sentence: Sentence, named: NamedText, labels: tuple[str, ...], gazetteer: Gazetteer
) -> tuple[int, ...]:
    """The tags each word of `sentence` may bear, by what a source that marks `labels` says of its text."""
    offsets = sentence.offsets()
    masks = [_open_tag(sentence.words, i, labels, gazetteer) for i in range(len(offsets))]
    for start, end in named.unknown:
        places = _inside(offsets, start, end)
        for i in places:
            masks[i] = masks[i] if masks[i] == _BIT["B-NORP"] else ANY
        if len(places) == 1 and named.text[start:end].lower() in gazetteer.states:
            masks[places[0]] = _BIT["B-GPE"]
    for start, end, label in named.entities:
        places = _inside(offsets, start, end)
        kinds = [label]
        if label == "LOC":
            told = gazetteer.place_class(named.text[start:end])
            kinds = [told] if told else ["GPE", "LOC", "FAC"]
        for position, i in enumerate(places):
            mark = "I" if position else "B"
            masks[i] = sum(_BIT[f"{mark}-{kind}"] for kind in kinds)
    return tuple(masks)


def _inside(offsets: list[tuple[int, int]], start: int, end: int) -> list[int]:
    return [i for i, (a, b) in enumerate(offsets) if a < end and b > start]


def _open_tag(words: tuple[str, ...], i: int, labels: tuple[str, ...], gazetteer: Gazetteer) -> int:
    word = words[i]
    if "NORP" not in labels and word[:1].isupper() and word.lower() in gazetteer.peoples:
        return _BIT["B-NORP"]
    capital = word[:1].isupper() and i > 0
    if "EVENT" not in labels and (capital or (word in gazetteer.words["event_tails"] and words[i - 1][:1].isupper())):
        return _BIT["O"] | _THING
    return _BIT["O"]


def silver_tags(sentence: Sentence, gazetteer: Gazetteer) -> tuple[int, ...]:
    """Tags for a sentence with a tree but no names: common words bear none, proper nouns only what tables tell.

    A flat run of proper nouns that begins with a known first name, or follows a title, is a person.
    """
    if sentence.tree is None:
        return (ANY,) * len(sentence.words)
    upos, words, calendar = sentence.tree.upos, sentence.words, gazetteer.words["calendar"]
    proper = [u == "PROPN" for u in upos]
    masks = []
    for i, word in enumerate(words):
        if word.lower() in calendar:
            masks.append(_BIT["O"])
        elif upos[i] == "ADJ" and word.lower() in gazetteer.peoples:
            masks.append(_BIT["B-NORP"] | _BIT["I-ORG"] | _BIT["B-ORG"])
        elif (
            proper[i]
            or (word[:1].isupper() and i and upos[i] in {"ADJ", "NOUN", "X", "NUM"})
            or (any(proper[max(0, i - 2) : i]) and any(proper[i + 1 : i + 3]))
        ):
            masks.append(ANY)
        else:
            masks.append(_BIT["O"])
    for i, word in enumerate(words):
        alone = proper[i] and not (i and masks[i - 1] == ANY) and not (i + 1 < len(words) and masks[i + 1] == ANY)
        if alone and word[:1].isupper() and gazetteer.place_class(word) == "GPE":
            masks[i] = _BIT["B-GPE"]
    for start, end in _flat_runs(sentence, calendar):
        titled = start > 0 and words[start - 1].lower().rstrip(".") in gazetteer.words["titles"]
        if words[start][:1].isupper() and (
            titled or (end - start > 1 and words[start].lower() in gazetteer.first_names)
        ):
            masks[start:end] = [_BIT["B-PERSON"]] + [_BIT["I-PERSON"]] * (end - start - 1)
    return tuple(masks)


def _flat_runs(sentence: Sentence, calendar: frozenset[str]) -> Iterable[tuple[int, int]]:
    """Runs of proper nouns joined by `flat`, and single ones."""
    if sentence.tree is None:
        return
    upos, heads, labels = sentence.tree.upos, sentence.tree.heads, sentence.tree.labels
    i = 0
    while i < len(upos):
        if upos[i] != "PROPN" or sentence.words[i].lower() in calendar:
            i += 1
            continue
        end = i + 1
        while end < len(upos) and upos[end] == "PROPN" and labels[end] == "flat" and heads[end] in {i + 1, end}:
            end += 1
        yield i, end
        i = end


def with_names(sentence: Sentence, masks: tuple[int, ...], weight: float) -> Sentence:
    """The sentence with its allowed tags and the weight of their loss."""
    return replace(sentence, names=masks, name_weight=weight)
