"""The store: one folder that holds the graph of all articles read so far, or one Turtle file held in memory.

On disk it is an Oxigraph database with a manifest that tells it from a foreign folder. A change is one transaction: a
process that is killed leaves the earlier content whole.
"""

import json
import os
import tempfile
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Self

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Store, Triple

from realpolitik.graph.changes import Change, plan_article, plan_trust
from realpolitik.graph.encoding import article_node, encode
from realpolitik.graph.folder_lock import FolderLock
from realpolitik.graph.lookup import Lookup
from realpolitik.graph.terms import plain, term, text_of
from realpolitik.graph.trust import TrustLevel, check_trust
from realpolitik.ontology.errors import StoreError
from realpolitik.ontology.namespaces import PREFIXES
from realpolitik.ontology.records import Article, Statement
from realpolitik.ontology.schema import Schema, load_schema

if TYPE_CHECKING:
    from rdflib import Graph

__all__ = ["GraphStore", "is_store", "open_graph"]

_MANIFEST: Final = "realpolitik-store.json"
_DATA: Final = "oxigraph"
_FORMAT: Final = 1
_DEFAULT: Final = DefaultGraph()


def is_store(path: str | os.PathLike[str]) -> bool:
    """Tell whether the folder is a store of Realpolitik, whole or not."""
    return (Path(path) / _MANIFEST).is_file()


def open_graph(path: str | os.PathLike[str]) -> "GraphStore":
    """Open a store's folder or a Turtle file for reading.

    Raises StoreError where there is nothing, nothing of ours, or broken Turtle.
    """
    place = Path(path)
    if place.is_dir():
        return GraphStore.open(place, read_only=True)
    return GraphStore.load_turtle(place)


class GraphStore:
    """The graph of all articles read so far; a context manager that closes the folder.

    Made by `open`, `in_memory` or `load_turtle`. `trust` says whose word makes a plain triple.
    """

    def __init__(
        self, store: Store, *, trust: TrustLevel, folder: Path | None, writable: bool, lock: FolderLock | None
    ):
        self._store: Store | None = store
        self._folder, self._writable, self._lock = folder, writable, lock
        self.trust: TrustLevel = trust

    @classmethod
    def open(cls, folder: str | os.PathLike[str], *, read_only: bool = False, trust: TrustLevel | None = None) -> Self:
        """Open a store on disk; for writing it is made where there is none.

        `trust` changes the level of an existing store; a new one has `self`. Any number may read at once, or one write.
        Raises StoreError where the folder is missing, foreign, damaged or in use.
        """
        place = Path(folder)
        manifest = _manifest(place, create=not read_only, trust=check_trust(trust or "self"))
        lock = FolderLock(place, shared=read_only)
        try:
            store = _open_data(place, read_only)
        except BaseException:
            lock.release()
            raise
        opened = cls(store, trust=manifest, folder=place, writable=not read_only, lock=lock)
        if trust is not None and trust != manifest:
            try:
                opened.set_trust(trust)
            except BaseException:
                opened.close()
                raise
        return opened

    @classmethod
    def in_memory(cls, *, trust: TrustLevel = "self") -> Self:
        """Return an empty store that lives as long as the process."""
        return cls(Store(), trust=check_trust(trust), folder=None, writable=True, lock=None)

    @classmethod
    def load_turtle(cls, path: str | os.PathLike[str]) -> Self:
        """Return a read-only store in memory with the triples of a Turtle file.

        Raises StoreError, naming file and line, where it cannot be read.
        """
        store = Store()
        try:
            store.bulk_load(Path(path).read_bytes(), RdfFormat.TURTLE, to_graph=_DEFAULT)
        except OSError as error:
            what = error.strerror or "unreadable"
            raise StoreError(f"{path}: neither a store nor a Turtle file ({what}); run `realpolitik build`") from None
        except (SyntaxError, ValueError) as error:
            raise StoreError(f"{path}: not valid Turtle ({error}); correct that line or build the file again") from None
        return cls(store, trust="self", folder=None, writable=False, lock=None)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def __bool__(self) -> bool:
        return True

    def __len__(self) -> int:
        return len(self.engine)

    @property
    def engine(self) -> Store:
        """The Oxigraph store below. Raises StoreError once it is closed."""
        if self._store is None:
            raise StoreError(f"{self.name}: the store is closed; open it again")
        return self._store

    @property
    def name(self) -> str:
        """The folder, or a word for a store in memory, for messages."""
        return str(self._folder) if self._folder else "graph in memory"

    @cached_property
    def graph(self) -> "Graph":
        """The same triples as an rdflib Graph."""
        from oxrdflib import OxigraphStore
        from rdflib import Graph
        from rdflib.graph import DATASET_DEFAULT_GRAPH_ID

        graph = Graph(OxigraphStore(store=self.engine), identifier=DATASET_DEFAULT_GRAPH_ID, bind_namespaces="none")
        for prefix, namespace in PREFIXES.items():
            graph.bind(prefix, namespace)
        return graph

    @property
    def lookup(self) -> Lookup:
        """Single facts of the graph, by pattern."""
        return Lookup(self.engine)

    def triples(self) -> Iterator[Triple]:
        """Yield all triples, in no order."""
        return self.lookup.triples()

    def add(self, article: Article, statements: Iterable[Statement]) -> bool:
        """Store an article with its statements, replacing what was read from it before; False where nothing changed.

        Statements whose subject is no known actor are left out. Raises StoreError where the store is read-only,
        DataError where a class is not the schema's, UnsafeTextError where an actor's id cannot be a name.
        """
        encoded = encode(article, statements, self._schema)
        return self._apply(plan_article(self.lookup, encoded.node, encoded, level=self.trust, schema=self._schema))

    def remove(self, doc_id: str) -> bool:
        """Take an article and all that rests on it alone out of the store; False where it was not there."""
        node = article_node(doc_id)
        return self._apply(plan_article(self.lookup, node, None, level=self.trust, schema=self._schema))

    def set_trust(self, level: str) -> bool:
        """Draw the line of trust anew; False where it stood there already."""
        new = check_trust(level)
        changed = self._apply(plan_trust(self.lookup, old=self.trust, new=new))
        self.trust = new
        if self._folder is not None:
            _write_manifest(self._folder, new)
        return changed

    def articles(self) -> list[str]:
        """Return the ids of the articles held, sorted."""
        values = (text_of(one.object) for one in self.lookup.triples(None, term("dcterms:identifier")))
        return sorted(values)

    def holds(self, doc_id: str) -> bool:
        """Tell whether the article has been read."""
        return any(self.lookup.triples(article_node(doc_id), term("dcterms:identifier"), plain(doc_id)))

    def flush(self) -> None:
        """Make sure that all changes would survive a power cut."""
        if self._writable and self._folder is not None:
            self.engine.flush()

    def close(self) -> None:
        """Close the store and free its folder; a second call does nothing."""
        if self._store is None:
            return
        try:
            self.flush()
        finally:
            self.__dict__.pop("graph", None)
            self._store = None
            if self._lock is not None:
                self._lock.release()

    @property
    def _schema(self) -> Schema:
        return load_schema()

    def _apply(self, change: Change) -> bool:
        if not self._writable:
            raise StoreError(f"{self.name}: opened for reading only; open the store for writing")
        if not change:
            return False
        try:
            if change.removed:
                old = "\n".join(f"{one} ." for one in change.removed)
                new = "\n".join(f"{one} ." for one in change.added)
                self.engine.update(f"DELETE DATA {{ {old} }} ; INSERT DATA {{ {new} }}")
            else:
                self.engine.extend([_quad(one) for one in change.added])
        except (OSError, RuntimeError) as error:
            raise StoreError(f"{self.name}: cannot be written ({error}); free disk space and try again") from None
        return True


