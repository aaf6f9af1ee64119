"""No text, however hostile, becomes an IRI that a triple store or a Turtle file would refuse."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Quad, RdfFormat, parse, serialize
from rdflib import Namespace

from realpolitik.ontology.errors import UnsafeTextError
from realpolitik.ontology.local_names import MAX_LOCAL, is_local_name
from realpolitik.ontology.namespaces import ACTOR, BASE, ID, PLOVER, PREFIXES, REL, RP, mint_iri, slug, web_iri

ANY_TEXT = st.text(st.characters(), max_size=200)
PIECES = ["\\u003e", "%3C", "javascript:", "http://", "//", "..", "Москва"]
MARKS = list('<>"{}|^`%#?@:[]é🕊 aZ9-\n\x00\u202e\ufeff\ud800')
NASTY = st.lists(st.sampled_from(PIECES + MARKS), max_size=12).map("".join)


def survives(iri: str) -> bool:
    """Tell whether the IRI comes back unchanged from N-Triples."""
    node = NamedNode(iri)
    written = serialize([Quad(node, node, node)], format=RdfFormat.N_TRIPLES)
    assert written is not None
    return [quad.object for quad in parse(written, format=RdfFormat.N_TRIPLES)] == [node] and node.value == iri


@given(ANY_TEXT | NASTY, st.sampled_from([ACTOR, REL, ID, RP, PLOVER]))
def test_namespaces_mint_iri_makes_a_valid_iri_or_refuses(text: str, namespace: Namespace) -> None:
    if is_local_name(text):
        iri = str(mint_iri(namespace, text))
        assert survives(iri)
        assert iri == str(namespace) + text
    else:
        with pytest.raises(UnsafeTextError, match=r"slug\(\)"):
            mint_iri(namespace, text)


@given(ANY_TEXT | NASTY)
def test_namespaces_slug_of_any_text_can_be_minted_behind_a_prefix(text: str) -> None:
    name = slug(text)
    assert slug(name) == name
    if name:
        assert survives(str(mint_iri(ACTOR, f"person-{name}-rus")))


@given(
    st.one_of(ANY_TEXT, NASTY, NASTY.map("https://example.org/".__add__), ANY_TEXT.map("http://a.example/?q=".__add__))
)
def test_namespaces_web_iri_makes_a_valid_iri_or_refuses(url: str) -> None:
    try:
        iri = str(web_iri(url))
    except UnsafeTextError:
        return
    assert survives(iri)
    assert iri.startswith(("http://", "https://"))
    assert iri.isascii()
    assert not set(iri) & set('<>"{}|\\^` \n')
    assert str(web_iri(iri)) == iri


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Alexander Grushko", "alexander-grushko"),
        ("Recep Tayyip Erdoğan", "recep-tayyip-erdogan"),
        ("Binali Yıldırım", "binali-yildirim"),
        ("Lech Wałęsa", "lech-walesa"),
        ("Sinn Féin", "sinn-fein"),
        ("Ngozi Okonjo-Iweala", "ngozi-okonjo-iweala"),
        ("O\u2019Neill", "oneill"),
        ("Côte d'Ivoire", "cote-divoire"),
        ("Russia\u2013NATO", "russia-nato"),
        ("Straße", "strasse"),
        ("İstanbul", "istanbul"),
        ("Москва", ""),
        ("  </script>  ", "script"),
        ("", ""),
    ],
)
def test_namespaces_slug_keeps_names_readable(text: str, name: str) -> None:
    assert slug(text) == name


@pytest.mark.parametrize(
    "local", ["", "-a", "a-", "_a", "a b", "a/b", "a#b", "é", "a\n", "a%20", "a" * (MAX_LOCAL + 1), "../x"]
)
def test_namespaces_mint_iri_refuses(local: str) -> None:
    with pytest.raises(UnsafeTextError, match=r"slug\(\)"):
        mint_iri(ACTOR, local)


def test_namespaces_mint_iri_only_below_our_base() -> None:
    with pytest.raises(UnsafeTextError, match="not a namespace of Realpolitik"):
        mint_iri(Namespace("https://example.org/"), "RUS")
    assert str(mint_iri(ACTOR, "RUS")) == BASE + "actor/RUS"


@pytest.mark.parametrize(
    ("url", "iri"),
    [
        ("https://www.example.org/a/b.html?x=1&y=2#top", "https://www.example.org/a/b.html?x=1&y=2#top"),
        ("HTTPS://Example.ORG", "https://example.org/"),
        ("http://example.org:8080/x", "http://example.org:8080/x"),
        ("https://example.org/Ä/%C3%A4", "https://example.org/%C3%84/%C3%A4"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("https://example.org/100%", "https://example.org/100%25"),
        ("https://example.org/a[1]?b[]=2", "https://example.org/a%5B1%5D?b%5B%5D=2"),
        ("http://[2001:db8::1]/x", "http://[2001:db8::1]/x"),
    ],
)
def test_namespaces_web_iri_encodes_what_the_standard_asks(url: str, iri: str) -> None:
    assert str(web_iri(url)) == iri
    assert survives(iri)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "example.org",
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "//example.org/x",
        "https://",
        "https:///x",
        "https://user:secret@example.org/",
        "https://example.org@evil.example/",
        "https://exa mple.org/",
        "https://example.org/<script>",
        'https://example.org/"onload="x',
        "https://example.org/a\nb",
        "https://example.org/\u202egnp.exe",
        "https://example.org/\u200b",
        "https://example.org:99999/",
        "https://example.org:port/",
        "http://[::1/",
        "http://[fe80::1%25eth0]/",
        "https://exa$mple.org/",
        "https://example.org/" + "a" * 2048,
        "\ud800https://example.org/",
    ],
)
def test_namespaces_web_iri_refuses(url: str) -> None:
    with pytest.raises(UnsafeTextError):
        web_iri(url)


def test_namespaces_prefixes_are_sorted_and_valid() -> None:
    assert list(PREFIXES) == sorted(PREFIXES)
    assert len(set(PREFIXES.values())) == len(PREFIXES)
    for iri in PREFIXES.values():
        assert survives(iri)
        assert iri[-1] in "#/"
