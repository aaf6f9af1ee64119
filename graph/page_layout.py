"""Places for the actors on the page, computed once in Python so that the browser runs no physics.

ForceAtlas2 (Jacomy et al. 2014, https://doi.org/10.1371/journal.pone.0098679) gives the shape; a pass that pushes
overlapping actors apart keeps their names legible.
"""

import math
from collections.abc import Mapping, Sequence
from typing import Any, Final

import networkx as nx
import numpy as np

__all__ = ["place"]

_SEED: Final = 20140401
# Above this, pairwise forces cost seconds and gigabytes: weaker actors are set around their strongest neighbour.
_LAID_OUT: Final = 1000
_GAP_X: Final = 104.0
_GAP_Y: Final = 62.0
_GOLDEN_ANGLE: Final = math.pi * (3 - math.sqrt(5))


def place(actors: Sequence[str], weights: Mapping[tuple[str, str], float]) -> dict[str, tuple[int, int]]:
    """Return a place in pixels for each actor, the strongest first in `actors`; the same input gives the same places.

    `weights` holds the weight of each pair of actors; the order of its entries does not matter.
    """
    tied = {name for pair in weights for name in pair}
    joined = [name for name in actors if name in tied]
    single = [name for name in actors if name not in tied]
    graph: Any = nx.Graph()
    graph.add_nodes_from(joined[:_LAID_OUT])
    for (a, b), weight in sorted(weights.items()):
        if a != b and a in graph and b in graph:
            previous = graph.get_edge_data(a, b, {"weight": 0.0})["weight"]
            graph.add_edge(a, b, weight=previous + weight)
    for _, _, data in graph.edges(data=True):
        data["weight"] = 0.4 + math.log1p(data["weight"])
    spots = _spread(_force_directed(graph)) if len(graph) else {}
    _add_satellites(joined[_LAID_OUT:], weights, spots)
    _add_shelf(single, spots)
    return {name: (round(x), round(y)) for name, (x, y) in spots.items()}


def _force_directed(graph: Any) -> dict[str, tuple[float, float]]:
    if len(graph) == 1:
        return dict.fromkeys(graph, (0.0, 0.0))
    rounds = 200 if len(graph) <= 300 else 50
    # Two actors that come to rest leave a swing of zero, by which networkx divides.
    with np.errstate(divide="ignore", invalid="ignore"):
        if hasattr(nx, "forceatlas2_layout"):
            found = nx.forceatlas2_layout(
                graph, max_iter=rounds, scaling_ratio=2.5, gravity=1.2, weight="weight", linlog=False, seed=_SEED
            )
        else:
            found = nx.spring_layout(graph, iterations=rounds, weight="weight", seed=_SEED)
    points = np.array([found[name] for name in graph], dtype=float)
    if not np.isfinite(points).all():
        angles = np.arange(len(graph)) * _GOLDEN_ANGLE
        points = np.column_stack([np.cos(angles), np.sin(angles)]) * np.sqrt(np.arange(len(graph)) + 1.0)[:, None]
    return {name: (float(x), float(y)) for name, (x, y) in zip(graph, points, strict=True)}


def _spread(spots: dict[str, tuple[float, float]]) -> dict[str, tuple[float, float]]:
    """Scale the layout to screen pixels, turn its long side level, and push near neighbours apart."""
    names = list(spots)
    points = np.array([spots[name] for name in names])
    points -= points.mean(axis=0)
    if len(points) > 2:
        _, _, axes = np.linalg.svd(points, full_matrices=False)
        # The sign of a singular vector is arbitrary: fix it, or the map may open mirrored on another machine.
        axes *= np.where(axes[np.arange(2), np.abs(axes).argmax(axis=1)] < 0, -1.0, 1.0)[:, None]
        points = points @ axes.T
    # Far outliers would shrink everything else to a dot: distances from the middle are compressed.
    radius = np.linalg.norm(points, axis=1)
    typical = float(np.median(radius)) or 1.0
    points *= (np.sqrt(radius / typical + 1e-9) / np.maximum(radius / typical, 1e-9))[:, None] ** 0.75
    extent = np.maximum(points.std(axis=0), 1e-6)
    size = math.sqrt(len(points))
    points *= np.array([size * 44.0, size * 36.0]) / extent
    ratio = np.array([_GAP_X, _GAP_Y])
    for _ in range(60 if len(points) <= 400 else 10):
        unit = points / ratio
        diff = unit[:, None] - unit[None]
        distance = np.hypot(diff[..., 0], diff[..., 1])
        np.fill_diagonal(distance, 1.0)
        push = np.clip(1.0 - distance, 0.0, None) / np.maximum(distance, 1e-3)
        if not push.any():
            break
        points += np.einsum("ijk,ij->ik", diff, push) * ratio * 0.35
    return {name: (float(x), float(y)) for name, (x, y) in zip(names, points, strict=True)}


def _add_satellites(
    names: Sequence[str], weights: Mapping[tuple[str, str], float], spots: dict[str, tuple[float, float]]
) -> None:
    waiting = set(names)
    anchors: dict[str, tuple[float, str]] = {}
    for (a, b), weight in sorted(weights.items()):
        for name, other in ((a, b), (b, a)):
            if name in waiting and other in spots and weight > anchors.get(name, (0.0, ""))[0]:
                anchors[name] = (weight, other)
    turns: dict[str, int] = {}
    edge = 1.1 * max((math.hypot(x, y) for x, y in spots.values()), default=0.0)
    for rank, name in enumerate(names):
        anchor = anchors.get(name, (0.0, ""))[1]
        turn = turns[anchor] = turns.get(anchor, 0) + 1
        x, y = spots.get(anchor, (0.0, 0.0))
        radius = 70.0 + 16.0 * math.sqrt(turn) if anchor else edge + 6.0 * math.sqrt(turn)
        angle = (turn + rank / 7) * _GOLDEN_ANGLE
        spots[name] = (x + radius * math.cos(angle), y + 0.6 * radius * math.sin(angle))


def _add_shelf(names: Sequence[str], spots: dict[str, tuple[float, float]]) -> None:
    """Set actors without any relation in rows below the others."""
    floor = max((y for _, y in spots.values()), default=-_GAP_Y) + 2 * _GAP_Y
    columns = max(6, math.ceil(math.sqrt(len(names) * 2)))
    for rank, name in enumerate(names):
        row, column = divmod(rank, columns)
        spots[name] = ((column - (columns - 1) / 2) * _GAP_X * 1.2, floor + row * _GAP_Y)
