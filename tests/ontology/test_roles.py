"""The tables of role nouns, descriptions and metonymy, and what is said of them when they are broken."""

import shutil
from pathlib import Path

import pytest

import realpolitik.ontology.roles as roles_module
from realpolitik.ontology.errors import DataError
from realpolitik.ontology.roles import load_roles

DATA = Path(roles_module.__file__).parent / "data"


@pytest.mark.parametrize(
    ("lemma", "kind", "relation", "side"),
    [
        ("president", "office", "headOf", "state"),
        ("foreign minister", "office", "holdsOffice", "state"),
        ("ambassador", "office", "represents", "state"),
        ("spokesman", "office", "spokespersonFor", "state"),
        ("official", "state", "", "state"),
        ("rebel", "armed_group", "", "opposition"),
        ("citizen", "group", "", "private"),
        ("newspaper", "media", "", "private"),
        ("mayor", "local", "", "private"),
    ],
)
def test_roles_say_what_nationality_and_noun_denote(lemma, kind, relation, side):
    role = load_roles().roles[lemma]
    assert (role.kind, role.relation, role.side) == (kind, relation, side)


def test_roles_are_found_by_their_plural():
    assert load_roles().role("troops").lemma == "troop"


@pytest.mark.parametrize(
    ("lemma", "kind"),
    [("alliance", "organisation"), ("kingdom", "state"), ("diplomat", "person"), ("ministry", "government")],
)
def test_roles_descriptions_refer_to_kinds_of_actor(lemma, kind):
    assert kind in load_roles().descriptions[lemma].kinds


@pytest.mark.parametrize(
    ("word", "slot", "reading"), [("street", "of", None), ("visit", "obj", "place"), ("with", "case", "actor")]
)
def test_roles_metonymy_reads_by_slot(word, slot, reading):
    assert load_roles().reading(word, slot) == reading


BROKEN = [
    ("roles.tsv", "envoy\toffise\t\tstate\tany\tenvoys\t", "kind 'offise' is not one of"),
    ("roles.tsv", "envoy\toffice\trules\tstate\tany\tenvoys\t", "relation 'rules' is not one of"),
    ("roles.tsv", "envoy\toffice\t\tstate\tdual\tenvoys\t", "number 'dual' is not one of"),
    ("roles.tsv", "envoy\toffice\t\tstate\tany\t\t", "has no plural"),
    ("roles.tsv", "Envoy\toffice\t\tstate\tany\tenvoys\t", "lower case"),
    ("roles.tsv", "envoy\toffice", "2 cells instead of 7"),
    ("roles.tsv", "envoy\toffice\t\tstate\tany\tenvoys\t", "'envoy' stands twice"),
    ("descriptions.tsv", "thing\tghost\t\t", "kind 'ghost' is not one of"),
    ("descriptions.tsv", "thing\t\t\t", "refers to nothing"),
    ("descriptions.tsv", "thing\tperson\tjuggler\t", "names the role 'juggler'"),
    ("metonymy.tsv", "street\tbeside\tplace", "slot 'beside' is not one of"),
    ("metonymy.tsv", "street\tof\tfoggy", "reading 'foggy' is not one of"),
    ("pronouns.tsv", "thou\tsecond\t", "agreement 'second' is not one of"),
    ("pronouns.tsv", "thee\tm\tyes", "reflexive 'yes' is not one of"),
]


@pytest.mark.parametrize(("table", "line", "message"), BROKEN)
def test_roles_name_file_and_remedy_of_a_broken_line(tmp_path, table, line, message):
    for name in ("roles.tsv", "descriptions.tsv", "metonymy.tsv", "pronouns.tsv"):
        shutil.copy(DATA / name, tmp_path / name)
    with (tmp_path / table).open("a", encoding="utf-8") as file:
        file.write(line + "\n")
    with pytest.raises(DataError) as caught:
        load_roles(tmp_path)
    assert message in str(caught.value)
    assert table in str(caught.value)


def test_roles_tell_of_a_wrong_header_and_a_missing_table(tmp_path):
    with pytest.raises(DataError, match="cannot be read"):
        load_roles(tmp_path)
    (tmp_path / "roles.tsv").write_text("word\tkind\n", "utf-8")
    with pytest.raises(DataError, match="header must be lemma kind"):
        load_roles(tmp_path)
