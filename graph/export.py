"""The graph in the forms that other programs read; each file is written whole or not at all."""

import csv
import datetime as dt
import io
import os
import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, Final, Literal, Protocol, TypeVar, get_args

from pyoxigraph import RdfFormat, Triple, serialize

from realpolitik.graph.files import write_whole
from realpolitik.graph.reading import EventFilter, StoredActor, StoredEvent, read_actors, read_events
from realpolitik.graph.serialise import ntriples, sorted_triples, turtle
from realpolitik.graph.store import GraphStore
from realpolitik.graph.terms import clean
from realpolitik.graph.trust import TrustLevel
from realpolitik.ontology.errors import ExportError

__all__ = ["EXPORT_FORMATS", "ExportFormat", "Exporter", "export_graph", "safe_cell", "write_turtle"]

ExportFormat = Literal["turtle", "ntriples", "jsonld", "graphml", "gexf", "csv", "csv-edges"]
EXPORT_FORMATS: Final[tuple[ExportFormat, ...]] = get_args(ExportFormat)

Path = str | os.PathLike[str]
Item = TypeVar("Item", contravariant=True)

# A spreadsheet runs a cell that begins so as a formula.
_FORMULA: Final = re.compile(r"[\s\u200b-\u200f\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n]")
_STATEMENT_COLUMNS: Final = (
    "event", "statement", "subject", "subject_label", "relation", "object", "object_label", "event_type", "mode",
    "standing", "quad", "score", "kind", "polarity", "status", "voice", "speaker", "speaker_text", "confidence",
    "earliest", "latest", "precision", "time_text", "sentence", "begin", "end", "rule", "cues", "doc_id", "headline",
    "published", "publisher", "url",
)  # fmt: skip
_EDGE_COLUMNS: Final = (
    "source", "source_label", "target", "target_label", "weight", "score", "sign", "cooperation", "conflict", "ties",
    "claims", "planned", "denied", "last",
)  # fmt: skip


class Exporter(Protocol[Item]):
    """Takes the graph piece by piece and writes one file when told that it is whole."""

    def write(self, item: Item) -> None:
        """Take one piece."""

    def finish(self) -> None:
        """Write the file. Raises ExportError where it cannot be written."""


def export_graph(
    store: GraphStore,
    path: Path,
    form: str,
    *,
    where: EventFilter | None = None,
    trust: TrustLevel | None = None,
) -> int:
    """Write the graph to a file and return how many triples, events or pairs it was made of.

    `turtle`, `ntriples` and `jsonld` hold every triple; `graphml` and `gexf` the network of events; `csv` a row for
    each statement, `csv-edges` one for each pair of actors. `where` chooses events for the last four. Raises
    ExportError for an unknown form, a filter that the form cannot take and a file that cannot be written.
    """
    if form in _TRIPLES:
        if where is not None and where != EventFilter():
            raise ExportError(f"{form}: holds the whole graph; leave the filters out or choose graphml, gexf or csv")
        return _run(_TripleExporter(path, _TRIPLES[form]), store.triples())
    if form in _NETWORKS:
        actors = read_actors(store)
        return _run(_NETWORKS[form](path, actors), read_events(store, where, trust=trust))
    raise ExportError(f"{form!r}: no form of export; use one of {', '.join(EXPORT_FORMATS)}")


def write_turtle(store: GraphStore, path: Path) -> int:
    """Write the whole graph as Turtle, the same bytes for the same triples, and return their number."""
    return export_graph(store, path, "turtle")


def safe_cell(value: object) -> object:
    """Return a cell for CSV: a text that a spreadsheet would run as a formula gets an apostrophe before it."""
    if value is None:
        return ""
    if isinstance(value, str):
        text = clean(value)
        return "'" + text if _FORMULA.match(text) else text
    return value


def _run(exporter: Exporter[Any], items: Iterable[Any]) -> int:
    count = 0
    for item in items:
        exporter.write(item)
        count += 1
    exporter.finish()
    return count


class _TripleExporter:
    def __init__(self, path: Path, serialiser: Callable[[Iterable[Triple]], bytes]) -> None:
        self._path, self._serialiser = path, serialiser
        self._triples: list[Triple] = []

    def write(self, item: Triple) -> None:
        self._triples.append(item)

    def finish(self) -> None:
        write_whole(self._path, self._serialiser(self._triples))


