"""Statements as JSON objects, one a line, and back.

A line carries its article's title, date, publisher and address, so that statements.jsonl alone can rebuild the graph.
Every offset counts characters of the article's text, end exclusive. Beside the fields of `Statement` a line holds what
follows from them, for other programs: `id`, `negated`, and `iso3` of an end that belongs to a state. These are written,
not read. The `text` of an end is the name that is meant, `mention` the words that stand there ("it").
"""

import functools
import re
from collections.abc import Mapping
from typing import Any, Final, get_args

from realpolitik.ontology.json_fields import Fields
from realpolitik.ontology.records import (
    Actor,
    ActorKind,
    Article,
    Attribution,
    Cue,
    Evidence,
    LinkedBy,
    Mention,
    Participant,
    Polarity,
    Precision,
    Relation,
    Span,
    Statement,
    Status,
    TimeSpan,
    Voice,
)
from realpolitik.ontology.schema import load_schema

__all__ = ["article_from_json", "statement_from_json", "statement_to_json"]

_ALPHA3: Final = re.compile(r"[A-Z]{3}")
_CAMEL_HUMP: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def statement_to_json(statement: Statement, article: Article) -> dict[str, Any]:
    """Return the statement as a JSON object; `article` is the one it was read in."""
    evidence = statement.evidence
    relation = statement.relation
    return {
        "doc_id": evidence.doc_id,
        "id": statement.id,
        "article": {
            "title": article.title,
            "date": article.date.isoformat() if article.date else None,
            "publisher": article.publisher,
            "url": article.url,
        },
        "sentence": evidence.sentence,
        **_span(evidence.span),
        "subject": _participant(statement.subject),
        "relation": {
            "text": relation.text,
            "phrase": relation.phrase,
            "type": relation.event_type or (_upper_snake(relation.standing) if relation.standing else None),
            "mode": relation.mode,
            "contexts": list(relation.contexts),
        },
        "object": _participant(statement.object),
        "polarity": statement.polarity,
        "negated": statement.polarity == "negated",
        "status": statement.status,
        "attribution": _attribution(statement.attribution),
        "time": _time(statement.time),
        "place": _participant(statement.place),
        "extra_args": list(statement.extra_args),
        "confidence": statement.confidence,
        "reciprocal": statement.reciprocal,
        "rule": evidence.rule,
        "cues": [{"kind": cue.kind, "text": cue.text, **_span(cue.span)} for cue in evidence.cues],
    }


def statement_from_json(record: Mapping[str, Any], *, where: str = "statement") -> Statement:
    """Return the statement of a JSON object made by `statement_to_json`.

    Raises DataError for a field that is missing or wrong; `where` (file and line) opens its message.
    """
    fields = Fields(record, where)
    return Statement(
        subject=_read_participant(fields.fields("subject")),
        relation=_read_relation(fields.fields("relation")),
        object=_read_participant_or_none(fields, "object"),
        evidence=Evidence(
            doc_id=fields.text("doc_id"),
            span=fields.span(),
            sentence=fields.text("sentence"),
            rule=fields.text("rule"),
            cues=tuple(Cue(cue.text("kind"), cue.text("text"), cue.span()) for cue in fields.list_of_fields("cues")),
        ),
        polarity=fields.choice("polarity", get_args(Polarity)),
        status=fields.choice("status", get_args(Status)),
        attribution=_read_attribution(fields.fields_or_none("attribution")),
        time=_read_time(fields.fields_or_none("time")),
        place=_read_participant_or_none(fields, "place"),
        extra_args=fields.texts("extra_args"),
        confidence=fields.share("confidence"),
        reciprocal=fields.boolean("reciprocal"),
    )


def article_from_json(record: Mapping[str, Any], *, where: str = "statement") -> Article:
    """Return the article of a statement's JSON object; its `text` is empty, for a line holds no more than the sentence.

    Raises DataError for a field that is missing or wrong; `where` (file and line) opens its message.
    """
    fields = Fields(record, where)
    about = fields.fields_or_none("article") or Fields({}, where, "article")
    return Article(
        doc_id=fields.text("doc_id"),
        text="",
        title=about.text_or_none("title"),
        date=about.date_or_none("date"),
        publisher=about.text_or_none("publisher"),
        url=about.text_or_none("url"),
    )


