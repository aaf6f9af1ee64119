"""What the page takes from a store: how a relation is said, by whom, and where its words stand."""

import datetime as dt
from dataclasses import replace

import pytest

from realpolitik.graph.page import PageData, PageEdge, render_page
from realpolitik.graph.page_source import page_data
from realpolitik.graph.reading import EventFilter
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
    "Norway": Actor("NOR", "Norway", "state", "NOR", "Q20"),
    "Sweden": Actor("SWE", "Sweden", "state", "SWE"),
    "Finland": Actor("FIN", "Finland", "state", "FIN"),
    "Ola Berg": Actor("person-ola-berg", "Ola Berg", "person", "NOR"),
}
SENTENCE = "Norway suspended military cooperation with Sweden on Monday, Ola Berg said."
ARTICLE = Article(
    "a1", "Oslo. " + SENTENCE, "Ties cut", dt.date(2020, 3, 2), "The Harbour Times", "https://example.org/ties"
)
LATER = replace(ARTICLE, doc_id="a2", date=dt.date(2021, 5, 4), publisher="Plains Courier", url="javascript:alert(1)")


def part(name: str, sentence: str, base: int) -> Participant:
    at = base + sentence.index(name)
    return Participant(Mention(Span(at, at + len(name)), name), ACTORS.get(name), "name" if name in ACTORS else None)


def said(
    sentence: str = SENTENCE,
    subject: str = "Norway",
    target: str = "Sweden",
    *,
    article: Article = ARTICLE,
    base: int = 6,
    speaker: str | None = None,
    voice: str = "other",
    **fields,
) -> Statement:
    attribution = Attribution(part(speaker, sentence, base), "said", voice) if speaker else None  # type: ignore[arg-type]
    at = base + sentence.index(cue) if (cue := "suspended") in sentence else base
    evidence = Evidence(
        article.doc_id,
        Span(base, base + len(sentence)),
        sentence,
        "active",
        (Cue("head", cue, Span(at, at + len(cue))),),
    )
    relation = fields.pop(
        "relation", Relation("suspended cooperation with", "suspended cooperation with", "SANCTION", "discontinue")
    )
    ends = part(subject, sentence, base), part(target, sentence, base)
    return Statement(ends[0], relation, ends[1], evidence, attribution=attribution, **fields)


def shown(*statements: Statement, trust: str = "self", **where) -> PageData:
    store = GraphStore.in_memory(trust=trust)  # type: ignore[arg-type]
    for article in (ARTICLE, LATER):
        own = [one for one in statements if one.evidence.doc_id == article.doc_id]
        if own:
            store.add(article, own)
    return page_data(store, title="Test", where=EventFilter(**where))


def only(data: PageData) -> PageEdge:
    [edge] = data.edges
    return edge


def test_page_source_gives_class_actors_and_marked_words():
    day = dt.date(2020, 3, 2)
    data = shown(said(time=TimeSpan(day, day, "day", "on Monday"), confidence=0.9))
    edge = only(data)
    assert (edge.source, edge.phrase, edge.target) == ("NOR", "suspended cooperation with", "SWE")
    assert (edge.event_type, edge.mode, edge.quad, edge.score) == ("SANCTION", "discontinue", "material conflict", -6.0)
    assert edge.class_words
    assert (edge.earliest, edge.latest, edge.time_text, edge.confidence) == (day, day, "on Monday", 0.9)
    assert [(node.id, node.label, node.kind) for node in data.nodes] == [
        ("NOR", "Norway", "state"), ("SWE", "Sweden", "state"),
    ]  # fmt: skip
    [statement] = edge.statements
    assert {mark.role: SENTENCE[mark.start : mark.end] for mark in statement.marks} == {
        "subject": "Norway", "cue": "suspended", "object": "Sweden",
    }  # fmt: skip
    article = statement.article
    assert (article.title, article.publisher, article.date) == ("Ties cut", "The Harbour Times", dt.date(2020, 3, 2))
    assert article.url == "https://example.org/ties"


@pytest.mark.parametrize(
    ("fields", "trust", "kind"),
    [
        ({}, "self", "fact"),
        ({"speaker": "Ola Berg", "voice": "self"}, "self", "fact"),
        ({"speaker": "Ola Berg", "voice": "self"}, "publisher", "claim"),
        ({"speaker": "Ola Berg", "voice": "other"}, "self", "claim"),
        ({"speaker": "Ola Berg", "voice": "other"}, "all", "fact"),
        ({"polarity": "negated"}, "self", "denied"),
        ({"polarity": "negated", "status": "future"}, "self", "denied"),
        ({"status": "future"}, "self", "planned"),
        ({"status": "requested"}, "all", "planned"),
        ({"status": "hypothetical"}, "self", "planned"),
        ({"status": "feared"}, "self", "planned"),
    ],
)
def test_page_source_tells_how_it_is_said(fields, trust, kind):
    assert only(shown(said(**fields), trust=trust)).kind == kind


def test_page_source_keeps_the_denial_of_a_fact():
    denial = said(article=LATER, polarity="negated", speaker="Ola Berg", voice="self", confidence=0.99)
    edge = only(shown(said(confidence=0.7), denial))
    assert (edge.kind, edge.confidence) == ("fact", 0.7)
    assert [(one.polarity, one.speaker) for one in edge.statements] == [("affirmed", None), ("negated", "Ola Berg")]
    assert edge.statements[1].article.url is None


def test_page_source_does_not_mark_a_mention_of_another_sentence():
    statement = said()
    away = replace(statement.subject, mention=Mention(Span(0, 6), "Norway"))
    [found] = only(shown(replace(statement, subject=away))).statements
    assert {mark.role for mark in found.marks} == {"object", "cue"}


def test_page_source_leaves_out_what_has_no_two_known_actors():
    sentence = "Norway suspended talks with fishermen."
    assert shown(said(sentence, target="fishermen")) == PageData("Test", (), ())


def test_page_source_standing_relation_has_its_own_name():
    edge = only(shown(said(relation=Relation("is a member of", "is a member of", standing="memberOf"))))
    assert (edge.standing, edge.event_type, edge.quad) == ("memberOf", None, None)


@pytest.mark.parametrize(
    ("options", "count"),
    [
        ({}, 2),
        ({"actor": "FIN"}, 1),
        ({"actor": "NOR"}, 2),
        ({"event_type": "SANCTION"}, 1),
        ({"event_type": "memberOf"}, 0),
        ({"since": dt.date(2021, 1, 1)}, 1),
        ({"until": dt.date(2020, 3, 2)}, 1),
        ({"since": dt.date(2022, 1, 1)}, 0),
    ],
)
def test_page_source_shows_a_part(options, count):
    visit = said(
        "Norway visited Finland.",
        target="Finland",
        article=LATER,
        relation=Relation("visited", "visited", "CONSULT", "visit"),
    )
    assert len(shown(said(), visit, **options).edges) == count


def test_page_source_renders_and_does_not_depend_on_the_order_of_articles():
    statements = [said(), said(article=LATER, polarity="negated"), said(article=LATER, status="future", base=90)]
    pages = []
    for order in ((ARTICLE, LATER), (LATER, ARTICLE)):
        store = GraphStore.in_memory()
        for article in order:
            store.add(article, [one for one in statements if one.evidence.doc_id == article.doc_id])
        pages.append(render_page(page_data(store, title="Test")))
    assert pages[0] == pages[1]
    assert "Norway suspended military cooperation" in pages[0]
