"""Traces: why there is an edge, or none."""

import pytest

from realpolitik.extractors.trace import trace


def known(reason, *case):
    return pytest.param(*case, marks=pytest.mark.xfail(reason=reason))


def traced(reading, resources, text):
    return list(trace(reading(text), resources))


def test_trace_numbers_the_sentences(reading, resources):
    found = traced(reading, resources, "Iran attacked Iraq. Oman slept.\n\nEgypt bombed Sudan.")
    assert [(s.number, s.text) for s in found] == [
        (1, "Iran attacked Iraq."),
        (2, "Oman slept."),
        (3, "Egypt bombed Sudan."),
    ]


def test_trace_shows_mentions_clauses_times_and_events(reading, resources):
    (sentence,) = traced(reading, resources, "Iran attacked Iraq on Monday.")
    assert [m.actor.partition(" ")[0] for m in sentence.mentions if m.actor] == ["IRN", "IRQ"]
    assert all(m.linked_by for m in sentence.mentions if m.actor)
    (clause,) = sentence.clauses
    assert (clause.predicate, clause.passive, clause.outcome) == ("attacked", False, "ASSAULT")
    assert dict(clause.slots)["obj"] == "Iraq"
    assert sentence.times == ("on Monday",)
    (event,) = sentence.events
    assert (event.event_type, event.agents, event.recipients, event.outcome) == ("ASSAULT", "Iran", "Iraq", "statement")
    assert event.cues == ("attacked",)
    assert len(event.statements) == 1
    (vote,) = event.votes
    assert vote.startswith("Iran → Iraq: ASSAULT ")


# sentence, predicate, what became of it
@pytest.mark.parametrize(
    ("sentence", "predicate", "outcome"),
    [
        ("Iran attacked Iraq.", "attacked", "ASSAULT"),
        ("Iran threatened to attack Iraq.", "attack", "part of THREATEN (threatened)"),
        ("Iran said that Oman attacked Iraq.", "said", "a verb of saying: tells the speaker"),
        known("_outcome knows no open relation: StatementReader.sentence yields it without an event", "Turkey embarrassed Greece.", "embarrassed", "open relation"),
        ("Turkey embarrassed the visitors.", "embarrassed", "not in the lexicon, and no second actor"),
        ("The visitors embarrassed Turkey.", "embarrassed", "not in the lexicon, and its subject is no actor"),
    ],
)  # fmt: skip
def test_trace_outcome_of_a_clause(reading, resources, sentence, predicate, outcome):
    (found,) = traced(reading, resources, sentence)
    assert [c.outcome for c in found.clauses if c.predicate == predicate] == [outcome]


def test_trace_a_sense_whose_conditions_do_not_hold_is_told(reading, resources):
    (found,) = traced(reading, resources, "The carpenter hammered the nail.")
    assert [c.outcome for c in found.clauses] == ["in the lexicon, but the conditions of none of its senses hold"]


# sentence, why its event gave no statement
@pytest.mark.parametrize(
    ("sentence", "kind", "outcome"),
    [
        ("The town was bombed.", "ASSAULT/explosives", "no statement: nobody is named who does it"),
        ("Turkey sent food.", "AID", "no statement: nobody is named to whom it is done"),
        ("Turkey sent food to Turkey.", "AID", "no statement: the one who acts is no actor, or both ends are the same"),
    ],
)
def test_trace_events_without_statement_say_why(reading, resources, sentence, kind, outcome):
    (found,) = traced(reading, resources, sentence)
    assert [(e.event_type, e.statements, e.outcome) for e in found.events] == [(kind, (), outcome)]


def test_trace_shows_standing_relations_as_such(reading, resources):
    (found,) = traced(reading, resources, "China is an ally of Pakistan.")
    assert [(e.event_type, e.rule, e.outcome) for e in found.events] == [("alliedWith", "standing:copula", "statement")]


@pytest.mark.parametrize(
    "text",
    ["Oman slept. China is an ally of Pakistan.", "Oman slept.\n\n  China is an ally of Pakistan."],
)
def test_trace_puts_each_relation_under_its_sentence(reading, resources, text):
    found = traced(reading, resources, text)
    assert [[e.event_type for e in s.events] for s in found] == [[], ["alliedWith"]]


def test_trace_tells_an_event_by_type_and_mode(reading, resources):
    (found,) = traced(reading, resources, "Russia ceased cooperation with NATO.")
    (event,) = found.events
    assert event.event_type == "SANCTION/discontinue"
    assert event.rule.count(">") == 1
    assert event.cues == ("ceased", "cooperation")


def test_trace_of_an_empty_article_is_empty(reading, resources):
    assert traced(reading, resources, "") == []
