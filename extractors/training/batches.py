"""Sentences as arrays for the network, with their targets, in one case or another."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from realpolitik.extractors.training.corpus import Inventory, Sentence
from realpolitik.extractors.windows import Window, pack
from realpolitik.extractors.wordpieces import HIDDEN_SHAPE, POSITIONS_KEPT, WordPieces

IGNORED = -100


@dataclass(frozen=True, slots=True)
class Batch:
    """Inputs of the network and targets by head; targets are `IGNORED` where the source says nothing."""

    inputs: tuple[Any, ...]
    heads: Any
    labels: Any
    upos: Any
    features: Any
    scripts: Any
    names: Any
    name_weights: Any


class Batcher:
    """Turns sentences into a `Batch`."""

    def __init__(self, pieces: WordPieces, values: Inventory, case: dict[str, float]) -> None:
        self._pieces = pieces
        self._case = case
        self._index = {
            name: {value: i for i, value in enumerate(getattr(values, name))}
            for name in ("upos", "labels", "features", "scripts")
        }

    def __call__(self, sentences: list[Sentence], rng: random.Random | None = None) -> Batch:
        """The batch; with `rng`, a share of the batches is written in another case or without shapes."""
        drawn, style = rng.random() if rng else 1.0, ""
        for name in ("upper", "title", "lower", "hidden"):
            if drawn < self._case[name]:
                style = name
                break
            drawn -= self._case[name]
        sentences = [_shortened(s, self._pieces) for s in sentences]
        rows = [[self._pieces(in_case(w, style)) for w in s.words] for s in sentences]
        if style == "hidden":
            rows = [[(pieces, HIDDEN_SHAPE) for pieces, _ in row] for row in rows]
        whole = [Window(b, 0, len(row), 0, 0, sum(len(p) for p, _ in row)) for b, row in enumerate(rows)]
        inputs = tuple(pack(rows, whole).values())
        shape = inputs[3].shape
        targets = {n: np.full(shape, IGNORED, np.int64) for n in ("heads", "labels", "upos", "features", "scripts")}
        names, weights = np.zeros(shape, np.int64), np.zeros(shape, np.float32)
        for b, sentence in enumerate(sentences):
            places = slice(1, len(sentence.words) + 1)
            if sentence.tree is not None:
                targets["heads"][b, places] = sentence.tree.heads
                for name, index in self._index.items():
                    targets[name][b, places] = [index.get(v, IGNORED) for v in getattr(sentence.tree, name)]
            if sentence.names is not None:
                names[b, places] = sentence.names
                weights[b, places] = sentence.name_weight
        return Batch(inputs, **targets, names=names, name_weights=weights)


def in_case(word: str, style: str) -> str:
    """The word in another case: `upper`, `lower`, `title` as headlines have it, or as it is."""
    if style == "upper":
        return word.upper()
    if style == "lower":
        return word.lower()
    if style == "title" and word[:1].islower() and (len(word) > 3 or word in {"is", "are", "be"}):
        return word[0].upper() + word[1:]
    return word


def _shortened(sentence: Sentence, pieces: WordPieces) -> Sentence:
    """A sentence too long for the positions loses its tail, and its tree with it."""
    total = 0
    for n, word in enumerate(sentence.words):
        total += len(pieces(word)[0])
        if total > POSITIONS_KEPT:
            names = sentence.names[:n] if sentence.names else None
            return replace(sentence, words=sentence.words[:n], spaces=sentence.spaces[:n], tree=None, names=names)
    return sentence
