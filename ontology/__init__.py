"""What can be said: records, errors, and the schema of event types and relations.

Names that need the ontology or its parser are loaded on first use, so that importing a record stays cheap.
"""

import importlib
from typing import TYPE_CHECKING, Any

from realpolitik.ontology.errors import RealpolitikError
from realpolitik.ontology.records import (
    Actor,
    Article,
    Attribution,
    Cue,
    Evidence,
    Mention,
    Participant,
    Relation,
    Span,
    Statement,
    TimeSpan,
)

if TYPE_CHECKING:
    from realpolitik.ontology.namespaces import mint_iri
    from realpolitik.ontology.schema import Schema, load_schema
    from realpolitik.ontology.statement_json import article_from_json, statement_from_json, statement_to_json

__all__ = [
    "Actor",
    "Article",
    "Attribution",
    "Cue",
    "Evidence",
    "Mention",
    "Participant",
    "RealpolitikError",
    "Relation",
    "Schema",
    "Span",
    "Statement",
    "TimeSpan",
    "article_from_json",
    "load_schema",
    "mint_iri",
    "statement_from_json",
    "statement_to_json",
]

_LAZY = {
    "Schema": "schema",
    "article_from_json": "statement_json",
    "load_schema": "schema",
    "mint_iri": "namespaces",
    "statement_from_json": "statement_json",
    "statement_to_json": "statement_json",
}


def __getattr__(name: str) -> Any:
    if name not in _LAZY:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_LAZY[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
