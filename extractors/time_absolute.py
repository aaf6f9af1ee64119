"""Times that name their place in the calendar: days, months, seasons, quarters, years, decades."""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from realpolitik.extractors.time_calendar import (
    UNRESOLVED,
    Period,
    day,
    decade,
    month,
    quarter,
    season,
    span_of,
    year,
)
from realpolitik.extractors.time_dates import month_number, numeric_date
from realpolitik.extractors.time_scene import Found, Scene
from realpolitik.extractors.time_words import is_name_part, word_kinds

__all__ = ["absolute"]

_YEAR: Final = re.compile(r"1[0-9]{3}|2[01][0-9]{2}")
_LATEST_BARE: Final = range(1900, 2101)


def absolute(scene: Scene, at: int, cue: str) -> Found | None:
    """Read a calendar time at lexeme `at`; `cue` is the word that leads to it ("in", "part", "" for none)."""
    word = scene.at(at)
    if word is None:
        return None
    if word.kind in ("iso", "slash"):
        date = numeric_date(word.text)
        if date is not None:
            return Found(at + 1, day(date, dated=True))
        return Found(at + 1, UNRESOLVED) if word.kind == "slash" else None
    if word.kind == "decade":
        return _decade(scene, at)
    return (
        _date(scene, at, cue)
        or _month(scene, at, cue)
        or _season(scene, at, cue)
        or _quarter(scene, at, cue)
        or _fiscal(scene, at)
        or _named_decade(scene, at)
        or _century(scene, at)
        or _years(scene, at, cue)
    )


def _is_cue(cue: str) -> bool:
    """After these words a number of four digits is a year, and a month's name alone a month."""
    return cue == "part" or "cue" in word_kinds().get(cue, {})


def _year(scene: Scene, at: int) -> int | None:
    """The year that the number at `at` can be, were it led by the right word."""
    word = scene.at(at)
    if word is None or word.kind != "number" or _YEAR.fullmatch(word.text) is None:
        return None
    if at and scene.low(at - 1) in ("$", "€", "£", "¥", "#"):
        return None
    after = scene.at(at + 1)
    if after is not None and (
        is_name_part("number_after", after.lower)
        or (after.glued and (after.kind in ("word", "number") or after.lower in ("%", ":")))
        or (
            after.glued
            and scene.is_dash(at + 1)
            and (follow := scene.at(at + 2))
            and follow.glued
            and follow.kind == "word"
        )
    ):
        return None
    return int(word.text)


def _comma_year(scene: Scene, at: int) -> tuple[int, int | None]:
    """The lexeme after an optional ", 2019" or "2019", and that year."""
    step = 1 if scene.low(at) in (",", "of") else 0
    found = _year(scene, at + step)
    return (at, None) if found is None else (at + step + 1, found)


def _day_number(scene: Scene, at: int) -> int | None:
    word = scene.at(at)
    if word is None or word.kind not in ("number", "ordinal"):
        return None
    match = re.fullmatch(r"([0-9]{1,2})(?:st|nd|rd|th)?", word.lower)
    number = int(match[1]) if match else 0
    return number if 1 <= number <= 31 else None


def _second_day(scene: Scene, at: int) -> tuple[int, int | None]:
    """The second day of "15-17" or "15 to 17", with the lexeme after it."""
    if (scene.is_dash(at) or scene.low(at) in ("to", "and")) and (number := _day_number(scene, at + 1)) is not None:
        return at + 2, number
    return at, None


def _date(scene: Scene, at: int, cue: str) -> Found | None:
    start = at
    if scene.kind(at, "weekday") or scene.kind(at, "weekday_short"):
        at += 1
        while scene.low(at) in (".", ","):
            at += 1
        if scene.low(at) == "the":
            at += 1
    first = _day_number(scene, at)
    if first is not None:
        end, last = _second_day(scene, at + 1)
        if scene.low(end) == "of":
            end += 1
        number = _month_at(scene, end)
        if number is None:
            return None
        end, stated = _comma_year(scene, _after_month(scene, end))
        return Found(end, _days(scene, at, number, first, last, stated, cue))
    number = _month_at(scene, at)
    first = _day_number(scene, _after_month(scene, at)) if number is not None else None
    if number is None or first is None:
        return None
    place = _after_month(scene, at)
    after = scene.at(place + 1)
    if cue == "in" and start == at and after is not None and after.kind == "word" and after.text.islower():
        return None
    end, last = _second_day(scene, place + 1) if scene.is_dash(place + 1) else (place + 1, None)
    end, stated = _comma_year(scene, end) if scene.low(end) != "of" else (end, None)
    return Found(end, _days(scene, at, number, first, last, stated, cue))


