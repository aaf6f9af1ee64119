"""Reading what the gazetteer is built from: the reference tables (CSV) and the hand-written seeds (TSV)."""

import csv
from functools import cache
from pathlib import Path

from realpolitik.ontology.errors import DataError

__all__ = ["Row", "read_reference", "read_seed", "values"]

Row = dict[str, str]
SEEDS = Path(__file__).parent / "seeds"


@cache
def read_reference(folder: Path, name: str) -> tuple[Row, ...]:
    """Return the rows of one reference table, a CSV file with a header line."""
    try:
        with (folder / name).open(encoding="utf-8", newline="") as file:
            return tuple(csv.DictReader(file, strict=True))
    except OSError as error:
        raise DataError(f"{folder / name}: cannot be read ({error.strerror}); name the reference folder") from None


@cache
def read_seed(name: str) -> tuple[Row, ...]:
    """Return the rows of one seed; a row with too few or too many cells raises DataError with its line."""
    path = SEEDS / name
    header, *lines = path.read_text(encoding="utf-8").splitlines()
    columns = header.split("\t")
    rows = []
    for number, line in enumerate(lines, start=2):
        cells = line.split("\t")
        if len(cells) != len(columns):
            raise DataError(f"{path}:{number}: {len(cells)} cells instead of {len(columns)}; separate them by tabs")
        rows.append(dict(zip(columns, cells, strict=True)) | {"": f"{path}:{number}"})
    return tuple(rows)


def values(cell: str) -> list[str]:
    """Return the values of a cell that holds several, separated by `|`."""
    return [value.strip() for value in cell.split("|") if value.strip()]
