"""Terms of the graph as Oxigraph takes them, and the one place where text is made fit for RDF."""

import datetime as dt
import math
import re
from decimal import Decimal
from functools import lru_cache
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple
from rdflib import Namespace

from realpolitik.ontology.errors import UnsafeTextError
from realpolitik.ontology.namespaces import ACTOR, ID, PREFIXES, REL, WD, mint_iri, slug
from realpolitik.ontology.records import content_hash

__all__ = [
    "Node",
    "actor_node",
    "boolean",
    "clean",
    "day",
    "english",
    "id_node",
    "local",
    "number",
    "offset",
    "plain",
    "relation_node",
    "relation_words",
    "term",
    "text_of",
    "triple",
    "wikidata_node",
]

Node = NamedNode | Literal

_XSD: Final = PREFIXES["xsd"]
_DATE: Final = NamedNode(_XSD + "date")
_DECIMAL: Final = NamedNode(_XSD + "decimal")
_BOOLEAN: Final = NamedNode(_XSD + "boolean")
# Oxigraph keeps every integer type as xsd:integer, so that NIF's nonNegativeInteger would not come back.
_OFFSET: Final = NamedNode(_XSD + "integer")
_ITEM: Final = re.compile(r"Q[1-9][0-9]{0,15}")
# What RDF (lone surrogates) or XML (most controls, two non-characters) cannot hold: GraphML and GEXF must be able to
# say all that the store says. One mark for one character, so that offsets into a text hold.
_UNFIT: Final = dict.fromkeys(
    [*(code for code in range(0x20) if code not in (9, 10, 13)), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF], "\ufffd"
)


def clean(text: str) -> str:
    """Return `text` with what RDF or XML cannot hold replaced, one for one, by U+FFFD."""
    return text.translate(_UNFIT)


@lru_cache(maxsize=512)
def term(curie: str) -> NamedNode:
    """Return the IRI of a prefixed name such as `rp:about`; only for names written in the code."""
    prefix, _, name = curie.partition(":")
    return NamedNode(PREFIXES[prefix] + name)


def local(node: NamedNode) -> str:
    """Return what follows the last # or / of an IRI."""
    return node.value[max(node.value.rfind("#"), node.value.rfind("/")) + 1 :]


def text_of(value: object) -> str:
    """Return the text of a literal or the address of an IRI."""
    return value.value if isinstance(value, (NamedNode, Literal)) else str(value)


def plain(text: str) -> Literal:
    """Return an xsd:string."""
    return Literal(clean(text))


def english(text: str) -> Literal:
    """Return a text in English."""
    return Literal(clean(text), language="en")


def number(value: float) -> Literal:
    """Return an xsd:decimal of at most four places in the canonical form that Oxigraph keeps."""
    rounded = Decimal(repr(value)).quantize(Decimal("0.0001")) if math.isfinite(value) else Decimal(0)
    text = f"{rounded:f}".rstrip("0").rstrip(".")
    return Literal("0" if text in ("", "-0") else text, datatype=_DECIMAL)


def offset(value: int) -> Literal:
    """Return a count of characters, an xsd:integer."""
    return Literal(str(value), datatype=_OFFSET)


def day(value: dt.date) -> Literal:
    """Return an xsd:date."""
    return Literal(value.isoformat()[:10], datatype=_DATE)


def boolean(value: bool) -> Literal:
    """Return an xsd:boolean."""
    return Literal("true" if value else "false", datatype=_BOOLEAN)


@lru_cache(maxsize=65536)
def actor_node(key: str) -> NamedNode:
    """Return the IRI of an actor. Raises UnsafeTextError where the key is no local name."""
    return _minted(ACTOR, key)


def id_node(kind: str, key: str) -> NamedNode:
    """Return the IRI of a statement, event, article, mention or cue."""
    return _minted(ID, f"{kind}-{key}")


@lru_cache(maxsize=65536)
def relation_node(phrase: str) -> NamedNode:
    """Return the IRI of a surface relation.

    Where the phrase is more than lower-case words the name carries its hash: two phrases never share an IRI.
    """
    words = relation_words(phrase)
    name = slug(words)
    if name.replace("-", " ") == words and name:
        return _minted(REL, name)
    return _minted(REL, f"{name or 'relation'}-{content_hash('relation', words)}")


def relation_words(phrase: str) -> str:
    """Return the phrase as its label has it: cleaned, with single spaces."""
    return " ".join(clean(phrase).split()) or "related to"


def wikidata_node(item: str) -> NamedNode:
    """Return the IRI of a Wikidata item. Raises UnsafeTextError where it is not Q and digits."""
    if not _ITEM.fullmatch(item):
        raise UnsafeTextError(f"{item[:40]!r}: not a Wikidata item; give Q and digits, or leave it empty")
    return NamedNode(str(WD) + item)


def _minted(namespace: Namespace, name: str) -> NamedNode:
    return NamedNode(str(mint_iri(namespace, name)))


def triple(subject: NamedNode, curie: str, value: Node) -> Triple:
    """Return a triple whose predicate is a prefixed name."""
    return Triple(subject, term(curie), value)
