"""What `realpolitik build` makes: one folder with store, statements, Turtle file and page, kept in step.

`statements.jsonl` is written first and the rest follows from it. Where a process is killed in between, the next one
that opens the folder makes the store agree with the statements again.
"""

import shutil
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from pyoxigraph import NamedNode

from realpolitik.graph.encoding import article_node
from realpolitik.graph.export import write_turtle
from realpolitik.graph.files import write_whole
from realpolitik.graph.page import write_page
from realpolitik.graph.page_records import PageData
from realpolitik.graph.page_source import page_data
from realpolitik.graph.store import GraphStore, is_store
from realpolitik.graph.terms import local, term
from realpolitik.graph.trust import TrustLevel
from realpolitik.ontology.errors import ExportError, StoreError
from realpolitik.ontology.json_lines import json_line, read_json_records
from realpolitik.ontology.records import Article, Statement
from realpolitik.ontology.statement_json import article_from_json, statement_from_json, statement_to_json

__all__ = ["GRAPH", "PAGE", "STATEMENTS", "STORE", "OutputFolder", "is_output"]

STORE: Final = "store"
STATEMENTS: Final = "statements.jsonl"
GRAPH: Final = "graph.ttl"
PAGE: Final = "graph.html"


def is_output(file: Path) -> bool:
    """Tell whether a file was made by a build, so that no build takes it for an article."""
    return file.name in (STATEMENTS, GRAPH, PAGE) and is_store(file.parent / STORE)


class OutputFolder:
    """The folder of one graph, opened for writing; a context manager that frees it.

    Articles are kept in memory until `write`, so that nothing changes on disk before all of them have been read.
    """

    def __init__(self, folder: Path, store: GraphStore, *, new: tuple[Path, ...]) -> None:
        self.folder, self._store, self._new = folder, store, new
        self._pending: dict[str, tuple[Article, list[Statement]]] = {}
        self._lines: dict[str, list[str]] = {}

    @classmethod
    def open(cls, folder: Path, *, trust: TrustLevel | None = None) -> Self:
        """Open the folder, making it where there is none; `trust` as for `GraphStore.open`.

        Raises ExportError where it cannot be made, StoreError and DataError where what it holds cannot be used.
        """
        place = folder / STORE
        new = tuple(path for path in (place, folder) if not path.exists())
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            why = "is a file" if folder.exists() else f"cannot be made ({error.strerror})"
            raise ExportError(f"{folder}: {why}; give a folder that you can write to") from None
        try:
            store = GraphStore.open(place, trust=trust)
        except BaseException:
            _take_back(new)
            raise
        opened = cls(folder, store, new=new)
        try:
            opened._clear_up()
            opened._follow_statements()
        except BaseException:
            opened.__exit__(None, None, None)
            raise
        return opened

    @classmethod
    def open_existing(cls, folder: Path) -> Self:
        """Open a folder that was built before. Raises StoreError where it was not."""
        if not is_store(folder / STORE):
            raise StoreError(f"{folder}: not a folder made by `realpolitik build`; name the one that holds {STORE}/")
        return cls.open(folder)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._store.close()
        _take_back(self._new)

    def __len__(self) -> int:
        return len({*self._store.articles(), *self._pending})

    def put(self, article: Article, statements: Iterable[Statement]) -> None:
        """Take an article with its statements; it replaces what was read from it before."""
        self._pending[article.doc_id] = (article, list(statements))

    def remove(self, doc_ids: Iterable[str]) -> None:
        """Take articles, and all that rests on them alone, out of the folder, and write its files anew.

        Raises StoreError, before anything changes, where one of them is not there.
        """
        gone = dict.fromkeys(doc_ids)
        for doc_id in gone:
            if not self._store.holds(doc_id):
                raise StoreError(
                    f"{doc_id!r}: no such article in {self.folder / STORE}; the ids stand in {STATEMENTS} as doc_id"
                )
            self._lines.pop(doc_id, None)
        self._write_statements()
        for doc_id in gone:
            self._store.remove(doc_id)
        self._write_graph("Realpolitik")

    def write(self, *, title: str) -> PageData:
        """Write all that has been put, and return what the page shows.

        Raises ExportError or StoreError where something cannot be written; the earlier files then stay whole.
        """
        for doc_id, (article, statements) in self._pending.items():
            self._lines[doc_id] = [json_line(statement_to_json(one, article)) for one in statements]
        self._write_statements()
        self._new = ()
        for article, statements in self._pending.values():
            self._store.add(article, statements)
        self._pending.clear()
        return self._write_graph(title)

    def _write_statements(self) -> None:
        body = "".join(f"{line}\n" for doc_id in sorted(self._lines) for line in self._lines[doc_id])
        write_whole(self.folder / STATEMENTS, body.encode())

    def _write_graph(self, title: str) -> PageData:
        self._store.flush()
        write_turtle(self._store, self.folder / GRAPH)
        data = page_data(self._store, title=title)
        write_page(data, self.folder / PAGE)
        return data

    def _clear_up(self) -> None:
        """Remove what a process that was killed while it wrote has left."""
        for name in (STATEMENTS, GRAPH, PAGE):
            for part in self.folder.glob(f".{name}.*.part"):
                part.unlink(missing_ok=True)

    def _follow_statements(self) -> None:
        path = self.folder / STATEMENTS
        stored = self._stored()
        if not path.exists():
            if stored:
                raise StoreError(f"{path}: missing, though the store needs it; put it back or delete the folder")
            return
        records: dict[str, list[tuple[str, dict[str, Any]]]] = {}
        for number, record in read_json_records(path):
            where = f"{path}:{number}"
            doc_id = article_from_json(record, where=where).doc_id
            records.setdefault(doc_id, []).append((where, record))
            self._lines.setdefault(doc_id, []).append(json_line(record))
        for doc_id in self._store.articles():
            if doc_id not in records and article_node(doc_id) in stored:
                self._store.remove(doc_id)
        for doc_id, found in records.items():
            wanted = {record.get("id") for _, record in found if (record.get("subject") or {}).get("id") is not None}
            if wanted != stored.get(article_node(doc_id), set()):
                article = article_from_json(found[0][1], where=found[0][0])
                self._store.add(article, [statement_from_json(record, where=where) for where, record in found])

    def _stored(self) -> dict[NamedNode, set[str]]:
        """Return the ids of the statements that the store holds, by article."""
        stored: dict[NamedNode, set[str]] = {}
        for one in self._store.lookup.triples(None, term("prov:wasQuotedFrom")):
            if isinstance(one.subject, NamedNode) and isinstance(one.object, NamedNode):
                stored.setdefault(one.object, set()).add(local(one.subject).removeprefix("statement-"))
        return stored


def _take_back(new: Iterable[Path]) -> None:
    """Remove what was made for a graph that never came: the store, then the folder if it holds nothing else."""
    for path in new:
        if path.name == STORE and is_store(path):
            shutil.rmtree(path, ignore_errors=True)
        elif path.is_dir() and not any(path.iterdir()):
            path.rmdir()
