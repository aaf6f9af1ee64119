"""Our own sentences annotated for names: one a line, each name in brackets after its class ("[GPE Peru]")."""

from __future__ import annotations

import random
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

Names = tuple[tuple[int, int, str], ...]

FOLDER = resources.files("realpolitik.extractors.training") / "sentences"


def read_bracketed(tokens: Callable[[str], list[tuple[int, int]]], chosen: str, copies: int = 0) -> Iterator[NamedText]:
    """The sentences of the part `train` or `check`; `tokens` gives the character spans of a text's tokens.

    Each sentence is followed by so many `copies` with other names of the part in their places. A name that begins or
    ends inside a token is left unknown. Raises DataError with file and line.
    """
    lines = [(where, text, names) for where, text, names in _lines() if part(text) == chosen]
    pools: dict[str, list[str]] = {}
    for _, text, names in lines:
        for start, end, label in names:
            pools.setdefault(_pool(label, text[start:end]), []).append(text[start:end])
    for where, text, names in lines:
        rng = random.Random(text)  # noqa: S311
        yield _named(where, text, names, tokens)
        for copy in range(copies if names else 0):
            yield _named(f"{where}+{copy + 1}", *_renamed(text, names, pools, rng), tokens)


def _lines() -> Iterator[tuple[str, str, Names]]:
    for path in sorted(FOLDER.iterdir(), key=lambda p: p.name):
        if not path.name.endswith(".txt"):
            continue
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            if line.strip() and not line.startswith("#"):
                where = f"{path.name}:{number}"
                yield where, *parse(line, where)


def _named(where: str, text: str, names: Names, tokens: Callable[[str], list[tuple[int, int]]]) -> NamedText:
    spans = tokens(text)
    starts, ends = {a for a, _ in spans}, {b for _, b in spans}
    whole = tuple(n for n in names if n[0] in starts and n[1] in ends)
    broken = tuple(n[:2] for n in names if n not in whole)
    return NamedText(where, text, tuple(spans), whole, broken)


def _pool(label: str, name: str) -> str:
    """The kind of name that may stand in its place: a class, and for peoples whether it is a noun in the plural."""
    capitals = " upper" if name.isupper() and len(name) > 5 else ""
    return f"{label}{' plural' if label == 'NORP' and name.endswith('s') else ''}{capitals}"


def _renamed(text: str, names: Names, pools: dict[str, list[str]], rng: random.Random) -> tuple[str, Names]:
    """The sentence with other names of the same kind ("Mention Replacement", Dai and Adel, COLING 2020)."""
    out, at, found = "", 0, []
    for start, end, label in names:
        name = rng.choice(pools[_pool(label, text[start:end])])
        out += text[at:start]
        found.append((len(out), len(out) + len(name), label))
        out += name
        at = end
    return out + text[at:], tuple(found)


def parse(line: str, where: str) -> tuple[str, Names]:
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
