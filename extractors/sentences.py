"""The spaCy component that sets sentence bounds in news: by rule, on tokens, with tables of abbreviations.

Blank lines always break. A full stop that belongs to an abbreviation breaks only where what follows begins a sentence.
Closing quotes and brackets stay with the sentence they close, a quotation with the words that attribute it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Any

import numpy as np
from spacy.attrs import SENT_START
from spacy.language import Language
from spacy.tokens import Doc

from realpolitik.extractors.tokenizer import abbreviations, table

_STOPS = frozenset({".", "!", "?", "...", "…", "....", "..", "?!", "!?", "。", "！", "？", "⁇", "‼"})
_CLOSERS = frozenset({"”", "’", "»", "›", ")", "]", "}", "''", "’’"})
_OPENERS = frozenset({"“", "‘", "«", "‹", "(", "[", "{", "``", "„", "‚", "¿", "¡"})
_STRAIGHT = frozenset({'"', "'"})
_BULLETS = frozenset({"-", "–", "—", "*", "•", "·", "►", "▪", "●", "■", "◦", "‣", "→", "#", "##", "###", ">"})
_INITIALS = re.compile(r"(?:[A-Za-z]\.)+$")
_MARKS = re.compile(r"[!?.…]{2,}$")
_LIST_MARK = re.compile(r"(?:[0-9]{1,3}|[a-z]|[ivx]{1,4})[.)]")
_EMOTICON = re.compile(r"[:;=8xX]['’]?-?[)(DPpO3/|*\]\[]+$|<3$|\^_*\^$")
_DATELINE = re.compile(
    r"[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ.'’-]+(?: [A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ.'’-]+)*"
    r"(?:, [^—–()\n]{1,30}?)?(?: \([^()\n]{2,30}\))? ?(?P<dash>--|—|–|-) +(?=[\"“‘'A-Z])"
)
_LONGEST_DATELINE = 200
_HARD_WRAP, _WIDEST_WRAP = 60, 100
"""A line shorter than the first was not broken for want of room; in text with lines longer than the second none was."""


@cache
def word_roles() -> dict[str, frozenset[str]]:
    """Words, lower case, by what they tell: `starter` of a sentence, verb of `speech`, `time` after an hour."""
    roles: dict[str, set[str]] = {}
    for row in table("sentence_words.tsv"):
        roles.setdefault(row["role"], set()).add(row["word"])
    return {role: frozenset(words) for role, words in roles.items()}


class Sentences:
    """Sets `is_sent_start` of every token, unless the document has sentence bounds already."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __call__(self, doc: Doc) -> Doc:
        """Set the bounds of one document."""
        if len(doc) and not doc.has_annotation("SENT_START"):
            starts = np.full((len(doc), 1), -1, np.int64)
            starts[sentence_starts(doc)] = 1
            column: Any = starts.view(np.uint64)
            doc.from_array([SENT_START], column)
        return doc

    def to_disk(self, path: Any, *, exclude: Any = ()) -> None:
        """Nothing to write: the rules are the package's."""

    def from_disk(self, path: Any, *, exclude: Any = ()) -> Sentences:
        """Nothing to read."""
        return self

    def to_bytes(self, *, exclude: Any = ()) -> bytes:
        """Nothing to write."""
        return b""

    def from_bytes(self, data: bytes, *, exclude: Any = ()) -> Sentences:
        """Nothing to read."""
        return self


def sentence_starts(doc: Doc) -> list[int]:
    """The places of the tokens that begin a sentence; white space goes with the sentence before it."""
    texts = [token.text for token in doc]
    spaced = [bool(token.whitespace_) for token in doc]
    starts = _Reader(texts, spaced).starts()
    return sorted({*starts, *_after_datelines(doc, starts)})


