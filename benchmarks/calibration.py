"""How often statements of a given confidence are right, and the weights that make confidence say so.

    python benchmarks/calibration.py --news GMB.jsonl [--svg docs/reliability.svg]

Reads what the learned reader has not learned from: the annotated articles and the check parts of the sentences, ours
and those of real news (of which `GMB.jsonl` has the texts). A
statement between two known actors is right where it agrees with an annotation in pair, class, polarity and status.
Weights are fitted by logistic regression (ridge); the table of reliability is of ten folds, each judged by weights that
were fitted without it. Prints JSON: the weights for `extractors/confidence.py`, first with
the learned reader and then without it, then the table and its error.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from realpolitik.extractors import second_reader
from realpolitik.extractors.confidence import Vote, calibrated, evidence_for
from realpolitik.extractors.pipeline import load
from realpolitik.ontology.records import Statement

CORPUS = Path(__file__).parent.parent / "tests" / "corpus"
sys.path.insert(0, str(CORPUS))
from scoring import NEWS, read_cases, score_cases, texts_of  # noqa: E402

FOLDS = 10
ALONE = ("", "depth", "negated", "not actual", "place", "reference", "tables", "unknown")
BINS = 10
MOST = 6
"""Statements of one case that are taken: eight presidents who met are 28 pairs, right or wrong together."""
RIDGE = {"": 0.0, "type": 3.0, "other": 0.5}

Row = tuple[dict[str, float], bool]
Numbers = NDArray[np.float64]


def rows(news: Path | None) -> Iterator[Row]:
    """The evidence for each weighed statement between two known actors, and whether it is right."""
    seen: dict[str, dict[str, float]] = {}

    def noting(statement: Statement, vote: Vote | None = None) -> float:
        if vote is not None:
            seen[statement.id] = evidence_for(statement, vote)
        return calibrated(statement, vote)

    second_reader.calibrated = noting
    cases = [*read_cases(CORPUS / "articles")]
    cases += [case for case in read_cases(CORPUS / "sentences") if case.part == "check"]
    if news is not None:
        cases += [case for case in read_cases(NEWS, texts=texts_of(news)) if case.part == "check"]
    for score in score_cases(cases, load()):
        wrong = {id(a) for aspect in ("polarity", "status") for a in score.wrong.get(aspect, ())}
        found = [(s, id(a) not in wrong) for a, s in score.matched] + [(s, False) for s in score.extra]
        judged = [
            (seen[statement.id], right)
            for statement, right in found
            if statement.id in seen and statement.subject.actor and statement.object and statement.object.actor
        ]
        yield from judged[:MOST]


def fitted(evidence: Numbers, right: Numbers, ridge: Numbers) -> Numbers:
    """The weights of a logistic regression with a penalty on their squares, by Newton's method."""
    weights = np.zeros(evidence.shape[1])
    for _ in range(60):
        shares = 1 / (1 + np.exp(-evidence @ weights))
        slope = evidence.T @ (right - shares) - ridge * weights
        curve = (evidence * (shares * (1 - shares))[:, None]).T @ evidence + np.diag(ridge + 1e-6)
        step = np.linalg.solve(curve, slope)
        weights += step
        if np.abs(step).max() < 1e-9:
            break
    return weights


def across(evidence: Numbers, right: Numbers, ridge: Numbers) -> Numbers:
    """What each statement gets from weights that were fitted without its fold."""
    fold = np.random.RandomState(0).randint(0, FOLDS, len(right))
    shares = np.zeros(len(right))
    for k in range(FOLDS):
        weights = fitted(evidence[fold != k], right[fold != k], ridge)
        shares[fold == k] = 1 / (1 + np.exp(-evidence[fold == k] @ weights))
    return shares


def reliability(shares: Numbers, right: Numbers) -> list[dict[str, Any]]:
    """By bins of confidence: how many statements, their mean confidence and the share of them that is right."""
    bins = np.minimum((shares * BINS).astype(int), BINS - 1)
    return [
        {
            "confidence": f"{k / BINS:.1f}–{(k + 1) / BINS:.1f}",
            "statements": int((bins == k).sum()),
            "mean": round(float(shares[bins == k].mean()), 3),
            "right": round(float(right[bins == k].mean()), 3),
        }
        for k in range(BINS)
        if (bins == k).any()
    ]


