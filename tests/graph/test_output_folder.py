"""The folder of a graph: nothing changes before all is read, and the store follows the statements."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from realpolitik.graph.output_folder import OutputFolder, is_output
from realpolitik.graph.store import GraphStore
from realpolitik.ontology.errors import ExportError, StoreError
from realpolitik.ontology.records import Article, Statement

News = list[tuple[Article, list[Statement]]]


def built(folder: Path, news: News) -> Path:
    with OutputFolder.open(folder) as opened:
        for article, statements in news:
            opened.put(article, statements)
        opened.write(title="Test")
    return folder


def content(folder: Path) -> dict[str, bytes]:
    return {one.name: one.read_bytes() for one in folder.iterdir() if one.is_file()}


def test_output_folder_that_was_never_written_is_not_left_behind(tmp_path: Path, articles: News) -> None:
    with OutputFolder.open(tmp_path / "out") as opened:
        opened.put(*articles[0])
        assert len(opened) == 1
    assert not list(tmp_path.iterdir())


def test_output_folder_keeps_what_stood_there_before_it(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", "utf-8")
    with OutputFolder.open(tmp_path):
        pass
    assert [one.name for one in tmp_path.iterdir()] == ["mine.txt"]


def test_output_folder_changes_nothing_before_it_is_written(tmp_path: Path, articles: News) -> None:
    out = built(tmp_path / "out", articles[:1])
    before = content(out)
    with OutputFolder.open(out) as opened:
        for article, statements in articles:
            opened.put(article, statements)
    assert content(out) == before
    with GraphStore.open(out / "store", read_only=True) as store:
        assert store.articles() == [articles[0][0].doc_id]


def test_output_folder_does_not_depend_on_the_order(tmp_path: Path, articles: News) -> None:
    once = built(tmp_path / "once", articles)
    other = tmp_path / "other"
    for one in articles[::-1]:
        built(other, [one])
    assert content(other) == content(once)


@pytest.mark.parametrize("harm", ["lost", "stale", "foreign"])
def test_output_folder_makes_the_store_follow_the_statements(tmp_path: Path, articles: News, harm: str) -> None:
    out = built(tmp_path / "out", articles)
    before = content(out)
    article, statements = articles[0]
    with GraphStore.open(out / "store") as store:
        wanted = set(map(str, store.triples()))
        if harm == "lost":
            store.remove(article.doc_id)
        elif harm == "stale":
            store.add(article, statements[:1])
        else:
            store.add(*_renamed(article, statements))
        assert set(map(str, store.triples())) != wanted
    built(out, [])
    assert content(out) == before
    with GraphStore.open(out / "store", read_only=True) as store:
        assert set(map(str, store.triples())) == wanted


def _renamed(article: Article, statements: list[Statement]) -> tuple[Article, list[Statement]]:
    from dataclasses import replace

    moved = [replace(one, evidence=replace(one.evidence, doc_id="elsewhere")) for one in statements]
    return replace(article, doc_id="elsewhere"), moved


def test_output_folder_keeps_articles_without_statements(tmp_path: Path, article: Callable[..., Article]) -> None:
    silent = article("silent")
    out = built(tmp_path / "out", [(silent, [])])
    built(out, [])
    with GraphStore.open(out / "store", read_only=True) as store:
        assert store.articles() == ["silent"]


def test_output_folder_removes_all_or_nothing(tmp_path: Path, articles: News) -> None:
    out = built(tmp_path / "out", articles)
    before = content(out)
    first, second = articles[0][0].doc_id, articles[1][0].doc_id
    with OutputFolder.open_existing(out) as opened, pytest.raises(StoreError, match="no such article"):
        opened.remove([first, "nobody"])
    assert content(out) == before
    with OutputFolder.open_existing(out) as opened:
        opened.remove([first, first, second])
    assert content(out)["graph.ttl"] == content(built(tmp_path / "rest", articles[2:]))["graph.ttl"]


def test_output_folder_names_a_place_that_cannot_be_one(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", "utf-8")
    with pytest.raises(ExportError, match="file: is a file"):
        OutputFolder.open(tmp_path / "file")
    with pytest.raises(ExportError, match="cannot be made"):
        OutputFolder.open(tmp_path / "file" / "below")
    with pytest.raises(StoreError, match="not a folder made by"):
        OutputFolder.open_existing(tmp_path)


def test_is_output_knows_only_what_stands_beside_a_store(tmp_path: Path, articles: News) -> None:
    out = built(tmp_path / "out", articles[:1])
    assert all(is_output(out / name) for name in ("graph.html", "statements.jsonl", "graph.ttl"))
    assert not is_output(out / "other.html")
    (tmp_path / "graph.html").write_text("", "utf-8")
    assert not is_output(tmp_path / "graph.html")


def test_output_folder_writes_one_statement_a_line(tmp_path: Path, articles: News) -> None:
    out = built(tmp_path / "out", articles)
    lines = (out / "statements.jsonl").read_text("utf-8").splitlines()
    assert {json.loads(line)["id"] for line in lines} == {one.id for _, many in articles for one in many}
