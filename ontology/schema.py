"""Event types, modes, contexts, quads, scores and standing relations, read from the Turtle.

The Turtle is the only list of them. It is parsed with pyoxigraph, several times faster than rdflib, so that a command
that needs no graph stays quick.
"""

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Final, TypeVar

from realpolitik.ontology.errors import DataError
from realpolitik.ontology.turtle import (
    OWL,
    PLOVER_PREFIX,
    RDF_TYPE,
    RDFS,
    RP_PREFIX,
    SCHEMA_ORG,
    SKOS,
    XSD,
    Terms,
    local_name,
    read_terms,
)

__all__ = ["Context", "EventType", "Mode", "Quad", "Schema", "StandingRelation", "Term", "load_schema"]

_FILES: Final = ("realpolitik.ttl", "plover.ttl")


@dataclass(frozen=True, slots=True)
class Term:
    """One named thing of the ontology: `name` as statements write it, and its IRI with label, definition, example."""

    name: str
    iri: str
    label: str
    definition: str
    example: str


T = TypeVar("T")
N = TypeVar("N", bound=Term)


@dataclass(frozen=True, slots=True)
class Mode(Term):
    """How an event of one type is carried out; `score` is the type's where the mode has none of its own."""

    event_type: str
    score: float


@dataclass(frozen=True, slots=True)
class Context(Term):
    """A field of life that an event touches."""


@dataclass(frozen=True, slots=True)
class Quad(Term):
    """A quarter of all events: cooperation or conflict, material or verbal."""

    cooperative: bool
    material: bool


@dataclass(frozen=True, slots=True)
class EventType(Term):
    """A PLOVER event type. `property_name` is the local name of its property in plain triples ("sanctions").

    `score` runs from -10 (conflict) to 10 (cooperation); `cameo` are the CAMEO root categories nearest to it.
    `planned_as` and `refused_as` name the types under which an event to come, or one that somebody will not do, is
    coded.
    """

    quad: Quad
    score: float
    needs_recipient: bool
    reciprocal: bool
    property_name: str
    property_iri: str
    property_label: str
    cameo: tuple[str, ...]
    planned_as: str | None
    refused_as: str | None
    modes: Mapping[str, Mode] = field(compare=False)


@dataclass(frozen=True, slots=True)
class StandingRelation(Term):
    """A lasting relation between two actors; `domain` and `range` are the kinds of actor at its ends."""

    domain: frozenset[str]
    range: frozenset[str]
    inverse: str | None
    symmetric: bool
    transitive: bool


@dataclass(frozen=True, slots=True, eq=False)
class Schema:
    """What can be said, by name; every mapping keeps the order of the Turtle."""

    event_types: Mapping[str, EventType]
    contexts: Mapping[str, Context]
    quads: Mapping[str, Quad]
    standing: Mapping[str, StandingRelation]
    polarities: Mapping[str, Term]
    statuses: Mapping[str, Term]
    voices: Mapping[str, Term]
    actor_kinds: Mapping[str, Term]

    def event_type(self, name: str) -> EventType:
        """Return the event type of that name; DataError if there is none."""
        return _known(self.event_types, name, "an event type")

    def mode(self, event_type: str, mode: str) -> Mode:
        """Return the mode of that event type; DataError if the type or the mode is unknown."""
        return _known(self.event_type(event_type).modes, mode, f"a mode of {event_type}")

    def score(self, event_type: str, mode: str | None = None) -> float:
        """Return the score, -10 to 10, of a mode or else of its type; DataError if either is unknown."""
        return self.event_type(event_type).score if mode is None else self.mode(event_type, mode).score

    def quad(self, event_type: str) -> str:
        """Return the quad of an event type ("material conflict"); DataError if the type is unknown."""
        return self.event_type(event_type).quad.name


@functools.cache
def load_schema(folder: Path | None = None) -> Schema:
    """Return the schema in the Turtle files of `folder`, by default the ones that come with the package.

    Raises DataError, naming file, term and remedy, where a file is missing, malformed or incomplete.
    """
    terms = read_terms([(folder or Path(__file__).parent) / name for name in _FILES])
    quads = _by_name(terms, "Quad", functools.partial(_quad, terms))
    kinds = _by_name(terms, "ActorKind", functools.partial(_plain, terms))
    return Schema(
        event_types=_by_name(terms, "EventType", _EventTypes(terms, quads)),
        contexts=_by_name(terms, "Context", lambda iri: Context(*_basics(terms, iri))),
        quads=quads,
        standing=_by_name(terms, "StandingRelation", functools.partial(_standing, terms, kinds)),
        polarities=_by_name(terms, "Polarity", functools.partial(_plain, terms)),
        statuses=_by_name(terms, "Status", functools.partial(_plain, terms)),
        voices=_by_name(terms, "Voice", functools.partial(_plain, terms)),
        actor_kinds=kinds,
    )


def _known(values: Mapping[str, T], name: str, what: str) -> T:
    try:
        return values[name]
    except KeyError:
        choice = f"use one of {', '.join(values)}" if values else "there is none; leave it empty"
        raise DataError(f"{name!r}: not {what}; {choice}") from None


