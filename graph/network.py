"""The graph as a network: a reading of the store, made on demand.

Only what trusted statements assert counts as fact; claims, plans and denials are kept with their own kind.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Final

import networkx as nx

from realpolitik.graph.reading import StoredActor, StoredEvent
from realpolitik.ontology.schema import load_schema

__all__ = ["Balance", "Centrality", "balance_of", "centralities", "dyad_network", "event_network"]

_MAX_EXACT: Final = 400
_SAMPLES: Final = 200
_COUNTS: Final = ("weight", "cooperation", "conflict", "ties", "claim", "planned", "denied")


@dataclass(frozen=True, slots=True)
class Centrality:
    """How central an actor is among the dyads: share of possible neighbours, of shortest paths, and eigenvector."""

    degree: float
    betweenness: float
    eigenvector: float


@dataclass(frozen=True, slots=True)
class Balance:
    """Triads of actors whose three signs are known; balanced where their product is positive (Heider)."""

    balanced: int
    unbalanced: int

    @property
    def share(self) -> float | None:
        """The share of balanced triads; None where there are none."""
        total = self.balanced + self.unbalanced
        return self.balanced / total if total else None


def event_network(events: Iterable[StoredEvent], actors: Iterable[StoredActor]) -> Any:
    """Return a MultiDiGraph: an edge for each event between two actors, keyed by its id.

    Edge attributes: kind (fact, claim, planned, denied), phrase, event_type, mode, standing, quad, score, earliest,
    latest, date, confidence, statements, publishers, reciprocal. Node attributes: label, kind, country. An absent value
    is left out. Nodes and edges stand in the order of their ids.
    """
    network = nx.MultiDiGraph()
    kept = [event for event in events if event.object is not None]
    _add_actors(network, kept, actors)
    for event in sorted(kept, key=lambda one: one.id):
        publishers = {one.article.publisher for one in event.statements if one.article.publisher}
        values = {
            "kind": event.kind,
            "phrase": event.phrase,
            "event_type": event.event_type,
            "mode": event.mode,
            "standing": event.standing,
            "quad": event.quad,
            "score": event.score,
            "earliest": event.earliest,
            "latest": event.latest,
            "date": event.date,
            "confidence": event.confidence,
            "statements": len(event.statements),
            "publishers": len(publishers),
            "reciprocal": event.reciprocal,
        }
        network.add_edge(
            event.subject, event.object, key=event.id, **{name: one for name, one in values.items() if one is not None}
        )
    return network


def dyad_network(events: Iterable[StoredEvent], actors: Iterable[StoredActor]) -> Any:
    """Return an undirected Graph with an edge for each pair of actors between whom something is told.

    Edge attributes: `weight` (events that are facts), `score` (their mean, -10 to 10), `sign` (1, 0, -1), `cooperation`
    and `conflict` (counts of facts by quad), `ties` (standing relations), `claims`, `planned`, `denied` (counts of
    events that are no facts), `last` (date of the latest fact). A pair without a fact has weight 0 and no score.
    """
    network = nx.Graph()
    kept = [event for event in events if event.object is not None and event.object != event.subject]
    _add_actors(network, kept, actors)
    for event in sorted(kept, key=lambda one: one.id):
        first, second = sorted((event.subject, str(event.object)))
        if not network.has_edge(first, second):
            network.add_edge(first, second, scores=[], sign=0, **dict.fromkeys(_COUNTS, 0))
        _count(network.edges[first, second], event)
    for _, _, edge in network.edges(data=True):
        scores = edge.pop("scores")
        if scores:
            mean = sum(scores) / len(scores)
            edge["score"] = round(mean, 4)
            edge["sign"] = (mean > 0) - (mean < 0)
        edge["claims"] = edge.pop("claim")
    return network


def centralities(dyads: Any) -> dict[str, Centrality]:
    """Return how central each actor of a dyad network is, by facts alone; the sums are the same on every run.

    Shortest paths are sampled from 200 actors where there are more than 400.
    """
    facts = nx.Graph()
    facts.add_nodes_from(sorted(dyads))
    facts.add_weighted_edges_from(
        (*sorted((one, other)), weight) for one, other, weight in sorted(dyads.edges(data="weight")) if weight > 0
    )
    if not facts:
        return {}
    samples = _SAMPLES if len(facts) > _MAX_EXACT else None
    betweenness = nx.betweenness_centrality(facts, k=samples, seed=0)
    degree = nx.degree_centrality(facts)
    eigenvector = _eigenvector(facts)
    return {
        node: Centrality(round(degree[node], 6), round(betweenness[node], 6), round(eigenvector[node], 6))
        for node in facts
    }


def balance_of(dyads: Any) -> Balance:
    """Count the balanced and unbalanced triads of a dyad network."""
    signs = {frozenset(pair): sign for *pair, sign in dyads.edges(data="sign") if sign}
    near: dict[str, set[str]] = {}
    for one, other in map(tuple, signs):
        near.setdefault(one, set()).add(other)
        near.setdefault(other, set()).add(one)
    found = {True: 0, False: 0}
    for node, neighbours in near.items():
        for one, other in combinations(sorted(neighbours), 2):
            closing = signs.get(frozenset((one, other)))
            # Each triad is met from its three corners; its first corner counts it.
            if closing is not None and node < one:
                found[signs[frozenset((node, one))] * signs[frozenset((node, other))] * closing > 0] += 1
    return Balance(found[True], found[False])


def _add_actors(network: Any, events: list[StoredEvent], actors: Iterable[StoredActor]) -> None:
    known = {actor.id: actor for actor in actors}
    for key in sorted({str(end) for event in events for end in (event.subject, event.object)}):
        actor = known.get(key) or StoredActor(key, key, "group")
        country = {"country": actor.country} if actor.country else {}
        network.add_node(key, label=actor.label, kind=actor.kind, **country)


def _count(edge: dict[str, Any], event: StoredEvent) -> None:
    kind = event.kind
    if kind != "fact":
        edge[kind] += 1
        return
    edge["weight"] += 1
    if event.standing is not None:
        edge["ties"] += 1
    if event.quad is not None:
        edge["cooperation" if load_schema().quads[event.quad].cooperative else "conflict"] += 1
    if event.score is not None:
        edge["scores"].append(event.score)
    last: dt.date | None = edge.get("last")
    if event.date is not None and (last is None or event.date > last):
        edge["last"] = event.date


def _eigenvector(facts: Any) -> dict[str, float]:
    """Return eigenvector centralities of the largest component, 0 elsewhere, and 0 where they do not settle."""
    found = dict.fromkeys(facts, 0.0)
    parts = sorted(nx.connected_components(facts), key=lambda part: (-len(part), min(part)))
    largest = nx.Graph()
    largest.add_nodes_from(sorted(parts[0]))
    largest.add_edges_from(edge for edge in facts.edges(data=True) if edge[0] in largest)
    if len(largest) > 1:
        try:
            found.update(nx.eigenvector_centrality(largest, max_iter=1000, weight="weight"))
        except nx.PowerIterationFailedConvergence:
            return found
    return found
