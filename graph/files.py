"""Writing a file whole or not at all."""

import os
import tempfile
from pathlib import Path

from realpolitik.ontology.errors import ExportError

__all__ = ["write_whole"]


def write_whole(path: str | os.PathLike[str], content: bytes) -> None:
    """Write the bytes beside `path` and then put them in its place.

    Raises ExportError where that cannot be done; what stood there before then stays as it was.
    """
    target = Path(path)
    try:
        handle, beside = tempfile.mkstemp(prefix=f".{target.name[:60]}.", suffix=".part", dir=target.parent)
    except OSError as error:
        raise ExportError(f"{target}: cannot be written ({error.strerror}); choose a folder you can write to") from None
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        umask = os.umask(0)
        os.umask(umask)
        os.chmod(beside, 0o666 & ~umask)
        os.replace(beside, target)
    except OSError as error:
        Path(beside).unlink(missing_ok=True)
        raise ExportError(f"{target}: cannot be written ({error.strerror}); choose another place") from None
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise
