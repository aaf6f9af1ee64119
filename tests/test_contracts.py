"""Promises that hold across the whole repository."""

import ast
import glob
import importlib
import os
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer.main

from realpolitik.cli import app

ROOT = Path(__file__).parent.parent
LAYERS = ("ontology", "extractors", "graph")
MAY_SEE = {"ontology": {"ontology"}, "extractors": {"extractors", "ontology"}, "graph": {"graph", "ontology"}}
README = (ROOT / "README.md").read_text("utf-8")
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
SETUPTOOLS: dict[str, Any] = PROJECT["tool"]["setuptools"]
FOLDERS: dict[str, str] = SETUPTOOLS["package-dir"]


def kept_files() -> list[str]:
    """The files that git keeps, or would keep."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    names = sorted(set(listed.stdout.decode().split("\0")) - {""})
    return [name for name in names if (ROOT / name).is_file() and not (ROOT / name).is_symlink()]


FILES = kept_files()
SOURCES = [name for name in FILES if name.endswith(".py") and name.split("/")[0] in (*LAYERS, "cli.py")]
COMMANDS = sorted(typer.main.get_command(app).commands)  # type: ignore[attr-defined]


# -- commands


@pytest.mark.parametrize("name", COMMANDS)
def test_command_has_help_for_itself_and_for_every_option(name: str) -> None:
    command = typer.main.get_command(app).commands[name]  # type: ignore[attr-defined]
    assert command.help
    assert command.help.strip().endswith((".", ")."))
    for parameter in command.params:
        if parameter.name != "help":
            assert getattr(parameter, "help", None), f"{name}: {parameter.name} has no help"


@pytest.mark.parametrize("name", COMMANDS)
def test_command_stands_in_the_readme(name: str) -> None:
    assert re.search(rf"(?:realpolitik |`){name}\b", README), f"README does not speak of {name}"


def test_readme_names_every_export_format() -> None:
    from realpolitik.graph.export import EXPORT_FORMATS

    assert all(f"`{form}`" in README for form in EXPORT_FORMATS)


def test_readme_links_lead_somewhere() -> None:
    targets = re.findall(r"\]\((?!https?:)([^)#]+)\)", README)
    assert targets
    assert [target for target in targets if not (ROOT / target).exists()] == []


# -- the README's shell blocks


def complete(text: str) -> bool:
    """Tell whether the shell has all of a command: no open quote, no continued line."""
    return not text.endswith("\\") and subprocess.run(["bash", "-n", "-c", text], capture_output=True).returncode == 0


def is_set_up(part: str) -> bool:
    """Tell whether a command only makes the environment that this test runs in, or runs this very test."""
    words = " ".join(shlex.split(part))
    return bool(
        re.match(r"(?:sudo )?(?:apt|apt-get|git clone|cd|source|\.) ", words)
        or re.search(r"-m venv\b|\bpip install\b|-m pytest\b|^pytest\b", words)
    )


def readme_commands() -> Iterator[str]:
    for block in re.findall(r"^```sh\n(.*?)^```$", README, re.DOTALL | re.MULTILINE):
        waiting = ""
        for line in block.splitlines():
            waiting += line
            if waiting.strip() and not complete(waiting):
                waiting += "\n"
                continue
            for part in re.split(r"\s&&\s", waiting):
                if part.strip() and not part.lstrip().startswith("#") and not is_set_up(part):
                    yield part.strip()
            waiting = ""
        assert not waiting, f"unfinished command in README: {waiting}"


README_COMMANDS = list(readme_commands())


def test_readme_begins_with_the_main_job() -> None:
    assert re.fullmatch(r"\S*realpolitik build examples -o out", README_COMMANDS[0])
    assert len(README_COMMANDS) >= 8


@pytest.fixture(scope="module")
def workplace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as a reader of the README has it: the repository's files, an environment, `out` built by the first line."""
    place = tmp_path_factory.mktemp("readme")
    for name in ("README.md", "examples"):
        (place / name).symlink_to(ROOT / name)
    programs = place / ".venv" / "bin"
    programs.mkdir(parents=True)
    for name in ("realpolitik", "python", "python3"):
        (programs / name).symlink_to(Path(sys.executable).parent / name)
    run = shell(README_COMMANDS[0], place)
    assert run.returncode == 0, run.stderr
    return place


