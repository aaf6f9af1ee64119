"""The cast of an article: which actor each noun phrase denotes, and why.

Names are found and linked first, persons gather their offices and countries from all over the article, and then one
pass in reading order resolves role nouns, descriptions, collectives and pronouns.
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from realpolitik.extractors.coreference import Antecedent, Discourse, Person, Seen, agreement, is_argument, is_subject
from realpolitik.extractors.linking import Link, link_names, minted
from realpolitik.extractors.mentions import Named, find_names
from realpolitik.extractors.metonymy import first_conjunct
from realpolitik.extractors.quotes import Quote, find_quotes
from realpolitik.extractors.titles import Owner, RolePhrase, owners_of, plural_noun, role_at
from realpolitik.ontology.records import Actor, Article, LinkedBy, Mention, Participant, Span
from realpolitik.ontology.roles import Description, RoleTables, load_roles

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from realpolitik.ontology.actors import Gazetteer

__all__ = ["Cast", "Referent", "entity_spans", "read_cast"]

_WITHIN: Final = frozenset({"amod", "compound", "nmod", "nmod:poss", "nmod:desc", "nmod:unmarked", "flat"})
_WITHIN_MODIFIER: Final = _WITHIN | {"obl", "obl:agent", "obl:unmarked", "advmod", "nsubj"}
_MODIFIERS: Final = frozenset({"amod", "compound", "nmod:desc", "nmod:unmarked", "flat"})
_SIDES: Final = frozenset({"state", "office"})


@dataclass(frozen=True, slots=True)
class Referent:
    """A mention and whom it denotes.

    `head` is the index of its head token; `start` and `end` are the tokens of the name, description or pronoun, end
    exclusive. `antecedent` is the place in `Cast.referents` of the mention that it refers back to. `reason` says in one
    line why it was linked, or why not.
    """

    head: int
    start: int
    end: int
    participant: Participant
    antecedent: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class Cast:
    """The referents of an article in reading order.

    `aliases` leads from the head of a phrase to the head of the name that says the same ("the diplomat, Mr. Grushko");
    `names` are the stretches of tokens that are names, with their entity types.
    """

    referents: tuple[Referent, ...]
    aliases: dict[int, int] = field(default_factory=dict)
    names: tuple[tuple[int, int, str], ...] = ()
    _by_head: dict[int, tuple[Referent, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_head: dict[int, tuple[Referent, ...]] = {}
        for referent in self.referents:
            by_head[referent.head] = (*by_head.get(referent.head, ()), referent)
        object.__setattr__(self, "_by_head", by_head)

    def at(self, head: int) -> Participant | None:
        """Return whom the noun phrase headed by token `head` denotes.

        None where nobody is mentioned there. A participant without actor where it stays open, and where the phrase
        means several: those are `all_at`.
        """
        found = self._referents_at(head)
        if len(found) > 1:
            first = found[0].participant
            return Participant(first.mention, None, first.linked_by, first.role)
        return found[0].participant if found else None

    def all_at(self, head: int) -> tuple[Participant, ...]:
        """Return everybody whom the phrase headed by token `head` denotes, the members of a collective one by one."""
        return tuple(referent.participant for referent in self._referents_at(head))

    def inside(self, token: Token) -> tuple[Participant, ...]:
        """Return the actors inside a phrase, nearest first: possessors, nationalities, of-, by- and in-phrases.

        The actor whom the phrase as a whole denotes is not among them, nor what stands in its clauses and appositions.
        """
        found: list[Participant] = []
        level = [
            (child, _WITHIN_MODIFIER if child.dep_ == "amod" else _WITHIN)
            for child in token.children
            if child.dep_ in _WITHIN
        ]
        seen: set[int] = {token.i}
        while level:
            level.sort(key=lambda pair: abs(pair[0].i - token.i))
            below = []
            for child, allowed in level:
                if child.i in seen:
                    continue
                seen.add(child.i)
                here = [p for p in self.all_at(child.i) if p.actor is not None]
                found.extend(here)
                for grandchild in child.children:
                    modified = grandchild.dep_ in allowed and not here
                    if modified or (grandchild.dep_ == "conj" and grandchild.i > child.i):
                        below.append((grandchild, _WITHIN_MODIFIER if child.dep_ == "amod" else _WITHIN))
            level = below
        return tuple(dict.fromkeys(found))

    def _referents_at(self, head: int) -> tuple[Referent, ...]:
        found = self._by_head.get(head)
        if found is None and head in self.aliases:
            found = self._by_head.get(self.aliases[head])
        return found or ()


def read_cast(doc: Doc, article: Article, gazetteer: Gazetteer) -> Cast:
    """Read who is meant by each noun phrase of a parsed article."""
    return _Reader(doc, article, gazetteer, load_roles()).read()


def entity_spans(cast: Cast, doc: Doc) -> list[tuple[int, int, str]]:
    """Return the named mentions of a Doc as (first character, last character exclusive, entity type)."""
    return [(doc[start].idx, doc[end - 1].idx + len(doc[end - 1]), label) for start, end, label in cast.names]


@dataclass(slots=True)
class _Draft:
    head: int
    start: int
    end: int
    participant: Participant
    antecedent: int | None
    reason: str


class _Reader:
    def __init__(self, doc: Doc, article: Article, gazetteer: Gazetteer, tables: RoleTables) -> None:
        self.doc = doc
        self.article = article
        self.gazetteer = gazetteer
        self.tables = tables
        self.named = find_names(doc, gazetteer, tables)
        self.links = list(link_names(doc, self.named, gazetteer, tables, date=article.date))
        self.name_at: dict[int, int] = {}
        self.tokens_of_names: set[int] = set()
        for i, name in enumerate(self.named):
            # Of a name and one inside it that share their head, the longer stands first and counts.
            self.name_at.setdefault(name.head, i)
            if self.links[i].actor is not None or name.label != "ORG":
                self.tokens_of_names.update(range(name.start, name.end))
        self.actors: dict[int, tuple[Actor, ...]] = {}
        self.seats: dict[int, Actor] = {}
        self.people: dict[str, Person] = defaultdict(Person)
        self.roles: dict[int, RolePhrase] = {}
        self.role_before: dict[int, RolePhrase] = {}
        self.role_of_name: dict[int, str] = {}
        self.aliases: dict[int, int] = {}
        self.aliases_of: dict[int, list[int]] = defaultdict(list)
        self.drafts: list[_Draft] = []
        self.draft_at: dict[int, int] = {}
        self.countries: set[str] = set()
        self.seen_names: dict[int, Seen] = {}
        self.quotes: tuple[Quote, ...] = ()
        self.quoted: dict[int, int] = {}

    def read(self) -> Cast:
        self._note_names()
        self._find_roles()
        self._own_ministries()
        self._introduce_people()
        self._settle_roles()
        self.quotes = find_quotes(self.doc)
        self.quoted = {i: number for number, quote in enumerate(self.quotes) for i in range(quote.start, quote.end)}
        self._walk()
        return self._cast()

    # Names, and what the article says of the persons among them.

    def _note_names(self) -> None:
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
        for i, (name, link) in enumerate(zip(self.named, self.links, strict=True)):
            if name.label != "ORG" or name.names or link.by != "recogniser":
                continue
            phrase = role_at(self.doc[name.head], self.tables, set())
            if phrase is None or phrase.role.kind != "state":
                continue
            owners = owners_of(phrase, self.doc, self.actors, seats=self.seats, bearer=name.head)
            if len(owners) == 1 and owners[0].actor.kind == "state":
                state = owners[0].actor
                self.links[i] = Link(state, "demonym", f"'{phrase.role.lemma}' of {state.label}", "ORG")
                self.actors[name.head] = (state,)
                self.role_of_name[i] = self._words(phrase.start, phrase.end)
            elif not owners and phrase.start <= name.start:
                # "the Foreign Ministry": a name in form, but whose it is the rest of the article must say.
                self.links[i] = Link(None, None, f"'{phrase.role.lemma}': the text does not say whose", "ORG")
                self.actors.pop(name.head, None)
                self.name_at.pop(name.head, None)
                self.tokens_of_names.difference_update(range(name.start, name.end))
                self.roles[phrase.head] = phrase

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
                words = self._words(phrase.start, phrase.end)
                self.role_of_name.setdefault(i, f"{phrase.broken} {words}" if phrase.broken else words)
                if person.country is None:
                    owners = owners_of(phrase, self.doc, self.actors, seats=self.seats, bearer=name.head)
                    owners = owners or self._owners_beside(name, phrase)
                    person.country = next((c for o in owners if (c := _country(o.actor))), None)
        for id, person in self.people.items():
            for office in self.gazetteer.offices(id):
                if office.valid(self.article.date):
                    person.roles.update(lemma for lemma in _office_lemmas(office.title) if lemma in self.tables.roles)
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
            before = child.i < name.start and child.dep_ in _MODIFIERS | {"nmod", "appos"}
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
            and (row := self.tables.roles.get(self.doc[name.start - 1].lower_))
            and row.kind == "title"
        ):
            found.append(RolePhrase(name.start - 1, name.start - 1, name.start, row, None))
        return found

    def _office_before(self, name: Named) -> RolePhrase | None:
        """An office that stands right before a name or leads up to it ("spokesman for the ministry Maria Zakharova")."""
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
            phrase = None if comma else self.roles.get(up.i)
        return phrase if phrase is not None and phrase.role.kind == "office" else None

    def _owners_beside(self, name: Named, phrase: RolePhrase) -> tuple[Owner, ...]:
        """Owners that the parse hangs on the name and not on its title ("Russia's President Vladimir Putin")."""
        if phrase.start >= name.start:
            return ()
        beside = RolePhrase(name.head, phrase.start, name.head + 1, phrase.role, phrase.broken)
        return owners_of(beside, self.doc, self.actors, seats=self.seats, bearer=name.head)

    # Role nouns that stand for the state, or for people of it.

    def _settle_roles(self) -> None:
        for _ in range(2):
            for i, phrase in self.roles.items():
                if i not in self.actors and i not in self.aliases and phrase.role.kind not in ("local", "title"):
                    actors, _, _ = self._role_actors(phrase)
                    if actors:
                        self.actors[i] = actors

    def _role_actors(self, phrase: RolePhrase) -> tuple[tuple[Actor, ...], str, tuple[Owner, ...]]:
        owners = owners_of(phrase, self.doc, self.actors, seats=self.seats)
        if not owners:
            return (), f"'{phrase.role.lemma}': the text does not say whose", ()
        if phrase.broken:
            return (), f"'{phrase.broken} {phrase.role.lemma}' does not act for {owners[0].actor.label}", owners
        if phrase.role.number == "plural" and not plural_noun(self.doc[phrase.head]):
            return (), f"'{phrase.role.lemma}' in the singular", owners
        actors = tuple(actor for owner in owners if (actor := self._acting(phrase, owner.actor)) is not None)
        labels = ", ".join(actor.label for actor in actors)
        reason = (
            f"'{phrase.role.lemma}' of {owners[0].actor.label}: {labels}"
            if actors
            else f"'{phrase.role.lemma}' names nobody here"
        )
        return actors, reason, owners

    def _acting(self, phrase: RolePhrase, owner: Actor) -> Actor | None:
        kind = phrase.role.kind
        if owner.kind == "person":
            if kind == "state" and owner.country:
                return self.gazetteer.actor(owner.country)
            return owner if phrase.role.relation in ("spokespersonFor", "represents") else None
        if kind in _SIDES:
            return owner
        if kind in ("local", "title"):
            return None
        if owner.kind not in ("state", "place"):
            # "the RIA Novosti news agency", "Hezbollah fighters": the noun only says what the name is.
            return owner if kind != "group" else None
        prefix = kind if kind in ("party", "company", "media") else "group"
        local = f"{owner.id.removeprefix('place-')} {phrase.role.plural}"
        actor = minted(kind, prefix, local, _country(owner))
        return dataclasses.replace(actor, label=f"{phrase.role.plural} of {owner.label}") if actor else None

    # The walk in reading order.

    def _walk(self) -> None:
        for i in self.name_at:
            self._name(i)
        discourse = Discourse(self.doc, self.tables, people=self.people, quoted=self.quoted, names=self.seen_names)
        first_person: list[Token] = []
        for alias, head in self.aliases.items():
            self.aliases_of[head].append(alias)
        for start, end in self._sentences():
            discourse.open_sentence(start, end)
            for i in range(start, end):
                token = self.doc[i]
                if i in self.name_at:
                    if (seen := self.seen_names.get(i)) is not None:
                        discourse.add(seen)
                        for alias in self.aliases_of.get(i, ()):
                            discourse.at.setdefault(alias, []).append(seen)
                elif i in self.aliases:
                    continue
                elif (kind := agreement(token)) is not None:
                    if kind in ("first", "first-plural"):
                        first_person.append(token)
                    else:
                        self._back(token, i, i + 1, discourse.pronoun(token, kind), "pronoun", discourse, None)
                elif (
                    token.pos_ in ("PRON", "DET")
                    and "Rel" in token.morph.get("PronType")
                    and token.dep_ not in ("det", "mark")
                ):
                    self._relative(token)
                elif token.pos_ in ("NOUN", "PROPN", "NUM", "DET", "PRON"):
                    self._noun(token, discourse)
        for token in first_person:
            self._speaker(token, discourse)

    def _sentences(self) -> Iterator[tuple[int, int]]:
        if self.doc.has_annotation("SENT_START"):
            for sent in self.doc.sents:
                yield sent.start, sent.end
        elif len(self.doc):
            yield 0, len(self.doc)

    def _name(self, i: int) -> None:
        number = self.name_at[i]
        name, link = self.named[number], self.links[number]
        token = self.doc[i]
        role = self.role_of_name.get(number)
        actor, by, reason = link.actor, link.by, link.reason
        if (
            by == "demonym"
            and first_conjunct(token).dep_ not in _MODIFIERS
            and link.type == "NORP"
            and actor is not None
            and actor.kind == "state"
        ):
            actor, reason = self._people(token, actor)
        participant = Participant(self._mention(name.start, name.end, link.type), actor, by if actor else None, role)
        index = self._draft(i, name.start, name.end, participant, None, reason)
        if actor is not None:
            self.actors[i] = (actor,)
            plural = link.type == "NORP" and token.pos_ != "ADJ" and token.dep_ not in _MODIFIERS
            self.seen_names[i] = Seen(index, i, actor, plural, is_subject(token), is_argument(token))

    def _people(self, token: Token, state: Actor) -> tuple[Actor | None, str]:
        """Nationality as a noun: "the Russians" stand for Russia, "Russians" for people of that country."""
        determiners = {child.lower_ for child in token.lefts if child.dep_ in ("det", "nummod", "amod")}
        if token.pos_ == "ADJ" and "the" not in determiners:
            return state, f"demonym of {state.label}"
        plural = plural_noun(token) or token.pos_ == "ADJ"
        if "the" in determiners and plural:
            return state, f"'the {token.text}' as their state"
        if not plural and not determiners:
            return None, f"'{token.text}' is a language or a quality here"
        people = minted("group", "group", f"{state.id} people", state.id)
        return (
            dataclasses.replace(people, label=f"people of {state.label}") if people else None
        ), f"people of {state.label}"

    def _noun(self, token: Token, discourse: Discourse) -> None:
        if token.i in self.tokens_of_names:
            return
        determiners = {
            child.lower_ for child in token.children if child.dep_ in ("det", "nummod", "det:predet", "cc:preconj")
        }
        phrase = self.roles.get(token.i)
        lemma = token.lemma_.lower()
        if self._collective(token, lemma, determiners, phrase, discourse):
            return
        if token.pos_ not in ("NOUN", "PROPN"):
            return
        if phrase is not None and phrase.role.kind not in ("local", "title"):
            actors, reason, owners = self._role_actors(phrase)
            if owners:
                self._role(phrase, actors, reason, owners, discourse)
                return
        description = self._description(token, lemma, phrase)
        definite = "the" in determiners and not plural_noun(token) and not self._new(token)
        if description is not None and description.kinds - {"place"} and definite:
            found = discourse.describe(token, description, self._known_as(lemma))
            if not found.seen and phrase is not None and phrase.role.kind in _SIDES:
                found = self._bridge(phrase, found, discourse)
            start = phrase.start if phrase else token.i
            self._back(token, start, token.i + 1, found, "description", discourse, phrase)
            return
        if phrase is not None and phrase.role.kind in _SIDES | {"armed_group"}:
            found = Antecedent((), f"'{phrase.role.lemma}': the text does not say whose")
            if (
                phrase.role.kind != "armed_group"
                and not phrase.broken
                and "the" in determiners
                and not self._new(token)
            ):
                found = self._bridge(phrase, found, discourse)
            self._back(token, phrase.start, phrase.end, found, "description", discourse, phrase)

    def _collective(
        self, token: Token, lemma: str, determiners: set[str], phrase: RolePhrase | None, discourse: Discourse
    ) -> bool:
        both = bool(determiners & {"both", "two"})
        pair = lemma in ("pair", "duo") and "the" in determiners
        alone = (
            token.lower_ in ("both", "two")
            and token.dep_ in ("nsubj", "obj", "nsubj:pass")
            and (token.lower_ == "both" or "the" in determiners)
        )
        if alone:
            found = discourse.collective(token, None)
        elif pair or (
            both and (plural_noun(token) or lemma == "side") and ("both" in determiners or "the" in determiners)
        ):
            description = self._description(token, lemma, phrase)
            if description is None or not description.members or (phrase is not None and self._role_actors(phrase)[2]):
                return False
            found = discourse.collective(token, description)
        else:
            return False
        self._back(token, token.i, token.i + 1, found, "description", discourse, None)
        return True

    def _description(self, token: Token, lemma: str, phrase: RolePhrase | None) -> Description | None:
        before = self.doc[token.i - 1] if token.i else token
        pair = f"{before.lower_} {lemma}"
        if before.head.i == token.i and pair in self.tables.descriptions:
            return self.tables.descriptions[pair]
        if phrase is not None and phrase.role.lemma in self.tables.descriptions:
            return self.tables.descriptions[phrase.role.lemma]
        found = self.tables.descriptions.get(lemma)
        if found is None and phrase is not None and phrase.role.kind == "office":
            # "the crown prince", where the article has named one.
            return Description(lemma, frozenset({"person"}), frozenset({phrase.role.lemma}), frozenset())
        return found

    def _known_as(self, lemma: str) -> frozenset[str]:
        return frozenset(name.actor.id for name in self.gazetteer.lookup(lemma) if name.condition == "definite")

    def _new(self, token: Token) -> bool:
        """Whether a definite noun is told what it is by its own modifiers, and so refers to nothing before it."""
        for child in token.children:
            if child.dep_ in ("nmod", "acl", "acl:relcl", "nmod:poss", "appos", "compound") and child.i != token.i:
                if child.dep_ == "compound" and child.pos_ == "NOUN":
                    continue
                return True
            if child.dep_ == "amod" and ("Sup" in child.morph.get("Degree") or "Ord" in child.morph.get("NumType")):
                return True
            if child.dep_ == "amod" and child.lower_ in (
                "other",
                "same",
                "next",
                "previous",
                "former",
                "latter",
                "own",
            ):
                return True
        return False

    def _bridge(self, phrase: RolePhrase, found: Antecedent, discourse: Discourse) -> Antecedent:
        """ "The government" without owner: the one named by that noun before, or the only state the article is about."""
        before = discourse.same_role(phrase.role.lemma)
        if before is not None:
            return Antecedent((before,), f"'the {phrase.role.lemma}' named before: {before.actor.label}")
        states = {
            seen.actor.id: seen for sentence in discourse.sentences for seen in sentence if seen.actor.kind == "state"
        }
        if len(states) == 1 and self.countries == states.keys():
            (seen,) = states.values()
            return Antecedent((seen,), f"'the {phrase.role.lemma}': {seen.actor.label} is the only state so far")
        return found

    def _role(
        self,
        phrase: RolePhrase,
        actors: tuple[Actor, ...],
        reason: str,
        owners: tuple[Owner, ...],
        discourse: Discourse,
    ) -> None:
        token = self.doc[phrase.head]
        before = [self._first_token(owner.head) for owner in owners if owner.head < phrase.start]
        start = min([phrase.start, *before]) if before and phrase.start - min(before) < 8 else phrase.start
        adjective = any(self.doc[owner.head].pos_ == "ADJ" for owner in owners)
        by: LinkedBy = "demonym" if adjective else "office" if phrase.role.kind == "office" else "description"
        type = "ORG" if phrase.role.kind in ("state", "company", "media", "party") else "PERSON"
        mention = self._mention(start, phrase.end, type)
        words = self._words(phrase.start, phrase.end)
        # A person of that office and country, whom the article names, is who is meant.
        person = self._office_holder(phrase, actors, discourse)
        if person is not None:
            actors, reason = (person.actor,), f"'{words}' is {person.actor.label}, whom the article gives that office"
        self.actors[phrase.head] = actors
        plural = plural_noun(token)
        for actor in actors:
            participant = Participant(mention, actor, by, words)
            index = self._draft(phrase.head, start, phrase.end, participant, person.index if person else None, reason)
            seen = Seen(index, phrase.head, actor, plural, is_subject(token), is_argument(token))
            discourse.add(seen, phrase.role.lemma if len(actors) == 1 and actor.kind != "person" else None)
        if not actors:
            self._draft(phrase.head, start, phrase.end, Participant(mention, None, None, words), None, reason)

    def _first_token(self, head: int) -> int:
        return self.named[self.name_at[head]].start if head in self.name_at else head

    def _office_holder(self, phrase: RolePhrase, actors: tuple[Actor, ...], discourse: Discourse) -> Seen | None:
        if phrase.role.kind != "office" or len(actors) != 1 or plural_noun(self.doc[phrase.head]):
            return None
        if not any(child.lower_ == "the" or child.dep_ == "nmod:poss" for child in self.doc[phrase.head].children):
            return None
        description = self.tables.descriptions.get(phrase.role.lemma)
        roles = description.roles if description else {phrase.role.lemma}
        fitting = [seen for seen in discourse.persons_in(roles) if seen.actor.country == actors[0].id]
        return fitting[0] if len(fitting) == 1 else None

    def _back(
        self,
        token: Token,
        start: int,
        end: int,
        found: Antecedent,
        by: LinkedBy,
        discourse: Discourse,
        phrase: RolePhrase | None,
    ) -> None:
        mention = self._mention(start, end, None)
        role = self._words(phrase.start, phrase.end) if phrase else None
        plural = len(found.seen) > 1 or token.lower_ in ("they", "them", "their") or plural_noun(token)
        for seen in found.seen:
            participant = Participant(mention, seen.actor, by, role)
            index = self._draft(token.i, start, end, participant, seen.index, found.reason)
            discourse.add(Seen(index, token.i, seen.actor, plural, is_subject(token), is_argument(token)))
        if found.seen:
            self.actors[token.i] = tuple(seen.actor for seen in found.seen)
        else:
            self._draft(token.i, start, end, Participant(mention, None, None, role), None, found.reason)

    def _relative(self, token: Token) -> None:
        """ "who", "which": the noun that the relative clause hangs on."""
        verb = token
        for _ in range(10):
            if verb.dep_ in ("acl:relcl", "acl") or verb.head.i == verb.i:
                break
            verb = verb.head
        noun = verb.head
        head = self.aliases.get(noun.i, noun.i)
        if verb.dep_ not in ("acl:relcl", "acl") or noun.i >= token.i or head not in self.actors:
            return
        index = self.draft_at.get(head)
        mention = self._mention(token.i, token.i + 1, None)
        for actor in self.actors[head]:
            self._draft(
                token.i,
                token.i,
                token.i + 1,
                Participant(mention, actor, "pronoun"),
                index,
                f"relative to '{noun.text}'",
            )

    def _speaker(self, token: Token, discourse: Discourse) -> None:
        """ "I" is who speaks a quote; "we" is the side for which the speaker holds office."""
        mention = self._mention(token.i, token.i + 1, None)
        quote = self.quotes[self.quoted[token.i]] if token.i in self.quoted else None
        heads = self.actors.get(quote.speaker, ()) if quote is not None and quote.speaker is not None else ()
        actor: Actor | None = None
        reason = f"'{token.text}' outside a quote" if quote is None else f"'{token.text}': the speaker is not known"
        if len(heads) == 1:
            (speaker,) = heads
            actor, reason = self._side(token, speaker)
        index = (
            next((s.index for s in discourse.at.get(quote.speaker, ())), None)
            if quote and quote.speaker is not None
            else None
        )
        participant = Participant(mention, actor, "pronoun" if actor else None)
        self._draft(token.i, token.i, token.i + 1, participant, index if actor else None, reason)

    def _side(self, token: Token, speaker: Actor) -> tuple[Actor | None, str]:
        if agreement(token) == "first" or speaker.kind != "person":
            if agreement(token) == "first" and speaker.kind != "person":
                return None, f"'{token.text}': one person who speaks for {speaker.label}"
            return speaker, f"'{token.text}': {speaker.label} speaks"
        person = self.people.get(speaker.id)
        offices = person is not None and any(
            (row := self.tables.roles.get(role)) is not None and row.side == "state" for role in person.roles
        )
        state = self.gazetteer.actor(speaker.country) if speaker.country and offices else None
        if state is None:
            return None, f"'{token.text}': for whom {speaker.label} speaks is not clear"
        return state, f"'{token.text}': the side of {speaker.label}, who speaks"

    def _draft(
        self, head: int, start: int, end: int, participant: Participant, antecedent: int | None, reason: str
    ) -> int:
        self.draft_at[head] = len(self.drafts)
        if participant.actor is not None and (country := _country(participant.actor)):
            self.countries.add(country)
        self.drafts.append(_Draft(head, start, end, participant, antecedent, reason))
        return len(self.drafts) - 1

    def _mention(self, start: int, end: int, type: str | None) -> Mention:
        first, last = self.doc[start], self.doc[end - 1]
        stop = last.idx + len(last)
        return Mention(Span(first.idx, stop), self.doc.text[first.idx : stop], type)

    def _words(self, start: int, end: int) -> str:
        return str(self.doc[start:end].text)

    def _cast(self) -> Cast:
        order = sorted(range(len(self.drafts)), key=lambda i: (self.drafts[i].start, -self.drafts[i].end, i))
        place = {old: new for new, old in enumerate(order)}
        referents = tuple(
            Referent(
                d.head, d.start, d.end, d.participant, None if d.antecedent is None else place[d.antecedent], d.reason
            )
            for d in (self.drafts[i] for i in order)
        )
        return Cast(referents, dict(self.aliases), tuple(self._name_spans()))

    def _name_spans(self) -> Iterator[tuple[int, int, str]]:
        covered = 0
        for name, link in zip(self.named, self.links, strict=True):
            label = link.type or name.label
            if label is not None and name.start >= covered:
                yield name.start, name.end, label
                covered = name.end


def _country(actor: Actor) -> str | None:
    return actor.id if actor.kind == "state" else actor.country


def _negated(token: Token) -> bool:
    return any(
        "Neg" in child.morph.get("Polarity") or child.lower_ in ("not", "n't", "never") for child in token.children
    )


def _office_lemmas(title: str) -> Iterator[str]:
    words = title.lower().split()
    for start in range(len(words)):
        yield " ".join(words[start:])
