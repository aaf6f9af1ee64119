"""The ontology's Turtle as a look-up of terms, with errors that name file, term and remedy."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import pyoxigraph

from realpolitik.ontology.errors import DataError
from realpolitik.ontology.local_names import BASE

__all__ = [
    "OWL",
    "PLOVER_PREFIX",
    "RDFS",
    "RDF_TYPE",
    "RP_PREFIX",
    "SCHEMA_ORG",
    "SKOS",
    "XSD",
    "Terms",
    "local_name",
    "read_terms",
]

RP_PREFIX: Final = BASE + "ontology#"
PLOVER_PREFIX: Final = BASE + "plover#"
RDF_TYPE: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
OWL: Final = "http://www.w3.org/2002/07/owl#"
SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
SCHEMA_ORG: Final = "https://schema.org/"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"

Value = pyoxigraph.NamedNode | pyoxigraph.Literal


def local_name(iri: str) -> str:
    """Return what follows the last # or / of an IRI."""
    return iri[max(iri.rfind("#"), iri.rfind("/")) + 1 :]


class Terms:
    """All triples of the ontology, by subject and property, in the order of the files."""

    def __init__(self) -> None:
        self._values: dict[str, dict[str, list[Value]]] = {}
        self._files: dict[str, Path] = {}

    def add(self, subject: str, predicate: str, value: Value, file: Path) -> None:
        """Take in one triple of `file`."""
        self._values.setdefault(subject, {}).setdefault(predicate, []).append(value)
        self._files.setdefault(subject, file)

    def instances(self, cls: str) -> Iterator[str]:
        """Yield the IRIs of the terms that are directly of class `cls`."""
        for subject in self._values:
            if cls in self.iris(subject, RDF_TYPE):
                yield subject

    def iris(self, subject: str, predicate: str) -> list[str]:
        """Return the IRIs among the values; an empty list where there is none."""
        values = self._values.get(subject, {}).get(predicate, ())
        return [value.value for value in values if isinstance(value, pyoxigraph.NamedNode)]

    def texts(self, subject: str, predicate: str, datatype: str | None = None) -> list[str]:
        """Return the literals, only those of `datatype` where it is given."""
        return [
            value.value
            for value in self._values.get(subject, {}).get(predicate, ())
            if isinstance(value, pyoxigraph.Literal) and datatype in (None, value.datatype.value)
        ]

    def iri(self, subject: str, predicate: str) -> str:
        """Return the one IRI that is the value; DataError where there is none or more than one."""
        return self._one(self.iris(subject, predicate), subject, predicate, "term")

    def text(self, subject: str, predicate: str, datatype: str | None = None) -> str:
        """Return the one literal that is the value; DataError where there is none or more than one."""
        return self._one(self.texts(subject, predicate, datatype), subject, predicate, "text")

    def boolean(self, subject: str, predicate: str) -> bool:
        """Return the one xsd:boolean that is the value; DataError where there is no such."""
        text = self.text(subject, predicate, XSD + "boolean")
        if text not in ("true", "false"):
            raise self.error(subject, predicate, f"{text!r} is neither true nor false")
        return text == "true"

    def decimal(self, subject: str, predicate: str) -> float | None:
        """Return the xsd:decimal that is the value, None where there is none; DataError where it is no number."""
        if not self._values.get(subject, {}).get(predicate):
            return None
        text = self.text(subject, predicate, XSD + "decimal")
        try:
            return float(text)
        except ValueError:
            raise self.error(subject, predicate, f"{text!r} is not a number") from None

    def error(self, subject: str, predicate: str, trouble: str) -> DataError:
        """Return the error that says what is wrong with a property of a term."""
        file = self._files.get(subject)
        return DataError(
            f"{file.name if file else 'ontology'}: {local_name(subject)}: {local_name(predicate)}: {trouble}"
        )

    def _one(self, values: list[str], subject: str, predicate: str, what: str) -> str:
        if len(values) != 1:
            raise self.error(subject, predicate, f"needs exactly one {what}, has {len(values)}; correct it in the file")
        return values[0]


def read_terms(files: Iterable[Path]) -> Terms:
    """Return the terms of the Turtle files; DataError where one cannot be read, naming it and the line."""
    terms = Terms()
    for file in files:
        try:
            quads = pyoxigraph.parse(file.read_bytes(), format=pyoxigraph.RdfFormat.TURTLE)
            for quad in quads:
                if isinstance(quad.subject, pyoxigraph.NamedNode) and isinstance(quad.object, Value):
                    terms.add(quad.subject.value, quad.predicate.value, quad.object, file)
        except OSError as error:
            raise DataError(f"{file}: cannot be read ({error.strerror}); install the package again") from None
        except (SyntaxError, ValueError) as error:
            raise DataError(f"{file}: not valid Turtle ({error}); correct that line") from None
    return terms
