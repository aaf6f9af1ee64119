"""Text from the web made fit for a screen: nothing invisible, nothing endless, nothing that turns the line round."""

from collections.abc import Iterable
from typing import Any, Final

from realpolitik.graph.page_records import Mark
from realpolitik.ontology.errors import UnsafeTextError
from realpolitik.ontology.namespaces import web_iri

__all__ = ["readable", "sentence_window", "shown", "web_address"]

_SENTENCE: Final = 1200
_CONTEXT: Final = 240
# Controls, direction overrides and lone surrogates become one visible mark, a space or nothing wide: offsets hold.
_UNSHOWN: Final = (
    dict.fromkeys([*range(0x20), *range(0x7F, 0xA0), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF], "\ufffd")
    | dict.fromkeys([*range(0x202A, 0x202F), *range(0x2060, 0x2070), 0x200B, 0xFEFF], "\u200b")
    | dict.fromkeys(map(ord, "\t\n\v\f\r\x85\u2028\u2029"), " ")
)


def readable(text: str) -> str:
    """Return a text of the same length without control characters, direction overrides and lone surrogates."""
    return text.translate(_UNSHOWN)


def shown(text: str | None, limit: int) -> str | None:
    """Return a text without control characters and direction overrides, cut to a length that a screen can hold."""
    if text is None:
        return None
    plain = " ".join(readable(text[: 4 * limit]).split())
    return plain if len(plain) <= limit else plain[: limit - 1].rstrip() + "…"


def sentence_window(sentence: str, marks: Iterable[Mark]) -> tuple[str, list[list[Any]]]:
    """Return the sentence, cut to a readable length around its marks, and the marks in UTF-16 units for the browser."""
    kept: list[Mark] = []
    # Cue words give way to the actors that they overlap.
    for mark in sorted(marks, key=lambda mark: (mark.role == "cue", mark.start, mark.end)):
        fits = 0 <= mark.start < mark.end <= len(sentence)
        if fits and all(mark.end <= other.start or other.end <= mark.start for other in kept):
            kept.append(mark)
    kept.sort(key=lambda mark: mark.start)
    start, end = 0, len(sentence)
    if end > _SENTENCE:
        start = max(0, (kept[0].start if kept else 0) - _CONTEXT)
        end = min(len(sentence), start + _SENTENCE)
    before = "… " if start else ""
    after = " …" if end < len(sentence) else ""
    text = readable(sentence[start:end])
    shifted: list[list[Any]] = []
    for mark in kept:
        if mark.end > end:
            break
        lengths = [len(before) + _utf16(text[: place - start]) for place in (mark.start, mark.end)]
        shifted.append([*lengths, mark.role])
    return before + text + after, shifted


def _utf16(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def web_address(url: str | None) -> str | None:
    """Return an http or https address as the IRI guard writes it, and None for anything else."""
    if not url:
        return None
    try:
        return str(web_iri(url))
    except UnsafeTextError:
        return None
