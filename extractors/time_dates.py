"""Full dates: one day, written out whole."""

import datetime as dt
import re
from typing import Final

from realpolitik.extractors.time_words import Lexeme, kind_of, lexemes

__all__ = ["full_date", "month_number", "numeric_date"]

_LEAD: Final = re.compile(r"(?:published|posted|updated|dated?)(?:\s+on)?\s*:?\s+", re.IGNORECASE)
_TIME: Final = re.compile(
    r"[T ,|–-]*(?:at )?\d{1,2}(?::\d{2}){1,2}(?:\.\d+)?\s*(?:[ap]\.?m\.?)?\s*"
    r"(?:Z|UTC|GMT|[A-Z]{3,4}|[+-]\d{2}:?\d{2})?",
    re.IGNORECASE,
)
_LONGEST: Final = 80


def month_number(lexeme: Lexeme) -> int | None:
    """Return 1 to 12 for a month's name or usual abbreviation."""
    value = kind_of(lexeme, "month") or kind_of(lexeme, "month_short")
    return None if value is None else int(value)


def numeric_date(text: str) -> dt.date | None:
    """Return the day of 2019-04-15, 15/04/2019, 04/15/2019 or 15.04.2019.

    With slashes, where neither number is above 12, British and American readings differ: that is no date.
    """
    numbers = [int(number) for number in re.split(r"[-/.]", text)]
    if "-" in text:
        year, month, day = numbers
    else:
        day, month, year = numbers
        if "/" in text and month > 12:
            day, month = month, day
        elif "/" in text and day <= 12 and day != month:
            return None
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def full_date(text: str) -> dt.date | None:
    """Return the day that `text` names and says nothing else beside, but for the weekday and the hour.

    "April 15, 2019", "Mon 15 April 2019", "2019-04-15T08:30Z", "Published: 15/04/2019".
    """
    text = text.strip()
    if len(text) > _LONGEST:
        return None
    text = _LEAD.sub("", text, count=1)
    text = re.sub(r"^(\d{4}-\d{2}-\d{2})T(?=\d)", r"\1 ", text)
    match = _TIME.search(text, 8) if len(text) > 8 else None
    if match is not None and match.end() == len(text):
        text = text[: match.start()]
    words = [lexeme for lexeme in lexemes(text) if lexeme.text not in (",", ".")]
    if words and (kind_of(words[0], "weekday") or kind_of(words[0], "weekday_short")):
        del words[0]
    if len(words) == 1 and words[0].kind in ("iso", "slash"):
        return numeric_date(words[0].text)
    words = [word for word in words if word.lower not in ("the", "of")]
    if len(words) != 3:
        return None
    first, second, last = words
    month, day = month_number(first), second
    if month is None:
        month, day = month_number(second), first
    number = re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th)?", day.text)
    if month is None or number is None or re.fullmatch(r"[12]\d{3}", last.text) is None:
        return None
    try:
        return dt.date(int(last.text), month, int(number[1]))
    except ValueError:
        return None
