"""How often statements of a given confidence are right, on the check part of our corpus, and the line that fits it.

    python benchmarks/calibration.py [--svg docs/reliability.svg]

A statement is right where it agrees with an annotation in pair, class, polarity and status. Prints one JSON line for
each kind of reading (tables, a learned aim, learned alone): the slope and intercept that make log-odds right (Platt
1999), to be put into `extractors/confidence.py`; then the table of reliability with the confidence as it is now.
"""

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from realpolitik.extractors.confidence import Reading
from realpolitik.extractors.pipeline import load
from realpolitik.ontology.records import Statement

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "corpus"))
from scoring import SENTENCES, read_cases, score_cases

Row = tuple[Reading, float, bool]
BINS = 10


def kind_of(statement: Statement) -> Reading:
    """Who read a statement: the tables, the tables with a learned aim, or the learned reader alone."""
    rule = statement.evidence.rule
    return "learned" if rule == "learned" else "aimed" if rule.endswith(">learned") else "tables"


def rows(part: str) -> Iterator[Row]:
    """The kind, confidence and truth of each statement of a class read from a part of the corpus."""
    cases = [case for case in read_cases(SENTENCES) if case.part == part]
    for score in score_cases(cases, load()):
        wrong = {a.line for aspect in ("polarity", "status") for a in score.wrong.get(aspect, ())}
        found = [(s, a.line not in wrong) for a, s in score.matched] + [(s, False) for s in score.extra]
        for statement, right in found:
            if statement.relation.event_type is not None:
                yield kind_of(statement), statement.confidence, right


def fitted(confidences: Sequence[float], right: Sequence[bool]) -> tuple[float, float]:
    """The slope and intercept of the logistic regression of truth on log-odds, by Newton's method."""
    p = np.clip(np.array(confidences), 0.01, 0.99)
    x = np.stack([np.log(p / (1 - p)), np.ones(len(p))], 1)
    y = np.array(right, float)
    w = np.array([1.0, 0.0])
    for _ in range(50):
        q = 1 / (1 + np.exp(-x @ w))
        # A weak pull to (1, 0) keeps a group of few statements from extremes.
        slope = x.T @ (y - q) - 0.1 * (w - [1.0, 0.0])
        curve = (x * (q * (1 - q))[:, None]).T @ x + 0.1 * np.eye(2)
        step = np.linalg.solve(curve, slope)
        w += step
        if np.abs(step).max() < 1e-9:
            break
    return round(float(w[0]), 2), round(float(w[1]), 2)


def reliability(found: Sequence[Row]) -> list[tuple[str, int, float, float]]:
    """By bins of confidence: the bin, how many statements, their mean confidence and the share that is right."""
    table = []
    for k in range(BINS):
        low, high = k / BINS, (k + 1) / BINS
        inside = [(c, r) for _, c, r in found if low <= c < high or (high == 1 and c == 1)]
        if inside:
            means = [round(sum(column) / len(inside), 3) for column in zip(*inside, strict=True)]
            table.append((f"{low:.1f}–{high:.1f}", len(inside), means[0], means[1]))
    return table


def drawn(table: Sequence[tuple[str, int, float, float]]) -> str:
    """The table as an SVG picture: a dot for each bin, the diagonal where confidence is right."""
    size, edge = 320, 40
    most = max(count for _, count, _, _ in table)

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
    for name, count, confidence, right in table:
        x, y = at(confidence, right)
        radius = 3 + 9 * (count / most) ** 0.5
        title = f"{name}: {count} statements, {right:.0%} right"
        parts.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="#24418f" fill-opacity=".75">'
            f"<title>{title}</title></circle>"
        )
    return "\n".join([*parts, "</svg>", ""])


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--svg", type=Path, help="draw the table of reliability into a file")
    options = parser.parse_args()
    found = list(rows("check"))
    groups: dict[Reading, list[Row]] = defaultdict(list)
    for row in found:
        groups[row[0]].append(row)
    for name, members in sorted(groups.items()):
        slope, intercept = fitted([c for _, c, _ in members], [r for _, _, r in members])
        print(json.dumps({"kind": name, "statements": len(members), "slope": slope, "intercept": intercept}))
    table = reliability(found)
    for row in table:
        print(json.dumps(dict(zip(("confidence", "statements", "mean", "right"), row, strict=True))))
    total = sum(count for _, count, _, _ in table)
    print(json.dumps({"calibration_error": round(sum(n * abs(c - r) for _, n, c, r in table) / total, 3)}))
    if options.svg:
        options.svg.write_text(drawn(table), encoding="utf-8")


if __name__ == "__main__":
    main()
