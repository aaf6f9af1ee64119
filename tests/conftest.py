"""The command line run in this process or in one of its own, and one small graph built once for all who only read it."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from realpolitik import cli as command_line
from realpolitik.extractors import pipeline

BRIEFS = {
    "embargo.md": (
        "---\ntitle: Embargo\ndate: 2019-05-20\npublisher: The Harbour Gazette\nurl: https://harbour.example/embargo\n"
        "---\n\nFrance condemned Russia on Monday. Germany suspended military aid to Egypt.\n"
    ),
    "visit.txt": "Japan and India signed a trade agreement in 2018. Iran did not attack Israel.\n",
    "war.html": (
        "<!doctype html><html><head><title>War</title></head><body><article><h1>War</h1>"
        "<p>Iraq invaded Kuwait on 2 August 1990, and the United Nations condemned Iraq within hours of the attack.</p>"
        "<p>The United States imposed sanctions on Iraq. Turkey closed the pipeline, officials said on Tuesday.</p>"
        "</article></body></html>"
    ),
    "wires.jsonl": (
        '{"id": "wire-1", "date": "2018-03-14", "publisher": "Wire", "text": "Britain expelled 23 diplomats of Russia."}\n'
        '{"id": "wire-2", "date": "2018-05-09", "text": "Russia will recognise Kosovo, Serbia said. '
        'Serbia accused Russia of lying."}\n'
    ),
}

Cli = Callable[..., Result]
Command = Callable[..., subprocess.CompletedProcess[str]]


def _write(folder: Path) -> Path:
    folder.mkdir()
    for name, text in BRIEFS.items():
        (folder / name).write_text(text, "utf-8")
    return folder


@pytest.fixture(scope="session")
def resources() -> pipeline.Resources:
    """The language model and the tables, loaded once."""
    return pipeline.load()


@pytest.fixture
def cli(resources: pipeline.Resources, monkeypatch: pytest.MonkeyPatch) -> Cli:
    """Run a command in this process; what it loads without options is loaded only once."""
    return _runner(resources, monkeypatch)


@pytest.fixture(scope="session")
def briefs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one brief in each form that is read."""
    return _write(tmp_path_factory.mktemp("news") / "briefs")


@pytest.fixture
def new_briefs(tmp_path: Path) -> Path:
    """The same briefs in a folder of one's own."""
    return _write(tmp_path / "briefs")


@pytest.fixture(scope="session")
def built(briefs: Path, resources: pipeline.Resources, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `build` makes of the briefs; for reading only."""
    out = tmp_path_factory.mktemp("built") / "out"
    with pytest.MonkeyPatch.context() as patch:
        result = _runner(resources, patch)("build", briefs, "-o", out)
    assert result.exit_code == 0, result.output
    return out


@pytest.fixture
def command() -> Command:
    """Run `realpolitik` in a process of its own; texts are UTF-8 whatever the locale."""

    def run(*arguments: object, env: dict[str, str] | None = None, **options: Any) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "realpolitik.cli", *map(str, arguments)],
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=120,
            env={**os.environ, **(env or {})},
            **options,
        )

    return run


def _runner(resources: pipeline.Resources, patch: pytest.MonkeyPatch) -> Cli:
    load = pipeline.load

    def load_once(name: str | None = None, actors: Path | None = None) -> pipeline.Resources:
        return resources if name is None and actors is None else load(name, actors)

    patch.setattr(pipeline, "load", load_once)

    def run(*arguments: object, **options: Any) -> Result:
        result = CliRunner().invoke(command_line.app, [str(argument) for argument in arguments], **options)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return run
