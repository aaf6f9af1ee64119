"""The extractors' word lists, from `extractors/data`."""

import csv
from functools import cache
from importlib.resources import files

from realpolitik.ontology.errors import DataError

__all__ = ["column", "rows"]


@cache
def rows(name: str, header: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """Return the rows of the table `name`.tsv below its header line.

    Raises DataError naming file and line where the header or the number of cells differs from `header`.
    """
    table = files("realpolitik.extractors") / "data" / f"{name}.tsv"
    lines = csv.reader(table.read_text(encoding="utf-8").splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    found = tuple(next(lines, ()))
    if found != header:
        raise DataError(f"{name}.tsv:1: columns {found} where {header} are wanted; restore the header line")
    result = []
    for number, cells in enumerate(lines, start=2):
        if len(cells) != len(header) or not all(cells):
            raise DataError(f"{name}.tsv:{number}: {len(header)} filled cells are wanted, separated by tabs")
        result.append(tuple(cells))
    return tuple(result)


@cache
def column(name: str, header: tuple[str, ...], **where: str) -> frozenset[str]:
    """Return the last cells of the rows whose other cells are as in `where`."""
    places = {header.index(key): value for key, value in where.items()}
    return frozenset(
        row[-1] for row in rows(name, header) if all(row[place] == value for place, value in places.items())
    )
