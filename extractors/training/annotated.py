"""Our annotated sentences as typed records; `tests/corpus/README.md` has the format."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Literal, get_args

from realpolitik.ontology.errors import DataError
from realpolitik.ontology.records import Status
from realpolitik.ontology.schema import Schema, load_schema

__all__ = ["NEWS", "Annotation", "Case", "End", "Part", "Speaker", "part", "read_cases", "read_file"]

Part = Literal["train", "check"]

NEWS = Path(__file__).with_name("news")
"""Statements of real news: ids of a corpus in the place of its sentences, which are not ours to copy."""

_STATUSES = frozenset(get_args(Status)) - {"actual"}
_ID = re.compile(r"[A-Za-z][\w-]*")
_MARK = re.compile(
    r"by .+?(?=,? (?:negated|core|future|requested|hypothetical|feared|time \d*\S*\.\.\S*)\b|$)|time \S+|[a-z]+"
)
_TIME = re.compile(r"time (\d{4}-\d{2}-\d{2})?\.\.(\d{4}-\d{2}-\d{2})?")


@dataclass(frozen=True, slots=True)
class End:
    """Words of the sentence with their place in it, and the id of the actor they mean where it is certain."""

    words: str
    start: int
    end: int
    actor: str | None = None


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who says so, when it is not the publisher; `end` is None where nobody is named."""

    end: End | None


@dataclass(frozen=True, slots=True)
class Annotation:
    """One statement that a sentence makes; `relation` is an event type or a standing relation."""

    subject: End
    relation: str
    object: End | None
    line: int
    mode: str | None = None
    standing: bool = False
    negated: bool = False
    status: Status = "actual"
    speaker: Speaker | None = None
    time: tuple[dt.date | None, dt.date | None] | None = None
    core: bool = False
    """It belongs to what the article is about."""


@dataclass(frozen=True, slots=True)
class Case:
    """One block: a sentence, or an article of several paragraphs.

    With it stand all that it states between actors, and the pairs that it merely sets side by side.
    """

    text: str
    file: str
    line: int
    annotations: tuple[Annotation, ...] = ()
    apart: tuple[tuple[End, End], ...] = ()
    date: dt.date | None = None
    title: str | None = None
    standing: bool = True
    """Whether standing relations are annotated too."""

    @property
    def part(self) -> Part:
        """Return the part of the corpus that this case belongs to."""
        return part(self.text)


def part(text: str) -> Part:
    """Return "check" for a quarter of all texts, "train" for the others; it depends on nothing but the text."""
    return "check" if blake2b(text.encode(), digest_size=8).digest()[0] % 4 == 0 else "train"


def read_cases(
    folder: Path, names: Collection[str] = ("",), texts: Mapping[str, str] | None = None
) -> tuple[Case, ...]:
    """Return the cases of the files whose name contains one of `names`, in the order of the names; raises DataError.

    `texts` are of a corpus that is not ours to copy, by id: blocks then name the id in the place of the text, and
    their standing relations, which are not annotated throughout, are left out.
    """
    schema = load_schema()
    paths = [path for path in sorted(folder.glob("*.txt")) if any(name in path.name for name in names)]
    return tuple(case for path in paths for case in read_file(path, schema, texts))


def read_file(path: Path, schema: Schema | None = None, texts: Mapping[str, str] | None = None) -> Iterator[Case]:
    """Yield the cases of one file; raises DataError, which names file and line."""
    try:
        lines = path.read_text("utf-8").splitlines()
    except UnicodeDecodeError as error:
        raise DataError(f"{path.name}: not UTF-8 ({error}); save it as UTF-8") from error
    schema = schema or load_schema()
    block: list[tuple[int, str]] = []
    for number, line in enumerate([*lines, ""], start=1):
        if line.startswith("#"):
            continue
        if line.strip():
            block.append((number, line.rstrip()))
        elif block:
            yield _Block(path.name, schema, texts).read(block)
            block = []


def _split(field: str) -> list[str]:
    """Return the marks of one field; commas or spaces part them, and a speaker's words run to the next known mark."""
    return [mark.strip(" ,") for mark in _MARK.findall(field)] if _MARK.sub("", field).strip(" ,") == "" else [field]


