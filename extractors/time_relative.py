"""Times that are reckoned from the article's day, or from a time named before in the sentence."""

import datetime as dt
from collections.abc import Callable
from typing import Final

from realpolitik.extractors.time_calendar import (
    UNRESOLVED,
    Period,
    day,
    days_from,
    month,
    part,
    season,
    shifted,
    unit_at,
)
from realpolitik.extractors.time_scene import Found, Scene
from realpolitik.extractors.time_words import is_name_part, leads, word_kinds

__all__ = ["duration", "in_part", "quantity", "relative"]

_AROUND: Final = {"day": 0, "week": 3, "fortnight": 6, "weekend": 3}
"""Days either way that "three weeks ago" may mean."""


def relative(scene: Scene, at: int, cue: str) -> Found | None:
    """Read a relative time at lexeme `at`; `cue` is the word that leads to it."""
    place = at + 1 if scene.low(at) == "the" else at
    has_the = place > at
    return (
        _named_day(scene, place, has_the)
        or _weekday(scene, at)
        or _ago(scene, at)
        or _later(scene, place, has_the)
        or _same(scene, at)
        or _turned(scene, place, cue, has_the)
    )


def _from_today(scene: Scene, make: Callable[[dt.date], Period]) -> Period:
    return UNRESOLVED if scene.today is None else make(scene.today)


def _daytime(scene: Scene, at: int) -> int:
    return at + 1 if scene.kind(at, "daytime") else at


def _named_day(scene: Scene, at: int, has_the: bool) -> Found | None:
    words = (scene.low(at), scene.low(at + 1), scene.low(at + 2))
    if words == ("day", "before", "yesterday") or words == ("day", "after", "tomorrow"):
        step = -2 if words[1] == "before" else 2
        return Found(at + 3, _from_today(scene, lambda today: day(days_from(today, step))))
    value = scene.kind(at, "day")
    if value is not None and not has_the:
        return Found(_daytime(scene, at + 1), _from_today(scene, lambda today: day(days_from(today, int(value)))))
    if words[0] in ("last", "this") and scene.kind(at + 1, "daytime") and not has_the:
        if words[0] == "last" and words[1] != "night":
            return None
        step = -1 if words[0] == "last" else 0
        return Found(at + 2, _from_today(scene, lambda today: day(days_from(today, step))))
    return None


def _weekday(scene: Scene, at: int) -> Found | None:
    value = scene.kind(at, "weekday")
    if value is None or is_name_part("before", scene.low(at - 1).capitalize()):
        return None
    after = scene.at(at + 1)
    if after is not None and after.text[0].isupper() and is_name_part("after", after.text):
        return None
    number = int(value)
    is_ahead = scene.ahead(at)

    def nearest(today: dt.date) -> Period:
        back = (today.weekday() - number) % 7
        return day(days_from(today, (7 - back) % 7 if is_ahead else -back))

    return Found(_daytime(scene, at + 1), _from_today(scene, nearest))


def _turned(scene: Scene, at: int, cue: str, has_the: bool) -> Found | None:
    """ "last year", "next Monday", "this spring", "the past five years", "the coming weeks"."""
    value = scene.kind(at, "relative")
    word = scene.low(at)
    if value is None:
        return _recent(scene, at)
    if scene.kind(at - 1, "owner") or (word in ("last", "this") and scene.low(at + 1) == "day"):
        return None
    step = int(value)
    place = at + 1
    if word in ("this", "these") and (second := scene.kind(place, "relative")) is not None:
        step, place = int(second), place + 1
    number = scene.count(place)
    if scene.kind(place, "vague"):
        number, place = None, place + 1
        if scene.low(place) == "of":
            place += 1
    elif number is not None:
        place += 1
    unit = scene.kind(place, "unit")
    if unit is not None:
        end = place + 1
        if number is not None:
            return Found(end, _stretch(scene, unit, step * number))
        if scene.low(place).endswith("s"):
            return Found(end, _open_stretch(scene, step))
        if word == "following" or (word in ("previous", "preceding") and has_the):
            return Found(end, _from_previous(scene, unit, step))
        if word == "next" and has_the:
            return Found(
                end,
                _stretch(scene, unit, 1) if "spanning" in word_kinds().get(cue, {}) else _from_previous(scene, unit, 1),
            )
        if word in ("past", "coming") or (has_the and word == "last"):
            return Found(end, _stretch(scene, unit, step))
        if word == "previous" and not has_the:
            return None
        return Found(end, _from_today(scene, lambda today: unit_at(shifted(today, unit, step), unit)))
    if number is not None:
        return None
    if word in ("following", "previous", "preceding"):
        before = scene.previous
        anchor = None if before is None else before.latest if step > 0 else before.earliest
        return _turned_name(Scene(scene.words, anchor, scene.ahead), place, step)
    return _turned_name(scene, place, step)


