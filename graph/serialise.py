"""The graph as text whose bytes depend on its triples alone, whatever the order of articles or the hash seed."""

from collections.abc import Iterable, Iterator
from typing import Final

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from realpolitik.graph.terms import local, term
from realpolitik.ontology.namespaces import PREFIXES

__all__ = ["ntriples", "sorted_triples", "turtle"]

_TYPE: Final = term("rdf:type")


def sorted_triples(triples: Iterable[Triple]) -> list[Triple]:
    """Return the triples by subject, predicate (types first) and object, each once."""
    return sorted(set(triples), key=_order)


def turtle(triples: Iterable[Triple]) -> bytes:
    """Return Turtle in UTF-8, a block for each subject, with the prefixes that are used."""
    ordered = sorted_triples(triples)
    seen = {namespace for one in ordered for namespace in _namespaces(one)}
    used = {prefix: namespace for prefix, namespace in PREFIXES.items() if namespace in seen}
    header = "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in sorted(used.items()))
    text = serialize(ordered, format=RdfFormat.TURTLE, prefixes=used) or b""
    # Oxigraph writes its prefixes in an order that changes from process to process.
    lines = text.split(b"\n")
    body = b"\n".join(lines[sum(line.startswith(b"@prefix ") for line in lines[: len(used)]) :])
    return header.encode() + b"\n" + body


def ntriples(triples: Iterable[Triple]) -> bytes:
    """Return N-Triples in UTF-8, a line for each triple."""
    return serialize(sorted_triples(triples), format=RdfFormat.N_TRIPLES) or b""


def _order(one: Triple) -> tuple[str, str, str]:
    return str(one.subject), "" if one.predicate == _TYPE else one.predicate.value, str(one.object)


def _namespaces(one: Triple) -> Iterator[str]:
    yield _namespace(one.predicate)
    for part in (one.subject, one.object):
        if isinstance(part, NamedNode):
            yield _namespace(part)
        elif isinstance(part, Literal):
            yield _namespace(part.datatype)


def _namespace(node: NamedNode) -> str:
    return node.value[: -len(local(node))] if local(node) else node.value
