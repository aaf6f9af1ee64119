"""The one way in which a query from outside reaches the store: read-only, and never out of the process.

SERVICE and LOAD call out from every engine, and rdflib fetches what FROM names: each query is parsed before it is run.
"""

import datetime as dt
import re
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, Literal, TypeGuard

import pyoxigraph as ox

from realpolitik.graph.store import GraphStore
from realpolitik.ontology.errors import QueryError
from realpolitik.ontology.namespaces import PREFIXES

__all__ = ["Iri", "QueryResult", "Value", "check_query", "run_query", "shorten"]


class Iri(str):
    """An IRI among the plain values of a row."""

    __slots__ = ()


Value = Iri | str | int | float | Decimal | bool | dt.date | dt.datetime | None

_MAX_QUERY: Final = 100_000
_XSD: Final = PREFIXES["xsd"]
_WHOLE: Final = frozenset(
    _XSD + name for name in ("integer", "nonNegativeInteger", "positiveInteger", "int", "long", "short", "byte")
)
# Comments, strings, IRIs, variables and prefixed names: what is left are the keywords of the language.
_NO_KEYWORD: Final = re.compile(
    r"<[^<>\"{}|^`\\\x00-\x20]*>|'''.*?'''|\"\"\".*?\"\"\"|'(?:[^'\\\n]|\\.)*'|\"(?:[^\"\\\n]|\\.)*\"|#[^\n]*"
    r"|[?$]\w+|@[A-Za-z-]+|(?:\w[\w.-]*)?:[\w.:%\\-]*",
    re.DOTALL,
)
_CALLS_OUT: Final = re.compile(
    r"\b(SERVICE|FROM|LOAD|INSERT|DELETE|CLEAR|DROP|CREATE|COPY|MOVE|ADD|WITH|USING)\b", re.IGNORECASE
)
_ESCAPE: Final = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_REFUSED: Final = {
    "SERVICE": "asks another server; take SERVICE out and query the store alone",
    "FROM": "reads another data set; take FROM out: the store is one graph",
}
_UPDATES: Final = "changes data; a query may only read (SELECT, ASK, CONSTRUCT, DESCRIBE)"


@dataclass(frozen=True, slots=True)
class QueryResult:
    """The answer: rows of a SELECT, the truth of an ASK, or the triples of a CONSTRUCT or DESCRIBE.

    A CONSTRUCT has the columns subject, predicate and object; an ASK one row with one truth value. `cut` says that
    rows beyond the limit were left out.
    """

    kind: Literal["select", "ask", "construct"]
    variables: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    cut: bool = False
    triples: tuple[ox.Triple, ...] = ()


def shorten(iri: str) -> str:
    """Return an IRI with a known prefix as a prefixed name, any other as it is."""
    for prefix, namespace in PREFIXES.items():
        name = iri.removeprefix(namespace)
        if name != iri and re.fullmatch(r"[\w-]+", name):
            return f"{prefix}:{name}"
    return iri


def check_query(sparql: str) -> str:
    """Return the query if it only reads this store. Raises QueryError, with the remedy, otherwise."""
    if len(sparql) > _MAX_QUERY:
        raise QueryError(f"the query has {len(sparql):,} characters; at most {_MAX_QUERY:,} are taken")
    if any(0xD800 <= ord(one) <= 0xDFFF for one in sparql) or "\0" in sparql:
        raise QueryError("the query holds characters that are no text; write it again in UTF-8")
    words = _CALLS_OUT.search(_NO_KEYWORD.sub(" ", _ESCAPE.sub(_unescape, sparql)))
    if words is not None:
        word = words.group(1).upper()
        raise QueryError(f"the query {_REFUSED.get(word, _UPDATES)}")
    _refuse_algebra(sparql)
    return sparql


