"""Plain text as paragraphs."""

import re
from typing import Final

from realpolitik.extractors.readers.prose import joined

__all__ = ["text_blocks"]

_HEADING: Final = re.compile(r"#{1,6}[ \t]+(.+?)[ \t]*#*[ \t]*")
_LONG_LINE: Final = 160
"""Hard-wrapped text is narrower; a block with a longer line has one paragraph a line."""


def text_blocks(text: str) -> tuple[str | None, list[str]]:
    """Return the title (a first line `# like this`) and the paragraphs of a plain text.

    Paragraphs are divided by blank lines, and by each line break in a block whose lines are too long to be wrapped.
    """
    title: str | None = None
    blocks: list[str] = []
    for block in re.split(r"\n[ \t]*(?:\n[ \t]*)+", text.strip("\n")):
        lines = [line.strip() for line in block.split("\n") if line.strip()]
        if not lines:
            continue
        heading = _HEADING.fullmatch(lines[0])
        if heading is not None and title is None and not blocks:
            title, lines = joined([heading[1]]), lines[1:]
        if any(len(line) > _LONG_LINE for line in lines):
            blocks += [joined([line]) for line in lines]
        elif lines:
            blocks.append(joined(lines))
    return title, blocks