def _turned_name(scene: Scene, at: int, step: int) -> Found | None:
    """ "last Friday", "next May", "this summer"."""
    weekday, number, first = scene.kind(at, "weekday"), scene.kind(at, "month"), scene.kind(at, "season")
    if weekday is not None:
        index = int(weekday)

        def make(today: dt.date) -> Period:
            away = (index - today.weekday()) % 7
            if step == 0:
                return day(days_from(today, index - today.weekday()))
            return day(days_from(today, (away or 7) if step > 0 else away - 7))

        return Found(_daytime(scene, at + 1), _from_today(scene, make))
    if number is not None:
        return Found(at + 1, _from_today(scene, lambda today: _beside(today, step, lambda of: month(of, int(number)))))
    if first is not None:
        return Found(at + 1, _from_today(scene, lambda today: _beside(today, step, lambda of: season(of, int(first)))))
    return None


def _beside(today: dt.date, step: int, make: Callable[[int], Period]) -> Period:
    """The latest such period wholly before `today` (-1), this year's (0), or the first wholly after it (1)."""
    if step == 0:
        return make(today.year)
    for away in range(3):
        of = today.year + step * (away - 1)
        if not dt.MINYEAR < of < dt.MAXYEAR:
            continue
        period = make(of)
        if (step < 0 and period.latest and period.latest < today) or (
            step > 0 and period.earliest and period.earliest > today
        ):
            return period
    return UNRESOLVED


def _recent(scene: Scene, at: int) -> Found | None:
    """ "recent weeks", and "the year" after "end of" is read elsewhere."""
    if scene.low(at) != "recent" or scene.kind(at + 1, "unit") is None or not scene.low(at + 1).endswith("s"):
        return None
    return Found(at + 2, _open_stretch(scene, -1))


def _stretch(scene: Scene, unit: str, count: int) -> Period:
    def make(today: dt.date) -> Period:
        other = shifted(today, unit, count)
        return Period(min(today, other), max(today, other), "range")

    return _from_today(scene, make)


def _open_stretch(scene: Scene, step: int) -> Period:
    return _from_today(scene, lambda today: Period(None, today, "open") if step < 0 else Period(today, None, "open"))


def _from_previous(scene: Scene, unit: str, step: int) -> Period:
    """The neighbouring day, week or year of the time named before; unresolved where none is, or none so exact."""
    before = scene.previous
    if before is None or before.earliest is None or before.latest is None:
        return UNRESOLVED
    if step and not _exact(before, unit):
        return UNRESOLVED
    target = unit_at(shifted(before.earliest, unit, step), unit)
    return target if target.earliest is not None else UNRESOLVED


def _exact(period: Period, unit: str) -> bool:
    """A time is exact enough to count units from where it lies within one of them."""
    if period.earliest is None or period.latest is None:
        return False
    at = unit_at(period.earliest, unit)
    return at.latest is not None and period.latest <= at.latest


def quantity(scene: Scene, at: int) -> tuple[int, int | None, str, bool] | None:
    """ "two weeks", "more than a decade", "several months": the lexeme after, the count, the unit, and whether more."""
    more = False
    for words, effect in leads().get(scene.low(at), ()):
        if effect in ("more", "about") and scene.reads(at, words):
            more, at = effect == "more", at + len(words)
            break
    number = scene.count(at)
    vague = scene.kind(at, "vague")
    if number is not None and scene.low(at) in ("a", "an") and (second := scene.kind(at + 1, "vague")):
        number, vague, at = None, second, at + 1
    if vague is not None:
        number = 2 if vague == "couple" else None
        at += 2 if scene.low(at + 1) == "of" else 1
    elif number is not None:
        at += 1
    elif not scene.low(at).endswith("s"):
        return None
    unit = scene.kind(at, "unit")
    return None if unit is None else (at + 1, number, unit, more)


