"""Windows over sentences that are longer than what the encoder reads at once."""

import numpy as np
import pytest

from realpolitik.extractors.windows import STEP, pack, window_batches, windows
from realpolitik.extractors.wordpieces import CLS, POSITIONS_KEPT, SEP


def row(lengths):
    return [(tuple(range(1000, 1000 + n)), 2) for n in lengths]


@pytest.mark.parametrize("lengths", [[1], [1] * 510, [1] * 511, [8] * 700, [1, 8] * 900, [3] * 5000])
def test_windows_cover_each_word_once_within_the_positions(lengths):
    found = list(windows([row(lengths)]))
    assert [i for w in found for i in range(w.start, w.end)] == list(range(len(lengths)))
    assert all(w.pieces <= POSITIONS_KEPT for w in found)
    assert all(w.pieces == sum(lengths[w.start - w.lead : w.end + w.trail]) for w in found)
    assert len(found) <= 1 + sum(lengths) // 300


def test_windows_of_a_short_sentence_is_one():
    assert len(list(windows([row([1, 2, 3])]))) == 1


def test_windows_of_nothing_are_none():
    assert list(window_batches(list(windows([[]])), 100)) == []


def test_batches_hold_one_length_and_every_window():
    rows = [row([1] * n) for n in (3, 4, 5, 50, 51, 52, 3, 4)]
    found = list(windows(rows))
    batches = list(window_batches(found, 64))
    assert sorted(w.sentence for b in batches for w in b) == list(range(8))
    assert all(len({w.padded for w in b}) == 1 and b[0].padded % STEP == 0 for b in batches)
    assert all(len(b) * b[0].padded <= max(64, b[0].padded) for b in batches)


def test_pack_puts_marks_around_the_pieces_and_the_root_first():
    rows = [row([2, 1]), row([1])]
    inputs = pack(rows, list(windows(rows)))
    assert inputs["ids"][0, :5].tolist() == [CLS, 1000, 1001, 1000, SEP]
    assert inputs["mask"].sum(1).tolist() == [5, 3]
    width = inputs["ids"].shape[1]
    assert inputs["first"].tolist() == [[0, 1, 3], [width, width + 1, width]]
    assert np.array_equal(inputs["word_shapes"] > 0, [[True, True, True], [True, True, False]])
