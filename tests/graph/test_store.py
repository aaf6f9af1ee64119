import itertools
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from rdflib import RDF, URIRef

from realpolitik.graph.serialise import turtle
from realpolitik.graph.store import GraphStore, is_store, open_graph
from realpolitik.ontology.errors import DataError, StoreError, UnsafeTextError
from realpolitik.ontology.namespaces import RP
from realpolitik.ontology.records import Actor

ACTOR = "https://w3id.org/realpolitik/actor/"


def filled(articles) -> GraphStore:
    store = GraphStore.in_memory()
    for article, statements in articles:
        store.add(article, statements)
    return store


def test_store_does_not_depend_on_the_order_of_articles(articles):
    texts = {turtle(filled(order).triples()) for order in itertools.permutations(articles)}
    assert len(texts) == 1


def test_store_reading_an_article_again_changes_nothing(articles, store):
    before = turtle(store.triples())
    for article, statements in articles:
        assert not store.add(article, reversed(statements))
    assert turtle(store.triples()) == before


def test_store_reading_an_article_anew_replaces_its_statements(articles, store):
    (article, statements), *rest = articles
    assert store.add(article, statements[:1])
    assert turtle(store.triples()) == turtle(filled([(article, statements[:1]), *rest]).triples())


@pytest.mark.parametrize("which", [0, 1, 2])
def test_store_removal_leaves_what_the_other_articles_give(articles, store, which):
    article, _ = articles.pop(which)
    assert store.remove(article.doc_id)
    assert turtle(store.triples()) == turtle(filled(articles).triples())
    assert not store.remove(article.doc_id)


def test_store_removal_of_all_articles_leaves_nothing(articles, store):
    for article, _ in articles:
        store.remove(article.doc_id)
    assert len(store) == 0


def test_store_keeps_the_fullest_description_of_an_actor(statement, article):
    bare, full = Actor("person-x", "X", "person"), Actor("person-x", "Xenia X", "person", "RUS", "Q1")
    readings = [(article("a"), [statement(bare, "met", "NATO", doc="a")]),
                (article("b"), [statement(full, "met", "NATO", doc="b")])]  # fmt: skip
    for order in itertools.permutations(readings):
        store = filled(order)
        assert [str(one.object) for one in store.lookup.triples(None, None, None) if '"Xenia X"@en' in str(one.object)]
    store.remove("b")
    assert turtle(store.triples()) == turtle(filled(readings[:1]).triples())


def test_store_knows_its_articles(store):
    assert store.articles() == ["a1", "a2", "a3"]
    assert store.holds("a1")
    assert not store.holds("a9")


def test_store_leaves_out_statements_without_a_known_subject(statement, article):
    store = GraphStore.in_memory()
    store.add(article(), [statement("somebody", "criticised", "RUS", "ACCUSE")])
    assert not list(store.lookup.holders("rp:about", None))
    assert store.articles() == ["a1"]


def test_store_refuses_what_the_schema_does_not_know(statement, article):
    store = GraphStore.in_memory()
    with pytest.raises(DataError, match="NONSENSE"):
        store.add(article(), [statement("RUS", "x", "NATO", "NONSENSE")])
    with pytest.raises(DataError, match="nonsenseOf"):
        store.add(article(), [statement("RUS", "x", "NATO", "nonsenseOf")])
    with pytest.raises(UnsafeTextError):
        store.add(article(), [statement(Actor("a b>", "A", "state"), "x", "NATO")])
    assert len(store) == 0


def test_store_refuses_a_statement_of_another_article(statement, article):
    with pytest.raises(ValueError, match="a2"):
        GraphStore.in_memory().add(article("a1"), [statement("RUS", "x", "NATO", doc="a2")])


def test_store_graph_is_the_same_through_rdflib(store):
    assert len(store.graph) == len(store)
    assert (URIRef(ACTOR + "RUS"), RDF.type, RP.State) in store.graph
    assert not [term for triple in store.graph for term in triple if term.n3().startswith("_:")]


def test_store_is_the_same_on_disk_and_in_turtle(tmp_path: Path, articles, store):
    folder = tmp_path / "store"
    with GraphStore.open(folder) as held:
        for article, statements in articles:
            held.add(article, statements)
    file = tmp_path / "graph.ttl"
    file.write_bytes(turtle(store.triples()))
    assert is_store(folder)
    for path in (folder, file):
        with open_graph(path) as held:
            assert turtle(held.triples()) == file.read_bytes()


def test_store_opened_for_reading_refuses_to_write(tmp_path: Path, statement, article):
    GraphStore.open(tmp_path / "s").close()
    with GraphStore.open(tmp_path / "s", read_only=True) as store, pytest.raises(StoreError, match="reading only"):
        store.add(article(), [statement("RUS", "met", "NATO")])


def test_store_second_opener_gets_a_clear_error(tmp_path: Path):
    with GraphStore.open(tmp_path / "s"):
        for read_only in (True, False):
            with pytest.raises(StoreError, match="in use"):
                GraphStore.open(tmp_path / "s", read_only=read_only)
    readers = [GraphStore.open(tmp_path / "s", read_only=True) for _ in range(2)]
    with pytest.raises(StoreError, match="in use"):
        GraphStore.open(tmp_path / "s")
    for reader in readers:
        reader.close()
    GraphStore.open(tmp_path / "s").close()


