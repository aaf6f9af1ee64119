"""The gazetteer's tables: tab-separated files with a header line, checked row by row.

Dates are YYYY, YYYY-MM or YYYY-MM-DD; a `from` means the first day of what is written, a `to` the last.
"""

import calendar
import csv
import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, get_args

from realpolitik.ontology.errors import DataError
from realpolitik.ontology.records import Actor, ActorKind, LinkedBy

__all__ = ["CONDITIONS", "TABLES", "Table", "bad", "check_name", "parse_actor", "parse_day", "read_extra", "read_table"]

TABLES: Final[dict[str, tuple[str, ...]]] = {
    "actors.tsv": ("id", "label", "kind", "country", "wikidata"),
    "names.tsv": ("text", "actor", "kind", "from", "to", "cased", "condition"),
    "facts.tsv": ("actor", "property", "value", "from", "to"),
    "offices.tsv": ("person", "country", "office", "title", "from", "to"),
    "memberships.tsv": ("organisation", "state", "from", "to", "status"),
}
CONDITIONS: Final = ("actor", "definite", "context")
EXTRA_COLUMNS: Final = ("id", "label", "kind", "country", "wikidata", "aliases", "demonyms")

_KINDS: Final[frozenset[str]] = frozenset(get_args(ActorKind))
_NAME_KINDS: Final[frozenset[str]] = frozenset(get_args(LinkedBy))
# What `mint_iri` takes; that module is not imported here because it loads rdflib.
_ID: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_-]{0,118}[A-Za-z0-9_])?")
_WIKIDATA: Final = re.compile(r"Q[1-9][0-9]*")
_DATE: Final = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")


@dataclass(frozen=True, slots=True)
class Table:
    """The lines of one file without its header; row `i` stands on line `i + 2` of `path`."""

    path: Path
    lines: list[str]
    width: int

    def row(self, number: int) -> list[str]:
        """Return the cells of a row; raises DataError when it does not have as many as the header."""
        cells = self.lines[number].split("\t")
        if len(cells) != self.width:
            raise bad(self, number, f"{len(cells)} cells instead of {self.width}; separate them by single tabs")
        return cells


def bad(table: Table, number: int, message: str) -> DataError:
    """Return the error for a row of a table, with file and line."""
    return DataError(f"{table.path}:{number + 2}: {message}")


def read_table(folder: Path, name: str) -> Table:
    """Read one of TABLES from a folder; raises DataError when it is missing, not UTF-8, or has another header."""
    path, columns = folder / name, TABLES[name]
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise DataError(f"{path}: cannot be read ({error.strerror}); reinstall, or name another folder") from None
    except UnicodeDecodeError as error:
        raise DataError(f"{path}: not UTF-8 at byte {error.start}; save it as UTF-8") from None
    header, _, body = text.partition("\n")
    if header.rstrip("\r") != "\t".join(columns):
        raise DataError(f"{path}:1: the header must be {' '.join(columns)}, separated by tabs; it is {header[:120]!r}")
    lines = body.replace("\r\n", "\n").split("\n")
    if lines and not lines[-1]:
        lines.pop()
    return Table(path, lines, len(columns))


def parse_day(text: str, *, last: bool) -> dt.date | None:
    """Return the first or the last day that a date of the tables may mean, None for an empty one.

    Raises ValueError for anything but YYYY, YYYY-MM and YYYY-MM-DD.
    """
    if not text:
        return None
    match = _DATE.fullmatch(text)
    if not match:
        raise ValueError(f"{text!r} is not a date; write YYYY, YYYY-MM or YYYY-MM-DD")
    year, month, day = (int(part) if part else 0 for part in match.groups())
    month = month or (12 if last else 1)
    try:
        return dt.date(year, month, day or (calendar.monthrange(year, month)[1] if last else 1))
    except (ValueError, calendar.IllegalMonthError):
        raise ValueError(f"{text!r} is not a day of the calendar; correct it") from None


