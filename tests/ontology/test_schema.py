"""The schema says what PLOVER's manual says; the table is typed in again here, so that a slip in the Turtle shows."""

import subprocess
import sys
import typing
from pathlib import Path

import pytest

from realpolitik.ontology import schema as schema_module
from realpolitik.ontology.errors import DataError
from realpolitik.ontology.records import ActorKind, Polarity, Status, Voice
from realpolitik.ontology.schema import load_schema

TABLE = """
AGREE     | verbal cooperation   | 2.5  |
CONSULT   | verbal cooperation   | 2.5  | visit 4, third-party 1, multilateral 4, phone 1.5
SUPPORT   | verbal cooperation   | 5    |
CONCEDE   | verbal cooperation   | 4.5  |
COOPERATE | material cooperation | 9.5  |
AID       | material cooperation | 10   |
RETREAT   | material cooperation | 6.5  | withdraw 8, release 6.5, disarm 10, ceasefire 7.5, access 6.5, resign 4.5
REQUEST   | verbal conflict      | 0    | assist 0.5, change -1, yield -1, meet 0
ACCUSE    | verbal conflict      | -3   | disapprove -2, investigate -3.5, allege -3.5
REJECT    | verbal conflict      | -2   | assist -1.5, change -2, yield -2, meet -2
THREATEN  | verbal conflict      | -3.5 | restrict -3, arrest -3.5, relations -3.5, expel -3.5, territory -4
THREATEN  | verbal conflict      | -3.5 | violence -3.5
PROTEST   | material conflict    | -5   | demo -5, riot -7, strike -5, hunger -4.5, boycott -4.5, obstruct -4.5
PROTEST   | material conflict    | -5   | vandalize -5
SANCTION  | material conflict    | -6   | convict -6, expel -5.5, withdraw -6, discontinue -6
MOBILIZE  | material conflict    | -5.5 | troops -6.5, weapons -6.5, police -5.5, militia -6
COERCE    | material conflict    | -7   | seize -7, restrict -7, censor -6.5, curfew -6.5, martial-law -7.5, arrest -7
COERCE    | material conflict    | -7   | deport -7, withhold -7, misinformation -6.5, cyber -7
ASSAULT   | material conflict    | -9   | abduct -8.5, beat -7.5, torture -8.5, sexual -8.5, targeted -9.5, destroy -8.5
ASSAULT   | material conflict    | -9   | primitive -8, firearms -9, explosives -9, suicide-attack -9.5, aerial -9.5
ASSAULT   | material conflict    | -9   | drone -9.5, heavy-weapons -9.5, crowd-control -7.5, unconventional -10
"""
NEED_RECIPIENT = {"COOPERATE", "AID", "SANCTION"}
CONTEXTS = {
    *("military", "intelligence", "executive", "legislative", "election", "political_institutions", "pro_democracy"),
    *("pro_autocracy", "economic", "legal", "reparations", "human_rights", "rights_freedoms", "repression"),
    *("human_security", "gender", "lgbt", "religion_ethnicity", "inequality", "diplomatic", "territory"),
    *("peacekeeping", "health", "asylum", "migration", "disasters", "natural_resource", "environment", "technology"),
    *("terrorism", "cbrn", "cyber", "misinformation", "crime", "corruption", "illegal_drugs", "trafficking"),
}
STANDING = {
    *("memberOf", "holdsOffice", "headOf", "represents", "partOf", "locatedIn", "basedIn", "ownedBy", "alliedWith"),
    *("partyTo", "spokespersonFor", "nationalOf"),
}
ROWS = [[cell.strip() for cell in line.split("|")] for line in TABLE.strip().splitlines()]
MODES = [
    (name, *mode.strip().rsplit(" ", 1)) for name, _, _, modes in ROWS for mode in modes.split(",") if mode.strip()
]


def test_schema_has_the_sixteen_types_in_the_manual_s_order() -> None:
    assert list(load_schema().event_types) == list(dict.fromkeys(row[0] for row in ROWS))
    assert len(load_schema().event_types) == 16


@pytest.mark.parametrize(("name", "quad", "score", "_modes"), ROWS)
def test_schema_type_has_its_quad_and_score(name: str, quad: str, score: str, _modes: str) -> None:
    schema = load_schema()
    assert schema.quad(name) == quad
    assert schema.score(name) == float(score)
    assert schema.event_type(name).needs_recipient is (name in NEED_RECIPIENT)


@pytest.mark.parametrize(("name", "mode", "score"), MODES)
def test_schema_mode_has_its_score(name: str, mode: str, score: str) -> None:
    assert load_schema().score(name, mode) == float(score)
    assert load_schema().mode(name, mode).event_type == name


def test_schema_has_no_other_mode() -> None:
    found = {(name, mode) for name, kind in load_schema().event_types.items() for mode in kind.modes}
    assert found == {(name, mode) for name, mode, _ in MODES}
    assert len(found) == 67


def test_schema_has_the_37_contexts() -> None:
    assert set(load_schema().contexts) == CONTEXTS
    assert len(CONTEXTS) == 37


