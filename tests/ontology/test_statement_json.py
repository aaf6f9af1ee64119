"""A statement written as a JSON line comes back as it was, whatever its texts hold."""

import copy
import dataclasses
import datetime as dt
import json
import subprocess
import sys
import typing
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from realpolitik.ontology.errors import DataError
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
from realpolitik.ontology.statement_json import article_from_json, statement_from_json, statement_to_json

SCHEMA = load_schema()
HOSTILE = st.sampled_from(
    ["</script>", '"', "\u202e", "\x00", "\r\n\u2028", "{}", "\ud800", "null", "🕊", "' OR 1=1 --"]
)
TEXT = st.text(st.characters(), max_size=12) | HOSTILE
OFFSET = st.integers(0, 10**6)
SPANS = st.tuples(OFFSET, OFFSET).map(lambda ends: Span(min(ends), max(ends)))
DATES = st.none() | st.dates()


def one_of(alias: Any) -> st.SearchStrategy[Any]:
    return st.sampled_from(typing.get_args(alias))


ACTORS = st.builds(
    Actor, TEXT, TEXT, one_of(ActorKind), st.none() | st.sampled_from(["RUS", "XKX", "DDR", "rus"]), st.none() | TEXT
)
PARTICIPANTS = st.builds(
    Participant,
    st.builds(Mention, SPANS, TEXT, st.none() | TEXT),
    st.none() | ACTORS,
    st.none() | one_of(LinkedBy),
    st.none() | TEXT,
)


@st.composite
def relations(draw: st.DrawFn) -> Relation:
    contexts = tuple(draw(st.lists(st.sampled_from(list(SCHEMA.contexts)), unique=True, max_size=3)))
    kind = draw(st.sampled_from(["event", "standing", "open"]))
    if kind == "standing":
        return Relation(draw(TEXT), draw(TEXT), standing=draw(st.sampled_from(list(SCHEMA.standing))))
    if kind == "open":
        return Relation(draw(TEXT), draw(TEXT), contexts=contexts)
    event_type = draw(st.sampled_from(list(SCHEMA.event_types)))
    mode = draw(st.none() | st.sampled_from([None, *SCHEMA.event_type(event_type).modes]))
    return Relation(draw(TEXT), draw(TEXT), event_type, mode, contexts)


STATEMENTS = st.builds(
    Statement,
    subject=PARTICIPANTS,
    relation=relations(),
    object=st.none() | PARTICIPANTS,
    evidence=st.builds(
        Evidence, TEXT, SPANS, TEXT, TEXT, st.lists(st.builds(Cue, TEXT, TEXT, SPANS), max_size=3).map(tuple)
    ),
    polarity=one_of(Polarity),
    status=one_of(Status),
    attribution=st.none()
    | st.builds(Attribution, st.none() | PARTICIPANTS, TEXT, one_of(Voice), st.booleans(), st.none() | PARTICIPANTS),
    time=st.none() | st.builds(TimeSpan, DATES, DATES, one_of(Precision), TEXT, st.none() | SPANS),
    place=st.none() | PARTICIPANTS,
    extra_args=st.lists(TEXT, max_size=3).map(tuple),
    confidence=st.floats(0, 1),
    reciprocal=st.booleans(),
)
OPTIONAL = st.none() | TEXT
ARTICLES = st.builds(Article, TEXT, st.just(""), title=OPTIONAL, date=DATES, publisher=OPTIONAL, url=OPTIONAL)


@settings(max_examples=200, deadline=None)
@given(STATEMENTS, ARTICLES)
def test_statement_json_round_trips_every_field(statement: Statement, article: Article) -> None:
    article = dataclasses.replace(article, doc_id=statement.evidence.doc_id)
    line = json.dumps(statement_to_json(statement, article), allow_nan=False)
    assert "\n" not in line
    record = json.loads(line)
    assert statement_from_json(record) == statement
    assert article_from_json(record) == article
    assert record["id"] == statement.id
    assert json.dumps(statement_to_json(statement_from_json(record), article_from_json(record))) == line


