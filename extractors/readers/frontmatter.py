"""Front matter: `key: value` lines between two `---` lines at the head of a file.

A strict little language, not YAML: single-line values, bare or in matching quotes. Unknown keys are passed over.
"""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Final

from realpolitik.extractors.readers.fields import day, one_line, web_address
from realpolitik.ontology.errors import InputError, UnreadableError

__all__ = ["FrontMatter", "split_front_matter"]

_KEY: Final = re.compile(r"([A-Za-z][A-Za-z0-9_ -]*?)[ \t]*:(?:[ \t]+(.*)|[ \t]*)")
_NESTED: Final = re.compile(r"[ \t]+\S|-[ \t]")
_MOST_LINES: Final = 100


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What a file says of itself."""

    title: str | None = None
    date: dt.date | None = None
    publisher: str | None = None
    url: str | None = None


def split_front_matter(text: str, name: str) -> tuple[FrontMatter, str]:
    """Return the front matter of `text` and what follows it; a text without any is returned whole.

    Raises UnreadableError naming file and line where the block never ends, or a line or value is malformed.
    """
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        return FrontMatter(), text
    end = next((i for i, line in enumerate(lines[1:_MOST_LINES], start=1) if line.rstrip() in ("---", "...")), None)
    first = next((line for line in lines[1:] if line.strip()), "")
    if end is None:
        if _KEY.fullmatch(first.strip()) is None:
            return FrontMatter(), text
        raise UnreadableError(f"{name}:1: front matter without an end; close it with a line of three hyphens")
    if _KEY.fullmatch(first.strip()) is None and not first.startswith(("---", "#")):
        return FrontMatter(), text
    found: dict[str, str] = {}
    places: dict[str, int] = {}
    for number, line in enumerate(lines[1:end], start=2):
        if not line.strip() or line.startswith("#") or _NESTED.match(line):
            continue
        match = _KEY.fullmatch(line.rstrip())
        if match is None:
            raise UnreadableError(f"{name}:{number}: {line[:60]!r} is not `key: value`; correct or remove the line")
        key = match[1].lower()
        if key in found:
            raise UnreadableError(f"{name}:{number}: {key!r} stands twice, first in line {places[key]}; keep one")
        found[key] = _unquoted(match[2] or "", f"{name}:{number}")
        places[key] = number
    try:
        matter = FrontMatter(
            title=one_line(found.get("title")),
            date=day(found.get("date")),
            publisher=one_line(found.get("publisher")),
            url=web_address(found.get("url")),
        )
    except InputError as error:
        at = next((f":{places[key]}" for key in ("date", "url") if str(error).startswith(key)), "")
        raise UnreadableError(f"{name}{at}: {error}") from None
    return matter, "\n".join(lines[end + 1 :])


def _unquoted(value: str, place: str) -> str:
    value = value.strip()
    if value[:1] in ("'", '"'):
        quote = value[0]
        if len(value) < 2 or not value.endswith(quote):
            raise UnreadableError(f"{place}: the quotation mark {quote} is not closed; close it or leave it out")
        inner = value[1:-1]
        return inner.replace("''", "'") if quote == "'" else re.sub(r'\\(["\\])', r"\1", inner)
    return value
