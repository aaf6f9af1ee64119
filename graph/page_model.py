"""The page's data: pyvis' `Network` with what is drawn, and tables of relations, articles and sentences beside it."""

import json
import math
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, Final

from realpolitik.graph.page_layout import place
from realpolitik.graph.page_records import PageData, PageEdge, PageNode, PageStatement, RelationKind
from realpolitik.graph.page_text import sentence_window, shown, web_address
from realpolitik.ontology.errors import ExportError
from realpolitik.ontology.records import ActorKind

__all__ = ["page_model"]

_SHOWN_FIRST: Final = 150
_LABEL: Final = 80
_PHRASE: Final = 160
_STATEMENTS: Final = 200
_WEIGHT: Final[Mapping[RelationKind, float]] = {"fact": 1.0, "claim": 0.5, "planned": 0.4, "denied": 0.3}
_DASHES: Final[Mapping[RelationKind, list[int] | bool]] = {
    "fact": False, "claim": [9, 6], "denied": [2, 5], "planned": [18, 9],
}  # fmt: skip
# The end of a line tells its stance without colour, as in pathway diagrams: an arrow helps, a bar hinders.
_ENDS: Final = {"cooperation": "arrow", "conflict": "bar", "neutral": "circle"}
_SHAPES: Final[Mapping[ActorKind, str]] = {
    "state": "dot", "government": "dot", "organisation": "hexagon", "person": "triangle", "party": "diamond",
    "armed_group": "triangleDown", "military": "triangleDown", "media": "square", "company": "square",
    "group": "diamond", "place": "star",
}  # fmt: skip


def page_model(data: PageData) -> dict[str, Any]:
    """Return the page's data as JSON values; the same data in any order gives the same values.

    Raises ExportError where an edge names an unknown actor or an id is used twice.
    """
    nodes = {node.id: node for node in sorted(data.nodes, key=lambda node: node.id)}
    if len(nodes) < len(data.nodes):
        raise ExportError("two actors of the page have the same id; merge them first")
    edges = sorted(data.edges, key=lambda edge: edge.id)
    for edge, following in pairwise(edges):
        if edge.id == following.id:
            raise ExportError(f"relation {edge.id!r} stands twice in the page; merge its statements first")
    pairs: defaultdict[tuple[str, str], float] = defaultdict(float)
    strength: dict[str, float] = dict.fromkeys(nodes, 0.0)
    for edge in edges:
        for end in (edge.source, edge.target):
            if end not in nodes:
                raise ExportError(f"relation {edge.id!r} names the actor {end!r}, which the page does not hold; add it")
        weight = _weight(edge)
        pairs[(min(edge.source, edge.target), max(edge.source, edge.target))] += weight
        strength[edge.source] += weight
        strength[edge.target] += weight
    ranked = sorted(nodes, key=lambda key: (-strength[key], key))
    articles, sentences = _Table(), _Table()
    relations = [_relation_json(edge, articles, sentences) for edge in edges]
    network = _network(ranked, nodes, edges, pairs, strength)
    rank = {key: index for index, key in enumerate(ranked)}
    for relation, edge in zip(relations, edges, strict=True):
        relation["source"], relation["target"] = rank[edge.source], rank[edge.target]
    return {
        "title": shown(data.title, _PHRASE),
        "shownFirst": _SHOWN_FIRST,
        "network": {"nodes": network.nodes, "edges": network.edges, "options": network.options},
        "actors": [_actor_json(nodes[key]) for key in ranked],
        "relations": relations,
        "articles": articles.rows,
        "sentences": sentences.rows,
    }


class _Table:
    """Rows stored once and named by their index: a sentence often carries several statements."""

    def __init__(self) -> None:
        self.rows: list[Any] = []
        self._index: dict[str, int] = {}

    def add(self, row: Any) -> int:
        key = json.dumps(row, sort_keys=True)
        if key not in self._index:
            self._index[key] = len(self.rows)
            self.rows.append(row)
        return self._index[key]


