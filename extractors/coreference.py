"""Whom pronouns, definite descriptions and collectives mean: by agreement, type and salience, or else nobody.

Salience: subjects before other arguments, this sentence before the one before it. Where two actors fit equally well, or
a noun that is no known actor stands nearer, there is no antecedent: a wrong link is worse than none.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from realpolitik.extractors.metonymy import first_conjunct
from realpolitik.extractors.titles import plural_noun
from realpolitik.ontology.records import Actor
from realpolitik.ontology.roles import Agreement, Description, RoleTables

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from realpolitik.extractors.chains import Chains

__all__ = ["Antecedent", "Discourse", "Person", "Seen", "agreement", "is_argument", "is_subject"]

WINDOW: Final = 4
"""Sentences that a description or a pair may reach back over."""
SURE: Final = 0.6
"""The share that the model must give to an actor before a mention that the rules leave open is linked."""
MENTIONS: Final = 60
"""Mentions of a sentence that are kept; only lists and broken text have more."""
_SUBJECTS: Final = frozenset({"nsubj", "nsubj:pass", "nsubj:outer", "csubj"})
_ARGUMENTS: Final = _SUBJECTS | {"obj", "iobj", "obl", "obl:agent", "nmod:poss"}
_COLLECTIVE_THINGS: Final = frozenset(
    {"state", "organisation", "party", "armed_group", "government", "military", "media", "company", "group"}
)


@dataclass(frozen=True, slots=True)
class Seen:
    """One mention that later words may refer to; `index` is its referent's."""

    index: int
    head: int
    actor: Actor
    plural: bool
    subject: bool
    argument: bool
    modifier: bool = False


@dataclass(frozen=True, slots=True)
class Antecedent:
    """The mentions that a word refers to (none where it stays open), and why."""

    seen: tuple[Seen, ...]
    reason: str


_OF_ITS_NAME: Final = frozenset({
    "airline", "bank", "commission", "council", "court", "federation", "league", "tribunal", "union",
})  # fmt: skip
"""Nouns for bodies that bear them in their names."""


@dataclass(slots=True)
class Person:
    """What the article says of a person: its roles (lemmas), country and gender."""

    roles: set[str] = field(default_factory=set)
    offices: set[str] = field(default_factory=set)
    """Those of the roles that the person is not said to have left."""
    owners: dict[str, set[str]] = field(default_factory=dict)
    """Ids of the actors whose office each role is said to be."""
    country: str | None = None
    gender: str = ""


def agreement(token: Token, tables: RoleTables) -> Agreement | None:
    """Return what a personal pronoun agrees with; None for other words, and for an "it" that stands for nothing."""
    if token.pos_ not in ("PRON", "DET") or token.dep_ == "expl" or token.text == "US":
        return None
    pronoun = tables.pronouns.get(token.lower_)
    if pronoun is None:
        return None
    # "It is clear that …"
    clausal = token.dep_ == "nsubj" and any(child.dep_.startswith("csubj") for child in token.head.children)
    return None if clausal and pronoun.agreement == "thing" else pronoun.agreement