def _after_datelines(doc: Doc, starts: list[int]) -> Iterator[int]:
    """Yield the tokens after a dateline ("KYIV, Ukraine (AP) — "): it is no part of the sentence after it."""
    whole = doc.text
    for start in starts:
        begin = doc[start].idx
        text = whole[begin : begin + _LONGEST_DATELINE]
        found = _DATELINE.match(text)
        if found is None:
            continue
        plain = not any(mark in found[0] for mark in ",(")
        if plain and found["dash"] in text[found.end() :]:
            continue  # "NATO — Russia's old foe — met": a pair of dashes
        end = begin + found.end()
        place = start
        while place < len(doc) and doc[place].idx < end:
            place += 1
        if place < len(doc) and doc[place].idx == end:
            yield place


class _Reader:
    """The rules, on the texts of a document's tokens and whether white space follows each."""

    def __init__(self, texts: list[str], spaced: list[bool]) -> None:
        self._texts = texts
        self._spaced = spaced
        self._roles = word_roles()
        self._abbreviations = abbreviations()
        lines = "".join(t + " " * s for t, s in zip(texts, spaced, strict=True)).splitlines()
        self._wrapped = max(map(len, lines), default=0) <= _WIDEST_WRAP

    def starts(self) -> list[int]:
        """The places where sentences begin."""
        out, start, i = [0], 0, 0
        while i < len(self._texts):
            after = self._end(i, start)
            following = None if after is None else self._word_from(after)
            if after is None:
                i += 1
            elif following is None:
                break
            else:
                if self._word_from(start) != following:
                    out.append(following)
                    start = following
                i = max(following, i + 1)
        return out

    def _end(self, i: int, start: int) -> int | None:
        """The place after the sentence, when token `i` ends the one that began at `start`."""
        text = self._texts[i]
        if text.isspace():
            return i + 1 if self._line_ends(i) else None
        if text in _STOPS or _MARKS.match(text):
            return self._after_stop(i, start)
        if _EMOTICON.match(text):
            following = self._word_from(i + 1)
            return i + 1 if following is not None and self._upper(following) else None
        return self._after_abbreviation(i) if text[-1] == "." else None

    def _line_ends(self, i: int) -> bool:
        """Whether the line break in the white space at `i` ends a sentence, or only a full line."""
        breaks = self._texts[i].replace("\r\n", "\n")
        count = sum(breaks.count(mark) for mark in "\n\r\u2029\f")
        following = self._word_from(i + 1)
        if count != 1 or following is None or i == 0:
            return count > 1
        before, word = self._texts[i - 1], self._texts[following]
        if self._list_mark(following):
            return True
        if word in _BULLETS or before[-1] in '.!?…”"':
            return not word[0].islower()
        length, at = 0, i - 1
        while at >= 0 and not ("\n" in self._texts[at] and self._texts[at].isspace()):
            length += len(self._texts[at]) + self._spaced[at]
            at -= 1
        return not word[0].islower() and (not self._wrapped or length < _HARD_WRAP)

    def _list_mark(self, at: int) -> bool:
        """Whether a list's number or letter stands at `at`: "1." "b)"."""
        return bool(_LIST_MARK.match("".join(self._texts[at : at + 2])))

    def _after_stop(self, i: int, start: int) -> int | None:
        after, quoted = self._closed(i + 1)
        following = self._word_from(after)
        if following is None:
            return after
        if self._breaks_line(after, following):
            return None
        stop, word = self._texts[i], self._texts[following]
        if word[0].islower() or word in {",", ";", ":", ")", "]"}:
            return None
        if (
            stop == "."
            and i == self._word_from(start, skip=1)
            and re.fullmatch(r"\d{1,3}|[A-Za-z]|[ivxIVX]+", self._texts[i - 1])
        ):
            return None
        if (
            not self._spaced[after - 1]
            and following == after
            and not word[0].isupper()
            and word not in _OPENERS | _STRAIGHT
        ):
            return None
        if word in {"-", "–", "—", "--"} and self._starts_lower(following + 1):
            return None
        if stop[0] in "!?" and (
            (quoted and self._attributes(following)) or (not quoted and self._inside_title(i, word))
        ):
            return None
        if stop in {"...", "…", "....", ".."} and not (word[0].isupper() or word in _OPENERS | _STRAIGHT):
            return None
        if word in _OPENERS | _STRAIGHT and self._starts_lower(following + 1):
            return None
        return after

    def _after_abbreviation(self, i: int) -> int | None:
        text = self._texts[i]
        after, quoted = self._closed(i + 1)
        following = self._word_from(after)
        if following is None:
            return after
        if self._breaks_line(after, following):
            return None
        word = self._texts[following]
        if word[0].islower():
            return None
        starter = word.lower() in self._roles["starter"] and word[0].isupper()
        kind = self._abbreviations.get(text, "end")
        if kind in {"title", "inner"}:
            return None
        if text in {"No.", "etc.", "al."}:
            return after if word[0].isupper() or word in _OPENERS | _STRAIGHT else None
        if text.lower() in {"a.m.", "p.m."}:
            time = word.lower().rstrip(".") in self._roles["time"]
            return after if (word[0].isupper() or word in _STRAIGHT | {"“", "‘"}) and not time else None
        if kind == "end" and _INITIALS.match(text) and len(text) == 2:
            return after if starter and word not in {"I", "A"} else None
        opening = word in _STRAIGHT | {"“", "‘"} and self._upper(following + 1) and kind == "end"
        return after if starter or quoted or opening else None

    def _closed(self, at: int) -> tuple[int, bool]:
        """The place after the quotes, brackets, notes and emoticons that close a sentence, and whether a quote did."""
        quoted = False
        while at < len(self._texts):
            text, near = self._texts[at], not self._spaced[at - 1]
            if (text in _CLOSERS and near) or (text in _STRAIGHT and near and not self._glued(at)):
                quoted = quoted or text not in {")", "]", "}"}
            elif text == "[" and self._note(at):
                at += 2
            elif not (_EMOTICON.match(text) or _is_emoji(text)):
                break
            at += 1
        return at, quoted

    def _glued(self, at: int) -> bool:
        """Whether a straight quote touches the word after it, so that it opens rather than closes."""
        return not self._spaced[at] and at + 1 < len(self._texts) and self._texts[at + 1][0].isalnum()

    def _note(self, at: int) -> bool:
        return at + 2 < len(self._texts) and self._texts[at + 1].isdigit() and self._texts[at + 2] == "]"

    def _word_from(self, at: int, *, skip: int = 0) -> int | None:
        """The place of the first token at or after `at` that is not white space, `skip` of them left out."""
        while at < len(self._texts):
            if not self._texts[at].isspace():
                if not skip:
                    return at
                skip -= 1
            at += 1
        return None

    def _breaks_line(self, at: int, following: int) -> bool:
        """Whether a line ends between two places; the white space itself then decides."""
        return any("\n" in text or "\r" in text for text in self._texts[at:following])

    def _starts_lower(self, at: int) -> bool:
        return at < len(self._texts) and self._texts[at][0].islower()

    def _upper(self, at: int) -> bool:
        return at < len(self._texts) and self._texts[at][0].isupper()

    def _attributes(self, at: int) -> bool:
        """Whether the words from `at` say who spoke: “Why?” Mr. Grushko asked."""
        for text in self._texts[at : at + 6]:
            if text.lower() in self._roles["speech"]:
                return True
            if not text[0].isalpha() and text not in {"-", "’s", "'s"}:
                return False
        return False

    def _inside_title(self, i: int, word: str) -> bool:
        """Whether a "!" or "?" is part of a name, as in Yahoo! Inc., for want of white space or by what follows."""
        return (not self._spaced[i] and not word[0].isupper() and word not in _OPENERS | _STRAIGHT) or word in {
            "Inc.",
            "Inc",
        }


def _is_emoji(text: str) -> bool:
    return ord(text[0]) >= 0x2190 and unicodedata.category(text[0]) in {"So", "Sk"}


@Language.factory("realpolitik_sentences", assigns=["token.is_sent_start", "doc.sents"])
def make_sentences(nlp: Language, name: str) -> Sentences:
    """The component."""
    return Sentences(name)
