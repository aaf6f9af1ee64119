"""The page as text: what is in the file, what is refused, and what no hostile text can do to it."""

import base64
import datetime as dt
import hashlib
import json
import random
import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from realpolitik.graph import page
from realpolitik.graph.page import (
    Mark,
    PageArticle,
    PageData,
    PageEdge,
    PageNode,
    PageStatement,
    render_page,
    write_page,
)
from realpolitik.graph.page_layout import place
from realpolitik.graph.page_text import sentence_window, shown, web_address
from realpolitik.ontology.errors import ExportError

AURELIA = PageNode("AUR", "Aurelia", "state")
BORDUVIA = PageNode("BOR", "Borduvia", "state")
LEAGUE = PageNode("LEAGUE", "League of Plains", "organisation")
ARTICLE = PageArticle("Talks fail", "The Harbour Times", dt.date(2019, 4, 15), "https://example.org/talks")
SENTENCE = "Aurelia has suspended cooperation with Borduvia."
STATEMENT = PageStatement(
    SENTENCE, ARTICLE, (Mark(0, 7, "subject"), Mark(12, 21, "cue"), Mark(39, 47, "object")), confidence=0.9
)
SANCTION = PageEdge(
    "event-1", "AUR", "BOR", "suspended cooperation with", "fact", (STATEMENT,),
    event_type="SANCTION", mode="discontinue", quad="material conflict", score=-6.0,
)  # fmt: skip
VISIT = PageEdge(
    "event-2", "BOR", "AUR", "visited", "claim", (STATEMENT,), event_type="CONSULT", quad="verbal cooperation"
)
DATA = PageData("Two neighbours", (AURELIA, BORDUVIA, LEAGUE), (SANCTION, VISIT))


class Scripts(HTMLParser):
    """The scripts, styles and other tags of a page as a standard parser sees them."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.bodies: dict[str, list[str]] = {"script": [], "style": [], "title": []}
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag in self.bodies:
            self.bodies[tag].append("")

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1][0] in self.bodies:
            self.bodies[self.tags[-1][0]][-1] += data

    def handle_endtag(self, tag: str) -> None:
        self.tags.append(("/" + tag, {}))

    @property
    def policy(self) -> str:
        return next(
            str(attrs["content"]) for _, attrs in self.tags if attrs.get("http-equiv") == "Content-Security-Policy"
        )


def payload(html: str) -> dict:
    return json.loads(Scripts(html).bodies["script"][0])


def test_page_policy_names_exactly_the_scripts_and_the_style_in_the_file():
    parsed = Scripts(render_page(DATA))

    def source(text: str) -> str:
        return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"

    _, library, script = parsed.bodies["script"]
    [style] = parsed.bodies["style"]
    directives = dict(part.split(" ", 1) for part in parsed.policy.split("; "))
    assert directives["default-src"] == "'none'"
    assert directives["script-src"].split() == [source(library), source(script)]
    assert directives["style-src"] == source(style)
    assert directives["require-trusted-types-for"] == "'script'"
    assert "unsafe" not in parsed.policy


def test_page_refers_to_nothing_outside_the_file():
    parsed = Scripts(render_page(DATA))
    calling = {"src", "href", "srcset", "style", "onload", "onclick"}
    assert not [attrs for _, attrs in parsed.tags if calling & set(attrs)]
    assert not re.search(r"@import|url\(", parsed.bodies["style"][0])
    assert "sourceMappingURL" not in parsed.bodies["script"][1]


def test_page_is_the_same_whatever_the_order_of_the_data():
    shuffled = random.Random(1)  # noqa: S311 - a fixed order
    nodes, edges = list(DATA.nodes), list(DATA.edges)
    shuffled.shuffle(nodes)
    shuffled.shuffle(edges)
    nodes.reverse()
    edges.reverse()
    assert render_page(replace(DATA, nodes=tuple(nodes), edges=tuple(edges))) == render_page(DATA)


def test_page_network_is_pyvis_model_with_stance_told_by_the_end_of_the_line():
    network = payload(render_page(DATA))["network"]
    assert network["options"]["physics"] == {"enabled": False}
    assert {node["label"] for node in network["nodes"]} == {"Aurelia", "Borduvia", "League of Plains"}
    ends = {edge["stance"]: (edge["arrows"]["to"]["type"], edge["dashes"]) for edge in network["edges"]}
    assert ends == {"conflict": ("bar", False), "cooperation": ("arrow", [9, 6])}


def side(edge: dict) -> float:
    """Where a line runs, seen from its first actor: a turn is measured from the line's own start."""
    if not edge["smooth"]:
        return 0.0
    turn = edge["smooth"]["roundness"] * (1 if edge["smooth"]["type"] == "curvedCW" else -1)
    return turn if edge["from"] < edge["to"] else -turn


