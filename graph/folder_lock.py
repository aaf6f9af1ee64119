"""Many may read a store at once or one may write it; Oxigraph itself keeps only two writers apart."""

import os
from pathlib import Path
from typing import Final

from realpolitik.ontology.errors import StoreError

try:
    import fcntl
except ImportError:  # where the system has no such locks, Oxigraph's own lock still keeps two writers apart
    fcntl = None  # type: ignore[assignment]

__all__ = ["FolderLock"]

_FILE: Final = "lock"


class FolderLock:
    """A lock on a folder that ends with the process; shared for reading, exclusive for writing.

    Raises StoreError at once where another holds it.
    """

    def __init__(self, folder: Path, *, shared: bool) -> None:
        self._handle: int | None = None
        if fcntl is None:
            return
        try:
            self._handle = os.open(folder / _FILE, os.O_RDONLY | os.O_CREAT, 0o644)
        except OSError as error:
            if shared:  # a read-only medium: nobody can write there
                return
            raise StoreError(f"{folder}: cannot be written ({error.strerror}); check its permissions") from None
        try:
            fcntl.flock(self._handle, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except OSError:
            self.release()
            raise StoreError(f"{folder}: in use by another process; wait until it has ended") from None

    def release(self) -> None:
        """Let go of the folder; a second call does nothing."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None
