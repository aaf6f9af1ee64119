"""The trace of a sentence in words for a reader, and as JSON for a program."""

from collections.abc import Iterator
from dataclasses import asdict, replace
from typing import Any

from realpolitik.extractors.trace import SentenceTrace
from realpolitik.ontology.records import Article, Statement
from realpolitik.ontology.statement_json import statement_to_json

__all__ = ["statement_text", "trace_lines", "trace_to_json"]


def trace_lines(trace: SentenceTrace) -> Iterator[str]:
    """Yield the trace line by line: the sentence, then mentions, times, clauses, events and edges."""
    yield f"{trace.number}. {trace.text}"
    for mention in trace.mentions:
        yield f"   mention  {mention.text} -> {mention.actor or 'open'}: {mention.reason}"
    for time in trace.times:
        yield f"   time     {time}"
    for clause in trace.clauses:
        slots = "; ".join(f"{name}: {words}" for name, words in clause.slots)
        voice = " (passive)" if clause.passive else ""
        yield f"   clause   {clause.predicate}{voice} [{slots}] -> {clause.outcome}"
    for event in trace.events:
        yield f"   event    {event.event_type} by {event.rule} (cues: {', '.join(event.cues)}): {event.outcome}"
        for vote in event.votes:
            yield f"   votes    {vote}"
        for statement in event.statements:
            yield f"   edge     {statement_text(statement)}"


def trace_to_json(trace: SentenceTrace, article: Article) -> dict[str, Any]:
    """Return the trace as a JSON object; its statements have the form of statements.jsonl."""
    events = [
        {
            **asdict(replace(event, statements=())),
            "statements": [statement_to_json(one, article) for one in event.statements],
        }
        for event in trace.events
    ]
    clauses = [{**asdict(clause), "slots": dict(clause.slots)} for clause in trace.clauses]
    return {
        "doc_id": article.doc_id,
        "number": trace.number,
        "text": trace.text,
        "mentions": [asdict(mention) for mention in trace.mentions],
        "times": list(trace.times),
        "clauses": clauses,
        "events": events,
    }


def statement_text(statement: Statement) -> str:
    """Return a statement in one line."""
    ends = [
        "-" if end is None else end.actor.id if end.actor else f'"{end.mention.text}"'
        for end in (statement.subject, statement.object)
    ]
    relation = statement.relation
    kind = relation.event_type or relation.standing or "open"
    marks = [kind if relation.mode is None else f"{kind}/{relation.mode}", statement.polarity, statement.status]
    if statement.attribution is not None:
        speaker = statement.attribution.speaker
        marks.append(f"says {speaker.mention.text if speaker else 'somebody'} ({statement.attribution.voice})")
    if statement.time is not None:
        marks.append(statement.time.text)
    return f"{ends[0]} - {relation.phrase} - {ends[1]} ({', '.join(marks)}) {statement.confidence:.2f}"
