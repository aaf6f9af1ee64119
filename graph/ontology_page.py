"""The ontology as one page to read, made from its Turtle: every term with definition, example and what it joins."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from jinja2 import Environment, StrictUndefined
from rdflib import OWL, RDF, RDFS, SKOS, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from realpolitik.graph.files import write_whole
from realpolitik.ontology.errors import ExportError
from realpolitik.ontology.namespaces import PLOVER, PREFIXES, RP

__all__ = ["ontology_turtle", "render_ontology", "write_ontology_page"]

_FILES: Final = ("realpolitik.ttl", "plover.ttl")
_SCHEMA: Final = Namespace(PREFIXES["schema"])
_PROPERTIES: Final = (OWL.ObjectProperty, OWL.DatatypeProperty)
# Sections in the order of the page; a term stands in the first whose class it is of.
_SECTIONS: Final[tuple[tuple[str, str, tuple[URIRef, ...]], ...]] = (
    ("event-types", "Event types", (RP.EventType,)),
    ("modes", "Modes of event types", (RP.Mode,)),
    ("contexts", "Contexts", (RP.Context,)),
    ("standing", "Standing relations", (RP.StandingRelation,)),
    ("relations", "Relations of event types", (RP.Relation,)),
    ("kinds", "Kinds of actors", (RP.ActorKind,)),
    ("classes", "Other classes", (OWL.Class,)),
    ("properties", "Other properties", _PROPERTIES),
    ("values", "Values", ()),
)
# What is told of a term, in this order: predicate and the words for it.
_FACTS: Final[tuple[tuple[URIRef, str], ...]] = (
    (RDFS.subClassOf, "is a kind of"),
    (RDFS.subPropertyOf, "implies"),
    (RDFS.domain, "from"),
    (RDFS.range, "to"),
    (_SCHEMA.domainIncludes, "from any of"),
    (_SCHEMA.rangeIncludes, "to any of"),
    (OWL.inverseOf, "inverse"),
    (RP.modeOf, "mode of"),
    (RP.quad, "quad"),
    (RP.score, "score"),
    (RP.needsRecipient, "needs a recipient"),
    (RP.reciprocal, "holds both ways"),
    (RP.plannedAs, "when only planned"),
    (RP.refusedAs, "when refused"),
    (SKOS.notation, "notation"),
    (SKOS.broader, "part of"),
    (SKOS.closeMatch, "close to"),
    (SKOS.exactMatch, "the same as"),
)


@dataclass(frozen=True, slots=True)
class _Link:
    text: str
    anchor: str | None
    """The fragment of a term of this page; None for everything else."""


@dataclass(frozen=True, slots=True)
class _Term:
    anchor: str
    name: str
    iri: str
    label: str
    definition: str
    example: str
    facts: tuple[tuple[str, tuple[_Link, ...]], ...]


@dataclass(frozen=True, slots=True)
class _Section:
    anchor: str
    title: str
    terms: tuple[_Term, ...]


def ontology_turtle() -> str:
    """Return the Turtle of the ontology as it ships: our own terms, then PLOVER's."""
    return "\n".join(_text(name) for name in _FILES)


def write_ontology_page(path: str | os.PathLike[str]) -> None:
    """Write the page to one HTML file, whole or not at all; raises ExportError where that cannot be done."""
    write_whole(path, render_ontology().encode())


def render_ontology() -> str:
    """Return the page as HTML: no script, no request, the same bytes each time."""
    graph = _graph()
    terms = sorted({s for s in graph.subjects(RDFS.label) if isinstance(s, URIRef)}, key=_name)
    left = [term for term in terms if not _name(term).startswith("plover:cameo-")]
    sections = []
    for anchor, title, classes in _SECTIONS:
        here = [t for t in left if not classes or any((t, RDF.type, one) in graph for one in classes)]
        left = [t for t in left if t not in here]
        if here:
            sections.append(_Section(anchor, title, tuple(_term(graph, t) for t in here)))
    ours = sum(len(section.terms) for section in sections)
    template = _asset("ontology.html.jinja")
    environment = Environment(autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True)
    return environment.from_string(template).render(sections=sections, count=ours)


def _term(graph: Graph, term: URIRef) -> _Term:
    facts = []
    for predicate, words in _FACTS:
        found = sorted(graph.objects(term, predicate), key=_shown)
        if predicate == SKOS.notation:
            found = [value for value in found if str(value) != _name(term).partition(":")[2]]
        if found:
            facts.append((words, tuple(_link(graph, value) for value in found)))
    return _Term(
        _anchor(term),
        _name(term),
        str(term),
        _first(graph.objects(term, RDFS.label)),
        _first(graph.objects(term, SKOS.definition)),
        _first(graph.objects(term, SKOS.example)),
        tuple(facts),
    )


def _link(graph: Graph, value: Node) -> _Link:
    if not isinstance(value, URIRef) or not str(value).startswith((str(RP), str(PLOVER))):
        return _Link(_shown(value), None)
    if _name(value).startswith("plover:cameo-"):
        return _Link(_first(graph.objects(value, RDFS.label)), None)
    return _Link(_name(value), _anchor(value))


def _shown(value: Node) -> str:
    if isinstance(value, URIRef):
        return _name(value)
    if isinstance(value, Literal) and isinstance(value.toPython(), bool):
        return "yes" if value.toPython() else "no"
    return str(value)


def _name(term: URIRef) -> str:
    """The term with its prefix, or whole where we have none for it."""
    for prefix, space in PREFIXES.items():
        if str(term).startswith(str(space)):
            return f"{prefix}:{str(term)[len(str(space)) :]}"
    return str(term)


def _anchor(term: URIRef) -> str:
    return _name(term).replace(":", "-")


def _first(values: Iterable[Node]) -> str:
    return next((str(value) for value in values), "")


@cache
def _graph() -> Graph:
    graph = Graph()
    for name in _FILES:
        graph.parse(data=_text(name), format="ox-turtle")
    return graph


def _text(name: str) -> str:
    try:
        return files("realpolitik.ontology").joinpath(name).read_text("utf-8")
    except OSError as error:
        raise ExportError(f"realpolitik/ontology/{name}: {error.strerror}; reinstall realpolitik") from None


def _asset(name: str) -> str:
    try:
        return files("realpolitik.graph").joinpath("page_assets", name).read_text("utf-8")
    except OSError as error:
        raise ExportError(f"realpolitik/graph/page_assets/{name}: {error.strerror}; reinstall realpolitik") from None
