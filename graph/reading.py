"""The graph read back as events with their statements: what projections, exports and the page are made of."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

from pyoxigraph import NamedNode

from realpolitik.graph.lookup import Lookup
from realpolitik.graph.store import GraphStore
from realpolitik.graph.terms import Node, actor_node, local, term
from realpolitik.graph.trust import TrustLevel, check_trust, trusted_voices
from realpolitik.ontology.records import BELIEVED, Span
from realpolitik.ontology.schema import Schema, load_schema

__all__ = [
    "EventFilter", "EventKind", "StoredActor", "StoredArticle", "StoredCue", "StoredEvent", "StoredStatement",
    "read_actors", "read_events",
]  # fmt: skip

EventKind = Literal["fact", "claim", "denied", "planned"]

_Values = dict[NamedNode, list[Node]]
_TYPE: Final = "rdf:type"


@dataclass(frozen=True, slots=True)
class StoredActor:
    """An actor as the graph describes it; `country` is the id of its state."""

    id: str
    label: str
    kind: str
    country: str | None = None
    wikidata: str | None = None


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """An article as the graph holds it, without its text."""

    doc_id: str
    title: str | None
    publisher: str | None
    date: dt.date | None
    url: str | None


@dataclass(frozen=True, slots=True)
class StoredCue:
    """Words that caused a decision; offsets count from the start of the article."""

    kind: str
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class StoredStatement:
    """One claim with its evidence; spans count characters from the start of the article.

    `speaker` is an actor's id, `speaker_text` the words that name the speaker.
    """

    id: str
    article: StoredArticle
    phrase: str
    sentence: str
    span: Span
    polarity: str
    status: str
    voice: str
    confidence: float
    rule: str
    trusted: bool
    subject_span: Span | None = None
    object_span: Span | None = None
    object_text: str | None = None
    speaker: str | None = None
    speaker_text: str | None = None
    via: str | None = None
    attribution_cue: str | None = None
    time_text: str | None = None
    cues: tuple[StoredCue, ...] = ()
    arguments: tuple[str, ...] = ()
    reciprocal: bool = False

    @property
    def is_fact(self) -> bool:
        """Whether it is affirmed, actual, trusted and not doubtful."""
        happened = self.polarity == "affirmed" and self.status == "actual"
        return happened and self.trusted and self.confidence >= BELIEVED


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """An event or tie with its statements, the surest first; `object` is None where it is no known actor."""

    id: str
    subject: str
    object: str | None
    statements: tuple[StoredStatement, ...]
    event_type: str | None = None
    mode: str | None = None
    standing: str | None = None
    quad: str | None = None
    score: float | None = None
    contexts: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    earliest: dt.date | None = None
    latest: dt.date | None = None
    precision: str | None = None

    @property
    def kind(self) -> EventKind:
        """`fact` where a trusted statement asserts it, else `claim`, `planned` (or demanded, feared) or `denied`."""
        asserted = [one for one in self.statements if one.polarity == "affirmed"]
        if any(one.is_fact for one in asserted):
            return "fact"
        if any(one.status == "actual" for one in asserted):
            return "claim"
        return "planned" if asserted else "denied"

    @property
    def phrase(self) -> str:
        """The relation as its best statement words it: a fact's before a claim's, then the surest."""
        return max(self.statements, key=lambda one: (one.is_fact, one.polarity == "affirmed", one.confidence)).phrase

    @property
    def confidence(self) -> float:
        """How sure the surest statement is, 0 to 1."""
        return max((one.confidence for one in self.statements), default=0.0)

    @property
    def reciprocal(self) -> bool:
        """Whether the relation holds both ways."""
        return any(one.reciprocal for one in self.statements)

    @property
    def date(self) -> dt.date | None:
        """The last day of the event; where the text tells none, the date of the latest article."""
        published = [one.article.date for one in self.statements if one.article.date is not None]
        return self.latest or self.earliest or max(published, default=None)


@dataclass(frozen=True, slots=True)
class EventFilter:
    """Which events to read; all conditions hold at once.

    `actor` is an id; `since` and `until` are days that the event's time (or else its articles' dates) must touch;
    `event_type` is a PLOVER type, optionally with its mode (`COERCE/seize`), or a standing relation; `asserted` keeps
    facts only.
    """

    actor: str | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    event_type: str | None = None
    asserted: bool = False

    def takes(self, event: StoredEvent) -> bool:
        """Tell whether the event passes."""
        if self.actor is not None and self.actor not in (event.subject, event.object):
            return False
        if self.event_type is not None:
            name = event.event_type or event.standing or ""
            if self.event_type not in (name, f"{name}/{event.mode}"):
                return False
        if self.asserted and event.kind != "fact":
            return False
        return self._is_in_time(event)

    def _is_in_time(self, event: StoredEvent) -> bool:
        if self.since is None and self.until is None:
            return True
        first, last = event.earliest, event.latest
        if first is None and last is None:
            days = [one.article.date for one in event.statements if one.article.date is not None]
            if not days:
                return False
            first, last = min(days), max(days)
        after = self.since is None or last is None or last >= self.since
        return after and (self.until is None or first is None or first <= self.until)


def read_actors(store: GraphStore, ids: Iterable[str] | None = None) -> list[StoredActor]:
    """Return the actors of the graph, or those with the given ids that it describes, sorted by id."""
    lookup = store.lookup
    nodes = map(actor_node, ids) if ids is not None else lookup.holders(_TYPE, term("rp:Actor"))
    names = {kind.iri: kind.name for kind in load_schema().actor_kinds.values()}
    found = [_actor(node, lookup.describe(node), names) for node in set(nodes)]
    return sorted((one for one in found if one is not None), key=lambda actor: actor.id)


def read_events(
    store: GraphStore, where: EventFilter | None = None, *, trust: TrustLevel | None = None
) -> Iterator[StoredEvent]:
    """Yield the events and ties that pass the filter, sorted by id; `trust` defaults to the store's own level."""
    where = where or EventFilter()
    lookup = store.lookup
    if where.actor is not None:
        actor = actor_node(where.actor)
        nodes = {*lookup.holders("rp:subject", actor), *lookup.holders("rp:object", actor)}
    else:
        nodes = {*lookup.holders(_TYPE, term("rp:Event")), *lookup.holders(_TYPE, term("rp:Tie"))}
    reader = _Reader(lookup, load_schema(), check_trust(trust or store.trust))
    for node in sorted(nodes, key=str):
        event = reader.event(node)
        if event is not None and where.takes(event):
            yield event


