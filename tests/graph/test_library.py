import pytest

from realpolitik.graph.library import ready_queries, resolve_actor, run_ready
from realpolitik.ontology.errors import QueryError


def cells(result, *names):
    places = [result.variables.index(name) for name in names]
    return [tuple(row[place] for place in places) for row in result.rows]


def test_library_every_query_says_what_it_answers():
    assert set(ready_queries()) >= {
        "balance", "claims", "contradictions", "dyads", "events", "evidence", "pair", "relations", "timeline",
    }  # fmt: skip
    for query in ready_queries().values():
        assert query.answers.endswith(".")


@pytest.mark.parametrize("name", sorted(ready_queries()))
def test_library_every_query_runs_and_orders_its_rows(store, name):
    values = {"actor": "Russia", "date": "2014-04-01", "text": "SANCTION"}
    parameters = {one.name: values[one.kind] for one in ready_queries()[name].parameters}
    parameters.update({"other": "NATO"} if "other" in parameters else {})
    required = {one.name: parameters[one.name] for one in ready_queries()[name].parameters if one.required}
    assert run_ready(store, name, required).rows
    run_ready(store, name, parameters)
    assert "ORDER BY" in ready_queries()[name].sparql


def test_library_relations_of_an_actor(store):
    found = cells(run_ready(store, "relations", {"actor": "USA"}), "phrase", "class", "object")
    assert sorted(found, key=str) == [
        ("criticised", "ACCUSE", "Russia"), ("plans to sanction", "SANCTION", "Russia"), ("watches", None, "Russia"),
    ]  # fmt: skip


def test_library_relations_of_a_pair_either_way(store):
    one, other = (
        run_ready(store, "pair", {"actor": a, "other": b}).rows for a, b in (("RUS", "NATO"), ("NATO", "RUS"))
    )
    assert one == other
    assert {row[0] for row in one} == {"Russia", "NATO"}


def test_library_timeline_is_in_order_and_bounded(store):
    days = [row[0] for row in run_ready(store, "timeline", {}).rows]
    assert days == sorted(days)
    early = cells(run_ready(store, "timeline", {"until": "2014-12-31"}), "phrase")
    assert early == [("suspended cooperation with",), ("annexed",)]


def test_library_claims_name_the_speaker(store):
    found = cells(run_ready(store, "claims", {"actor": "NATO"}), "speaker", "subject", "phrase")
    assert ("Alexander Grushko", "NATO", "abandoned agenda with") in found
    assert ("NATO", "Russia", "ceased cooperation with") in found
    assert len(run_ready(store, "claims", {"actor": "RUS"}).rows) == 3
    assert not run_ready(store, "claims", {"actor": "UKR"}).rows


def test_library_contradictions_set_assertion_beside_denial(store):
    found = cells(run_ready(store, "contradictions", {}), "subject", "object", "assertedBy", "deniedBy")
    assert sorted(found) == [("Russia", "NATO", "Alexander Grushko", "NATO"), ("Russia", "NATO", "The Paper", "NATO")]
    assert not run_ready(store, "contradictions", {"actor": "USA"}).rows


def test_library_evidence_quotes_the_sentence(store):
    found = run_ready(store, "evidence", {"actor": "RUS", "other": "NATO", "relation": "CEASED"})
    assert len(found.rows) == 3
    sentence, begin, end, cue = cells(found, "sentence", "begin", "end", "cues")[0]
    assert len(sentence) == end - begin
    assert cue == "stopped"


def test_library_dyads_and_balance_count_events(store):
    assert run_ready(store, "dyads", {}).rows[0] == ("NATO", "Russia", 4, 7)
    found = {row[:2]: (int(row[2]), int(row[3])) for row in run_ready(store, "balance", {}).rows}
    assert found["NATO", "Russia"] == (1, 2)
    assert found["Russia", "United States"] == (0, 1)


def test_library_events_of_a_type(store):
    assert len(run_ready(store, "events", {"type": "sanction"}).rows) == 3
    assert len(run_ready(store, "events", {"type": "SANCTION", "until": "2014-12-31"}).rows) == 1
    assert not run_ready(store, "events", {"type": "COERCE", "since": "2015-01-01"}).rows


@pytest.mark.parametrize("name", ["RUS", "Russia", "russia", " RUSSIA ", "Rússia", "rus"])
def test_library_actor_is_found_by_id_or_label(store, name):
    assert resolve_actor(store, name) == "RUS"


@pytest.mark.parametrize(
    ("query", "parameters", "why"),
    [
        ("nonsense", {}, "no ready query"),
        ("pair", {"actor": "RUS"}, "other"),
        ("dyads", {"actor": "RUS"}, "takes none"),
        ("relations", {"actor": "Atlantis"}, "no such actor"),
        ("relations", {"actor": "Russ"}, "did you mean Russia"),
        ("timeline", {"since": "spring"}, "2014-03-01"),
        ("relations", {"actor": "RUS> . ?s ?p ?o"}, "no such actor"),
    ],
)
def test_library_refuses(store, query, parameters, why):
    with pytest.raises(QueryError, match=why):
        run_ready(store, query, parameters)


@pytest.mark.parametrize(
    "text", ['" } SERVICE <http://x/> { ?s ?p ?o', "' . ?s ?p ?o #", "\\", "\ud800", "{ UNDEF }", "\\1"]
)
def test_library_hostile_parameters_stay_data(store, text):
    assert not run_ready(store, "events", {"type": text}).rows
    assert not run_ready(store, "evidence", {"actor": "RUS", "other": "NATO", "relation": text}).rows
