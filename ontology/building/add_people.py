"""People in office: heads of state and government, ministers, speakers and the heads of services, with dates."""

import calendar
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from realpolitik.ontology.building.add_states import state_keys
from realpolitik.ontology.building.book import Book, bare, slug
from realpolitik.ontology.building.personal_names import (
    TWO_SURNAMES,
    as_title,
    called,
    clean_name,
    short_forms,
    surname_of,
)
from realpolitik.ontology.building.tables import Row, read_reference, read_seed, values
from realpolitik.ontology.errors import DataError
from realpolitik.ontology.gazetteer_tables import parse_day
from realpolitik.ontology.gazetteer_text import fold

__all__ = ["OFFICES", "ORGANISATIONS", "add_people"]

OFFICES: Final = (
    "head_of_state", "head_of_government", "foreign_minister", "defence_minister", "interior_minister",
    "finance_minister", "justice_minister", "speaker", "army_chief", "intelligence_chief", "central_bank_governor",
    "organisation_head", "effective_leader",
)  # fmt: skip
_SINCE: Final = "1990"
# The seed reaches back to leaders whose names news still carries.
_BEFORE: Final = "1945"
_BELOW: Final = (
    r"deput|delegate|assistant|associate|shadow|spoke|former|vice|member of|advis|minister of state|state secretary|"
    r"secretary to|under|affairs for|parliamentary|minister to|ambassador|acting for|flemish|regional|junior"
)
_NOT_MINISTER: Final = re.compile(
    _BELOW + r"|chief|director|commander|trade and inv|information|head of|veterans|materiel|science|equipment|"
    r"production|space|civilian|in charge|foreign trade$|industry|lord of|budget and management|office of|"
    r"commission|board|judge|court|chancellor of justice|prosecutor|solicitor|economic secretary|financial secretary",
    re.IGNORECASE,
)
# Ministers in one state, officials in all others.
_ELSEWHERE: Final = {
    "secretary of state": "USA", "foreign secretary": "GBR", "foreign secretary of india": "GBR",
    "secretary of the treasury": "USA", "attorney general": "USA", "chancellor of the exchequer": "GBR",
}  # fmt: skip
_OFFICE: Final = {
    "foreign": ("foreign_minister", r"foreign|external (?:affairs|relations)|exterior|^secretary of state$"),
    "defence": ("defence_minister", r"defen[cs]e|armed forces"),
    "interior": (
        "interior_minister",
        r"interior|internal|home (?:affairs|secretary|department)|homeland security|public security",
    ),
    "finance": ("finance_minister", r"financ|exchequer|^secretary of the treasury$|^treasurer$"),
    "justice": ("justice_minister", r"minister (?:of|for) justice|secretary (?:of|for) justice|^attorney general$"),
}
# Those who are no ministers: what their office is called, whole.
_SERVICE: Final = {
    "speaker": (
        "speaker",
        r"(?:speaker|president|chair(?:man|woman|person)?) of the [\w -]*"
        r"(?:parliament|assembly|house|senate|chamber|congress|council|knesset|seimas|rada|duma|riksdag|storting|"
        r"folketing|diet|bundestag|bundesrat|sejm|lok sabha|saeima|riigikogu|cortes|eduskunta|althing|people|nation)\b"
        r"[\w ]*",
    ),
    "armed_forces": (
        "army_chief",
        r"chief of (?:the )?(?:general|defen[cs]e) staff(?: of the armed forces)?|chief of defen[cs]e(?: forces?)?|"
        r"chair(?:man)? of the joint chiefs(?: of staff)?|chief of (?:the )?army staff|chief of staff of the "
        r"(?:army|armed forces)|(?:supreme )?commander(?:-in-chief)? of the (?:national )?(?:armed forces|army)",
    ),
    "intelligence": ("intelligence_chief", r"(?:head|director|chief|director[ -]general|president) of .+"),
    "central_bank": ("central_bank_governor", r"(?:governor|president|chair(?:man|woman)?) of .*(?:bank|reserve).*"),
}
ORGANISATIONS: Final = {
    "Secretary-General of the United Nations": "UN", "Director-General of the World Trade Organization": "WTO",
}  # fmt: skip
_NOT_HEAD: Final = re.compile(_BELOW, re.IGNORECASE)


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
        self._anywhere: dict[tuple[str, str, str], Person] = {}
        self._before = {
            after: row["former"] for row in read_seed("successions.tsv") for after in values(row["successors"])
        }

    def find(self, state: str, name: str, wikidata: str, entry: tuple[str, str] | None = None,
             *, exact: bool = False) -> Person:  # fmt: skip
        """Return the person, made if new; `name` may print the surname in capitals.

        `entry` is office and first day: who entered the same office on the same day under a name that shares a word is
        the same person, in another state under the same name. `exact` asks for the whole name, not for its first and
        last word only.
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
        if person is None and state in TWO_SURNAMES and plain.count(" ") > 1 and not exact:
            known = self._by_name.get((state, fold(plain.rpartition(" ")[0])))
            person = known if known is not None and known.wikidata in ("", wikidata) else None
        if person is None:
            elsewhere = self._by_name.get((self._before.get(state, ""), fold(plain)))
            if entry and len(entry[1]) == len("2017-05-14"):
                elsewhere = elsewhere or self._anywhere.get((fold(plain), *entry))
            if elsewhere is not None and (not wikidata or elsewhere.wikidata in ("", wikidata)):
                person = elsewhere
        if person is None and entry and entry[1] and not wikidata:
            words = set(fold(plain).split())
            others = self._by_entry.get((state, *entry), [])
            person = next((other for other in others if words & set(fold(other.name).split())), None)
        if person is None:
            person = Person(plain, wikidata, state)
            self.all.append(person)
        if entry:
            self._by_entry.setdefault((state, *entry), []).append(person)
            self._anywhere.setdefault((fold(plain), *entry), person)
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
    _add_heads(book, people)
    for row in _holdings(folder):
        state = states.get(row["state"], row["state"])
        name = clean_name(row["person"])
        organisation = ORGANISATIONS.get(row["office"])
        if organisation is not None and name is not None and organisation in book.actors:
            home = next((p.state for p in people.all if fold(p.name) == fold(name)), "")
            _hold(people.find(home, name, row["wikidata"]), organisation, row["office"], row)
        if name is None or state not in book.actors or book.actors[state][1] != "state":
            continue
        person = people.find(state, name, row["wikidata"], (row["kind"], row["from"]))
        if clean_name(row["person"], titled=True) == row["person"]:
            person.forms[row["person"]] = None
        title = re.sub(r" \([^)]*\)$", "", row["office"])
        _hold(person, state, title, row)
    _add_leaders(people, folder)
    _add_effective_leaders(people, folder)
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
        # "Rafic Hariri" is called Hariri; only leaders go by another name of theirs.
        leads = person.noted or any(office in OFFICES[:2] for _, office, *_ in person.offices)
        others = [other for form in person.forms for other in called(form, person.state)] if leads else []
        for surname in dict.fromkeys([*person.surnames, *others]):
            if len(fold(surname)) > 1 and surname not in calendar.day_name:
                book.name(surname, id, "alias", condition="context", rank=8)
            bare = re.sub(r"^(?:al|el|ould|ben|bin)[- ]", "", surname, flags=re.IGNORECASE)
            if bare != surname and bare:
                book.name(bare, id, "alias", condition="context", rank=8)
        for state, office, title, start, end in person.offices:
            book.offices[id, state, office, title, start, end] = None


def _add_heads(book: Book, people: People) -> None:
    """Add who has headed an international body; no reference table says since when, so these offices bear no dates."""
    states = state_keys()
    for row in read_seed("heads.tsv"):
        if row["organisation"] not in book.actors:
            raise DataError(f"{row['']}: no organisation {row['organisation']!r}; correct its id")
        person = people.find(states.get(row["state"], row["state"]), row["name"], "", exact=True)
        person.noted = True
        people.rename(person, values(row["aliases"]))
        _hold(person, row["organisation"], row["title"], {"kind": "organisation_head", "from": "", "to": ""})


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


def _add_effective_leaders(people: People, folder: Path) -> None:
    """Add the times in power that Archigos and REIGN give people whom another source or the seed names.

    Both often print a surname alone: it must be that of one person of the state who is near in time or of the seed.
    Which office the power came with they do not say.
    """
    by_state: dict[str, list[Person]] = {}
    for person in people.all:
        by_state.setdefault(person.state, []).append(person)
    states = state_keys()
    rows = [row for row in read_reference(folder, "leaders.csv") if row["kind"] == "effective_leader"]
    for source in ("Archigos 4.1", "REIGN 2021-03"):
        for row in rows:
            if row["source"] != source or (row["to"] and row["to"] < _SINCE):
                continue
            state = states.get(row["state"], row["state"])
            leader = _leader(row, by_state.get(state, []))
            if leader is not None and not _leads(leader, state, row):
                _hold(leader, state, "leader", {"kind": "effective_leader", "from": row["from"], "to": row["to"]})


def _leader(row: Row, people: list[Person]) -> Person | None:
    """Return the one person whom a row of leaders.csv names, None where there is none or more than one."""
    words = fold(row["person"]).split()
    forms = {id_of(p): [set(fold(form).split()) for form in p.forms] for p in people}
    for fits in (
        [p for p in people if set(words) in forms[id_of(p)]],
        [p for p in people if len(words) > 1 and any(set(words) <= form for form in forms[id_of(p)])],
        [
            p
            for p in people
            if {fold(surname) for surname in p.surnames} & {" ".join(words), *([words[0]] if len(words) == 2 else [])}
            and (p.noted or _about(p, row))
        ],
    ):
        if fits:
            return fits[0] if len(fits) == 1 else None
    return None


def _about(person: Person, row: Row) -> bool:
    """Whether a person held some office within ten years of a time in power."""
    year = int(row["from"][:4])
    return any(start and abs(int(start[:4]) - year) <= 10 for _, _, _, start, _ in person.offices)


def _leads(person: Person, state: str, row: Row) -> bool:
    """Whether another source has the person lead the state when the time in power begins."""
    begin = parse_day(row["from"], last=True)
    for country, office, _, start, end in person.offices:
        first, last = parse_day(start, last=False), parse_day(end, last=True)
        leads = country == state and office in ("head_of_state", "head_of_government", "effective_leader")
        if leads and begin and first and first <= begin and (last is None or begin <= last):
            return True
    return False


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
        office = _office_of(row)
        if office is not None:
            rows.append(row | {"kind": office})
    return [row for row in rows if not row["to"] or row["to"] >= _SINCE]


def _office_of(row: Row) -> str | None:
    """Return which of OFFICES a row of ministers.csv holds: the kinds there are wide, so its title decides."""
    title = row["office"]
    if row["kind"] in _OFFICE:
        office, pattern = _OFFICE[row["kind"]]
        if not re.search(pattern, title, re.IGNORECASE) or _NOT_MINISTER.search(title):
            return None
        return office if _ELSEWHERE.get(title.lower(), row["state"]) == row["state"] else None
    if title in ORGANISATIONS:
        return "organisation_head"
    office, pattern = _SERVICE.get(row["kind"], ("", ""))
    if not office or not re.fullmatch(pattern, title, re.IGNORECASE) or _NOT_HEAD.search(title):
        return None
    return office
