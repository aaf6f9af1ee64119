"""JSON lines: one record a line, whatever the text in it holds."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from realpolitik.ontology.errors import DataError

__all__ = ["json_line", "read_json_records"]


def json_line(record: Mapping[str, Any]) -> str:
    """Return the record as JSON on one line, without its line break.

    Letters stand as they are; a record with control characters, line separators, direction overrides or lone
    surrogates is escaped throughout, so that no program takes them for more than data.
    """
    text = json.dumps(record, ensure_ascii=False)
    return text if text.isprintable() else json.dumps(record).replace("\x7f", "\\u007f")


def read_json_records(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the number and the object of each line of a UTF-8 file.

    Raises DataError, naming file and line, for a file that cannot be read and a line that holds no object.
    """
    remedy = "restore the file, or move it away and build again"
    try:
        with path.open("rb") as stream:
            for number, line in enumerate(stream, 1):
                try:
                    record = json.loads(line.decode("utf-8"))
                except (ValueError, RecursionError) as error:
                    what = "UTF-8" if isinstance(error, UnicodeDecodeError) else "JSON"
                    raise DataError(f"{path}:{number}: not {what}; {remedy}") from None
                if not isinstance(record, dict):
                    raise DataError(f"{path}:{number}: no JSON object; {remedy}")
                yield number, record
    except OSError as error:
        raise DataError(f"{path}: cannot be read ({error.strerror}); {remedy}") from None
