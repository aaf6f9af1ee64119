import datetime as dt
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from realpolitik.graph.encoding import encode
from realpolitik.graph.events import event_node
from realpolitik.graph.reading import read_actors, read_events
from realpolitik.graph.serialise import ntriples, turtle
from realpolitik.graph.store import GraphStore, open_graph
from realpolitik.graph.terms import clean, number, relation_node, relation_words
from realpolitik.ontology.records import Actor, Span
from realpolitik.ontology.schema import load_schema

HOSTILE = st.text(max_size=40) | st.sampled_from(
    ["\x00\x07", "\u202egnaw", "</script><script>alert(1)</script>", "\ud800",
     'a" . <x> <y> <z>', "}}{{", "'''", "\\u0041",
     "é" * 30, "\r\n\t", "\ufffe\uffff", "<!-- -->", "=cmd()", "\U0001f600"]
)  # fmt: skip


def only_event(store):
    (event,) = read_events(store)
    return event


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_encoding_hostile_text_comes_back_as_data(statement, article, data):
    sentence, phrase, label, title, url, words = (data.draw(HOSTILE) for _ in range(6))
    one = statement(Actor("person-x", label, "person"), phrase, words, sentence=sentence or "x",
                    speaker=words, voice="other")  # fmt: skip
    store = GraphStore.in_memory()
    store.add(article("a1", title=title, url=url), [one])
    assert not store.add(article("a1", title=title, url=url), [one])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "graph.ttl")
        path.write_bytes(turtle(store.triples()))
        with open_graph(path) as held:
            assert set(held.triples()) == set(store.triples())
            assert turtle(held.triples()) == path.read_bytes()
    (told,) = only_event(store).statements
    assert told.sentence == clean(sentence or "x")
    assert len(told.sentence) == len(sentence or "x")
    assert told.phrase == relation_words(phrase)
    assert told.speaker_text == clean(words)
    assert read_actors(store)[0].label == (" ".join(clean(label).split()) or "person-x")
    assert b"_:" not in {line[:2] for line in ntriples(store.triples()).splitlines()}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_encoding_any_order_of_reading_gives_the_same_graph(statement, article, data):
    actors = st.sampled_from(["RUS", "USA", "NATO", "UKR", "somebody", None])
    classes = st.sampled_from([None, "CONSULT", "CONSULT/visit", "SANCTION", "alliedWith", "holdsOffice"])
    one = st.builds(
        lambda subject, phrase, target, cls, at, **rest: (subject, phrase, target, cls, {"at": at * 10, **rest}),
        st.sampled_from(["RUS", "USA", Actor("RUS", "Russian Federation", "state", "RUS"), "somebody"]),
        st.sampled_from(["met", "cut ties with", "Cut Ties"]), actors, classes, st.integers(0, 3),
        polarity=st.sampled_from(["affirmed", "negated"]), status=st.sampled_from(["actual", "future"]),
        voice=st.sampled_from([None, "self", "other"]), reciprocal=st.booleans(),
        contexts=st.sampled_from([(), ("military",), ("economic", "military")]),
        place=st.sampled_from([None, "UKR"]), role=st.sampled_from([None, "minister"]),
        confidence=st.sampled_from([0.1, 0.7]),
    )  # fmt: skip
    drawn = data.draw(st.lists(st.tuples(st.sampled_from(["a", "b", "c"]), st.lists(one, max_size=4)), max_size=6))
    readings = [(article(doc), [statement(*made[:4], doc=doc, **made[4]) for made in many]) for doc, many in drawn]
    last = {held.doc_id: (held, statements) for held, statements in readings}
    store = GraphStore.in_memory()
    for held, statements in readings:
        store.add(held, statements)
    expected = GraphStore.in_memory()
    for held, statements in data.draw(st.permutations(list(last.values()))):
        expected.add(held, statements)
    assert turtle(store.triples()) == turtle(expected.triples())
    for doc in list(last)[1:]:
        store.remove(doc)
    alone = GraphStore.in_memory()
    for held, statements in list(last.values())[:1]:
        alone.add(held, statements)
    assert turtle(store.triples()) == turtle(alone.triples())


