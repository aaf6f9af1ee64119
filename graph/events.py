"""Events and ties: what statements are about, across articles; one dyad, class, mode and time is one event."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from pyoxigraph import NamedNode, Triple

from realpolitik.graph.terms import (
    actor_node,
    clean,
    day,
    id_node,
    number,
    plain,
    relation_node,
    relation_words,
    term,
    triple,
)
from realpolitik.ontology.errors import DataError
from realpolitik.ontology.records import BELIEVED, Participant, Statement, content_hash
from realpolitik.ontology.schema import Schema, Term

__all__ = ["Ground", "ends_of", "event_class", "event_node", "event_triples", "ground_of", "is_kept", "known_term"]

_EVENT: Final = ("rp:Event", "sem:Event")


@dataclass(frozen=True, slots=True)
class Ground:
    """What one statement gives to facts that it shares with others; they stand as long as one ground does.

    `cls` is the event type or standing relation, None where the relation is open. `fact` says that the statement is
    affirmed, actual and not doubtful; whether it is believed depends on `voice`.
    """

    statement: NamedNode
    event: NamedNode
    relation: NamedNode
    subject: NamedNode
    object: NamedNode | None
    cls: NamedNode | None
    fact: bool
    voice: NamedNode
    both_ways: bool
    extras: frozenset[Triple]
    """Contexts, places and roles that the statement gives to its event."""


def is_kept(statement: Statement) -> bool:
    """Tell whether the graph holds the statement: only those whose subject is a known actor."""
    return statement.subject.actor is not None


def ends_of(statement: Statement) -> tuple[NamedNode, NamedNode | None]:
    """Return the event's subject and object; the ends of a reciprocal statement in the order of their names."""
    if statement.subject.actor is None:
        raise ValueError("the graph holds no statement without a known subject")
    subject = actor_node(statement.subject.actor.id)
    other = statement.object.actor if statement.object else None
    if other is None:
        return subject, None
    target = actor_node(other.id)
    return (target, subject) if statement.reciprocal and target.value < subject.value else (subject, target)


def event_class(statement: Statement, schema: Schema) -> NamedNode | None:
    """Return the IRI of the event type or standing relation, None where the relation is open.

    Raises DataError where the schema does not know it.
    """
    relation = statement.relation
    if relation.event_type is not None:
        return NamedNode(schema.event_type(relation.event_type).iri)
    if relation.standing is not None:
        return known_term(schema.standing, relation.standing, "standing relation")
    return None


def known_term(terms: Mapping[str, Term], name: str, what: str) -> NamedNode:
    """Return the IRI of a term of the schema; DataError where there is none of that name."""
    if name not in terms:
        raise DataError(f"{name!r}: not a {what}; use one of {', '.join(terms)}")
    return NamedNode(terms[name].iri)


def event_node(statement: Statement) -> NamedNode:
    """Return the IRI of the event or tie: a hash of dyad, class, mode and time.

    An open relation counts as its own class. An object that is no known actor counts by its words.
    """
    relation, time = statement.relation, statement.time
    subject, target = ends_of(statement)
    cls = relation.event_type or relation.standing or "open " + relation_words(relation.phrase)
    interval = (time.earliest, time.latest, time.precision) if time and (time.earliest or time.latest) else (None,) * 3
    ends = (subject.value, target.value if target else _words(statement.object))
    key = content_hash("event", cls, relation.mode, *ends, statement.reciprocal, *interval)
    return id_node("tie" if relation.standing else "event", key)


def event_triples(statement: Statement, schema: Schema) -> frozenset[Triple]:
    """Return the triples that follow from the event's identity alone, the same for each of its statements."""
    event, relation, time = event_node(statement), statement.relation, statement.time
    subject, target = ends_of(statement)
    found = [triple(event, "rp:subject", subject)]
    if target is not None:
        found.append(triple(event, "rp:object", target))
    cls = event_class(statement, schema)
    if relation.standing is not None and cls is not None:
        found += [triple(event, "rdf:type", term("rp:Tie")), triple(event, "rp:standing", cls)]
    else:
        found += [triple(event, "rdf:type", term(name)) for name in _EVENT]
    if relation.event_type is not None and cls is not None:
        found.append(triple(event, "rdf:type", cls))
        found.append(triple(event, "rp:score", number(schema.score(relation.event_type, relation.mode))))
        if relation.mode is not None:
            mode = NamedNode(schema.mode(relation.event_type, relation.mode).iri)
            found.append(triple(event, "rp:mode", mode))
    if time is not None and (time.earliest or time.latest):
        found.append(triple(event, "rp:precision", plain(time.precision)))
        if time.earliest is not None:
            found.append(triple(event, "rp:earliest", day(time.earliest)))
        if time.latest is not None:
            found.append(triple(event, "rp:latest", day(time.latest)))
    return frozenset(found)


def ground_of(statement: Statement, schema: Schema) -> Ground:
    """Return what the statement gives to shared facts."""
    event = event_node(statement)
    subject, target = ends_of(statement)
    extras = [
        triple(event, "rp:context", known_term(schema.contexts, name, "context"))
        for name in statement.relation.contexts
    ]
    if statement.place is not None and statement.place.actor is not None:
        extras.append(triple(event, "rp:place", actor_node(statement.place.actor.id)))
    if statement.relation.standing is not None and statement.subject.role:
        extras.append(triple(event, "rp:role", plain(statement.subject.role)))
    voice = statement.attribution.voice if statement.attribution else "publisher"
    return Ground(
        statement=id_node("statement", statement.id),
        event=event,
        relation=relation_node(statement.relation.phrase),
        subject=subject,
        object=target,
        cls=event_class(statement, schema),
        fact=statement.polarity == "affirmed" and statement.status == "actual" and statement.confidence >= BELIEVED,
        voice=NamedNode(schema.voices[voice].iri),
        both_ways=statement.reciprocal,
        extras=frozenset(extras),
    )


def _words(participant: Participant | None) -> str | None:
    return " ".join(clean(participant.mention.text).casefold().split()) if participant else None