SENTENCE = "Russia has stopped all cooperation with NATO, Grushko said."
GRUSHKO = Participant(
    Mention(Span(46, 53), "Grushko", "PERSON"),
    Actor("person-alexander-grushko", "Alexander Grushko", "person", "RUS"),
    "name",
    "deputy foreign minister",
)
EXAMPLE = Statement(
    subject=Participant(Mention(Span(0, 6), "Russia", "GPE"), Actor("RUS", "Russia", "state", None, "Q159"), "name"),
    relation=Relation(
        "ceased cooperation with", "has stopped all cooperation with", "SANCTION", "discontinue", ("military",)
    ),
    object=Participant(
        Mention(Span(40, 44), "NATO", "ORG"), Actor("NATO", "NATO", "organisation", None, "Q7184"), "name"
    ),
    evidence=Evidence("d1", Span(0, 59), SENTENCE, "active", (Cue("operator", "stopped", Span(11, 18)),)),
    attribution=Attribution(GRUSHKO, "said", "self"),
    time=TimeSpan(dt.date(2014, 3, 1), dt.date(2014, 5, 31), "season", "in the spring of 2014", None),
    confidence=0.91,
)
ARTICLE = Article("d1", SENTENCE, "No cooperation", dt.date(2019, 4, 15), "The Example", "https://example.org/1")


def test_statement_json_has_the_shape_that_scorers_read() -> None:
    record = statement_to_json(EXAMPLE, ARTICLE)
    assert record["doc_id"] == "d1"
    assert (record["sentence"], record["char_start"], record["char_end"]) == (SENTENCE, 0, 59)
    assert record["subject"]["text"] == "Russia"
    assert record["subject"]["iso3"] == "RUS"
    assert (record["subject"]["char_start"], record["subject"]["char_end"]) == (0, 6)
    assert "iso3" not in record["object"]
    assert record["relation"] == {
        "text": "has stopped all cooperation with",
        "phrase": "ceased cooperation with",
        "type": "SANCTION",
        "mode": "discontinue",
        "contexts": ["military"],
    }
    assert record["negated"] is False
    assert record["attribution"]["speaker"]["iso3"] == "RUS"
    assert record["time"]["earliest"] == "2014-03-01"
    assert record["article"]["date"] == "2019-04-15"
    assert record["extra_args"] == []


def test_statement_json_of_a_pronoun_has_the_name_meant_and_the_word_that_stands_there() -> None:
    it = dataclasses.replace(EXAMPLE.subject, mention=Mention(Span(0, 2), "It"), linked_by="pronoun", name="Russia")
    statement = dataclasses.replace(EXAMPLE, subject=it)
    record = statement_to_json(statement, ARTICLE)
    assert (record["subject"]["text"], record["subject"]["mention"]) == ("Russia", "It")
    assert (record["subject"]["char_start"], record["subject"]["char_end"]) == (0, 2)
    again = statement_from_json(record)
    assert again == statement
    assert (again.subject.name, again.subject.mention.text) == ("Russia", "It")


def test_statement_json_of_a_name_needs_no_other() -> None:
    record = statement_to_json(EXAMPLE, ARTICLE)
    assert record["subject"]["text"] == record["subject"]["mention"] == "Russia"
    assert statement_from_json(record).subject.name is None
    del record["subject"]["mention"]
    assert statement_from_json(record) == EXAMPLE


@pytest.mark.parametrize(
    ("standing", "written"),
    [("memberOf", "MEMBER_OF"), ("represents", "REPRESENTS"), ("spokespersonFor", "SPOKESPERSON_FOR")],
)
def test_statement_json_writes_standing_relations_in_upper_snake(standing: str, written: str) -> None:
    statement = dataclasses.replace(EXAMPLE, relation=Relation("is in", "is in", standing=standing))
    record = statement_to_json(statement, ARTICLE)
    assert record["relation"]["type"] == written
    assert statement_from_json(record).relation.standing == standing


@pytest.mark.parametrize(
    ("actor", "iso3"),
    [
        (Actor("RUS", "Russia", "state"), "RUS"),
        (Actor("RUS", "Russia", "state", "RUS"), "RUS"),
        (Actor("USA-defence-ministry", "Pentagon", "government", "USA"), "USA"),
        (Actor("IMF", "International Monetary Fund", "organisation"), None),
        (Actor("place-antarctica", "Antarctica", "place"), None),
        (Actor("abkhazia", "Abkhazia", "state"), None),
    ],
)
def test_statement_json_iso3_is_a_state_s_code(actor: Actor, iso3: str | None) -> None:
    statement = dataclasses.replace(EXAMPLE, subject=dataclasses.replace(EXAMPLE.subject, actor=actor))
    assert statement_to_json(statement, ARTICLE)["subject"].get("iso3") == iso3


