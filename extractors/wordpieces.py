"""Words as pieces of the encoder's vocabulary, and the outer shape that an uncased vocabulary forgets."""

from __future__ import annotations

from pathlib import Path

MAX_PIECES = 8
"""Pieces kept of one word: a long address says no more after its beginning."""

POSITIONS_KEPT = 510
"""Pieces of one sentence that the encoder reads at once, besides its two marks."""

CLS, SEP, MASK, UNKNOWN, PAD = 101, 102, 103, 100, 0

SHAPES = (
    "hidden",
    "root",
    "lower",
    "title",
    "upper",
    "initial",
    "mixed",
    "dotted",
    "digits",
    "number",
    "alphanumeric",
    "hyphenated",
    "punctuation",
    "other",
)
_SHAPE_ID = {name: index for index, name in enumerate(SHAPES)}
HIDDEN_SHAPE, ROOT_SHAPE = 0, 1


def shape_name(word: str) -> str:
    """The class of a word's outer form: its case, digits and marks."""
    if word.islower() and word.isalpha():
        return "lower"
    if word.isdigit():
        return "digits"
    if not any(c.isalnum() for c in word):
        return "punctuation" if word.isascii() or (len(word) == 1 and not word.isprintable()) else _mark_name(word)
    letters = [c for c in word if c.isalpha()]
    if not letters:
        return "number"
    if any(c.isdigit() for c in word):
        return "alphanumeric"
    upper = sum(c.isupper() for c in letters)
    if upper == 0:
        return "lower" if any(c.islower() for c in letters) else "other"
    if "." in word and upper == len(letters):
        return "dotted"
    if len(letters) == 1:
        return "initial"
    if upper == len(letters):
        return "upper"
    if upper == 1 and letters[0].isupper():
        return "title"
    return "hyphenated" if "-" in word or "'" in word or "’" in word else "mixed"


def _mark_name(word: str) -> str:
    return "punctuation" if all(c in "“”‘’–—…«»•·£€¥°" for c in word) else "other"


def shape_id(word: str) -> int:
    """The index of a word's shape in `SHAPES`."""
    return _SHAPE_ID[shape_name(word)]


class WordPieces:
    """Piece ids of single words, remembered: the words of a language repeat."""

    def __init__(self, path: Path, capacity: int = 200_000) -> None:
        from tokenizers import Tokenizer

        self._tokenizer = Tokenizer.from_file(str(path))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self._capacity = capacity
        self._known: dict[str, tuple[tuple[int, ...], int]] = {}

    def __call__(self, word: str) -> tuple[tuple[int, ...], int]:
        """The word's piece ids (at least one, at most `MAX_PIECES`) and its shape id."""
        found = self._known.get(word)
        if found is None:
            ids = tuple(self._tokenizer.encode(word, add_special_tokens=False).ids[:MAX_PIECES]) or (UNKNOWN,)
            found = (ids, shape_id(word))
            if len(self._known) >= self._capacity:
                self._known.clear()
            self._known[word] = found
        return found
