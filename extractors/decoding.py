"""From scores to structures: the best tree with one root, the best valid sequence of name tags."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[Any]

DIGITS = 3
"""Decimals that decide: what differs less than this is a tie, and the first wins."""

_ONE_ROOT = 1e6
_CROSSING = 6.0
"""How much worse a tree without crossing arcs may be rated; set on development data."""
_LONGEST_PROJECTIVE = 120
"""Words of a sentence up to which crossing arcs are straightened."""


def best_heads(scores: Scores) -> NDArray[np.int64]:
    """The heads (0 the root, words count from 1) of the best tree with exactly one root.

    `scores` (words, words + 1) rates every head of every word. The greedy choice is kept where it is a tree;
    else the maximum spanning arborescence is found (Chu and Liu 1965; Edmonds 1967). Where its arcs cross, the best
    tree without crossing arcs takes its place unless it is much worse: in English, crossing arcs are mostly mistakes.
    """
    rounded = np.round(scores.astype(np.float64), DIGITS)
    words = len(rounded)
    rounded[np.arange(words), np.arange(1, words + 1)] = -np.inf
    heads: NDArray[np.int64] = rounded.argmax(1)
    if not is_tree(heads):
        square = np.full((words + 1, words + 1), -np.inf)
        square[1:] = rounded
        square[1:, 0] -= _ONE_ROOT
        heads = _arborescence(square)[1:]
    if words <= _LONGEST_PROJECTIVE and crosses(heads):
        straight = projective_heads(rounded)
        rows = np.arange(words)
        if rounded[rows, heads].sum() - rounded[rows, straight].sum() <= _CROSSING:
            return straight
    return heads


def crosses(heads: NDArray[np.int64]) -> bool:
    """Whether two arcs cross; the root stands before the first word."""
    words = np.arange(1, len(heads) + 1)
    low, high = np.minimum(words, heads), np.maximum(words, heads)
    between = (low[:, None] < low) & (low < high[:, None]) & (high[:, None] < high)
    return bool(between.any())


def projective_heads(scores: Scores) -> NDArray[np.int64]:
    """The heads of the best tree with one root and no crossing arcs (Eisner 1996), in time cubic in the words."""
    size = len(scores) + 1
    arcs = np.full((size, size), -np.inf)
    arcs[:, 1:] = scores.T
    # Best spans from `first` to `last`, headed by their last word (side 0) or their first (side 1): those that may
    # still grow outward are complete, those that have just gained the arc between their ends are not.
    complete, open_ = (np.full((2, size, size), -np.inf) for _ in range(2))
    cut, arc_cut = (np.zeros((2, size, size), np.int64) for _ in range(2))
    complete[:, np.arange(size), np.arange(size)] = 0
    for width in range(1, size):
        for first in range(size - width):
            last = first + width
            # The root has one dependent, so that its span holds nothing before.
            stop = last if first else 1
            joined = complete[1, first, first:stop] + complete[0, first + 1 : stop + 1, last]
            at = int(joined.argmax())
            arc_cut[:, first, last] = first + at
            open_[1, first, last] = joined[at] + arcs[first, last]
            if first:
                open_[0, first, last] = joined[at] + arcs[last, first]
            left = complete[0, first, first:last] + open_[0, first:last, last]
            right = open_[1, first, first + 1 : last + 1] + complete[1, first + 1 : last + 1, last]
            cut[0, first, last] = first + (at := int(left.argmax()))
            complete[0, first, last] = left[at]
            cut[1, first, last] = first + 1 + (at := int(right.argmax()))
            complete[1, first, last] = right[at]
    heads = np.zeros(size, np.int64)
    waiting = [(0, size - 1, 1, True)]
    while waiting:
        first, last, side, done = waiting.pop()
        if first == last:
            continue
        if not done:
            heads[first if side == 0 else last] = last if side == 0 else first
            middle = arc_cut[side, first, last]
            waiting += [(first, middle, 1, True), (middle + 1, last, 0, True)]
        elif side == 0:
            middle = cut[0, first, last]
            waiting += [(first, middle, 0, True), (middle, last, 0, False)]
        else:
            middle = cut[1, first, last]
            waiting += [(first, middle, 1, False), (middle, last, 1, True)]
    return heads[1:]


def is_tree(heads: NDArray[np.int64]) -> bool:
    """Whether every word reaches the root and only one hangs from it."""
    if np.count_nonzero(heads == 0) != 1:
        return False
    up = np.concatenate([[0], heads])
    steps = 1
    while steps < len(up):
        up = up[up]
        steps *= 2
    return not up.any()


def _arborescence(scores: Scores) -> NDArray[np.int64]:
    """Heads of the maximum arborescence from node 0; `scores[dependent, head]`; the root's own head is 0."""
    nodes = len(scores)
    heads: NDArray[np.int64] = scores.argmax(1)
    heads[0] = 0
    cycle = _cycle(heads)
    if cycle is None:
        return heads
    inside = np.zeros(nodes, bool)
    inside[cycle] = True
    outside = np.flatnonzero(~inside)
    kept = scores[cycle, heads[cycle]]
    size = len(outside)
    smaller = np.full((size + 1, size + 1), -np.inf)
    smaller[:size, :size] = scores[np.ix_(outside, outside)]
    from_cycle = scores[np.ix_(outside, cycle)]
    leaving = from_cycle.argmax(1)
    smaller[:size, size] = from_cycle.max(1)
    into_cycle = scores[np.ix_(cycle, outside)] - kept[:, None]
    entering = into_cycle.argmax(0)
    smaller[size, :size] = into_cycle.max(0)
    solved = _arborescence(smaller)
    out = heads.copy()
    for place, node in enumerate(outside):
        if node:
            head = solved[place]
            out[node] = cycle[leaving[place]] if head == size else outside[head]
    entry = solved[size]
    out[cycle[entering[entry]]] = outside[entry]
    return out


