"""Paragraphs of prose: what is left of a page when its furniture is taken away."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from realpolitik.extractors.readers.fields import web_address
from realpolitik.extractors.tables import column
from realpolitik.extractors.time_dates import full_date
from realpolitik.ontology.errors import InputError

__all__ = ["Prose", "joined", "prose"]

_HEADER: Final = ("place", "words")
_ADDRESS: Final = re.compile(r"<?(https?://[^\s<>]+)>?[.,;]?", re.IGNORECASE)
_LEAD: Final = re.compile(r"([A-Za-z][A-Za-z -]{2,40}?)\s*[:\u2013\u2014|]\s*(.*)", re.DOTALL)
_LONGEST_CREDIT: Final = 120
_DATE_BLOCKS: Final = 3
"""A date line stands among the first blocks of a text, or it is no date line."""


@dataclass(frozen=True, slots=True)
class Prose:
    """Paragraphs in reading order, with the date line and the address of origin that stood among them."""

    paragraphs: tuple[str, ...]
    date: dt.date | None = None
    url: str | None = None

    @property
    def text(self) -> str:
        """The paragraphs, a blank line between each two."""
        return "\n\n".join(self.paragraphs)


def joined(lines: Iterable[str]) -> str:
    """Return the lines as one, every run of white space a single space."""
    return " ".join(" ".join(lines).split())


def prose(blocks: Iterable[str]) -> Prose:
    """Sort `blocks` (one paragraph each, on one line) into prose, date line, address of origin and furniture.

    Furniture is a block led by "Related article:", "Read more:", "Original url:" and the like, a bare address, and a
    short line that credits a picture.
    """
    kept: list[str] = []
    date: dt.date | None = None
    url: str | None = None
    seen = 0
    for block in blocks:
        if not block:
            continue
        seen += 1
        if date is None and seen <= _DATE_BLOCKS and (date := full_date(block)) is not None:
            continue
        lead = _LEAD.fullmatch(block)
        is_lead = lead is not None and lead[1].lower() in column("reader_furniture", _HEADER, place="lead")
        rest = lead[2] if lead is not None and is_lead else block
        address = _ADDRESS.fullmatch(rest.strip())
        if address is not None:
            url = url or _clean(address[1])
        elif not is_lead and not _is_furniture(block):
            kept.append(block)
    return Prose(tuple(kept), date, url)


def _clean(address: str) -> str | None:
    try:
        return web_address(address)
    except InputError:
        return None


def _is_furniture(block: str) -> bool:
    words = block.lower().rstrip(" .:!")
    if words in column("reader_furniture", _HEADER, place="whole"):
        return True
    if words in column("reader_furniture", _HEADER, place="lead") and block.rstrip().endswith(":"):
        return True
    if len(block) > _LONGEST_CREDIT or block.rstrip(")\"'”’ ").endswith((".", "!", "?")):
        return False
    return any(
        re.search(rf"(?:^|[/|(©–—]|\bvia)\s*{re.escape(name)}\b", words)
        for name in column("reader_furniture", _HEADER, place="credit")
    )
