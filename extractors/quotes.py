"""Stretches in quotation marks, and the noun phrase that speaks each."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["Quote", "find_quotes"]

_SPEECH: Final = frozenset({"ccomp", "parataxis", "obj", "xcomp", "advcl", "conj", "dep"})
_REACH: Final = 40
"""Tokens between the object of "quoted" and its "as saying"."""
_SUBJECTS: Final = ("nsubj", "nsubj:pass", "nsubj:outer")


@dataclass(frozen=True, slots=True)
class Quote:
    """Tokens between quotation marks (end exclusive), and the index of the head of the phrase that speaks them."""

    start: int
    end: int
    speaker: int | None


def find_quotes(doc: Doc) -> tuple[Quote, ...]:
    """Find the quotes of a Doc in reading order.

    A quote without a speaker of its own is spoken by the one before it in the same or the preceding paragraph.
    """
    found: list[Quote] = []
    paragraph, last = 0, -2
    position = 0
    for start, end in _regions(doc):
        while position < start:
            paragraph += "\n" in doc[position].text
            position += 1
        speaker = _speaker(doc, start, end)
        if speaker is None and found and paragraph - last <= 1:
            speaker = found[-1].speaker
        found.append(Quote(start, end, speaker))
        last = paragraph
    # A quote that opens a paragraph is often spoken by whom its second half names.
    for i in range(len(found) - 2, -1, -1):
        following = found[i + 1]
        if found[i].speaker is None and following.start - found[i].end < 40:
            found[i] = Quote(found[i].start, found[i].end, following.speaker)
    return tuple(found)


def _regions(doc: Doc) -> Iterator[tuple[int, int]]:
    opened: int | None = None
    for token in doc:
        if "\n" in token.text:
            if opened is not None and token.i > opened:
                yield opened, token.i
            opened = None
        elif token.text in ("``", "''") or (len(token.text) == 1 and token.is_quote and token.text not in "'‘’`"):
            category = unicodedata.category(token.text[0])
            opens = token.text == "``" or category in ("Pi", "Ps") or (category == "Po" and opened is None)
            if opens:
                opened = token.i + 1
            elif opened is not None:
                if token.i > opened:
                    yield opened, token.i
                opened = None
    if opened is not None and opened < len(doc):
        yield opened, len(doc)


def _speaker(doc: Doc, start: int, end: int) -> int | None:
    for i in range(start, end):
        token = doc[i]
        head = token.head
        if (
            not start <= head.i < end
            and token.dep_ in _SPEECH
            and (spoken := _subject_of(head, start, end)) is not None
        ):
            return spoken
        # A parser that hangs the speaker on the quoted verb leaves that with two subjects.
        inner = any(child.dep_ in _SUBJECTS and start <= child.i < end for child in token.children)
        if inner and not start <= head.i < end and (spoken := _own_subject(token, start, end)) is not None:
            return spoken
        for child in token.children:
            if (
                not start <= child.i < end
                and child.dep_ == "parataxis"
                and (spoken := _own_subject(child, start, end)) is not None
            ):
                return spoken
    return None


def _own_subject(verb: Token, start: int, end: int) -> int | None:
    for child in verb.children:
        if child.dep_ in _SUBJECTS and not start <= child.i < end:
            return int(child.i)
    return None


def _subject_of(verb: Token, start: int, end: int) -> int | None:
    for _ in range(4):
        if (reported := _reported(verb)) is not None:
            return reported
        own = _own_subject(verb, start, end)
        if own is not None:
            return own
        if verb.dep_ not in ("advcl", "xcomp", "conj", "acl") or verb.head.i == verb.i:
            return None
        verb = verb.head
    return None


def _reported(verb: Token) -> int | None:
    """The object of "quoted him as saying", which speaks."""
    spoken = next((child for child in verb.children if _is_quoted(child)), None)
    if spoken is None:
        return None
    doc, last = spoken.doc, min(spoken.i + _REACH, len(spoken.doc) - 1)
    # What is said of the speaker may stand in between: "quoted Mr. Smith, a retired officer, as saying".
    pairs = ((doc[i], doc[i + 1]) for i in range(spoken.i + 1, last))
    return int(spoken.i) if any(one.lower_ == "as" and two.lower_ == "saying" for one, two in pairs) else None


def _is_quoted(child: Token) -> bool:
    # A parser may take the object for a second subject.
    return child.dep_ in ("obj", "iobj", "nsubj:pass") or (child.dep_ == "nsubj" and child.i > child.head.i)
