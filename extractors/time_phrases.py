"""Whole time expressions: preposition, parts, ranges and open ends around the calendar's and the relative times."""

import datetime as dt
from dataclasses import replace

from realpolitik.extractors.time_absolute import absolute
from realpolitik.extractors.time_calendar import UNRESOLVED, Period, days_from, span_of, unit_at
from realpolitik.extractors.time_relative import duration, in_part, relative
from realpolitik.extractors.time_scene import Found, Scene, TimeKind
from realpolitik.extractors.time_words import leads, word_kinds

__all__ = ["phrase"]


def phrase(scene: Scene, at: int) -> Found | None:
    """Read the longest time expression that begins at lexeme `at`."""
    for words, lead in leads().get(scene.low(at), ()):
        if lead not in ("more", "about") and scene.reads(at, words):
            found = _led(scene, at + len(words), lead)
            if found is not None:
                return found
    return _core(scene, at, "")


def _led(scene: Scene, at: int, lead: str) -> Found | None:
    if lead in ("between", "from"):
        both = _both(scene, at, ("and",) if lead == "between" else ("to", "until", "till", "through", "-", "–", "—"))
        if both is not None or lead == "between":
            return both
    if lead == "of":
        # "Millions of years after": after "of" only a calendar time is one.
        return absolute(scene, at, lead)
    cue = lead if lead != "at" else ""
    found = _core(scene, at, cue) or (duration(scene, at, cue) if "lasting" in word_kinds().get(lead, {}) else None)
    if found is None or (lead == "at" and found.kind == "duration"):
        return None
    if found.kind == "duration":
        return found
    period, kind = _opened(found.period, lead)
    return Found(found.end, period, kind)


def _opened(period: Period, lead: str) -> tuple[Period, TimeKind]:
    kind: TimeKind = "event"
    if lead in ("since", "from", "after"):
        kind = "since"
    elif lead in ("until", "before"):
        kind = "until"
    if kind == "event" or not period.resolved:
        return period, kind
    first, last = period.earliest, period.latest
    if lead == "before":
        return (UNRESOLVED if first is None else Period(None, days_from(first, -1), "open", period.dated)), kind
    if lead == "until":
        return (UNRESOLVED if last is None else Period(None, last, "open", period.dated)), kind
    if lead == "after":
        return (UNRESOLVED if last is None else Period(days_from(last, 1), None, "open", period.dated)), kind
    return (UNRESOLVED if first is None else Period(first, None, "open", period.dated)), kind


def _core(scene: Scene, at: int, cue: str) -> Found | None:
    found = _single(scene, at, cue)
    return None if found is None else _dashed(scene, at, found)


def _single(scene: Scene, at: int, cue: str) -> Found | None:
    found = _part(scene, at)
    if found is None and scene.low(at) != "the":
        found = absolute(scene, at, cue)
    elif found is None and (stated := absolute(scene, at + 1, cue or "the")) is not None:
        # "In the 2014 election" is no time but an event of that year: the year alone is the mention, at its own place.
        found = None if _is_bare_year(scene, at + 1, stated) else stated
    if found is not None and not found.period.dated:
        return _of_year(scene, at, found, cue)
    return found or relative(scene, at, cue)


def _of_year(scene: Scene, at: int, found: Found, cue: str) -> Found:
    """ "June of last year", "April last year", "10 May this year"."""
    place = found.end + 1 if scene.low(found.end) == "of" else found.end
    step = {"last": -1, "this": 0, "next": 1}.get(scene.low(place))
    if step is None or scene.low(place + 1) != "year" or scene.today is None:
        return found
    year = scene.today.year + step
    seen = _seen_from(scene, dt.date(year, 12, 31), ahead=False)
    start = at + 1 if scene.low(at) == "the" else at
    again = absolute(seen, start, cue)
    if again is None or again.period.earliest is None or again.period.earliest.year != year:
        return found
    return Found(place + 2, again.period, again.kind)