def _quad(one: Triple) -> Quad:
    if not isinstance(one.subject, NamedNode):
        raise StoreError(f"{one}: the graph holds no blank nodes; give the node an IRI")
    return Quad(one.subject, one.predicate, one.object)


def _open_data(folder: Path, read_only: bool) -> Store:
    data = folder / _DATA
    try:
        if not read_only:
            return Store(data)
        if not data.is_dir():
            raise StoreError(f"{folder}: the store has no content; build it again")
        store = Store.read_only(str(data))
        next(iter(store), None)
    except (OSError, RuntimeError) as error:  # Oxigraph raises RuntimeError for some damage
        if "lock" in str(error).lower():
            raise StoreError(f"{folder}: in use by another process; wait until it has ended") from None
        raise StoreError(f"{folder}: the store is damaged ({_first_line(error)}); delete it and build again") from None
    return store


def _manifest(folder: Path, *, create: bool, trust: TrustLevel) -> TrustLevel:
    """Return the store's level of trust; with `create`, make the manifest of a store that is not there yet."""
    path = folder / _MANIFEST
    try:
        if not path.is_file():
            if not create:
                what = "not a store of Realpolitik" if folder.is_dir() else "no such store"
                raise StoreError(f"{folder}: {what}; run `realpolitik build` first or give another folder")
            if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
                raise StoreError(f"{folder}: holds something else; give an empty or new folder for the store")
            folder.mkdir(parents=True, exist_ok=True)
            _write_manifest(folder, trust)
        record: Any = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise StoreError(f"{folder}: cannot be opened ({error.strerror}); check the folder's permissions") from None
    except ValueError:
        raise StoreError(f"{path}: damaged; delete the store and build again") from None
    if not isinstance(record, dict) or record.get("format") != _FORMAT:
        raise StoreError(f"{path}: written by another version of Realpolitik; delete the store and build again")
    return check_trust(str(record.get("trust")))


def _write_manifest(folder: Path, trust: TrustLevel) -> None:
    handle, beside = tempfile.mkstemp(prefix=".manifest.", dir=folder)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            json.dump({"format": _FORMAT, "trust": trust}, stream)
        os.replace(beside, folder / _MANIFEST)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0][:200]