def edited(path: str, value: object) -> dict[str, Any]:
    """Return the example's record with one field changed, or removed where the value is `...`."""
    record: dict[str, Any] = copy.deepcopy(statement_to_json(EXAMPLE, ARTICLE))
    *parents, last = path.split(".")
    inner: Any = record
    for key in parents:
        inner = inner[int(key)] if key.isdigit() else inner[key]
    if value is ...:
        del inner[last]
    else:
        inner[last] = value
    return record


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        ("doc_id", ..., "doc_id: None: a text is needed"),
        ("doc_id", 7, "doc_id: 7: not a text"),
        ("sentence", None, "sentence: None: a text is needed"),
        ("char_start", "0", "char_start: '0': not a character offset"),
        ("char_start", True, "char_start: True: not a character offset"),
        ("char_end", -1, "char_end: -1: not a character offset"),
        ("char_start", 60, r"char_end: 59: ends before char_start \(60\)"),
        ("subject", ..., "subject: None: not a JSON object"),
        ("subject", "Russia", "subject: 'Russia': not a JSON object"),
        ("subject.text", ..., "subject.text: None: a text is needed"),
        ("subject.kind", "country", "subject.kind: 'country': not one of state, "),
        ("subject.linked_by", "luck", "subject.linked_by: 'luck': not one of name, "),
        ("object.label", None, "object.label: None: a text is needed"),
        ("relation", [], r"relation: \[\]: not a JSON object"),
        ("relation.type", "WAR", "relation.type: 'WAR': neither a PLOVER event type nor a standing relation"),
        ("relation.mode", "seize", "relation.mode: 'seize': not a mode of SANCTION"),
        ("relation.contexts", ["war"], "relation.contexts: 'war': not a PLOVER context"),
        ("relation.contexts", "military", "relation.contexts: 'military': not a list"),
        ("relation.contexts", [1], r"relation.contexts: \[1\]: not a list of texts"),
        ("polarity", "positive", "polarity: 'positive': not one of affirmed, negated"),
        ("polarity", ["negated"], r"polarity: \['negated'\]: not one of"),
        ("status", ..., "status: None: not one of actual"),
        ("attribution.voice", "Grushko", "attribution.voice: 'Grushko': not one of publisher"),
        ("attribution.quoted", 1, "attribution.quoted: 1: neither true nor false"),
        ("attribution.speaker.char_start", None, "attribution.speaker.char_start: None: not a character offset"),
        ("time.earliest", "spring", "time.earliest: 'spring': not a date"),
        ("time.precision", "century", "time.precision: 'century': not one of day"),
        ("confidence", 1.5, "confidence: 1.5: not a number from 0 to 1"),
        ("confidence", float("nan"), "confidence: nan: not a number from 0 to 1"),
        ("confidence", True, "confidence: True: not a number from 0 to 1"),
        ("reciprocal", "no", "reciprocal: 'no': neither true nor false"),
        ("extra_args", "over Crimea", "extra_args: 'over Crimea': not a list"),
        ("cues.0.kind", ..., r"cues\[0\].kind: None: a text is needed"),
        ("cues", [None], r"cues\[0\]: None: not a JSON object"),
    ],
)
def test_statement_json_broken_field_is_named(path: str, value: object, message: str) -> None:
    with pytest.raises(DataError, match=rf"^statements.jsonl:12: {message}"):
        statement_from_json(edited(path, value), where="statements.jsonl:12")


@pytest.mark.parametrize(("path", "value"), [("article", 3), ("article.date", "15 April"), ("article.title", [])])
def test_statement_json_broken_article_is_named(path: str, value: object) -> None:
    with pytest.raises(DataError, match=rf"^line 1: {path}: "):
        article_from_json(edited(path, value), where="line 1")


def test_statement_json_missing_optional_fields_count_as_empty() -> None:
    record = statement_to_json(dataclasses.replace(EXAMPLE, attribution=None, time=None), ARTICLE)
    for key in ("article", "attribution", "time", "place", "extra_args", "confidence", "reciprocal", "id", "negated"):
        del record[key]
    assert statement_from_json(record).confidence == 1.0
    assert article_from_json(record) == Article("d1", "")


@pytest.mark.parametrize("value", [None, [], "text", 3])
def test_statement_json_refuses_what_is_no_object(value: Any) -> None:
    with pytest.raises(DataError, match=r"^statement: record: .*not a JSON object"):
        statement_from_json(value)


def test_statement_json_long_values_are_shortened_in_messages() -> None:
    with pytest.raises(DataError) as caught:
        statement_from_json(edited("polarity", "x" * 100_000))
    assert len(str(caught.value)) < 250


def test_statement_json_front_door_is_cheap_and_whole() -> None:
    code = (
        "import sys, realpolitik.ontology as o; heavy = {'rdflib', 'pyoxigraph', 'spacy'} & set(sys.modules); "
        "missing = [name for name in o.__all__ if not hasattr(o, name)]; sys.exit(bool(heavy or missing))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
