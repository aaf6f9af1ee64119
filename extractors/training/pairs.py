"""Pairs of actors with what is said of them, from our annotated sentences.

Every ordered pair of the ends that a sentence's annotation names is an example: with the types of the statements from
the one to the other, or with `none`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from realpolitik.extractors.training.annotated import Annotation, Case, End
from realpolitik.ontology.schema import Schema

NONE = "none"
STATUSES = ("actual", "negated", "future", "requested", "hypothetical", "feared")

Split = Callable[[str], list[list[tuple[int, int]]]]
"""From a text to its sentences, each the character spans of its tokens."""


@dataclass(frozen=True, slots=True)
class Pair:
    """An ordered pair of stretches of words (end exclusive), the types said of it, and a status where one is sure."""

    subject: tuple[int, int]
    object: tuple[int, int]
    types: tuple[str, ...]
    status: str | None


@dataclass(frozen=True, slots=True)
class PairedText:
    """A sentence of a case, as words with spaces, and its pairs."""

    key: str
    words: tuple[str, ...]
    spaces: tuple[bool, ...]
    pairs: tuple[Pair, ...]


def paired_texts(cases: Iterable[Case], split: Split, schema: Schema) -> Iterator[PairedText]:
    """The sentences of the cases that hold two ends or more."""
    for case in cases:
        if any(a.standing for a in case.annotations):
            continue
        for tokens in split(case.text):
            pairs = tuple(_pairs(case, tokens, schema))
            if pairs:
                words = tuple(case.text[a:b] for a, b in tokens)
                follows = [a for a, _ in tokens[1:]] + [tokens[-1][1]]
                spaces = tuple(a > b for a, (_, b) in zip(follows, tokens, strict=True))
                yield PairedText(f"{case.file}:{case.line}", words, spaces, pairs)


def _pairs(case: Case, tokens: list[tuple[int, int]], schema: Schema) -> Iterator[Pair]:
    ends = {end.start: end for end in sorted(_ends(case), key=lambda end: end.actor is not None)}
    places = {start: span for start, end in ends.items() if (span := _words(end, tokens)) is not None}
    said: dict[tuple[int, int], list[Annotation]] = {}
    for annotation in case.annotations:
        if annotation.object is not None:
            said.setdefault((annotation.subject.start, annotation.object.start), []).append(annotation)
    apart = {(a.start, b.start) for a, b in case.apart} | {(b.start, a.start) for a, b in case.apart}
    for one, subject in places.items():
        for other, obj in places.items():
            if one == other or _overlap(subject, obj):
                continue
            found = said.get((one, other), [])
            if found:
                statuses = {"negated" if a.negated else a.status for a in found}
                types = tuple(dict.fromkeys(a.relation for a in found))
                yield Pair(subject, obj, types, statuses.pop() if len(statuses) == 1 else None)
                continue
            back = said.get((other, one), [])
            if any(schema.event_types[a.relation].reciprocal for a in back):
                continue
            if (one, other) in apart or not _told_otherwise(ends[one], ends[other], case):
                yield Pair(subject, obj, (NONE,), None)


def _ends(case: Case) -> Iterator[End]:
    for annotation in case.annotations:
        yield annotation.subject
        if annotation.object is not None:
            yield annotation.object
        if annotation.speaker is not None and annotation.speaker.end is not None:
            yield annotation.speaker.end
    for pair in case.apart:
        yield from pair


def _told_otherwise(one: End, other: End, case: Case) -> bool:
    """Whether other words of the text say something of the same two actors, so that `none` may be wrong."""
    if one.actor is None or other.actor is None or one.actor == other.actor:
        return True
    return any(
        a.object is not None and (a.subject.actor, a.object.actor) == (one.actor, other.actor) for a in case.annotations
    )


def _words(end: End, tokens: list[tuple[int, int]]) -> tuple[int, int] | None:
    inside = [i for i, (a, b) in enumerate(tokens) if a < end.end and b > end.start]
    return (inside[0], inside[-1] + 1) if inside else None


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]
