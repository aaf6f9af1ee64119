"""Confidence: how often statements read under the same signals are right.

The tables give a first one, from how a statement was read. Where the learned reader has looked at the pair too, both
together give the final one, by weights that `benchmarks/calibration.py` fits on text that the model has not learned
from.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import exp, log
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from realpolitik.ontology.records import Statement

__all__ = ["ALONE", "WEIGHTS", "Signals", "Vote", "by_tables_alone", "calibrated", "confidence", "evidence_for"]


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


WEIGHTS: Final[Mapping[str, float]] = {
    "": -1.96, "corrected": -1.85, "depth": -0.13, "learned": 0.2, "negated": -0.35, "none": -0.15,
    "not actual": -0.73, "place": -1.45, "reference": 0.1, "status": 0.24, "tables": 0.82, "unknown": -0.31,
    "ACCUSE": 0.63, "AGREE": 0.01, "AID": -0.05, "ASSAULT": 0.36, "COERCE": -0.14, "CONCEDE": -0.22,
    "CONSULT": -0.17, "COOPERATE": 0.28, "MOBILIZE": -0.87, "PROTEST": -0.84, "REJECT": 0.12, "REQUEST": 0.14,
    "RETREAT": 0.18, "SANCTION": 0.01, "SUPPORT": 0.24, "THREATEN": 0.29,
}  # fmt: skip
"""Weights of the evidence for a statement, in log-odds, as `benchmarks/calibration.py` prints them."""
ALONE: Final[Mapping[str, float]] = {
    "": -0.89, "depth": -0.32, "negated": -1.08, "not actual": -1.95, "place": -1.5, "reference": 0.4,
    "tables": 1.18, "unknown": -0.31,
}  # fmt: skip
"""The weights where the tables stand alone: the learned reader was not asked, or has no say."""
_REFERENCES: Final = frozenset({"pronoun", "description"})


@dataclass(frozen=True, slots=True)
class Vote:
    """What the learned reader gives to a statement's class, to there being none between its ends, and to its status.

    `corrected` where the class is its own, in place of that of the tables.
    """

    learned: float
    none: float
    status: float
    corrected: bool = False


def evidence_for(statement: Statement, vote: Vote | None = None) -> dict[str, float]:
    """What speaks for and against a statement of the tables, by name; "" is what holds for every one.

    Without `vote` the learned reader was not asked.
    """
    ends = [end for end in (statement.subject, statement.object) if end is not None]
    event_type = statement.relation.event_type or ""
    asked: dict[str, float] = {}
    if vote is not None:
        asked = {"learned": _log_odds(vote.learned), "none": _log_odds(vote.none), "status": _log_odds(vote.status)}
        asked["corrected"] = float(vote.corrected)
    return asked | {
        "": 1.0,
        "tables": _log_odds(statement.confidence),
        "depth": float(statement.evidence.rule.count(">")),
        "reference": float(sum(end.linked_by in _REFERENCES for end in ends)),
        "unknown": float(sum(end.actor is not None and end.actor.wikidata is None for end in ends)),
        "place": float(any(end.actor is not None and end.actor.kind == "place" for end in ends)),
        "not actual": float(statement.status != "actual"),
        "negated": float(statement.polarity == "negated"),
        event_type: 1.0,
    }


def calibrated(statement: Statement, vote: Vote | None = None) -> float:
    """Return the share of statements with the same evidence that are right; see `evidence_for`."""
    weights = ALONE if vote is None else WEIGHTS
    odds = sum(weights.get(name, 0.0) * value for name, value in evidence_for(statement, vote).items())
    return round(1 / (1 + exp(-odds)), 2)


def by_tables_alone(statement: Statement) -> Statement:
    """The statement with the confidence that it has where the learned reader has no say."""
    if statement.relation.event_type is None:
        return statement
    return replace(statement, confidence=calibrated(statement))


def _log_odds(share: float) -> float:
    share = min(0.99, max(0.01, share))
    return log(share / (1 - share))
