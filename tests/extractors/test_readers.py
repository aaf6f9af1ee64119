"""Files as people have them, and what is read of each."""

import contextlib
import datetime as dt
import json
import os
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from realpolitik.extractors.readers import MAX_BYTES, read_article_text, read_articles
from realpolitik.extractors.readers.english import looks_english
from realpolitik.ontology.errors import EmptyInputError, InputError, UnreadableError
from realpolitik.ontology.records import Article, content_hash

PROSE = (
    "Norway and Sweden agreed on Tuesday to share the costs of the bridge between the two countries. "
    "The ministers said that the work would begin in the spring and that it would take three years. "
    "They had been at odds over the price since the plan was first drawn up, and the talks were broken off twice. "
    "Officials from both capitals now hope that the bridge will be open before the end of the decade."
)


def read(*paths: Path) -> tuple[list[Article], list[InputError]]:
    errors: list[InputError] = []
    return list(read_articles(paths, on_error=errors.append)), errors


def write(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_readers_markdown_with_front_matter(tmp_path: Path) -> None:
    file = write(
        tmp_path / "a.md",
        "---\ntitle: \"Bridge: the costs are shared\"\ndate: 2019-04-15\npublisher: 'The Nordic Post'\n"
        "url: https://example.org/bridge\ntags:\n  - bridges\n---\n\n# Another heading\n\n" + PROSE,
    )
    (article,), errors = read(file)
    assert errors == []
    assert article.title == "Bridge: the costs are shared"
    assert article.date == dt.date(2019, 4, 15)
    assert article.publisher == "The Nordic Post"
    assert article.url == "https://example.org/bridge"
    assert article.text == PROSE
    assert article.source == str(file)
    parts = (article.text, article.title, article.date, article.publisher, article.url)
    assert article.doc_id == f"article-{content_hash(*parts)}"


def test_readers_markdown_as_reading_text() -> None:
    article = read_article_text(
        "# Norway *and* Sweden\n\nApril 15, 2019\n\n![a bridge](bridge.jpg)\n\nHarbour / Flickr (CC BY-NC 2.0)\n\n"
        "The [two **states**](https://example.org/x) _agreed_ on\na `bridge`&mdash;at last<br>today.\n\n"
        "**Related article:** [Sweden says no](#)\n\n## What comes next\n\n> The work begins\n> in May.\n\n"
        "- First the piers.\n- Then the road.\n\n```python\nprint('no prose')\n```\n\n    An indented paragraph.\n\n"
        "| a | b |\n|---|---|\n| 1 | 2 |\n\n<div><script>alert(1)</script><p>A last word.</p></div>\n\n"
        "Original url:\n\n<https://example.org/bridge>\n"
    )
    assert article.title == "Norway and Sweden"
    assert article.date == dt.date(2019, 4, 15)
    assert article.url == "https://example.org/bridge"
    assert article.text.split("\n\n") == [
        "The two states agreed on a bridge—at last today.",
        "What comes next",
        "The work begins in May.",
        "First the piers.",
        "Then the road.",
        "An indented paragraph.",
        "A last word.",
    ]


@pytest.mark.parametrize(
    "line",
    [
        "Related article: Sweden says no",
        "Read more: https://example.org/more",
        "READ MORE:",
        "See also – Sweden says no",
        "Original url: https://example.org/bridge",
        "https://example.org/bridge",
        "Photo: A. Person",
        "A. Person / Getty Images",
        "Advertisement",
    ],
)
def test_readers_furniture_is_no_prose(line: str) -> None:
    assert read_article_text(f"The states agreed.\n\n{line}\n\nThey met.").text == "The states agreed.\n\nThey met."


@pytest.mark.parametrize(
    "line",
    [
        "Related talks failed: Sweden left.",
        "He read more: a letter came.",
        "Flickr sued Norway.",
        "Image is all: Norway agreed.",
        "The photo agency Getty Images denied the claim.",
        "See https://example.org/bridge for the text of the treaty.",
    ],
)
def test_readers_prose_is_kept(line: str) -> None:
    assert read_article_text(f"The states agreed.\n\n{line}\n\nThey met.").text.split("\n\n")[1] == line


def test_readers_plain_text(tmp_path: Path) -> None:
    file = write(
        tmp_path / "a.txt", "# The bridge\r\n15 April 2019\r\n\r\nNorway and\r\nSweden agreed.\r\n \r\n1. They met.\r\n"
    )
    (article,), errors = read(file)
    assert errors == []
    assert article.title == "The bridge"
    assert article.date == dt.date(2019, 4, 15)
    assert article.text == "Norway and Sweden agreed.\n\n1. They met."


def test_readers_long_lines_of_text_are_paragraphs() -> None:
    assert read_article_text(f"{PROSE}\n{PROSE}", markup="text").text == f"{PROSE}\n\n{PROSE}"


@pytest.mark.parametrize(
    ("matter", "line", "reason"),
    [
        ("title: A\nno colon here", 3, "not `key: value`"),
        ("title: A\ndate: soon", 3, "not a day"),
        ("title: A\ndate: 2019-02-30", 3, "not a day"),
        ("url: javascript:alert(1)", 2, "only http and https"),
        ("title: A\ntitle: B", 3, "stands twice"),
        ('title: "A', 2, "not closed"),
    ],
)
def test_readers_bad_front_matter_names_the_line(tmp_path: Path, matter: str, line: int, reason: str) -> None:
    bad = write(tmp_path / "a.md", f"---\n{matter}\n---\n\n{PROSE}")
    good = write(tmp_path / "b.md", PROSE)
    articles, (error,) = read(bad, good)
    assert [article.text for article in articles] == [PROSE]
    assert str(error).startswith(f"{bad}:{line}: ")
    assert reason in str(error)


def test_readers_front_matter_without_an_end() -> None:
    with pytest.raises(UnreadableError, match="front matter without an end"):
        read_article_text(f"---\ntitle: A\n\n{PROSE}", source="a.md")


def test_readers_a_rule_at_the_top_is_no_front_matter() -> None:
    assert read_article_text(f"---\n\n{PROSE}\n\n---\n\nThey met.").text == f"{PROSE}\n\nThey met."


def test_readers_html(tmp_path: Path) -> None:
    page = (
        "<html><head><meta charset='utf-8'><title>The bridge</title>"
        "<meta property='og:site_name' content='The Nordic Post'>"
        "<meta property='article:published_time' content='2019-04-15T08:00:00Z'>"
        "<link rel='canonical' href='https://example.org/bridge'></head><body><nav><a href='/'>Home</a></nav>"
        f"<article><h1>The bridge</h1><p>{PROSE}</p><p>Second: <b>they</b> met.</p><p>Read more: Sweden says no</p>"
        "<script>alert(1)</script></article><footer>All rights reserved</footer></body></html>"
    )
    (article,), errors = read(write(tmp_path / "a.html", page))
    assert errors == []
    assert article.title == "The bridge"
    assert article.date == dt.date(2019, 4, 15)
    assert article.publisher == "The Nordic Post"
    assert article.url == "https://example.org/bridge"
    assert article.text == f"{PROSE}\n\nSecond: they met."


def test_readers_html_declared_encoding(tmp_path: Path) -> None:
    page = f"<html><head><meta charset=windows-1251></head><body><article><p>{PROSE} Путин.</p></article></body></html>"
    (article,), _ = read(write(tmp_path / "a.html", page.encode("cp1251")))
    assert article.text.endswith("Путин.")


def test_readers_large_page_is_refused_not_cut(tmp_path: Path) -> None:
    page = b"<html><body>" + f"<p>{PROSE}</p>".encode() * 50_000 + b"</body></html>"
    articles, (error,) = read(write(tmp_path / "a.html", page))
    assert len(page) > 20_000_000
    assert articles == []
    assert "larger than" in str(error)


def test_readers_html_without_an_article(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    articles, (error,) = read(write(tmp_path / "a.html", "<html><body><nav></nav></body></html>"))
    assert articles == []
    assert isinstance(error, EmptyInputError)
    assert capsys.readouterr() == ("", "")


def test_readers_json_lines_keep_the_text(tmp_path: Path) -> None:
    text = "\x00 Norway \u202eagreed\r\n\n </script>\t**so**  "
    lines = [
        json.dumps({"doc_id": "a1", "text": text, "title": "A\nB", "date": "15 April 2019", "publisher": "P"}),
        json.dumps({"id": 7, "text": "Norway left.", "url": "https://example.org/7"}),
        "",
        json.dumps({"text": "Friday, January 4, 2019 \n\nNorway left."}),
    ]
    articles, errors = read(write(tmp_path / "a.jsonl", "\ufeff" + "\n".join(lines)))
    assert errors == []
    assert [article.text for article in articles] == [text, "Norway left.", "Friday, January 4, 2019 \n\nNorway left."]
    assert [article.doc_id for article in articles[:2]] == ["a1", "7"]
    assert articles[0].title == "A B"
    assert [article.date for article in articles] == [dt.date(2019, 4, 15), None, dt.date(2019, 1, 4)]
    assert articles[1].url == "https://example.org/7"
    assert articles[2].source == f"{tmp_path / 'a.jsonl'}:4"


def test_readers_json_lines_in_utf_16(tmp_path: Path) -> None:
    line = json.dumps({"text": "Łódź agreed."}, ensure_ascii=False) + "\n"
    (first, _), errors = read(write(tmp_path / "a.jsonl", (line + line.replace("agreed", "left")).encode("utf-16")))
    assert errors == []
    assert first.text == "Łódź agreed."


BAD_LINES = [
    ('{"text": ', "not JSON"),
    ("[1, 2]", "a JSON list"),
    ('{"title": "x"}', "`text` is missing"),
    ('{"text": 5}', "`text` is missing"),
    ('{"text": ""}', "no text in it"),
    ('{"text": "..."}', "no text in it"),
    ('{"text": "Norway left.", "date": "soon"}', "not a day"),
    ('{"text": "Norway left.", "date": 2019}', "`date` is no string"),
    ('{"text": "Norway left.", "url": "file:///etc/passwd"}', "only http and https"),
    ('{"text": "Norway left.", "doc_id": [1]}', "`doc_id` is neither"),
    ('{"text": "Norway left.", "doc_id": "a\\nb"}', "the id is too long or holds control characters"),
    ('{"text": "Norway \\ud800 left."}', "lone surrogate"),
    ("[" * 100_000, "JSON"),
    ('{"text": "' + "x" * 10 + "\udcff" + '"}', "not UTF-8"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "reason"), BAD_LINES, ids=[reason for _, reason in BAD_LINES])
def test_readers_bad_json_line_names_its_place(tmp_path: Path, line: str, reason: str) -> None:
    good = json.dumps({"text": "Norway left."})
    file = write(tmp_path / "a.jsonl", f'{good}\n{line}\n{good[:-3]} again"}}\n'.encode("utf-8", "surrogateescape"))
    articles, (error,) = read(file)
    assert [article.text for article in articles] == ["Norway left.", "Norway left again"]
    assert str(error).startswith(f"{file}:2: ")
    assert reason in str(error)


def test_readers_json_line_too_long(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text(json.dumps({"text": "word " * (MAX_BYTES // 4)}) + "\n" + json.dumps({"text": "Norway left."}))
    (article,), (error,) = read(file)
    assert article.text == "Norway left."
    assert f"{file}:1: longer than 8 MiB" in str(error)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_readers_encodings(tmp_path: Path, encoding: str) -> None:
    text = f"{PROSE} The “café” in Malmö costs £5."
    (article,), errors = read(write(tmp_path / "a.txt", text.encode(encoding)))
    assert errors == []
    assert article.text == text


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b" \n\t\n", "empty"),
        (b"\xef\xbb\xbf", "no text in it"),
        (b"---\ntitle: A\n---\n", "no text in it"),
        (b"%PDF-1.7 ...", "a PDF file"),
        (b"PK\x03\x04....", "a ZIP or office file"),
        (bytes(range(256)) * 20, "binary data"),
        (b"Norway left.\x00\x01\x02\x03\x04\x05", "binary data"),
        ("Россия и Норвегия договорились о мосте. ".encode("cp1251") * 5, "neither UTF-8 nor"),
        ("Россия и Норвегия договорились о мосте. ".encode("koi8-r") * 5, "neither UTF-8 nor"),
        (PROSE.encode() + "“quoted”".encode() + b"\xe2\x80", "neither UTF-8 nor"),
        ("Norway left. Łódź".encode("utf-16")[:-1], "broken at byte"),
        (b"Norway left. " * 700_000, "larger than 8 MiB"),
        ("Россия и Норвегия договорились о мосте через пролив между двумя странами. ".encode() * 5, "not English"),
        ("Norwegen und Schweden haben sich am Dienstag über die Kosten der Brücke geeinigt. " * 8, "not English"),
        ("La Norvège et la Suède se sont mises d'accord mardi sur le coût du pont entre elles. " * 8, "not English"),
        ("挪威和瑞典周二就两国之间的桥梁费用达成协议。" * 10, "not English"),
    ],
)
def test_readers_what_cannot_be_read(tmp_path: Path, content: str | bytes, reason: str) -> None:
    bad = write(tmp_path / "a.txt", content)
    good = write(tmp_path / "b.txt", PROSE)
    articles, (error,) = read(bad, good)
    assert [article.text for article in articles] == [PROSE]
    assert str(error).startswith(str(bad))
    assert reason in str(error)
    assert "\n" not in str(error)


def test_readers_control_characters_are_cleaned_from_files(tmp_path: Path) -> None:
    text = "They signed a long and carefully worded paper here.\x07 The\u2028so\u00adcalled \ufeffdeal\x85held\u00a0on."
    (article,), _ = read(write(tmp_path / "a.txt", text))
    assert article.text == "They signed a long and carefully worded paper here. The socalled deal held on."


def test_readers_folders_recursively_and_sorted(tmp_path: Path) -> None:
    for name in ("b.md", "a.txt", "c/d.markdown", "c/e.HTM", ".hidden.md", ".git/x.md", "notes.csv", "z.json"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        page = (
            f"<html><body><article><p>{PROSE} {name}</p></article></body></html>"
            if "HTM" in name
            else f"{PROSE} {name}"
        )
        write(path, page)
    articles, errors = read(tmp_path, tmp_path / "b.md")
    assert errors == []
    assert [article.text.removeprefix(PROSE).strip() for article in articles] == [
        "a.txt",
        "b.md",
        "c/d.markdown",
        "c/e.HTM",
    ]


def test_readers_named_file_of_another_suffix(tmp_path: Path) -> None:
    (article,), errors = read(write(tmp_path / "notes.csv", PROSE))
    assert errors == []
    assert article.text == PROSE


def test_readers_same_content_is_one_article(tmp_path: Path) -> None:
    write(tmp_path / "a.md", PROSE)
    write(tmp_path / "b.txt", PROSE)
    articles, errors = read(tmp_path)
    assert len(articles) == 1
    assert errors == []


def test_readers_one_id_for_two_articles_is_an_error(tmp_path: Path) -> None:
    lines = [
        {"id": "x", "text": "Norway left."},
        {"id": "x", "text": "Norway left."},
        {"id": "x", "text": "It stayed."},
    ]
    file = write(tmp_path / "a.jsonl", "\n".join(map(json.dumps, lines)))
    articles, (error,) = read(file)
    assert [article.text for article in articles] == ["Norway left."]
    assert f"{file}:3: the id 'x' was used before" in str(error)


def test_readers_links_cannot_lead_in_circles(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    write(folder / "a.md", PROSE)
    (folder / "loop").symlink_to(folder)
    (folder / "self.md").symlink_to(folder / "self.md")
    (folder / "b.md").symlink_to(folder / "a.md")
    articles, (error,) = read(folder)
    assert len(articles) == 1
    assert "self.md" in str(error)


def test_readers_missing_empty_and_odd_inputs(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    os.mkfifo(tmp_path / "pipe.md")
    articles, errors = read(
        tmp_path / "none.md", tmp_path / "empty", tmp_path / "pipe.md", Path("a\x00b"), Path("no\nne")
    )
    assert articles == []
    reasons = ["No such file", "no article in this folder", "not a regular file", "cannot be read", "No such file"]
    assert [reason in str(error) for reason, error in zip(reasons, errors, strict=True)] == [True] * 5
    assert all("\n" not in str(error) and "\x00" not in str(error) for error in errors)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may read everything")
def test_readers_file_without_permission(tmp_path: Path) -> None:
    write(tmp_path / "a.md", PROSE).chmod(0)
    articles, (error,) = read(tmp_path)
    assert articles == []
    assert "Permission denied" in str(error)


def test_readers_english_is_judged_only_where_there_is_enough() -> None:
    assert looks_english("Mehmet Öztürk, José Müller")
    assert looks_english("Ja.")
    assert looks_english(PROSE)
    assert not looks_english("Norwegen und Schweden haben sich über die Kosten der Brücke geeinigt. " * 8)


def test_readers_stream_one_file_at_a_time(tmp_path: Path) -> None:
    first = write(tmp_path / "a.md", PROSE)
    errors: list[InputError] = []
    stream = read_articles(iter([first, tmp_path / "none.md"]), on_error=errors.append)
    assert next(stream).text == PROSE
    assert errors == []
    assert list(stream) == []
    assert len(errors) == 1


HOSTILE = st.text(
    st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from("\n\n\r#*_[]()<>`-~>|\\:\x00\u202e&;\"'{}")),
    max_size=300,
)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(HOSTILE, st.sampled_from(["text", "markdown"]))
def test_readers_any_text_gives_clean_paragraphs_or_an_error(text: str, markup: str) -> None:
    try:
        article = read_article_text(text, markup="text" if markup == "text" else "markdown")
    except InputError:
        return
    for paragraph in article.text.split("\n\n"):
        assert paragraph == " ".join(paragraph.split())
        assert paragraph
    assert "\x00" not in article.text
    assert article.title is None or article.title.isprintable()
    assert article == read_article_text(text, markup="text" if markup == "text" else "markdown")


@settings(max_examples=40, deadline=None)
@given(HOSTILE)
def test_readers_any_page_gives_an_article_or_an_error(text: str) -> None:
    try:
        article = read_article_text(
            f"<html><body><article><p>{PROSE}</p><p>{text}</p></article></body></html>", markup="html"
        )
    except InputError:
        return
    assert "\x00" not in article.text


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=400), st.sampled_from(["a.txt", "a.md", "a.html", "a.jsonl"]))
def test_readers_any_bytes_give_articles_or_errors(tmp_path: Path, content: bytes, name: str) -> None:
    articles, errors = read(write(tmp_path / name, content))
    assert articles or errors


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
def test_readers_json_text_is_never_altered(tmp_path: Path, text: str) -> None:
    text = "Norway" + text
    for ascii_only in (True, False):
        (article,), errors = read(write(tmp_path / "a.jsonl", json.dumps({"text": text}, ensure_ascii=ascii_only)))
        assert errors == []
        assert article.text == text


@pytest.mark.parametrize("mark", ["[", "*a ", "> ", "<", "`", "x", "![[", "- ", "&", "|", "[a](", "__a", "#"])
def test_readers_pathological_markup_takes_no_time(mark: str) -> None:
    start = time.process_time()
    with contextlib.suppress(InputError):
        read_article_text(f"Norway left.\n\n{mark * 30_000}")
    assert time.process_time() - start < 5
