"""Same input, same bytes; and a build that is killed, at whatever point, leaves the earlier output whole."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse
from typer.testing import Result

from realpolitik.graph.store import GraphStore

Cli = Callable[..., Result]
Command = Callable[..., subprocess.CompletedProcess[str]]

FILES = ("graph.html", "graph.ttl", "statements.jsonl")
EXAMPLES = Path(__file__).parent.parent / "examples"


def content(out: Path) -> dict[str, bytes]:
    return {name: (out / name).read_bytes() for name in FILES}


def articles(out: Path) -> list[str]:
    with GraphStore.open(out / "store", read_only=True) as store:
        return store.articles()


def triples(out: Path) -> set[str]:
    with GraphStore.open(out / "store", read_only=True) as store:
        return {str(one) for one in store.triples()}


def in_step(out: Path) -> bool:
    """Tell whether the store, the Turtle and the statements say the same."""
    turtle = {str(one.triple) for one in parse(path=out / "graph.ttl", format=RdfFormat.TURTLE)}
    held = {json.loads(line)["doc_id"] for line in (out / "statements.jsonl").read_text("utf-8").splitlines()}
    return triples(out) == turtle and held <= set(articles(out))


def test_examples_give_the_same_bytes_in_any_order_and_process(command: Command, tmp_path: Path) -> None:
    files = sorted(EXAMPLES.glob("*.md"))
    assert len(files) >= 10
    orders = {"0": files, "1": files[::-1], "random": files[5:] + files[:5]}
    for seed, order in orders.items():
        result = command("build", *order, "-o", tmp_path / seed, env={"PYTHONHASHSEED": seed})
        assert result.returncode == 0, result.stderr
    first, *others = (content(tmp_path / seed) for seed in orders)
    for other in others:
        for name in FILES:
            assert other[name] == first[name], name


def test_build_again_changes_nothing(cli: Cli, built: Path, briefs: Path, tmp_path: Path) -> None:
    out = shutil.copytree(built, tmp_path / "out")
    result = cli("build", briefs, "-o", out)
    assert result.exit_code == 0
    assert content(out) == content(built)
    assert triples(out) == triples(built)


def test_build_one_by_one_is_build_at_once(cli: Cli, built: Path, briefs: Path, tmp_path: Path) -> None:
    for brief in sorted(briefs.iterdir(), reverse=True):
        assert cli("build", brief, "-o", tmp_path / "out").exit_code == 0
    assert content(tmp_path / "out") == content(built)


def test_build_of_a_changed_article_replaces_what_was_read_from_it(cli: Cli, tmp_path: Path) -> None:
    source, out = tmp_path / "a.jsonl", tmp_path / "out"
    source.write_text('{"id": "a", "text": "Iraq invaded Kuwait."}\n{"id": "b", "text": "France condemned Iraq."}\n')
    cli("build", source, "-o", out)
    source.write_text('{"id": "a", "text": "Iraq left Kuwait."}\n', "utf-8")
    cli("build", source, "-o", out)
    assert articles(out) == ["a", "b"]
    lines = (out / "statements.jsonl").read_text("utf-8")
    assert "invaded" not in lines + (out / "graph.ttl").read_text("utf-8")
    assert "France condemned Iraq." in lines
    assert in_step(out)


def test_remove_leaves_what_would_be_there_without_the_article(
    cli: Cli, built: Path, briefs: Path, tmp_path: Path
) -> None:
    removed, without = shutil.copytree(built, tmp_path / "removed"), tmp_path / "without"
    assert cli("remove", removed, "wire-1", "wire-2").exit_code == 0
    cli("build", *(one for one in briefs.iterdir() if one.name != "wires.jsonl"), "-o", without)
    assert content(removed) == content(without)
    assert triples(removed) == triples(without)


def test_remove_of_the_last_article_leaves_an_empty_graph(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"id": "a", "text": "Iraq invaded Kuwait."}\n', "utf-8")
    cli("build", tmp_path / "a.jsonl", "-o", tmp_path / "out")
    assert cli("remove", tmp_path / "out", "a").exit_code == 0
    assert articles(tmp_path / "out") == []
    assert (tmp_path / "out" / "statements.jsonl").read_bytes() == b""
    assert in_step(tmp_path / "out")
    assert cli("build", tmp_path / "a.jsonl", "-o", tmp_path / "out").exit_code == 0
    assert articles(tmp_path / "out") == ["a"]


# The process kills itself just before the given call of the named function.
_KILLED = """
import os, signal, sys
from importlib import import_module
from realpolitik import cli
module, name, count = sys.argv[1:4]
owner = import_module(module)
*path, last = name.split(".")
for one in path:
    owner = getattr(owner, one)
