"""Recipients: whom an act concerns, where the slot of the lexicon names nobody, or only those who act."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from spacy.tokens import Token

from realpolitik.extractors.arguments import Argument, Arguments
from realpolitik.extractors.clauses import (
    MODALS,
    SUMMING_UP,
    ClauseIndex,
    case_of,
    conjuncts,
    is_predicate,
    noun_told_of,
)
from realpolitik.extractors.events import Event
from realpolitik.extractors.nominals import noun_slots
from realpolitik.extractors.sides import side_of
from realpolitik.ontology.lexicon import Lexicon
from realpolitik.ontology.roles import load_roles

__all__ = ["Recipients", "is_channel"]

_MAX_NEARBY = 12
# Where another actor of the clause stands, nearest to a recipient first.
_FALLBACK_SLOTS = (
    "obj", "iobj", "to", "with", "against", "from", "on", "for", "over", "about", "toward", "into", "of",
)  # fmt: skip


# Clauses that only complete the one above them.
_INSIDE = frozenset({"advcl", "xcomp", "ccomp"})
_CHANNELS = frozenset({"on", "via", "through", "in"})


def is_channel(argument: Argument, slot: str) -> bool:
    """Tell whether a medium is where something is said, and not whom it concerns: "praised her on Twitter"."""
    actor = argument.participant.actor
    made_known = actor is not None and (actor.kind in ("media", "company") or actor.id.startswith("org-"))
    return slot in _CHANNELS and made_known


def _is_person(argument: Argument) -> bool:
    return argument.participant.actor is not None and argument.participant.actor.kind == "person"


class Recipients:
    """Chooses among the arguments of one Doc."""

    def __init__(self, arguments: Arguments, clauses: ClauseIndex, lexicon: Lexicon) -> None:
        self.arguments = arguments
        self.clauses = clauses
        self.lexicon = lexicon

    def others(self, event: Event, agents: list[Argument], recipients: list[Argument]) -> list[Argument]:
        """Leave out phrases that only belong to those who act ("closed their airspace"), and their own side."""
        sides = {side_of(a.participant.actor) for a in agents if a.participant.actor is not None}
        recipients = [
            r
            for r in recipients
            if r.token not in event.inner_agents
            or r.participant.actor is None
            or side_of(r.participant.actor) not in sides
        ]
        own = {a.participant.actor.id for a in agents if a.participant.actor is not None}
        theirs = {
            r.token.i
            for r in recipients
            if r.indirect and r.participant.actor is not None and r.participant.actor.id in own
        }
        return [r for r in recipients if r.token.i not in theirs]

    def authors(self, tokens: tuple[Token, ...]) -> Iterator[Token]:
        """Put in the place of a report or statement whoever made it: "issued a report accusing Chad"."""
        for token in tokens:
            cue = self.lexicon.attribution(token.lemma_.lower(), "NOUN") if token.pos_ == "NOUN" else None
            if cue is not None and token.dep_ in ("obl", "obl:agent"):
                continue  # "by Tehran's account" says who says so, not who does it
            if cue is not None and token.dep_ == "obj" and is_predicate(token.head):
                yield from self.clauses.at(token.head).slots.get("subj", ())
            elif cue is not None and "source-noun" in cue.frames and (makers := _makers(token)):
                yield from makers
            else:
                yield token

    def is_somebody(self, argument: Argument) -> bool:
        """Tell whether a phrase without known actor names people or bodies ("the two Nordic countries")."""
        lemma = argument.token.lemma_.lower()
        roles = load_roles()
        return lemma in roles.roles or lemma in roles.descriptions or "person-role" in self.lexicon.classes(lemma)

    def fallback(self, event: Event, agents: list[Argument]) -> tuple[str, list[Argument], Token | None] | None:
        """Return another actor of the clause where the tables name no recipient that is one.

        With its preposition, and the object of the event in whose phrase it stands, if it does.
        """
        acting = [a.participant.actor for a in agents if a.participant.actor is not None]
        own = {actor.id for actor in acting} | {side_of(actor) for actor in acting if event.mode == "visit"}
        nearby = () if event.closed else self._nearby(event)
        for word, slot, fillers in chain(self._answered(event), nearby):
            found = [
                replace(argument, indirect=True)
                for argument in self.arguments.read(fillers, whole=False)
                if argument.participant.actor is not None and argument.participant.actor.id not in own
            ]
            if "kin" in self.lexicon.classes(word.lemma_.lower()):
                found = [argument for argument in found if not _is_person(argument)]
            if is_predicate(word):
                found = [argument for argument in found if not is_channel(argument, slot)]
            if found:
                return slot, found, word if word.pos_ == "NOUN" and word not in event.words else None
        return None

    def _answered(self, event: Event) -> Iterator[tuple[Token, str, tuple[Token, ...]]]:
        """Yield who made the claim that is rejected where it stands beside: "accused Iran, a charge Tehran denies"."""
        if event.event_type != "REJECT" or not is_predicate(event.predicate):
            return
        for claim in event.recipients or filter(None, [noun_told_of(event.predicate)]):
            made = self.lexicon.attribution(claim.lemma_.lower(), "NOUN") if claim.pos_ == "NOUN" else None
            if made is None or "source-noun" not in made.frames or claim.dep_ not in SUMMING_UP:
                continue
            told = claim.head
            while told.head != told and (told.dep_ in _INSIDE or not is_predicate(told)):
                told = told.head
            if is_predicate(told):
                yield claim, "of", self.clauses.at(told).slots.get("subj", ())

    def _nearby(self, event: Event) -> Iterator[tuple[Token, str, tuple[Token, ...]]]:
        """Yield the slots of an event's words and objects, then those of the clauses that complete them."""
        pending = [*event.words, *event.recipients]
        seen = {word.i for word in pending}
        while pending:
            word = pending.pop(0)
            slots = self.clauses.at(word).slots if is_predicate(word) else noun_slots(word, self.arguments.cast)
            if event.event_type == "THREATEN" and word not in event.words and is_predicate(word) and not _to_come(word):
                continue  # "warned that rebels operate there" threatens nobody
            if word not in event.words and word not in event.recipients and "subj" in slots:
                if not set(slots["subj"]) & set(event.agents):
                    yield word, "obj", slots["subj"]  # whom somebody asks to act, not whom the act would touch
                    continue
                yield word, "obj", slots["subj"]
            for slot in _FALLBACK_SLOTS:
                if slot in slots:
                    yield word, slot, slots[slot]
            for clause in ("xcomp", "ccomp", "clause"):
                for inner in slots.get(clause, ()):
                    asks = any(c.dep_ == "mark" and c.lower_ in ("whether", "if") for c in inner.children)
                    if not asks and inner.i not in seen and len(seen) < _MAX_NEARBY:
                        seen.add(inner.i)
                        pending.append(inner)


def _to_come(predicate: Token) -> bool:
    """Tell whether a clause is of what will or could be, by its auxiliaries or as an infinitive."""
    return "Inf" in predicate.morph.get("VerbForm", []) or any(
        c.dep_ == "aux" and (c.lower_ in MODALS or c.lower_ == "to") for c in predicate.children
    )


def _makers(claim: Token) -> tuple[Token, ...]:
    """Return who made a claim or report that says so itself: "a report by the commission accused Syria"."""
    return next((conjuncts(c) for c in claim.children if c.dep_ == "nmod" and case_of(c) == "by"), ())
