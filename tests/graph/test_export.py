import csv
import io
import json
import xml.etree.ElementTree as ET
from pathlib import Path

import networkx as nx
import pyoxigraph
import pytest
from rdflib import Graph
from rdflib.compare import isomorphic

from realpolitik.graph.export import EXPORT_FORMATS, export_graph, safe_cell, write_turtle
from realpolitik.graph.reading import EventFilter
from realpolitik.graph.store import GraphStore
from realpolitik.ontology.errors import ExportError
from realpolitik.ontology.records import Actor

HOSTILE = '=HYPERLINK("http://x")\x00\x07\u202e</script>\ud800\ufffe'


@pytest.fixture
def hostile(statement, article) -> GraphStore:
    store = GraphStore.in_memory()
    store.add(article(title=HOSTILE, publisher=HOSTILE), [
        statement(Actor("person-x", HOSTILE, "person"), HOSTILE, "RUS", "ACCUSE", sentence=HOSTILE, voice="other",
                  speaker=HOSTILE),
    ])  # fmt: skip
    return store


@pytest.mark.parametrize("form", EXPORT_FORMATS)
def test_export_gives_the_same_bytes_every_time(tmp_path: Path, articles, store, form):
    other = GraphStore.in_memory()
    for article, statements in reversed(articles):
        other.add(article, statements)
    for name, held in (("one", store), ("two", other)):
        assert export_graph(held, tmp_path / name, form) > 0
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one", "two"]


@pytest.mark.parametrize(("form", "parser"), [("turtle", "turtle"), ("ntriples", "nt")])
def test_export_triples_are_read_back_by_rdflib(tmp_path: Path, store, form, parser):
    count = export_graph(store, tmp_path / "x", form)
    graphs = [Graph().parse(tmp_path / "x", format=parser)]
    write_turtle(store, tmp_path / "y")
    graphs.append(Graph().parse(tmp_path / "y", format="turtle"))
    assert len(graphs[0]) == count == len(store)
    assert isomorphic(*graphs)


def test_export_jsonld_holds_every_triple(tmp_path: Path, store):
    export_graph(store, tmp_path / "x", "jsonld")
    read = pyoxigraph.parse(path=tmp_path / "x", format=pyoxigraph.RdfFormat.JSON_LD)
    assert {quad.triple for quad in read} == set(store.triples())


@pytest.mark.parametrize("form", EXPORT_FORMATS)
def test_export_hostile_text_stays_data(tmp_path: Path, hostile, form):
    export_graph(hostile, tmp_path / "x", form)
    content = (tmp_path / "x").read_bytes()
    assert b"\0" not in content
    text = content.decode("utf-8")
    if form in ("graphml", "gexf"):
        tree = ET.fromstring(text)  # noqa: S314 - our own file
        assert "</script>" in "".join(tree.itertext()) + str([one.attrib for one in tree.iter()])
    elif form == "jsonld":
        assert json.loads(text)
    elif form.startswith("csv"):
        cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
        assert any("HYPERLINK" in cell for cell in cells)
        assert not [cell for cell in cells if cell.startswith(("=", "+", "@"))]


@pytest.mark.parametrize(
    ("cell", "safe"),
    [
        ("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@SUM(A1)", "'@SUM(A1)"), ("\t=1", "'\t=1"), (" =1", "' =1"),
        ("\uff1d1", "'\uff1d1"), ("Russia", "Russia"), ("a=b", "a=b"), (-6.0, -6.0), (None, ""), (3, 3),
    ],
)  # fmt: skip
def test_export_cells_are_never_formulas(cell, safe):
    assert safe_cell(cell) == safe


def test_export_csv_has_a_row_for_each_statement(tmp_path: Path, store):
    export_graph(store, tmp_path / "x.csv", "csv")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "x.csv").read_text("utf-8"))))
    assert len(rows) == 12
    denied = next(row for row in rows if row["polarity"] == "negated")
    assert (denied["subject_label"], denied["relation"], denied["object"]) == (
        "Russia",
        "ceased cooperation with",
        "NATO",
    )
    assert (denied["event_type"], denied["score"], denied["speaker"]) == ("SANCTION", "-6.0", "NATO")


def test_export_csv_edges_has_a_row_for_each_pair(tmp_path: Path, store):
    export_graph(store, tmp_path / "x.csv", "csv-edges")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "x.csv").read_text("utf-8"))))
    assert [(row["source"], row["target"], row["weight"]) for row in rows][:2] == [
        ("NATO", "RUS", "3"),
        ("RUS", "USA", "2"),
    ]


@pytest.mark.parametrize(("form", "reader"), [("graphml", nx.read_graphml), ("gexf", nx.read_gexf)])
def test_export_networks_are_read_back(tmp_path: Path, store, form, reader):
    export_graph(store, tmp_path / "x", form, where=EventFilter(actor="USA"))
    network = reader(tmp_path / "x")
    assert set(network) == {"USA", "RUS"}
    assert {data["event_kind"] for *_, data in network.edges(data=True)} == {"fact", "planned"}
    assert network.nodes["USA"]["label"] == "United States"


def test_export_of_triples_takes_no_filter(tmp_path: Path, store):
    with pytest.raises(ExportError, match="filters"):
        export_graph(store, tmp_path / "x", "turtle", where=EventFilter(actor="USA"))
    with pytest.raises(ExportError, match="use one of turtle"):
        export_graph(store, tmp_path / "x", "xlsx")
    assert not list(tmp_path.iterdir())


def test_export_that_fails_leaves_the_old_file(tmp_path: Path, store, monkeypatch):
    target = tmp_path / "x.ttl"
    target.write_text("old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("realpolitik.graph.files.os.replace", full)
    with pytest.raises(ExportError, match=r"x\.ttl.*No space"):
        write_turtle(store, target)
    assert [path.read_text() for path in tmp_path.iterdir()] == ["old"]
    with pytest.raises(ExportError, match="none"):
        write_turtle(store, tmp_path / "none" / "x.ttl")


def test_export_of_nothing_is_a_whole_file(tmp_path: Path):
    for form in EXPORT_FORMATS:
        assert export_graph(GraphStore.in_memory(), tmp_path / form, form) == 0
        assert (tmp_path / form).exists()