def _by_name(terms: Terms, cls: str, make: Callable[[str], N]) -> Mapping[str, N]:
    found = _unlike(terms, (make(iri) for iri in terms.instances(RP_PREFIX + cls)))
    if not found:
        raise DataError(f"ontology: no {cls} in {' or '.join(_FILES)}; install the package again")
    return found


def _unlike(terms: Terms, values: Iterable[N]) -> Mapping[str, N]:
    found: dict[str, N] = {}
    for term in values:
        if term.name in found:
            raise terms.error(term.iri, SKOS + "notation", f"{term.name!r} stands twice; give each its own")
        found[term.name] = term
    return MappingProxyType(found)


def _basics(terms: Terms, iri: str, name: str | None = None) -> tuple[str, str, str, str, str]:
    return (
        name or terms.text(iri, SKOS + "notation", XSD + "string"),
        iri,
        terms.text(iri, RDFS + "label"),
        terms.text(iri, SKOS + "definition"),
        terms.text(iri, SKOS + "example"),
    )


def _plain(terms: Terms, iri: str) -> Term:
    return Term(*_basics(terms, iri))


def _quad(terms: Terms, iri: str) -> Quad:
    axes = {local_name(axis) for axis in terms.iris(iri, SKOS + "broader")}
    if len(axes & {"cooperation", "conflict"}) != 1 or len(axes & {"verbal", "material"}) != 1:
        raise terms.error(iri, SKOS + "broader", "needs one of cooperation, conflict and one of verbal, material")
    return Quad(*_basics(terms, iri), cooperative="cooperation" in axes, material="material" in axes)


class _EventTypes:
    """Makes event types; finds the modes and the property that point to each."""

    def __init__(self, terms: Terms, quads: Mapping[str, Quad]) -> None:
        self._terms = terms
        self._quads = {quad.iri: quad for quad in quads.values()}
        self._modes: dict[str, list[str]] = {}
        for mode in terms.instances(RP_PREFIX + "Mode"):
            self._modes.setdefault(terms.iri(mode, RP_PREFIX + "modeOf"), []).append(mode)
        self._properties: dict[str, str] = {}
        for relation in terms.instances(RP_PREFIX + "Relation"):
            self._properties[terms.iri(relation, RP_PREFIX + "propertyOf")] = relation

    def __call__(self, iri: str) -> EventType:
        terms = self._terms
        quad = self._quads.get(terms.iri(iri, RP_PREFIX + "quad"))
        if quad is None:
            raise terms.error(iri, RP_PREFIX + "quad", "not a quad; use one of the four of plover.ttl")
        score = terms.decimal(iri, RP_PREFIX + "score")
        if score is None:
            raise terms.error(iri, RP_PREFIX + "score", "missing; give the type a score from -10 to 10")
        relation = self._properties.get(iri)
        if relation is None:
            raise terms.error(iri, RP_PREFIX + "propertyOf", "no property points to the type; add one")
        basics = _basics(terms, iri)
        return EventType(
            *basics,
            quad=quad,
            score=score,
            needs_recipient=terms.boolean(iri, RP_PREFIX + "needsRecipient"),
            reciprocal=terms.boolean(iri, RP_PREFIX + "reciprocal"),
            property_name=local_name(relation),
            property_iri=relation,
            property_label=terms.text(relation, RDFS + "label"),
            cameo=tuple(
                terms.text(code, SKOS + "notation", PLOVER_PREFIX + "cameo")
                for code in terms.iris(iri, SKOS + "closeMatch")
            ),
            planned_as=_name_of(terms, iri, "plannedAs"),
            refused_as=_name_of(terms, iri, "refusedAs"),
            modes=_unlike(terms, self._modes_of(iri, basics[0], score)),
        )

    def _modes_of(self, iri: str, event_type: str, score: float) -> Iterator[Mode]:
        for mode in self._modes.get(iri, ()):
            own = self._terms.decimal(mode, RP_PREFIX + "score")
            yield Mode(*_basics(self._terms, mode), event_type=event_type, score=score if own is None else own)


def _name_of(terms: Terms, iri: str, link: str) -> str | None:
    return next((local_name(other) for other in terms.iris(iri, RP_PREFIX + link)), None)


def _standing(terms: Terms, kinds: Mapping[str, Term], iri: str) -> StandingRelation:
    names = {kind.iri: kind.name for kind in kinds.values()}

    def ends(predicate: str) -> frozenset[str]:
        values = terms.iris(iri, predicate)
        if not values or not names.keys() >= set(values):
            raise terms.error(iri, predicate, f"needs one or more kinds of actor: {', '.join(kinds)}")
        return frozenset(names[value] for value in values)

    inverses = terms.iris(iri, OWL + "inverseOf")
    types = terms.iris(iri, RDF_TYPE)
    return StandingRelation(
        *_basics(terms, iri, local_name(iri)),
        domain=ends(SCHEMA_ORG + "domainIncludes"),
        range=ends(SCHEMA_ORG + "rangeIncludes"),
        inverse=local_name(inverses[0]) if inverses else None,
        symmetric=OWL + "SymmetricProperty" in types,
        transitive=OWL + "TransitiveProperty" in types,
    )
