"""People in office: heads of state and government, foreign, defence and interior ministers, with dates."""

import calendar
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from realpolitik.ontology.building.add_states import state_keys
from realpolitik.ontology.building.book import Book, bare, slug
from realpolitik.ontology.building.personal_names import as_title, clean_name, short_forms, surname_of
from realpolitik.ontology.building.tables import Row, read_reference, read_seed, values
from realpolitik.ontology.errors import DataError
from realpolitik.ontology.gazetteer_tables import parse_day
from realpolitik.ontology.gazetteer_text import fold

__all__ = ["OFFICES", "add_people"]

OFFICES: Final = ("head_of_state", "head_of_government", "foreign_minister", "defence_minister", "interior_minister")
_SINCE: Final = "1990"
# The seed reaches back to leaders whose names news still carries.
_BEFORE: Final = "1945"
_NOT_MINISTER: Final = re.compile(
    r"deput|delegate|assistant|associate|shadow|chief|spoke|director|commander|former|vice|trade and inv|information|"
    r"head of|member of|advis|minister of state|state secretary|secretary to|under|affairs for|veterans|"
    r"materiel|science|equipment|production|space|civilian|parliamentary|in charge|minister to|foreign trade$|"
    r"industry|ambassador",
    re.IGNORECASE,
)
# Ministers in one state, officials in all others.
_ELSEWHERE: Final = {"secretary of state": "USA", "foreign secretary": "GBR", "foreign secretary of india": "GBR"}
_OFFICE: Final = {
    "foreign": re.compile(r"foreign|external (?:affairs|relations)|exterior|^secretary of state$", re.IGNORECASE),
    "defence": re.compile(r"defen[cs]e|armed forces", re.IGNORECASE),
    "interior": re.compile(
        r"interior|internal|home (?:affairs|secretary|department)|homeland security|public security", re.IGNORECASE
    ),
}


@dataclass
class Person:
    """One person while the sources are joined; `noted` are those of the seed."""

    name: str
    wikidata: str = ""
    state: str = ""
    noted: bool = False
    forms: dict[str, None] = field(default_factory=dict)
    surnames: dict[str, None] = field(default_factory=dict)
    offices: dict[tuple[str, str, str, str, str], None] = field(default_factory=dict)

    def prominence(self) -> tuple[bool, int, int]:
        """Sort key: those of the seed, then the highest office, then the latest entry."""
        days = [parse_day(start, last=False) for _, _, _, start, _ in self.offices]
        latest = max((day.toordinal() for day in days if day), default=0)
        ranks = [OFFICES.index(office) if office in OFFICES else len(OFFICES) for _, office, *_ in self.offices]
        return not self.noted, min(ranks, default=len(OFFICES)) // 2, -latest


class People:
    """People by Wikidata id, else by state and name."""

    def __init__(self) -> None:
        self.all: list[Person] = []
        self._by_id: dict[str, Person] = {}
        self._by_name: dict[tuple[str, str], Person] = {}
        self._by_ends: dict[tuple[str, str, str], Person] = {}
        self._by_entry: dict[tuple[str, str, str], list[Person]] = {}

    def find(self, state: str, name: str, wikidata: str, entry: tuple[str, str] | None = None,
             *, exact: bool = False) -> Person:  # fmt: skip
        """Return the person, made if new; `name` may print the surname in capitals.

        `entry` is office and first day: who entered the same office on the same day under a name that shares a word is
        the same person. `exact` asks for the whole name, not for its first and last word only.
        """
        plain = " ".join(as_title(part) for part in name.split())
        surname = surname_of(name, state) or plain
        first = fold(plain.split()[0])
        person = self._by_id.get(wikidata) if wikidata else None
        # Where the surname stands first, the ends of the name are one word and tell nobody apart.
        ends = (state, first, fold(surname)) if first != fold(surname) and not exact else None
        if person is None:
            person = self._by_name.get((state, fold(plain))) or (self._by_ends.get(ends) if ends else None)
            if person is not None and wikidata and person.wikidata not in ("", wikidata):
                person = None
        if person is None and entry and entry[1] and not wikidata:
            words = set(fold(plain).split())
            others = self._by_entry.get((state, *entry), [])
            person = next((other for other in others if words & set(fold(other.name).split())), None)
        if person is None:
            person = Person(plain, wikidata, state)
            self.all.append(person)
        if entry:
            self._by_entry.setdefault((state, *entry), []).append(person)
        person.wikidata = person.wikidata or wikidata
        if wikidata:
            self._by_id[wikidata] = person
        self._by_name.setdefault((state, fold(plain)), person)
        if ends:
            self._by_ends.setdefault(ends, person)
        person.forms[plain] = None
        if surname != plain:
            person.surnames[surname] = None
        return person

    def rename(self, person: Person, forms: list[str]) -> None:
        """Add forms of a person's name under which sources may know it."""
        for form in forms:
            person.forms[form] = None
            self._by_name.setdefault((person.state, fold(bare(form))), person)


