import datetime as dt

import pytest

from realpolitik.graph.network import balance_of, centralities, dyad_network, event_network
from realpolitik.graph.reading import EventFilter, read_actors, read_events
from realpolitik.graph.store import GraphStore
from realpolitik.ontology.records import Actor


def dyads(store, where=None):
    return dyad_network(read_events(store, where), read_actors(store))


def test_network_of_events_keeps_claims_apart_from_facts(store):
    network = event_network(read_events(store), read_actors(store))
    told = {(one, other, data["phrase"]): data for one, other, data in network.edges(data=True)}
    assert len(told) == 9
    assert told["NATO", "RUS", "abandoned agenda with"]["kind"] == "claim"
    assert told["USA", "RUS", "plans to sanction"]["kind"] == "planned"
    ceased = told["RUS", "NATO", "ceased cooperation with"]
    assert (ceased["kind"], ceased["score"], ceased["quad"], ceased["statements"]) == (
        "fact",
        -6.0,
        "material conflict",
        3,
    )
    assert network.nodes["RUS"] == {"label": "Russia", "kind": "state", "country": "RUS"}


def test_network_of_dyads_counts_facts_only(store):
    edge = dyads(store).edges["NATO", "RUS"]
    assert (edge["weight"], edge["cooperation"], edge["conflict"]) == (3, 1, 2)
    assert (edge["claims"], edge["planned"], edge["denied"]) == (1, 0, 0)
    assert edge["score"] == pytest.approx((2.5 - 6 - 6) / 3, abs=1e-4)
    assert edge["sign"] == -1
    assert edge["last"] == dt.date(2019, 4, 15)
    usa = dyads(store).edges["RUS", "USA"]
    assert (usa["weight"], usa["planned"], usa["score"]) == (2, 1, -2.0)


def test_network_dyad_without_a_fact_has_no_score(statement, article):
    store = GraphStore.in_memory()
    store.add(article(), [statement("RUS", "attacked", "UKR", "ASSAULT", polarity="negated")])
    edge = dyads(store).edges["RUS", "UKR"]
    assert (edge["weight"], edge["denied"], edge["sign"]) == (0, 1, 0)
    assert "score" not in edge
    assert centralities(dyads(store))["RUS"].degree == 0


def test_network_follows_trust(store):
    trusting = dyad_network(read_events(store, trust="all"), read_actors(store)).edges["NATO", "RUS"]
    wary = dyad_network(read_events(store, trust="publisher"), read_actors(store)).edges["NATO", "RUS"]
    assert (trusting["weight"], trusting["claims"]) == (4, 0)
    assert (wary["weight"], wary["claims"]) == (3, 1)


def test_network_centralities_put_the_hub_first(store):
    found = centralities(dyads(store))
    for measure in ("degree", "betweenness", "eigenvector"):
        assert max(found, key=lambda key: getattr(found[key], measure)) == "RUS"
    assert found["RUS"].degree == 1.0
    assert centralities(dyads(GraphStore.in_memory())) == {}


@pytest.mark.parametrize(
    ("classes", "balanced"),
    [
        (("AID", "AID", "AID"), 1),
        (("AID", "ASSAULT", "ASSAULT"), 1),
        (("AID", "AID", "ASSAULT"), 0),
        (("ASSAULT", "ASSAULT", "ASSAULT"), 0),
    ],
)
def test_network_balance_counts_triads_by_sign(statement, article, classes, balanced):
    store = GraphStore.in_memory()
    pairs = (("RUS", "USA"), ("USA", "UKR"), ("UKR", "RUS"))
    store.add(
        article(),
        [
            statement(*pair, at=at * 90)
            for at, pair in enumerate((a, "x", b, cls) for (a, b), cls in zip(pairs, classes, strict=True))
        ],
    )
    balance = balance_of(dyads(store))
    assert (balance.balanced, balance.unbalanced) == (balanced, 1 - balanced)
    assert balance.share == balanced
    assert balance_of(dyads(GraphStore.in_memory())).share is None


def test_network_filters_by_neighbourhood(store):
    assert set(dyads(store, EventFilter(actor="USA"))) == {"USA", "RUS"}


def test_network_leaves_loops_out_of_dyads(statement, article):
    store = GraphStore.in_memory()
    store.add(
        article(), [statement("RUS", "praised", "RUS", "SUPPORT"), statement(Actor("X", "X", "person"), "spoke", None)]
    )
    assert not dyads(store).edges
