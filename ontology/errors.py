"""Everything that can go wrong, as one tree.

    RealpolitikError
    ├── InputError          a source that cannot be read as an article
    │   ├── UnreadableError     missing, binary, wrongly encoded or too large
    │   └── EmptyInputError     no text in it
    ├── DataError           a table, ontology or configuration file that breaks its own rules
    ├── ModelError          the language model is missing, damaged or of the wrong kind
    ├── StoreError          a store that is missing, locked, damaged or not ours
    ├── QueryError          a query that is malformed or that may not be run
    ├── ExportError         a graph that cannot be written in the wanted form
    └── UnsafeTextError     text that may not become an IRI, a path or a query

Each message names the file, line or value and says what to do about it.
"""

__all__ = [
    "DataError",
    "EmptyInputError",
    "ExportError",
    "InputError",
    "ModelError",
    "QueryError",
    "RealpolitikError",
    "StoreError",
    "UnreadableError",
    "UnsafeTextError",
]


class RealpolitikError(Exception):
    """Root of all errors that a user can act on."""


class InputError(RealpolitikError):
    """A source cannot be read as an article."""


class UnreadableError(InputError):
    """A source is missing, binary, wrongly encoded, too large or not a format that is read here."""


class EmptyInputError(InputError):
    """A source holds no text."""


class DataError(RealpolitikError):
    """A table, an ontology file or a configuration breaks its own rules."""


class ModelError(RealpolitikError):
    """The language model is missing, damaged or of the wrong kind."""


class StoreError(RealpolitikError):
    """A store is missing, locked, damaged or not one of ours."""


class QueryError(RealpolitikError):
    """A query is malformed, or would write or call out."""


class ExportError(RealpolitikError):
    """A graph cannot be written in the wanted form."""


class UnsafeTextError(RealpolitikError):
    """A text may not become an IRI, a path or a part of a query."""
