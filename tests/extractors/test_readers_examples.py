"""The example briefs are what the README builds: each must read as an article and have its sources."""

import csv
from pathlib import Path

import pytest

from realpolitik.extractors.readers import read_articles

EXAMPLES = Path(__file__).parents[2] / "examples"
BRIEFS = sorted(EXAMPLES.glob("*.md"))


def test_readers_examples_are_enough() -> None:
    assert len(BRIEFS) >= 12


@pytest.mark.parametrize("path", BRIEFS, ids=[path.stem for path in BRIEFS])
def test_readers_examples_brief(path: Path) -> None:
    errors: list[Exception] = []
    (article,) = read_articles([path], on_error=errors.append)
    assert errors == []
    assert article.title
    assert article.publisher == "Realpolitik examples"
    assert article.url is None
    assert article.date is not None
    assert 2014 <= article.date.year <= 2024
    assert path.stem.startswith(article.date.isoformat())
    assert 150 <= len(article.text.split()) <= 400


def test_readers_examples_folder_holds_nothing_else_that_reads_as_an_article() -> None:
    errors: list[Exception] = []
    articles = list(read_articles([EXAMPLES], on_error=errors.append))
    assert errors == []
    assert len(articles) == len(BRIEFS)


def test_readers_examples_have_sources() -> None:
    with (EXAMPLES / "SOURCES.tsv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter="\t"))
    checked = {row["brief"] for row in rows if row["source"].startswith("reference ")}
    assert checked == {path.stem for path in BRIEFS}
    assert all(row["claim"] and row["row"] for row in rows)