def _is_bare_year(scene: Scene, at: int, found: Found) -> bool:
    word = scene.words[at]
    return word.kind == "number" and len(word.text) == 4 and found.period.precision in ("year", "range")


def _dashed(scene: Scene, at: int, found: Found) -> Found:
    """ "March-May 2014"."""
    if not scene.is_dash(found.end) or found.period.precision not in ("month", "day", "unresolved"):
        return found
    last = absolute(scene, found.end + 1, "to")
    if last is None or last.period.precision not in ("month", "day"):
        return found
    place = at + 1 if scene.low(at) == "the" else at
    period = _spanned(scene, (place, found.end + 1), found.period, last.period)
    return Found(last.end, period) if period.resolved else found


def _both(scene: Scene, at: int, links: tuple[str, ...]) -> Found | None:
    """ "2009 to 2013", "March and May 2014", "12 and 15 April", without the leading word."""
    number = scene.count(at)
    if number is not None and 1 <= number <= 31 and scene.low(at + 1) in links:
        last = absolute(scene, at + 2, "to")
        if last is not None and last.period.precision == "day" and last.period.earliest is not None:
            try:
                first = replace(last.period, earliest=last.period.earliest.replace(day=number))
            except ValueError:
                return None
            return Found(last.end, span_of(first, last.period))
    first_found = _single(scene, at, "from")
    if first_found is None:
        return None
    if scene.low(first_found.end) not in links:
        return None
    last = _core(scene, first_found.end + 1, "to")
    if last is None:
        return None
    period = _spanned(scene, (at, first_found.end + 1), first_found.period, last.period)
    return Found(last.end, period)


def _spanned(scene: Scene, places: tuple[int, int], first: Period, last: Period) -> Period:
    """From one period to the other; a year stated only for one of them places the other beside it."""
    if last.dated and not first.dated and last.latest is not None:
        found = _single(_seen_from(scene, last.latest, ahead=False), places[0], "from")
        return UNRESOLVED if found is None else span_of(found.period, last)
    if first.dated and not last.dated and first.earliest is not None:
        found = _single(_seen_from(scene, first.earliest, ahead=True), places[1], "to")
        return UNRESOLVED if found is None else span_of(first, found.period)
    return span_of(first, last)


def _seen_from(scene: Scene, today: dt.date, *, ahead: bool) -> Scene:
    return Scene(scene.words, today, lambda _: ahead, scene.previous)


def _part(scene: Scene, at: int) -> Found | None:
    """ "early 2014", "mid-April", "late last year", "the end of the month", "earlier this week", "later on Monday"."""
    place = at + 1 if scene.low(at) == "the" else at
    name = scene.kind(place, "part")
    if name is None:
        return None
    edge = scene.kind(place, "edge")
    if edge is not None:
        if scene.low(place + 1) != "of":
            return None
        name, start = edge, place + 2
    else:
        start = place + 1
        if scene.is_dash(start) or scene.low(start) in ("in", "on"):
            start += 1
    found = _this_unit(scene, start) if name in ("start", "mid", "end", "earlier", "later") else None
    if found is None:
        after_the = start + 1 if scene.low(start) == "the" else start
        found = absolute(scene, after_the, "part") or relative(scene, start, "part")
    if found is None:
        return None
    if found.period.precision == "day" and found.period.resolved:
        return found
    return Found(found.end, in_part(scene, found.period, name))


def _this_unit(scene: Scene, at: int) -> Found | None:
    """ "the year" in "the end of the year" is the article's, as "this year" is."""
    if scene.low(at) != "the" or scene.kind(at + 1, "unit") is None or scene.low(at + 1).endswith("s"):
        return None
    unit = scene.kind(at + 1, "unit")
    if scene.today is None or unit is None:
        return Found(at + 2, UNRESOLVED)
    return Found(at + 2, unit_at(scene.today, unit))
