"""Why there is an edge, or none: the reading of each sentence, step by step."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from realpolitik.extractors.arguments import Arguments
from realpolitik.extractors.clauses import is_predicate
from realpolitik.extractors.events import Event
from realpolitik.extractors.pair_reader import PairReader, named_phrase
from realpolitik.extractors.pipeline import Found, Reading, Resources
from realpolitik.ontology.records import Statement

__all__ = ["ClauseTrace", "EventTrace", "MentionTrace", "SentenceTrace", "trace"]


@dataclass(frozen=True, slots=True)
class MentionTrace:
    """A mention, the actor it was read as (None where it stays open), and why."""

    text: str
    actor: str | None
    linked_by: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class ClauseTrace:
    """A predicate with its slots in words; `outcome` says what became of it."""

    predicate: str
    passive: bool
    slots: tuple[tuple[str, str], ...]
    outcome: str


@dataclass(frozen=True, slots=True)
class EventTrace:
    """An event: class, the rows of the lexicon that fired (outermost first), and the statements it gave.

    `votes` are what the learned reader gives to the likeliest types of each statement, struck-out ones included.
    """

    event_type: str
    rule: str
    cues: tuple[str, ...]
    agents: str
    recipients: str
    statements: tuple[Statement, ...]
    outcome: str
    votes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SentenceTrace:
    """One sentence, numbered from 1, through all steps."""

    number: int
    text: str
    mentions: tuple[MentionTrace, ...]
    clauses: tuple[ClauseTrace, ...]
    times: tuple[str, ...]
    events: tuple[EventTrace, ...]


def trace(reading: Reading, resources: Resources) -> Iterator[SentenceTrace]:
    """Yield the trace of each sentence of an article that was read, in order."""
    arguments = Arguments(reading.doc, reading.cast, resources.lexicon)
    for number, sentence in enumerate(reading.doc.sents, 1):
        found = [f for f in reading.found if _inside(f.statements, f.event, sentence)]
        events = [f.event for f in found if f.event is not None]
        yield SentenceTrace(
            number,
            sentence.text.strip(),
            tuple(_mentions(reading, sentence)),
            tuple(_clauses(reading, resources, arguments, sentence, events)),
            tuple(m.time.text for m in reading.times if sentence.start <= m.start < sentence.end),
            tuple(replace(_event(f, arguments), votes=_votes(f, reading, resources, sentence)) for f in found),
        )


def _votes(found: Found, reading: Reading, resources: Resources, sentence: TokenSpan) -> tuple[str, ...]:
    if resources.network is None or found.event is None:
        return ()
    paired = [(s, s.object) for s in (*found.statements, *found.struck) if s.object is not None]
    phrases = [(named_phrase(s.subject, reading.doc), named_phrase(obj, reading.doc)) for s, obj in paired]
    votes = []
    for (statement, obj), vote in zip(
        paired, PairReader(resources.network).read(reading.doc, sentence, phrases), strict=True
    ):
        first = sorted(vote.shares, key=lambda name: (-vote.shares[name], name))[:3]
        shown = ", ".join(f"{name} {vote.shares[name]:.2f}" for name in first)
        votes.append(f"{statement.subject.mention.text} → {obj.mention.text}: {shown}")
    return tuple(votes)


def _inside(statements: tuple[Statement, ...], event: Event | None, sentence: TokenSpan) -> bool:
    if event is not None and event.event_type:
        return sentence.start <= event.predicate.i < sentence.end
    return any(s.evidence.span.start == sentence.start_char for s in statements)


def _mentions(reading: Reading, sentence: TokenSpan) -> Iterator[MentionTrace]:
    for referent in reading.cast.referents:
        if sentence.start <= referent.head < sentence.end:
            participant = referent.participant
            actor = participant.actor
            yield MentionTrace(
                participant.mention.text,
                f"{actor.id} ({actor.label})" if actor else None,
                participant.linked_by,
                referent.reason,
            )


def _clauses(
    reading: Reading, resources: Resources, arguments: Arguments, sentence: TokenSpan, events: list[Event]
) -> Iterator[ClauseTrace]:
    used = {word.i: event for event in events for word in event.words}
    for token in sentence:
        if not is_predicate(token):
            continue
        clause = reading.clauses.at(token)
        slots = tuple((slot, ", ".join(t.text for t in fillers)) for slot, fillers in clause.slots.items())
        yield ClauseTrace(token.text, clause.passive, slots, _outcome(token, used, resources, arguments, reading))


def _outcome(token: Token, used: dict[int, Event], resources: Resources, arguments: Arguments, reading: Reading) -> str:
    event = used.get(token.i)
    if event is not None:
        if event.predicate.i != token.i:
            return f"part of {event.event_type or 'an open relation'} ({event.predicate.text})"
        return event.event_type or "open relation"
    clause = reading.clauses.at(token)
    if resources.lexicon.attribution(clause.lemma, "VERB") is not None:
        return "a verb of saying: tells the speaker"
    heads = resources.lexicon.verb_heads(clause.lemma, clause.particle)
    if heads:
        return "in the lexicon, but the conditions of none of its senses hold"
    subjects = arguments.read(clause.slots.get("subj", ()), whole=False)
    if not subjects:
        return "not in the lexicon, and its subject is no actor"
    return "not in the lexicon, and no second actor"


def _event(found: Found, arguments: Arguments) -> EventTrace:
    event, statements = found.event, found.statements
    if event is None:
        first = statements[0]
        kind = first.relation.standing or "open relation"
        return EventTrace(
            kind, first.evidence.rule, tuple(c.text for c in first.evidence.cues), "", "", statements, "statement"
        )
    agents, recipients = arguments.read(event.agents), arguments.read(event.recipients)
    if statements:
        outcome = "statement"
    elif found.struck:
        outcome = "no statement: the learned reader is sure that the two only stand side by side"
    elif not agents:
        outcome = "no statement: nobody is named who does it"
    elif not recipients:
        outcome = "no statement: nobody is named to whom it is done"
    else:
        outcome = "no statement: the one who acts is no actor, or both ends are the same"
    return EventTrace(
        f"{event.event_type}/{event.mode}" if event.mode else event.event_type,
        event.rule,
        tuple(c.text for c in event.cues),
        ", ".join(t.text for t in event.agents),
        ", ".join(t.text for t in event.recipients),
        statements,
        outcome,
    )