def _network(
    ranked: Sequence[str],
    nodes: Mapping[str, PageNode],
    edges: Sequence[PageEdge],
    pairs: Mapping[tuple[str, str], float],
    strength: Mapping[str, float],
) -> Any:
    """Return pyvis' Network: one drawn edge for each directed pair, kind and stance, with its relations' indices."""
    from pyvis.network import Network

    network: Any = Network(directed=True)
    network.set_options(json.dumps({"physics": {"enabled": False}, "layout": {"improvedLayout": False}}))
    core = set(ranked[:_SHOWN_FIRST])
    near = place(ranked[:_SHOWN_FIRST], {pair: weight for pair, weight in pairs.items() if core.issuperset(pair)})
    far = place(ranked, pairs) if len(ranked) > _SHOWN_FIRST else near
    strongest = max(strength.values(), default=0.0) or 1.0
    rank = {key: index for index, key in enumerate(ranked)}
    for key, index in rank.items():
        node = nodes[key]
        x, y = near.get(key, far[key])
        share = math.sqrt(strength[key] / strongest)
        network.add_node(
            index, label=shown(node.label, 40) or "?", shape=_SHAPES.get(node.kind, "dot"), group=node.kind,
            size=round(7 + 17 * share, 1), letters=round(12 + 3.5 * share, 1),
            x=x, y=y, farX=far[key][0], farY=far[key][1],
        )  # fmt: skip
    drawn: defaultdict[tuple[str, str, RelationKind, str], list[int]] = defaultdict(list)
    for number, edge in enumerate(edges):
        drawn[edge.source, edge.target, edge.kind, _stance(edge)].append(number)
    lanes: defaultdict[tuple[str, str], list[tuple[str, str, RelationKind, str]]] = defaultdict(list)
    for group in sorted(drawn):
        lanes[min(group[:2]), max(group[:2])].append(group)
    for groups in lanes.values():
        for lane, group in enumerate(groups):
            source, target, kind, stance = group
            ends = {"to": {"enabled": True, "type": _ENDS[stance], "scaleFactor": 0.55}}
            if all(edges[number].reciprocal for number in drawn[group]):
                ends["from"] = ends["to"]
            network.add_edge(
                rank[source], rank[target],
                id=len(network.edges), key=f"{shown(source, _LABEL)}~{shown(target, _LABEL)}~{kind}~{stance}",
                kind=kind, stance=stance, relations=drawn[group], dashes=_DASHES[kind], arrows=ends,
                smooth=_bend(lane, len(groups), backwards=source > target),
            )  # fmt: skip
    return network


def _bend(lane: int, lanes: int, *, backwards: bool) -> dict[str, Any] | bool:
    """Return the curve of one of several lines between the same two actors, so that none covers another."""
    offset = lane - (lanes - 1) / 2
    if not offset:
        return False
    # vis measures the turn from the line's own start: a line drawn the other way round turns the other way.
    clockwise = (offset > 0) != backwards
    return {
        "enabled": True,
        "type": "curvedCW" if clockwise else "curvedCCW",
        "roundness": round(abs(offset) * 0.16, 3),
    }


def _stance(edge: PageEdge) -> str:
    words = (edge.quad or "").lower().replace("-", " ").replace("_", " ").split()
    return next((word for word in ("cooperation", "conflict") if word in words), "neutral")


def _weight(edge: PageEdge) -> float:
    return _WEIGHT[edge.kind] * (0.2 + _share(edge.confidence)) * (1 + math.log2(max(1, len(edge.statements))))


def _share(confidence: float) -> float:
    return min(1.0, max(0.0, confidence)) if math.isfinite(confidence) else 0.0


def _actor_json(node: PageNode) -> dict[str, Any]:
    wikidata = node.wikidata if node.wikidata and re.fullmatch(r"Q[1-9][0-9]{0,11}", node.wikidata) else None
    return {
        "id": shown(node.id, _LABEL),
        "label": shown(node.label, _LABEL) or "?",
        "kind": node.kind,
        "country": shown(node.country, _LABEL),
        "wikidata": wikidata,
    }


def _relation_json(edge: PageEdge, articles: _Table, sentences: _Table) -> dict[str, Any]:
    return {
        "id": shown(edge.id, _LABEL),
        "phrase": shown(edge.phrase, _PHRASE),
        "kind": edge.kind,
        "stance": _stance(edge),
        "type": shown(edge.event_type, _LABEL),
        "mode": shown(edge.mode, _LABEL),
        "classWords": shown(edge.class_words, 2 * _PHRASE),
        "quad": shown(edge.quad, _LABEL),
        "score": edge.score if edge.score is not None and math.isfinite(edge.score) else None,
        "standing": shown(edge.standing, _LABEL),
        "timeText": shown(edge.time_text, _LABEL),
        "earliest": edge.earliest.isoformat() if edge.earliest else None,
        "latest": edge.latest.isoformat() if edge.latest else None,
        "confidence": round(_share(edge.confidence), 2),
        "reciprocal": edge.reciprocal,
        "statements": [_statement_json(item, articles, sentences) for item in edge.statements[:_STATEMENTS]],
        "further": max(0, len(edge.statements) - _STATEMENTS),
    }


def _statement_json(statement: PageStatement, articles: _Table, sentences: _Table) -> dict[str, Any]:
    article = statement.article
    text, marks = sentence_window(statement.sentence, statement.marks)
    return {
        "sentence": sentences.add(text),
        "marks": marks,
        "article": articles.add(
            {
                "title": shown(article.title, 2 * _PHRASE),
                "publisher": shown(article.publisher, _LABEL),
                "date": article.date.isoformat() if article.date else None,
                "url": web_address(article.url),
            }
        ),
        "phrase": shown(statement.phrase, _PHRASE),
        "speaker": shown(statement.speaker, _LABEL),
        "voice": statement.voice,
        "status": statement.status,
        "polarity": statement.polarity,
        "confidence": round(_share(statement.confidence), 2),
        "rule": shown(statement.rule, _LABEL),
    }
