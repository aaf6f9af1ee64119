import datetime as dt
from decimal import Decimal

import pytest

from realpolitik.graph.guard import Iri, check_query, run_query, shorten
from realpolitik.ontology.errors import QueryError


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "another server"),
        ("select * { service silent ?any { ?s ?p ?o } }", "another server"),
        ("SELECT * { { SELECT * { ?s ?p ?o . SERVICE <http://x/> {} } } }", "another server"),
        ("SELECT * { \\u0053ERVICE <http://x/> { } }", "another server"),
        ("ASK { FILTER EXISTS { SERVICE <http://x/> { ?s ?p ?o } } }", "another server"),
        ("SELECT * FROM <http://x/> { ?s ?p ?o }", "another data set"),
        ("SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }", "another data set"),
        ("SELECT * FROM NAMED <http://x/> { GRAPH ?g { ?s ?p ?o } }", "another data set"),
        ("CONSTRUCT { ?s ?p ?o } FROM <http://x/> WHERE { ?s ?p ?o }", "another data set"),
        ("LOAD <http://x/>", "may only read"),
        ("INSERT DATA { <a:b> <a:c> 1 }", "may only read"),
        ("DELETE WHERE { ?s ?p ?o }", "may only read"),
        ("CLEAR ALL", "may only read"),
        ("DROP DEFAULT", "may only read"),
        ("SELECT * { ?s ?p ?o } ; INSERT DATA { <a:b> <a:c> 1 }", "may only read"),
        ("SELECT * {", "malformed"),
        ("", "malformed"),
        ("SELECT ?x { ?s unknown:x ?x }", "malformed"),
        ("SELECT * { ?s ?p '\ud800' }", "no text"),
        ("SELECT * { ?s ?p 1 }" + " " * 100_000, "characters"),
        ("SELECT * " + "{" * 30_000 + "}" * 30_000, "deep|malformed"),
    ],
)
def test_guard_refuses(store, query, why):
    before = len(store)
    with pytest.raises(QueryError, match=why):
        run_query(store, query)
    assert len(store) == before


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?s rdfs:label 'SERVICE FROM LOAD' }",
        'SELECT * { ?s rdfs:label """INSERT \n DATA""" }',
        "SELECT ?from { ?from rp:about ?load } # INSERT INTO it",
        "SELECT * { ?s <http://x/FROM> ?o }",
        "SELECT * { ?s rel:service ?o . ?o rel:from ?delete }",
        "SELECT * { ?s ?p ?o FILTER(?o<1 || ?o>2) }",
        "BASE <http://x/> PREFIX x: <y#> SELECT * { ?s x:load <from> }",
    ],
)
def test_guard_lets_words_of_the_data_pass(store, query):
    assert check_query(query) == query
    run_query(store, query)


def test_guard_gives_plain_values(store):
    result = run_query(
        store,
        "SELECT ?s ?earliest ?begin ?score ?label ?none ?bool { ?t rp:about ?s ; nif:beginIndex ?begin . "
        "?s rp:score ?score ; rp:earliest ?earliest ; rp:subject/rdfs:label ?label "
        "BIND(1 = 1 AS ?bool) } ORDER BY ?label LIMIT 1",
    )
    assert result.kind == "select"
    ((event, earliest, begin, score, label, none, truth),) = result.rows
    assert isinstance(event, Iri)
    assert (earliest, begin, score, label) == (dt.date(2014, 3, 1), 100, Decimal(-6), "NATO")
    assert none is None
    assert truth is True


def test_guard_answers_ask_and_construct(store):
    assert run_query(store, "ASK { actor:RUS rel:annexed actor:place-crimea }").rows == ((True,),)
    assert run_query(store, "ASK { actor:NATO rel:abandoned-agenda-with actor:RUS }").rows == ((False,),)
    result = run_query(store, "CONSTRUCT WHERE { actor:USA ?p actor:RUS }")
    assert result.kind == "construct"
    assert len(result.triples) == len(result.rows) == 2
    assert run_query(store, "DESCRIBE actor:USA").rows


def test_guard_limits_rows_and_time(store):
    result = run_query(store, "SELECT * { ?s ?p ?o }", limit=3)
    assert (len(result.rows), result.cut) == (3, True)
    assert not run_query(store, "SELECT * { actor:USA rdfs:label ?l }", limit=3).cut
    with pytest.raises(QueryError, match="too long"):
        run_query(store, "SELECT * { ?s ?p ?o . ?a ?b ?c }", timeout=0.0)


def test_guard_shortens_known_iris():
    assert shorten("https://w3id.org/realpolitik/actor/RUS") == "actor:RUS"
    assert shorten("https://example.org/x") == "https://example.org/x"
