"""Whom a mention refers to by the model's coreference head: shares of actors, through chains of mentions.

The rules of `coreference` come first and keep their reasons; the model is asked where they leave a mention open.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from realpolitik.extractors.antecedents import WINDOW, Head, head, pair_features
from realpolitik.extractors.encoder import MENTION_KINDS

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from realpolitik.extractors.coreference import Seen
    from realpolitik.extractors.network import Network

__all__ = ["Chains"]

_DEEPEST: Final = 3
_LEAST: Final = 0.05


class Chains:
    """The mentions of one Doc, with the probabilities of their antecedents, each worked out when asked for."""

    def __init__(self, doc: Doc, network: Network) -> None:
        self._doc = doc
        self._network = network
        self.mentions = mentions_of(doc)
        self._number = {mention.place: n for n, mention in enumerate(self.mentions)}
        self._rows: dict[int, NDArray[np.float64]] = {}
        self._shared: dict[tuple[int, int], dict[str, float]] = {}

    def antecedents(self, number: int) -> tuple[int, NDArray[np.float64]]:
        """Of mention `number`: the first candidate, and the probabilities of it and those after it, up to itself.

        What they lack to 1 is the probability that it refers to none of them.
        """
        first = max(0, number - WINDOW)
        row = self._rows.get(number)
        if row is None:
            earlier = np.arange(first, number)
            later = np.full(len(earlier), number)
            near = self.mentions[first : number + 1]
            vectors = self._doc.tensor[[m.place for m in near]]
            features = pair_features(near, later - first, earlier - first)
            scores = self._network.antecedent_scores(vectors, later - first, earlier - first, features)
            top = max(0.0, float(scores.max(initial=0.0)))
            powers = np.exp(scores - top)
            row = self._rows[number] = powers / (powers.sum() + np.exp(-top))
        return first, row

    def who(self, i: int, known: Mapping[int, Sequence[Seen]]) -> dict[str, float]:
        """The actors that the mention headed by token `i` may refer to, by id, with their shares.

        `known` leads from the heads of mentions to whom they are known to mean.
        """
        number = self._number.get(i)
        return {} if number is None else self._shares(number, known, _DEEPEST)

    def _shares(self, number: int, known: Mapping[int, Sequence[Seen]], depth: int) -> dict[str, float]:
        # Asked in reading order: whom earlier mentions are known to mean does not change any more.
        if (number, depth) in self._shared:
            return self._shared[number, depth]
        out: dict[str, float] = {}
        first, row = self.antecedents(number)
        for at in np.flatnonzero(row > _LEAST).tolist():
            seen = known.get(self.mentions[first + at].place, ())
            if seen:
                inner = {seen[0].actor.id: 1.0} if len(seen) == 1 else {}
            else:
                inner = self._shares(first + at, known, depth - 1) if depth else {}
            for actor, share in inner.items():
                out[actor] = out.get(actor, 0.0) + share * float(row[at])
        self._shared[number, depth] = out
        return out


def mentions_of(doc: Doc) -> list[Head]:
    """The mentions that the model found in a Doc, in reading order."""
    kinds: Any = doc.user_data.get(MENTION_KINDS, np.zeros(len(doc), np.int8))
    found: list[Head] = []
    for number, sentence in enumerate(doc.sents):
        places = [i for i in range(sentence.start, sentence.end) if kinds[i]]
        if not places:
            continue
        words = [t.text for t in sentence]
        upos = [t.pos_ for t in sentence]
        heads = [t.head.i - sentence.start for t in sentence]
        labels = [t.dep_ for t in sentence]
        found += [head(i, number, words, upos, heads, labels, i - sentence.start) for i in places]
    return found
