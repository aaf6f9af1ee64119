"""What the coreference scorer looks at: forms, kinds and distances of mentions."""

import numpy as np
import pytest

from realpolitik.extractors.antecedents import FEATURES, WINDOW, Head, candidate_pairs, head, pair_features

WORDS = ["Vladimir", "Putin", "praised", "his", "minister"]
TAGS = ["PROPN", "PROPN", "VERB", "PRON", "NOUN"]
HEADS, LABELS = [2, 0, 2, 4, 2], ["nsubj", "flat", "ROOT", "nmod:poss", "obj"]


@pytest.mark.parametrize(
    ("at", "sort", "words"), [(0, 1, {"vladimir", "putin"}), (3, 0, {"his"}), (4, 2, {"minister"})]
)
def test_antecedents_head_knows_its_name(at, sort, words):
    found = head(7, 2, WORDS, TAGS, HEADS, LABELS, at)
    assert (found.place, found.sentence, found.sort, set(found.words)) == (7, 2, sort, words)


def test_antecedents_candidates_reach_back_over_the_window_only():
    later, earlier = candidate_pairs(WINDOW + 3)
    last = earlier[later == WINDOW + 2]
    assert (last.min(), last.max(), len(last)) == (2, WINDOW + 1, WINDOW)
    assert [len(x) for x in candidate_pairs(1)] == [0, 0]


def test_antecedents_features_tell_names_that_share_words_from_those_that_do_not():
    whole = Head(0, 0, 1, "vladimir", frozenset(("vladimir", "putin")))
    short, other = Head(9, 1, 1, "putin", frozenset(("putin",))), Head(12, 1, 1, "lavrov", frozenset(("lavrov",)))
    rows = pair_features([whole, short, other], np.array([1, 2, 2]), np.array([0, 0, 1]))
    assert rows.shape == (3, FEATURES)
    assert [row[9:13].tolist() for row in rows] == [[0, 0, 1, 0], [0, 0, 0, 0], [0, 0, 0, 0]]
    assert (rows.sum(1) == [4, 3, 3]).all()
