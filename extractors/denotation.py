"""Whom the noun phrases of an article denote, read from its first word to its last."""

from __future__ import annotations

import dataclasses
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from realpolitik.extractors.clauses import phrase_span
from realpolitik.extractors.coreference import Antecedent, Discourse, Seen, agreement, is_argument, is_subject
from realpolitik.extractors.introductions import Introductions
from realpolitik.extractors.linking import minted
from realpolitik.extractors.metonymy import case_of, first_conjunct
from realpolitik.extractors.quotes import find_quotes
from realpolitik.extractors.setting import ABROAD, COURTS, FORCES, HOME_OFFICES, ONE_EACH, SENDING, VISITORS, WHERE
from realpolitik.extractors.sides import country_of
from realpolitik.extractors.titles import Owner, RolePhrase, plural_noun
from realpolitik.ontology.records import Actor, LinkedBy, Mention, Participant, Span
from realpolitik.ontology.roles import Description
from realpolitik.ontology.standing import load_standing_cues

if TYPE_CHECKING:
    from spacy.tokens import Token

    from realpolitik.extractors.chains import Chains

__all__ = ["Denotation", "Draft"]

_MODIFIERS: Final = frozenset({"amod", "compound", "nmod:desc", "nmod:unmarked", "flat"})
_SIDES: Final = frozenset({"state", "office"})
_ADJECTIVAL: Final = ("sh", "ch", "ese", "ss")
"""Ends of demonyms that are no nouns of one person; as such they stand with "the" only."""
_PERSONAL: Final = frozenset({"person", "state", "place", "government", "group"})
_ANY_BODY: Final = frozenset({"agency", "alliance", "bloc", "body", "institution", "organisation", "organization"})
_PARTS: Final = frozenset({"assembly", "council"})
"""What is only meant so where the body that it is a part of is spoken of."""
_NAMED_BODIES: Final = frozenset({"organisation", "party", "company", "armed_group", "government"})
_RELATED: Final = frozenset({"neighbour", "neighbor", "rival", "ally"})
_SENTENCES_BACK: Final = 4
_REALMS: Final = frozenset({"kingdom", "emirate", "sultanate", "principality", "federation"})
_FAR: Final = 8
"""Tokens that an owner may stand before its role noun and still be one mention with it."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A mention and whom it denotes, in the order of resolution; `antecedent` is a place in that order."""

    head: int
    start: int
    end: int
    participant: Participant
    antecedent: int | None
    reason: str


