"""What an article makes known of itself: its names and whom they mean, the offices and countries of its persons.

All of it is read before anything is referred back to, so that a country told late holds from the start.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, cast

from realpolitik.extractors.coreference import Person
from realpolitik.extractors.linking import Link, link_names, minted
from realpolitik.extractors.mentions import Named, find_names
from realpolitik.extractors.setting import HOME_OFFICES, LEAD_FOR_PERSONS, Setting
from realpolitik.extractors.sides import country_of
from realpolitik.extractors.titles import Owner, RolePhrase, owners_of, plural_noun, role_at
from realpolitik.ontology.records import Actor, ActorKind
from realpolitik.ontology.roles import RoleTables

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from realpolitik.ontology.actors import Gazetteer

__all__ = ["Introductions"]

_BEARING: Final = frozenset({"amod", "compound", "nmod:desc", "nmod:unmarked", "flat", "nmod", "appos"})
_SIDES: Final = frozenset({"state", "office"})
_BODIES: Final = frozenset({"armed_group", "party", "company", "media", "group"})


class Introductions:
    """The names, role nouns and persons of one Doc.

    `named` and `links` run side by side; `name_at` leads from a head to its place in them, `actors` from a head to the
    actors it denotes, `roles` from a role noun to its phrase, `aliases` from a title or an apposition to the name.
    """

    def __init__(self, doc: Doc, date: dt.date | None, gazetteer: Gazetteer, tables: RoleTables) -> None:
        self.doc = doc
        self.date = date
        self.gazetteer = gazetteer
        self.tables = tables
        self.named = find_names(doc, gazetteer, tables)
        self.links = list(link_names(doc, self.named, gazetteer, tables, date=date))
        self.name_at: dict[int, int] = {}
        self.tokens_of_names: set[int] = set()
        self.actors: dict[int, tuple[Actor, ...]] = {}
        self.seats: dict[int, Actor] = {}
        """The state that sits in a town, by the head of the town's name."""
        self.people: dict[str, Person] = defaultdict(Person)
        self.roles: dict[int, RolePhrase] = {}
        self.role_before: dict[int, RolePhrase] = {}
        self.role_of_name: dict[int, str] = {}
        self.aliases: dict[int, int] = {}
        self._note_names()
        self._find_roles()
        self._own_ministries()
        self._introduce_bodies()
        self._introduce_people()
        self._settle_roles()
        self.setting = Setting(doc, self.named, self.links, self.actors, self.seats, gazetteer)
        self._settle_countries()

    def name_spans(self) -> Iterator[tuple[int, int, str]]:
        """Yield the outermost names as (first token, last token exclusive, entity type)."""
        covered = 0
        for name, link in zip(self.named, self.links, strict=True):
            label = link.type or name.label
            if label is not None and name.start >= covered:
                yield name.start, name.end, label
                covered = name.end

    def words(self, start: int, end: int) -> str:
        """Return the words of the tokens [start, end)."""
        return str(self.doc[start:end].text)

    def _note_names(self) -> None:
        for i, name in enumerate(self.named):
            # Of a name and one inside it that share their head, the longer stands first and counts.
            self.name_at.setdefault(name.head, i)
            if self.links[i].actor is not None or name.label != "ORG":
                self.tokens_of_names.update(range(name.start, name.end))
        for name, link in zip(self.named, self.links, strict=True):
            if link.actor is not None:
                self.actors.setdefault(name.head, (link.actor,))
            seats = {
                one.actor.id: one.actor for one in name.names if one.condition == "actor" and one.actor.kind == "state"
            }
            if len(seats) == 1:
                (self.seats[name.head],) = seats.values()

    def _find_roles(self) -> None:
        for token in self.doc:
            if (
                token.i not in self.name_at
                and token.i not in self.tokens_of_names
                and (phrase := role_at(token, self.tables, self.tokens_of_names))
            ):
                self.roles[token.i] = phrase
        for phrase in list(self.roles.values()):
            self.role_before[phrase.end] = phrase
            for i in range(phrase.start, phrase.end):
                if i != phrase.head:
                    self.roles.pop(i, None)
                    # "State" in "Secretary of State"
                    if i in self.name_at and self.links[self.name_at[i]].actor is None:
                        self.name_at.pop(i)

    def _own_ministries(self) -> None:
        """Give organisations like "Russian Foreign Ministry", that no list holds, to the state whose they are."""
        known = {i for name in self.named if name.names for i in range(name.start, name.end)}
        for i, (name, link) in enumerate(zip(self.named, self.links, strict=True)):
            if name.label != "ORG" or name.names or link.by != "recogniser":
                continue
            phrase = role_at(self.doc[name.head], self.tables, known)
            if phrase is None or phrase.role.kind != "state":
                continue
            owners = owners_of(phrase, self.doc, self.actors, seats=self.seats, bearer=name.head)
            if len(owners) == 1 and owners[0].actor.kind == "state":
                state = owners[0].actor
                self.links[i] = Link(state, "demonym", f"'{phrase.role.lemma}' of {state.label}", "ORG")
                self.actors[name.head] = (state,)
                self.role_of_name[i] = self.words(phrase.start, phrase.end)
            elif not owners and phrase.start <= name.start:
                # "the Foreign Ministry": a name in form, but whose it is the rest of the article must say.
                self.links[i] = Link(None, None, f"'{phrase.role.lemma}': the text does not say whose", "ORG")
                self.actors.pop(name.head, None)
                self.name_at.pop(name.head, None)
                self.tokens_of_names.difference_update(range(name.start, name.end))
                self.roles[phrase.head] = phrase

    def _introduce_bodies(self) -> None:
        """Take a noun that says what a name is for the name ("the Palestinian militant group Hamas")."""
        for name, link in zip(self.named, self.links, strict=True):
            if link.actor is None or link.actor.kind in ("state", "person", "place"):
                continue
            head = self.doc[name.head]
            phrase = self.roles.get(head.head.i)
            if phrase is None or phrase.role.kind not in _BODIES or plural_noun(self.doc[phrase.head], self.tables):
                continue
            if head.dep_ == "appos" or (phrase.end == name.start and head.dep_ in _BEARING):
                self.aliases[phrase.head] = name.head

    def _introduce_people(self) -> None:
        for i, (name, link) in enumerate(zip(self.named, self.links, strict=True)):
            if link.actor is None or link.actor.kind != "person":
                continue
            person = self.people[link.actor.id]
            for phrase in self._titles(name):
                if phrase.role.gender:
                    person.gender = phrase.role.gender
                if phrase.role.kind in ("title", "local") and phrase.role.lemma != "mayor":
                    continue
                person.roles.add(phrase.role.lemma)
                if phrase.broken is None:
                    person.offices.add(phrase.role.lemma)
                words = self.words(phrase.start, phrase.end)
                self.role_of_name.setdefault(i, f"{phrase.broken} {words}" if phrase.broken else words)
                owners = owners_of(phrase, self.doc, self.actors, seats=self.seats, bearer=name.head)
                owners = owners or self._owners_beside(name, phrase)
                person.owners.setdefault(phrase.role.lemma, set()).update(owner.actor.id for owner in owners)
                if person.country is None:
                    person.country = next((c for o in owners if (c := country_of(o.actor))), None)
        for id, person in self.people.items():
            for office in self.gazetteer.offices(id):
                if office.valid(self.date):
                    held = {lemma for lemma in _office_lemmas(office.title) if lemma in self.tables.roles}
                    person.roles |= held
                    person.offices |= held
        for i, link in enumerate(self.links):
            actor = link.actor
            if actor is not None and actor.kind == "person" and actor.country is None and self.people[actor.id].country:
                actor = dataclasses.replace(actor, country=self.people[actor.id].country)
                self.links[i] = dataclasses.replace(link, actor=actor)
                self.actors[self.named[i].head] = (actor,)

    def _titles(self, name: Named) -> list[RolePhrase]:
        """The role nouns that a name bears: before it, in apposition, or as predicate."""
        head = self.doc[name.head]
        found: list[RolePhrase] = []
        for child in head.children:
            before = child.i < name.start and child.dep_ in _BEARING
            if child.i in self.roles and (before or child.dep_ == "appos"):
                found.append(self.roles[child.i])
                self.aliases[child.i] = name.head
        governor = head.head
        if governor.i in self.roles and governor.i != head.i:
            phrase = self.roles[governor.i]
            adjacent = phrase.end == name.start and head.dep_ in (
                "flat",
                "appos",
                "nmod:desc",
                "compound",
                "nmod:unmarked",
                "nmod",
            )
            if head.dep_ == "appos" or adjacent:
                found.append(phrase)
                self.aliases[governor.i] = name.head
            elif head.dep_ == "nsubj" and any(c.dep_ == "cop" for c in governor.children) and not _negated(governor):
                found.append(phrase)
                self.roles.pop(governor.i)
        if not found and (phrase_before := self._office_before(name)) is not None:
            found.append(phrase_before)
            self.aliases[phrase_before.head] = name.head
        elif (
            not found
            and name.start
            and (row := self.tables.role(self.doc[name.start - 1].lower_))
            and row.kind == "title"
        ):
            found.append(RolePhrase(name.start - 1, name.start - 1, name.start, row, None))
        return found

    def _office_before(self, name: Named) -> RolePhrase | None:
        """An office right before a name, or that leads up to it ("spokesman for the ministry Maria Zakharova")."""
        head = self.doc[name.head]
        if head.dep_ in ("nsubj", "nsubj:pass") and head.head.dep_.startswith("acl"):
            # "the general Putin fired"
            return None
        phrase = self.role_before.get(name.start)
        if phrase is None and head.dep_ in ("appos", "flat", "nmod:desc") and head.head.i < name.start:
            up = head.head
            while up.dep_ == "nmod" and up.head.i < up.i:
                up = up.head
            comma = any(self.doc[i].is_punct for i in range(head.head.i, name.start))
            phrase = self.roles.get(up.i)
            # No person is said to be a body: "the head of the central bank, Alexei Ulyukayev".
            body = any(actor.kind != "person" for actor in self.actors.get(head.head.i, ()))
            if comma and not (body and phrase is not None and not plural_noun(up, self.tables)):
                phrase = None
        return phrase if phrase is not None and phrase.role.kind == "office" else None

    def _owners_beside(self, name: Named, phrase: RolePhrase) -> tuple[Owner, ...]:
        """Owners that the parse hangs on the name and not on its title ("Russia's President Vladimir Putin")."""
        if phrase.start >= name.start:
            return ()
        beside = RolePhrase(name.head, phrase.start, name.head + 1, phrase.role, phrase.broken)
        return owners_of(beside, self.doc, self.actors, seats=self.seats, bearer=name.head)

    def _settle_countries(self) -> None:
        """Take a person whom no list holds, in an office without an owner, for one of where the article is set."""
        for i, (name, link) in enumerate(zip(self.named, self.links, strict=True)):
            actor = link.actor
            if actor is None or actor.kind != "person" or actor.country is not None:
                continue
            person = self.people[actor.id]
            if not person.offices & HOME_OFFICES:
                continue
            if person.country is None and not any(person.owners.values()):
                state = self.setting.country(self.doc[name.head], LEAD_FOR_PERSONS)
                person.country = state.id if state is not None and state.kind == "state" else None
            if person.country is not None:
                self.links[i] = dataclasses.replace(link, actor=dataclasses.replace(actor, country=person.country))
                self.actors[name.head] = (dataclasses.replace(actor, country=person.country),)

    def _settle_roles(self) -> None:
        for _ in range(2):
            for i, phrase in self.roles.items():
                if i not in self.actors and i not in self.aliases and phrase.role.kind not in ("local", "title"):
                    actors, _, _ = self.role_actors(phrase)
                    if actors:
                        self.actors[i] = actors

    def role_actors(self, phrase: RolePhrase) -> tuple[tuple[Actor, ...], str, tuple[Owner, ...]]:
        """Return for whom a role noun stands, why, and whose role it is."""
        owners = owners_of(phrase, self.doc, self.actors, seats=self.seats)
        if not owners:
            return (), f"'{phrase.role.lemma}': the text does not say whose", ()
        if phrase.broken:
            return (), f"'{phrase.broken} {phrase.role.lemma}' does not act for {owners[0].actor.label}", owners
        if phrase.role.kind in _BODIES and phrase.head > 0 and self.doc[phrase.head].text[0].isupper():
            actor = self._written_out(phrase, owners[0].actor)
            return (actor,) if actor else (), "a name that no list holds", owners
        if phrase.role.number == "plural" and not plural_noun(self.doc[phrase.head], self.tables):
            return (), f"'{phrase.role.lemma}' in the singular", owners
        actors = tuple(actor for owner in owners if (actor := self._acting(phrase, owner.actor)) is not None)
        labels = ", ".join(actor.label for actor in actors)
        reason = (
            f"'{phrase.role.lemma}' of {owners[0].actor.label}: {labels}"
            if actors
            else f"'{phrase.role.lemma}' names nobody here"
        )
        return actors, reason, owners

    def _written_out(self, phrase: RolePhrase, owner: Actor) -> Actor | None:
        """The body that a role noun with a capital is the last word of the name of ("Thai Raksa Chart Party")."""
        start = phrase.head
        while start > 0 and self.doc[start - 1].text[0].isupper() and self.doc[start - 1].head.i <= phrase.head:
            start -= 1
        prefix = phrase.role.kind if phrase.role.kind in ("party", "company", "media") else "group"
        label = self.words(start, phrase.head + 1)
        return minted(cast(ActorKind, phrase.role.kind), prefix, label, country_of(owner))

    def _acting(self, phrase: RolePhrase, owner: Actor) -> Actor | None:
        kind = phrase.role.kind
        if owner.kind == "person":
            if kind == "state" and owner.country and phrase.role.lemma not in ("agency", "team"):
                return self.gazetteer.actor(owner.country)
            return owner if phrase.role.relation in ("spokespersonFor", "represents") else None
        if kind in _SIDES:
            return owner
        if kind in ("local", "title"):
            return None
        if owner.kind not in ("state", "place"):
            # "the RIA Novosti news agency", "Hezbollah fighters": the noun only says what the name is; but one Kurdish
            # movement is not the Kurds.
            if owner.kind == "group" and not plural_noun(self.doc[phrase.head], self.tables):
                return None
            return owner if kind != "group" else None
        prefix = kind if kind in ("party", "company", "media") else "group"
        local = f"{owner.id.removeprefix('place-')} {phrase.role.plural}"
        actor = minted(cast(ActorKind, kind), prefix, local, country_of(owner))
        return dataclasses.replace(actor, label=f"{phrase.role.plural} of {owner.label}") if actor else None


def _negated(token: Token) -> bool:
    return any(
        "Neg" in child.morph.get("Polarity", []) or child.lower_ in ("not", "n't", "never") for child in token.children
    )


def _office_lemmas(title: str) -> Iterator[str]:
    words = title.lower().split()
    for start in range(len(words)):
        yield " ".join(words[start:])