def _ago(scene: Scene, at: int) -> Found | None:
    read = quantity(scene, at)
    if read is None or scene.low(read[0]) != "ago":
        return None
    end, number, unit, more = read
    if number is None:
        return Found(end + 1, _open_stretch(scene, -1))

    def make(today: dt.date) -> Period:
        period = _about(shifted(today, unit, -number), unit)
        return Period(None, period.latest, "open") if more else period

    return Found(end + 1, _from_today(scene, make))


def _about(date: dt.date, unit: str) -> Period:
    """What "three units from then" means: the day, some days either way, the month, or the year."""
    if unit in _AROUND:
        away = _AROUND[unit]
        return Period(days_from(date, -away), days_from(date, away), "week") if away else day(date)
    return unit_at(date, "month" if unit in ("month", "quarter") else "year")


def _later(scene: Scene, at: int, has_the: bool) -> Found | None:
    """ "two years later", "the day before", "a day after": from a time named before, or unresolved."""
    if has_the:
        unit = scene.kind(at, "unit")
        if unit is None or scene.low(at + 1) not in ("before", "after") or scene.low(at).endswith("s"):
            return None
        end, number, more = at + 1, 1, False
    else:
        read = quantity(scene, at)
        if read is None or scene.low(read[0]) not in ("before", "after", "earlier", "later"):
            return None
        end, counted, unit, more = read
        number = counted or 0
    word = scene.low(end)
    before = scene.previous
    follows = scene.at(end + 1)
    stands_alone = follows is None or follows.kind == "mark" or word in ("earlier", "later")
    if (
        not (stands_alone and number and before and before.earliest and before.latest)
        or more
        or not _exact(before, unit)
    ):
        return Found(end + 1, UNRESOLVED)
    date = shifted(before.earliest, unit, -number if word in ("before", "earlier") else number)
    exact = before.precision == "day" and unit in ("day", "week", "fortnight")
    return Found(end + 1, day(date) if exact else unit_at(date, "week" if unit in ("day", "fortnight") else unit))


def _same(scene: Scene, at: int) -> Found | None:
    """ "that year", "the same day", "at the time": the unit of the time named before in the sentence, or unresolved."""
    words = (scene.low(at), scene.low(at + 1))
    if words == ("the", "same"):
        place = at + 2
    elif words[0] == "that" and words[1] != "same":
        place = at + 1
    else:
        return Found(at + 2, UNRESOLVED) if words == ("the", "time") and scene.low(at - 1) == "at" else None
    daytime = scene.kind(place, "daytime") is not None
    unit = scene.kind(place, "unit") or ("day" if daytime else None)
    if unit is None or (scene.low(place).endswith("s") and not daytime):
        return None
    before = scene.previous
    period = _from_previous(scene, unit, 0) if before is not None and _exact(before, unit) else UNRESOLVED
    return Found(place + 1, period)


def duration(scene: Scene, at: int, cue: str) -> Found | None:
    """Read "two weeks" after "for", "in", "within" and the like: how long, and only from now on also when."""
    read = quantity(scene, at)
    if read is None:
        return None
    end, number, unit, _ = read
    if number is None and scene.kind(at, "vague") is None and cue not in ("for", "over"):
        return None
    if scene.low(end) in ("old", "-"):
        return None
    today = scene.today
    if today is not None and number and cue in ("in", "within") and scene.low(end) != "of" and scene.ahead(at):
        then = shifted(today, unit, number)
        if cue == "within":
            return Found(end, Period(today, then, "range"))
        after = end + 2 if scene.low(end) in ("'", "’") and scene.low(end + 1) == "time" else end
        return Found(after, _about(then, unit))
    return Found(end, UNRESOLVED, "duration")


def in_part(scene: Scene, period: Period, name: str) -> Period:
    """ "early", "late", "the end of" a period; "earlier" and "later" cut it at the article's day."""
    if not period.resolved:
        return period
    if name not in ("earlier", "later"):
        return part(period, name)
    today = scene.today
    first, last = period.earliest, period.latest
    if today is None or first is None or last is None or not first <= today <= last or period.precision == "day":
        return period
    return Period(first, today, "range") if name == "earlier" else Period(today, last, "range")
