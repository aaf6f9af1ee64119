"""Confidence: how often statements read under the same signals are right."""

from dataclasses import dataclass
from math import exp

__all__ = ["Signals", "confidence"]


@dataclass(frozen=True, slots=True)
class Signals:
    """What the reading of a statement rested on."""

    linked: tuple[bool, bool]
    indirect: bool
    by_reference: int
    depth: int
    nominal: bool
    borrowed: int
    weak: bool
    coded: bool
    has_object: bool
    marked: bool


# Log-odds; the intercept is a coded verb between two named actors.
_INTERCEPT = 2.4
_UNLINKED_SUBJECT = -1.2
_UNLINKED_OBJECT = -0.6
_INDIRECT = -0.7
_BY_REFERENCE = -0.5
_DEPTH = -0.15
_NOMINAL = -0.6
_BORROWED = -0.35
_WEAK = -0.8
_OPEN = -1.6
_NO_OBJECT = -0.9


def confidence(signals: Signals) -> float:
    """Return a probability between 0 and 1, rounded to two places so that ids and files stay stable."""
    odds = _INTERCEPT
    odds += 0 if signals.linked[0] else _UNLINKED_SUBJECT
    odds += 0 if signals.linked[1] else _UNLINKED_OBJECT
    odds += _INDIRECT if signals.indirect else 0
    odds += _BY_REFERENCE * signals.by_reference
    odds += _DEPTH * signals.depth
    odds += _NOMINAL if signals.nominal else 0
    odds += _BORROWED * min(signals.borrowed, 2)
    odds += _WEAK if signals.weak else 0
    odds += 0 if signals.coded else _OPEN
    odds += 0 if signals.has_object else _NO_OBJECT
    return round(1 / (1 + exp(-odds)), 2)