def test_schema_quads_lie_on_two_axes() -> None:
    quads = load_schema().quads
    assert {name: (quad.cooperative, quad.material) for name, quad in quads.items()} == {
        "verbal cooperation": (True, False),
        "material cooperation": (True, True),
        "verbal conflict": (False, False),
        "material conflict": (False, True),
    }


def test_schema_cameo_roots_are_shared_out_whole() -> None:
    codes = {name: kind.cameo for name, kind in load_schema().event_types.items()}
    assert codes["ASSAULT"] == ("18", "19", "20")
    assert codes["SANCTION"] == ("16",)
    assert codes["CONCEDE"] == codes["RETREAT"] == ("08",)
    assert {code for some in codes.values() for code in some} == {f"{number:02}" for number in range(2, 21)}


def test_schema_property_names_are_unlike_and_short() -> None:
    names = [kind.property_name for kind in load_schema().event_types.values()]
    assert len(set(names)) == 16
    assert load_schema().event_type("SANCTION").property_name == "sanctions"
    assert load_schema().event_type("SANCTION").property_iri.endswith("plover#sanctions")


@pytest.mark.parametrize(
    ("alias", "terms"), [(Polarity, "polarities"), (Status, "statuses"), (Voice, "voices"), (ActorKind, "actor_kinds")]
)
def test_schema_values_are_those_of_the_records(alias: object, terms: str) -> None:
    assert sorted(getattr(load_schema(), terms)) == sorted(typing.get_args(alias))


def test_schema_standing_relations_know_their_ends() -> None:
    standing = load_schema().standing
    kinds = set(load_schema().actor_kinds)
    assert set(standing) == STANDING
    assert all(
        relation.domain and relation.range and relation.domain | relation.range <= kinds
        for relation in standing.values()
    )
    assert standing["holdsOffice"].domain == {"person"}
    assert standing["memberOf"].inverse == "hasMember"
    assert [name for name, relation in standing.items() if relation.symmetric] == ["alliedWith"]


def test_schema_unknown_names_say_what_is_known() -> None:
    schema = load_schema()
    with pytest.raises(DataError, match=r"'SANCTIONS': not an? event type; use one of AGREE, "):
        schema.score("SANCTIONS")
    with pytest.raises(DataError, match=r"'seize': not a mode of SANCTION; use one of convict"):
        schema.score("SANCTION", "seize")
    with pytest.raises(DataError, match=r"'arms': not a mode of AID; there is none"):
        schema.score("AID", "arms")


def test_schema_is_read_once_and_cannot_be_changed() -> None:
    schema = load_schema()
    assert load_schema() is schema
    with pytest.raises(TypeError):
        schema.event_types["WAR"] = schema.event_types["ASSAULT"]  # type: ignore[index]


def test_schema_needs_neither_rdflib_nor_spacy() -> None:
    code = (
        "import sys; from realpolitik.ontology.schema import load_schema; load_schema(); "
        "sys.exit(bool({'rdflib', 'spacy', 'numpy'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def broken(folder: Path, old: str, new: str) -> Path:
    """Copy the ontology with one text replaced."""
    home = Path(str(schema_module.__file__)).parent
    hits = 0
    for name in ("realpolitik.ttl", "plover.ttl"):
        text = (home / name).read_text(encoding="utf-8")
        hits += text.count(old)
        (folder / name).write_text(text.replace(old, new), encoding="utf-8")
    assert hits
    return folder


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('rdfs:label "drone attack"@en ;', "", r"plover.ttl: assault-drone: label: needs exactly one text, has 0"),
        ("rp:score 9.5 ;", "", r"plover.ttl: COOPERATE: score: missing"),
        ("rp:score 9.5 ;", "rp:score true ;", r"plover.ttl: COOPERATE: score: needs exactly one text, has 0"),
        ("rp:score 9.5 ;", "rp:score 9.5, 9.6 ;", r"plover.ttl: COOPERATE: score: needs exactly one text, has 2"),
        ("rp:quad plover:verbal-conflict", "rp:quad plover:war", r"plover.ttl: REQUEST: quad: not a quad"),
        ('skos:notation "phone"', 'skos:notation "visit"', r"'visit' stands twice"),
        ('skos:notation "cyber"', 'skos:notation "crime"', r"'crime' stands twice"),
        ("rp:propertyOf plover:AID ;", "rp:propertyOf plover:AGREE ;", r"plover.ttl: AID: propertyOf: no property"),
        ("rp:needsRecipient true ;", 'rp:needsRecipient "yes" ;', r"needsRecipient: needs exactly one text"),
        ("rangeIncludes rp:State ;", "rangeIncludes rp:Planet ;", r"nationalOf: rangeIncludes: needs one or more"),
        ("plover:AID a owl:Class", "plover:AID owl:Class", r"plover.ttl: not valid Turtle"),
    ],
)
def test_schema_broken_turtle_names_term_and_remedy(tmp_path: Path, old: str, new: str, message: str) -> None:
    with pytest.raises(DataError, match=message):
        load_schema(broken(tmp_path, old, new))


def test_schema_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"realpolitik\.ttl: cannot be read"):
        load_schema(tmp_path)
