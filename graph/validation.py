"""Checks whether a graph is what Realpolitik writes: SHACL in full, or the same rules as quick queries."""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Final

from pyoxigraph import NamedNode, Quad, RdfFormat, Store

from realpolitik.graph.guard import shorten
from realpolitik.graph.serialise import ntriples
from realpolitik.graph.store import GraphStore
from realpolitik.graph.terms import term, text_of
from realpolitik.ontology.errors import DataError
from realpolitik.ontology.namespaces import PREFIXES

__all__ = ["Report", "Violation", "check_quickly", "validate"]

_ONTOLOGY: Final = ("realpolitik.ttl", "plover.ttl")
_SHAPES: Final = "shapes.ttl"

_NEEDS_ONE: Final = {
    "rp:Statement": (
        "rp:about", "rp:polarity", "rp:status", "rp:voice", "rp:confidence", "rp:rule", "oa:exact",
        "prov:wasQuotedFrom", "nif:beginIndex", "nif:endIndex", "rp:relation",
    ),
    "rp:Event": ("rp:subject",),
    "rp:Tie": ("rp:subject", "rp:object", "rp:standing"),
    "rp:Mention": ("nif:anchorOf", "nif:beginIndex", "nif:endIndex"),
    "rp:Cue": ("nif:anchorOf", "rp:cueKind", "nif:beginIndex", "nif:endIndex"),
    "rp:Actor": ("rdfs:label",),
    "rp:Relation": ("rdfs:label",),
}  # fmt: skip
_RULES: Final = {
    "a node is an IRI": "?node ?any ?value . FILTER(ISBLANK(?node) || ISBLANK(?value))",
    "a confidence is one xsd:decimal from 0 to 1": (
        "?node rp:confidence ?value . FILTER(DATATYPE(?value) != xsd:decimal || ?value < 0 || ?value > 1)"
    ),
    "a score is one xsd:decimal from -10 to 10": (
        "?node rp:score ?value . FILTER(DATATYPE(?value) != xsd:decimal || ?value < -10 || ?value > 10)"
    ),
    "a date is an xsd:date": (
        "?node rp:earliest|rp:latest|schema:datePublished ?value . FILTER(DATATYPE(?value) != xsd:date)"
    ),
    "an interval begins not after its end": "?node rp:earliest ?value ; rp:latest ?end . FILTER(?value > ?end)",
    "a text span begins before its end": "?node nif:beginIndex ?value ; nif:endIndex ?end . FILTER(?value >= ?end)",
    "the publisher's own voice has no speaker": "?node rp:voice rp:publisher ; rp:attributedTo ?value",
    "a subject, object, place or speaker is an actor": (
        "?node rp:subject|rp:object|rp:place|rp:denotes|rp:attributedTo|rp:via ?value "
        "FILTER NOT EXISTS { ?value a rp:Actor }"
    ),
    "a statement is about an event or tie that is there": (
        "?node rp:about ?value FILTER NOT EXISTS { ?value rp:subject ?actor }"
    ),
    "an event or tie is grounded by a statement": (
        "?node rp:subject ?value FILTER NOT EXISTS { ?statement rp:about ?node }"
    ),
    "an event has at most one PLOVER type": (
        "?node rp:subject ?actor ; a ?value, ?other . ?value a rp:EventType . ?other a rp:EventType . "
        "FILTER(STR(?value) < STR(?other))"
    ),
    "a mode belongs to the event's own type": (
        "?node rp:mode ?value . FILTER NOT EXISTS { ?value rp:modeOf ?type . ?node a ?type }"
    ),
}