def _cycle(heads: NDArray[np.int64]) -> NDArray[np.int64] | None:
    state = np.zeros(len(heads), np.int8)
    state[0] = 2
    for start in range(1, len(heads)):
        path, node = [], start
        while state[node] == 0:
            state[node] = 1
            path.append(node)
            node = int(heads[node])
        if state[node] == 1:
            return np.array(path[path.index(node) :])
        state[path] = 2
    return None


class NameDecoder:
    """Spans of names from scores of BIO tags.

    Classes that the training data often left open between each other (places) compete as one, so that what they share
    is not lost to "no name"; within a span found, the class with the greater sum wins.
    """

    def __init__(
        self, tags: tuple[str, ...], together: tuple[str, ...] = ("GPE", "LOC", "FAC"), outside_bias: float = 0.0
    ) -> None:
        """`outside_bias` is added to the score of "no name", which partial labels teach too seldom."""
        classes = [tag[2:] for tag in tags if tag.startswith("B-")]
        self._groups = [(c,) for c in classes if c not in together] + [tuple(c for c in together if c in classes)]
        self._groups = [g for g in self._groups if g]
        index = {tag: i for i, tag in enumerate(tags)}
        self._outside = index["O"]
        self._outside_bias = outside_bias
        self._begin = [[index[f"B-{c}"] for c in g] for g in self._groups]
        self._inside = [[index[f"I-{c}"] for c in g] for g in self._groups]
        count = 1 + 2 * len(self._groups)
        follows = np.zeros((count, count), bool)
        follows[:, 0] = True
        follows[:, 1::2] = True
        for g in range(len(self._groups)):
            follows[1 + 2 * g, 2 + 2 * g] = follows[2 + 2 * g, 2 + 2 * g] = True
        self._banned = np.where(follows, 0.0, -np.inf)

    def merged(self, scores: Scores) -> Scores:
        """Scores (words, 1 + 2 × groups) of the tags of groups: outside, then begin and inside of each."""
        out = np.empty((len(scores), 1 + 2 * len(self._groups)), np.float64)
        out[:, 0] = scores[:, self._outside] + self._outside_bias
        for g, (begin, inside) in enumerate(zip(self._begin, self._inside, strict=True)):
            for column, tags in ((1 + 2 * g, begin), (2 + 2 * g, inside)):
                out[:, column] = np.logaddexp.reduce(scores[:, tags], axis=1) if len(tags) > 1 else scores[:, tags[0]]
        return np.round(out, DIGITS)

    def __call__(self, scores: Scores) -> list[tuple[int, int, str]]:
        """Spans (first word, word after the last, class) in one sentence's scores (words, tags)."""
        merged = self.merged(scores)
        tags = merged.argmax(1)
        if not tags.any():
            return []
        if not self._valid(tags):
            tags = self._viterbi(merged)
        out, at = [], 0
        while at < len(tags):
            tag = int(tags[at])
            end = at + 1
            if tag:
                group = (tag - 1) // 2
                while end < len(tags) and tags[end] == 2 + 2 * group:
                    end += 1
                out.append((at, end, self._class(scores[at:end], group)))
            at = end
        return out

    def _valid(self, tags: NDArray[np.int64]) -> bool:
        before = np.concatenate([[0], tags[:-1]])
        return bool((self._banned[before, tags] == 0).all())

    def _viterbi(self, scores: Scores) -> NDArray[np.int64]:
        best = scores[0] + self._banned[0]
        back = np.zeros(scores.shape, np.int64)
        for i in range(1, len(scores)):
            ways = best[:, None] + self._banned
            back[i] = ways.argmax(0)
            best = ways.max(0) + scores[i]
        tags = np.zeros(len(scores), np.int64)
        tags[-1] = best.argmax()
        for i in range(len(scores) - 1, 0, -1):
            tags[i - 1] = back[i, tags[i]]
        return tags

    def _class(self, scores: Scores, group: int) -> str:
        classes = self._groups[group]
        if len(classes) == 1:
            return classes[0]
        sums = scores[0, self._begin[group]].astype(np.float64)
        sums = sums + scores[1:, self._inside[group]].sum(0)
        return classes[int(np.round(sums, DIGITS).argmax())]
