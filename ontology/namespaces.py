"""Prefixes, and `mint_iri`: the only maker of IRIs.

rdflib accepts a hostile IRI and fails only when the graph is written, so nothing else in the project may build one.
"""

import re
from typing import Final
from urllib.parse import quote, urlsplit

from rdflib import Namespace, URIRef

from realpolitik.ontology.errors import UnsafeTextError
from realpolitik.ontology.local_names import BASE, is_local_name, slug

__all__ = [
    "ACTOR",
    "BASE",
    "GRASP",
    "ID",
    "NIF",
    "OA",
    "PLOVER",
    "PREFIXES",
    "REL",
    "RP",
    "SEM",
    "WD",
    "mint_iri",
    "slug",
    "web_iri",
]

RP: Final = Namespace(BASE + "ontology#")
PLOVER: Final = Namespace(BASE + "plover#")
ACTOR: Final = Namespace(BASE + "actor/")
REL: Final = Namespace(BASE + "relation/")
ID: Final = Namespace(BASE + "id/")
SEM: Final = Namespace("http://semanticweb.cs.vu.nl/2009/11/sem/")
NIF: Final = Namespace("http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#")
OA: Final = Namespace("http://www.w3.org/ns/oa#")
GRASP: Final = Namespace("http://groundedannotationframework.org/grasp#")
WD: Final = Namespace("http://www.wikidata.org/entity/")

PREFIXES: Final[dict[str, str]] = {
    "actor": str(ACTOR),
    "dcterms": "http://purl.org/dc/terms/",
    "grasp": str(GRASP),
    "id": str(ID),
    "nif": str(NIF),
    "oa": str(OA),
    "owl": "http://www.w3.org/2002/07/owl#",
    "plover": str(PLOVER),
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "rel": str(REL),
    "rp": str(RP),
    "schema": "https://schema.org/",
    "sem": str(SEM),
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "wd": str(WD),
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

_MAX_WEB: Final = 2048
# What RFC 3987 forbids in an IRI, and what browsers and shells read as something else.
_FORBIDDEN: Final = re.compile(
    r"[\x00-\x20\x7f-\x9f\xa0\xad<>\"{}|\\^`\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\ufff0-\uffff\ud800-\udfff]"
)
_STRAY_PERCENT: Final = re.compile(r"%(?![0-9A-Fa-f]{2})")
_HOST: Final = re.compile(r"[a-z0-9._-]+|\[[0-9a-f:.]+\]")
_PATH_SAFE: Final = "%/:=&~+!$,;'@()*"


def mint_iri(namespace: Namespace, local: str) -> URIRef:
    """Return the IRI of `local` in one of our namespaces.

    Raises UnsafeTextError unless `local` is 1 to 120 of A-Z a-z 0-9 _ - : free text goes through `slug` first.
    """
    if not str(namespace).startswith(BASE):
        raise UnsafeTextError(f"{namespace}: not a namespace of Realpolitik; IRIs are minted only below {BASE}")
    if not is_local_name(local):
        raise UnsafeTextError(
            f"{local[:80]!r}: not a local name (letters, digits, - and _); pass free text through slug()"
        )
    return URIRef(str(namespace) + local)


def web_iri(url: str) -> URIRef:
    """Return the IRI of a page on the web: scheme and host in lower case, the rest percent-encoded where RFC 3987 asks.

    Raises UnsafeTextError for any scheme but http and https, a missing or malformed host, user names, control or hidden
    characters, and addresses of more than 2,048 characters.
    """
    shown = repr(url[:80])
    if len(url) > _MAX_WEB or _FORBIDDEN.search(url):
        raise UnsafeTextError(f"{shown}: not a clean web address; remove spaces, quotes and control characters")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise UnsafeTextError(f"{shown}: not a web address ({error}); give the page's full address") from None
    if parts.scheme.lower() not in ("http", "https") or not host or "@" in parts.netloc:
        raise UnsafeTextError(f"{shown}: only http and https addresses with a host name and no user are taken")
    netloc = _host(host, shown) + ("" if port is None else f":{port}")
    path, query, fragment = (_quoted(part, safe) for part, safe in zip(parts[2:], ("", "?", "?"), strict=True))
    tail = ("?" + query if query else "") + ("#" + fragment if fragment else "")
    return URIRef(f"{parts.scheme.lower()}://{netloc}{path or '/'}{tail}")


def _host(host: str, shown: str) -> str:
    if ":" in host:
        host = f"[{host}]"
    elif not host.isascii():
        try:
            host = host.encode("idna").decode("ascii")
        except UnicodeError:
            raise UnsafeTextError(f"{shown}: its host is no internationalised domain name; write it in ASCII") from None
    host = host.lower()
    if not _HOST.fullmatch(host):
        raise UnsafeTextError(f"{shown}: its host may hold only letters, digits, dots and hyphens")
    return host


def _quoted(part: str, also_safe: str) -> str:
    return _STRAY_PERCENT.sub("%25", quote(part, safe=_PATH_SAFE + also_safe))
