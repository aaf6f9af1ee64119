"""The part of the ontology that a graph uses, written into it so that it explains itself and queries can ask for it."""

from collections.abc import Iterable, Iterator
from functools import cache

from pyoxigraph import Literal, NamedNode, Triple

from realpolitik.graph.terms import english, number, term, triple
from realpolitik.ontology.schema import EventType, Schema, Term

__all__ = ["Vocabulary"]

_USES = frozenset(term(name) for name in ("rdf:type", "rp:mode", "rp:context", "rp:standing"))


class Vocabulary:
    """Labels, quads and scores of event types, modes, contexts and standing relations, by IRI."""

    def __init__(self, schema: Schema) -> None:
        self._blocks = _blocks(schema)
        self.names = frozenset(self._blocks)

    def uses(self, one: Triple) -> bool:
        """Tell whether the triple uses a term of the vocabulary."""
        return one.predicate in _USES and isinstance(one.object, NamedNode) and one.object.value in self._blocks

    def used(self, triples: Iterable[Triple]) -> frozenset[str]:
        """Return the IRIs of the terms that the triples use."""
        return frozenset(
            one.object.value for one in triples if self.uses(one) and isinstance(one.object, (NamedNode, Literal))
        )

    def describe(self, names: Iterable[str]) -> frozenset[Triple]:
        """Return the triples that describe the terms."""
        return frozenset(one for name in names for one in self._blocks[name])


@cache
def _blocks(schema: Schema) -> dict[str, frozenset[Triple]]:
    found: dict[str, frozenset[Triple]] = {}
    for kind in schema.event_types.values():
        found[kind.iri] = frozenset(_event_type(kind))
        for mode in kind.modes.values():
            of = triple(NamedNode(mode.iri), "rp:modeOf", NamedNode(kind.iri))
            found[mode.iri] = frozenset([*_named(mode, "rp:Mode"), of])
    for context in schema.contexts.values():
        found[context.iri] = frozenset(_named(context, "rp:Context"))
    for standing in schema.standing.values():
        found[standing.iri] = frozenset(_named(standing, "rp:StandingRelation"))
    return found


def _event_type(kind: EventType) -> Iterator[Triple]:
    node, verb, quad = NamedNode(kind.iri), NamedNode(kind.property_iri), NamedNode(kind.quad.iri)
    yield from _named(kind, "rp:EventType")
    yield triple(node, "rdfs:subClassOf", term("rp:Event"))
    yield triple(node, "rp:quad", quad)
    yield triple(node, "rp:score", number(kind.score))
    yield from _named(kind.quad, "rp:Quad")
    yield triple(verb, "rdf:type", term("rp:Relation"))
    yield triple(verb, "rdfs:label", english(kind.property_label))
    yield triple(verb, "rp:propertyOf", node)


def _named(one: Term, cls: str) -> Iterator[Triple]:
    node = NamedNode(one.iri)
    yield triple(node, "rdf:type", term(cls))
    yield triple(node, "rdfs:label", english(one.label))
    yield triple(node, "skos:notation", Literal(one.name))
