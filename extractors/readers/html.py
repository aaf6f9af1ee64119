"""HTML pages: main text and metadata by trafilatura, under limits of our own."""

import datetime as dt
import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeVar

from realpolitik.extractors.readers.fields import day, one_line, web_address
from realpolitik.extractors.readers.prose import joined
from realpolitik.ontology.errors import EmptyInputError, InputError

__all__ = ["Page", "declared_encoding", "read_page"]

_CHARSET: Final = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{1,40})", re.IGNORECASE)
_LAST_DAY: Final = "2199-12-31"
_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Page:
    """The main text of a page, as paragraphs, and what the page says of itself."""

    paragraphs: tuple[str, ...]
    title: str | None
    date: dt.date | None
    publisher: str | None
    url: str | None


def declared_encoding(raw: bytes) -> str | None:
    """Return the encoding that a page states in its head."""
    match = _CHARSET.search(raw[:4096])
    return None if match is None else match[1].decode("ascii")


def read_page(html: str, name: str) -> Page:
    """Return the article in a page; raises EmptyInputError where there is none."""
    # Deferred: trafilatura takes a quarter of a second to import, and most inputs are no pages.
    from trafilatura import bare_extraction

    # Without a handler of its own, logging would print trafilatura's warnings to stderr.
    for library in ("trafilatura", "htmldate"):
        logger = logging.getLogger(library)
        if not logger.handlers:
            logger.addHandler(logging.NullHandler())
    document = bare_extraction(
        html,
        with_metadata=True,
        include_comments=False,
        include_tables=False,
        date_extraction_params={"extensive_search": False, "original_date": True, "max_date": _LAST_DAY},
    )
    if document is None or isinstance(document, dict) or not (document.text or "").strip():
        raise EmptyInputError(f"{name}: no article text found in the page; save the article alone, as text or Markdown")
    title = one_line(document.title)
    paragraphs = [joined([re.sub(r"^[-•*] ", "", line)]) for line in (document.text or "").split("\n")]
    if paragraphs and title is not None and paragraphs[0].casefold() == title.casefold():
        del paragraphs[0]
    return Page(
        tuple(paragraph for paragraph in paragraphs if paragraph),
        title,
        _or_none(day, document.date),
        one_line(document.sitename or document.hostname),
        _or_none(web_address, document.url),
    )


def _or_none(check: Callable[[str | None], _Value | None], value: str | None) -> _Value | None:
    """A page's own metadata is a guess at best: what does not hold is left out."""
    try:
        return check(value)
    except InputError:
        return None
