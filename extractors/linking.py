"""Which actor a name means: by date, type, syntax and what else the article names; rather none than a wrong one."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from realpolitik.extractors.coreference import is_subject
from realpolitik.extractors.mentions import Named
from realpolitik.extractors.metonymy import acts, case_of
from realpolitik.extractors.surnames import Bearers
from realpolitik.ontology.namespaces import slug
from realpolitik.ontology.records import Actor, ActorKind, LinkedBy
from realpolitik.ontology.roles import RoleTables

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from realpolitik.ontology.actors import Gazetteer, Name

__all__ = ["Link", "link_names", "minted"]

_KINDS_OF_LABEL: Final[dict[str, frozenset[ActorKind]]] = {
    "PERSON": frozenset({"person"}),
    "GPE": frozenset({"state", "place"}),
    "LOC": frozenset({"state", "place"}),
    "ORG": frozenset({"organisation", "party", "company", "media", "armed_group", "government", "military", "group"}),
}
_TYPES: Final[dict[ActorKind, str]] = {
    "state": "GPE", "place": "GPE", "person": "PERSON", "organisation": "ORG", "party": "ORG", "armed_group": "ORG",
    "military": "ORG", "government": "ORG", "media": "ORG", "company": "ORG", "group": "NORP",
}  # fmt: skip
_MAX_SLUG: Final = 100
_SAYS_WHERE: Final = frozenset({"appos", "flat", "nmod", "nmod:unmarked"})
_NEAR: Final = 4
"""Tokens from "in" to the region in "the port in northern Lebanon", "in the north of Lebanon"."""
_NATIONAL: Final = {
    **dict.fromkeys((
        "parliament", "congress", "senate", "national assembly", "house of representatives",
        "chamber of deputies", "federal assembly", "legislative assembly", "people's assembly",
    ), "parliament"),
    **dict.fromkeys((
        "ministry of defence", "ministry of defense", "defence ministry", "defense ministry",
    ), "defence-ministry"),
    **dict.fromkeys(("ministry of foreign affairs", "foreign ministry", "foreign office"), "foreign-ministry"),
    **dict.fromkeys(("central bank", "national bank"), "central-bank"),
    **dict.fromkeys(("supreme court", "constitutional court", "high court"), "supreme-court"),
}  # fmt: skip
_REGION_WITHIN: Final = 10
"""Tokens of such a phrase among which the region is looked for."""
_NO_MORE: Final = frozenset({"former", "ex", "-", "ex-", "post"})
_SUCCESSORS: Final = frozenset({"bloc", "country", "nation", "republic", "satellite", "space", "state", "territory"})
_RIVERS: Final = frozenset({"JOR", "NER", "PRY", "SEN", "URY"})


@dataclass(frozen=True, slots=True)
class Link:
    """What a name was linked to, how, why, and the entity type of the mention."""

    actor: Actor | None
    by: LinkedBy | None
    reason: str
    type: str | None


def minted(kind: ActorKind, prefix: str, label: str, country: str | None = None) -> Actor | None:
    """Return an actor that the gazetteer does not hold; None for a name without a letter or digit in ASCII."""
    local = slug(label)[:_MAX_SLUG].strip("-")
    return Actor(f"{prefix}-{local}", label, kind, country) if local else None


def link_names(
    doc: Doc, named: Sequence[Named], gazetteer: Gazetteer, tables: RoleTables, *, date: dt.date | None = None
) -> tuple[Link, ...]:
    """Link each name of a Doc; the answers stand in the order of `named`.

    `date` is the article's: names and offices that did not hold then give way to those that did.
    """
    linker = _Linker(doc, gazetteer, tables, date)
    linker.introduce(named)
    links = [linker.link(name) for name in named]
    # "Trump" speaks for the United States where the article names it by nothing else.
    if linker.learn(links):
        links = [link if link.actor is not None else linker.link(name) for name, link in zip(named, links, strict=True)]
    return tuple(links)


class _Linker:
    def __init__(self, doc: Doc, gazetteer: Gazetteer, tables: RoleTables, date: dt.date | None) -> None:
        self.doc = doc
        self.gazetteer = gazetteer
        self.tables = tables
        self.date = date
        self.words = [token.text for token in doc]
        self.sure: Counter[str] = Counter()
        """How often the article names an actor, or an actor of a country, beyond doubt."""
        self.bearers = Bearers(doc, gazetteer, date, self.sure)
        self.surnames: dict[str, dict[str, Actor]] = {}
        """Persons that the article names in full, by their last word."""
        self.persons: dict[str, Actor] = {}
        self.acronyms: dict[str, Actor] = {}
        self.organisations: dict[str, Actor] = {}
        self.first_words: dict[str, set[str]] = {}
        """Organisations that the gazetteer does not hold, by their first word."""
        self.last_words: dict[str, dict[str, Actor]] = {}
        """Organisations of the gazetteer that the article names, by their last word."""

    def introduce(self, named: Sequence[Named]) -> None:
        """Note what the article itself makes clear: names with one reading, full names, acronyms in brackets."""
        for name in named:
            actors = {one.actor.id: one.actor for one in self._dated(name.names)}
            if len(actors) == 1 and not any(one.condition for one in name.names):
                (actor,) = actors.values()
                self.sure[actor.id] += 1
                if actor.country and actor.country != actor.id:
                    self.sure[actor.country] += 1
            elif name.label != "PERSON":
                # Nairobi is a city or stands for Kenya; either way Kenya is spoken of.
                countries = {one.actor.country or one.actor.id for one in name.names}
                if len(countries) == 1 and not any(one.condition == "context" for one in name.names):
                    self.sure[countries.pop()] += 1
        persons = [name for name in named if self._is_full_person(name)]
        # "al-Assad" is no full name beside "Bashar al-Assad"; nor need the name that a person goes by be the last:
        # "Wanda Vázquez Garced".
        shorter = {text for name in persons for text in self._short_forms(name)}
        for name in persons:
            text = self._text(name)
            person = self._full_person(name) if text not in shorter else None
            if person is not None:
                self.persons[text] = person
                for short in self._short_forms(name):
                    self.surnames.setdefault(short, {})[person.id] = person
        for name in named:
            if name.label == "ORG" and not name.names and name.end - name.start > 1:
                self.first_words.setdefault(self.doc[name.start].text, set()).add(self._text(name))
            for one in name.names if name.end - name.start > 1 else ():
                if one.actor.kind == "organisation":
                    self.last_words.setdefault(self.doc[name.end - 1].text, {})[one.actor.id] = one.actor
        for name, following in pairwise(named):
            self._bracketed(name, following)

    def learn(self, links: Iterable[Link]) -> bool:
        """Note the countries of persons whom surnames were linked to; whether there are any that were not named."""
        new = set()
        for link in links:
            if link.by == "alias" and link.actor is not None and link.actor.kind == "person" and link.actor.country:
                if not self.sure[link.actor.country]:
                    new.add(link.actor.country)
                self.sure[link.actor.country] += 1
        return bool(new)

    def link(self, name: Named) -> Link:
        """Link one name."""
        if not name.names:
            return self._unknown(name)
        if self._is_full_person(name) and self._text(name) not in self.surnames:
            person = self.persons.get(self._text(name))
            return Link(person, "name" if person else None, self._said(name, person), "PERSON")
        if self._aged(name) and not any(self.bearers.leads(one.actor) for one in name.names):
            return Link(None, None, "an age follows: a person whom the article has not named in full", "PERSON")
        names = self._dated(name.names)
        person_names = [one for one in names if one.actor.kind == "person"]
        others = [one for one in names if one.actor.kind != "person"]
        introduced = self.surnames.get(self._text(name), {})
        titled = self._titled(name)
        known = bool(person_names or introduced)
        personal = name.label == "PERSON" or not others or (bool(introduced) and name.label is None)
        if titled or (personal and known):
            return self._surname_only(name, person_names, introduced, titled)
        if (where := self._elsewhere(name, others)) is not None:
            return where
        if person_names and (spoken := self._speaking(name, person_names, others)) is not None:
            return spoken
        return self._choose(name, others)

    def _speaking(self, name: Named, persons: list[Name], others: list[Name]) -> Link | None:
        """The person in office whom a name means that is a town's too, where it acts and the town stands for nobody:
        "Austin said after a night train to Kyiv …"."""
        towns = all(one.actor.kind == "place" and one.condition is None for one in others)
        if not towns or not is_subject(self.doc[name.head]) or not acts(self.doc[name.head], self.tables)[0]:
            return None
        known = {one.actor.id: one.actor for one in persons}
        serving = [actor for actor in known.values() if self.bearers.offices(actor, frozenset())]
        return self._likeliest(serving, name, titled=False)

    def _elsewhere(self, name: Named, names: list[Name]) -> Link | None:
        """What a name means beside the region that says where it is: "Moscow, Idaho", "Tripoli, in northern Lebanon".

        A place of that region's country, or one that the gazetteer does not hold; None where nothing of the kind stands
        there or it agrees with the most prominent reading.
        """
        if not names or not all(one.actor.kind in ("place", "state") for one in names):
            return None
        state = names[0].actor.kind == "state" and names[0].kind != "metonym"
        countries = self._region_beside(name, state=state)
        if not countries or {names[0].actor.country or names[0].actor.id} & countries:
            return None
        for one in names:
            if one.actor.kind == "place" and one.actor.country in countries:
                return Link(one.actor, "name", "the place of that name in the region named beside it", "GPE")
        return Link(None, None, "a place of that name elsewhere, as the region beside it says", "GPE")

    def _region_beside(self, name: Named, *, state: bool) -> set[str]:
        """The countries of the state or region that stands beside a place to say where it is."""
        head = self.doc[name.head]
        if name.end >= len(self.doc):
            return set()
        found: set[str] = set()
        inside = [t for t in head.rights if t.dep_ in _SAYS_WHERE and t.i >= name.end]
        if head.dep_ == "compound" and name.label != "NORP":
            inside += [t for t in head.head.rights if t.dep_ == "nmod" and case_of(t) == "in"]
        if [t.lower_ for t in self.doc[name.end : name.end + 2]] == [",", "in"]:
            # Wherever the parse hangs it, what follows at once says where the place is.
            inside.append(self.doc[name.end + 1].head)
        for token in inside:
            bare = token.dep_ in ("nmod:unmarked", "flat", "appos") and token.pos_ == "PROPN"
            if bare and (self.doc[name.end].text != "," or any(t.dep_ != "punct" for t in token.lefts)):
                continue
            if not bare and token.dep_ != "appos" and case_of(token) != "in":
                continue
            first, last = token.left_edge.i, token.right_edge.i
            for start in range(first, min(last, first + _REGION_WITHIN) + 1):
                if not (bare or {"in"} & {t.lower_ for t in self.doc[max(0, start - _NEAR) : start]}):
                    continue
                length, names = self.gazetteer.longest(self.words, start)
                regions = [one.actor for one in names if one.kind != "demonym" and one.actor.kind in ("place", "state")]
                # No state lies in another.
                wide = [a for a in regions if self._is_region(a) or (a.kind == "state" and not state)]
                if length and wide and self.doc[start].text[0].isupper():
                    found |= {actor.country or actor.id for actor in wide}
                    break
        return found

    def _unknown(self, name: Named) -> Link:
        text = self._text(name)
        spoken_of = self._titled(name) or self._text(name) in self.surnames
        if name.label == "PERSON" or (spoken_of and name.label in (None, "GPE", "LOC", "ORG")):
            person = self.persons.get(text)
            if person is not None:
                return Link(person, "recogniser", "full name of a person whom the gazetteer does not hold", "PERSON")
            return self._surname_only(name, [], self.surnames.get(self._text(name), {}), self._titled(name))
        if name.label in (None, "ORG") and (national := self._national_body(name, [])) is not None:
            return national
        if text in self.acronyms:
            actor = self.acronyms[text]
            return Link(actor, "alias", f"acronym introduced in brackets: {actor.label}", _TYPES[actor.kind])
        if name.label == "ORG" and (link := self._short_organisation(name)) is not None:
            return link
        if len(bodies := self.last_words.get(text, {})) == 1:
            (actor,) = bodies.values()
            return Link(actor, "alias", f"short for {actor.label}", "ORG")
        if name.label == "ORG" and self.doc[name.head].pos_ != "ADJ":
            organisation = self.organisations.get(text) or minted("organisation", "org", text)
            by: LinkedBy | None = "recogniser" if organisation else None
            return Link(organisation, by, "organisation that the gazetteer does not hold", "ORG")
        if name.label in ("GPE", "LOC"):
            place = minted("place", "place", text)
            return Link(place, "recogniser" if place else None, "place that the gazetteer does not hold", name.label)
        return Link(None, None, f"a name of a kind that does not act ({name.label or 'unknown'})", name.label)

    def _choose(self, name: Named, names: list[Name]) -> Link:
        if (national := self._national_body(name, names)) is not None:
            return national
        bodies = [one for one in names if one.condition == "context" and one.actor.kind == "organisation"]
        names = self._of_type(name, names)
        seats = [one for one in names if one.condition == "actor" or one.kind == "metonym"]
        if any(one.condition == "actor" for one in seats):
            acting, why = acts(self.doc[name.head], self.tables)
            if acting:
                # Brussels acts for Belgium where the article speaks of Belgium, else for the bodies that sit there.
                if bodies and not any(self.sure[one.actor.id] for one in seats if one.actor.kind == "state"):
                    seats = bodies[:1]
                if (seat := self._one(seats)) is not None:
                    return Link(seat.actor, "metonym", f"seat of power reads as {seat.actor.label}: {why}", "GPE")
                return Link(None, None, f"seat of several powers: {_ids(seats)}", "GPE")
            countries = {one.actor.country or one.actor.id for one in seats}
            places = [one for one in names if one.actor.kind == "place"]
            places = [one for one in places if one.actor.country in countries] or places
            if places:
                return Link(places[0].actor, "name", f"a place: {why}", "GPE")
            names = [one for one in names if one.condition != "actor"]
            if not names:
                return Link(None, None, f"a place, and no actor here: {why}", "GPE")
        if self._prefixed(name):
            return Link(None, None, "part of a wider name", None)
        # "the North" is North Korea where the article speaks of Korea.
        halves = [one for one in names if self._half(one)]
        if halves:
            names = [one for one in halves if self._kin_named(one.actor)]
        if not names or self._river(name, names):
            return Link(None, None, "no state or body here", None)
        chosen = self._one(names)
        if chosen is None:
            return Link(None, None, f"may be any of {_ids(names)}", self._type(name, names[0]))
        # What the recogniser takes for a body, "Amazon" or "the General Assembly", is the body of that name.
        body = name.label == "ORG" and chosen.actor.kind in _KINDS_OF_LABEL["ORG"]
        if (
            chosen.condition == "context"
            and not (body or self.sure[chosen.actor.id])
            and not self._suggested(chosen.actor)
        ):
            return Link(None, None, f"nothing in the article says that this is {chosen.actor.label}", None)
        reason = f"{chosen.kind} of {chosen.actor.label}"
        return Link(chosen.actor, chosen.kind, reason, self._type(name, chosen))

    def _national_body(self, name: Named, names: list[Name]) -> Link | None:
        """A body that every state has ("Peru's Congress", "the Ministry of Defence"): that of its owner, or else of the
        one country that the article speaks of most; None for other names."""
        text = self._text(name).lower()
        kind = _NATIONAL.get(text)
        owner = self._owner(name) if kind is not None else None
        if kind is None and not names:
            # "Swiss National Bank", which the recogniser takes for one name.
            first, _, rest = text.partition(" ")
            adjective = {one.actor.id for one in self.gazetteer.lookup(first) if one.actor.kind == "state"}
            kind = _NATIONAL.get(rest) if len(adjective) == 1 else None
            owner = adjective.pop() if kind is not None else None
        if kind is None:
            return None
        if owner is None and names and not any(self.sure[one.actor.country or ""] for one in names):
            return None  # "the Senate": most often that of the one state that is known by it
        if owner is None:
            ranked = self.sure.most_common()
            states = [(id, n) for id, n in ranked if (a := self.gazetteer.actor(id)) and a.kind == "state"]
            if not states or (len(states) > 1 and states[0][1] == states[1][1]):
                return None
            owner = states[0][0]
        known = [one.actor for one in names if one.actor.country == owner]
        actor = known[0] if known else self.gazetteer.actor(f"{owner}-{kind}") or self.gazetteer.actor(owner)
        if actor is None:
            return None
        return Link(actor, "description", f"the '{self._text(name)}' of {owner}", "ORG")

    def _is_region(self, place: Actor) -> bool:
        """Whether a place is a part of a state, and no town."""
        facts = self.gazetteer.facts(place.id)
        return facts is not None and facts.parent is not None

    def _owner(self, name: Named) -> str | None:
        """The country named as a body's owner: "Peru's Congress", "the Peruvian Congress"."""
        for child in self.doc[name.head].children:
            if child.dep_ in ("nmod:poss", "amod", "compound") and child.i < name.start:
                states = {one.actor.id for one in self.gazetteer.lookup(child.text) if one.actor.kind == "state"}
                if len(states) == 1:
                    return states.pop()
        return None

    def _one(self, names: Sequence[Name]) -> Name | None:
        """The one name that is meant among several; None where the article leaves it open."""
        first: dict[str, Name] = {}
        for one in names:
            first.setdefault(one.actor.id, one)
        readings = list(first.values())
        if len(readings) < 2:
            return readings[0] if readings else None
        named = [one for one in readings if self.sure[one.actor.id]]
        if len(named) == 1:
            return named[0]
        suggested = [one for one in readings if self._suggested(one.actor)]
        if len(suggested) == 1 and readings[0].actor.kind != "state":
            return suggested[0]
        weights = Counter(one.actor.kind in ("state", "organisation") for one in readings)
        if weights[True] == 1:
            return next(one for one in readings if one.actor.kind in ("state", "organisation"))
        # Candidates come most prominent first; between towns of one name that is what news means, those first whose
        # own name it is.
        readings.sort(key=lambda one: one.kind != "name")
        return readings[0] if all(one.actor.kind == "place" for one in readings) else None

    def _river(self, name: Named, names: list[Name]) -> bool:
        """Whether "the Niger" is the river; the state goes without "the"."""
        before = self.doc[name.start - 1].lower_ if name.start else ""
        head = self.doc[name.head]
        alone = head.dep_ not in ("compound", "amod", "nmod:unmarked") and not any(
            t.dep_ == "flat" for t in head.rights
        )
        states = {one.actor.id for one in names if one.kind != "demonym"}
        return before == "the" and alone and bool(states) and states <= _RIVERS

    @staticmethod
    def _half(one: Name) -> bool:
        """Whether a name calls a state by the half of its land that it is."""
        return one.condition == "definite" and one.kind == "alias" and one.actor.kind == "state"

    def _kin_named(self, state: Actor) -> bool:
        """Whether the article names a state, or its other half."""
        land = state.label.rpartition(" ")[2]
        return any(
            self.sure[id] and (other := self.gazetteer.actor(id)) is not None and land in other.label.split()
            for id in tuple(self.sure)
        )

    def _suggested(self, actor: Actor) -> bool:
        return actor.country is not None and bool(self.sure[actor.country])

    def _dated(self, names: Iterable[Name]) -> list[Name]:
        names = list(names)
        if self.date is None:
            return names
        return [one for one in names if one.valid(self.date)] or names

    def _of_type(self, name: Named, names: list[Name]) -> list[Name]:
        token = self.doc[name.head]
        demonyms = [one for one in names if one.kind == "demonym"]
        if demonyms and (token.pos_ == "ADJ" or name.label == "NORP"):
            # "a former Soviet state" is none of the Soviet Union's any more.
            before = self.doc[name.start - 1].lower_ if name.start else ""
            of_old = before in _NO_MORE and token.head.lemma_.lower() in _SUCCESSORS
            return [one for one in names if one not in demonyms] if of_old else demonyms
        kinds = _KINDS_OF_LABEL.get(name.label or "")
        return [one for one in names if kinds and one.actor.kind in kinds] or names

    def _prefixed(self, name: Named) -> bool:
        if name.start == 0 or name.end - name.start > 1:
            return False
        before = self.doc[name.start - 1]
        if before.text == "-" and name.start > 1:
            before = self.doc[name.start - 2]
        return bool(before.text[:1].isupper() and self.tables.reading(before.lower_, "prefix") == "other")

    def _is_full_person(self, name: Named) -> bool:
        if name.end - name.start < 2:
            return False
        if name.names:
            return all(one.actor.kind == "person" for one in name.names)
        return name.label == "PERSON" or (name.label in (None, "GPE", "LOC") and self._titled(name))

    def _full_person(self, name: Named) -> Actor | None:
        readings = list({one.actor.id: one.actor for one in name.names}.values())
        if not readings:
            return minted("person", "person", self._text(name))
        if len(readings) > 1:
            in_office = [actor for actor in readings if self.bearers.in_office(actor)]
            readings = in_office if len(in_office) == 1 else [actor for actor in readings if self._suggested(actor)]
        return readings[0] if len(readings) == 1 else None

    def _surname_only(self, name: Named, names: list[Name], introduced: dict[str, Actor], titled: bool) -> Link:
        if len(introduced) == 1:
            (actor,) = introduced.values()
            return Link(actor, "alias", f"surname of {actor.label}, whom the article names in full", "PERSON")
        if len(introduced) > 1:
            return Link(None, None, f"surname of several persons: {', '.join(sorted(introduced))}", "PERSON")
        known = {one.actor.id: one.actor for one in names}
        # Where the family name comes first ("Kim"), a known short form of who is named in full.
        full = {actor.id: actor for actor in self.persons.values() if actor.id in known} if known else {}
        if len(full) == 1:
            (actor,) = full.values()
            return Link(actor, "alias", f"short for {actor.label}, whom the article names in full", "PERSON")
        plain = {one.actor.id: one.actor for one in names if one.condition is None}
        if len(plain) == 1:
            (actor,) = plain.values()
            return Link(actor, "alias", "a name that only this person bears", "PERSON")
        if (link := self._likeliest(list(known.values()), name, titled)) is not None:
            return link
        if not titled and (link := self._short_organisation(name)) is not None:
            return link
        if not known and (name.label == "PERSON" or titled) and self.doc[name.start].text[0].isupper():
            actor_or_none = minted("person", "person", self._text(name))
            return Link(
                actor_or_none,
                "recogniser" if actor_or_none else None,
                "person whom the article does not name in full",
                "PERSON",
            )
        type = "PERSON" if titled or name.label == "PERSON" else name.label
        return Link(None, None, "a surname that the article does not introduce", type)

    def _likeliest(self, known: list[Actor], name: Named, titled: bool) -> Link | None:
        likeliest = self.bearers.likeliest(known, name, titled) if known else None
        return Link(likeliest[0], "alias", likeliest[1], "PERSON") if likeliest is not None else None

    def _aged(self, name: Named) -> bool:
        """Whether an age follows a name ("Jordan, 34, scored"): so news introduces those who are nobody yet."""
        after = [token.text for token in self.doc[name.end : name.end + 3]]
        return len(after) == 3 and after[0] == after[2] == "," and after[1].isdigit() and 10 <= int(after[1]) <= 99

    def _short_organisation(self, name: Named) -> Link | None:
        """The one organisation that the article names in full whose first word the name is ("Mahan" for Mahan Air)."""
        full = self.first_words.get(self._text(name), set())
        if len(full) != 1:
            return None
        (organisation,) = full
        actor = self.organisations.get(organisation) or minted("organisation", "org", organisation)
        return Link(actor, "alias" if actor else None, f"short for {organisation}", "ORG")

    def _titled(self, name: Named) -> bool:
        """Whether a title or an office stands before the name ("President May", "the president, Hage Geingob")."""
        if name.start == 0:
            return False
        before = self.doc[name.start - 1]
        head = self.doc[name.head]
        if head.dep_ == "appos" and name.end - name.start > 1 and head.head.i < name.start:
            before = head.head
        role = self.tables.role(before.lower_) or self.tables.role(before.lemma_.lower())
        if role is None or role.kind not in ("office", "title") or before.pos_ == "ADJ":
            return False
        head = self.doc[name.head]
        return (
            before.head.i == head.i or head.head.i == before.i or (before.head.i == head.head.i and head.dep_ == "flat")
        )

    def _bracketed(self, name: Named, acronym: Named) -> None:
        doc = self.doc
        if acronym.start != name.end + 1 or acronym.end - acronym.start != 1 or doc[name.end].text not in "([":
            return
        text = doc[acronym.start].text
        if acronym.end >= len(doc) or doc[acronym.end].text not in ")]" or sum(map(str.isupper, text)) < 2:
            return
        initials = [doc[i].text[0].lower() for i in range(name.start, name.end)]
        if not _is_subsequence([letter.lower() for letter in text if letter.isalpha()], initials, name, doc):
            return
        if name.names:
            chosen = self._one(self._of_type(name, self._dated(name.names)))
            actor = chosen.actor if chosen else None
        elif name.label in ("ORG", None):
            actor = minted("organisation", "org", self._text(name))
            if actor is not None:
                self.organisations[self._text(name)] = actor
        else:
            actor = None
        if actor is not None and actor.kind not in ("person", "place"):
            self.acronyms.setdefault(text, actor)

    def _said(self, name: Named, person: Actor | None) -> str:
        if person is None:
            return f"may be any of {_ids(name.names)}"
        return f"name of {person.label}" if name.names else "full name of a person whom the gazetteer does not hold"

    def _type(self, name: Named, chosen: Name) -> str:
        if chosen.kind == "demonym":
            return "NORP"
        if chosen.kind == "metonym":
            # The Kremlin, the White House.
            return name.label or "ORG"
        if chosen.actor.kind == "place" and name.label in ("LOC", "GPE", "FAC"):
            return name.label
        return _TYPES[chosen.actor.kind]

    def _text(self, name: Named) -> str:
        return str(self.doc[name.start : name.end].text)

    def _short_forms(self, name: Named) -> set[str]:
        """The ends of a full name, and each of its later words."""
        ends = {str(self.doc[i : name.end].text) for i in range(name.start + 1, name.end)}
        words = {str(token.text) for token in self.doc[name.start + 1 : name.end]}
        return {text for text in ends | words if len(text) > 2 and text[0].isalpha() and not text.islower()}


def _ids(names: Iterable[Name]) -> str:
    return ", ".join(dict.fromkeys(one.actor.id for one in names))


def _is_subsequence(letters: list[str], initials: list[str], name: Named, doc: Doc) -> bool:
    """Whether an acronym's letters are the name's initials, little words and second letters of a word left aside."""
    if len(letters) < 2 or letters[0] != initials[0]:
        return False
    rest = "".join(doc[i].lower_ for i in range(name.start, name.end))
    position = 0
    for letter in letters:
        position = rest.find(letter, position) + 1
        if position == 0:
            return False
    return sum(letter in initials for letter in letters) * 2 > len(letters)