def shell(command: str, place: Path) -> subprocess.CompletedProcess[str]:
    path = f"{place / '.venv' / 'bin'}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", command],
        cwd=place,
        env={**os.environ, "PATH": path},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )


@pytest.mark.parametrize("command", README_COMMANDS[1:], ids=lambda command: command[:80])
def test_readme_command_runs(workplace: Path, command: str) -> None:
    run = shell(command, workplace)
    assert run.returncode == 0, run.stderr
    written = re.search(r"\s(?:-o|--html)\s+(\S+)", command)
    assert run.stdout.strip() or (written and (workplace / written.group(1)).stat().st_size)


def test_readme_main_job_makes_what_readme_says(workplace: Path) -> None:
    assert {one.name for one in (workplace / "out").iterdir()} >= {
        "graph.html", "graph.ttl", "statements.jsonl", "store",
    }  # fmt: skip


# -- layers


def imports(name: str) -> Iterator[str]:
    """Yield the modules of our own that a file imports, wherever in it."""
    package = "realpolitik." + name.removesuffix(".py").replace("/", ".")
    for node in ast.walk(ast.parse((ROOT / name).read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package.split(".")[: -node.level]) + "." if node.level else ""
            found = [(base + (node.module or "")).rstrip(".")]
            if found == ["realpolitik"]:
                found = [f"realpolitik.{alias.name}" for alias in node.names]
        else:
            continue
        yield from (one for one in found if one.split(".")[0] == "realpolitik")


@pytest.mark.parametrize("name", [name for name in SOURCES if name != "cli.py"])
def test_layers_import_downwards_only(name: str) -> None:
    allowed = MAY_SEE[name.split("/")[0]]
    assert {one.split(".")[1] for one in imports(name)} <= allowed


def test_library_never_prints() -> None:
    """Only the command line does, and the recipes that are programs of their own."""
    found = []
    for name in SOURCES:
        if name != "cli.py" and not name.startswith(("extractors/training/", "ontology/building/")):
            calls = [one for one in ast.walk(ast.parse((ROOT / name).read_text("utf-8"))) if isinstance(one, ast.Call)]
            found += [f"{name}:{one.lineno}" for one in calls if getattr(one.func, "id", None) == "print"]
    assert found == []


def loaded(code: str) -> set[str]:
    """Return the top-level modules that a fresh process has loaded after the code."""
    shown = "\nimport sys\nprint('loaded:', *{name.partition('.')[0] for name in sys.modules})"
    run = subprocess.run([sys.executable, "-c", code + shown], capture_output=True, text=True, check=True, timeout=60)
    return set(run.stdout.rsplit("loaded:", 1)[1].split())


COMMAND = (
    "from realpolitik.cli import app\ntry:\n    app({arguments})\nexcept SystemExit as end:\n    assert not end.code"
)


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["build", "--help"],
        ["queries"],
        ["query", "{built}/store", "dyads"],
        ["query", "{built}/graph.ttl", "SELECT * { ?s ?p ?o }", "--json"],
        ["view", "{built}/store", "-o", "{tmp}/page.html"],
        ["export", "{built}/store", "-o", "{tmp}/x", "--format", "csv"],
    ],
    ids=lambda arguments: " ".join(arguments[:2]),
)
def test_command_that_reads_no_text_never_loads_the_language_model(
    arguments: list[str], built: Path, tmp_path: Path
) -> None:
    words = [word.format(built=built, tmp=tmp_path) if word.startswith("{") else word for word in arguments]
    heavy = {"spacy", "thinc", "onnxruntime", "torch", "tokenizers", "trafilatura"}
    assert not loaded(COMMAND.format(arguments=words)) & heavy


def test_help_loads_neither_graph_nor_ontology() -> None:
    assert not loaded(COMMAND.format(arguments=["--help"])) & {"rdflib", "pyoxigraph", "networkx", "numpy", "jinja2"}


# -- exported names


@pytest.mark.parametrize("name", SOURCES)
def test_exported_names_are_sorted_and_exist(name: str) -> None:
    tree = ast.parse((ROOT / name).read_text("utf-8"))
    listed: list[str] | None = None
    for node in tree.body:
        if isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == "__all__" for t in node.targets):
            listed = ast.literal_eval(node.value)
    if listed is None:
        return
    assert listed == sorted(listed, key=_as_ruff_sorts)
    assert len(set(listed)) == len(listed)
    if name.startswith("extractors/training/") or "/building/" in name:
        return
    module = importlib.import_module("realpolitik." + re.sub(r"(?:/__init__)?\.py$", "", name).replace("/", "."))
    assert [one for one in listed if not hasattr(module, one)] == []


