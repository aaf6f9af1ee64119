"""Comparing the shipped gazetteer with the reference: every code, Wikidata id and date must stand there."""

import re
from collections.abc import Iterator
from pathlib import Path

from realpolitik.ontology.actors import ActorFacts, Gazetteer
from realpolitik.ontology.building.add_people import ORGANISATIONS
from realpolitik.ontology.building.add_states import state_keys
from realpolitik.ontology.building.personal_names import clean_name
from realpolitik.ontology.building.tables import Row, read_reference, read_seed, values
from realpolitik.ontology.gazetteer_text import fold
from realpolitik.ontology.records import Actor

__all__ = ["differences"]

_IDS = ("states.csv", "places.csv", "regions.csv", "organisations.csv", "leaders.csv", "ministers.csv", "parties.csv")
_NAMES = ("short", "formal", "aliases", "name", "name_en", "ascii", "acronym", "person", "name_english", "former_names")


def differences(gazetteer: Gazetteer, shipped: dict[str, list[str]], folder: Path) -> Iterator[str]:
    """Yield one line for each id, code or date of the gazetteer that the reference tables do not have.

    `shipped` are the lines of the data files by file name.
    """
    yield from _wikidata(gazetteer, folder)
    keys = {id: key for key, id in state_keys().items()}
    states = {row["key"]: row for row in read_reference(folder, "states.csv")}
    for actor in gazetteer:
        facts = gazetteer.facts(actor.id)
        if actor.kind == "state" and facts is not None:
            yield from _codes(actor, facts, states.get(keys.get(actor.id, actor.id), {}))
    yield from _dates(shipped, folder, keys)


def _wikidata(gazetteer: Gazetteer, folder: Path) -> Iterator[str]:
    known: dict[str, set[str]] = {}
    for table in _IDS:
        for row in read_reference(folder, table):
            cells = "|".join(row.get(column, "") for column in _NAMES)
            names = {fold(name) for name in values(cells.replace(" / ", "|"))}
            names.add(fold(clean_name(row.get("person", "")) or ""))
            for id in (row["wikidata"], row.get("wikidata_alt", "")):
                known.setdefault(id, set()).update(names)
    own: dict[str, set[str]] = {}
    for name in gazetteer.names():
        own.setdefault(name.actor.id, set()).add(fold(name.text))
    for actor in gazetteer:
        if actor.wikidata is None:
            continue
        if actor.wikidata not in known:
            yield f"actors.tsv: {actor.id}: {actor.wikidata} stands in no reference table"
        elif not own[actor.id] & known[actor.wikidata] and actor.kind != "organisation":
            yield f"actors.tsv: {actor.id}: {actor.wikidata} is {min(known[actor.wikidata])!r} in the reference"


def _codes(actor: Actor, facts: ActorFacts, row: Row) -> Iterator[str]:
    for property, value in (("iso2", facts.iso2), ("iso3", facts.iso3), ("cow", facts.cow)):
        if (value or "") != row.get(property, ""):
            yield f"facts.tsv: {actor.id}: {property} is {value}, in states.csv {row.get(property)!r}"


def _dates(shipped: dict[str, list[str]], folder: Path, keys: dict[str, str]) -> Iterator[str]:
    held: set[tuple[str, str]] = set()
    for table in ("leaders.csv", "ministers.csv"):
        for row in read_reference(folder, table):
            held |= {(row["state"], row["from"]), (row["state"], row["to"])}
    for line in shipped["offices.tsv"]:
        person, state, _, _, *days = line.split("\t")
        # Those who head an organisation stand in ministers.csv without a state.
        sources = {keys.get(state, state), *({"RUS"} if state == "SUN" else ())}
        sources |= {""} if state in ORGANISATIONS.values() else set()
        for day in days:
            if day and not any((source, day) in held for source in sources):
                yield f"offices.tsv: {person} in {state}: {day} is no date of leaders.csv or ministers.csv"
    joined: set[tuple[str, str]] = set()
    for row in read_reference(folder, "memberships.csv"):
        joined |= {(row["state"], row[column]) for column in ("from", "to", "as_of")}
    for row in read_seed("membership_changes.tsv"):
        joined |= {(keys.get(row["state"], row["state"]), row[column]) for column in ("joined", "left")}
    for line in shipped["memberships.tsv"]:
        organisation, state, *days, _ = line.split("\t")
        for day in days:
            if day and (keys.get(state, state), day) not in joined:
                yield f"memberships.tsv: {state} in {organisation}: {day} is no date of memberships.csv"
    existed: set[str] = set()
    for table in ("organisations.csv", "parties.csv"):
        for row in read_reference(folder, table):
            existed |= {row["founded"], row["dissolved"]}
    for row in read_reference(folder, "states.csv"):
        existed |= set(re.split(r"[|/]", row["system_spells"]))
    for line in shipped["facts.tsv"]:
        actor, _, _, *days = line.split("\t")
        for day in days:
            if day and day not in existed:
                yield f"facts.tsv: {actor}: {day} is no date of the reference"