def drawn(table: Sequence[dict[str, Any]]) -> str:
    """The table as an SVG picture: a dot for each bin, the diagonal where confidence is right."""
    size, edge = 320, 40
    most = max(row["statements"] for row in table)

    def at(x: float, y: float) -> tuple[float, float]:
        return edge + x * size, edge + (1 - y) * size

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size + 2 * edge} {size + 2 * edge}" '
        'font-family="sans-serif" font-size="11" role="img" aria-label="Share right by confidence">',
        f'<rect width="100%" height="100%" fill="#fff"/><rect x="{edge}" y="{edge}" width="{size}" height="{size}" '
        'fill="none" stroke="#999"/>',
        f'<line x1="{edge}" y1="{edge + size}" x2="{edge + size}" y2="{edge}" stroke="#999" stroke-dasharray="4 4"/>',
        f'<text x="{edge + size / 2}" y="{size + 2 * edge - 8}" text-anchor="middle">confidence</text>',
        f'<text x="12" y="{edge + size / 2}" text-anchor="middle" transform="rotate(-90 12 {edge + size / 2})">'
        "share right</text>",
    ]
    for value in (0, 0.5, 1):
        x, y = at(value, value)
        parts.append(f'<text x="{x}" y="{edge + size + 14}" text-anchor="middle">{value}</text>')
        parts.append(f'<text x="{edge - 6}" y="{y + 4}" text-anchor="end">{value}</text>')
    for row in table:
        x, y = at(row["mean"], row["right"])
        radius = 3 + 9 * (row["statements"] / most) ** 0.5
        title = f"{row['confidence']}: {row['statements']} statements, {row['right']:.0%} right"
        parts.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="#24418f" fill-opacity=".75">'
            f"<title>{title}</title></circle>"
        )
    return "\n".join([*parts, "</svg>", ""])


def _kind(name: str) -> str:
    """The kind of a piece of evidence: what holds for all, a class, or another."""
    return "type" if name.isupper() else name and "other"


def main() -> None:
    """Fit, measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--svg", type=Path, help="draw the table of reliability into a file")
    parser.add_argument("--news", type=Path, metavar="FILE", help="the name corpus with the sentences of real news")
    options = parser.parse_args()
    found = list(rows(options.news))
    names = sorted({name for evidence, _ in found for name in evidence}, key=lambda name: (_kind(name) == "type", name))
    evidence = np.array([[row.get(name, 0.0) for name in names] for row, _ in found])
    right = np.array([float(ok) for _, ok in found])
    ridge = np.array([RIDGE[_kind(name)] for name in names])
    weights = fitted(evidence, right, ridge)
    told = {name: round(float(weight), 2) for name, weight in zip(names, weights, strict=True)}
    print(json.dumps({name: weight for name, weight in told.items() if weight}))
    alone = [names.index(name) for name in ALONE]
    without = fitted(evidence[:, alone], right, ridge[alone])
    print(json.dumps({names[i]: round(float(weight), 2) for i, weight in zip(alone, without, strict=True)}))
    shares = across(evidence, right, ridge)
    table = reliability(shares, right)
    for row in table:
        print(json.dumps(row, ensure_ascii=False))
    error = sum(row["statements"] * abs(row["mean"] - row["right"]) for row in table) / len(right)
    overall = {"statements": len(right), "right": round(float(right.mean()), 3), "error": round(error, 3)}
    for least in (0.5, 0.6, 0.7, 0.8, 0.9):
        above = right[shares >= least]
        overall[f"right from {least}"] = round(float(above.mean()), 3)
        overall[f"statements from {least}"] = len(above)
    print(json.dumps(overall))
    if options.svg:
        options.svg.write_text(drawn(table), encoding="utf-8")


if __name__ == "__main__":
    main()