class Discourse:
    """What an article has spoken of so far; fed with mentions in reading order, sentence by sentence."""

    def __init__(
        self,
        doc: Doc,
        tables: RoleTables,
        *,
        people: Mapping[str, Person],
        quoted: Mapping[int, int],
        speakers: Mapping[int, int],
        names: Mapping[int, Seen],
        chains: Chains | None = None,
    ) -> None:
        """Take the doc and the role tables.

        `people` is what is known of persons by actor id, `quoted` the number of the quote that a token is in,
        `speakers` leads from the head of a quote's speaker to that of the quote before, `names` are the names by
        head, those ahead included. `chains` is asked where the rules leave a mention open.
        """
        self.chains = chains
        self.names = names
        self.doc = doc
        self.tables = tables
        self.people = people
        self.quoted = quoted
        self.speakers = speakers
        self.sentences: deque[deque[Seen]] = deque([deque(), deque()], maxlen=WINDOW)
        self.starts: deque[tuple[int, int]] = deque([(0, 0), (0, 0)], maxlen=WINDOW)
        self.subjects: deque[Token | None] = deque([None, None], maxlen=WINDOW)
        """The main subjects of the sentences, where they were asked for."""
        self.at: dict[int, list[Seen]] = {}
        self.persons: dict[str, dict[str, Seen]] = {}
        """The last mention of each person, by actor id, for each role noun that the person bears."""
        self.role_mentions: dict[str, Seen] = {}
        """The last mention of a state by each role noun ("the government")."""
        self.genders: dict[str, str] = {}

    def open_sentence(self, start: int, end: int) -> None:
        """Begin a sentence of the tokens [start, end)."""
        self.sentences.append(deque(maxlen=MENTIONS))
        self.subjects.append(None)
        self.starts.append((start, end))

    def add(self, seen: Seen, role: str | None = None) -> None:
        """Take note of a mention."""
        self.sentences[-1].append(seen)
        self.at.setdefault(seen.head, []).append(seen)
        if seen.actor.kind == "person":
            for lemma in self.people[seen.actor.id].roles if seen.actor.id in self.people else ():
                self.persons.setdefault(lemma, {})[seen.actor.id] = seen
        if role is not None:
            self.role_mentions[role] = seen

    def pronoun(self, token: Token, kind: Agreement) -> Antecedent:
        """Resolve a pronoun of the third person; but for "himself", it is nobody else who takes part in its clause."""
        found = self._antecedent(token, kind)
        if not found.seen:
            found = self._by_model(token, found, lambda seen: self._fits(seen, kind))
        if token.dep_ != "nmod:poss" and not self.tables.pronouns[token.lower_].reflexive:
            beside = {seen.actor.id for child in token.head.children for seen in self.at.get(child.i, ())}
            beside |= self._shared_subject(token)
            if any(seen.actor.id in beside for seen in found.seen):
                return Antecedent((), f"'{token.text}': {_labels(found.seen)} takes another part in its clause")
        if kind in ("m", "f"):
            self.genders.update((seen.actor.id, kind) for seen in found.seen)
        return found

    def _shared_subject(self, token: Token) -> frozenset[str]:
        """Who acts in the clause of a pronoun that is acted upon, where its verb shares the subject of another."""
        verb = token.head
        if token.dep_ in _SUBJECTS:
            return frozenset()
        for _ in range(4):
            subject = next((child for child in verb.children if child.dep_ in _SUBJECTS), None)
            if subject is not None:
                return frozenset(seen.actor.id for seen in self.at.get(subject.i, ()))
            if verb.dep_ != "conj" or verb.head.i == verb.i:
                break
            verb = verb.head
        return frozenset()

    def _antecedent(self, token: Token, kind: Agreement) -> Antecedent:
        reflexive = self.tables.pronouns[token.lower_].reflexive
        possessive = token.dep_ == "nmod:poss"
        for subject in self._enclosing_subjects(token, own=reflexive or possessive):
            if self.quoted.get(subject.i) != self.quoted.get(token.i):
                # Who speaks a quote is "I" in it.
                break
            found = self._group(subject, kind)
            if found:
                return Antecedent(found, f"'{token.text}': subject of its clause, {_labels(found)}")
            if self._competes(subject, kind):
                return Antecedent((), f"'{token.text}' may mean '{subject.text}'")
            if reflexive:
                break
        if reflexive:
            return Antecedent((), f"'{token.text}': its subject is no known actor")
        if kind in ("m", "f") and (before := self.at.get(self.speakers.get(token.i, -1))):
            same = tuple(seen for seen in before if self._fits(seen, kind))
            if len(same) == 1:
                return _because((same[0],), token, "who spoke before")
        if (ahead := self._ahead(token, kind)) is not None:
            return _because((ahead,), token, "subject of the clause that it opens")
        coarguments = {child.i for child in token.head.children} if not possessive else set()
        subjects = self._shared_subject(token) if not possessive else frozenset()
        here = [
            seen
            for seen in self.sentences[-1]
            if seen.head < token.i
            and seen.head not in coarguments
            and seen.actor.id not in subjects
            and self.quoted.get(seen.head) == self.quoted.get(token.i)
        ]
        if token.dep_ in _SUBJECTS:
            # "Speaking to Smith, he said": who is named in what opens a clause is not its subject.
            here = [seen for seen in here if not self._under(seen.head, token.head.i)]
        fitting = _distinct(seen for seen in here if self._fits(seen, kind))
        if len(fitting) > 1 or token.i in self.quoted:
            why = "more than one fits" if fitting else "nothing in the quote fits"
            if not fitting or len(fitting) > 1:
                return Antecedent((), f"'{token.text}': {why}")
        if fitting and kind in ("thing", "plural") and (other := self._nearer(fitting[0], token, kind)) is not None:
            return Antecedent((), f"'{token.text}' may mean '{other.text}'")
        if fitting and self._another_of(kind, fitting[0], subjects):
            return Antecedent((), f"'{token.text}': {_labels(fitting)}, or who was spoken of before")
        if fitting:
            return _because((fitting[0],), token, "the only one that fits in its sentence")
        return self._from_before(token, kind)

    def _nearer(self, seen: Seen, token: Token, kind: Agreement) -> Token | None:
        """A noun between a mention and a pronoun that the pronoun might as well mean."""
        for i in range(max(seen.head + 1, token.i - 40), token.i):
            noun = self.doc[i]
            rival = noun.pos_ == "NOUN" and noun.dep_ != "compound" and i not in self.at
            if rival and plural_noun(noun, self.tables) == (kind == "plural"):
                return noun
        return None

    def _another_of(self, kind: Agreement, seen: Seen, barred: frozenset[str]) -> bool:
        """Whether somebody near is known to be of the gender of a pronoun, while `seen` is not."""
        if kind not in ("m", "f") or self._gender(seen.actor) == kind:
            return False
        known = (one.actor for sentence in self.sentences for one in sentence if one.actor.kind == "person")
        return any(self._gender(actor) == kind for actor in known if actor.id not in {seen.actor.id, *barred})

    def _gender(self, actor: Actor) -> str:
        return self.genders.get(actor.id) or (self.people[actor.id].gender if actor.id in self.people else "")

    def _under(self, inner: int, outer: int) -> bool:
        token = self.doc[inner]
        for _ in range(20):
            if token.i == outer:
                return True
            if token.head.i == token.i:
                return False
            token = token.head
        return True

    def _ahead(self, token: Token, kind: Agreement) -> Seen | None:
        """The subject that a fronted phrase leads up to ("In his speech, Putin …")."""
        if token.dep_ != "nmod:poss" or token.i in self.quoted:
            return None
        part = token
        for _ in range(6):
            part = part.head
            if part.dep_ in ("obl", "advcl", "obl:unmarked"):
                subject = next((child for child in part.head.lefts if child.dep_ in _SUBJECTS), None)
                if subject is not None and subject.i > part.i:
                    seen = self.names.get(subject.i)
                    return seen if seen is not None and self._fits(seen, kind) else None
        return None

    def _from_before(self, token: Token, kind: Agreement) -> Antecedent:
        reach = 3 if kind in ("m", "f") else 2
        back = 1
        while back < min(reach, len(self.sentences)):
            back += 1
            sentence, (start, end) = self.sentences[-back], self.starts[-back]
            subject = self.subjects[-back] = self.subjects[-back] or self._main_subject(start, end)
            if subject is not None and subject.i in self.quoted and token.i not in self.quoted:
                # What somebody else says in between does not change who is spoken of.
                reach += 1
                continue
            found = self._group(subject, kind) if subject is not None else ()
            others = _distinct(
                seen for seen in sentence
                if self._fits(seen, kind) and seen.argument and all(seen.actor.id != one.actor.id for one in found)
            )  # fmt: skip
            if found:
                if others and token.dep_ not in _SUBJECTS:
                    return Antecedent((), f"'{token.text}': {_labels(found)} or {_labels(others)}")
                return _because(found, token, "subject of a sentence before")
            if subject is not None and self._competes(subject, kind):
                return Antecedent((), f"'{token.text}' may mean '{subject.text}'")
            fitting = _distinct(seen for seen in sentence if self._fits(seen, kind))
            if len(fitting) == 1 and (kind in ("m", "f") or fitting[0].argument):
                return _because((fitting[0],), token, "the only one that fits in a sentence before")
            if fitting:
                return Antecedent((), f"'{token.text}': {_labels(fitting)}")
        return Antecedent((), f"'{token.text}': nobody before it fits")

    def describe(self, token: Token, description: Description, known: frozenset[str] = frozenset()) -> Antecedent:
        """Resolve a definite description in the singular by the kinds of actor it may refer to.

        `known` are the ids of actors that the gazetteer knows by this description ("the alliance").
        """
        found = self._described(token, description, known)
        if found.seen:
            return found
        rules = self.tables.roles
        exact = description.lemma in rules and rules[description.lemma].kind == "office"

        def fits(seen: Seen) -> bool:
            if seen.actor.kind not in description.kinds:
                return False
            # "The Queen" is not the prime minister named beside her.
            person = self.people.get(seen.actor.id)
            held = person.offices if person is not None and exact else set()
            return not held or bool(held & {description.lemma, *description.roles})

        return self._by_model(token, found, fits)

    def _by_model(self, token: Token, found: Antecedent, fits: Callable[[Seen], bool]) -> Antecedent:
        """Whom the model takes an open mention for, if it is sure and the actor fits; else what was found."""
        if self.chains is None:
            return found
        shares = self.chains.who(token.i, self.at)
        best = max(shares, key=lambda id: (shares[id], id), default=None)
        if best is None or shares[best] < SURE:
            return found
        near = (seen for sentence in self.sentences for seen in sentence if seen.actor.id == best)
        seen = max((s for s in near if s.head < token.i), key=lambda s: s.head, default=None)
        if seen is None or not fits(seen):
            return found
        return _because((seen,), token, f"the model gives it {shares[best]:.2f}")

    def _described(self, token: Token, description: Description, known: frozenset[str]) -> Antecedent:
        word = token.text
        if "person" in description.kinds:
            found = self._described_person(description)
            if found is not None:
                return Antecedent((found,), f"'the {word}': {found.actor.label}")
            return Antecedent((), f"'the {word}': no one person before it fits")
        # Who acts in a clause is not also whom it acts upon.
        beside = {
            seen.actor.id for child in token.head.children if child.i != token.i for seen in self.at.get(child.i, ())
        }
        pool: list[Seen] = []
        named = [seen for sentence in self.sentences for seen in sentence if seen.actor.id in known - beside]
        if named and description.kinds == {"state"}:
            return Antecedent((named[-1],), f"'the {word}': {named[-1].actor.label}")
        for back in range(1, len(self.sentences) + 1):
            pool += [
                seen for seen in self.sentences[-back]
                if seen.actor.kind in description.kinds and seen.head < token.i and seen.actor.id not in beside
            ]  # fmt: skip
            if back == 1 or not pool:
                continue
            if (one := self._only(pool, description.lemma, known)) is not None:
                return Antecedent(
                    (one,), f"'the {word}': the only {'/'.join(sorted(description.kinds))} near, {one.actor.label}"
                )
            return Antecedent((), f"'the {word}': {_labels(_distinct(pool))}")
        return Antecedent((), f"'the {word}': nothing near fits")

    def _described_person(self, description: Description) -> Seen | None:
        fitting = self.persons_in(description.roles)
        if len(fitting) == 1:
            return fitting[0]
        near = {seen.actor.id: seen for sentence in self.sentences for seen in sentence if seen.actor.kind == "person"}
        recent = [near[seen.actor.id] for seen in fitting if seen.actor.id in near]
        if fitting:
            return recent[0] if len(recent) == 1 else None
        unknown = [seen for id, seen in near.items() if id not in self.people or not self.people[id].roles]
        return unknown[0] if len(near) == 1 and len(unknown) == 1 else None

    def collective(self, token: Token, description: Description | None, count: int = 2) -> Antecedent:
        """Resolve "the two countries", "both sides", "the pair": the members nearest before it, if just that many."""
        kinds = description.members if description is not None else _COLLECTIVE_THINGS | {"person"}
        # Who acts upon both is not one of them.
        beside = {
            seen.actor.id for child in token.head.children if child.i != token.i for seen in self.at.get(child.i, ())
        }
        pool: dict[str, Seen] = {}
        for back in range(1, len(self.sentences) + 1):
            level: dict[str, Seen] = {}
            for seen in self.sentences[-back]:
                if seen.head < token.i and seen.actor.kind in kinds and seen.actor.id not in beside:
                    level.setdefault(seen.actor.id, seen)
            # Members that are told in several sentences count only if the article so far offers nobody else.
            if not pool and len(level) == count:
                return Antecedent(tuple(level.values()), f"'{token.text}': {_labels(tuple(level.values()))}")
            for id, seen in level.items():
                pool.setdefault(id, seen)
            if len(pool) > count:
                break
        if len(pool) == count:
            return Antecedent(tuple(pool.values()), f"'{token.text}': {_labels(tuple(pool.values()))}")
        why = _labels(tuple(pool.values())) if pool else "nobody"
        return Antecedent((), f"'{token.text}': {why} before it, not just {count}")

    def persons_in(self, roles: Iterable[str]) -> list[Seen]:
        """Return the persons so far who bear one of these roles, each by its last mention."""
        return list({id: seen for role in sorted(roles) for id, seen in self.persons.get(role, {}).items()}.values())

    def of_country(self, description: Description, country: str) -> Seen | None:
        """Return the one actor near that fits a description and belongs to a country ("the Lebanese group")."""
        fitting = _distinct(
            seen
            for sentence in self.sentences
            for seen in sentence
            if seen.actor.kind in description.kinds and seen.actor.country == country and not seen.plural
        )
        return fitting[0] if len(fitting) == 1 else None

    def same_role(self, role: str) -> Seen | None:
        """Return the state last named by this role noun ("the Syrian government … the government")."""
        return self.role_mentions.get(role)

    def _only(self, pool: Sequence[Seen], lemma: str, known: frozenset[str]) -> Seen | None:
        distinct = _distinct(pool)
        if lemma in _OF_ITS_NAME:
            distinct = tuple(seen for seen in distinct if lemma in seen.actor.label.lower())
        if any(seen.actor.id in known for seen in distinct):
            distinct = tuple(seen for seen in distinct if seen.actor.id in known)
        if len(distinct) > 1 and lemma:
            distinct = tuple(seen for seen in distinct if lemma in seen.actor.label.lower())
        return distinct[0] if len(distinct) == 1 else None

    def _fits(self, seen: Seen, kind: Agreement) -> bool:
        actor = seen.actor
        if seen.modifier:
            return False
        if kind in ("m", "f"):
            return actor.kind == "person" and self._gender(actor) in ("", kind)
        if kind == "thing":
            return actor.kind in _COLLECTIVE_THINGS and actor.kind != "group" and not seen.plural
        return (seen.plural and actor.kind != "place") or actor.kind in ("group", "armed_group")

    def _group(self, subject: Token, kind: Agreement) -> tuple[Seen, ...]:
        """The mentions at a subject, with those joined to it where the pronoun is plural; empty if they do not fit."""
        seen = self.at.get(subject.i, [])
        parts = [child for child in subject.rights if child.dep_ == "conj"]
        if kind == "plural" and (parts or len(seen) > 1):
            groups = [self.at.get(part.i, []) for part in (subject, *parts)]
            return tuple(one for group in groups for one in group) if all(groups) else ()
        if len(seen) != 1 or (parts and kind == "thing"):
            return ()
        return tuple(seen) if self._fits(seen[0], kind) else ()

    def _competes(self, subject: Token, kind: Agreement) -> bool:
        """Whether a subject that is no fitting actor might still be what a pronoun means."""
        if subject.pos_ == "PRON":
            return subject.i not in self.at and agreement(subject, self.tables) == kind
        if kind in ("m", "f"):
            if self.at.get(subject.i):
                return False
            role = self.tables.role(subject.lemma_.lower())
            return subject.pos_ == "PROPN" or (role is not None and role.kind in ("office", "group", "armed_group"))
        if any(seen.actor.kind == "person" for seen in self.at.get(subject.i, [])):
            return False
        plural = plural_noun(subject, self.tables) or any(child.dep_ == "conj" for child in subject.rights)
        role = self.tables.role(subject.lemma_.lower())
        if kind == "plural" and role is not None and role.kind not in ("local", "title") and not self.at.get(subject.i):
            # "The army said they …"
            return True
        return plural if kind == "plural" else not plural

    def _enclosing_subjects(self, token: Token, *, own: bool) -> Iterator[Token]:
        """The subjects of the clauses that `token` stands in, innermost first; its own clause's only if asked for."""
        verb = token.head
        first = True
        for _ in range(12):
            subject = next((child for child in verb.lefts if child.dep_ in _SUBJECTS), None)
            if subject is not None:
                inside = subject.i == token.i or any(part.i == subject.i for part in _upwards(token, verb))
                if not inside and subject.i < token.i and (own or not first):
                    yield subject
                first = False
            if verb.head.i == verb.i:
                return
            verb = verb.head

    def _main_subject(self, start: int, end: int) -> Token | None:
        for i in range(start, end):
            token = self.doc[i]
            if token.dep_ in _SUBJECTS and (token.head.head.i == token.head.i or token.head.dep_ in ("ROOT", "root")):
                return token
        return None


def _upwards(token: Token, stop: Token) -> Iterator[Token]:
    for _ in range(20):
        if token.i == stop.i or token.head.i == token.i:
            return
        yield token
        token = token.head


def _because(seen: tuple[Seen, ...], token: Token, reason: str) -> Antecedent:
    return Antecedent(seen, f"'{token.text}': {reason}, {_labels(seen)}")


def _distinct(seen: Iterable[Seen]) -> tuple[Seen, ...]:
    last: dict[str, Seen] = {}
    for one in seen:
        last[one.actor.id] = one
    return tuple(last.values())


def _labels(seen: Sequence[Seen]) -> str:
    return ", ".join(dict.fromkeys(one.actor.label for one in seen))


def is_subject(token: Token) -> bool:
    """Whether a noun phrase, or the coordination it is in, is the subject of a clause."""
    return first_conjunct(token).dep_ in _SUBJECTS


def is_argument(token: Token) -> bool:
    """Whether a noun phrase is an argument of a clause rather than a modifier of a noun."""
    return first_conjunct(token).dep_ in _ARGUMENTS
