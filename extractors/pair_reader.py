"""What a sentence says of a pair of its actors, by the model's own head for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from realpolitik.extractors.clauses import is_predicate, phrase_span
from realpolitik.extractors.encoder import PIECES

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as TokenSpan

    from realpolitik.extractors.network import Network
    from realpolitik.ontology.records import Participant

__all__ = ["MODIFIERS", "NONE", "PairReader", "PairReading", "TokenRange", "named_phrase", "phrase_around"]

TokenRange = tuple[int, int]

NONE: Final = "none"
"""The type of pairs that merely stand in one sentence."""
MODIFIERS: Final = frozenset({"amod", "compound", "nmod:desc", "flat", "nmod:unmarked"})
"""Relations of words that name no party of their own beside the noun that they modify."""
_LONGEST: Final = 12
"""Words of a phrase that are looked at on each side of its head."""


@dataclass(frozen=True, slots=True)
class PairReading:
    """What the model gives to each event type (and to `none`), and to each status, for one ordered pair."""

    shares: Mapping[str, float]
    statuses: Mapping[str, float]

    @property
    def best(self) -> str:
        """The likeliest type, or `none`."""
        return max(self.shares, key=lambda name: (self.shares[name], name))


class PairReader:
    """Reads pairs of stretches of tokens in one sentence at a time.

    Pairs are spans of tokens (places in the doc, end exclusive), the one who acts first.
    """

    def __init__(self, network: Network) -> None:
        self._network = network

    def glance(self, doc: Doc, sentence: TokenSpan, pairs: Sequence[tuple[TokenRange, TokenRange]]) -> list[float]:
        """How likely each pair has to do with each other at first look, which costs next to nothing."""
        if not pairs:
            return []
        kept, *sides = self._sides(sentence, pairs)
        types, _ = self._network.pair_scores(doc.tensor[kept], *sides)
        return [1.0 - float(none) for none in types[:, self._network.types.index(NONE)]]

    def read(self, doc: Doc, sentence: TokenSpan, pairs: Sequence[tuple[TokenRange, TokenRange]]) -> list[PairReading]:
        """What the sentence says of each pair, for which it is read once more."""
        if not pairs:
            return []
        kept, *sides = self._sides(sentence, pairs)
        pieces = doc.user_data.get(PIECES, {}).get(kept[0])
        if pieces is None:  # too long to be read at once
            types, statuses = self._network.pair_scores(doc.tensor[kept], *sides)
        else:
            types, statuses = self._network.close_scores(pieces, [doc[i].text for i in kept], *sides)
        return [
            PairReading(
                dict(zip(self._network.types, row.tolist(), strict=True)),
                dict(zip(self._network.statuses, status.tolist(), strict=True)),
            )
            for row, status in zip(types, statuses, strict=True)
        ]

    @classmethod
    def _sides(
        cls, sentence: TokenSpan, pairs: Sequence[tuple[TokenRange, TokenRange]]
    ) -> tuple[list[int], list[TokenRange], list[TokenRange]]:
        """The words of the sentence, and the places among them of both sides of the pairs."""
        kept = [t.i for t in sentence if not t.is_space]
        place = {i: at for at, i in enumerate(kept)}
        subjects, objects = ([cls._inside(span, place) for span in side] for side in zip(*pairs, strict=True))
        return kept, subjects, objects

    @staticmethod
    def _inside(span: TokenRange, place: Mapping[int, int]) -> TokenRange:
        inside = [place[i] for i in range(*span) if i in place]
        return (inside[0], inside[-1] + 1) if inside else (0, 1)


def named_phrase(participant: Participant, doc: Doc) -> TokenRange:
    """The tokens of the phrase that names a participant: "Russian troops" where "Russian" tells whose they are."""
    mention = participant.mention.span
    found = doc.char_span(mention.start, mention.end, alignment_mode="expand")
    if found is None:
        return 0, 1
    head = found.root
    return phrase_around(head.head if head.dep_ in MODIFIERS and not is_predicate(head.head) else head)


def phrase_around(head: Token) -> TokenRange:
    """The tokens of the noun phrase of `head`, as far as they are looked at."""
    start, end = phrase_span(head, head.doc)
    return max(start, head.i - _LONGEST), min(end, head.i + _LONGEST)