class _Reader:
    def __init__(self, lookup: Lookup, schema: Schema, trust: TrustLevel) -> None:
        self._lookup = lookup
        self._trusted = trusted_voices(trust)
        self._articles: dict[NamedNode, StoredArticle] = {}
        self._types = {one.iri: one for one in schema.event_types.values()}
        self._modes = {mode.iri: mode.name for one in schema.event_types.values() for mode in one.modes.values()}
        groups = (schema.polarities, schema.statuses, schema.voices, schema.contexts, schema.standing)
        self._names = {one.iri: one.name for group in groups for one in group.values()}

    def event(self, node: NamedNode) -> StoredEvent | None:
        """Return the event, None where a foreign graph leaves out what an event needs."""
        values = self._lookup.describe(node)
        statements = [self._statement(one) for one in self._lookup.holders("rp:about", node)]
        subject = _node(values, "rp:subject")
        if subject is None or not statements:
            return None
        kind = next((self._types[one.value] for one in values.get(term(_TYPE), ()) if one.value in self._types), None)
        mode, standing, target = (_node(values, name) for name in ("rp:mode", "rp:standing", "rp:object"))
        score = _text(values, "rp:score")
        return StoredEvent(
            id=local(node),
            subject=local(subject),
            object=local(target) if target else None,
            statements=tuple(sorted(statements, key=lambda one: (-one.confidence, one.id))),
            event_type=kind.name if kind else None,
            mode=self._modes.get(mode.value) if mode else None,
            standing=self._name(standing),
            quad=kind.quad.name if kind else None,
            score=float(score) if score is not None else None,
            contexts=tuple(sorted(filter(None, map(self._name, _nodes(values, "rp:context"))))),
            places=tuple(sorted(map(local, _nodes(values, "rp:place")))),
            roles=_texts(values, "rp:role"),
            earliest=_day(values, "rp:earliest"),
            latest=_day(values, "rp:latest"),
            precision=_text(values, "rp:precision"),
        )

    def _statement(self, node: NamedNode) -> StoredStatement:
        values = self._lookup.describe(node)
        subject, target = (_node(values, name) for name in ("rp:subjectMention", "rp:objectMention"))
        object_values = self._lookup.describe(target) if target else {}
        speaker, via = _node(values, "rp:attributedTo"), _node(values, "rp:via")
        voice = _node(values, "rp:voice")
        cues = [self._cue(one) for one in _nodes(values, "rp:hasCue")]
        return StoredStatement(
            id=local(node),
            article=self._article(_node(values, "prov:wasQuotedFrom")),
            phrase=_text(values, "rp:phrase") or "",
            sentence=_text(values, "oa:exact") or "",
            span=_span(values) or Span(0, 0),
            polarity=self._name(_node(values, "rp:polarity")) or "affirmed",
            status=self._name(_node(values, "rp:status")) or "actual",
            voice=self._name(voice) or "publisher",
            confidence=float(_text(values, "rp:confidence") or 0),
            rule=_text(values, "rp:rule") or "",
            trusted=voice in self._trusted,
            subject_span=_span(self._lookup.describe(subject)) if subject else None,
            object_span=_span(object_values),
            object_text=_text(object_values, "nif:anchorOf"),
            speaker=local(speaker) if speaker else None,
            speaker_text=_text(values, "rp:attributedText"),
            via=local(via) if via else None,
            attribution_cue=_text(values, "rp:attributionCue"),
            time_text=_text(values, "rp:timeText"),
            cues=tuple(sorted(cues, key=lambda one: (one.span, one.kind, one.text))),
            arguments=_texts(values, "rp:argument"),
            reciprocal=term("rp:holdsBothWays") in values,
        )

    def _cue(self, node: NamedNode) -> StoredCue:
        values = self._lookup.describe(node)
        text = _text(values, "nif:anchorOf") or ""
        return StoredCue(_text(values, "rp:cueKind") or "", text, _span(values) or Span(0, 0))

    def _article(self, node: NamedNode | None) -> StoredArticle:
        if node is None:
            return StoredArticle("", None, None, None, None)
        if node not in self._articles:
            values = self._lookup.describe(node)
            self._articles[node] = StoredArticle(
                doc_id=_text(values, "dcterms:identifier") or local(node),
                title=_text(values, "schema:headline"),
                publisher=_text(values, "schema:publisher"),
                date=_day(values, "schema:datePublished"),
                url=_text(values, "schema:url"),
            )
        return self._articles[node]

    def _name(self, node: NamedNode | None) -> str | None:
        return self._names.get(node.value) if node else None


