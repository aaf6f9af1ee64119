"""What a time expression is read against: the words of its sentence, the day of the article, the time named before."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from realpolitik.extractors.time_calendar import UNRESOLVED, Period
from realpolitik.extractors.time_words import Lexeme, kind_of, numbers_of

__all__ = ["Found", "Scene", "TimeKind"]

TimeKind = Literal["event", "duration", "since", "until"]

_YEARS_AROUND: Final = (-1, 0, 1, 2, 3, 4, 5, 6, 7, 8)
"""How far a day that not every year has (29 February) is looked for."""


@dataclass(frozen=True, slots=True)
class Found:
    """A period read up to the lexeme `end` (exclusive)."""

    end: int
    period: Period
    kind: TimeKind = "event"


@dataclass(slots=True)
class Scene:
    """The lexemes of one sentence, and what is known around them.

    `ahead` tells, for a lexeme's number, whether its clause speaks of what is to come. `previous` is the last resolved
    time of the same sentence.
    """

    words: Sequence[Lexeme]
    today: dt.date | None
    ahead: Callable[[int], bool]
    previous: Period | None = None

    def at(self, index: int) -> Lexeme | None:
        return self.words[index] if 0 <= index < len(self.words) else None

    def low(self, index: int) -> str:
        """The lower-cased text there, empty beyond the ends."""
        return self.words[index].lower if 0 <= index < len(self.words) else ""

    def reads(self, index: int, words: Sequence[str]) -> bool:
        """Tell whether just these words stand there."""
        return all(self.low(index + step) == word for step, word in enumerate(words))

    def kind(self, index: int, kind: str) -> str | None:
        return kind_of(self.words[index], kind) if 0 <= index < len(self.words) else None

    def count(self, index: int) -> int | None:
        return numbers_of(self.words[index]) if 0 <= index < len(self.words) else None

    def glued(self, index: int) -> bool:
        return 0 <= index < len(self.words) and self.words[index].glued

    def is_dash(self, index: int) -> bool:
        return self.low(index) in ("-", "–", "—", "‑")

    def nearest(self, at: int, make: Callable[[int], Period], cue: str = "") -> Period:
        """Return the period of the year that the words mean: the last one begun by the article's day.

        Where the clause points ahead, the first one not yet over; after "by" and "until", whichever is nearer.
        Unresolved without an article's day.
        """
        today = self.today
        if today is None:
            return UNRESOLVED
        back, forth = self._first(today, make, -1), self._first(today, make, 1)
        if cue == "until" and back.earliest is not None and back.latest is not None and forth.earliest is not None:
            is_nearer = (forth.earliest - today) < (today - back.latest)
            return forth if is_nearer or self.ahead(at) else back
        return forth if self.ahead(at) else back

    @staticmethod
    def _first(today: dt.date, make: Callable[[int], Period], step: int) -> Period:
        for away in _YEARS_AROUND:
            try:
                period = make(today.year + step * away)
            except (ValueError, OverflowError):
                continue
            first, last = period.earliest, period.latest
            if first is None or last is None:
                return period
            if last >= today if step > 0 else first <= today:
                return period
        return UNRESOLVED
