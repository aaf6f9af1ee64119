"""Which files an input means: the file itself, or every readable file below a folder."""

import os
import stat
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final

from realpolitik.ontology.errors import EmptyInputError, InputError, UnreadableError

__all__ = ["SUFFIXES", "find_files", "shown"]

SUFFIXES: Final = (".htm", ".html", ".jsonl", ".markdown", ".md", ".ndjson", ".txt")


def shown(path: Path) -> str:
    """Return a path as it may stand in a message: on one line, without control characters."""
    return "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in str(path))


def find_files(paths: Iterable[Path], *, on_error: Callable[[InputError], None]) -> Iterator[Path]:
    """Yield each file once: named files as given, folders recursively and sorted.

    In folders, only files with one of SUFFIXES count; hidden ones and linked folders are passed over, so that no link
    can lead in circles.
    """
    seen: set[tuple[int, int]] = set()
    for path in paths:
        try:
            status = path.stat()
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or "not a path"
            on_error(UnreadableError(f"{shown(path)}: cannot be read ({reason}); check the name"))
            continue
        if stat.S_ISDIR(status.st_mode):
            inside = list(_below(path, on_error))
            if not inside:
                on_error(
                    EmptyInputError(f"{shown(path)}: no article in this folder; files read are {', '.join(SUFFIXES)}")
                )
        else:
            inside = [path]
        for file in inside:
            try:
                status = file.stat()
            except OSError as error:
                on_error(UnreadableError(f"{shown(file)}: cannot be read ({error.strerror}); check the link"))
                continue
            if not stat.S_ISREG(status.st_mode):
                on_error(UnreadableError(f"{shown(file)}: not a regular file; give a file or a folder"))
            elif (status.st_dev, status.st_ino) not in seen:
                seen.add((status.st_dev, status.st_ino))
                yield file


def _below(folder: Path, on_error: Callable[[InputError], None]) -> Iterator[Path]:
    def refuse(error: OSError) -> None:
        where = shown(Path(os.fsdecode(error.filename)))
        on_error(UnreadableError(f"{where}: cannot be read ({error.strerror}); check its permissions"))

    for root, folders, names in os.walk(folder, onerror=refuse, followlinks=False):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith(".") and Path(name).suffix.lower() in SUFFIXES:
                yield Path(root, name)
