"""What bad input gets: one clear line on stderr with the remedy, the other sources read, exit code 1, nothing half-written."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import Result

from realpolitik.extractors.readers import articles, decoding, jsonl
from realpolitik.graph.folder_lock import FolderLock

Cli = Callable[..., Result]
Command = Callable[..., subprocess.CompletedProcess[str]]

GOOD = "France condemned Russia on Monday."
RUSSIAN = (
    "Россия приостановила всякое сотрудничество с Североатлантическим альянсом, заявил дипломат в понедельник. " * 4
)


def the_line(result: Result) -> str:
    """The one line that a failure gets."""
    assert result.exit_code == 1, result.output
    lines = result.stderr.splitlines()
    assert len(lines) == 1, lines
    assert lines[0].startswith("realpolitik: ")
    assert "Traceback" not in result.output
    return lines[0]


def names(text: str) -> set[tuple[str, str]]:
    found = [json.loads(line) for line in text.split("\n") if line]
    return {(one["subject"]["id"], one["object"]["id"]) for one in found if one["object"]}


# -- sources

BAD_FILES = {
    "empty.txt": (b"", "empty"),
    "blank.md": (b" \n\n ", "empty"),
    "symbols.txt": (b"1234 -- 5678 !", "no text"),
    "binary.txt": (bytes(range(256)) * 8, "not text"),
    "nul.txt": (b"France\x00condemned\x00Russia\x00on\x00Monday", "binary"),
    "paper.txt": (b"%PDF-1.7\n" + b"x" * 100, "PDF"),
    "letter.md": (b"PK\x03\x04" + b"x" * 100, "ZIP"),
    "broken-utf8.txt": (b"France " + b"\xff\xfe\xfa condemned Russia \x81", "UTF-8"),
    "cyrillic-1251.txt": (RUSSIAN.encode("cp1251"), "UTF-8"),
    "russian.txt": (RUSSIAN.encode(), "not English"),
    "page.html": (b"<html><body><script>var x = 1;</script></body></html>", "page.html"),
    "line.jsonl": (b'{"text": 7}\n', "line.jsonl:1"),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_bad_file_gets_one_line_and_the_others_are_read(cli: Cli, tmp_path: Path, name: str) -> None:
    content, reason = BAD_FILES[name]
    (tmp_path / name).write_bytes(content)
    (tmp_path / "good.txt").write_text(GOOD, "utf-8")
    result = cli("extract", tmp_path / name, tmp_path / "good.txt")
    line = the_line(result)
    assert name in line
    assert reason in line
    assert ";" in line, "no remedy"
    assert names(result.stdout) == {("FRA", "RUS")}


def test_bad_files_in_a_folder_do_not_stop_a_build(cli: Cli, tmp_path: Path) -> None:
    folder = tmp_path / "news"
    folder.mkdir()
    for name, (content, _) in BAD_FILES.items():
        (folder / name).write_bytes(content)
    (folder / "good.txt").write_text(GOOD, "utf-8")
    result = cli("build", folder, "-o", tmp_path / "out", "--json")
    assert result.exit_code == 1
    lines = result.stderr.splitlines()
    assert len(lines) == len(BAD_FILES)
    for name in BAD_FILES:
        assert any(name in line for line in lines)
    assert json.loads(result.stdout)["skipped"] == len(BAD_FILES)
    assert names((tmp_path / "out" / "statements.jsonl").read_text("utf-8")) == {("FRA", "RUS")}


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        '"text"',
        "nothing",
        '{"text": null}',
        '{"text": "France condemned Russia.", "id": {"a": 1}}',
        '{"text": "France condemned Russia.", "date": "soon"}',
        '{"text": "France condemned Russia.", "url": "javascript:alert(1)"}',
        '{"text": "France condemned Russia. \\ud800"}',
        '{"text": "France condemned Russia.", "id": "a\\u0000b"}',
        '{"text": "France condemned Russia.", "id": "\\udfff"}',
        '{"text": ' + "[" * 100_000,
    ],
    ids=lambda line: line[:70],
)
def test_bad_jsonl_line_is_named_by_number_and_the_others_are_read(cli: Cli, tmp_path: Path, line: str) -> None:
    (tmp_path / "a.jsonl").write_text(f'{{"text": "{GOOD}"}}\n\n{line}\n{{"text": "Iraq invaded Kuwait."}}\n', "utf-8")
    result = cli("extract", tmp_path / "a.jsonl")
    assert "a.jsonl:3: " in the_line(result)
    assert names(result.stdout) == {("FRA", "RUS"), ("IRQ", "KWT")}


def test_missing_input_is_named(cli: Cli, tmp_path: Path) -> None:
    assert "nowhere.txt: cannot be read" in the_line(cli("extract", tmp_path / "nowhere.txt"))


def test_empty_folder_is_named_with_the_files_that_are_read(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    line = the_line(cli("extract", tmp_path / "empty"))
    assert "no article in this folder" in line
    assert ".jsonl" in line


def test_gigantic_file_is_refused_unread(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (articles, decoding, jsonl):
        monkeypatch.setattr(module, "MAX_BYTES", 2**20)
    (tmp_path / "big.txt").write_text((GOOD + "\n") * 40_000, "utf-8")
    (tmp_path / "big.jsonl").write_text(
        json.dumps({"text": (GOOD + "\n") * 40_000}) + f'\n{{"text": "{GOOD}"}}', "utf-8"
    )
    assert "big.txt: larger than 1 MiB; split it" in the_line(cli("extract", tmp_path / "big.txt"))
    result = cli("extract", tmp_path / "big.jsonl")
    assert "big.jsonl:1: longer than 1 MiB; split" in the_line(result)
    assert names(result.stdout) == {("FRA", "RUS")}


def test_links_that_lead_in_circles_end(cli: Cli, tmp_path: Path) -> None:
    folder = tmp_path / "news"
    (folder / "deep").mkdir(parents=True)
    (folder / "deep" / "a.txt").write_text(GOOD, "utf-8")
    (folder / "deep" / "up").symlink_to(folder, target_is_directory=True)
    (folder / "self.txt").symlink_to(folder / "self.txt")
    (folder / "again.txt").symlink_to(folder / "deep" / "a.txt")
    result = cli("extract", folder)
    assert "self.txt" in the_line(result)
    assert len(result.stdout.splitlines()) == 1


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes on this system")
def test_pipe_in_a_folder_does_not_hang(cli: Cli, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert "not a regular file" in the_line(cli("extract", tmp_path))


def test_file_name_with_control_characters_stays_on_one_line(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "a\nb\x1b[31m.txt").write_bytes(b"")
    assert "a\\x0ab\\x1b[31m.txt" in the_line(cli("extract", tmp_path))


def test_id_used_twice_is_named(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(f'{{"id": 1, "text": "{GOOD}"}}\n{{"id": 1, "text": "Iraq invaded Kuwait."}}\n')
    result = cli("extract", tmp_path / "a.jsonl")
    assert "a.jsonl:2" in the_line(result)
    assert names(result.stdout) == {("FRA", "RUS")}


def test_explain_of_a_bad_file_fails(cli: Cli, tmp_path: Path) -> None:
    assert "nowhere.txt" in the_line(cli("explain", tmp_path / "nowhere.txt", "--sentence", 1))


# -- what stays data

HOSTILE = [
    "</script><script>alert(1)</script>",
    "{{ 7 * 7 }} {% raw %}",
    '"]} ; DROP ALL # \' " \\',
    "\u202egnissim\u202c \u200f\u2067",
    "<!-- ]]> <img src=x onerror=alert(1)>",
    "\x85\u2028\u2029",
    "=HYPERLINK(1)",
    "\U0001f4a3 \u0301\u0301\u0301",
    "> a rp:Statement . <",
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_stays_data_everywhere(cli: Cli, tmp_path: Path, text: str) -> None:
    out = tmp_path / "out"
    record = {
        "id": f"x{text}"[:9].strip(),
        "title": text,
        "publisher": text,
        "text": f'{GOOD} "{text}," France told Russia.',
    }
    record["id"] = "".join(c for c in record["id"] if c.isprintable())
    (tmp_path / "a.jsonl").write_text(json.dumps(record) + "\n", "utf-8")
    result = cli("build", tmp_path / "a.jsonl", "-o", out)
    assert result.exit_code == 0, result.stderr
    lines = (out / "statements.jsonl").read_text("utf-8").split("\n")[:-1]
    assert {json.loads(line)["doc_id"] for line in lines} == {record["id"]}
    page = (out / "graph.html").read_text("utf-8")
    assert not re.search("[<>\u2028\u2029\u202a-\u202e]", text) or text not in page
    assert page.lower().count("<script") == page.lower().count("</script>")
    for form in ("turtle", "csv", "graphml", "jsonld"):
        assert cli("export", out / "store", "-o", tmp_path / form, "--format", form).exit_code == 0
    assert cli("query", out / "graph.ttl", "SELECT * { ?s ?p ?o }").exit_code == 0
    assert cli("validate", out / "graph.ttl").exit_code == 0
    again = cli("build", tmp_path / "a.jsonl", "-o", out)
    assert again.exit_code == 0, again.stderr
    assert (out / "statements.jsonl").read_text("utf-8").split("\n")[:-1] == lines


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(noise=st.text(st.characters(exclude_categories=["Cs"]), max_size=60), place=st.integers(0, len(GOOD)))
def test_any_text_is_read_or_refused_in_one_line(cli: Cli, tmp_path: Path, noise: str, place: int) -> None:
    text = GOOD[:place] + noise + GOOD[place:]
    (tmp_path / "a.jsonl").write_text(json.dumps({"id": "a", "title": noise, "text": text}) + "\n", "utf-8")
    (tmp_path / "b.txt").write_text(text, "utf-8", newline="")
    for arguments in (("extract",), ("extract", "--open"), ("explain", "--json")):
        for name in ("a.jsonl", "b.txt"):
            result = cli(*arguments, tmp_path / name)
            if result.exit_code:
                the_line(result)
            for line in result.stdout.split("\n")[:-1]:
                record = json.loads(line)
                assert record["doc_id"]
                if "char_start" in record and name == "a.jsonl":
                    assert text[record["char_start"] : record["char_end"]] == record["sentence"]


@pytest.mark.parametrize(
    "text",
    [
        "x" * 100_000,
        "word " * 20_000,
        "France condemned Russia, " * 4_000,
        "(" * 1_000 + GOOD + ")" * 1_000,
        GOOD + " " * 100_000 + "Iraq invaded Kuwait.",
    ],
    ids=["letters", "words", "names", "brackets", "spaces"],
)
def test_line_of_a_hundred_thousand_characters_is_read(cli: Cli, tmp_path: Path, text: str) -> None:
    (tmp_path / "a.txt").write_text(text, "utf-8")
    (tmp_path / "good.txt").write_text("Iraq invaded Kuwait.", "utf-8")
    result = cli("extract", tmp_path / "a.txt", tmp_path / "good.txt")
    assert result.exit_code == 0 or "a.txt" in the_line(result)
    assert ("IRQ", "KWT") in names(result.stdout)


def test_text_of_more_than_a_million_characters_is_read(cli: Cli, tmp_path: Path) -> None:
    text = GOOD + " " * 1_050_000 + "Iraq invaded Kuwait."
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": text}), "utf-8")
    result = cli("extract", tmp_path / "a.jsonl")
    assert result.exit_code == 0, result.stderr
    assert names(result.stdout) == {("FRA", "RUS"), ("IRQ", "KWT")}


# -- places

QUERY = ("query", "{}", "ASK {}")
READERS = [QUERY, ("view", "{}", "-o", "page.html"), ("export", "{}", "-o", "x"), ("validate", "{}"), ("info", "{}")]


@pytest.mark.parametrize("command", READERS, ids=lambda command: command[0])
def test_missing_store_names_the_remedy(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    line = the_line(cli(*(word.format("nowhere") for word in command)))
    assert "nowhere" in line
    assert "realpolitik build" in line
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("command", READERS, ids=lambda command: command[0])
def test_broken_turtle_names_its_line(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("broken.ttl").write_text("@prefix a: <http://a.example/> .\na:b a:c a:d .\na:b a:c <oops\n", "utf-8")
    line = the_line(cli(*(word.format("broken.ttl") for word in command)))
    assert "broken.ttl" in line
    assert "line 3" in line.lower() or ":3" in line
    assert [one.name for one in tmp_path.iterdir()] == ["broken.ttl"]


def test_foreign_folder_is_no_store(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "holiday.jpg").write_bytes(b"x")
    assert "not a store of Realpolitik" in the_line(cli("query", tmp_path, "ASK {}"))
    assert "not a folder made by" in the_line(cli("remove", tmp_path, "x"))


def test_store_that_another_writes_says_so(cli: Cli, briefs: Path, built: Path, tmp_path: Path) -> None:
    out = shutil.copytree(built, tmp_path / "out")
    before = {one.name: one.read_bytes() for one in out.iterdir() if one.is_file()}
    lock = FolderLock(out / "store", shared=False)
    try:
        for arguments in (("build", briefs, "-o", out), ("query", out / "store", "ASK {}"), ("remove", out, "wire-1")):
            assert "in use by another process; wait" in the_line(cli(*arguments))
    finally:
        lock.release()
    assert {one.name: one.read_bytes() for one in out.iterdir() if one.is_file()} == before


def test_damaged_store_says_so(cli: Cli, built: Path, tmp_path: Path) -> None:
    out = shutil.copytree(built, tmp_path / "out")
    for file in (out / "store" / "oxigraph").iterdir():
        file.write_bytes(b"rubbish")
    assert "store is damaged" in the_line(cli("query", out / "store", "ASK {}"))
    (out / "store" / "realpolitik-store.json").write_text("{", "utf-8")
    assert "damaged; delete the store" in the_line(cli("query", out / "store", "ASK {}"))


def test_out_that_is_a_file_is_refused(cli: Cli, briefs: Path, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine", "utf-8")
    assert "out: is a file; give a folder" in the_line(cli("build", briefs, "-o", tmp_path / "out"))
    assert (tmp_path / "out").read_text("utf-8") == "mine"


@pytest.mark.parametrize("command", ["build", "view", "export"])
def test_place_that_cannot_be_written_is_named(
    cli: Cli, built: Path, briefs: Path, tmp_path: Path, command: str
) -> None:
    (tmp_path / "file").write_text("mine", "utf-8")
    where = tmp_path / "file" / "below"
    line = the_line(cli(command, briefs if command == "build" else built / "store", "-o", where))
    assert str(where) in line
    assert "cannot be" in line


def test_disk_that_is_full_leaves_the_earlier_output_whole(
    cli: Cli, briefs: Path, built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = shutil.copytree(built, tmp_path / "out")
    before = {one.name: one.read_bytes() for one in out.iterdir() if one.is_file()}
    (tmp_path / "new.txt").write_text("Israel attacked Lebanon.", "utf-8")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", full)
    assert "cannot be written (No space left on device)" in the_line(cli("build", tmp_path / "new.txt", "-o", out))
    monkeypatch.undo()
    assert {one.name: one.read_bytes() for one in out.iterdir() if one.is_file()} == before


def test_build_of_nothing_leaves_nothing(cli: Cli, tmp_path: Path) -> None:
    result = cli("build", tmp_path / "nowhere", "-o", tmp_path / "out")
    assert result.exit_code == 1
    assert "nothing to build" in result.stderr
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("content", ["{", "[]", '{"doc_id": 7}', "caf\xe9"], ids=repr)
def test_foreign_statements_file_is_named_and_kept(
    cli: Cli, briefs: Path, built: Path, tmp_path: Path, content: str
) -> None:
    out = shutil.copytree(built, tmp_path / "out")
    (out / "statements.jsonl").write_bytes(content.encode("latin-1") + b"\n")
    assert "statements.jsonl:1: " in the_line(cli("build", briefs, "-o", out))
    assert (out / "statements.jsonl").read_bytes() == content.encode("latin-1") + b"\n"


def test_statements_file_that_was_deleted_is_missed(cli: Cli, briefs: Path, built: Path, tmp_path: Path) -> None:
    out = shutil.copytree(built, tmp_path / "out")
    (out / "statements.jsonl").unlink()
    assert "statements.jsonl: missing" in the_line(cli("build", briefs, "-o", out))
    assert (out / "graph.ttl").read_bytes() == (built / "graph.ttl").read_bytes()


def test_remove_of_an_unknown_article_changes_nothing(cli: Cli, built: Path, tmp_path: Path) -> None:
    out = shutil.copytree(built, tmp_path / "out")
    assert "'wire-9': no such article" in the_line(cli("remove", out, "wire-1", "wire-9"))
    for name in ("graph.ttl", "graph.html", "statements.jsonl"):
        assert (out / name).read_bytes() == (built / name).read_bytes()


# -- queries


@pytest.mark.parametrize(
    ("sparql", "reason"),
    [
        ("SELECT * WHERE { ?s ?p", "malformed"),
        ("SELECT * WHERE { ?s nope:p ?o }", "malformed"),
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "SERVICE"),
        ("SELECT * { service silent ?x { ?s ?p ?o } }", "SERVICE"),
        ("SELECT * FROM <http://127.0.0.1:9/x.ttl> { ?s ?p ?o }", "FROM"),
        ("SELECT * FROM NAMED <file:///etc/passwd> { GRAPH ?g { ?s ?p ?o } }", "FROM"),
        ("LOAD <http://127.0.0.1:9/x.ttl>", "may only read"),
        ("INSERT DATA { <a:b> <a:c> <a:d> }", "may only read"),
        ("DROP ALL", "may only read"),
        ("SELECT * { ?s ?p 'a\0b' }", "no text"),
        ("SELECT * {" + "{" * 3_000 + "}" * 3_000 + "}", "nested"),
        ("dyad", "ready query"),
        ("", "malformed"),
    ],
    ids=lambda value: value[:60],
)
def test_query_that_may_not_run_is_refused(cli: Cli, built: Path, sparql: str, reason: str) -> None:
    assert reason in the_line(cli("query", built / "store", sparql))


def test_query_file_that_cannot_be_read_is_named(cli: Cli, built: Path, tmp_path: Path) -> None:
    assert "nowhere.rq" in the_line(cli("query", built / "store", "--file", tmp_path / "nowhere.rq"))
    (tmp_path / "latin.rq").write_bytes(b"SELECT * { ?s ?p 'caf\xe9' }")
    assert "latin.rq: not UTF-8" in the_line(cli("query", built / "store", "--file", tmp_path / "latin.rq"))


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (["relations"], "'actor' is missing"),
        (["relations", "--actor", "Atlantis"], "no such actor"),
        (["relations", "--actor", "x> . } DROP ALL #"], "no such actor"),
        (["relations", "--actor", "Iraq", "--other", "Kuwait"], "no parameter 'other'"),
        (["timeline", "--since", "spring"], "2014-03-01"),
    ],
    ids=lambda value: " ".join(value),
)
def test_ready_query_with_a_bad_value_is_refused(cli: Cli, built: Path, options: list[str], reason: str) -> None:
    assert reason in the_line(cli("query", built / "store", *options))


def test_view_of_an_unknown_actor_writes_nothing(cli: Cli, built: Path, tmp_path: Path) -> None:
    assert "no such actor" in the_line(cli("view", built / "store", "-o", tmp_path / "x.html", "--actor", "Atlantis"))
    assert not list(tmp_path.iterdir())


# -- language and actors


@pytest.mark.parametrize(
    ("option", "value", "reason"),
    [("--pipeline", "no_such_pipeline", "no_such_pipeline"), ("--actors", "nowhere.csv", "nowhere.csv")],
)
def test_option_that_names_nothing_fails_before_anything_is_written(
    cli: Cli, briefs: Path, tmp_path: Path, option: str, value: str, reason: str
) -> None:
    assert reason in the_line(cli("build", briefs, "-o", tmp_path / "out", option, value))
    assert not list(tmp_path.iterdir())


# -- the process


def test_reader_that_goes_early_is_met_with_silence(built: Path) -> None:
    arguments = [sys.executable, "-m", "realpolitik.cli", "query", str(built / "store"), "SELECT * { ?s ?p ?o }"]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
def test_screen_that_is_not_utf8_gets_what_it_can_show(command: Command, built: Path, encoding: str) -> None:
    environment = {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    table = command("query", built / "store", "SELECT ('Erdoğan' AS ?x) {}", env=environment)
    assert (table.returncode, table.stderr) == (0, "")
    assert table.stdout.splitlines() == ["x", "Erdo\\u011fan"]
    failure = command("query", "Erdoğan.ttl", "ASK {}", env=environment)
    assert failure.returncode == 1
    assert failure.stderr.startswith("realpolitik: Erdo\\u011fan.ttl: ")
    assert command("--help", env=environment).returncode == 0


def test_json_lines_are_json_on_a_screen_that_is_not_utf8(command: Command, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Türkiye condemned Russia.", "utf-8")
    result = command("extract", tmp_path / "a.txt", env={"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"})
    records: list[dict[str, Any]] = [json.loads(line) for line in result.stdout.splitlines()]
    assert [one["subject"]["text"] for one in records] == ["Türkiye"]
