"""Confidence: a probability that falls with every doubt about the reading."""

from dataclasses import replace
from itertools import product

import pytest

from realpolitik.extractors.confidence import Signals, confidence

SURE = Signals(
    linked=(True, True), indirect=False, by_reference=0, depth=0, nominal=False, borrowed=0, weak=False, coded=True,
    has_object=True, marked=False,
)  # fmt: skip


@pytest.mark.parametrize(
    "doubt",
    [
        {"linked": (False, True)},
        {"linked": (True, False)},
        {"indirect": True},
        {"by_reference": 1},
        {"depth": 1},
        {"nominal": True},
        {"borrowed": 1},
        {"weak": True},
        {"coded": False},
        {"has_object": False},
    ],
)
def test_confidence_falls_with_each_doubt(doubt):
    assert confidence(replace(SURE, **doubt)) < confidence(SURE)


def test_confidence_of_two_pronouns_is_lower_than_of_one():
    assert confidence(replace(SURE, by_reference=2)) < confidence(replace(SURE, by_reference=1))


def test_confidence_counts_at_most_two_borrowed_slots():
    assert confidence(replace(SURE, borrowed=2)) == confidence(replace(SURE, borrowed=5))


def test_confidence_does_not_depend_on_factuality():
    # A statement that something was denied is read as surely as one that it happened.
    assert confidence(replace(SURE, marked=True)) == confidence(SURE)


def test_confidence_is_a_probability_of_two_places_whatever_the_signals():
    for one, other, indirect, nominal, weak, coded, has_object, depth in product(*[(True, False)] * 7, range(5)):
        signals = Signals((one, other), indirect, 2 * nominal, depth, nominal, depth, weak, coded, has_object, False)
        value = confidence(signals)
        assert 0 <= value < 1
        assert value == round(value, 2)
    assert confidence(SURE) == 0.92
