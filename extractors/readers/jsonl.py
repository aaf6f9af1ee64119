"""JSON lines: one article a line, its text kept to the letter because offsets refer to it."""

import datetime as dt
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from realpolitik.extractors.readers.decoding import MAX_BYTES
from realpolitik.extractors.readers.fields import day, one_line, web_address
from realpolitik.extractors.time_dates import full_date
from realpolitik.ontology.errors import EmptyInputError, InputError, UnreadableError
from realpolitik.ontology.records import Article

__all__ = ["read_json_lines"]

_ID_KEYS: Final = ("doc_id", "id")
_DATE_LINES: Final = 3


def read_json_lines(
    path: Path, name: str, *, finish: Callable[..., Article], on_error: Callable[[InputError], None]
) -> Iterator[Article]:
    """Yield the articles of a file, reading one line at a time; a bad line is reported with its number and passed over.

    `finish` makes the article of checked fields (see `articles.make_article`).
    """
    encoding = _encoding(path)
    number = 0
    found = False
    with path.open(encoding=encoding, errors="surrogateescape", newline="\n") as stream:
        while True:
            number += 1
            place = f"{name}:{number}"
            try:
                line = stream.readline(MAX_BYTES + 1)
                if not line:
                    break
                if len(line) > MAX_BYTES:
                    while line and not line.endswith("\n"):
                        line = stream.readline(MAX_BYTES)
                    raise UnreadableError(f"{place}: longer than {MAX_BYTES // 2**20} MiB; split the text")
                if not line.strip():
                    continue
                found = True
                yield _article(line, place, finish)
            except UnicodeDecodeError:
                on_error(UnreadableError(f"{place}: broken {encoding.upper()}; save the file as UTF-8"))
                return
            except InputError as error:
                on_error(error)
                found = True
    if not found:
        on_error(EmptyInputError(f"{name}: the file is empty; write one JSON object a line, with a `text`"))


def _encoding(path: Path) -> str:
    with path.open("rb") as stream:
        head = stream.read(4)
    return "utf-16" if head[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"


def _article(line: str, place: str, finish: Callable[..., Article]) -> Article:
    record = _record(line, place)
    text = record.get("text")
    if not isinstance(text, str):
        raise UnreadableError(f"{place}: `text` is missing or no string; give the article's text as a string")
    doc_id = next((record[key] for key in _ID_KEYS if record.get(key) not in (None, "")), None)
    if doc_id is not None and (isinstance(doc_id, bool) or not isinstance(doc_id, str | int)):
        raise UnreadableError(f"{place}: `doc_id` is neither a string nor a whole number; correct it")
    values = {key: _string(record.get(key), key, place) for key in ("title", "date", "publisher", "url")}
    try:
        return finish(
            text=text,
            doc_id=None if doc_id is None else str(doc_id),
            title=one_line(values["title"]),
            date=day(values["date"]) or _date_line(text),
            publisher=one_line(values["publisher"]),
            url=web_address(values["url"]),
            source=place,
        )
    except InputError as error:
        if str(error).startswith(place):
            raise
        raise UnreadableError(f"{place}: {error}") from None


def _date_line(text: str) -> dt.date | None:
    lines = [line.strip() for line in text[:1000].split("\n") if line.strip()]
    return next((date for line in lines[:_DATE_LINES] if (date := full_date(line)) is not None), None)


def _record(line: str, place: str) -> dict[str, Any]:
    try:
        line.encode("utf-8")
    except UnicodeEncodeError as error:
        raise UnreadableError(f"{place}: not UTF-8 (character {error.start}); save the file as UTF-8") from None
    try:
        record = json.loads(line)
    except json.JSONDecodeError as error:
        raise UnreadableError(f"{place}: not JSON ({error.msg}, column {error.colno}); correct the line") from None
    except (RecursionError, ValueError) as error:
        raise UnreadableError(f"{place}: not readable as JSON ({type(error).__name__}); correct the line") from None
    if not isinstance(record, dict):
        raise UnreadableError(f"{place}: a JSON {type(record).__name__} where an object is wanted; correct the line")
    return record


def _string(value: object, key: str, place: str) -> str | None:
    if value is None or isinstance(value, str):
        return value
    raise UnreadableError(f"{place}: `{key}` is no string; give it as a string or leave it out")
