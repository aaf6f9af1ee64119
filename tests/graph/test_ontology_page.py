"""The page that documents the ontology: every term, every link, nothing that runs."""

import re

import pytest
from rdflib import RDFS, Graph, URIRef
from typer.testing import CliRunner

from realpolitik.cli import app
from realpolitik.graph.ontology_page import ontology_turtle, render_ontology, write_ontology_page
from realpolitik.ontology.errors import ExportError
from realpolitik.ontology.namespaces import PLOVER, RP

RUN = CliRunner()


@pytest.fixture(scope="module")
def html() -> str:
    return render_ontology()


def test_ontology_page_shows_each_labelled_term_once(html: str) -> None:
    graph = Graph().parse(data=ontology_turtle(), format="turtle")
    terms = {str(s) for s in graph.subjects(RDFS.label) if isinstance(s, URIRef)}
    ours = {t for t in terms if t.startswith((str(RP), str(PLOVER))) and "cameo-" not in t}
    shown = re.findall(r'<code title="([^"]+)">', html)
    assert len(shown) == len(set(shown))
    assert set(shown) == ours


def test_ontology_page_links_lead_to_terms_of_the_page(html: str) -> None:
    anchors = re.findall(r' id="([^"]+)"', html)
    assert len(anchors) == len(set(anchors))
    links = set(re.findall(r'href="([^"]+)"', html))
    assert len(links) > 50
    assert {link.removeprefix("#") for link in links} <= set(anchors)


def test_ontology_page_runs_and_asks_for_nothing(html: str) -> None:
    assert "default-src 'none'" in html
    assert "<script" not in html
    assert not re.search(r"(?:src|href)=\"(?!#)", html)


def test_ontology_page_tells_what_a_class_is(html: str) -> None:
    (article,) = re.findall(r'<article id="plover-SANCTION">.*?</article>', html, re.DOTALL)
    for words in ("Example: NATO suspended", "plover:material-conflict", "-6.0", "CAMEO 16"):
        assert words in article
    (mode,) = re.findall(r'<article id="plover-sanction-convict">.*?</article>', html, re.DOTALL)
    assert 'href="#plover-SANCTION"' in mode


def test_ontology_page_is_written_whole_or_not_at_all(tmp_path) -> None:
    write_ontology_page(tmp_path / "o.html")
    assert (tmp_path / "o.html").read_text("utf-8") == render_ontology()
    with pytest.raises(ExportError, match="cannot be written"):
        write_ontology_page(tmp_path / "missing" / "o.html")


def test_command_prints_turtle_or_writes_the_page(tmp_path) -> None:
    printed = RUN.invoke(app, ["ontology"])
    assert printed.exit_code == 0
    assert len(Graph().parse(data=printed.stdout, format="turtle")) > 1000
    page = RUN.invoke(app, ["ontology", "--html", str(tmp_path / "o.html")])
    assert (page.exit_code, page.stdout) == (0, "")
    failed = RUN.invoke(app, ["ontology", "--html", str(tmp_path / "none" / "o.html")])
    assert failed.exit_code == 1
