"""Files and folders into a stream of articles; what cannot be read is reported and passed over."""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final, Literal

from realpolitik.extractors.readers.decoding import MAX_BYTES, cleaned, decode
from realpolitik.extractors.readers.english import looks_english
from realpolitik.extractors.readers.fields import one_line
from realpolitik.extractors.readers.files import find_files, shown
from realpolitik.extractors.readers.frontmatter import split_front_matter
from realpolitik.extractors.readers.html import declared_encoding, read_page
from realpolitik.extractors.readers.jsonl import read_json_lines
from realpolitik.extractors.readers.markdown import markdown_blocks
from realpolitik.extractors.readers.prose import prose
from realpolitik.extractors.readers.text import text_blocks
from realpolitik.ontology.errors import EmptyInputError, InputError, UnreadableError
from realpolitik.ontology.records import Article, content_hash

__all__ = ["Markup", "make_article", "read_article_text", "read_articles"]

Markup = Literal["text", "markdown", "html"]

_MARKUP: Final[dict[str, Markup]] = {".md": "markdown", ".markdown": "markdown", ".html": "html", ".htm": "html"}
_LINES: Final = (".jsonl", ".ndjson")
_LONGEST_ID: Final = 500


def read_articles(paths: Iterable[Path], *, on_error: Callable[[InputError], None]) -> Iterator[Article]:
    """Yield the articles of files and folders, in sorted order within each folder, one at a time.

    A source that cannot be read goes to `on_error`, whose message names file (and line), reason and remedy; the others
    are read. An article met again (same `doc_id`, same content) is passed over; the same `doc_id` with another content
    is an error.
    """
    known: dict[str, str] = {}
    for path in find_files(paths, on_error=on_error):
        for article in _read_file(path, on_error):
            content = content_hash(article.text, article.title, article.date, article.publisher, article.url)
            first = known.setdefault(article.doc_id, content)
            if first is content:
                yield article
            elif first != content:
                on_error(
                    UnreadableError(
                        f"{article.source}: the id {article.doc_id[:60]!r} was used before for another article; "
                        "give each article its own"
                    )
                )


def read_article_text(
    text: str,
    *,
    markup: Markup = "markdown",
    doc_id: str | None = None,
    title: str | None = None,
    date: dt.date | None = None,
    publisher: str | None = None,
    url: str | None = None,
    source: str | None = None,
) -> Article:
    """Return the article in `text`, as if it stood in a file named `source`.

    Arguments go before what the text says of itself. `Article.text` is plain reading text: paragraphs divided by a
    blank line, each on one line. Raises InputError where there is no article in it.
    """
    name = source or "text"
    text = cleaned(text)
    if markup == "html":
        page = read_page(text, name)
        body, found = prose(page.paragraphs), page.title
        stated_date, stated_publisher, stated_url = page.date, page.publisher, page.url
    else:
        matter, rest = split_front_matter(text, name)
        heading, blocks = (markdown_blocks if markup == "markdown" else text_blocks)(rest)
        body, found = prose(blocks), matter.title or heading
        stated_date, stated_publisher, stated_url = matter.date, matter.publisher, matter.url
    return make_article(
        text=body.text,
        doc_id=doc_id,
        title=one_line(title or found),
        date=date or stated_date or body.date,
        publisher=publisher or stated_publisher,
        url=url or stated_url or body.url,
        source=source,
    )


def make_article(
    *,
    text: str,
    doc_id: str | None,
    title: str | None,
    date: dt.date | None,
    publisher: str | None,
    url: str | None,
    source: str | None,
) -> Article:
    """Return an article of checked fields; without a `doc_id` it gets one that depends on nothing but its content.

    Raises EmptyInputError for a text without letters, UnreadableError for one that is too long, not Unicode or not
    English.
    """
    name = source or "text"
    if not re.search(r"[^\W\d_]", text):
        raise EmptyInputError(f"{name}: no text in it; give a file with an article in it")
    try:
        size = len(text.encode("utf-8"))
        if doc_id is not None:
            doc_id.encode("utf-8")
    except UnicodeEncodeError as error:
        raise UnreadableError(f"{name}: half a character at {error.start} (a lone surrogate); remove it") from None
    if size > MAX_BYTES:
        raise UnreadableError(f"{name}: more than {MAX_BYTES // 2**20} MiB of text; split it into single articles")
    if doc_id is not None and (len(doc_id) > _LONGEST_ID or not doc_id.isprintable()):
        raise UnreadableError(f"{name}: the id is too long or holds control characters; shorten or clean it")
    if not looks_english(text):
        raise UnreadableError(f"{name}: not English; only English articles are read, give a translation")
    if doc_id is None:
        doc_id = f"article-{content_hash(text, title, date, publisher, url)}"
    return Article(doc_id, text, title=title, date=date, publisher=publisher, url=url, source=source)


def _read_file(path: Path, on_error: Callable[[InputError], None]) -> Iterator[Article]:
    name = shown(path)
    try:
        if path.suffix.lower() in _LINES:
            yield from read_json_lines(path, name, finish=make_article, on_error=on_error)
            return
        if path.stat().st_size > MAX_BYTES:
            raise UnreadableError(f"{name}: larger than {MAX_BYTES // 2**20} MiB; split it into single articles")
        raw = path.read_bytes()
        markup = _MARKUP.get(path.suffix.lower(), "text")
        text = decode(raw, name, declared=declared_encoding(raw) if markup == "html" else None)
        article = read_article_text(text, markup=markup, source=name)
    except InputError as error:
        on_error(error)
    except OSError as error:
        on_error(UnreadableError(f"{name}: cannot be read ({error.strerror}); check the file and its permissions"))
    else:
        yield article
