"""Small makers of articles and statements, as fixtures."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from realpolitik.graph.store import GraphStore
from realpolitik.ontology.records import (
    Actor,
    Article,
    Attribution,
    Cue,
    Evidence,
    Mention,
    Participant,
    Relation,
    Span,
    Statement,
    TimeSpan,
)

ACTORS = {
    one.id: one
    for one in (
        Actor("RUS", "Russia", "state", "RUS", "Q159"),
        Actor("USA", "United States", "state", "USA", "Q30"),
        Actor("NATO", "NATO", "organisation", None, "Q7184"),
        Actor("UKR", "Ukraine", "state", "UKR", "Q212"),
        Actor("person-alexander-grushko", "Alexander Grushko", "person", "RUS"),
        Actor("place-crimea", "Crimea", "place"),
    )
}

Maker = Callable[..., Statement]


def person(name: str | Actor | None, at: int = 0, **fields: Any) -> Participant | None:
    """Return a participant: an actor by id or as it is, or words in quotes for an unlinked one."""
    if name is None:
        return None
    actor = name if isinstance(name, Actor) else ACTORS.get(name)
    text = actor.label if actor else str(name)
    fields.setdefault("linked_by", "name" if actor else None)
    return Participant(Mention(Span(at, at + len(text)), text, "ORG"), actor, **fields)


def make_statement(
    subject: str | Actor,
    phrase: str,
    target: str | Actor | None,
    cls: str | None = None,
    *,
    doc: str = "a1",
    at: int = 0,
    sentence: str = "Russia has stopped all cooperation with NATO, Grushko said.",
    time: tuple[str | None, str | None, Any] | None = None,
    speaker: str | None = None,
    voice: Any = None,
    contexts: tuple[str, ...] = (),
    place: str | None = None,
    role: str | None = None,
    **fields: Any,
) -> Statement:
    """Return a statement; `cls` is `SANCTION/discontinue` or the name of a standing relation."""
    kind, _, mode = (cls or "").partition("/")
    standing = kind if kind and not kind.isupper() else None
    relation = Relation(phrase, phrase, None if standing else kind or None, mode or None, contexts, standing)
    if voice is not None:
        fields["attribution"] = Attribution(person(speaker, at + 40), "said", voice)
    if time is not None:
        days = [dt.date.fromisoformat(day) if day else None for day in time[:2]]
        fields["time"] = TimeSpan(days[0], days[1], time[2], "then", Span(at, at + 4))
    first = person(subject, at, role=role)
    assert first is not None
    fields.setdefault("confidence", 0.75)
    cues = (Cue("head", "stopped", Span(at + 11, at + 18)),)
    evidence = Evidence(doc, Span(at, at + max(1, len(sentence))), sentence, "active", cues)
    return Statement(first, relation, person(target, at + 30), evidence, place=person(place, at + 50), **fields)


def make_article(doc: str = "a1", **fields: Any) -> Article:
    """Return an article of a made-up paper."""
    fields = {
        "title": "Ties cut", "date": dt.date(2019, 4, 15), "publisher": "The Paper", "url": f"https://paper.example/{doc}",
    } | fields  # fmt: skip
    return Article(doc, "text", **fields)


def news() -> list[tuple[Article, list[Statement]]]:
    """Return three articles that share actors, events, surface relations and disagree about one event."""
    spring = ("2014-03-01", "2014-05-31", "season")
    one, two, three = (make_article(doc) for doc in ("a1", "a2", "a3"))
    return [
        (one, [
            make_statement("RUS", "ceased cooperation with", "NATO", "SANCTION/discontinue", voice="self",
                           speaker="person-alexander-grushko", contexts=("military",)),
            make_statement("NATO", "suspended cooperation with", "RUS", "SANCTION/discontinue", at=100, time=spring),
            make_statement("NATO", "abandoned agenda with", "RUS", "REJECT", at=200, voice="other",
                           speaker="person-alexander-grushko"),
            make_statement("person-alexander-grushko", "deputy foreign minister of", "RUS", "holdsOffice", at=300,
                           role="deputy foreign minister"),
        ]),
        (two, [
            make_statement("RUS", "ceased cooperation with", "NATO", "SANCTION/discontinue", doc="a2",
                           contexts=("diplomatic",)),
            make_statement("NATO", "met with", "RUS", "CONSULT", doc="a2", at=100, reciprocal=True, place="UKR"),
            make_statement("RUS", "annexed", "place-crimea", "COERCE/seize", doc="a2", at=200, time=spring),
        ]),
        (three, [
            make_statement("RUS", "met with", "NATO", "CONSULT", doc="a3", reciprocal=True),
            make_statement("RUS", "ceased cooperation with", "NATO", "SANCTION/discontinue", doc="a3", at=100,
                           polarity="negated", voice="other", speaker="NATO"),
            make_statement("USA", "criticised", "RUS", "ACCUSE/disapprove", doc="a3", at=200),
            make_statement("USA", "plans to sanction", "RUS", "SANCTION", doc="a3", at=300, status="future"),
            make_statement("USA", "watches", "RUS", None, doc="a3", at=400),
        ]),
    ]  # fmt: skip


@pytest.fixture
def articles() -> list[tuple[Article, list[Statement]]]:
    """Three articles with their statements."""
    return news()


@pytest.fixture
def store(articles: list[tuple[Article, list[Statement]]]) -> GraphStore:
    """A store in memory with the three articles."""
    held = GraphStore.in_memory()
    for article, statements in articles:
        held.add(article, statements)
    return held


@pytest.fixture
def statement() -> Maker:
    """The maker of statements."""
    return make_statement


@pytest.fixture
def article() -> Callable[..., Article]:
    """The maker of articles."""
    return make_article
