"""Best trees and best name tags from scores."""

import itertools

import numpy as np
import pytest

from realpolitik.extractors.decoding import NameDecoder, best_heads, crosses, is_tree, projective_heads

TAGS = ("O", "B-PERSON", "I-PERSON", "B-GPE", "I-GPE", "B-LOC", "I-LOC")


def best_by_trying_all(scores, *, crossing):
    words = len(scores)
    trees = (np.array(h) for h in itertools.product(range(words + 1), repeat=words))
    trees = (heads for heads in trees if is_tree(heads) and (crossing or not crosses(heads)))
    return max(scores[np.arange(words), heads].sum() for heads in trees)


@pytest.mark.parametrize("seed", range(60))
@pytest.mark.parametrize("scale", [1, 20])
def test_best_heads_is_the_best_of_all_trees_unless_crossing_arcs_gain_little(seed, scale):
    words = 1 + seed % 5
    scores = scale * np.random.default_rng(seed).normal(size=(words, words + 1)).round(3)
    heads = best_heads(scores)
    assert is_tree(heads)
    found = scores[np.arange(words), heads].sum()
    anyhow, straight = (best_by_trying_all(scores, crossing=crossing) for crossing in (True, False))
    assert found == pytest.approx(straight if anyhow - straight <= 6 else anyhow, abs=0.01 * scale)


@pytest.mark.parametrize("seed", range(60))
def test_projective_heads_are_the_best_without_crossing_arcs(seed):
    words = 1 + seed % 5
    scores = np.random.default_rng(seed).normal(size=(words, words + 1)).round(3)
    scores[np.arange(words), np.arange(1, words + 1)] = -np.inf
    heads = projective_heads(scores)
    assert is_tree(heads)
    assert not crosses(heads)
    assert scores[np.arange(words), heads].sum() == pytest.approx(best_by_trying_all(scores, crossing=False))


@pytest.mark.parametrize(
    ("heads", "expected"), [([2, 0, 2], False), ([3, 0, 2], True), ([3, 4, 0, 3], True), ([0], False)]
)
def test_crosses_sees_arcs_that_cross_or_pass_over_the_root(heads, expected):
    assert crosses(np.array(heads)) is expected


@pytest.mark.parametrize("words", [2, 17, 120, 400])
def test_best_heads_of_nested_cycles_is_a_tree(words):
    scores = np.random.default_rng(words).normal(size=(words, words + 1))
    near = np.arange(words)
    scores[near, np.where(near % 2 == 0, np.minimum(near + 2, words), near)] += 50
    assert is_tree(best_heads(scores))


def test_best_heads_with_equal_scores_takes_the_first():
    assert best_heads(np.zeros((1, 2))).tolist() == [0]
    assert best_heads(np.zeros((3, 4))).tolist() == best_heads(np.full((3, 4), 1e-5)).tolist()


@pytest.mark.parametrize(
    ("heads", "expected"),
    [([0], True), ([0, 0], False), ([2, 1], False), ([0, 1], True), ([2, 0], True), ([0, 3, 2], False)],
)
def test_is_tree_wants_one_root_and_no_cycle(heads, expected):
    assert is_tree(np.array(heads)) is expected


def scores_for(*tags):
    return np.array([[3.0 if t == tag else 0.0 for t in TAGS] for tag in tags])


@pytest.mark.parametrize(
    ("tags", "spans"),
    [
        (["O", "O"], []),
        (["B-PERSON", "I-PERSON", "O", "B-GPE"], [(0, 2, "PERSON"), (3, 4, "GPE")]),
        (["B-PERSON", "B-PERSON"], [(0, 1, "PERSON"), (1, 2, "PERSON")]),
        (["B-GPE", "I-LOC", "I-LOC"], [(0, 3, "LOC")]),
        (["B-LOC"], [(0, 1, "LOC")]),
    ],
)
def test_names_are_the_spans_of_their_tags(tags, spans):
    assert NameDecoder(TAGS)(scores_for(*tags)) == spans


def test_names_never_begin_inside():
    for seed in range(40):
        scores = np.random.default_rng(seed).normal(size=(12, len(TAGS))) * 3
        spans = NameDecoder(TAGS)(scores)
        assert all(a < b for a, b, _ in spans)
        assert all(first[1] <= second[0] for first, second in itertools.pairwise(spans))


def test_a_name_torn_between_two_kinds_of_place_is_still_a_name():
    scores = np.zeros((1, len(TAGS)))
    scores[0, TAGS.index("O")] = 1.0
    scores[0, TAGS.index("B-GPE")], scores[0, TAGS.index("B-LOC")] = 0.8, 0.9
    assert NameDecoder(TAGS)(scores) == [(0, 1, "LOC")]


def test_a_bias_for_no_name_wants_more_of_a_name():
    scores = np.zeros((1, len(TAGS)))
    scores[0, TAGS.index("B-PERSON")] = 0.8
    assert NameDecoder(TAGS)(scores) == [(0, 1, "PERSON")]
    assert NameDecoder(TAGS, outside_bias=1.0)(scores) == []