work, left = getattr(owner, last), [int(count)]
def dying(*arguments, **options):
    left[0] -= 1
    if not left[0]:
        os.kill(os.getpid(), signal.SIGKILL)
    return work(*arguments, **options)
setattr(owner, last, dying)
cli.app(sys.argv[4:])
"""

NEWS = (
    '{"id": "wire-1", "date": "2018-03-14", "publisher": "Wire", "text": "Britain arrested four agents of Russia."}\n'
    '{"id": "wire-3", "text": "Israel attacked Lebanon. Egypt condemned Israel."}\n'
    '{"id": "wire-4", "text": "Norway and Sweden signed a treaty. Norway condemned Iran."}\n'
)


@pytest.mark.parametrize(
    ("module", "name", "count", "written"),
    [
        ("realpolitik.graph.output_folder", "OutputFolder.put", 3, False),
        ("os", "replace", 1, False),
        ("realpolitik.graph.store", "GraphStore.add", 2, True),
        ("os", "replace", 2, True),
        ("os", "replace", 3, True),
    ],
    ids=["reading", "statements", "store", "Turtle", "page"],
)
def test_build_that_kills_itself_leaves_whole_files_and_the_next_one_mends(
    cli: Cli, built: Path, tmp_path: Path, module: str, name: str, count: int, written: bool
) -> None:
    out = shutil.copytree(built, tmp_path / "out")
    (tmp_path / "news.jsonl").write_text(NEWS, "utf-8")
    arguments = [module, name, str(count), "build", str(tmp_path / "news.jsonl"), "-o", str(out)]
    killed = subprocess.run([sys.executable, "-c", _KILLED, *arguments], capture_output=True, check=False, timeout=120)
    assert killed.returncode == -signal.SIGKILL, killed.stderr

    before = content(built)
    assert (content(out) != before) is written
    assert content(out)["graph.html"] == before["graph.html"]
    assert set(articles(built)) <= set(articles(out))
    for line in (out / "statements.jsonl").read_text("utf-8").splitlines():
        assert json.loads(line)["id"]

    # A build of something else finds the folder in step again ...
    (tmp_path / "other.txt").write_text("Chad condemned Sudan.", "utf-8")
    assert cli("build", tmp_path / "other.txt", "-o", out).exit_code == 0
    assert in_step(out)
    assert not [one.name for one in out.iterdir() if one.name.startswith(".")]
    # ... and the same build brings what it would have brought.
    assert cli("build", tmp_path / "news.jsonl", "-o", out).exit_code == 0
    unhurt = shutil.copytree(built, tmp_path / "unhurt")
    cli("build", tmp_path / "other.txt", "-o", unhurt)
    cli("build", tmp_path / "news.jsonl", "-o", unhurt)
    assert content(out) == content(unhurt)
    assert triples(out) == triples(unhurt)


def test_build_killed_from_outside_leaves_the_earlier_output(cli: Cli, built: Path, tmp_path: Path) -> None:
    out = shutil.copytree(built, tmp_path / "out")
    lines = (json.dumps({"id": f"n{n}", "text": f"Iraq invaded Kuwait in {n}. " * 20}) for n in range(1, 2000))
    (tmp_path / "news.jsonl").write_text("\n".join(lines), "utf-8")
    arguments = ["-m", "realpolitik.cli", "build", str(tmp_path / "news.jsonl"), "-o", str(out)]
    with subprocess.Popen([sys.executable, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        deadline = time.monotonic() + 60
        while not _locked(out / "store", process.pid) and time.monotonic() < deadline:
            time.sleep(0.05)
        time.sleep(1)
        assert process.poll() is None
        process.kill()
        process.wait()
    assert content(out) == content(built)
    assert articles(out) == articles(built)
    (tmp_path / "news.jsonl").write_text(NEWS, "utf-8")
    assert cli("build", tmp_path / "news.jsonl", "-o", out).exit_code == 0
    assert in_step(out)


def _locked(store: Path, process: int) -> bool:
    """Tell whether the process holds the store; the lock file is opened by it alone."""
    fcntl = pytest.importorskip("fcntl")
    handle = os.open(store / "lock", os.O_RDONLY | os.O_CREAT)
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(handle)
    return False


def test_build_killed_at_the_very_first_leaves_a_folder_that_can_be_built(
    cli: Cli, built: Path, briefs: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    arguments = ["realpolitik.graph.store", "GraphStore.add", "2", "build", str(briefs), "-o", str(out)]
    killed = subprocess.run([sys.executable, "-c", _KILLED, *arguments], capture_output=True, check=False, timeout=120)
    assert killed.returncode == -signal.SIGKILL
    assert cli("build", briefs, "-o", out).exit_code == 0
    assert content(out) == content(built)