class _EventExporter(ABC):
    """Collects events; what becomes of them is `_content`'s."""

    def __init__(self, path: Path, actors: Iterable[StoredActor]) -> None:
        self._path = path
        self._actors = {actor.id: actor for actor in actors}
        self._events: list[StoredEvent] = []

    def write(self, item: StoredEvent) -> None:
        self._events.append(item)

    def finish(self) -> None:
        write_whole(self._path, self._content())

    @abstractmethod
    def _content(self) -> bytes:
        """Return the file."""

    def _label(self, key: str | None) -> str | None:
        return self._actors[key].label if key in self._actors else key


class _NetworkExporter(_EventExporter):
    def __init__(self, path: Path, actors: Iterable[StoredActor], *, form: Literal["graphml", "gexf"]) -> None:
        super().__init__(path, actors)
        self._form = form

    def _content(self) -> bytes:
        import networkx as nx

        network, buffer = _for_xml(self._events, self._actors.values()), io.BytesIO()
        if self._form == "graphml":
            nx.write_graphml_xml(network, buffer, named_key_ids=True)
            return buffer.getvalue()
        nx.write_gexf(network, buffer)
        # The day of writing would make the same graph another file tomorrow.
        return re.sub(rb' lastmodifieddate="[^"]*"', b"", buffer.getvalue(), count=1)


class _StatementCsvExporter(_EventExporter):
    def _content(self) -> bytes:
        return _csv(_STATEMENT_COLUMNS, (row for event in self._events for row in self._rows(event)))

    def _rows(self, event: StoredEvent) -> Iterable[tuple[object, ...]]:
        for one in event.statements:
            yield (
                event.id, one.id, event.subject, self._label(event.subject), one.phrase, event.object,
                self._label(event.object) or one.object_text, event.event_type, event.mode, event.standing, event.quad,
                event.score, event.kind, one.polarity, one.status, one.voice, one.speaker, one.speaker_text,
                one.confidence, event.earliest, event.latest, event.precision, one.time_text, one.sentence,
                one.span.start, one.span.end, one.rule, "; ".join(cue.text for cue in one.cues), one.article.doc_id,
                one.article.title, one.article.date, one.article.publisher, one.article.url,
            )  # fmt: skip


class _EdgeCsvExporter(_EventExporter):
    def _content(self) -> bytes:
        from realpolitik.graph.network import dyad_network

        network = dyad_network(self._events, self._actors.values())
        edges = sorted((*sorted(pair), data) for *pair, data in network.edges(data=True))
        rows = (
            (one, self._label(one), other, self._label(other), *(data.get(name) for name in _EDGE_COLUMNS[4:]))
            for one, other, data in edges
        )
        return _csv(_EDGE_COLUMNS, rows)


def _jsonld(triples: Iterable[Triple]) -> bytes:
    return serialize(sorted_triples(triples), format=RdfFormat.JSON_LD) or b""


def _csv(columns: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> bytes:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    return buffer.getvalue().encode("utf-8")


def _for_xml(events: list[StoredEvent], actors: Iterable[StoredActor]) -> Any:
    """Return the network of events with attributes that XML can hold.

    GEXF has a meaning of its own for an edge's `kind`, so that kinds are called event_kind and actor_kind.
    """
    from realpolitik.graph.network import event_network

    network = event_network(events, actors)
    for _, data in network.nodes(data=True):
        _fit(data, "actor_kind")
    for _, _, data in network.edges(data=True):
        _fit(data, "event_kind")
    return network


def _fit(data: dict[str, Any], kind: str) -> None:
    data[kind] = data.pop("kind")
    for name, value in data.items():
        if isinstance(value, dt.date):
            data[name] = value.isoformat()
        elif isinstance(value, str):
            data[name] = clean(value)


_TRIPLES: Final[dict[str, Callable[[Iterable[Triple]], bytes]]] = {
    "turtle": turtle,
    "ntriples": ntriples,
    "jsonld": _jsonld,
}
_NETWORKS: Final[dict[str, Callable[[Path, Iterable[StoredActor]], Exporter[StoredEvent]]]] = {
    "graphml": partial(_NetworkExporter, form="graphml"),
    "gexf": partial(_NetworkExporter, form="gexf"),
    "csv": _StatementCsvExporter,
    "csv-edges": _EdgeCsvExporter,
}