def test_store_closed_says_so(tmp_path: Path):
    store = GraphStore.open(tmp_path / "s")
    store.close()
    store.close()
    with pytest.raises(StoreError, match="closed"):
        len(store)


def test_store_missing_or_foreign_folder_is_refused(tmp_path: Path):
    with pytest.raises(StoreError, match="build"):
        open_graph(tmp_path / "none")
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "dear.txt").write_text("x")
    for read_only in (True, False):
        with pytest.raises(StoreError, match="letters"):
            GraphStore.open(tmp_path / "letters", read_only=read_only)
    assert [path.name for path in (tmp_path / "letters").iterdir()] == ["dear.txt"]


def test_store_damaged_folder_is_refused(tmp_path: Path, statement, article):
    with GraphStore.open(tmp_path / "s") as store:
        store.add(article(), [statement("RUS", "met", "NATO")])
    manifest = tmp_path / "s" / "realpolitik-store.json"
    whole = manifest.read_text()
    for text in ("{", json.dumps({"format": 99})):
        manifest.write_text(text)
        with pytest.raises(StoreError, match="build again"):
            open_graph(tmp_path / "s")
    manifest.write_text(whole)
    for path in (tmp_path / "s" / "oxigraph").glob("MANIFEST-*"):
        path.write_bytes(b"\0" * 100)
    for read_only in (True, False):
        with pytest.raises(StoreError, match="damaged"):
            GraphStore.open(tmp_path / "s", read_only=read_only)


@pytest.mark.parametrize("content", ["@prefix a: <b", "not turtle at all", '<a:b> <a:c> "x" . \x00'])
def test_store_broken_turtle_is_refused(tmp_path: Path, content: str):
    (tmp_path / "bad.ttl").write_text(content)
    with pytest.raises(StoreError, match=r"bad\.ttl"):
        open_graph(tmp_path / "bad.ttl")


KILLED = """
import sys
from realpolitik.graph.store import GraphStore
from realpolitik.ontology.records import *
store = GraphStore.open(sys.argv[1])
for number in range(10_000):
    doc = f"d{number}"
    def end(name, at):
        return Participant(Mention(Span(at, at + 3), name, None), Actor(name, name, "state"), "name")
    statements = [
        Statement(end("RUS", at), Relation("met", "met", "CONSULT"), end("USA", at + 5),
                  Evidence(doc, Span(at, at + 20), "RUS met USA again.", "active"))
        for at in range(0, 400, 20)
    ]
    store.add(Article(doc, "text"), statements)
    print(number, flush=True)
"""


def test_store_survives_a_killed_process(tmp_path: Path):
    process = subprocess.Popen([sys.executable, "-c", KILLED, tmp_path / "s"], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    for _ in range(5):
        last = process.stdout.readline()
    time.sleep(0.013)
    os.kill(process.pid, signal.SIGKILL)
    last = (process.stdout.read().split() or [last])[-1]
    process.stdout.close()
    process.wait()
    with GraphStore.open(tmp_path / "s") as store:
        articles = store.articles()
        assert len(articles) >= int(last) + 1
        held = [one.subject for one in store.lookup.triples() if "wasQuotedFrom" in one.predicate.value]
        assert len(held) == 20 * len(articles)
        for doc in articles:
            store.remove(doc)
        assert len(store) == 0


HASHED = """
import importlib.util, sys
spec = importlib.util.spec_from_file_location("makers", sys.argv[1])
makers = importlib.util.module_from_spec(spec)
spec.loader.exec_module(makers)
from realpolitik.graph.export import EXPORT_FORMATS, export_graph
from realpolitik.graph.store import GraphStore
store = GraphStore.in_memory()
for article, statements in makers.news():
    store.add(article, statements)
for form in EXPORT_FORMATS:
    export_graph(store, f"{sys.argv[2]}/{form}", form)
"""


def test_store_gives_the_same_bytes_whatever_the_hash_seed(tmp_path: Path):
    makers = Path(__file__).with_name("conftest.py")
    found = []
    for seed in ("1", "2"):
        folder = tmp_path / seed
        folder.mkdir()
        command = [sys.executable, "-c", HASHED, makers, folder]
        subprocess.run(command, check=True, env={**os.environ, "PYTHONHASHSEED": seed})
        found.append({path.name: path.read_bytes() for path in sorted(folder.iterdir())})
    assert found[0] == found[1]
    assert len(found[0]) == 7


def test_store_reading_and_querying_loads_no_language_model(tmp_path: Path):
    code = (
        "import sys; import realpolitik.graph.store, realpolitik.graph.library, realpolitik.graph.reading, "
        "realpolitik.graph.export, realpolitik.graph.network; "
        "print(sorted({'spacy', 'onnxruntime', 'tokenizers', 'torch', 'pyshacl'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"
