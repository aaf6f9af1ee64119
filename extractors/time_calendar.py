"""Intervals of days: what a year, a season or "late 2014" covers.

Seasons are the meteorological ones of the northern hemisphere; a winter belongs to the year in which it begins.
Weeks run from Monday to Sunday.
"""

import calendar
import datetime as dt
from dataclasses import dataclass, replace
from typing import Final

from realpolitik.ontology.records import Precision

__all__ = [
    "UNRESOLVED",
    "Period",
    "day",
    "days_from",
    "decade",
    "month",
    "part",
    "quarter",
    "season",
    "shifted",
    "span_of",
    "unit_at",
    "week",
    "year",
]


@dataclass(frozen=True, slots=True)
class Period:
    """An interval of days, both ends inclusive, None for an open end.

    `dated` tells whether the text itself named the year.
    """

    earliest: dt.date | None
    latest: dt.date | None
    precision: Precision
    dated: bool = False

    @property
    def resolved(self) -> bool:
        return self.precision != "unresolved"


UNRESOLVED: Final = Period(None, None, "unresolved")


def day(date: dt.date, *, dated: bool = False) -> Period:
    """One day."""
    return Period(date, date, "day", dated)


def week(date: dt.date) -> Period:
    """The week from Monday to Sunday that holds `date`."""
    monday = days_from(date, -date.weekday())
    return Period(monday, days_from(monday, 6), "week")


def month(number_of_year: int, number: int, *, dated: bool = False) -> Period:
    """One month, 1 to 12."""
    last = calendar.monthrange(number_of_year, number)[1]
    return Period(dt.date(number_of_year, number, 1), dt.date(number_of_year, number, last), "month", dated)


def quarter(number_of_year: int, number: int, *, dated: bool = False) -> Period:
    """One quarter, 1 to 4."""
    first, last = month(number_of_year, 3 * number - 2), month(number_of_year, 3 * number)
    return Period(first.earliest, last.latest, "quarter", dated)


def season(number_of_year: int, first_month: int, *, dated: bool = False) -> Period:
    """Three months from the first of `first_month`; from December on they cross the year."""
    end_year, end_month = (
        (number_of_year, first_month + 2) if first_month <= 10 else (number_of_year + 1, first_month - 10)
    )
    first, last = month(number_of_year, first_month), month(end_year, end_month)
    return Period(first.earliest, last.latest, "season", dated)


def year(number: int, *, dated: bool = True) -> Period:
    """One calendar year."""
    return Period(dt.date(number, 1, 1), dt.date(number, 12, 31), "year", dated)


def decade(first: int) -> Period:
    """Ten years from `first` on."""
    return Period(dt.date(first, 1, 1), dt.date(first + 9, 12, 31), "decade", dated=True)


def span_of(first: Period, last: Period) -> Period:
    """From the beginning of one period to the end of another; unresolved where that is no interval."""
    if first.earliest is None or last.latest is None or first.earliest > last.latest:
        return UNRESOLVED
    return Period(first.earliest, last.latest, "range", first.dated or last.dated)


def days_from(date: dt.date, days: int) -> dt.date:
    """The day so many days away, or the calendar's first or last where it ends before."""
    ordinal = min(max(date.toordinal() + days, dt.date.min.toordinal()), dt.date.max.toordinal())
    return dt.date.fromordinal(ordinal)


def part(period: Period, name: str) -> Period:
    """The early, mid or late third of a period, or (for "start" and "end") its first or last quarter.

    Of a decade: years 0 to 3, 4 to 6, 7 to 9. Of a year: four months each, start and end three.
    """
    first, last = period.earliest, period.latest
    if first is None or last is None:
        return period
    if period.precision == "decade":
        begin, end = {"early": (0, 3), "start": (0, 1), "mid": (4, 6), "late": (7, 9), "end": (8, 9)}[name]
        return Period(dt.date(first.year + begin, 1, 1), dt.date(first.year + end, 12, 31), "range", period.dated)
    if period.precision == "year":
        begin, end = {"early": (1, 4), "start": (1, 3), "mid": (5, 8), "late": (9, 12), "end": (10, 12)}[name]
        return replace(span_of(month(first.year, begin), month(first.year, end)), dated=period.dated)
    length = (last - first).days + 1
    third, edge = max(1, round(length / 3)), max(1, round(length / 4))
    begin, count = {
        "early": (0, third),
        "start": (0, edge),
        "mid": (third, length - 2 * third),
        "late": (length - third, third),
        "end": (length - edge, edge),
    }[name]
    return Period(days_from(first, begin), days_from(first, begin + max(1, count) - 1), "range", period.dated)


_MONTHS: Final = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}
_DAYS: Final = {"day": 1, "week": 7, "weekend": 7, "fortnight": 14}


def shifted(date: dt.date, unit: str, count: int) -> dt.date:
    """The date `count` units away; the day of the month is cut to fit."""
    if unit in _DAYS:
        return days_from(date, _DAYS[unit] * max(-(10**6), min(count, 10**6)))
    months = date.year * 12 + date.month - 1 + _MONTHS[unit] * count
    months = max(dt.MINYEAR * 12, min(months, dt.MAXYEAR * 12 + 11))
    number_of_year, index = divmod(months, 12)
    return dt.date(number_of_year, index + 1, min(date.day, calendar.monthrange(number_of_year, index + 1)[1]))


def unit_at(date: dt.date, unit: str) -> Period:
    """The calendar day, week, weekend, month, quarter, year, decade or century that holds `date`."""
    if unit == "day":
        return day(date)
    if unit in ("week", "fortnight"):
        return week(date)
    if unit == "weekend":
        saturday = days_from(date, 5 - date.weekday())
        return Period(saturday, days_from(saturday, 1), "range")
    if unit == "month":
        return month(date.year, date.month)
    if unit == "quarter":
        return quarter(date.year, (date.month + 2) // 3)
    if unit == "year":
        return year(date.year, dated=False)
    if unit == "decade":
        return replace(decade(max(1, date.year - date.year % 10)), dated=False) if date.year < 9990 else UNRESOLVED
    first = date.year - (date.year - 1) % 100
    return span_of(year(first), year(min(first + 99, dt.MAXYEAR)))
