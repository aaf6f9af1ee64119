"""Statements as triples: what one article gives to the graph, no blank nodes, every IRI minted from content.

An article owns its node, its statements and their mentions and cues; events, actors, surface relations and plain
triples are shared and follow from the statements of all articles (see `changes`).
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from pyoxigraph import NamedNode, Triple

from realpolitik.graph.events import Ground, event_triples, ground_of, is_kept, known_term
from realpolitik.graph.terms import (
    Node,
    actor_node,
    boolean,
    clean,
    day,
    english,
    id_node,
    number,
    offset,
    plain,
    relation_words,
    term,
    triple,
    wikidata_node,
)
from realpolitik.ontology.errors import UnsafeTextError
from realpolitik.ontology.namespaces import web_iri
from realpolitik.ontology.records import (
    Actor,
    Article,
    Attribution,
    Cue,
    Evidence,
    Participant,
    Span,
    Statement,
    content_hash,
)
from realpolitik.ontology.schema import Schema

__all__ = [
    "ACTOR_PREDICATES",
    "EncodedArticle",
    "actor_triples",
    "article_node",
    "better",
    "encode",
    "profile_from",
    "relation_triples",
]

ACTOR_PREDICATES: Final = tuple(term(name) for name in ("rdf:type", "rdfs:label", "rp:country", "owl:sameAs"))


@dataclass(frozen=True, slots=True)
class EncodedArticle:
    """One article's own triples, the grounds of its statements, its events' identities and the actors it names."""

    node: NamedNode
    own: frozenset[Triple]
    grounds: tuple[Ground, ...]
    events: frozenset[Triple]
    cast: dict[NamedNode, Actor]


def article_node(doc_id: str) -> NamedNode:
    """Return the IRI of the article with that id."""
    return id_node("article", content_hash("article", doc_id))


def encode(article: Article, statements: Iterable[Statement], schema: Schema) -> EncodedArticle:
    """Return what the article gives to the graph; statements whose subject is no known actor are left out.

    Two statements of one id are one: the surer stays. Raises DataError where a class, mode or context is not the
    schema's, UnsafeTextError where an actor's id cannot be a name, ValueError for a statement of another article.
    """
    kept: dict[str, Statement] = {}
    for statement in sorted(filter(is_kept, statements), key=lambda one: (one.id, -one.confidence, repr(one))):
        if statement.evidence.doc_id != article.doc_id:
            raise ValueError(f"statement {statement.id} belongs to article {statement.evidence.doc_id!r}")
        kept.setdefault(statement.id, statement)
    node = article_node(article.doc_id)
    cast: dict[NamedNode, Actor] = {}
    own: set[Triple] = set()
    events: set[Triple] = set()
    for statement in kept.values():
        own.update(_statement(node, statement, schema))
        events.update(event_triples(statement, schema))
        for actor in _actors(statement):
            key = actor_node(actor.id)
            cast[key] = better(cast.get(key), _cleaned(actor))
    own.update(_article(node, article, cast))
    grounds = tuple(ground_of(statement, schema) for statement in kept.values())
    return EncodedArticle(node, frozenset(own), grounds, frozenset(events), cast)


def better(one: Actor | None, other: Actor) -> Actor:
    """Return the fuller of two descriptions of an actor; the order of the two does not matter."""
    return other if one is None else max(one, other, key=_fullness)


def actor_triples(actor: Actor, schema: Schema) -> frozenset[Triple]:
    """Return the triples that describe an actor."""
    node = actor_node(actor.id)
    found = [
        triple(node, "rdf:type", term("rp:Actor")),
        triple(node, "rdf:type", known_term(schema.actor_kinds, actor.kind, "kind of actor")),
        triple(node, "rdfs:label", english(actor.label)),
    ]
    if actor.country is not None:
        found.append(triple(node, "rp:country", actor_node(actor.country)))
    if actor.wikidata is not None:
        found.append(triple(node, "owl:sameAs", wikidata_node(actor.wikidata)))
    return frozenset(found)


def profile_from(line: str) -> Actor:
    """Return the description of an actor that an article keeps as a line of JSON."""
    return Actor(*json.loads(line))


def relation_triples(ground: Ground, phrase: str) -> frozenset[Triple]:
    """Return the triples that describe a surface relation, but for its place below a property of the schema."""
    found = [
        triple(ground.relation, "rdf:type", term("rp:Relation")),
        triple(ground.relation, "rdfs:label", english(relation_words(phrase))),
    ]
    if ground.cls is not None:
        found.append(triple(ground.relation, "rp:propertyOf", ground.cls))
    return frozenset(found)


def _article(node: NamedNode, article: Article, cast: dict[NamedNode, Actor]) -> list[Triple]:
    found = [
        triple(node, "rdf:type", term("schema:NewsArticle")),
        triple(node, "dcterms:identifier", plain(article.doc_id)),
    ]
    if article.title:
        found.append(triple(node, "schema:headline", plain(article.title)))
    if article.date is not None:
        found.append(triple(node, "schema:datePublished", day(article.date)))
    if article.publisher:
        found.append(triple(node, "schema:publisher", plain(article.publisher)))
    if article.url:
        try:
            found.append(triple(node, "schema:url", NamedNode(str(web_iri(article.url)))))
        except UnsafeTextError:
            found.append(triple(node, "dcterms:source", plain(article.url)))
    for key, actor in cast.items():
        found.append(triple(node, "schema:mentions", key))
        line = json.dumps([actor.id, actor.label, actor.kind, actor.country, actor.wikidata], ensure_ascii=False)
        found.append(triple(node, "rp:cast", plain(line)))
    return found


def _statement(article: NamedNode, statement: Statement, schema: Schema) -> list[Triple]:
    ground, evidence, relation = ground_of(statement, schema), statement.evidence, statement.relation
    node = ground.statement
    found = [
        triple(node, "rdf:type", term("rp:Statement")),
        triple(node, "rp:about", ground.event),
        triple(node, "rp:relation", ground.relation),
        triple(node, "rp:phrase", plain(relation_words(relation.phrase))),
        triple(node, "rp:polarity", known_term(schema.polarities, statement.polarity, "polarity")),
        triple(node, "rp:status", known_term(schema.statuses, statement.status, "status")),
        triple(node, "rp:voice", ground.voice),
        triple(node, "rp:confidence", number(min(1.0, max(0.0, statement.confidence)))),
        triple(node, "prov:wasQuotedFrom", article),
        *_evidence(node, evidence),
        *_span(node, evidence.span),
        *(triple(node, "rp:context", known_term(schema.contexts, name, "context")) for name in relation.contexts),
        *(triple(node, "rp:argument", plain(text)) for text in statement.extra_args),
    ]
    if statement.reciprocal:
        found.append(triple(node, "rp:holdsBothWays", boolean(True)))
    if statement.time is not None:
        found.append(triple(node, "rp:timeText", plain(statement.time.text)))
        found.append(triple(node, "rp:precision", plain(statement.time.precision)))
    if statement.attribution is not None:
        found += _attribution(node, statement.attribution)
    ends = (("rp:subjectMention", statement.subject), ("rp:objectMention", statement.object))
    for name, participant in (*ends, ("rp:placeMention", statement.place)):
        if participant is not None:
            mention, described = _mention(article, participant)
            found.append(triple(node, name, mention))
            found += described
    for cue in evidence.cues:
        found.append(triple(node, "rp:cue", plain(cue.text)))
        cue_node, described = _cue(article, cue)
        found.append(triple(node, "rp:hasCue", cue_node))
        found += described
    return found


def _evidence(node: NamedNode, evidence: Evidence) -> list[Triple]:
    return [
        triple(node, "rp:rule", plain(evidence.rule or "unnamed")),
        triple(node, "oa:exact", plain(evidence.sentence)),
    ]


def _attribution(node: NamedNode, attribution: Attribution) -> list[Triple]:
    found = [triple(node, "rp:quoted", boolean(attribution.quoted))]
    if attribution.cue:
        found.append(triple(node, "rp:attributionCue", plain(attribution.cue)))
    if attribution.speaker is not None:
        found.append(triple(node, "rp:attributedText", plain(attribution.speaker.mention.text)))
        if attribution.speaker.actor is not None:
            found.append(triple(node, "rp:attributedTo", actor_node(attribution.speaker.actor.id)))
    if attribution.via is not None and attribution.via.actor is not None:
        found.append(triple(node, "rp:via", actor_node(attribution.via.actor.id)))
    return found


def _mention(article: NamedNode, participant: Participant) -> tuple[NamedNode, list[Triple]]:
    mention, actor = participant.mention, participant.actor
    span, how = mention.span, (mention.text, mention.type, participant.linked_by, participant.role)
    key = content_hash("mention", article.value, span.start, span.end, actor.id if actor else None, *how)
    node = id_node("mention", key)
    fields: list[tuple[str, Node | None]] = [
        ("rdf:type", term("rp:Mention")),
        ("nif:anchorOf", plain(mention.text)),
        ("rp:denotes", actor_node(actor.id) if actor else None),
        ("rp:entityType", plain(mention.type) if mention.type else None),
        ("rp:linkedBy", plain(participant.linked_by) if participant.linked_by else None),
        ("rp:role", plain(participant.role) if participant.role else None),
    ]
    found = [triple(node, name, value) for name, value in fields if value is not None]
    return node, found + _span(node, span)


def _cue(article: NamedNode, cue: Cue) -> tuple[NamedNode, list[Triple]]:
    node = id_node("cue", content_hash("cue", article.value, cue.kind, cue.text, cue.span.start, cue.span.end))
    described = [
        triple(node, "rdf:type", term("rp:Cue")),
        triple(node, "rp:cueKind", plain(cue.kind)),
        triple(node, "nif:anchorOf", plain(cue.text)),
    ]
    return node, described + _span(node, cue.span)


def _span(node: NamedNode, span: Span) -> list[Triple]:
    return [triple(node, "nif:beginIndex", offset(span.start)), triple(node, "nif:endIndex", offset(span.end))]


def _actors(statement: Statement) -> list[Actor]:
    said = statement.attribution
    participants = (
        statement.subject, statement.object, statement.place,
        said.speaker if said else None, said.via if said else None,
    )  # fmt: skip
    return [one.actor for one in participants if one is not None and one.actor is not None]


def _cleaned(actor: Actor) -> Actor:
    return Actor(actor.id, " ".join(clean(actor.label).split()) or actor.id, actor.kind, actor.country, actor.wikidata)


def _fullness(actor: Actor) -> tuple[bool, bool, int, str, str, str, str]:
    return (
        actor.wikidata is not None, actor.country is not None, len(actor.label), actor.label, actor.kind,
        actor.country or "", actor.wikidata or "",
    )  # fmt: skip
