"""Sentences cut to what the encoder reads at once, and gathered into batches of one length."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from realpolitik.extractors.wordpieces import CLS, POSITIONS_KEPT, ROOT_SHAPE, SEP

Row = list[tuple[tuple[int, ...], int]]

CONTEXT = 60
"""Pieces of the neighbourhood that a window of a long sentence sees on each side."""

STEP = 4
"""Windows are padded to a multiple of this many pieces, by their own length alone."""


@dataclass(frozen=True, slots=True)
class Window:
    """Words `start` to `end` of a sentence, read with `lead` words before and `trail` words after them."""

    sentence: int
    start: int
    end: int
    lead: int
    trail: int
    pieces: int

    @property
    def size(self) -> int:
        """How many words the window answers for."""
        return self.end - self.start

    @property
    def whole(self) -> bool:
        """Whether the window may be all of its sentence."""
        return self.pieces <= POSITIONS_KEPT and not (self.start or self.lead or self.trail)

    @property
    def padded(self) -> int:
        """The length in pieces, marks included, to which the window is padded."""
        return -(-(self.pieces + 2) // STEP) * STEP


def windows(rows: list[Row]) -> Iterator[Window]:
    """The windows of sentences given by the pieces of their words; most sentences are one window."""
    for number, row in enumerate(rows):
        lengths = [len(pieces) for pieces, _ in row]
        total = sum(lengths)
        if total <= POSITIONS_KEPT:
            yield Window(number, 0, len(row), 0, 0, total)
            continue
        room, start = POSITIONS_KEPT - 2 * CONTEXT, 0
        while start < len(row):
            end, core = start, 0
            while end < len(row) and core + lengths[end] <= room:
                core += lengths[end]
                end += 1
            lead, before = _reach(lengths[:start][::-1])
            trail, after = _reach(lengths[end:])
            yield Window(number, start, end, lead, trail, before + core + after)
            start = end


def _reach(lengths: list[int]) -> tuple[int, int]:
    words = pieces = 0
    for length in lengths:
        if pieces + length > CONTEXT:
            break
        pieces += length
        words += 1
    return words, pieces


def window_batches(found: list[Window], batch_pieces: int) -> Iterator[list[Window]]:
    """Batches of windows padded to one length, about `batch_pieces` pieces each."""
    by_length: dict[int, list[Window]] = defaultdict(list)
    for window in found:
        if window.size:
            by_length[window.padded].append(window)
    for length in sorted(by_length):
        group, count = by_length[length], max(1, batch_pieces // length)
        for at in range(0, len(group), count):
            yield group[at : at + count]


def pack(rows: list[Row], batch: list[Window]) -> dict[str, NDArray[np.int64]]:
    """The encoder's inputs for a batch of windows.

    `ids`, `shapes` and `mask` are (batch, pieces); `first` (flat places of first pieces) and `word_shapes` are
    (batch, words + 1), the root standing first.
    """
    pieces = max(w.padded for w in batch)
    words = max(w.lead + w.size + w.trail for w in batch) + 1
    ids, shapes, mask = (np.zeros((len(batch), pieces), np.int64) for _ in range(3))
    first, word_shapes = (np.zeros((len(batch), words), np.int64) for _ in range(2))
    for b, window in enumerate(batch):
        row = rows[window.sentence][window.start - window.lead : window.end + window.trail]
        line, line_shapes, starts = [CLS], [ROOT_SHAPE], [0]
        for word_pieces, shape in row:
            starts.append(len(line))
            line += word_pieces
            line_shapes += [shape] * len(word_pieces)
        line.append(SEP)
        line_shapes.append(ROOT_SHAPE)
        ids[b, : len(line)] = line
        shapes[b, : len(line)] = line_shapes
        mask[b, : len(line)] = 1
        first[b] = b * pieces
        first[b, : len(starts)] += starts
        word_shapes[b, : len(starts)] = [ROOT_SHAPE, *(shape for _, shape in row)]
    return {"ids": ids, "shapes": shapes, "mask": mask, "first": first, "word_shapes": word_shapes}
