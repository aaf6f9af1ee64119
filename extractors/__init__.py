"""Text to statements: readers, the language pipeline, and the steps of reading.

`load` and `extract` are all that most programs need; they import spaCy when first used.
"""

from typing import Any

__all__ = ["Reading", "Resources", "extract", "load", "read"]


def __getattr__(name: str) -> Any:
    if name in __all__:
        from realpolitik.extractors import pipeline

        return getattr(pipeline, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
