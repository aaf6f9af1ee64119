"""The ready queries: each `.rq` file says what it answers and which parameters it takes."""

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final, Literal, cast, get_args

from pyoxigraph import Literal as Text
from pyoxigraph import NamedNode

from realpolitik.graph.guard import QueryResult, run_query
from realpolitik.graph.store import GraphStore
from realpolitik.graph.terms import actor_node, day, local, plain, term, text_of
from realpolitik.ontology.errors import DataError, QueryError, UnsafeTextError

__all__ = ["Parameter", "ReadyQuery", "ready_queries", "resolve_actor", "run_ready"]

ParameterKind = Literal["actor", "date", "text"]

_SUFFIX: Final = ".rq"
# Where a query takes a parameter; left as it stands, any value fits.
_PLACE: Final = re.compile(r"VALUES \?(\w+) \{ UNDEF \}")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value that a ready query takes; an actor is given by id or by name, a date as 2014-03-01."""

    name: str
    kind: ParameterKind
    required: bool


@dataclass(frozen=True, slots=True)
class ReadyQuery:
    """A query that comes with the program."""

    name: str
    answers: str
    parameters: tuple[Parameter, ...]
    sparql: str


@cache
def ready_queries() -> Mapping[str, ReadyQuery]:
    """Return the ready queries by name, sorted. Raises DataError where a file does not say what it answers."""
    folder = files("realpolitik.graph").joinpath("queries")
    found = (one for one in folder.iterdir() if one.name.endswith(_SUFFIX))
    queries = (_read(one.name, one.read_text("utf-8")) for one in found)
    return {one.name: one for one in sorted(queries, key=lambda query: query.name)}


def run_ready(store: GraphStore, name: str, parameters: Mapping[str, str], *, limit: int | None = None) -> QueryResult:
    """Run a ready query; each parameter becomes a term that the engine itself writes out, never a pasted text.

    Raises QueryError for an unknown query or parameter, a missing or malformed value and an actor that is not held.
    """
    query = ready_queries().get(name)
    if query is None:
        raise QueryError(f"{name!r}: no ready query; use one of {', '.join(ready_queries())}")
    known = {one.name for one in query.parameters}
    for given in parameters:
        if given not in known:
            takes = f"takes {', '.join(sorted(known))}" if known else "takes none"
            raise QueryError(f"{name}: no parameter {given!r}; the query {takes}")
    bindings: dict[str, NamedNode | Text] = {}
    for parameter in query.parameters:
        value = parameters.get(parameter.name)
        if value is not None:
            bindings[parameter.name] = _bound(store, parameter, value)
        elif parameter.required:
            raise QueryError(f"{name}: the parameter {parameter.name!r} is missing; give it a value")
    sparql = _PLACE.sub(lambda place: _filled(place, bindings), query.sparql)
    return run_query(store, sparql, limit=limit)


def resolve_actor(store: GraphStore, name: str) -> str:
    """Return the id of the actor that the store holds under that id or label; case and accents do not matter.

    Raises QueryError where there is none, naming the nearest, or where several have the label.
    """
    actors = {local(node): node for node in store.lookup.holders("rdf:type", term("rp:Actor"))}
    if name in actors:
        return name
    wanted = _folded(name)
    labels = {key: _label(store, node) for key, node in actors.items()}
    found = sorted(key for key, label in labels.items() if wanted in (_folded(label), _folded(key)))
    if len(found) == 1:
        return found[0]
    if found:
        raise QueryError(f"{name!r} names several actors: {', '.join(found)}; give one of these ids")
    near = sorted(f"{label} ({key})" for key, label in labels.items() if wanted and wanted in _folded(label))[:5]
    hint = f"did you mean {', '.join(near)}?" if near else "the ready query dyads lists who is there"
    raise QueryError(f"{name!r}: no such actor in the graph; {hint}")


def _filled(place: re.Match[str], bindings: Mapping[str, NamedNode | Text]) -> str:
    value = bindings.get(place.group(1))
    return place.group() if value is None else f"VALUES ?{place.group(1)} {{ {value} }}"


def _bound(store: GraphStore, parameter: Parameter, value: str) -> NamedNode | Text:
    if parameter.kind == "actor":
        try:
            return actor_node(resolve_actor(store, value))
        except UnsafeTextError as error:
            raise QueryError(str(error)) from None
    if parameter.kind == "date":
        try:
            return day(dt.date.fromisoformat(value))
        except ValueError:
            raise QueryError(f"{parameter.name}: {value[:40]!r} is no date; write it as 2014-03-01") from None
    return plain(value)


def _read(file: str, text: str) -> ReadyQuery:
    comments = []
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        comments.append(line[1:].strip())
    if not comments:
        raise DataError(f"{file}:1: the file must begin with a comment that says what the query answers")
    parameters = tuple(_parameter(file, number, line) for number, line in enumerate(comments[1:], 2))
    if {one.name for one in parameters} != set(_PLACE.findall(text)):
        raise DataError(f"{file}: each parameter needs its place in the query, written VALUES ?name {{ UNDEF }}")
    return ReadyQuery(file.removesuffix(_SUFFIX), comments[0], parameters, text)


def _parameter(file: str, number: int, line: str) -> Parameter:
    name, _, rest = line.partition(":")
    kind, *more = rest.split() or [""]
    if not name.isidentifier() or kind not in get_args(ParameterKind) or more not in ([], ["optional"]):
        raise DataError(
            f"{file}:{number}: {line!r} is no parameter; write `name: actor|date|text`, then perhaps `optional`"
        )
    return Parameter(name, cast(ParameterKind, kind), not more)


def _label(store: GraphStore, node: NamedNode) -> str:
    labels = (text_of(one.object) for one in store.lookup.triples(node, term("rdfs:label")))
    return min(labels, default=local(node))


def _folded(text: str) -> str:
    bare = (one for one in unicodedata.normalize("NFKD", text) if not unicodedata.combining(one))
    return " ".join("".join(bare).casefold().replace("-", " ").split())