def test_page_draws_relations_of_one_pair_kind_and_stance_as_one_line():
    twin = replace(SANCTION, id="event-3", phrase="ceased trade with")
    denied = replace(SANCTION, id="event-4", kind="denied")
    drawn = payload(render_page(replace(DATA, edges=(SANCTION, twin, denied, VISIT))))["network"]["edges"]
    assert sorted(len(edge["relations"]) for edge in drawn) == [1, 1, 2]
    assert len({side(edge) for edge in drawn}) == 3, "lines between the same two actors must not cover each other"


@pytest.mark.parametrize(
    ("kind", "dashes"), [("fact", False), ("claim", [9, 6]), ("denied", [2, 5]), ("planned", [18, 9])]
)
def test_page_draws_what_is_not_asserted_apart_from_facts(kind, dashes):
    drawn = payload(render_page(replace(DATA, edges=(replace(SANCTION, kind=kind),))))["network"]["edges"]
    assert [(edge["kind"], edge["dashes"]) for edge in drawn] == [(kind, dashes)]


def test_page_reciprocal_relation_has_two_ends():
    met = replace(SANCTION, reciprocal=True)
    [drawn] = payload(render_page(replace(DATA, edges=(met,))))["network"]["edges"]
    assert set(drawn["arrows"]) == {"from", "to"}


def test_page_without_relations_still_renders():
    assert payload(render_page(PageData("Nothing", (), ())))["relations"] == []


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (replace(DATA, nodes=(AURELIA,)), "BOR"),
        (replace(DATA, nodes=(AURELIA, AURELIA, BORDUVIA)), "same id"),
        (replace(DATA, edges=(SANCTION, SANCTION)), "stands twice"),
    ],
)
def test_page_refuses_data_that_contradict_themselves(data, message):
    with pytest.raises(ExportError, match=message):
        render_page(data)


def test_page_refuses_a_changed_library(monkeypatch):
    page._library.cache_clear()
    asset = page._asset.__wrapped__
    monkeypatch.setattr(
        page, "_asset", lambda name: asset(name) + "\nalert(1)" if name.endswith("vis-network.min.js") else asset(name)
    )
    with pytest.raises(ExportError, match="not the file that was packaged"):
        render_page(DATA)
    page._library.cache_clear()


def test_page_vendored_files_match_their_recorded_hashes():
    vendor = Path(page.__file__).parent / "page_assets" / "vendor"
    lines = (vendor / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    recorded = dict(reversed(line.split()) for line in lines if not line.startswith("#"))
    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in vendor.iterdir()}
    del found["SHA256SUMS"]
    assert recorded == found


def test_write_page_is_whole_or_not_there(tmp_path):
    target = tmp_path / "graph.html"
    write_page(DATA, target, title="Given <title>")
    assert "Given &lt;title&gt;</title>" in target.read_text(encoding="utf-8")
    before = target.read_bytes()
    with pytest.raises(ExportError):
        write_page(replace(DATA, nodes=()), target)
    assert target.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["graph.html"]


def test_write_page_names_a_place_that_cannot_be_written(tmp_path):
    (tmp_path / "taken").mkdir()
    with pytest.raises(ExportError, match="taken"):
        write_page(DATA, tmp_path / "taken")
    with pytest.raises(ExportError, match="missing"):
        write_page(DATA, tmp_path / "missing" / "graph.html")
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]


