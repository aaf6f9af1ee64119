"""JSON lines: any text comes back, and nothing in it can end the line or steer a terminal."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from realpolitik.ontology.errors import DataError
from realpolitik.ontology.json_lines import json_line, read_json_records


@given(st.text(st.characters(exclude_categories=[])))
def test_json_line_brings_any_text_back_on_one_printable_line(text: str) -> None:
    line = json_line({text: text})
    assert line.isprintable()
    assert len(line.splitlines()) == 1
    line.encode("utf-8")
    assert json.loads(line) == {text: text}


def test_json_line_leaves_letters_as_they_are() -> None:
    assert json_line({"a": "Erdoğan", "b": 1.5}) == '{"a": "Erdoğan", "b": 1.5}'


def test_read_json_records_numbers_the_lines(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"a": "x\u2028y\x85z"}\n{"a": 2}\n', "utf-8")
    assert list(read_json_records(path)) == [(1, {"a": "x\u2028y\x85z"}), (2, {"a": 2})]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"{", "not JSON"),
        (b"[1]", "no JSON object"),
        (b"\xff", "not UTF-8"),
        (b"", "not JSON"),
        (b'{"a": ' + b"[" * 100_000, "not JSON"),
    ],
    ids=["open", "array", "bytes", "blank", "deep"],
)
def test_read_json_records_names_the_bad_line(tmp_path: Path, line: bytes, reason: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"a": 1}\n' + line + b"\n")
    with pytest.raises(DataError, match=rf"a\.jsonl:2: {reason}; "):
        list(read_json_records(path))


def test_read_json_records_names_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"nowhere\.jsonl: cannot be read"):
        list(read_json_records(tmp_path / "nowhere.jsonl"))
