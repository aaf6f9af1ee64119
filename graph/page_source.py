"""From the store to the page: each event or tie between two known actors, with the statements that report it."""

from collections.abc import Iterator, Mapping
from typing import Final, Literal, cast

from realpolitik.graph.page_records import Mark, PageArticle, PageData, PageEdge, PageNode, PageStatement
from realpolitik.graph.reading import EventFilter, StoredActor, StoredEvent, StoredStatement, read_actors, read_events
from realpolitik.graph.store import GraphStore
from realpolitik.graph.trust import TrustLevel
from realpolitik.ontology.records import ActorKind, Polarity, Span, Status, Voice
from realpolitik.ontology.schema import Schema, load_schema

__all__ = ["page_data"]

_UNKNOWN_KIND: Final = "group"


def page_data(
    store: GraphStore, *, title: str, where: EventFilter | None = None, trust: TrustLevel | None = None
) -> PageData:
    """Return what the page shows of a store: all of it or the events that `where` takes.

    `trust` says whose word makes a fact, by default the store's own level. Events whose object is no known actor have
    no place on a map and are left out.
    """
    schema = load_schema()
    actors = {actor.id: actor for actor in read_actors(store)}
    edges = [
        _edge(event, event.object, actors, schema)
        for event in read_events(store, where, trust=trust)
        if event.object is not None
    ]
    ends = sorted({end for edge in edges for end in (edge.source, edge.target)})
    return PageData(title, tuple(_node(key, actors) for key in ends), tuple(edges))


def _node(key: str, actors: Mapping[str, StoredActor]) -> PageNode:
    actor = actors.get(key)
    if actor is None:
        return PageNode(key, key, _UNKNOWN_KIND)
    country = _label(actor.country, actors) if actor.country and actor.country != key else None
    return PageNode(key, actor.label, cast(ActorKind, actor.kind), country, actor.wikidata)


def _label(key: str, actors: Mapping[str, StoredActor]) -> str:
    return actors[key].label if key in actors else key


def _edge(event: StoredEvent, target: str, actors: Mapping[str, StoredActor], schema: Schema) -> PageEdge:
    # The event's own confidence counts denials too; a reader wants to know how sure the relation is as it is drawn.
    alike = [one.confidence for one in event.statements if _kind(one) == event.kind]
    return PageEdge(
        id=event.id,
        source=event.subject,
        target=target,
        phrase=event.phrase,
        kind=event.kind,
        statements=tuple(_statement(one, actors) for one in sorted(event.statements, key=_speaking_first)),
        event_type=event.event_type,
        mode=event.mode,
        class_words=_class_words(event, schema),
        quad=event.quad,
        score=event.score,
        standing=event.standing,
        time_text=next((one.time_text for one in event.statements if one.time_text), None),
        earliest=event.earliest,
        latest=event.latest,
        confidence=max(alike, default=event.confidence),
        reciprocal=event.reciprocal,
    )


def _kind(statement: StoredStatement) -> str:
    return StoredEvent("", "", None, (statement,)).kind


def _speaking_first(statement: StoredStatement) -> tuple[bool, bool, bool, str, float, str]:
    day = statement.article.date
    return (
        statement.polarity != "affirmed",
        statement.status != "actual",
        not statement.trusted,
        day.isoformat() if day else "9999",
        -statement.confidence,
        statement.id,
    )


def _class_words(event: StoredEvent, schema: Schema) -> str | None:
    if event.event_type is not None:
        kind = schema.event_type(event.event_type)
        return (kind.modes[event.mode] if event.mode else kind).definition
    return schema.standing[event.standing].definition if event.standing else None


def _statement(statement: StoredStatement, actors: Mapping[str, StoredActor]) -> PageStatement:
    article = statement.article
    return PageStatement(
        sentence=statement.sentence,
        article=PageArticle(article.title, article.publisher, article.date, article.url),
        marks=tuple(_marks(statement)),
        phrase=statement.phrase,
        speaker=_speaker(statement, actors),
        voice=cast(Voice, statement.voice),
        status=cast(Status, statement.status),
        polarity=cast(Polarity, statement.polarity),
        confidence=statement.confidence,
        rule=statement.rule,
    )


def _speaker(statement: StoredStatement, actors: Mapping[str, StoredActor]) -> str | None:
    speaker = _label(statement.speaker, actors) if statement.speaker else statement.speaker_text
    if statement.via is None:
        return speaker
    return f"{speaker or 'an unnamed source'}, quoted by {_label(statement.via, actors)}"


def _marks(statement: StoredStatement) -> Iterator[Mark]:
    """Yield the marks that lie in the sentence; what stands elsewhere (a pronoun's antecedent) has no place in it."""
    sentence, base = statement.sentence, statement.span.start
    whole = statement.span.end - base == len(sentence)
    words: list[tuple[Span | None, str | None, Literal["subject", "object", "cue"]]] = [
        (statement.subject_span, None, "subject"),
        (statement.object_span, statement.object_text, "object"),
        *((cue.span, cue.text, "cue") for cue in statement.cues),
    ]
    for span, text, role in words:
        if span is None or not base <= span.start < span.end <= base + len(sentence):
            continue
        start, end = span.start - base, span.end - base
        if sentence[start:end] == text if text is not None else whole:
            yield Mark(start, end, role)
