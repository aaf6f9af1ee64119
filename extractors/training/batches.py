"""Sentences as arrays for the network, with their targets, in one case or another."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from realpolitik.extractors.antecedents import Head, candidate_pairs, head, pair_features
from realpolitik.extractors.training.corpus import Inventory, Sentence
from realpolitik.extractors.windows import Window, pack
from realpolitik.extractors.wordpieces import HIDDEN_SHAPE, POSITIONS_KEPT, WordPieces

IGNORED = -100


@dataclass(frozen=True, slots=True)
class Mentions:
    """The mentions of a stretch of one document: flat places of their heads, entities, and candidate pairs."""

    places: Any
    entities: Any
    later: Any
    earlier: Any
    features: Any


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of actors: the sentence of each, weights of its ends' words, the types it may bear, its status."""

    rows: Any
    subject: Any
    object: Any
    types: Any
    status: Any


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
    kinds: Any
    words: int
    mentions: Mentions | None
    pairs: Pairs | None


class Batcher:
    """Turns sentences into a `Batch`."""

    def __init__(self, pieces: WordPieces, values: Inventory, case: dict[str, float]) -> None:
        self._pieces = pieces
        self._case = case
        self._index = {
            name: {value: i for i, value in enumerate(getattr(values, name))}
            for name in ("upos", "labels", "features", "scripts")
        }
        self._kinds, self._types, self._statuses = (
            {value: i for i, value in enumerate(listed)} for listed in (values.kinds, values.types, values.statuses)
        )

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
        told = ("heads", "labels", "upos", "features", "scripts", "kinds")
        targets = {n: np.full(shape, IGNORED, np.int64) for n in told}
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
            if sentence.mentions is not None:
                targets["kinds"][b, places] = 0
                for mention in sentence.mentions:
                    targets["kinds"][b, mention.at + 1] = self._kinds[mention.kind]
        return Batch(
            inputs,
            **targets,
            names=names,
            name_weights=weights,
            words=sum(len(s.words) for s in sentences),
            mentions=mentions_of(sentences, shape[1]),
            pairs=self._pairs(sentences, shape[1]),
        )

    def _pairs(self, sentences: list[Sentence], width: int) -> Pairs | None:
        found = [(b, pair) for b, s in enumerate(sentences) for pair in s.pairs]
        found = [(b, p) for b, p in found if max(p.subject[1], p.object[1]) <= len(sentences[b].words)]
        if not found:
            return None
        ends = np.zeros((2, len(found), width), np.float32)
        types = np.zeros((len(found), len(self._types)), bool)
        status = np.full(len(found), IGNORED, np.int64)
        for row, (_, pair) in enumerate(found):
            for side, (start, end) in enumerate((pair.subject, pair.object)):
                ends[side, row, start + 1 : end + 1] = 1 / (end - start)
            types[row, [self._types[name] for name in pair.types]] = True
            if pair.status is not None:
                status[row] = self._statuses[pair.status]
        return Pairs(np.array([b for b, _ in found]), ends[0], ends[1], types, status)


def mentions_of(sentences: list[Sentence], width: int) -> Mentions | None:
    """The mentions of consecutive sentences of one document, `width` places a row; None for any other sentences."""
    documents = {s.document for s in sentences}
    if len(documents) != 1 or documents == {""} or len(sentences) < 2:
        return None
    mentions: list[Head] = []
    places: list[int] = []
    entities: list[int] = []
    for b, sentence in enumerate(sentences):
        tree = sentence.tree
        if tree is None or sentence.mentions is None:
            continue
        heads = [i if h == 0 else h - 1 for i, h in enumerate(tree.heads)]
        for mention in sentence.mentions:
            mentions.append(head(len(places), b, sentence.words, tree.upos, heads, tree.labels, mention.at))
            places.append(b * width + mention.at + 1)
            entities.append(mention.entity)
    if len(mentions) < 2:
        return None
    later, earlier = candidate_pairs(len(mentions))
    features = pair_features(mentions, later, earlier)
    return Mentions(np.array(places), np.array(entities), later, earlier, features)


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