def add_people(book: Book, folder: Path) -> None:
    """Add everybody who held one of OFFICES since 1990, full names first, surnames only in context."""
    people, states = People(), state_keys()
    for row in read_seed("people.tsv"):
        person = people.find(states.get(row["state"], row["state"]), row["name"], "", exact=True)
        person.noted = True
        people.rename(person, values(row["aliases"]))
        person.surnames |= dict.fromkeys(values(row["surnames"]))
    for row in _holdings(folder):
        state = states.get(row["state"], row["state"])
        name = clean_name(row["person"])
        if name is None or state not in book.actors or book.actors[state][1] != "state":
            continue
        person = people.find(state, name, row["wikidata"], (row["kind"], row["from"]))
        if clean_name(row["person"], titled=True) == row["person"]:
            person.forms[row["person"]] = None
        title = re.sub(r" \([^)]*\)$", "", row["office"])
        _hold(person, state, title, row)
    _add_leaders(people, folder)
    variants = [(values(row["forms"]), values(row["states"])) for row in read_seed("given_names.tsv")]
    ids: dict[int, str] = {}
    for person in sorted(people.all, key=Person.prominence):
        base = f"person-{slug(person.name)}"
        if base == "person-":
            continue
        id = book.free_id(base, f"{base}-{person.state.lower()}")
        ids[id_of(person)] = book.actor(id, person.name, "person", person.state, person.wikidata, rank=5)
        book.name(person.name, id, "name")
        for form in person.forms:
            book.name(form, id, "alias")
            for short in [form, *short_forms(form, person.state)]:
                book.name(short, id, "alias")
                for other in _variants(short, person.state, variants):
                    book.name(other, id, "alias")
        for surname in person.surnames:
            if len(fold(surname)) > 1 and surname not in calendar.day_name:
                book.name(surname, id, "alias", condition="context", rank=8)
            bare = re.sub(r"^(?:al|el|ould|ben|bin)[- ]", "", surname, flags=re.IGNORECASE)
            if bare != surname and bare:
                book.name(bare, id, "alias", condition="context", rank=8)
        for state, office, title, start, end in person.offices:
            book.offices[id, state, office, title, start, end] = None


def id_of(person: Person) -> int:
    """Return a key for a person that is not hashable by value."""
    return id(person)


def _add_leaders(people: People, folder: Path) -> None:
    """Add the times in power that Archigos and REIGN give the people of the seed."""
    effective: dict[tuple[str, str], list[Row]] = {}
    for row in read_reference(folder, "leaders.csv"):
        if row["kind"] == "effective_leader":
            effective.setdefault((row["state"], fold(row["person"])), []).append(row)
    states = state_keys()
    for row in read_seed("people.tsv"):
        state = states.get(row["state"], row["state"])
        person = people.find(state, row["name"], "", exact=True)
        if not row["archigos"]:
            continue
        where, _, leader = row["archigos"].rpartition(":")
        leader, _, first_year = leader.partition("@")
        spells = [
            spell
            for spell in effective.get((where or row["state"], fold(leader)), [])
            if not first_year or abs(int(spell["from"][:4]) - int(first_year)) <= 1
        ]
        if not spells:
            raise DataError(f"{row['']}: no effective leader {leader!r} of {row['state']} in leaders.csv; correct it")
        for source in ("Archigos 4.1", "REIGN 2021-03"):
            for spell in spells:
                for office in values(row["offices"]):
                    kind, _, title = office.partition(":")
                    if spell["source"] == source and (not spell["to"] or spell["to"] >= _BEFORE):
                        _hold(person, state, title, {"kind": kind, "from": spell["from"], "to": spell["to"]})


def _variants(name: str, state: str, variants: list[tuple[list[str], list[str]]]) -> list[str]:
    """Return a name with the other spellings of its given name ("Sergei", "Sergey")."""
    first, _, rest = name.partition(" ")
    for forms, states in variants:
        if rest and first in forms and (not states or state in states):
            return [f"{form} {rest}" for form in forms if form != first]
    return []


def _hold(person: Person, state: str, title: str, row: Row) -> None:
    """Add a time in office, unless a more exact source has given it; an end that was open is closed."""
    start = parse_day(row["from"], last=False)
    for key in list(person.offices):
        known_state, office, known_title, known_start, known_end = key
        if (known_state, office) != (state, row["kind"]):
            continue
        first, last = parse_day(known_start, last=False), parse_day(known_end, last=True)
        same = start is None or (first is not None and first.year == start.year)
        if same and start and row["to"] and not known_end:
            del person.offices[key]
            person.offices[known_state, office, known_title, known_start, row["to"]] = None
        if same or (first and start and first <= start and (last is None or start <= last)):
            return
    person.offices[state, row["kind"], title, row["from"], row["to"]] = None


def _holdings(folder: Path) -> list[Row]:
    """Return the rows of both tables that hold one of OFFICES since 1990, the most exact source first."""
    rows = []
    for source in ("EPS 2022", "world-leaders-current", "CIA World Factbook", "EPS/world-leaders-2021"):
        rows += [
            row for row in read_reference(folder, "leaders.csv") if row["source"] == source and row["kind"] in OFFICES
        ]
    for row in read_reference(folder, "ministers.csv"):
        pattern = _OFFICE.get(row["kind"])
        if pattern is None or not pattern.search(row["office"]) or _NOT_MINISTER.search(row["office"]):
            continue
        if _ELSEWHERE.get(row["office"].lower(), row["state"]) != row["state"]:
            continue
        rows.append(row | {"kind": f"{row['kind']}_minister"})
    return [row for row in rows if not row["to"] or row["to"] >= _SINCE]
