import pytest
from pyoxigraph import Triple

from realpolitik.graph.reading import read_events
from realpolitik.graph.store import GraphStore
from realpolitik.graph.terms import actor_node, relation_node
from realpolitik.graph.trust import check_trust
from realpolitik.ontology.errors import StoreError


def plain(store, one="RUS", phrase="cut ties with", other="USA"):
    return any(store.lookup.triples(actor_node(one), relation_node(phrase), actor_node(other)))


@pytest.mark.parametrize(
    ("how", "levels"),
    [
        ({}, {"publisher", "self", "all"}),
        ({"voice": "publisher"}, {"publisher", "self", "all"}),
        ({"voice": "self"}, {"self", "all"}),
        ({"voice": "other"}, {"all"}),
        ({"voice": "unnamed"}, {"all"}),
        ({"polarity": "negated"}, set()),
        ({"status": "future"}, set()),
        ({"status": "requested"}, set()),
        ({"status": "hypothetical"}, set()),
        ({"status": "feared"}, set()),
        ({"confidence": 0.69}, set()),
        ({"confidence": 0.7}, {"publisher", "self", "all"}),
    ],
)
def test_trust_decides_which_statement_makes_a_plain_triple(statement, article, how, levels):
    found = set()
    for level in ("publisher", "self", "all"):
        store = GraphStore.in_memory(trust=level)
        store.add(article(), [statement("RUS", "cut ties with", "USA", "SANCTION", **how)])
        found |= {level} if plain(store) else set()
    assert found == levels


def test_trust_doubtful_statement_is_kept_as_a_claim(statement, article):
    store = GraphStore.in_memory()
    store.add(article(), [statement("RUS", "cut ties with", "USA", "SANCTION", confidence=0.3)])
    (event,) = read_events(store)
    assert (event.kind, event.statements[0].is_fact) == ("claim", False)
    store.remove(article().doc_id)
    assert list(read_events(store)) == []


def test_trust_reciprocal_statements_hold_both_ways(statement, article):
    store = GraphStore.in_memory()
    store.add(article(), [statement("RUS", "met", "USA", "CONSULT", reciprocal=True)])
    assert plain(store, "RUS", "met", "USA")
    assert plain(store, "USA", "met", "RUS")


@pytest.mark.parametrize("target", [None, "somebody", "RUS"])
def test_trust_needs_two_known_actors(statement, article, target):
    store = GraphStore.in_memory()
    store.add(article(), [statement("RUS", "mobilised", target, "MOBILIZE")])
    assert not list(store.lookup.triples(None, relation_node("mobilised")))


def test_trust_plain_triple_goes_with_its_last_ground(statement, article):
    store = GraphStore.in_memory()
    store.add(article("a"), [statement("RUS", "met", "USA", "CONSULT", doc="a", reciprocal=True)])
    store.add(article("b"), [statement("RUS", "met", "USA", "CONSULT", doc="b", time=("2014-01-01", None, "open"))])
    store.remove("a")
    assert plain(store, "RUS", "met", "USA")
    assert not plain(store, "USA", "met", "RUS")
    store.add(article("b"), [statement("RUS", "met", "USA", "CONSULT", doc="b", polarity="negated")])
    assert not plain(store, "RUS", "met", "USA")


def test_trust_moved_is_as_if_it_had_been_so_from_the_start(articles, store):
    for level in ("all", "publisher", "self"):
        fresh = GraphStore.in_memory(trust=level)
        for article, statements in articles:
            fresh.add(article, statements)
        store.set_trust(level)
        assert set(store.triples()) == set(fresh.triples())
        assert not store.set_trust(level)


def test_trust_is_remembered_on_disk(tmp_path, articles):
    with GraphStore.open(tmp_path / "s", trust="all") as store:
        for article, statements in articles:
            store.add(article, statements)
    with GraphStore.open(tmp_path / "s") as store:
        assert store.trust == "all"
        assert plain(store, "NATO", "abandoned agenda with", "RUS")
    with GraphStore.open(tmp_path / "s", trust="self") as store:
        assert not plain(store, "NATO", "abandoned agenda with", "RUS")
    with GraphStore.open(tmp_path / "s", read_only=True) as store:
        assert store.trust == "self"


def test_trust_unknown_level_is_refused():
    with pytest.raises(StoreError, match="publisher, self, all"):
        check_trust("everybody")


def test_trust_seed_story_draws_what_the_newspaper_and_the_parties_say(store):
    relations = {
        (one.subject, one.object)
        for one in store.lookup.triples()
        if isinstance(one, Triple) and "/relation/" in one.predicate.value
    }
    assert (actor_node("RUS"), actor_node("NATO")) in relations
    assert not plain(store, "NATO", "abandoned agenda with", "RUS")
    assert not plain(store, "USA", "plans to sanction", "RUS")
