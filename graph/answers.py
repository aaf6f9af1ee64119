"""The answer to a query as rows for a screen, as JSON and as CSV."""

import csv
import datetime as dt
import io
import json

from realpolitik.graph.export import safe_cell
from realpolitik.graph.guard import Iri, QueryResult, run_query, shorten
from realpolitik.graph.store import GraphStore

__all__ = ["answer_csv", "answer_json", "answer_rows", "count_graph"]

_COUNTED = {"articles": "schema:NewsArticle", "statements": "rp:Statement", "events": "rp:Event", "actors": "rp:Actor"}


def answer_rows(result: QueryResult) -> list[list[object]]:
    """Return the rows with IRIs as prefixed names."""
    return [[shorten(cell) if isinstance(cell, Iri) else cell for cell in row] for row in result.rows]


def answer_json(result: QueryResult) -> str:
    """Return the rows as a JSON array of objects, in ASCII; dates and decimals as texts."""
    rows = [dict(zip(result.variables, row, strict=True)) for row in result.rows]
    return json.dumps(rows, default=str, indent=1)


def answer_csv(result: QueryResult) -> str:
    """Return the rows as CSV with a header line, fit for a spreadsheet."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(result.variables)
    for row in result.rows:
        writer.writerow([safe_cell(str(cell) if isinstance(cell, dt.date) else cell) for cell in row])
    return buffer.getvalue()


def count_graph(store: GraphStore) -> dict[str, int]:
    """Return how many triples, articles, statements, events and actors the graph holds."""
    counts = {"triples": len(store)}
    for name, kind in _COUNTED.items():
        found = run_query(store, f"SELECT (COUNT(DISTINCT ?x) AS ?n) WHERE {{ ?x a {kind} }}")
        counts[name] = int(str(found.rows[0][0]))
    return counts
