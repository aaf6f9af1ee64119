"""How names are compared: one folding for the tables, for single texts and for tokens of a sentence."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

__all__ = ["fold", "fold_lines", "fold_word", "fold_written", "strip_possessive"]

# Letters that do not decompose into a base letter and an accent, and the many forms of one mark.
_LETTERS: Final = str.maketrans(
    {
        "ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L",
        "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "ı": "i", "ə": "a", "Ə": "A",
        "\u00ad": "", "\u200b": "", "\ufeff": "",
        "\u2019": "'", "\u2018": "'", "\u02bb": "'", "\u02bc": "'", "\u02bf": "'", "\u02be": "'", "\u00b4": "'",
        "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": " - ",
        "\u201c": '"', "\u201d": '"',
    }
)  # fmt: skip
_MARKS: Final = re.compile("[\u0300-\u036f]+")
# Marks that part words, marks that do not, and marks that names rarely run over and that stay.
_CHANGES: Final = ((".", ""), ("'", " "), ("`", " "), ("-", " "), ("/", " "), ("\t", " "), (",", " , "), ("(", " ( "),
                   (")", " ) "), ('"', ' " '))  # fmt: skip
# "u s", "d r congo" -> "us", "dr congo": initials are spaced or not as the tokeniser likes.
_INITIALS: Final = re.compile(r"(?<!\S)(\w) (?=\w(?!\S))")
_POSSESSIVE: Final = re.compile(r"(?<=\w)(?:['\u2019]s|(?<=s)['\u2019])$", re.IGNORECASE)


def _plain(text: str) -> str:
    """Fold everything but capitals, line by line."""
    if not text.isascii():
        text = _MARKS.sub("", unicodedata.normalize("NFKD", text.translate(_LETTERS))).translate(_LETTERS)
    for old, new in _CHANGES:
        if old in text:
            text = text.replace(old, new)
    while "  " in text:
        text = text.replace("  ", " ")
    text = text.replace(" \n", "\n").replace("\n ", "\n").strip(" ")
    return _INITIALS.sub(r"\1", text)


def fold_lines(lines: list[str]) -> list[str]:
    """Return the folded form of each line, as `fold` gives it, much faster than one by one."""
    plain = [line for line in lines if line.isascii()]
    other = [line for line in lines if not line.isascii()]
    folded = [iter(_plain("\n".join(part)).casefold().split("\n")) for part in (plain, other)]
    return [next(folded[not line.isascii()]) for line in lines]


def fold(text: str) -> str:
    """Return `text` without case, accents, dots, hyphens and apostrophes, initials joined ("U. S." is "us")."""
    return _plain(text.replace("\n", " ")).casefold()


def fold_written(text: str) -> str:
    """Return `text` folded as by `fold`, but with its capitals."""
    return _plain(text.replace("\n", " "))


@lru_cache(maxsize=65536)
def fold_word(word: str) -> str:
    """Return one token folded with its capitals; empty for a token of nothing but dots, hyphens or apostrophes."""
    return _plain(word.replace("\n", " "))


def strip_possessive(text: str) -> str:
    """Return `text` without a closing "'s", or without the apostrophe after a closing s."""
    return _POSSESSIVE.sub("", text)
