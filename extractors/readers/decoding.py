"""Bytes into text: UTF-8, UTF-16 with a byte order mark, and Windows-1252 where it is plainly that."""

import codecs
import re
from typing import Final

from realpolitik.ontology.errors import EmptyInputError, UnreadableError

__all__ = ["MAX_BYTES", "cleaned", "decode"]

MAX_BYTES: Final = 8 * 1024 * 1024
"""Largest text or page, and longest line of a JSONL file: a thousand times a long article."""

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BINARY: Final = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP or office file"),
    (b"\x1f\x8b", "a gzip file"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\x7fELF", "a program"),
    (b"\xd0\xcf\x11\xe0", "an old office file"),
    (b"{\\rtf", "an RTF file"),
)
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")
_INVISIBLE: Final = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u200b\ufeff\ud800-\udfff\ufffe\uffff]"
)
_BREAK: Final = re.compile(r"\r\n?|[\x85\u2028\u2029]")
# UTF-8 read as Windows-1252: such a file is damaged UTF-8, not Windows-1252.
_MOJIBAKE: Final = re.compile("[ÂÃ][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œžŸ]|â€|Ð[\x80-\xbf]|Ñ[\x80-\xbf]")
_MOST_CONTROLS: Final = 0.01
_FEW_CONTROLS: Final = 2
_MOST_HIGH: Final = 0.12


def decode(raw: bytes, name: str, *, declared: str | None = None) -> str:
    """Return the text of `raw`; `declared` is the encoding that a page states for itself.

    Raises EmptyInputError, or UnreadableError for what is binary, too large or in none of the encodings read here.
    """
    if not raw.strip():
        raise EmptyInputError(f"{name}: the file is empty; give a file with an article in it")
    if len(raw) > MAX_BYTES:
        raise UnreadableError(f"{name}: larger than {MAX_BYTES // 2**20} MiB; split it into single articles")
    for start, kind in _BINARY:
        if raw.startswith(start):
            raise UnreadableError(f"{name}: {kind}, not text; save the article as text, Markdown or HTML")
    text = _decoded(raw, name, declared)
    if len(_CONTROL.findall(text)) > max(_FEW_CONTROLS, _MOST_CONTROLS * len(text)):
        raise UnreadableError(f"{name}: binary data, not text; save the article as text, Markdown or HTML")
    return text


def _decoded(raw: bytes, name: str, declared: str | None) -> str:
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            try:
                return raw.decode(encoding)
            except UnicodeDecodeError as error:
                raise UnreadableError(
                    f"{name}: marked as {encoding.removesuffix('-sig').upper()} but broken at byte {error.start}; "
                    "save it again as UTF-8"
                ) from None
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        place = error.start
    if b"\x00" in raw[:4096]:
        raise UnreadableError(f"{name}: binary data, not text; save the article as text, Markdown or HTML")
    if declared is not None:
        try:
            return raw.decode(codecs.lookup(declared).name)
        except (LookupError, UnicodeDecodeError, ValueError):
            raise UnreadableError(
                f"{name}: declared as {declared[:40]!r} but not readable as that, nor as UTF-8; save it as UTF-8"
            ) from None
    text = _western(raw)
    if text is None:
        raise UnreadableError(
            f"{name}: neither UTF-8 nor Windows-1252 text (byte {raw[place]:#04x} at {place}); save it as UTF-8"
        )
    return text


def _western(raw: bytes) -> str | None:
    """Decode as Windows-1252 where the result reads like a Western text: few letters beyond ASCII, none impossible."""
    try:
        text = raw.decode("cp1252")
    except UnicodeDecodeError:
        return None
    letters = [character for character in text if character.isalpha()]
    high = sum(not character.isascii() for character in letters)
    if not letters or high > _MOST_HIGH * len(letters) or _MOJIBAKE.search(text) or _CONTROL.search(text):
        return None
    return text


def cleaned(text: str) -> str:
    """Return `text` with one kind of line break and without control and invisible joining characters."""
    return _INVISIBLE.sub("", _BREAK.sub("\n", text))
