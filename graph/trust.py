"""Which statements are believed enough to be drawn as a plain fact."""

from collections.abc import Iterator
from functools import cache
from typing import Final, Literal, get_args

from pyoxigraph import NamedNode, Triple

from realpolitik.graph.events import Ground
from realpolitik.ontology.errors import StoreError
from realpolitik.ontology.schema import load_schema

__all__ = ["TRUST_LEVELS", "TrustLevel", "check_trust", "plain_triples", "trusted_voices"]

TrustLevel = Literal["publisher", "self", "all"]
TRUST_LEVELS: Final[tuple[TrustLevel, ...]] = get_args(TrustLevel)

_VOICES: Final[dict[TrustLevel, tuple[str, ...]]] = {
    "publisher": ("publisher",),
    "self": ("publisher", "self"),
    "all": ("publisher", "self", "other", "unnamed"),
}


def check_trust(level: str) -> TrustLevel:
    """Return the level; StoreError where there is no such."""
    for known in TRUST_LEVELS:
        if level == known:
            return known
    raise StoreError(f"{level!r}: not a level of trust; use one of {', '.join(TRUST_LEVELS)}")


@cache
def trusted_voices(level: TrustLevel) -> frozenset[NamedNode]:
    """Return the voices whose word is taken for fact.

    `publisher`: only the publisher's own; `self`: also a party speaking of its own act; `all`: everybody's.
    """
    return frozenset(NamedNode(load_schema().voices[name].iri) for name in _VOICES[level])


def plain_triples(ground: Ground, level: TrustLevel) -> Iterator[Triple]:
    """Yield the plain triples that an affirmed, actual and trusted statement supports; both ways if reciprocal."""
    if not ground.fact or ground.object is None or ground.object == ground.subject:
        return
    if ground.voice in trusted_voices(level):
        yield Triple(ground.subject, ground.relation, ground.object)
        if ground.both_ways:
            yield Triple(ground.object, ground.relation, ground.subject)
