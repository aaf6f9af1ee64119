"""Each command does what its help says."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import RdfFormat, parse
from rdflib import Graph
from typer.testing import Result

from realpolitik import cli as command_line

Cli = Callable[..., Result]


def records(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.split("\n") if line]


def ends(record: dict[str, Any]) -> tuple[str | None, str | None, str | None]:
    return record["subject"]["id"], record["relation"]["type"], (record["object"] or {}).get("id")


def held(folder: Path) -> Iterator[tuple[str | None, str | None, str | None]]:
    return map(ends, records((folder / "statements.jsonl").read_text("utf-8")))


def test_build_writes_the_four_outputs(built: Path) -> None:
    assert {one.name for one in built.iterdir()} == {"graph.html", "graph.ttl", "statements.jsonl", "store"}
    assert {("FRA", "ACCUSE", "RUS"), ("DEU", "SANCTION", "EGY"), ("IRQ", "ASSAULT", "KWT")} <= set(held(built))
    assert "<!doctype html>" in (built / "graph.html").read_text("utf-8")[:100].lower()
    graph = Graph().parse(built / "graph.ttl")
    assert graph.query("ASK { <https://w3id.org/realpolitik/actor/FRA> ?any <https://w3id.org/realpolitik/actor/RUS> }")


def test_build_ends_with_a_table_of_what_was_found(cli: Cli, briefs: Path, tmp_path: Path) -> None:
    result = cli("build", briefs / "visit.txt", "-o", tmp_path / "out")
    assert result.exit_code == 0
    found = dict(line.split("\t") for line in result.stdout.splitlines())
    assert found == {
        "found": "number",
        "articles": "1",
        "sentences": "2",
        "statements": "2",
        "actors": "4",
        "relations": "2",
        "fact": "1",
        "claim": "0",
        "denied": "1",
        "planned": "0",
        "skipped": "0",
    }
    assert str(tmp_path / "out" / "graph.html") in result.stderr


def test_build_json_says_the_same(cli: Cli, briefs: Path, tmp_path: Path) -> None:
    result = cli("build", briefs, "-o", tmp_path / "out", "--json")
    found = json.loads(result.stdout)
    assert found["articles"] == 5
    assert found["statements"] == len(list(held(tmp_path / "out")))
    assert found["fact"] + found["claim"] + found["denied"] + found["planned"] == found["relations"]


def test_build_title_stands_on_the_page(cli: Cli, briefs: Path, tmp_path: Path) -> None:
    cli("build", briefs / "visit.txt", "-o", tmp_path / "out", "--title", "The <b>Gulf</b>")
    page = (tmp_path / "out" / "graph.html").read_text("utf-8")
    assert "<title>The &lt;b&gt;Gulf&lt;/b&gt;</title>" in page


def test_build_min_confidence_leaves_out_the_unsure(cli: Cli, briefs: Path, tmp_path: Path) -> None:
    cli("build", briefs, "-o", tmp_path / "all")
    sure = [r for r in records((tmp_path / "all" / "statements.jsonl").read_text("utf-8")) if r["confidence"] >= 0.91]
    cli("build", briefs, "-o", tmp_path / "sure", "--min-confidence", 0.91)
    kept = records((tmp_path / "sure" / "statements.jsonl").read_text("utf-8"))
    assert kept == sure
    assert 0 < len(kept) < len(list(held(tmp_path / "all")))


@pytest.mark.parametrize(
    ("trust", "self_claim", "other_claim"),
    [("publisher", False, False), ("self", True, False), ("all", True, True)],
)
def test_build_trust_moves_the_line(cli: Cli, tmp_path: Path, trust: str, self_claim: bool, other_claim: bool) -> None:
    (tmp_path / "a.txt").write_text(
        "Egypt condemned Ethiopia, Egypt's foreign ministry said. Iran attacked Kuwait, Israel said.", "utf-8"
    )
    cli("build", tmp_path / "a.txt", "-o", tmp_path / "out", "--trust", trust)
    graph = Graph().parse(tmp_path / "out" / "graph.ttl")
    actor = "https://w3id.org/realpolitik/actor/"
    assert bool(graph.query(f"ASK {{ <{actor}EGY> ?any <{actor}ETH> }}")) is self_claim
    assert bool(graph.query(f"ASK {{ <{actor}IRN> ?any <{actor}KWT> }}")) is other_claim


def test_build_without_trust_keeps_that_of_the_folder(cli: Cli, briefs: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    (tmp_path / "a.txt").write_text("Iran attacked Kuwait, Israel said.", "utf-8")
    cli("build", tmp_path / "a.txt", "-o", out, "--trust", "all")
    cli("build", briefs / "visit.txt", "-o", out)
    assert json.loads(cli("query", out / "store", "ASK { actor:IRN ?any actor:KWT }", "--json").stdout) == [
        {"answer": True}
    ]


def test_build_takes_actors_of_ones_own(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_text(
        "id,label,kind,country,aliases\nZUB,Zubrowka,state,,Republic of Zubrowka\n", "utf-8"
    )
    (tmp_path / "a.txt").write_text("Zubrowka condemned Russia on Monday.", "utf-8")
    result = cli("extract", tmp_path / "a.txt", "--actors", tmp_path / "mine.csv")
    assert [ends(one) for one in records(result.stdout)] == [("ZUB", "ACCUSE", "RUS")]


def test_build_passes_over_what_a_build_made(cli: Cli, new_briefs: Path) -> None:
    out = new_briefs / "out"
    first = json.loads(cli("build", new_briefs, "-o", out, "--json").stdout)
    graph = (out / "graph.ttl").read_bytes()
    again = cli("build", new_briefs, "-o", out, "--json")
    assert again.exit_code == 0, again.stderr
    assert json.loads(again.stdout) == first
    assert (out / "graph.ttl").read_bytes() == graph


def test_extract_writes_the_lines_that_build_keeps(cli: Cli, built: Path, briefs: Path) -> None:
    result = cli("extract", briefs)
    assert result.exit_code == 0
    lines = {one["id"]: one for one in records(result.stdout)}
    assert list(lines.values()) == [lines[one["id"]] for one in lines.values()]
    kept = {one["id"]: one for one in records((built / "statements.jsonl").read_text("utf-8"))}
    assert lines.keys() == kept.keys()


def test_extract_gives_offsets_into_the_text_and_the_fields_of_the_scorers(cli: Cli, tmp_path: Path) -> None:
    text = "France condemned Russia on Monday. Germany suspended military aid to Egypt."
    (tmp_path / "a.jsonl").write_text(json.dumps({"doc_id": "d1", "text": text}), "utf-8")
    found = records(cli("extract", tmp_path / "a.jsonl").stdout)
    assert [ends(one) for one in found] == [("FRA", "ACCUSE", "RUS"), ("DEU", "SANCTION", "EGY")]
    for one in found:
        assert one["doc_id"] == "d1"
        assert text[one["char_start"] : one["char_end"]] == one["sentence"]
        assert 0 < one["confidence"] <= 1
        assert one["negated"] is False
        for end in (one["subject"], one["object"]):
            assert text[end["char_start"] : end["char_end"]] == end["mention"]
            assert end["iso3"] == end["id"]


def test_extract_says_what_holds_both_ways_both_ways_round(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("China and India signed a treaty.", "utf-8")
    one, other = records(cli("extract", tmp_path / "a.txt").stdout)
    assert one["reciprocal"]
    assert other["reciprocal"]
    assert (one["subject"], one["object"]) == (other["object"], other["subject"])


def test_extract_entities_gives_one_line_an_article(cli: Cli, briefs: Path) -> None:
    found = records(cli("extract", briefs / "wires.jsonl", "--entities").stdout)
    assert [one["doc_id"] for one in found] == ["wire-1", "wire-2"]
    text = "Britain expelled 23 diplomats of Russia."
    names = {text[e["char_start"] : e["char_end"]]: e["type"] for e in found[0]["entities"]}
    assert names["Britain"] == names["Russia"] == "GPE"


def test_extract_open_keeps_what_is_not_between_actors(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The old bridge crosses the river. France condemned Russia.", "utf-8")
    found = records(cli("extract", "--open", tmp_path / "a.txt").stdout)
    assert ("The old bridge", "crosses", "the river") in {
        (one["subject"]["text"], one["relation"]["text"], one["object"]["text"]) for one in found
    }
    assert all(one["relation"]["type"] is None for one in found)


@pytest.mark.parametrize("place", ["", "store", "graph.ttl"])
def test_query_answers_from_store_and_turtle_alike(cli: Cli, built: Path, place: str) -> None:
    sparql = "SELECT ?phrase WHERE { actor:IRQ ?relation actor:KWT . ?relation rdfs:label ?phrase }"
    result = cli("query", built / place, sparql)
    assert result.exit_code == 0
    assert result.stdout.splitlines() == ["phrase", "invaded"]
    assert json.loads(cli("query", built / place, sparql, "--json").stdout) == [{"phrase": "invaded"}]
    assert list(csv.DictReader(io.StringIO(cli("query", built / place, sparql, "--csv").stdout))) == [
        {"phrase": "invaded"}
    ]


def test_query_reads_a_file(cli: Cli, built: Path, tmp_path: Path) -> None:
    (tmp_path / "q.rq").write_text("\ufeffASK { actor:IRQ ?any actor:KWT }", "utf-8")
    assert cli("query", built / "store", "--file", tmp_path / "q.rq").stdout.splitlines() == ["answer", "True"]


def test_query_limit_cuts_and_says_so(cli: Cli, built: Path) -> None:
    result = cli("query", built / "store", "SELECT * { ?s ?p ?o }", "--limit", 3)
    assert len(result.stdout.splitlines()) == 4
    assert "More rows" in result.stderr
    whole = cli("query", built / "store", "SELECT (1 AS ?one) {}", "--limit", 3)
    assert "More rows" not in whole.stderr


def test_query_writes_iris_short_in_tables_and_whole_for_programs(cli: Cli, built: Path) -> None:
    sparql = "SELECT (actor:RUS AS ?who) {}"
    assert cli("query", built / "store", sparql).stdout.splitlines()[1] == "actor:RUS"
    whole = json.loads(cli("query", built / "store", sparql, "--json").stdout)[0]["who"]
    assert re.fullmatch(r"https://\S+/RUS", whole)


def ready() -> list[str]:
    from realpolitik.graph.library import ready_queries

    return list(ready_queries())


@pytest.mark.parametrize("name", ready())
def test_query_runs_each_ready_query(cli: Cli, built: Path, name: str) -> None:
    listed = {one["name"]: one for one in json.loads(cli("queries", "--json").stdout)}
    values = {"actor": "Iraq", "other": "Kuwait", "date": "1990-08-02", "type": "ASSAULT"}
    options: list[str] = []
    for parameter in listed[name]["parameters"]:
        if parameter["required"]:
            options += [f"--{parameter['name']}", values[parameter["name"]]]
    result = cli("query", built / "store", name, *options, "--json")
    assert result.exit_code == 0, result.stderr
    assert json.loads(result.stdout) or name == "contradictions"


def test_query_ready_query_takes_names_in_any_case(cli: Cli, built: Path) -> None:
    result = cli("query", built / "store", "relations", "--actor", "iraq", "--csv")
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert ("Iraq", "invaded", "Kuwait") in {(row["subject"], row["phrase"], row["object"]) for row in rows}


def test_queries_lists_every_ready_query_with_its_parameters(cli: Cli) -> None:
    table = [line.split("\t") for line in cli("queries").stdout.splitlines()]
    assert table[0] == ["query", "parameters", "answers"]
    assert [row[0] for row in table[1:]] == ready()
    assert all(len(row) == 3 and row[2] for row in table[1:])


def edges(page: Path) -> str:
    found = re.search(r'<script type="application/json"[^>]*>(.*?)</script>', page.read_text("utf-8"), re.DOTALL)
    assert found
    return found.group(1)


def test_view_filters(cli: Cli, built: Path, tmp_path: Path) -> None:
    shown = {}
    for name, options in {
        "all": [],
        "actor": ["--actor", "Iraq"],
        "type": ["--type", "SANCTION"],
        "since": ["--since", "2018-01-01"],
        "until": ["--until", "1999-12-31"],
    }.items():
        result = cli("view", built / "store", "-o", tmp_path / f"{name}.html", *options)
        assert result.exit_code == 0, result.stderr
        shown[name] = edges(tmp_path / f"{name}.html")
    assert all("Kuwait" in shown[name] for name in ("all", "actor", "until"))
    assert all("Kuwait" not in shown[name] for name in ("type", "since"))
    assert all("Egypt" in shown[name] for name in ("all", "type"))
    assert "Egypt" not in shown["actor"]


def test_view_draws_a_turtle_file_like_its_store(cli: Cli, built: Path, tmp_path: Path) -> None:
    cli("view", built / "store", "-o", tmp_path / "store.html")
    cli("view", built / "graph.ttl", "-o", tmp_path / "turtle.html")
    assert (tmp_path / "store.html").read_bytes() == (tmp_path / "turtle.html").read_bytes()
    assert (tmp_path / "store.html").read_bytes() == (built / "graph.html").read_bytes()


@pytest.mark.parametrize("form", ["turtle", "ntriples", "jsonld", "graphml", "gexf", "csv", "csv-edges"])
def test_export_writes_each_form(cli: Cli, built: Path, tmp_path: Path, form: str) -> None:
    out = tmp_path / "file"
    result = cli("export", built / "store", "-o", out, "--format", form)
    assert result.exit_code == 0, result.stderr
    count = int(re.search(r"([\d,]+) (triples|rows)", result.stderr).group(1).replace(",", ""))  # type: ignore[union-attr]
    syntax = {"turtle": RdfFormat.TURTLE, "ntriples": RdfFormat.N_TRIPLES, "jsonld": RdfFormat.JSON_LD}.get(form)
    if syntax is not None:
        assert len(set(parse(path=out, format=syntax))) == count
    elif form.startswith("csv"):
        assert "Kuwait" in out.read_text("utf-8")
    else:
        assert "<?xml" in out.read_text("utf-8")[:50] or "<graphml" in out.read_text("utf-8")[:200]
        assert "Kuwait" in out.read_text("utf-8")


def test_validate_conforms(cli: Cli, built: Path) -> None:
    assert cli("validate", built / "graph.ttl").stdout == "conforms\n"
    assert json.loads(cli("validate", built / "store", "--json").stdout) == {"conforms": True, "violations": []}


def test_validate_names_what_is_wrong(cli: Cli, built: Path, tmp_path: Path) -> None:
    text = (built / "graph.ttl").read_text("utf-8")
    broken = re.sub(r"rp:confidence [\d.]+", "rp:confidence 7.5", text, count=1)
    assert broken != text
    (tmp_path / "broken.ttl").write_text(broken, "utf-8")
    result = cli("validate", tmp_path / "broken.ttl")
    assert result.exit_code == 1
    assert "7.5" in result.stdout
    as_json = cli("validate", tmp_path / "broken.ttl", "--json")
    assert as_json.exit_code == 1
    assert json.loads(as_json.stdout)["violations"][0]["value"] == "7.5"


def test_info_tells_versions_and_counts(cli: Cli, built: Path) -> None:
    facts = json.loads(cli("info", built / "store", "--json").stdout)
    assert facts["articles"] == 5
    assert facts["statements"] == len(list(held(built)))
    assert {"realpolitik", "python", "spacy", "model", "triples", "events", "actors"} <= facts.keys()
    table = dict(line.split("\t") for line in cli("info").stdout.splitlines())
    assert table["realpolitik"] == facts["realpolitik"]
    assert "articles" not in table


def test_info_prints_the_model_card(cli: Cli) -> None:
    result = cli("info", "--card")
    assert result.exit_code == 0
    assert result.stdout.startswith("#")
    assert "licen" in result.stdout.lower()


def test_explain_shows_why_there_is_an_edge_and_why_none(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("France condemned Russia. The bridge over the river is old.", "utf-8")
    lines = cli("explain", tmp_path / "a.txt").stdout.splitlines()
    assert lines[0] == "1. France condemned Russia."
    assert any(line.startswith("   mention  France -> FRA (France)") for line in lines)
    assert any(
        line.startswith("   edge     FRA - condemned - RUS (ACCUSE/disapprove, affirmed, actual)") for line in lines
    )
    last = lines[lines.index("2. The bridge over the river is old.") :]
    assert not any("   edge" in line for line in last)


def test_explain_sentence_shows_only_that_one(cli: Cli, briefs: Path) -> None:
    lines = cli("explain", briefs / "visit.txt", "--sentence", 2).stdout.splitlines()
    assert [line for line in lines if line[0].isdigit()] == ["2. Iran did not attack Israel."]


def test_explain_json_gives_one_object_a_sentence(cli: Cli, briefs: Path) -> None:
    one, other = records(cli("explain", briefs / "visit.txt", "--json").stdout)
    assert (one["number"], other["number"]) == (1, 2)
    assert {mention["actor"] for mention in one["mentions"]} == {"JPN (Japan)", "IND (India)"}
    (statement,) = [s for event in other["events"] for s in event["statements"]]
    assert (*ends(statement), statement["polarity"]) == ("IRN", "ASSAULT", "ISR", "negated")


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["build"],
        ["build", "x.txt"],
        ["build", "x.txt", "-o", "out", "--trust", "nobody"],
        ["build", "x.txt", "-o", "out", "--min-confidence", "2"],
        ["extract"],
        ["extract", "x.txt", "--open", "--entities"],
        ["query", "store"],
        ["query", "store", "dyads", "--file", "q.rq"],
        ["query", "store", "dyads", "--json", "--csv"],
        ["query", "store", "dyads", "--limit", "0"],
        ["view", "store"],
        ["view", "store", "-o", "x.html", "--since", "spring"],
        ["view", "store", "-o", "x.html", "--since", "2019-01-01", "--until", "2018-01-01"],
        ["view", "store", "-o", "x.html", "--type", "WAR"],
        ["export", "store", "-o", "x", "--format", "pdf"],
        ["remove", "out"],
        ["explain", "x.txt", "--sentence", "0"],
        ["nonsense"],
        ["--nonsense"],
    ],
    ids=" ".join,
)
def test_wrong_usage_exits_2_and_leaves_nothing(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    result = cli(*arguments)
    assert result.exit_code == 2
    assert result.output.strip()
    assert not list(tmp_path.iterdir())


def test_query_parameters_without_a_ready_query_are_wrong_usage(cli: Cli, built: Path) -> None:
    result = cli("query", built / "store", "ASK {}", "--actor", "Iraq")
    assert result.exit_code == 2
    assert "--actor goes with a ready query" in result.stderr


def test_explain_sentence_beyond_the_end_is_wrong_usage(cli: Cli, briefs: Path) -> None:
    result = cli("explain", briefs / "visit.txt", "--sentence", 9)
    assert result.exit_code == 2
    assert "the article has 2 sentences" in result.stderr


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_on_a_terminal_takes_titles_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = _Terminal()
    monkeypatch.setattr("sys.stderr", screen)
    monkeypatch.setenv("TERM", "xterm")
    with command_line._progress("reading") as advance:
        advance("[/red] a [link=x]title\x1b[2J\n")
    assert "[/red] a [link=x]title\\x1b[2J" in screen.getvalue()


def test_table_on_a_terminal_takes_cells_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = _Terminal()
    monkeypatch.setattr("sys.stdout", screen)
    command_line._table(("what",), [["[/red] \x1b]0;title\x07 \u202ereversed"], [None]])
    assert "[/red] \\x1b]0;title\\x07 \\u202ereversed" in screen.getvalue()
    assert "\x1b]" not in screen.getvalue()