def _upper_snake(name: str) -> str:
    return _CAMEL_HUMP.sub("_", name).upper()


@functools.cache
def _standing_by_type() -> dict[str, str]:
    return {_upper_snake(name): name for name in load_schema().standing}


def _span(span: Span | None) -> dict[str, int | None]:
    return {"char_start": span.start if span else None, "char_end": span.end if span else None}


def _participant(participant: Participant | None) -> dict[str, Any] | None:
    if participant is None:
        return None
    mention, actor = participant.mention, participant.actor
    record = {
        "text": participant.name or mention.text,
        "mention": mention.text,
        "id": actor.id if actor else None,
        "label": actor.label if actor else None,
        "type": mention.type,
        "kind": actor.kind if actor else None,
        "country": actor.country if actor else None,
        "wikidata": actor.wikidata if actor else None,
        **_span(mention.span),
        "linked_by": participant.linked_by,
        "role": participant.role,
    }
    code = actor and (actor.country or (actor.id if actor.kind == "state" else None))
    return {**record, "iso3": code} if code and _ALPHA3.fullmatch(code) else record


def _read_participant(fields: Fields) -> Participant:
    actor_id = fields.text_or_none("id")
    actor = None
    if actor_id is not None:
        actor = Actor(
            id=actor_id,
            label=fields.text("label"),
            kind=fields.choice("kind", get_args(ActorKind)),
            country=fields.text_or_none("country"),
            wikidata=fields.text_or_none("wikidata"),
        )
    text = fields.text("text")
    mention = fields.text_or_none("mention")
    if mention is None:
        mention = text
    return Participant(
        mention=Mention(fields.span(), mention, fields.text_or_none("type")),
        actor=actor,
        linked_by=fields.choice_or_none("linked_by", get_args(LinkedBy)),
        role=fields.text_or_none("role"),
        name=text if text != mention else None,
    )


def _read_participant_or_none(fields: Fields, key: str) -> Participant | None:
    inner = fields.fields_or_none(key)
    return None if inner is None else _read_participant(inner)


def _read_relation(fields: Fields) -> Relation:
    schema = load_schema()
    name = fields.text_or_none("type")
    event_type = schema.event_types.get(name) if name else None
    standing = _standing_by_type().get(name) if name else None
    if name is not None and event_type is None and standing is None:
        raise fields.error("type", name, "neither a PLOVER event type nor a standing relation")
    mode, contexts = fields.text_or_none("mode"), fields.texts("contexts")
    if mode is not None and (event_type is None or mode not in event_type.modes):
        raise fields.error("mode", mode, f"not a mode of {name}")
    for context in contexts:
        if context not in schema.contexts:
            raise fields.error("contexts", context, "not a PLOVER context")
    return Relation(
        phrase=fields.text("phrase"),
        text=fields.text("text"),
        event_type=event_type.name if event_type else None,
        mode=mode,
        contexts=contexts,
        standing=standing,
    )


def _attribution(attribution: Attribution | None) -> dict[str, Any] | None:
    if attribution is None:
        return None
    return {
        "speaker": _participant(attribution.speaker),
        "cue": attribution.cue,
        "voice": attribution.voice,
        "quoted": attribution.quoted,
        "via": _participant(attribution.via),
    }


def _read_attribution(fields: Fields | None) -> Attribution | None:
    if fields is None:
        return None
    return Attribution(
        speaker=_read_participant_or_none(fields, "speaker"),
        cue=fields.text("cue"),
        voice=fields.choice("voice", get_args(Voice)),
        quoted=fields.boolean("quoted"),
        via=_read_participant_or_none(fields, "via"),
    )


def _time(time: TimeSpan | None) -> dict[str, Any] | None:
    if time is None:
        return None
    return {
        "earliest": time.earliest.isoformat() if time.earliest else None,
        "latest": time.latest.isoformat() if time.latest else None,
        "precision": time.precision,
        "text": time.text,
        **_span(time.span),
    }


def _read_time(fields: Fields | None) -> TimeSpan | None:
    if fields is None:
        return None
    return TimeSpan(
        earliest=fields.date_or_none("earliest"),
        latest=fields.date_or_none("latest"),
        precision=fields.choice("precision", get_args(Precision)),
        text=fields.text("text"),
        span=fields.span_or_none(),
    )
