"""Mentions and what they refer to, from GUM's `Entity` annotation in CoNLL-U."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_PIECE = re.compile(r"\((?P<opened>[^()]+)(?P<whole>\))?|(?P<closed>[^()]+)\)")

KINDS = ("none", "person", "organization", "place", "event", "time", "abstract", "object", "other")


@dataclass(frozen=True, slots=True)
class MentionHead:
    """The word that heads a mention (counted from 0), what the mention is, and the number of what it refers to."""

    at: int
    kind: str
    entity: int


def mention_heads(entities: Iterable[str], heads: tuple[int, ...], known: dict[str, int]) -> tuple[MentionHead, ...]:
    """The mentions of a sentence, by the words' `Entity` values; `heads` count from 1, 0 is the root.

    `known` numbers the entities of a document and grows. Of mentions with one head the longest counts; parts of
    discontinuous mentions are left out.
    """
    stack: list[tuple[str, str, int]] = []
    spans: list[tuple[int, int, str, str]] = []
    for i, value in enumerate(entities):
        for piece in _PIECE.finditer(value):
            if piece["opened"]:
                number, kind = piece["opened"].split("-")[:2]
                if piece["whole"]:
                    spans.append((i, i, number, kind))
                else:
                    stack.append((number, kind, i))
            else:
                number = piece["closed"]
                for at in range(len(stack) - 1, -1, -1):
                    if stack[at][0] == number:
                        _, kind, start = stack.pop(at)
                        spans.append((start, i, number, kind))
                        break
    found: dict[int, MentionHead] = {}
    for start, end, number, kind in sorted(spans, key=lambda s: s[1] - s[0]):
        if "[" in number:
            continue
        at = next((i for i in range(start, end + 1) if not start <= heads[i] - 1 <= end), start)
        found[at] = MentionHead(at, kind if kind in KINDS else "other", known.setdefault(number, len(known)))
    return tuple(found[at] for at in sorted(found))
