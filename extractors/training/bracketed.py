"""Our own sentences annotated for names: one a line, each name in brackets after its class ("[GPE Peru]")."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import resources
from typing import TYPE_CHECKING

from realpolitik.extractors.training.annotated import part
from realpolitik.extractors.training.corpus import NamedText
from realpolitik.extractors.training.names import CLASSES
from realpolitik.ontology.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Callable

_NAME = re.compile(r"\[([A-Z]+) ([^\[\]]+)\]")

FOLDER = resources.files("realpolitik.extractors.training") / "sentences"


def read_bracketed(tokens: Callable[[str], list[tuple[int, int]]], chosen: str) -> Iterator[NamedText]:
    """The sentences of the part `train` or `check`; `tokens` gives the character spans of a text's tokens.

    A name that begins or ends inside a token is left unknown. Raises DataError with file and line.
    """
    for path in sorted(FOLDER.iterdir(), key=lambda p: p.name):
        if not path.name.endswith(".txt"):
            continue
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            if not line.strip() or line.startswith("#"):
                continue
            where = f"{path.name}:{number}"
            text, names = parse(line, where)
            if part(text) == chosen:
                spans = tokens(text)
                starts, ends = {a for a, _ in spans}, {b for _, b in spans}
                whole = tuple(n for n in names if n[0] in starts and n[1] in ends)
                broken = tuple(n[:2] for n in names if n not in whole)
                yield NamedText(where, text, tuple(spans), whole, broken)


def parse(line: str, where: str) -> tuple[str, tuple[tuple[int, int, str], ...]]:
    """A line's text without its brackets, and its names (start, end, class)."""
    text, at, names = "", 0, []
    for match in _NAME.finditer(line):
        label, name = match.groups()
        if label not in CLASSES:
            raise DataError(f"{where}: {label} is no class of names; choose among {', '.join(CLASSES)}")
        text += line[at : match.start()]
        names.append((len(text), len(text) + len(name), label))
        text += name
        at = match.end()
    text += line[at:]
    if "[" in text or "]" in text:
        raise DataError(f"{where}: a bracket without its other half; write [CLASS name]")
    return text, tuple(names)
