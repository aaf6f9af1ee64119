"""What a coreference scorer looks at beside the model's vectors: forms, kinds and distances of two mentions.

A mention is known by the word that heads it (Dobrovolskii, "Word-Level Coreference Resolution", EMNLP 2021).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

PRONOUN, NAME, NOUN = range(3)

WINDOW = 120
"""Mentions that an antecedent may lie back: older ones are not looked at, so that long texts stay linear."""

_SENTENCE_STEPS = np.array([1, 2, 3, 5, 9])
_MENTION_STEPS = np.array([2, 3, 5, 9, 17, 33])
FEATURES = 9 + 4 + (len(_SENTENCE_STEPS) + 1) + (len(_MENTION_STEPS) + 1)

_NAME_PARTS = frozenset({"flat", "compound"})


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a mention: its place in the text, its sentence, its form and the words of its name, in lower case."""

    place: int
    sentence: int
    sort: int
    form: str
    words: frozenset[str]


def head(
    place: int, sentence: int, words: Sequence[str], upos: Sequence[str], heads: Sequence[int], labels: Sequence[str],
    at: int,
) -> Head:  # fmt: skip
    """The mention headed by word `at` of a sentence; `heads` are places in the sentence, a root's is its own.

    `place` is the word's place in the text.
    """
    form = words[at].lower()
    if upos[at] in ("PRON", "DET"):
        return Head(place, sentence, PRONOUN, form, frozenset((form,)))
    if upos[at] != "PROPN":
        return Head(place, sentence, NOUN, form, frozenset((form,)))
    parts = (
        words[i].lower()
        for i in range(max(0, at - 8), min(len(words), at + 9))
        if heads[i] == at and i != at and upos[i] == "PROPN" and labels[i].split(":")[0] in _NAME_PARTS
    )
    return Head(place, sentence, NAME, form, frozenset((form, *parts)))


def pair_features(mentions: Sequence[Head], later: NDArray[Any], earlier: NDArray[Any]) -> NDArray[np.float32]:
    """Features (pairs, `FEATURES`) of mentions `later` with their candidates `earlier` (indices into `mentions`)."""
    sorts = np.array([m.sort for m in mentions], np.int64)
    sentences = np.array([m.sentence for m in mentions], np.int64)
    out = np.zeros((len(later), FEATURES), np.float32)
    rows = np.arange(len(later))
    out[rows, 3 * sorts[later] + sorts[earlier]] = 1
    for row, (i, j) in enumerate(zip(later.tolist(), earlier.tolist(), strict=True)):
        one, other = mentions[i], mentions[j]
        if one.form == other.form:
            out[row, 9] = 1
        shared = one.words & other.words
        if shared:
            whole = one.words == other.words
            out[row, 10 if whole else 11 if shared == one.words or shared == other.words else 12] = 1
    out[rows, 13 + np.searchsorted(_SENTENCE_STEPS, sentences[later] - sentences[earlier], side="right")] = 1
    at = 13 + len(_SENTENCE_STEPS) + 1
    out[rows, at + np.searchsorted(_MENTION_STEPS, later - earlier, side="right")] = 1
    return out


def candidate_pairs(count: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Each of `count` mentions with the up to `WINDOW` before it: indices of the later and of the earlier ones."""
    pairs = [(i, j) for i in range(count) for j in range(max(0, i - WINDOW), i)]
    both = np.array(pairs, np.int64).reshape(-1, 2)
    return both[:, 0], both[:, 1]