def test_encoding_keeps_all_that_the_statement_says(statement, article):
    store = GraphStore.in_memory()
    made = statement(
        "RUS", "ceased cooperation with", "NATO", "SANCTION/discontinue", at=93, speaker="person-alexander-grushko",
        voice="self", time=("2014-03-01", "2014-05-31", "season"), contexts=("military",), place="UKR",
        confidence=0.912345, extra_args=("in Brussels",), status="future", polarity="negated",
    )  # fmt: skip
    store.add(article(), [made])
    event = only_event(store)
    (told,) = event.statements
    assert (event.subject, event.object, event.event_type, event.mode) == ("RUS", "NATO", "SANCTION", "discontinue")
    assert (event.quad, event.score, event.contexts) == ("material conflict", -6.0, ("military",))
    assert (event.earliest, event.latest, event.precision) == (dt.date(2014, 3, 1), dt.date(2014, 5, 31), "season")
    assert event.places == ("UKR",)
    assert (told.phrase, told.polarity, told.status, told.voice) == (
        "ceased cooperation with",
        "negated",
        "future",
        "self",
    )
    assert (told.speaker, told.speaker_text, told.attribution_cue) == (
        "person-alexander-grushko", "Alexander Grushko", "said",
    )  # fmt: skip
    assert told.confidence == 0.9123
    assert told.span == made.evidence.span
    assert (told.subject_span, told.object_span) == (Span(93, 99), Span(123, 127))
    assert [(cue.kind, cue.text, cue.span) for cue in told.cues] == [("head", "stopped", Span(104, 111))]
    assert told.arguments == ("in Brussels",)
    assert told.article.doc_id == "a1"
    assert (told.article.title, told.article.publisher) == ("Ties cut", "The Paper")
    assert (told.article.date, told.article.url) == (dt.date(2019, 4, 15), "https://paper.example/a1")


def test_encoding_turtle_reads_as_designed(store):
    text = turtle(store.triples()).decode()
    for line in (
        "rel:ceased-cooperation-with actor:NATO",
        'rdfs:label "ceased cooperation with"@en',
        "rdfs:subPropertyOf plover:sanctions",
        'rp:earliest "2014-03-01"^^xsd:date',
        'rp:precision "season"',
        "owl:sameAs wd:Q159",
        "rp:voice rp:selfReport",
        "rp:confidence 0.75",
        "nif:beginIndex 100",
    ):
        assert line in text


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "http://", "https://a b/"])
def test_encoding_an_unsafe_address_is_never_a_link(statement, article, url):
    encoded = encode(article(url=url), [], load_schema())
    assert not [one for one in encoded.own if one.predicate.value.endswith("/url")]


@pytest.mark.parametrize(("value", "text"), [(0.5, "0.5"), (1.0, "1"), (0.0, "0"), (0.91234567, "0.9123"), (-6.0, "-6"),
                                             (float("nan"), "0"), (1e-9, "0"), (-1e-9, "0")])  # fmt: skip
def test_encoding_numbers_are_canonical_decimals(value, text):
    assert number(value).value == text


def test_encoding_two_phrases_never_share_a_relation():
    names = {relation_node(text).value for text in ("cut ties", "Cut ties", "cut-ties", "cut, ties", "порвал", "", "=")}
    assert len(names) == 7
    assert relation_node("cut  ties\n") == relation_node("cut ties")


def test_encoding_one_id_keeps_the_surer_statement(statement, article):
    weak, sure = (statement("RUS", "met", "NATO", "CONSULT", confidence=value) for value in (0.2, 0.8))
    for order in ([weak, sure], [sure, weak]):
        store = GraphStore.in_memory()
        store.add(article(), order)
        assert only_event(store).confidence == 0.8


def test_encoding_event_node_is_a_hash_of_its_identity(statement):
    assert event_node(statement("RUS", "met", "NATO")) == event_node(statement("RUS", "met", "NATO", at=50, doc="z"))