def run_query(
    store: GraphStore,
    sparql: str,
    *,
    limit: int | None = None,
    timeout: float | None = None,
) -> QueryResult:
    """Run a query that passed the guard, with the known prefixes at hand.

    `limit` is the most rows returned; `timeout` (seconds) is looked at between rows, so that it does not stop a single
    long sort. Raises QueryError for a refused or malformed
    query, an exceeded timeout and a store that cannot be read.
    """
    check_query(sparql)
    deadline = None if timeout is None else time.monotonic() + timeout
    try:
        found = store.engine.query(sparql, prefixes=PREFIXES)
        if isinstance(found, ox.QueryBoolean):
            return QueryResult("ask", ("answer",), ((bool(found),),))
        if isinstance(found, ox.QueryTriples):
            triples, cut = _taken(found, limit, deadline)
            rows = tuple(tuple(_value(part) for part in (one.subject, one.predicate, one.object)) for one in triples)
            return QueryResult("construct", ("subject", "predicate", "object"), rows, cut, tuple(triples))
        names = tuple(variable.value for variable in found.variables)
        solutions, cut = _taken(found, limit, deadline)
        return QueryResult("select", names, tuple(tuple(map(_value, one)) for one in solutions), cut)
    except (SyntaxError, ValueError) as error:
        raise QueryError(f"malformed query: {_one_line(error)}; correct it there") from None
    except (OSError, RuntimeError) as error:
        raise QueryError(f"{store.name}: cannot be read ({_one_line(error)}); build the store again") from None


def _refuse_algebra(sparql: str) -> None:
    from rdflib.plugins.sparql.algebra import translateQuery
    from rdflib.plugins.sparql.parser import parseQuery

    try:
        query = translateQuery(parseQuery(sparql), initNs=PREFIXES)
    except RecursionError:
        raise QueryError("the query is nested too deeply; make it simpler") from None
    except Exception as error:  # rdflib's parser raises plain Exception for an unknown prefix
        raise QueryError(f"malformed query: {_one_line(error)}; correct it there") from None
    if query.algebra.get("datasetClause"):
        raise QueryError(f"the query {_REFUSED['FROM']}")
    for part in _parts(query.algebra):
        if getattr(part, "name", None) == "ServiceGraphPattern":
            raise QueryError(f"the query {_REFUSED['SERVICE']}")


def _parts(node: Any) -> Iterator[Any]:
    waiting, seen = [node], set()
    while waiting:
        part = waiting.pop()
        if id(part) in seen:
            continue
        seen.add(id(part))
        yield part
        if isinstance(part, Mapping):
            waiting.extend(part.values())
        elif isinstance(part, (list, tuple, set)):
            waiting.extend(part)


def _taken(found: Any, limit: int | None, deadline: float | None) -> tuple[list[Any], bool]:
    taken: list[Any] = []
    for one in found:
        if limit is not None and len(taken) >= limit:
            return taken, True
        if deadline is not None and time.monotonic() > deadline:
            raise QueryError("the query took too long; ask for less, or allow it more time")
        taken.append(one)
    return taken, False


def _value(part: Any) -> Value:
    """Return a term as a plain value; a literal that is no value of its type as its text."""
    if part is None:
        return None
    if isinstance(part, ox.NamedNode):
        return Iri(part.value)
    if not _is_literal(part):
        return Iri(str(part))
    text, kind = part.value, part.datatype.value
    try:
        if kind in _WHOLE:
            return int(text)
        if kind == _XSD + "decimal":
            return Decimal(text)
        if kind in (_XSD + "double", _XSD + "float"):
            return float(text)
        if kind == _XSD + "boolean":
            return text in ("true", "1")
        if kind == _XSD + "date":
            return dt.date.fromisoformat(text)
        if kind == _XSD + "dateTime":
            return dt.datetime.fromisoformat(text)
    except (ValueError, ArithmeticError):
        return text
    return text


def _is_literal(part: object) -> TypeGuard[ox.Literal]:
    return isinstance(part, ox.Literal)


def _unescape(match: re.Match[str]) -> str:
    code = int(match.group(1) or match.group(2), 16)
    return chr(code) if code <= 0x10FFFF else " "


def _one_line(error: BaseException) -> str:
    return " ".join(str(error).split())[:300] or type(error).__name__
