import datetime as dt

import pytest

from realpolitik.graph.events import ends_of, event_node, event_triples, is_kept
from realpolitik.graph.reading import EventFilter, read_events
from realpolitik.graph.store import GraphStore
from realpolitik.ontology.records import Actor
from realpolitik.ontology.schema import load_schema

SPRING = ("2014-03-01", "2014-05-31", "season")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (("RUS", "met", "USA", "CONSULT"), ("RUS", "held talks with", "USA", "CONSULT"), True),
        (("RUS", "met", "USA", "CONSULT"), ("USA", "met", "RUS", "CONSULT"), False),
        (("RUS", "met", "USA", "CONSULT"), ("RUS", "visited", "USA", "CONSULT/visit"), False),
        (("RUS", "met", "USA", "CONSULT"), ("RUS", "met", "NATO", "CONSULT"), False),
        (("RUS", "watches", "USA", None), ("RUS", "watches", "USA", None), True),
        (("RUS", "watches", "USA", None), ("RUS", "ignores", "USA", None), False),
        (("RUS", "arrested", "a blogger", "COERCE"), ("RUS", "jailed", "A  Blogger", "COERCE"), True),
        (("RUS", "arrested", "a blogger", "COERCE"), ("RUS", "arrested", "an editor", "COERCE"), False),
    ],
)
def test_events_are_one_by_dyad_class_and_mode(statement, one, other, same):
    assert (event_node(statement(*one)) == event_node(statement(*other, doc="b", at=70))) is same


def test_events_differ_by_time(statement):
    undated, spring, day = (
        event_node(statement("RUS", "met", "USA", "CONSULT", time=time))
        for time in (None, SPRING, ("2014-03-18", "2014-03-18", "day"))
    )
    assert len({undated, spring, day}) == 3
    assert event_node(statement("RUS", "met", "USA", "CONSULT", time=(None, None, "unresolved"))) == undated


def test_events_of_reciprocal_statements_do_not_depend_on_who_comes_first(statement):
    one = statement("RUS", "met with", "NATO", "CONSULT", reciprocal=True)
    other = statement("NATO", "met with", "RUS", "CONSULT", reciprocal=True)
    assert event_node(one) == event_node(other)
    assert ends_of(one) == ends_of(other)
    assert event_triples(one, load_schema()) == event_triples(other, load_schema())


def test_events_polarity_and_status_do_not_split_them(statement):
    told = [
        statement("RUS", "met", "USA", "CONSULT", **how) for how in ({}, {"polarity": "negated"}, {"status": "future"})
    ]
    assert len({event_node(one) for one in told}) == 1
    assert len({one.id for one in told}) >= 2


def test_events_take_score_and_quad_from_the_schema(statement, article):
    schema = load_schema()
    store = GraphStore.in_memory()
    made = [
        statement("RUS", "x", "USA", f"{kind.name}/{mode}" if mode else kind.name, at=number * 100 + place)
        for number, kind in enumerate(schema.event_types.values())
        for place, mode in enumerate([None, *kind.modes])
    ]
    store.add(article(), made)
    events = list(read_events(store))
    assert len(events) == len(made)
    for event in events:
        assert event.score == schema.score(event.event_type, event.mode)
        assert event.quad == schema.quad(event.event_type)


def test_events_kinds_tell_facts_claims_plans_and_denials(store):
    kinds = {
        (event.subject, event.event_type, event.mode, event.earliest is None): event.kind
        for event in read_events(store)
    }
    assert kinds["RUS", "SANCTION", "discontinue", True] == "fact"
    assert kinds["NATO", "REJECT", None, True] == "claim"
    assert kinds["USA", "SANCTION", None, True] == "planned"


def test_events_denied_alone_are_denied(statement, article):
    store = GraphStore.in_memory()
    store.add(article(), [statement("RUS", "attacked", "UKR", "ASSAULT", polarity="negated")])
    assert [event.kind for event in read_events(store)] == ["denied"]


def test_events_ties_keep_their_role(store):
    (tie,) = read_events(store, EventFilter(event_type="holdsOffice"))
    assert tie.id.startswith("tie-")
    assert tie.roles == ("deputy foreign minister",)


def days(text):
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("where", "count"),
    [
        (EventFilter(), 9),
        (EventFilter(actor="USA"), 3),
        (EventFilter(actor="person-alexander-grushko"), 1),
        (EventFilter(event_type="SANCTION"), 3),
        (EventFilter(event_type="SANCTION/discontinue"), 2),
        (EventFilter(asserted=True), 7),
        (EventFilter(until=days("2014-12-31")), 2),
        (EventFilter(since=days("2014-06-01")), 7),
        (EventFilter(since=days("2014-05-31"), until=days("2014-06-01"), actor="NATO"), 1),
        (EventFilter(since=days("2030-01-01")), 0),
    ],
)
def test_events_filters_choose(store, where, count):
    assert len(list(read_events(store, where))) == count


def test_events_without_a_known_subject_are_not_kept(statement):
    assert not is_kept(statement("somebody", "met", "RUS"))
    assert is_kept(statement(Actor("X", "X", "state"), "met", None))
