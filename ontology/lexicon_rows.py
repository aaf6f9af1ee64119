"""Lines of the lexicon's tables: tab-separated cells whose values are joined by `|`, with errors that name the cell."""

import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Final

from realpolitik.ontology.errors import DataError

__all__ = ["Row", "table_rows"]

_WORD: Final = r"'?[^\W_A-Z][\w'.-]*(?: [\w'.-]+)*"
_WORDS: Final = re.compile(rf"{_WORD}(?:\|{_WORD})*")
_STRAY_SPACE: Final = re.compile(r"^[ \f\v]|[ \f\v\r](?=\t|$)|\t[ \f\v]", re.MULTILINE)


class Row:
    """One line of a table: where it stands, and its cells by column."""

    __slots__ = ("_cells", "_checked", "_columns", "where")

    def __init__(
        self, where: str, columns: dict[str, int], cells: list[str], checked: dict[tuple[str, str], tuple[str, ...]]
    ) -> None:
        """`checked` is shared by the rows of a table: cells that repeat are taken apart once."""
        self.where, self._columns, self._cells, self._checked = where, columns, cells, checked

    def __getitem__(self, column: str) -> str:
        """Return the text of a cell."""
        return self._cells[self._columns[column]]

    def words(self, column: str) -> tuple[str, ...]:
        """Return the lemmas of a cell."""
        cell = self[column]
        if not cell:
            return ()
        if not _WORDS.fullmatch(cell):
            raise self.error(column, cell, "write lower-case lemmas, the words of one joined by one space, lemmas by |")
        return self.listed(column)

    def word(self, column: str) -> str:
        """Return the one lemma of a cell."""
        words = self.words(column)
        if len(words) != 1:
            raise self.error(column, self[column], "write exactly one lemma a line")
        return words[0]

    def listed(self, column: str, known: Collection[str] | None = None) -> tuple[str, ...]:
        """Return the values of a cell, each of them among `known` where that is given."""
        cell = self[column]
        if not cell:
            return ()
        if (values := self._checked.get((column, cell))) is not None:
            return values
        values = tuple(cell.split("|"))
        if known is not None:
            for value in values:
                if value not in known:
                    raise self.error(column, value, f"use one of {' '.join(sorted(known))}")
        if "" in values or len(set(values)) < len(values):
            raise self.error(column, cell, "remove the empty or repeated value")
        self._checked[column, cell] = values
        return values

    def one(self, column: str, known: Collection[str], default: str = "") -> str:
        """Return the one value of a cell, or `default` where it is empty."""
        value = self[column] or default
        if value not in known:
            raise self.error(column, value, f"give exactly one of {' '.join(sorted(known))}")
        return value

    def error(self, column: str, value: str, remedy: str) -> DataError:
        """Return the error of a cell."""
        return DataError(f"{self.where}: {column}: {value[:80]!r} is not valid; {remedy}")


def table_rows(path: Path, header: str) -> Iterator[Row]:
    """Yield the lines of a UTF-8 table below its `header` (the columns, separated by spaces), without comments.

    A line may leave out its last cells.

    Raises DataError for a missing file, another header, too many cells, or white space at the edge of a cell.
    """
    names = header.split()
    columns = {name: place for place, name in enumerate(names)}
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{path}: cannot be read ({error}); restore the file as UTF-8 text") from None
    lines = text.split("\n")
    if lines[0].split("\t") != names:
        raise DataError(f"{path}:1: the header is {lines[0][:80]!r}; write {', '.join(names)}, separated by tabs")
    if stray := _STRAY_SPACE.search(text):
        number = text.count("\n", 0, stray.start()) + 1
        raise DataError(
            f"{path}:{number}: white space at the edge of a cell; remove it from {lines[number - 1][:80]!r}"
        )
    checked: dict[tuple[str, str], tuple[str, ...]] = {}
    missing = [""] * len(names)
    for number, line in enumerate(lines[1:], start=2):
        if not line or line[0] == "#":
            continue
        cells = line.split("\t")
        if len(cells) > len(names):
            raise DataError(
                f"{path}:{number}: {len(cells)} cells for {len(names)} columns; remove tabs in {line[:80]!r}"
            )
        yield Row(f"{path.name}:{number}", columns, cells + missing[len(cells) :], checked)