class Denotation:
    """One pass over a Doc whose names and persons are known."""

    def __init__(self, told: Introductions, chains: Chains | None = None) -> None:
        self.told = told
        self.chains = chains
        self.setting = told.setting
        self.doc = told.doc
        self.text = told.doc.text
        self.tables = told.tables
        self.gazetteer = told.gazetteer
        self.actors = told.actors
        self.roles = told.roles
        self.people = told.people
        self.name_at = told.name_at
        self.quotes = find_quotes(self.doc)
        self.quoted = {i: number for number, quote in enumerate(self.quotes) for i in range(quote.start, quote.end)}
        self.found: list[Draft] = []
        self.draft_at: dict[int, int] = {}
        self.countries: set[str] = set()
        self.seen_names: dict[int, Seen] = {}

    def drafts(self) -> list[Draft]:
        """Resolve everything, names first, what is said in the first person last."""
        self._walk()
        return self.found

    def _walk(self) -> None:
        for i in self.name_at:
            self._name(i)
        spoken = [quote.speaker for quote in self.quotes if quote.speaker is not None]
        discourse = Discourse(
            self.doc,
            self.tables,
            people=self.people,
            quoted=self.quoted,
            speakers={now: before for before, now in pairwise(spoken) if now != before},
            names=self.seen_names,
            chains=self.chains,
        )
        first_person: list[Token] = []
        aliases_of: dict[int, list[int]] = defaultdict(list)
        for alias, head in self.told.aliases.items():
            aliases_of[head].append(alias)
        for start, end in self._sentences():
            discourse.open_sentence(start, end)
            for i in range(start, end):
                token = self.doc[i]
                if i in self.name_at:
                    if (seen := self.seen_names.get(i)) is not None:
                        discourse.add(seen)
                        for alias in aliases_of.get(i, ()):
                            discourse.at.setdefault(alias, []).append(seen)
                elif i in self.told.aliases:
                    continue
                elif (kind := agreement(token, self.tables)) is not None:
                    if kind in ("first", "first-plural"):
                        first_person.append(token)
                    else:
                        self._back(token, i, i + 1, discourse.pronoun(token, kind), "pronoun", discourse, None)
                elif (
                    token.pos_ in ("PRON", "DET")
                    and "Rel" in token.morph.get("PronType", [])
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
        name, link = self.told.named[number], self.told.links[number]
        token = self.doc[i]
        role = self.told.role_of_name.get(number)
        actor, by, reason = link.actor, link.by, link.reason
        if (
            by == "demonym"
            and first_conjunct(token).dep_ not in _MODIFIERS
            and link.type == "NORP"
            and actor is not None
            and actor.kind == "state"
        ):
            actor, reason = self._people(token, actor)
        if (
            actor is not None
            and link.actor is not None
            and link.actor.kind == "group"
            and any(c.dep_ == "nummod" or c.lower_ in ("some", "several", "many") for c in token.lefts)
        ):
            reason, actor = f"some of '{token.text}'", None  # "three Arabs"
            self.actors.pop(i, None)
        if actor is not None and actor.kind in ("place", "organisation") and self._only_some(token):
            reason = f"some '{token.head.text}' of {actor.label}"
            actor = None
            self.actors.pop(i, None)
        participant = Participant(self._mention(name.start, name.end, link.type), actor, by if actor else None, role)
        index = self._draft(i, name.start, name.end, participant, None, reason)
        if actor is not None:
            self.actors[i] = (actor,)
            plural = link.type == "NORP" and token.pos_ != "ADJ" and token.dep_ not in _MODIFIERS
            modifier = token.dep_ in _MODIFIERS
            self.seen_names[i] = Seen(index, i, actor, plural, is_subject(token), is_argument(token), modifier)

    def _only_some(self, token: Token) -> bool:
        """Whether a region or an organisation tells which states are meant ("West African states", "a NATO ally")."""
        head = token.head
        if token.dep_ not in _MODIFIERS or head.dep_ in _MODIFIERS or head.i == token.i or head.i in self.roles:
            return False
        lemma = head.lemma_.lower()
        description = self.tables.descriptions.get(lemma)
        # "EU member Slovenia" says what Slovenia is to the EU.
        stands = ("noun", lemma) in load_standing_cues()
        return description is not None and not stands and "state" in description.kinds | description.members

    def _people(self, token: Token, state: Actor) -> tuple[Actor | None, str]:
        """Nationality as a noun: "the Russians" stand for Russia, "Russians" for people of that country."""
        determiners = {child.lower_ for child in token.lefts if child.dep_ in ("det", "nummod", "amod")}
        counted = any(child.dep_ == "nummod" for child in token.lefts)
        if token.pos_ == "ADJ" and "the" not in determiners and not counted:
            return state, f"demonym of {state.label}"
        # No one person is "a British" or "a Chinese": such a word with "the" names them all.
        plural = plural_noun(token, self.tables) or token.pos_ == "ADJ" or token.lower_.endswith(_ADJECTIVAL)
        if "the" in determiners and plural and not counted:
            return state, f"'the {token.text}' as their state"
        if not plural and not determiners:
            return None, f"'{token.text}' is a language or a quality here"
        people = minted("group", "group", f"{state.id} people", state.id)
        return (
            dataclasses.replace(people, label=f"people of {state.label}") if people else None
        ), f"people of {state.label}"

    def _noun(self, token: Token, discourse: Discourse) -> None:
        if token.i in self.told.tokens_of_names:
            return
        determiners = {child.lower_ for child in token.children if child.dep_ in ("det", "nummod", "det:predet")}
        phrase = self.roles.get(token.i)
        lemma = token.lemma_.lower()
        if self._collective(token, lemma, determiners, phrase, discourse):
            return
        if token.pos_ not in ("NOUN", "PROPN"):
            return
        if phrase is not None and phrase.role.kind not in ("local", "title"):
            actors, reason, owners = self.told.role_actors(phrase)
            if owners:
                self._role(phrase, actors, reason, owners, discourse)
                return
        if "the" in determiners and (named := self._by_last_word(token)) is not None:
            found = Antecedent((named,), f"'the {token.text}' is short for {named.actor.label}")
            self._back(token, token.i, token.i + 1, found, "description", discourse, None)
            return
        if (own := self._own_country(token, lemma)) is not None:
            person, state = own
            participant = Participant(self._mention(token.i, token.i + 1, None), state, "description")
            self.actors[token.i] = (state,)
            self._draft(token.i, token.i, token.i + 1, participant, None, f"the {lemma} of {person.label}")
            return
        if (neighbour := self._other_state(token, lemma)) is not None:
            found = Antecedent((neighbour,), f"'{token.text}': {neighbour.actor.label} is the only other state near")
            self._back(token, token.i, token.i + 1, found, "description", discourse, None)
            return
        description = self._description(token, lemma, phrase)
        definite = "the" in determiners and not plural_noun(token, self.tables) and not self._new(token)
        if description is not None and description.kinds - {"place"} and definite:
            known = self._known_as(lemma) | self._realms(lemma)
            found = discourse.describe(token, description, known)
            if not found.seen and self._known_alone(token, description, known):
                return
            if not found.seen and phrase is not None and phrase.role.kind in _SIDES:
                found = self._bridge(phrase, found, discourse)
                if not found.seen and self._at_home(phrase, discourse):
                    return
            if not found.seen and description.kinds == {"state"} and self._country_at_hand(token, discourse):
                return
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
            if not found.seen and phrase.role.kind in _SIDES and self._at_home(phrase, discourse):
                return
            if phrase.role.kind == "armed_group":
                found = self._only_group(phrase, discourse) or found
            self._back(token, phrase.start, phrase.end, found, "description", discourse, phrase)

    def _collective(
        self, token: Token, lemma: str, determiners: set[str], phrase: RolePhrase | None, discourse: Discourse
    ) -> bool:
        definite = "the" in determiners or "both" in determiners
        several = bool(determiners & {"both", "two"}) and (plural_noun(token, self.tables) or lemma == "side")
        if token.lower_ in ("both", "two") and token.dep_ in ("nsubj", "obj", "nsubj:pass"):
            if token.lower_ == "two" and not definite:
                return False
            found = discourse.collective(token, None)
        elif definite and (several or lemma in ("pair", "duo")):
            description = self._description(token, lemma, phrase)
            if (
                description is None
                or not description.members
                or (phrase is not None and self.told.role_actors(phrase)[2])
            ):
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
        if phrase is not None and phrase.role.kind == "office" and self._narrowed(phrase):
            return None
        if phrase is not None and phrase.role.lemma in self.tables.descriptions:
            return self.tables.descriptions[phrase.role.lemma]
        found = self.tables.descriptions.get(lemma)
        if found is None and phrase is not None and phrase.role.kind == "office":
            # "the crown prince", where the article has named one.
            return Description(lemma, frozenset({"person"}), frozenset({phrase.role.lemma}), frozenset())
        return found

    def _known_as(self, lemma: str) -> frozenset[str]:
        return frozenset(name.actor.id for name in self.gazetteer.lookup(lemma) if name.condition == "definite")

    def _by_last_word(self, token: Token) -> Seen | None:
        """The one body named before whose name ends in a noun: "the forum" after "the Pacific Islands Forum"."""
        if plural_noun(token, self.tables) or self._new(token) or token.head.i == token.i + 1:
            return None
        ends = [seen for seen in self._bodies_by_word.get(token.lower_, {}).values() if seen.head < token.i]
        return ends[0] if len(ends) == 1 else None

    @cached_property
    def _first_seen(self) -> dict[str, Seen]:
        """The first mention of each actor by name."""
        first: dict[str, Seen] = {}
        for _, seen in sorted(self.seen_names.items()):
            first.setdefault(seen.actor.id, seen)
        return first

    @cached_property
    def _bodies_by_word(self) -> dict[str, dict[str, Seen]]:
        """The first mentions of bodies by the words that their names end in."""
        found: dict[str, dict[str, Seen]] = defaultdict(dict)
        for id, seen in self._first_seen.items():
            if seen.actor.kind in _NAMED_BODIES:
                for word in _last_words(seen.actor.label):
                    found[word][id] = seen
        return found

    @cached_property
    def _armed_groups(self) -> tuple[Seen, ...]:
        return tuple(seen for seen in self._first_seen.values() if seen.actor.kind == "armed_group")

    @cached_property
    def _heads(self) -> list[int]:
        return sorted(self.seen_names)

    @cached_property
    def _linked(self) -> dict[str, Actor]:
        """All actors that names were linked to."""
        return {link.actor.id: link.actor for link in self.told.links if link.actor is not None}

    @cached_property
    def _headed(self) -> tuple[Actor, ...]:
        """The bodies that persons whom the article names head at its date."""
        date = self.told.date
        if date is None:
            return ()
        held = []
        for actor in self._linked.values():
            offices = self.gazetteer.offices(actor.id) if actor.kind == "person" else ()
            heading = [o for o in offices if o.office == "organisation_head" and o.valid(date)]
            # An office without dates is taken for held unless another is known to be.
            heading = [o for o in heading if o.valid_from is not None] or heading
            held += [self.gazetteer.actor(office.country) for office in heading]
        return tuple({actor.id: actor for actor in held if actor is not None}.values())

    def _own_country(self, token: Token, lemma: str) -> tuple[Actor, Actor] | None:
        """A person and the state that "his country" is."""
        owner = next((child for child in token.children if child.dep_ == "nmod:poss"), None)
        owners = (
            self.actors.get(owner.i, ()) if owner is not None and lemma in ("country", "homeland", "nation") else ()
        )
        if len(owners) != 1 or owners[0].kind != "person" or owners[0].country is None:
            return None
        state = self.gazetteer.actor(owners[0].country)
        return (owners[0], state) if state is not None else None

    def _other_state(self, token: Token, lemma: str) -> Seen | None:
        """The state that "its neighbour" or "their ally" means: the only other one where one was last named."""
        if lemma not in _RELATED or plural_noun(token, self.tables):
            return None
        owner = next((child for child in token.children if child.dep_ == "nmod:poss"), None)
        if owner is None:
            return None
        own = {country_of(actor) for actor in self.actors.get(owner.i, ())}
        if owner.pos_ == "PRON":
            subjects = [child for child in token.head.children if child.dep_ in ("nsubj", "nsubj:pass")]
            own = {country_of(a) for child in subjects for a in self.actors.get(child.i, ())} or own
        if len(own - {None}) != 1:
            return None
        start = token.i
        for _ in range(_SENTENCES_BACK):
            first = self.doc[start - 1].sent.start if start < token.i else token.sent.start
            inside = self._heads[bisect_left(self._heads, first) : bisect_left(self._heads, start)]
            near = {
                seen.actor.id: seen
                for seen in map(self.seen_names.__getitem__, inside)
                if seen.actor.kind == "state" and seen.actor.id not in own
            }
            if near:
                return next(iter(near.values())) if len(near) == 1 else None
            start = first
            if start == 0:
                break
        return None

    def _known_alone(self, token: Token, description: Description, known: frozenset[str]) -> bool:
        """Take "the alliance" or "the bloc" with nothing like it before: for the only such body that the article names
        later, or else for the body that news calls so, if the article names a member and no other body."""
        kinds = description.kinds - _PERSONAL
        bodies = {id: actor for id, actor in self._linked.items() if actor.kind in kinds}
        headed = [
            actor
            for actor in self._headed
            if actor.kind in kinds and (description.lemma in _ANY_BODY or description.lemma in actor.label.lower())
        ]
        if bodies:
            later = {
                id: actor
                for id, actor in bodies.items()
                if id in known or description.lemma in actor.label.lower() or self.gazetteer.members(id, self.told.date)
            }
            actor = next(iter(later.values())) if len(bodies) == len(later) == 1 else None
            reason = "the only such body that the article names"
        elif headed:
            actor = headed[0] if len(headed) == 1 else None
            reason = "the article names who heads it"
        else:
            actor = self.gazetteer.actor(next(iter(known))) if len(known) == 1 else None
            members = {state.id for state in self.gazetteer.members(actor.id, self.told.date)} if actor else set()
            whole = actor.label.partition(" ")[0] if actor is not None else ""  # "UN Security Council"
            part = whole in self._linked or any(whole == one.id for one in self._headed)
            if not part and (
                description.lemma in _PARTS or not members & {country_of(one) for one in self._linked.values()}
            ):
                actor = None
            reason = "news calls it so, and the article names a member or whose part it is"
        if actor is None:
            return False
        participant = Participant(self._mention(token.i, token.i + 1, None), actor, "description")
        self.actors[token.i] = (actor,)
        self._draft(token.i, token.i, token.i + 1, participant, None, f"'the {token.text}' for {actor.label}: {reason}")
        return True

    def _realms(self, lemma: str) -> frozenset[str]:
        """The states of the article that are named after what they are ("Kingdom of Tonga")."""
        if lemma not in _REALMS:
            return frozenset()
        return frozenset(
            id
            for id, state in ((id, seen.actor) for id, seen in self._first_seen.items() if seen.actor.kind == "state")
            if any(name.actor.id == id for name in self.gazetteer.lookup(f"{lemma} of {state.label}"))
        )

    def _only_group(self, phrase: RolePhrase, discourse: Discourse) -> Antecedent | None:
        """The one armed group that the article names, for "the rebels"."""
        token = self.doc[phrase.head]
        determiners = {child.lower_ for child in token.children if child.dep_ == "det"}
        if "the" not in determiners or phrase.broken or self._new(token):
            return None
        groups = [s for s in self._armed_groups if s.head < token.i]
        if len(groups) != 1:
            return None
        (seen,) = groups
        return Antecedent((seen,), f"'the {token.text}': {seen.actor.label} is the only armed group named")

    def _new(self, token: Token) -> bool:
        """Whether a definite noun is told what it is by its own modifiers, and so refers to nothing before it."""
        for child in token.children:
            if child.dep_ in ("nmod", "acl", "acl:relcl", "nmod:poss", "appos", "compound") and child.i != token.i:
                if child.dep_ == "compound" and child.pos_ == "NOUN":
                    continue
                return True
            if child.dep_ == "amod":
                features = child.morph.to_dict()
                if features.get("Degree") == "Sup" or features.get("NumType") == "Ord":
                    return True
                if self.tables.reading(child.lower_, "description") == "other":
                    return True
        return False

    def _bridge(self, phrase: RolePhrase, found: Antecedent, discourse: Discourse) -> Antecedent:
        """Resolve "the government" without owner: the one named so before, or the only state that the article names."""
        if phrase.role.lemma in VISITORS or self._told_apart(self.doc[phrase.head]):
            return found
        before = discourse.same_role(phrase.role.lemma)
        if before is not None:
            return Antecedent((before,), f"'the {phrase.role.lemma}' named before: {before.actor.label}")
        states = {
            seen.actor.id: seen for sentence in discourse.sentences for seen in sentence if seen.actor.kind == "state"
        }
        if len(states) == 1 and self.countries == states.keys():
            (seen,) = states.values()
            return Antecedent(
                (seen,), f"'the {phrase.role.lemma}': {seen.actor.label} is the only state that the article names"
            )
        return found

    def _at_home(self, phrase: RolePhrase, discourse: Discourse) -> bool:
        """Take an organ without an owner ("police", "the court", "the prime minister") for that of the country in which
        the sentence is set."""
        token = self.doc[phrase.head]
        lemma = phrase.role.lemma
        if phrase.broken or (lemma not in HOME_OFFICES if phrase.role.kind == "office" else lemma in ABROAD):
            return False
        if token.dep_ in _MODIFIERS or self._told_apart(token):
            return False
        if lemma in COURTS and self.setting.courts_abroad:
            return False
        if token.dep_ in ("obj", "nsubj:pass") and lemma in FORCES and token.head.lemma_.lower() in SENDING:
            return False  # "the president mobilized troops": whom he acts with, not upon
        if lemma in ONE_EACH and plural_noun(token, self.tables):
            return False
        state = self.setting.country(token)
        if state is None or state.kind != "state":
            return False
        words = self.told.words(phrase.start, phrase.end)
        start, end = phrase_span(token, self.doc)
        phrase = dataclasses.replace(phrase, start=start, end=end)
        self._role(phrase, (state,), f"'{words}' where the article is set: {state.label}", (), discourse)
        return True

    def _told_apart(self, token: Token) -> bool:
        """Whether modifiers say whose or which organ it is, though to nobody known ("U.N.-backed government")."""
        for child in token.children:
            if child.dep_ == "nmod:poss":
                return True
            if child.dep_ in ("compound", "amod", "nmod") and child.i < token.i:
                if child.text[0].isupper() or "-" in (self.doc[child.i - 1].text if child.i else "", child.text):
                    return True
            elif child.dep_ == "nmod" and case_of(child) not in WHERE:
                return True
        return False

    def _country_at_hand(self, token: Token, discourse: Discourse) -> bool:
        """Take "the country" for the one that the article is about here, where nothing nearer says which."""
        state = self.setting.country(token)
        seen = self._first_seen.get(state.id) if state is not None else None
        if seen is None:
            return False
        found = Antecedent((seen,), f"'the {token.text}': {seen.actor.label}, which the article is about")
        self._back(token, token.i, token.i + 1, found, "description", discourse, None)
        return True

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
        start = min([phrase.start, *before]) if before and phrase.start - min(before) < _FAR else phrase.start
        adjective = any(self.doc[owner.head].pos_ == "ADJ" for owner in owners)
        by: LinkedBy = "demonym" if adjective else "office" if phrase.role.kind == "office" else "description"
        type = "ORG" if phrase.role.kind in ("state", "company", "media", "party") else "PERSON"
        # "the armies of Brazil and Argentina": without its owners the noun names nobody.
        after = [self._last_token(owner.head) for owner in owners if phrase.head < owner.head < phrase.end + _FAR]
        mention = self._mention(start, max([phrase.end, *after]), type)
        words = self.told.words(phrase.start, phrase.end)
        # Who is named with that office, or is a group of that country, is who is meant.
        person = self._named_before(phrase, actors, discourse)
        if person is not None:
            actors, reason = (person.actor,), f"'{words}' is {person.actor.label}, whom the article names so"
        self.actors[phrase.head] = actors
        plural = plural_noun(token, self.tables)
        for actor in actors:
            participant = Participant(mention, actor, by, words)
            index = self._draft(phrase.head, start, phrase.end, participant, person.index if person else None, reason)
            seen = Seen(index, phrase.head, actor, plural, is_subject(token), is_argument(token))
            discourse.add(seen, phrase.role.lemma if len(actors) == 1 and actor.kind != "person" else None)
        if not actors:
            self._draft(phrase.head, start, phrase.end, Participant(mention, None, None, words), None, reason)

    def _first_token(self, head: int) -> int:
        return self.told.named[self.name_at[head]].start if head in self.name_at else head

    def _last_token(self, head: int) -> int:
        return self.told.named[self.name_at[head]].end if head in self.name_at else head + 1

    def _named_before(self, phrase: RolePhrase, actors: tuple[Actor, ...], discourse: Discourse) -> Seen | None:
        if len(actors) != 1 or plural_noun(self.doc[phrase.head], self.tables):
            return None
        if not any(child.lower_ == "the" or child.dep_ == "nmod:poss" for child in self.doc[phrase.head].children):
            return None
        description = self.tables.descriptions.get(phrase.role.lemma)
        if phrase.role.kind in ("armed_group", "party", "company", "media"):
            country = country_of(actors[0])
            return discourse.of_country(description, country) if description and country else None
        if phrase.role.kind != "office" or self._narrowed(phrase):
            return None
        roles = description.roles if description else frozenset({phrase.role.lemma})
        fitting = [
            seen
            for seen in discourse.persons_in(roles)
            if seen.actor.country == actors[0].id and self._held_there(seen.actor, roles, actors[0])
        ]
        return fitting[0] if len(fitting) == 1 else None

    def _narrowed(self, phrase: RolePhrase) -> bool:
        """Whether a noun makes the role an office that no table knows: "transport minister" is not any minister."""
        named = phrase.role.lemma.split()
        return any(
            child.dep_ == "compound"
            and child.pos_ == "NOUN"
            and not child.ent_type_
            and child.i < phrase.head
            and child.lower_ not in named
            for child in self.doc[phrase.head].children
        )

    def _held_there(self, person: Actor, roles: frozenset[str], owner: Actor) -> bool:
        """Whether no office that fits is said to be of another ("Senate President" and "U.S. President")."""
        told = self.people[person.id].owners if person.id in self.people else {}
        owners = set().union(*(told[role] for role in roles if role in told))
        return not owners or owner.id in owners

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
        role = self.told.words(phrase.start, phrase.end) if phrase else None
        plural = len(found.seen) > 1 or agreement(token, self.tables) == "plural" or plural_noun(token, self.tables)
        for seen in found.seen:
            participant = Participant(mention, seen.actor, by, role)
            index = self._draft(token.i, start, end, participant, seen.index, found.reason)
            discourse.add(Seen(index, token.i, seen.actor, plural, is_subject(token), is_argument(token)))
        if found.seen:
            self.actors[token.i] = tuple(seen.actor for seen in found.seen)
        else:
            self._draft(token.i, start, end, Participant(mention, None, None, role), None, found.reason)

    def _relative(self, token: Token) -> None:
        """Link "who" and "which" to the noun that the relative clause hangs on."""
        verb = token
        for _ in range(10):
            if verb.dep_ in ("acl:relcl", "acl") or verb.head.i == verb.i:
                break
            verb = verb.head
        noun = verb.head
        head = self.told.aliases.get(noun.i, noun.i)
        if verb.dep_ not in ("acl:relcl", "acl") or noun.i >= token.i or head not in self.actors:
            return
        index = self.draft_at.get(head)
        mention = self._mention(token.i, token.i + 1, None)
        if token.dep_ == "nmod:poss":
            self.actors[token.i] = self.actors[head]  # "Britain, whose soldiers ..."
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
        """Link "I" to who speaks a quote, and "we" to the side for which the speaker holds office."""
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
        if agreement(token, self.tables) == "first" or speaker.kind != "person":
            if agreement(token, self.tables) == "first" and speaker.kind != "person":
                return None, f"'{token.text}': one person who speaks for {speaker.label}"
            return speaker, f"'{token.text}': {speaker.label} speaks"
        person = self.people.get(speaker.id)
        offices = person is not None and any(self.tables.roles[role].side == "state" for role in person.offices)
        state = self.gazetteer.actor(speaker.country) if speaker.country and offices else None
        if state is None:
            return None, f"'{token.text}': for whom {speaker.label} speaks is not clear"
        return state, f"'{token.text}': the side of {speaker.label}, who speaks"

    def _draft(
        self, head: int, start: int, end: int, participant: Participant, antecedent: int | None, reason: str
    ) -> int:
        self.draft_at[head] = len(self.found)
        if participant.actor is not None and (country := country_of(participant.actor)):
            self.countries.add(country)
        self.found.append(Draft(head, start, end, participant, antecedent, reason))
        return len(self.found) - 1

    def _mention(self, start: int, end: int, type: str | None) -> Mention:
        first, last = self.doc[start], self.doc[end - 1]
        stop = last.idx + len(last)
        return Mention(Span(first.idx, stop), self.text[first.idx : stop], type)

    def _words(self, start: int, end: int) -> str:
        return str(self.doc[start:end].text)


def _last_words(label: str) -> set[str]:
    """The words that a name of several words ends in, and that stand before its "of" or "for"."""
    words = label.lower().split()
    cut = next((i for i, w in enumerate(words) if i and w in ("of", "for", "on", "in")), len(words))
    return {words[-1], words[cut - 1]} if len(words) > 1 else set()