def _as_ruff_sorts(name: str) -> tuple[int, str]:
    return (0 if name.isupper() and len(name) > 1 else 1 if name[0].isupper() else 2, name)


@pytest.mark.parametrize("package", [name for name in FOLDERS if name != "realpolitik"])
def test_package_opens_with_a_docstring(package: str) -> None:
    front = ROOT / FOLDERS[package] / "__init__.py"
    assert ast.get_docstring(ast.parse(front.read_text("utf-8"))), f"{front.relative_to(ROOT)} does not say what it is"


# -- what is packaged


def package_of(name: str) -> str | None:
    """Return the innermost listed package that holds a file of the repository."""
    folders = {folder: package for package, folder in FOLDERS.items() if folder != "."}
    return next((folders[str(one)] for one in Path(name).parents if str(one) in folders), None)


def test_packages_and_their_folders_agree() -> None:
    assert sorted(SETUPTOOLS["packages"]) == sorted(FOLDERS)
    for package, folder in FOLDERS.items():
        assert folder == (package.removeprefix("realpolitik").lstrip(".").replace(".", "/") or ".")
        assert (ROOT / folder).is_dir()


def test_every_sub_package_is_listed() -> None:
    found = {str(Path(name).parent) for name in FILES if name.endswith("/__init__.py") and name.split("/")[0] in LAYERS}
    assert found == set(FOLDERS.values()) - {"."}


def test_no_packaged_module_imports_one_that_is_left_out() -> None:
    for name in SOURCES:
        if name == "cli.py" or str(Path(name).parent) in FOLDERS.values():
            for one in imports(name):
                path = ROOT.joinpath(*one.split(".")[1:])
                folder = path if path.is_dir() and (path / "__init__.py").exists() else path.parent
                assert str(folder.relative_to(ROOT)) in FOLDERS.values(), f"{name} imports {one}, which is not packaged"


def test_every_data_file_is_packaged() -> None:
    covered: set[str] = set()
    for package, patterns in SETUPTOOLS["package-data"].items():
        for pattern in patterns:
            found = glob.glob(pattern, root_dir=ROOT / FOLDERS[package], recursive=True)
            assert found, f"{package}: {pattern} covers nothing"
            covered |= {f"{FOLDERS[package]}/{one}" for one in found}
    left_out = [
        name
        for name in FILES
        if name.split("/")[0] in LAYERS
        and not name.endswith((".py", "/README.md"))
        and not name.startswith("ontology/building/")
        and name not in covered
    ]
    assert left_out == []


def test_root_holds_no_module_but_the_command_line() -> None:
    assert [name for name in FILES if "/" not in name and name.endswith(".py")] == ["cli.py"]


def test_version_is_that_of_the_changelog() -> None:
    headings = re.findall(r"^## \[([^\]]+)\]", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    versions = [one for one in headings if one != "Unreleased"]
    assert headings
    assert (versions[0] == PROJECT["project"]["version"]) if versions else headings == ["Unreleased"]


def test_every_dependency_has_a_lower_bound_and_a_tested_major() -> None:
    for one in PROJECT["project"]["dependencies"]:
        assert re.fullmatch(r"[\w-]+(?:==[\d.]+|>=[\d.]+,<[\d.]+)", one), one


# -- nothing of one machine

_PLACES = "|".join(["work", "tmp", "root", "opt/venv", "home"])
_MACHINE = re.compile(rf"(?<![\w.$}}/~-])/(?:{_PLACES})/|farm-(?:studio|bench)|sub" + "agent")


def test_no_file_names_a_place_of_one_machine() -> None:
    binary = ("extractors/model/realpolitik_encoder/", "graph/page/vendor/")
    found = []
    for name in FILES:
        if not name.startswith(binary) and not name.endswith(".png"):
            text = (ROOT / name).read_bytes().decode("utf-8", "replace")
            found += [
                f"{name}:{text.count(chr(10), 0, one.start()) + 1}: {one.group()}" for one in _MACHINE.finditer(text)
            ]
    assert found == []
