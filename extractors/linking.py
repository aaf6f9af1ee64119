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
from realpolitik.ontology.namespaces import slug
from realpolitik.ontology.records import Actor, ActorKind, LinkedBy
from realpolitik.ontology.roles import RoleTables

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from realpolitik.ontology.actors import Gazetteer, Name, Office

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
_LEADS: Final = frozenset({"head_of_state", "head_of_government", "effective_leader", "organisation_head"})
_LEADERS: Final = frozenset({
    "chairman", "chancellor", "chief", "commander", "dictator", "director", "emir", "emperor", "head", "king", "leader",
    "monarch", "pope", "premier", "president", "prime", "queen", "ruler", "secretary", "strongman", "sultan",
    "taoiseach",
})  # fmt: skip
_SAYS_WHERE: Final = frozenset({"appos", "flat", "nmod", "nmod:unmarked"})
_NEAR: Final = 4
"""Tokens from "in" to the region in "the port in northern Lebanon", "in the north of Lebanon"."""
_GOVERN: Final = frozenset({"prime", "premier", "chancellor", "taoiseach"})
_REIGN: Final = frozenset({"emir", "emperor", "king", "monarch", "president", "queen", "sultan"})
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
_RIVERS: Final = frozenset({"JOR", "NER", "PRY", "SEN", "URY"})
_PAST: Final = frozenset({"former", "once", "ex", "late", "deposed", "ousted", "exiled", "jailed", "years"})
_PORTFOLIOS: Final[dict[str, frozenset[str]]] = {
    "foreign_minister": frozenset({"foreign", "external", "state"}),
    "defence_minister": frozenset({"defence", "defense"}),
    "interior_minister": frozenset({"interior", "internal", "home", "homeland"}),
    "finance_minister": frozenset({"finance", "treasury", "exchequer"}),
    "justice_minister": frozenset({"justice", "attorney"}),
}
_SERVICES: Final[dict[str, frozenset[str]]] = {
    "speaker": frozenset({"speaker"}),
    "army_chief": frozenset({"general", "gen.", "marshal", "admiral", "commander", "chief"}),
    "intelligence_chief": frozenset({"director", "chief"}),
    "central_bank_governor": frozenset({"governor", "chairman", "chair"}),
}
_STAFF: Final = frozenset({"army", "armed", "bank", "central", "intelligence", "military", "staff"})
_GONE: Final = frozenset({"deposed", "exiled", "jailed", "late", "ousted", "years"})
_NAMED_ALONE: Final = frozenset({"foreign_minister", "defence_minister", "interior_minister"})
_ENOUGH: Final = 4.0
"""What speaks for a person whom a surname alone is linked to, and by how much more than for the next."""
_LEAD: Final = 0.7
_YEARS: Final = 20
_ANY_MINISTER: Final = frozenset({"minister", "secretary", "mr", "mr.", "mrs", "mrs.", "ms", "ms.", "dr", "dr."})


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
        if self._aged(name) and not any(self._offices(one.actor, frozenset()) & _LEADS for one in name.names):
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
        serving = [actor for actor in known.values() if self._offices(actor, frozenset())]
        return self._likeliest(serving, name, titled=False) if serving else None

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
        for token in inside:
            bare = token.dep_ in ("nmod:unmarked", "flat", "appos") and token.pos_ == "PROPN"
            if bare and (self.doc[name.end].text != "," or any(t.dep_ != "punct" for t in token.lefts)):
                continue
            if not bare and token.dep_ != "appos" and case_of(token) != "in":
                continue
            for start in range(token.left_edge.i, token.right_edge.i + 1):
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
        names = self._of_type(name, names)
        seats = [one for one in names if one.condition == "actor" or one.kind == "metonym"]
        if any(one.condition == "actor" for one in seats):
            acting, why = acts(self.doc[name.head], self.tables)
            if acting:
                # Brussels acts for Belgium where the article speaks of Belgium, else for the bodies that sit there.
                bodies = [one for one in names if one.condition == "context" and one.actor.kind == "organisation"]
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
            return demonyms
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
            in_office = [actor for actor in readings if self._in_office(actor)]
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
        """Whom a surname means that the article does not introduce; of several that are as likely none is taken.

        What counts: an office at the article's date, or how many years lie between; a title that fits it; that the
        article speaks of the person's country; that nobody else of note bears the name.
        """
        if self.date is None:
            return self._best_known(known, name)
        title = self._title_words(name) if titled else frozenset[str]()
        beside, bodies = self._description(name)
        around = {token.lower_ for token in self.doc[name.head].sent} if self.doc[name.head].sent else set()
        around = around if around & _ANY_MINISTER else set()
        weights: dict[str, float] = {}
        reasons: dict[str, str] = {}
        for actor in known:
            if bodies and not beside & _PAST and not bodies & self._countries(actor):
                continue
            if beside & _GONE and self._in_office(actor):
                continue
            offices = self._offices(actor, title | beside)
            suggested = any(self.sure[country] for country in self._countries(actor))
            if offices & _LEADS and (not beside or beside & _LEADERS or suggested):
                weight, reason = (
                    6.0 if suggested or beside or title else 4.2,
                    "leads a state or body at the article's date",
                )
                weight += self._title_of(offices, title | beside)
            elif offices - _LEADS:
                # A foreign minister is named abroad without a word on who that is.
                unnamed = 3.4 if "foreign_minister" in offices else 3.0
                weight, reason = (5.0 if title or beside else unnamed), "in office at the article's date"
                weight += 2.5 * (bool(offices & _SERVICES.keys()) and bool(beside & _STAFF))
                weight += 1.5 * (not beside and any(_PORTFOLIOS.get(one, frozenset()) & around for one in offices))
            elif (not beside or beside & _PAST) and (years := self._years_apart(actor)) is not None and years <= _YEARS:
                # Who left office is named more often than who will enter it, and who led more than who served.
                weight, reason = 2.5 - years / _YEARS, "of note some years from the article's date"
                weight += 0.5 * any(office.office in _LEADS for office in self.gazetteer.offices(actor.id))
            else:
                continue
            weights[actor.id] = weight + 2 * suggested
            reasons[actor.id] = reason + (", and its country is named" if suggested else "")
        if not weights:
            return None
        alone = len(weights) == 1
        first, *rest = sorted(weights, key=lambda id: -weights[id])
        lead = weights[first] - (weights[rest[0]] if rest else 0)
        if weights[first] + alone + (name.label == "PERSON") < _ENOUGH or lead < _LEAD:
            return None
        (chosen,) = (actor for actor in known if actor.id == first)
        return Link(chosen, "alias", reasons[first], "PERSON")

    def _title_of(self, offices: frozenset[str], words: frozenset[str]) -> float:
        """What a title adds for who bears it: a prime minister is no president."""
        if words & _GOVERN:
            return 1.0 if "head_of_government" in offices and "head_of_state" not in offices else 0.0
        return 1.0 if words & _REIGN and "head_of_state" in offices else 0.0

    def _best_known(self, known: list[Actor], name: Named) -> Link | None:
        """Whom a surname means in a text without a date: the one leader who bears it, if nobody else of that country
        does, or the only one whose country is named."""
        if name.label not in ("PERSON", None) or self._description(name)[0]:
            return None
        leaders = [a for a in known if any(office.office in _LEADS for office in self.gazetteer.offices(a.id))]
        chosen = leaders if len(leaders) == 1 else [a for a in leaders if self._suggested(a)]
        if len(chosen) != 1:
            return None
        (leader,) = chosen
        if any(self._countries(a) & self._countries(leader) for a in known if a.id != leader.id):
            return None
        return Link(leader, "alias", "the leader whom the surname means", "PERSON")

    def _countries(self, actor: Actor) -> set[str]:
        """The countries and bodies whose mention speaks for a person."""
        found = {office.country for office in self.gazetteer.offices(actor.id)}
        return found | {actor.country} if actor.country else found

    def _years_apart(self, actor: Actor) -> float | None:
        """How many years lie between the article's date and a person's nearest office; 0 where no office has a date."""
        if self.date is None:
            return None
        apart = []
        for office in self.gazetteer.offices(actor.id):
            first, last = office.valid_from or office.valid_to, office.valid_to or self.date
            if first is not None:
                days = max((first - self.date).days, (self.date - last).days, 0)
                # Before they enter office most people are unknown.
                apart.append(days / 365.25 * (2 if self.date < first else 1))
        return min(apart, default=0.0)

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

    def _offices(self, actor: Actor, title: frozenset[str]) -> frozenset[str]:
        """The offices that a person holds at the article's date, of those that a title may mean.

        "Foreign Minister Lee" is not the minister of justice; without a title only those are meant whom news names so.
        """
        portfolios = {office for office, words in _PORTFOLIOS.items() if words & title}
        found = set()
        for held in self.gazetteer.offices(actor.id) if self.date is not None else ():
            office = held.office
            if held.valid_from is None and office == "organisation_head":
                # Since when is not known: a title must say it.
                if set(held.title.lower().replace("-", " ").split()) & title:
                    found.add(office)
                continue
            if held.valid_from is None or not held.valid(self.date):
                continue
            if office in _LEADS and self._succeeded(actor, held):
                continue
            if office in _SERVICES:
                fits = bool(_SERVICES[office] & title)
            elif portfolios:
                fits = office in portfolios
            else:
                fits = office in _LEADS or (office in _NAMED_ALONE if not title else bool(title & _ANY_MINISTER))
            if fits:
                found.add(office)
        return frozenset(found)

    def _succeeded(self, actor: Actor, held: Office) -> bool:
        """Whether somebody else has entered an office since, whose end no source gives."""
        holders = self.gazetteer.holders(held.country, held.office, self.date)
        return held.valid_to is None and bool(holders) and holders[0].id != actor.id

    def _in_office(self, actor: Actor) -> bool:
        return self.date is not None and any(
            office.valid(self.date) and office.valid_from is not None for office in self.gazetteer.offices(actor.id)
        )

    def _title_words(self, name: Named) -> frozenset[str]:
        """The words of the title before a name."""
        before = self.doc[name.start - 1]
        return frozenset(token.lower_ for token in (*before.lefts, before))

    def _description(self, name: Named) -> tuple[frozenset[str], frozenset[str]]:
        """The words of a description set beside a name, and the states and bodies named in it; nothing of a title.

        "Rice, the envoy to the United Nations"
        """
        head = self.doc[name.head]
        nouns = [token for token in head.children if token.dep_ == "appos" and token.i >= name.end]
        nouns += [head.head] if head.dep_ == "appos" and self.doc[name.start - 1].text == "," else []
        nouns = [noun for noun in nouns if noun.pos_ == "NOUN"]
        words = [t for noun in nouns for t in (*noun.lefts, noun, *noun.rights)]
        words += [t for noun in nouns for t in noun.subtree if t.lower_ in _PAST and t.i < noun.i]
        named = [t for t in words if t.dep_ in ("nmod", "nmod:poss", "amod", "compound") and t.text[0].isupper()]
        found = (one for t in named for one in self.gazetteer.lookup(_without_case(t)))
        bodies = {one.actor.id for one in found if one.actor.kind != "person"}
        return frozenset(token.lower_ for token in words), frozenset(bodies)

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


def _without_case(token: Token) -> str:
    """The words of a noun phrase without its preposition."""
    cases = [child.i for child in token.lefts if child.dep_ == "case"]
    start = max(cases) + 1 if cases else token.left_edge.i
    return str(token.doc[start : token.right_edge.i + 1].text)


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
