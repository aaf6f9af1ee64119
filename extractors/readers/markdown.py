"""Markdown as paragraphs of plain reading text."""

from collections.abc import Iterator, Sequence
from functools import cache
from html.parser import HTMLParser

from markdown_it import MarkdownIt
from markdown_it.token import Token

from realpolitik.extractors.readers.prose import joined

__all__ = ["markdown_blocks"]

_SKIPPED = frozenset({"table_open"})
_SKIPPED_TAGS = frozenset({"script", "style", "iframe", "figure", "noscript", "template", "svg"})


class _TextOfHtml(HTMLParser):
    """Collects the text of embedded HTML, without scripts, styles and figures."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SKIPPED_TAGS:
            self._inside.append(tag)
        self.parts.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if self._inside and self._inside[-1] == tag:
            self._inside.pop()
        self.parts.append(" ")

    def handle_data(self, data: str) -> None:
        if not self._inside:
            self.parts.append(data)


@cache
def _parser() -> MarkdownIt:
    # Indented paragraphs are common in pasted articles and are no program code.
    return MarkdownIt("commonmark").enable(["table", "strikethrough"]).disable("code")


def markdown_blocks(text: str) -> tuple[str | None, list[str]]:
    """Return the title (the first heading of the first level) and the paragraphs of a Markdown text.

    Links keep their words, emphasis, quotations and lists lose their marks, headings are paragraphs of their own;
    images, code fences and tables are left out.
    """
    title: str | None = None
    blocks: list[str] = []
    skipping = ""
    heading = ""
    for token in _parser().parse(text):
        if skipping:
            if token.type == skipping:
                skipping = ""
            continue
        if token.type in _SKIPPED:
            skipping = token.type.replace("_open", "_close")
        elif token.type == "heading_open":
            heading = token.tag
        elif token.type == "heading_close":
            heading = ""
        elif token.type == "html_block":
            blocks.append(_html_text(token.content))
        elif token.type == "inline":
            block = joined(["".join(_words(token.children or ()))])
            if title is None and heading == "h1":
                title = block or None
            else:
                blocks.append(block)
    return title, blocks


def _words(children: Sequence[Token]) -> Iterator[str]:
    for child in children:
        if child.type in ("text", "code_inline", "text_special"):
            yield child.content
        elif child.type in ("softbreak", "hardbreak") or (
            child.type == "html_inline" and child.content.lower().startswith("<br")
        ):
            yield " "


def _html_text(content: str) -> str:
    reader = _TextOfHtml()
    reader.feed(content)
    reader.close()
    return joined(["".join(reader.parts)])