def parse_actor(id: str, label: str, kind: str, country: str, wikidata: str) -> Actor:
    """Return the actor that the cells give; raises ValueError that names the cell and the remedy."""
    if not _ID.fullmatch(id):
        raise ValueError(f"id {id!r}: write 1 to 120 of A-Z a-z 0-9 _ -, beginning and ending with a letter or digit")
    if not label.strip():
        raise ValueError("label is empty; give the name to show")
    if kind not in _KINDS:
        raise ValueError(f"kind {kind!r}: must be one of {', '.join(sorted(_KINDS))}")
    if wikidata and not _WIKIDATA.fullmatch(wikidata):
        raise ValueError(f"wikidata {wikidata!r}: must be Q and a number, or empty")
    return Actor(id, label, kind, country or None, wikidata or None)  # type: ignore[arg-type]


def check_name(text: str, kind: str, cased: str, condition: str) -> None:
    """Raise ValueError, with cell and remedy, unless the cells describe a name."""
    if not text.strip():
        raise ValueError("text is empty; give the name as it is written")
    if kind not in _NAME_KINDS:
        raise ValueError(f"kind {kind!r}: must be one of {', '.join(sorted(_NAME_KINDS))}")
    if cased not in ("", "1"):
        raise ValueError(f"cased {cased!r}: must be 1 or empty")
    if condition and condition not in CONDITIONS:
        raise ValueError(f"condition {condition!r}: must be one of {', '.join(CONDITIONS)}, or empty")


def read_extra(path: Path) -> Iterator[tuple[int, Actor, list[tuple[LinkedBy, str]]]]:
    """Yield line, actor and (kind, text) of its names from a user's CSV file.

    Columns `id`, `label`, `kind` are needed; `country`, `wikidata`, `aliases` and `demonyms` may follow, several values
    in one cell separated by `|`. Raises DataError that names line and column.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader, start = csv.reader(file, strict=True), 1
            rows: list[tuple[int, list[str]]] = []
            for cells in reader:
                rows.append((start, cells))
                start = reader.line_num + 1
    except OSError as error:
        raise DataError(f"{path}: cannot be read ({error.strerror}); give the CSV file with your actors") from None
    except UnicodeDecodeError as error:
        raise DataError(f"{path}: not UTF-8 at byte {error.start}; save it as UTF-8") from None
    except csv.Error as error:
        raise DataError(f"{path}: not a CSV file ({error}); quote cells that hold commas or quotes") from None
    header = [cell.strip() for cell in rows[0][1]] if rows else []
    for column in header:
        if column not in EXTRA_COLUMNS:
            raise DataError(f"{path}:1: column {column!r} is not known; use {', '.join(EXTRA_COLUMNS)}")
    if missing := [column for column in EXTRA_COLUMNS[:3] if column not in header]:
        raise DataError(f"{path}:1: column {missing[0]!r} is missing; the header needs id,label,kind")
    for line, cells in rows[1:]:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            raise DataError(f"{path}:{line}: {len(cells)} cells instead of {len(header)}; add or remove commas")
        row = dict.fromkeys(EXTRA_COLUMNS, "") | {c: v.strip() for c, v in zip(header, cells, strict=True)}
        for column, value in row.items():
            if any(ord(character) < 32 for character in value):
                raise DataError(f"{path}:{line}: column {column}: holds a control character; remove it")
        try:
            actor = parse_actor(row["id"], row["label"], row["kind"], row["country"], row["wikidata"])
        except ValueError as error:
            raise DataError(f"{path}:{line}: {error}") from None
        names: list[tuple[LinkedBy, str]] = [("name", actor.label)]
        names += [("alias", text.strip()) for text in row["aliases"].split("|") if text.strip()]
        names += [("demonym", text.strip()) for text in row["demonyms"].split("|") if text.strip()]
        yield line, actor, names