@given(st.text(max_size=400), st.lists(st.tuples(st.integers(-5, 400), st.integers(-5, 400)), max_size=6))
def test_page_sentence_marks_cover_the_same_words(text, pairs):
    marks = [Mark(start, end, "cue") for start, end in pairs]
    found, shifted = sentence_window(text, marks)
    units = found.encode("utf-16-le")
    wanted = {text[mark.start : mark.end] for mark in marks if 0 <= mark.start < mark.end <= len(text)}
    for start, end, _ in shifted:
        assert len(units[2 * start : 2 * end].decode("utf-16-le")) in {len(words) for words in wanted}
    assert all(left[1] <= right[0] for left, right in pairwise(shifted))


def test_page_sentence_of_100_000_characters_is_cut_around_its_marks():
    text = "word " * 10_000 + "Aurelia struck Borduvia" + " word" * 10_000
    found, marks = sentence_window(text, [Mark(50_000, 50_007, "subject"), Mark(50_015, 50_023, "object")])
    assert len(found) < 1300
    assert [found[start:end] for start, end, _ in marks] == ["Aurelia", "Borduvia"]


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "//example.org", "https://a b", "", None]
)
def test_page_drops_every_address_but_the_webs(url):
    assert web_address(url) is None


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("a\x00b\nc", "a\ufffdb c"),
        ("\u202edlrow", "\u200bdlrow"),
        ("x" * 200, "x" * 39 + "…"),
        ("\ud800", "\ufffd"),
        ("עברית", "עברית"),
    ],
)
def test_page_shown_text_is_visible_and_short(text, wanted):
    assert shown(text, 40) == wanted


HOSTILE = st.one_of(
    st.sampled_from(
        [
            "</script><script>alert(1)</script>",
            "</title><img src=x onerror=alert(1)>",
            "</style>",
            "<!--<script>",
            "]]>",
            "{{ 7 * 7 }}",
            "{% raw %}",
            "&lt;",
            '" onload="x',
            "\u2028\u2029",
            "\x00",
            "\ud800",
            "\u202e",
            "__proto__",
        ]
    ),
    st.text(max_size=60),
)


@settings(max_examples=60, deadline=None)
@given(HOSTILE, HOSTILE, HOSTILE)
def test_page_hostile_text_stays_data(label, phrase, sentence):
    statement = replace(
        STATEMENT, sentence=sentence, marks=(Mark(0, 1, "cue"),), speaker=label, phrase=phrase, rule=label,
        article=PageArticle(sentence, label, None, phrase),
    )  # fmt: skip
    node = replace(AURELIA, id=label, label=label, country=phrase)
    edge = replace(SANCTION, source=label, phrase=phrase, event_type=sentence, standing=label, statements=(statement,))
    nodes = (node, BORDUVIA) if label != "BOR" else (BORDUVIA,)
    parsed = Scripts(render_page(PageData(label, nodes, (edge,))))
    clean = Scripts(render_page(DATA))
    assert [tag for tag, _ in parsed.tags] == [tag for tag, _ in clean.tags]
    assert parsed.bodies["script"][1:] == clean.bodies["script"][1:]
    assert parsed.policy == clean.policy
    held = json.loads(parsed.bodies["script"][0])
    assert held["relations"][0]["phrase"] == shown(phrase, 160)


def test_layout_sets_every_actor_apart_and_is_the_same_again():
    names = [f"n{number:02}" for number in range(40)]
    weights = {(names[0], name): 1.0 for name in names[1:30]} | {(names[3], names[4]): 2.0}
    spots = place(names, weights)
    assert place(names, dict(reversed(weights.items()))) == spots
    assert set(spots) == set(names)
    assert len(set(spots.values())) == len(names)


@pytest.mark.parametrize("weights", [{}, {("a", "b"): 1.0}, {("a", "a"): 1.0}, {("a", "b"): 0.0, ("c", "d"): 5.0}])
def test_layout_of_tiny_graphs_is_finite(weights):
    assert set(place(["a", "b", "c", "d"], weights)) == {"a", "b", "c", "d"}


def test_layout_of_more_actors_than_are_laid_out_keeps_the_rest_near_their_neighbour(monkeypatch):
    monkeypatch.setattr("realpolitik.graph.page_layout._LAID_OUT", 10)
    names = [f"n{number:02}" for number in range(60)]
    spots = place(names, {(names[number // 6], names[number]): 1.0 for number in range(1, 60)})
    assert len(set(spots.values())) == 60