@dataclass(frozen=True, slots=True)
class Violation:
    """One node that breaks one rule; `path` is the property and `value` what it has, where that is known."""

    node: str
    message: str
    path: str | None = None
    value: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of a check; `violations` are sorted."""

    conforms: bool
    violations: tuple[Violation, ...]


def validate(store: GraphStore) -> Report:
    """Check the graph against the SHACL shapes that come with the program; some seconds for 100,000 triples.

    Raises DataError where the shapes themselves cannot be read.
    """
    import pyshacl
    from rdflib import Graph

    # rdflib's own parser: Oxigraph's gives strings a datatype that rdflib's shapes do not have.
    data = Graph(bind_namespaces="none").parse(data=ntriples(store.triples()), format="nt")
    # pySHACL takes only classes and properties from a separate ontology graph; polarities and voices are individuals.
    for name in _ONTOLOGY:
        _parse(data, name)
    shapes = Graph()
    _parse(shapes, _SHAPES)
    found = list(_sparql_violations(store, shapes))
    try:
        _, results, _ = pyshacl.validate(data, shacl_graph=shapes, inference="none", advanced=False)
    except (pyshacl.errors.ShapeLoadError, pyshacl.errors.ValidationFailure) as error:
        raise DataError(f"{_SHAPES}: {error}; install the package again") from None
    violations = sorted({*_violations(results), *found}, key=_order)
    return Report(not violations, tuple(violations))


def check_quickly(store: GraphStore) -> Report:
    """Check the rules that matter most as queries of the store itself; tens of milliseconds for 100,000 triples."""
    found: list[Violation] = []
    for cls, properties in _NEEDS_ONE.items():
        for name in properties:
            counted = f"SELECT ?node {{ ?node a {cls} OPTIONAL {{ ?node {name} ?value }} }} GROUP BY ?node"
            rows = _select(store, f"{counted} HAVING (COUNT(?value) != 1)")
            found += [Violation(node, f"needs exactly one {name}", name) for node, _ in rows]
    for message, pattern in _RULES.items():
        rows = _select(store, f"SELECT DISTINCT ?node ?value {{ {pattern} }}")
        found += [Violation(node, message, value=value) for node, value in rows]
    return Report(not found, tuple(sorted(found, key=_order)))


def _select(store: GraphStore, query: str) -> Iterator[tuple[str, str | None]]:
    solutions: Any = store.engine.query(query, prefixes=PREFIXES)
    for solution in solutions:
        node, *values = solution
        value = values[0] if values else None
        yield _shown(node), None if value is None else _shown(value)


def _shown(part: Any) -> str:
    return shorten(text_of(part))


def _parse(graph: Any, name: str) -> None:
    try:
        text = files("realpolitik.ontology").joinpath(name).read_text("utf-8")
        graph.parse(data=text, format="turtle")
    except (OSError, SyntaxError) as error:
        raise DataError(f"{name}: cannot be read ({error}); install the package again") from None


def _sparql_violations(store: GraphStore, shapes: Any) -> Iterator[Violation]:
    """Check the constraints that are queries, and take them out of the shapes.

    pySHACL parses such a query anew for every node, 30 ms each; the engine answers it for all nodes at once.
    """
    from rdflib.namespace import SH

    engine = Store()
    engine.extend(Quad(one.subject, one.predicate, one.object) for one in store.triples())
    for name in _ONTOLOGY:
        engine.load(files("realpolitik.ontology").joinpath(name).read_bytes(), RdfFormat.TURTLE)
    for shape, constraint in list(shapes.subject_objects(SH.sparql)):
        query, message = shapes.value(constraint, SH.select), shapes.value(constraint, SH.message)
        target = NamedNode(str(shapes.value(shape, SH.targetClass)))
        solutions: Any = engine.query(str(query), prefixes=PREFIXES)
        for solution in solutions:
            node, value = solution["this"], solution["value"]
            if any(engine.quads_for_pattern(node, term("rdf:type"), target)):
                yield Violation(_shown(node), str(message), value=_shown(value))
        shapes.remove((shape, SH.sparql, None))


def _violations(results: Any) -> Iterator[Violation]:
    from rdflib.namespace import SH

    for result in results.subjects(SH.focusNode, None):
        path, value = results.value(result, SH.resultPath), results.value(result, SH.value)
        message = min((str(text) for text in results.objects(result, SH.resultMessage)), default="breaks a shape")
        yield Violation(
            shorten(str(results.value(result, SH.focusNode))),
            message,
            None if path is None else shorten(str(path)),
            None if value is None else shorten(str(value)),
        )


def _order(one: Violation) -> tuple[str, str, str, str]:
    return one.node, one.message, one.path or "", one.value or ""
