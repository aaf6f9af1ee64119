"""Is a text English? By its letters, and by the share of English function words among its words."""

import re
from typing import Final

from realpolitik.extractors.tables import column

__all__ = ["looks_english"]

ENOUGH_WORDS: Final = 60
"""Shorter texts are given the benefit of the doubt: names alone can fill a headline."""

ENOUGH_LETTERS: Final = 120

LEAST_SHARE: Final = 0.05
"""Least share of function words: 792 news and encyclopaedia texts of 60 words and more lie above 0.096, the sample
sentences of 67 other languages that spaCy carries below 0.032."""

SAMPLE: Final = 20_000
"""Characters looked at, from the beginning."""

_WORD: Final = re.compile(r"[^\W\d_]+")
_LATIN: Final = re.compile(r"[A-Za-zÀ-ɏ]")


def looks_english(text: str) -> bool:
    """Tell whether `text` may be English; only a text long enough to judge is ever refused."""
    words = _WORD.findall(text[:SAMPLE])
    letters = "".join(words)
    if len(letters) >= ENOUGH_LETTERS and len(_LATIN.findall(letters)) < len(letters) / 2:
        return False
    if len(words) < ENOUGH_WORDS:
        return True
    known = column("reader_function_words", ("word",))
    return sum(word.lower() in known for word in words) >= LEAST_SHARE * len(words)
