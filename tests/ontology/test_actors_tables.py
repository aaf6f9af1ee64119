"""Broken tables and users' own actors: each error names file, line and remedy."""

from pathlib import Path

import pytest

from realpolitik.ontology.actors import load_gazetteer
from realpolitik.ontology.errors import DataError

GOOD = {
    "actors.tsv": "id\tlabel\tkind\tcountry\twikidata\nRUS\tRussia\tstate\tRUS\tQ159\nNATO\tNATO\torganisation\t\t\n"
    "person-a-b\tA B\tperson\tRUS\t\n",
    "names.tsv": "text\tactor\tkind\tfrom\tto\tcased\tcondition\nRussia\tRUS\tname\t\t\t\t\n"
    "Moscow\tRUS\tmetonym\t1918\t\t\tactor\n",
    "facts.tsv": "actor\tproperty\tvalue\tfrom\tto\nRUS\tiso2\tRU\t\t\n",
    "offices.tsv": "person\tcountry\toffice\ttitle\tfrom\tto\n"
    "person-a-b\tRUS\thead_of_state\tPresident\t2000-02\t2004\n",
    "memberships.tsv": "organisation\tstate\tfrom\tto\tstatus\nNATO\tRUS\t1999\t\tmember\n",
}


def tables(folder: Path, **changed: str) -> Path:
    for name, text in (GOOD | {f"{key}.tsv": value for key, value in changed.items()}).items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_actors_tables_good_ones_pass(tmp_path: Path) -> None:
    gazetteer = load_gazetteer(tables(tmp_path))
    gazetteer.check()
    (office,) = gazetteer.offices("person-a-b")
    assert (str(office.valid_from), str(office.valid_to)) == ("2000-02-01", "2004-12-31")


@pytest.mark.parametrize(
    ("table", "old", "new", "message"),
    [
        ("actors", "id\tlabel", "label\tid", r"actors\.tsv:1: the header must be id label"),
        ("actors", "RUS\tRussia\tstate", "R/US\tRussia\tstate", r"actors\.tsv:2: id 'R/US': write 1 to 120"),
        ("actors", "\tRussia\t", "\t \t", r"actors\.tsv:2: label is empty"),
        ("actors", "organisation", "club", r"actors\.tsv:3: kind 'club': must be one of"),
        ("actors", "Q159", "159", r"actors\.tsv:2: wikidata '159': must be Q and a number"),
        ("actors", "NATO\tNATO", "RUS\tNATO", r"actors\.tsv:2: id 'RUS' stands twice"),
        ("actors", "person\tRUS", "person\tSUR", r"actors\.tsv:4: country 'SUR': not in actors.tsv"),
        ("actors", "Q159", "Q159\tx", r"actors\.tsv:2: 6 cells instead of 5"),
        ("names", "Moscow\tRUS", "Moscow\tRSU", r"names\.tsv:3: actor 'RSU': not in actors.tsv"),
        ("names", "metonym", "nickname", r"names\.tsv:3: kind 'nickname': must be one of"),
        ("names", "1918", "18", r"names\.tsv:3: '18' is not a date; write YYYY"),
        ("names", "1918", "1918-13", r"names\.tsv:3: '1918-13' is not a day of the calendar"),
        ("names", "1918\t", "1918\t1900", r"names\.tsv:3: ends \(1900\) before it begins \(1918\)"),
        ("names", "\tactor\n", "\tsometimes\n", r"names\.tsv:3: condition 'sometimes': must be one of"),
        ("names", "\t\tactor\n", "\tyes\tactor\n", r"names\.tsv:3: cased 'yes': must be 1 or empty"),
        ("names", "Moscow", "ab cd ef gh ij kl mn op qr st uv wx yz", r"names\.tsv: .* more than 12 words"),
        ("facts", "iso2", "iso9", r"facts\.tsv:2: property 'iso9': must be one of"),
        ("facts", "RUS\t", "RSU\t", r"facts\.tsv:2: actor 'RSU': not in actors.tsv"),
        ("offices", "\tRUS\t", "\tRSU\t", r"offices\.tsv:2: actor 'RSU': not in actors.tsv"),
        ("offices", "2004", "1999", r"offices\.tsv:2: ends \(1999\) before it begins"),
        ("memberships", "NATO", "OTAN", r"memberships\.tsv:2: actor 'OTAN': not in actors.tsv"),
        ("memberships", "1999", "'99", r"memberships\.tsv:2: \"'99\" is not a date"),
    ],
)
def test_actors_tables_error_names_file_line_and_remedy(
    tmp_path: Path, table: str, old: str, new: str, message: str
) -> None:
    broken = GOOD[f"{table}.tsv"].replace(old, new, 1)
    assert broken != GOOD[f"{table}.tsv"]
    with pytest.raises(DataError, match=message):
        load_gazetteer(tables(tmp_path, **{table: broken})).check()


def test_actors_tables_missing_or_not_utf8(tmp_path: Path) -> None:
    tables(tmp_path)
    (tmp_path / "facts.tsv").write_bytes(b"actor\tproperty\tvalue\tfrom\tto\n\xff")
    with pytest.raises(DataError, match=r"facts\.tsv: not UTF-8 at byte 29"):
        load_gazetteer(tmp_path)
    (tmp_path / "facts.tsv").unlink()
    with pytest.raises(DataError, match=r"facts\.tsv: cannot be read"):
        load_gazetteer(tmp_path)


def test_actors_extra_adds_and_overrides(tmp_path: Path) -> None:
    extra = tmp_path / "mine.csv"
    extra.write_text(
        "id,label,kind,country,aliases,demonyms\n"
        'group-front,"Front, the New",armed_group,RUS,NF|New Front,Frontist\n'
        "RUS,Rossiya,state,RUS,,\n",
        encoding="utf-8-sig",
    )
    gazetteer = load_gazetteer(tables(tmp_path), extra)
    assert [name.actor.id for name in gazetteer.lookup("new front")] == ["group-front"]
    assert gazetteer.lookup("nf") == ()
    assert gazetteer.lookup("NF")[0].actor.country == "RUS"
    assert gazetteer.lookup("Frontist")[0].kind == "demonym"
    assert gazetteer.lookup("Moscow")[0].actor.label == "Rossiya"
    assert gazetteer.longest(["the", "New", "Front", "said"], 1)[0] == 2
    assert next(iter(gazetteer)).id == "group-front"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("id,label\nx,X\n", r"mine\.csv:1: column 'kind' is missing"),
        ("id,label,kind,colour\n", r"mine\.csv:1: column 'colour' is not known"),
        ("", r"mine\.csv:1: column 'id' is missing"),
        ("id,label,kind\ng g,G,group\n", r"mine\.csv:2: id 'g g': write 1 to 120"),
        ("id,label,kind\n\ng,G,band\n", r"mine\.csv:3: kind 'band': must be one of"),
        ('id,label,kind\na,"A\nA",group\n', r"mine\.csv:2: column label: holds a control character"),
        ("id,label,kind\na,A\n", r"mine\.csv:2: 2 cells instead of 3"),
        ("id,label,kind\na,A,group\na,B,group\n", r"mine\.csv:3: id 'a' stands twice"),
        ("id,label,kind,country\na,A,group,XYZ\n", r"mine\.csv:2: country 'XYZ': no such state"),
        ('id,label,kind\na,"A,group\n', r"mine\.csv: not a CSV file"),
    ],
)
def test_actors_extra_error_names_row_and_column(tmp_path: Path, text: str, message: str) -> None:
    extra = tmp_path / "mine.csv"
    extra.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=message):
        load_gazetteer(tables(tmp_path), extra)