def _days(scene: Scene, at: int, number: int, first: int, last: int | None, stated: int | None, cue: str) -> Period:
    def make(of: int) -> Period:
        begin = day(dt.date(of, number, first), dated=stated is not None)
        return begin if last is None else span_of(begin, day(dt.date(of, number, last)))

    try:
        return make(stated) if stated is not None else scene.nearest(at, make, cue)
    except ValueError:
        return UNRESOLVED


def _month_at(scene: Scene, at: int) -> int | None:
    word = scene.at(at)
    return None if word is None or word.kind != "word" else month_number(word)


def _after_month(scene: Scene, at: int) -> int:
    short = scene.kind(at, "month_short") is not None
    return at + 2 if short and scene.low(at + 1) == "." and scene.glued(at + 1) else at + 1


def _month(scene: Scene, at: int, cue: str) -> Found | None:
    number = _month_at(scene, at)
    if number is None:
        return None
    place = _after_month(scene, at)
    end, stated = _comma_year(scene, place)
    if stated is not None:
        return Found(end, month(stated, number, dated=True))
    is_abbreviation = scene.kind(at, "month") is None
    begins_range = scene.is_dash(place) and _month_at(scene, place + 1) is not None
    if not (_is_cue(cue) or begins_range) or (is_abbreviation and place == at + 1):
        return None
    return Found(place, scene.nearest(at, lambda of: month(of, number), cue))


def _season(scene: Scene, at: int, cue: str) -> Found | None:
    value = scene.kind(at, "season")
    if value is None or is_name_part("season_before", scene.low(at - 1).capitalize()):
        return None
    first = int(value)
    place = at + 2 if scene.low(at + 1) in ("of", ",") else at + 1
    stated = _year_range(scene, place)
    if stated is not None:
        return Found(stated[0], season(stated[1], first, dated=True))
    number = _year(scene, place)
    if number is not None:
        return Found(place + 1, season(number, first, dated=True))
    # "Spring" may be a revolution, and "fall" anybody's.
    if (
        not _is_cue(cue)
        or cue in ("of", "for", "to", "and")
        or scene.low(at) == "fall"
        or not scene.words[at].text.islower()
    ):
        return None
    return Found(at + 1, scene.nearest(at, lambda of: season(of, first), cue))


def _quarter(scene: Scene, at: int, cue: str) -> Found | None:
    if scene.low(at) == "q" and scene.glued(at + 1) and (number := scene.count(at + 1)) is not None:
        end = at + 2
        what = "quarter"
    else:
        value = scene.kind(at, "ordinal")
        what = scene.low(at + 1)
        if value is None or what not in ("quarter", "half"):
            return None
        number, end = int(value), at + 2
        if what == "half" and scene.low(at) == "final":
            number = 2
    if not 1 <= number <= (4 if what == "quarter" else 2):
        return None

    def make(of: int) -> Period:
        if what == "quarter":
            return quarter(of, number)
        return span_of(month(of, 6 * number - 5), month(of, 6 * number))

    place = end + 1 if scene.low(end) == "of" else end
    stated = _year(scene, place)
    if stated is not None:
        return Found(place + 1, replace(make(stated), dated=True))
    if scene.low(end) == "of":
        step = _relative_year(scene, end + 1)
        if step is None:
            return None
        after, offset = step
        today = scene.today
        return Found(after, UNRESOLVED if today is None else _or_unresolved(make, today.year + offset))
    return Found(end, scene.nearest(at, make)) if what == "quarter" and _is_cue(cue) else None


def _or_unresolved(make: Callable[[int], Period], of: int) -> Period:
    try:
        return make(of)
    except ValueError:
        return UNRESOLVED


def _relative_year(scene: Scene, at: int) -> tuple[int, int] | None:
    """ "the year", "this year", "last year", "next year": the lexeme after it, and the years from the article's."""
    if scene.low(at + 1) != "year":
        return None
    value = "0" if scene.low(at) == "the" else scene.kind(at, "relative")
    return None if value is None else (at + 2, int(value))