class _Block:
    """Reads the lines of one block."""

    def __init__(self, file: str, schema: Schema, texts: Mapping[str, str] | None = None) -> None:
        self.file = file
        self.schema = schema
        self.texts = texts
        self.line = 0
        self.text = ""

    def read(self, lines: list[tuple[int, str]]) -> Case:
        date: dt.date | None = None
        title: str | None = None
        annotations: list[Annotation] = []
        apart: list[tuple[End, End]] = []
        first = 0
        for self.line, line in lines:
            sign, _, rest = line.partition(" ")
            if sign == "!" and not self.text:
                key, _, value = rest.partition(" ")
                if key == "date":
                    date = self._day(value)
                elif key == "title" and value:
                    title = value
                else:
                    raise self._error(f"unknown heading {rest!r}; write `! date YYYY-MM-DD` or `! title …`")
            elif sign == "/" and rest and self.text and not (annotations or apart):
                self.text += f"\n\n{rest}"
            elif sign in ("+", "0") and self.text:
                if sign == "+":
                    annotations.append(self._annotation(rest))
                else:
                    apart.append(self._pair(rest))
            elif self.text:
                raise self._error(
                    f"a second sentence line {line[:40]!r}; put both sentences on one line, or a blank between"
                )
            elif sign in ("+", "0", "!", "/"):
                raise self._error(f"{line[:40]!r} stands before its sentence")
            else:
                self.text, first = self._text(line), self.line
        if not self.text:
            raise self._error("a heading without a sentence")
        standing = self.texts is None
        kept = tuple(a for a in annotations if standing or not a.standing)
        return Case(self.text, self.file, first, kept, tuple(apart), date, title, standing)

    def _text(self, line: str) -> str:
        if self.texts is None:
            return line
        if line not in self.texts:
            raise self._error(f"no text of the corpus has the id {line!r}")
        return self.texts[line]

    def _annotation(self, line: str) -> Annotation:
        fields = [field.strip() for field in line.split("|")]
        if len(fields) < 3:
            raise self._error("a statement has at least three fields: SUBJECT | TYPE | OBJECT | marks")
        relation, _, mode = fields[1].partition("/")
        standing = relation in self.schema.standing
        event_type = self.schema.event_types.get(relation)
        if event_type is None and not standing:
            raise self._error(f"unknown type {relation!r}; use a PLOVER type or a standing relation")
        if mode and (event_type is None or mode not in event_type.modes):
            raise self._error(f"{relation} has no mode {mode!r}")
        obj = None if fields[2] == "-" else self._end(fields[2])
        marks = self._marks(fields[3:])
        return Annotation(self._end(fields[0]), relation, obj, self.line, mode or None, standing, *marks)

    def _marks(
        self, fields: list[str]
    ) -> tuple[bool, Status, Speaker | None, tuple[dt.date | None, dt.date | None] | None, bool]:
        negated = core = False
        status: Status = "actual"
        speaker: Speaker | None = None
        time: tuple[dt.date | None, dt.date | None] | None = None
        for mark in (mark for field in fields for mark in _split(field)):
            if mark == "negated":
                negated = True
            elif mark == "core" and not core:
                core = True
            elif mark in _STATUSES and status == "actual":
                status = mark  # type: ignore[assignment]
            elif mark.startswith("by ") and speaker is None:
                who = mark.removeprefix("by ")
                speaker = Speaker(None if who == "unnamed" else self._end(who))
            elif (found := _TIME.fullmatch(mark)) and time is None:
                earliest, latest = (self._day(day) if day else None for day in found.groups())
                if earliest and latest and earliest > latest:
                    raise self._error(f"{mark!r} ends before it begins")
                time = earliest, latest
            else:
                raise self._error(f"unknown or second mark {mark!r}; see README.md for the marks")
        return negated, status, speaker, time, core

    def _pair(self, line: str) -> tuple[End, End]:
        one, bar, other = line.partition("|")
        if not bar:
            raise self._error("a pair that stands apart is written `0 A | B`")
        return self._end(one.strip()), self._end(other.strip())

    def _end(self, text: str) -> End:
        words, sign, actor = text.rpartition("=")
        if not sign:
            words, actor = text, ""
        elif not _ID.fullmatch(actor):
            raise self._error(f"{actor!r} is no actor id; leave `=` off where it is not certain")
        words, sign, count = words.strip().partition("#")
        if sign and not count.isdigit():
            raise self._error(f"{text!r}: write `word#2` for the second occurrence")
        # Whole words only, so that "Iran" is not found inside "Iranian".
        places = [m.start() for m in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", self.text)]
        number = int(count or 1)
        if not words or len(places) < number or number < 1:
            raise self._error(f"{words!r} (occurrence {number}) does not stand in the sentence")
        start = places[number - 1]
        return End(words, start, start + len(words), actor or None)

    def _day(self, text: str) -> dt.date:
        try:
            return dt.date.fromisoformat(text)
        except ValueError as error:
            raise self._error(f"{text!r} is no day; write YYYY-MM-DD") from error

    def _error(self, message: str) -> DataError:
        return DataError(f"{self.file}:{self.line}: {message}")