def _actor(node: NamedNode, values: _Values, kinds: dict[str, str]) -> StoredActor | None:
    kind = next((kinds[one.value] for one in values.get(term(_TYPE), ()) if one.value in kinds), None)
    if kind is None:
        return None
    country, item = _node(values, "rp:country"), _node(values, "owl:sameAs")
    return StoredActor(
        id=local(node),
        label=_text(values, "rdfs:label") or local(node),
        kind=kind,
        country=local(country) if country else None,
        wikidata=local(item) if item else None,
    )


def _nodes(values: _Values, curie: str) -> list[NamedNode]:
    return [one for one in values.get(term(curie), ()) if isinstance(one, NamedNode)]


def _node(values: _Values, curie: str) -> NamedNode | None:
    return min(_nodes(values, curie), key=str, default=None)


def _texts(values: _Values, curie: str) -> tuple[str, ...]:
    return tuple(sorted(one.value for one in values.get(term(curie), ())))


def _text(values: _Values, curie: str) -> str | None:
    return next(iter(_texts(values, curie)), None)


def _day(values: _Values, curie: str) -> dt.date | None:
    text = _text(values, curie)
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _span(values: _Values) -> Span | None:
    begin, end = _text(values, "nif:beginIndex"), _text(values, "nif:endIndex")
    return Span(int(begin), int(end)) if begin and end and begin.isdigit() and end.isdigit() else None