def _fiscal(scene: Scene, at: int) -> Found | None:
    """A fiscal year begins between the April before and the April of its name; the interval holds all of those."""
    word = scene.low(at)
    if word in ("fiscal", "financial"):
        place = at + 2 if scene.low(at + 1) == "year" else at + 1
    elif word == "fy":
        place = at + 1
    else:
        return None
    stated = _year_range(scene, place)
    if stated is not None:
        end, first, last = stated
        return Found(end, replace(span_of(month(first, 4), month(last, 9)), dated=True))
    number = _year(scene, place)
    if number is None and word == "fy" and (short := scene.count(place)) is not None and len(scene.low(place)) == 2:
        number = 2000 + short
    if number is None:
        return None
    return Found(place + 1, replace(span_of(month(number - 1, 4), month(number + 1, 3)), dated=True))


def _decade(scene: Scene, at: int) -> Found | None:
    text = scene.low(at)
    before = scene.low(at - 1)
    digits = text.lstrip("'’").rstrip("s")
    if len(digits) == 4:
        return Found(at + 1, decade(int(digits))) if _YEAR.fullmatch(digits) else None
    if scene.kind(at - 1, "owner") or not (text[0] in "'’" or before in ("the", "-")):
        return None
    short = int(digits)
    return Found(at + 1, decade(short + (1900 if short >= 30 else 2000))) if short % 10 == 0 else None


def _named_decade(scene: Scene, at: int) -> Found | None:
    value = scene.kind(at, "decade")
    before = scene.low(at - 1)
    if value is None or not (before == "the" or (scene.kind(at - 1, "part") and scene.low(at - 2) == "the")):
        return None
    return Found(at + 1, decade(int(value)))


def _century(scene: Scene, at: int) -> Found | None:
    word = scene.at(at)
    if word is None or word.kind != "ordinal" or scene.low(at + 1) != "century":
        return None
    number = int(word.text[:-2])
    if not 1 <= number <= 30 or is_name_part("number_after", scene.low(at + 2)):
        return None
    return Found(at + 2, span_of(year(100 * number - 99), year(100 * number)))


def _year_range(scene: Scene, at: int) -> tuple[int, int, int] | None:
    """The lexeme after "2012-2018", "1996-97" or "2013/14", and both years."""
    first = scene.at(at)
    last = scene.at(at + 2)
    if first is None or last is None or first.kind != "number" or _YEAR.fullmatch(first.text) is None:
        return None
    if not (scene.is_dash(at + 1) or (scene.low(at + 1) == "/" and last.glued)) or last.kind != "number":
        return None
    begin = int(first.text)
    if _YEAR.fullmatch(last.text):
        end = int(last.text)
    elif last.glued and re.fullmatch(r"[0-9]{2}", last.text):
        end = begin - begin % 100 + int(last.text)
        end += 100 if end < begin and begin % 100 == 99 else 0
    else:
        return None
    if scene.low(at + 1) == "/" and end != begin + 1:
        return None
    return (at + 3, begin, end) if begin < end else None


def _years(scene: Scene, at: int, cue: str) -> Found | None:
    before, after = scene.at(at - 1), scene.at(at + 1)
    if scene.glued(at) and scene.low(at - 1) in ("/", ".", "=", "_", "@", ":"):
        return None
    if before is not None and (
        is_name_part("number_before", before.lower.rstrip("."))
        or (before.lower == "." and is_name_part("number_before", scene.low(at - 2)))
    ):
        return None
    both = _year_range(scene, at)
    if both is not None:
        end, first, last = both
        is_named = before is not None and before.text[0].isupper() and not cue and not scene.kind(at - 1, "modified")
        return None if is_named else Found(end, span_of(year(first), year(last)))
    number = _year(scene, at)
    if number is None:
        return None
    follows = after.lower if after is not None and after.kind == "word" else ""
    if _is_cue(cue):
        is_counted = is_name_part("unit_after", follows) or (
            cue in ("of", "for", "to", "and", "by") and _counts(follows)
        )
        return None if is_counted else Found(at + 1, year(number))
    if number not in _LATEST_BARE:
        return None
    if before is not None and before.lower == "(" and after is not None and after.lower in (")", ","):
        return Found(at + 1, year(number))
    is_modifier = before is not None and scene.kind(at - 1, "modified") is not None and bool(follows)
    if is_modifier and follows != "fiscal" and not is_name_part("unit_after", follows):
        return Found(at + 1, year(number))
    if is_modifier and scene.low(at + 2) == "year":
        return Found(at + 3, replace(span_of(month(number - 1, 4), month(number + 1, 3)), dated=True))
    return None


def _counts(follows: str) -> bool:
    """A plural after "of 2000" is what is counted."""
    return len(follows) > 3 and follows.endswith("s") and not follows.endswith(("ss", "us", "is", "as"))
