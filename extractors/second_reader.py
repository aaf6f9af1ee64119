"""The learned reader beside the tables: it weighs what they read, and reads pairs for which they have no word.

Where both agree a statement is sure. A pair that merely stands side by side is struck out. What the learned reader says
alone stays doubtful: it is kept, and never drawn as a fact.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, cast

from realpolitik.extractors.clauses import case_of, cue_of, is_predicate
from realpolitik.extractors.confidence import Vote, by_tables_alone, calibrated
from realpolitik.extractors.encoder import MENTION_KINDS
from realpolitik.extractors.events import Event
from realpolitik.extractors.nominals import event_lemmas
from realpolitik.extractors.pair_reader import (
    MODIFIERS,
    NONE,
    PairReader,
    PairReading,
    TokenRange,
    named_phrase,
    phrase_around,
)
from realpolitik.extractors.phrases import Phrase, complement_of

if TYPE_CHECKING:
    from spacy.tokens import Span as TokenSpan
    from spacy.tokens import Token

    from realpolitik.extractors.arguments import Argument
    from realpolitik.extractors.network import Network
    from realpolitik.extractors.statements import StatementReader
    from realpolitik.ontology.records import Participant, Statement, Status

__all__ = ["RULE", "SecondReader", "Thresholds"]

RULE: Final = "learned"
GUESS: Final = 0.5
"""Of what the learned reader says with nobody to confirm it, our check parts confirm one in three, and three in four of
what it is surest of (by the third power of its share); it makes no fact."""
AIM: Final = 0.25
"""Whom it says that an act concerns they confirm one time in five."""

Found = tuple["Event | None", list["Statement"]]

_ACTING: Final = frozenset({"person", "organization", "place"})
_NOMINAL: Final = frozenset({"NOUN", "PROPN", "PRON"})
_MOST: Final = 14
"""Mentions of a sentence that are paired; only lists have more."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """How likely the learned reader must find a thing, set on development data.

    `veto`: that a pair of the tables has nothing to do with each other. `linked`, `other`: the class of a pair of known
    actors, and of one with an end that is none; first beside what the tables read, then where they read no pair in the
    sentence; `related`: that a pair has to do with each other, and its class where it is as sure of that. `corrected`:
    another class than that of the tables, and at most what that one may have. `aimed`: whom an act without known object
    concerns, by the act's class and by any. `glance`: what a pair must have at first look to be read closely, and how
    many such of a sentence are, where tables read no pair in it and where they did; `aims`: how many for each act
    without known object. `least`: the confidence below which a statement with a class is not kept.
    """

    veto: float = 0.97
    linked: tuple[float, float] = (0.95, 0.5)
    other: tuple[float, float] = (0.99, 0.5)
    related: tuple[tuple[float, float], tuple[float, float]] = ((0.97, 0.5), (0.9, 0.3))
    corrected: tuple[float, float] = (0.95, 0.03)
    aimed: tuple[float, float] = (0.03, 0.45)
    glance: tuple[tuple[float, int], tuple[float, int]] = ((0.3, 3), (0.9, 1))
    aims: int = 2
    least: float = 0.03


@dataclass(slots=True)
class _Told:
    """What the tables said of a sentence: pairs with a class, and acts whose object is nobody known."""

    pairs: list[frozenset[TokenRange]] = field(default_factory=list)
    actors: set[frozenset[str]] = field(default_factory=set)
    acts: set[tuple[str, str | None]] = field(default_factory=set)
    """Who acts towards somebody known, and how."""
    unaimed: list[tuple[Event, Statement, TokenRange]] = field(default_factory=list)


class SecondReader:
    """Weighs and completes what the tables read of one Doc."""

    def __init__(self, reader: StatementReader, network: Network, thresholds: Thresholds | None = None) -> None:
        self.reader = reader
        self.doc = reader.doc
        self.pairs = PairReader(network)
        self.thresholds = thresholds or Thresholds()
        self._kinds = network.kinds

    def sentence(
        self, sentence: TokenSpan, found: Iterable[Found]
    ) -> Iterator[tuple[Event | None, list[Statement], list[Statement]]]:
        """Each event of a sentence with its statements as both readers see them, and those that were struck out.

        Then come the events of the learned reader alone.
        """
        found = list(found)
        told = _Told()
        paired = []
        for event, statement in ((e, s) for e, statements in found for s in statements):
            subject = named_phrase(statement.subject, self.doc)
            obj = None if statement.object is None else named_phrase(statement.object, self.doc)
            event_type = statement.relation.event_type
            if obj is not None and not statement.relation.standing:
                paired.append((statement, subject, obj))
            if event is not None and event_type and (statement.object is None or statement.object.actor is None):
                told.unaimed.append((event, statement, subject))
        readings = self.pairs.read(self.doc, sentence, [(one, other) for _, one, other in paired])
        weighed = {s.id: self._weighed(s, reading) for (s, *_), reading in zip(paired, readings, strict=True)}
        for statement, subject, obj in paired:
            both = weighed[statement.id]
            if both is None or both.relation.event_type:
                told.pairs.append(frozenset((subject, obj)))
                told.actors.add(_actors(statement.subject, statement.object))
                if statement.object is not None and statement.object.actor is not None:
                    told.acts.add((_one(statement.subject), statement.relation.event_type))
        for event, statements in found:
            weighted = [weighed[s.id] if s.id in weighed else by_tables_alone(s) for s in statements]
            kept = [s if s is not None and self._holds(s) else None for s in weighted]
            struck = [s for s, left in zip(statements, kept, strict=True) if left is None]
            yield event, [s for s in kept if s is not None], struck
        for event, statements in self._more(sentence, told):
            yield event, [s for s in statements if self._holds(s)], []

    def _holds(self, statement: Statement) -> bool:
        """Tell whether a statement is not all but surely wrong."""
        return statement.relation.event_type is None or statement.confidence >= self.thresholds.least

    def _weighed(self, statement: Statement, reading: PairReading) -> Statement | None:
        """The statement with the confidence that both give it; None where the pair stands side by side.

        An open one gets the class that the learned reader is sure of.
        """
        own = statement.relation.event_type
        if own is None:
            enough = reading.best != NONE and reading.shares[reading.best] >= self.thresholds.linked[1]
            return _classed(statement, reading) if enough else statement
        if reading.shares[NONE] > self.thresholds.veto:
            return None
        if statement.object is None or statement.object.actor is None:
            return by_tables_alone(statement)  # it has learned of pairs of actors; a treaty that is left is none
        status = "negated" if statement.polarity == "negated" else statement.status
        least, most = self.thresholds.corrected
        corrected = (
            reading.best != NONE and reading.shares[reading.best] >= least and reading.shares.get(own, 0.0) <= most
        )
        if corrected:  # "warned the United States not to attack" is a threat, whatever the tables make of it
            own = reading.best
            statement = replace(
                statement,
                relation=replace(statement.relation, event_type=own, mode=None),
                evidence=replace(statement.evidence, rule=f"{statement.evidence.rule}>{RULE}"),
            )
        learned, none = reading.shares.get(own, 0.0), reading.shares[NONE]
        vote = Vote(learned, none, reading.statuses.get(status, 0.0), corrected=corrected)
        return replace(statement, confidence=calibrated(statement, vote))

    def _more(self, sentence: TokenSpan, told: _Told) -> Iterator[Found]:
        """Statements on pairs of which the tables read nothing, the likeliest first."""
        mentions = self._mentions(sentence)
        acting = [m for m in mentions if self.reader.arguments.read([m.token], acts=True)]
        spans = {m.token.i: phrase_around(m.token) for m in mentions}
        named = {m.token.i: named_phrase(m.participant, self.doc) for m in mentions}
        candidates = [(one, other) for one in acting for other in mentions if _apart(one, other, told, named)]
        candidates = self._worth(sentence, candidates, spans, told)
        readings = self.pairs.read(self.doc, sentence, [(spans[a.token.i], spans[b.token.i]) for a, b in candidates])
        rated = [(one, other, reading) for (one, other), reading in zip(candidates, readings, strict=True)]
        done: set[frozenset[str]] = set()
        for event, statement, subject in told.unaimed:
            aims = [row for row in rated if _overlap(subject, spans[row[0].token.i])]
            aim = self._aim(statement, aims)
            if aim is not None and (pair := _actors(statement.subject, aim[0].participant)) not in done:
                done.add(pair)
                yield event, [self._aimed(event, statement, *aim)]
        silent = not told.pairs and not done
        likely = [row for row in rated if row[2].best != NONE and self._sure(*row, silent=silent)]
        for one, other, reading in sorted(likely, key=lambda r: (-r[2].shares[r[2].best], r[0].token.i, r[1].token.i)):
            pair = _actors(one.participant, other.participant)
            # Whom else an act concerns the tables would have read: "rejected an Indian proposal for talks with Iran".
            known = pair in done or (_one(one.participant), reading.best) in told.acts
            found = None if known else self._event(one, other, reading.best)
            if found is not None:
                done.add(pair)
                yield found, [_classed(self.reader.pair(found, one, other, sentence), reading)]

    def _worth(
        self,
        sentence: TokenSpan,
        candidates: list[tuple[Argument, Argument]],
        spans: Mapping[int, TokenRange],
        told: _Told,
    ) -> list[tuple[Argument, Argument]]:
        """Those of the pairs that are read closely: the likeliest at first look, above all where tables are silent.

        Of each act without known object, whom it may concern is looked at too.
        """
        ends = [(spans[one.token.i], spans[other.token.i]) for one, other in candidates]
        looks = self.pairs.glance(self.doc, sentence, ends)
        order = sorted(range(len(ends)), key=lambda i: -looks[i])
        least, most = self.thresholds.glance[bool(told.pairs)]
        chosen = set([i for i in order if looks[i] >= least][:most])
        for _, _, subject in told.unaimed:
            aims = [i for i in order if candidates[i][1].linked and _overlap(subject, ends[i][0])]
            chosen.update(i for i in aims[: self.thresholds.aims])
        return [candidates[i] for i in sorted(chosen)]

    def _sure(self, one: Argument, other: Argument, reading: PairReading, *, silent: bool) -> bool:
        enough = self.thresholds.linked if one.linked and other.linked else self.thresholds.other
        related, least = self.thresholds.related[silent]
        share = reading.shares[reading.best]
        return share >= enough[silent] or (share >= least and 1 - reading.shares[NONE] >= related)

    def _aim(
        self, statement: Statement, aims: list[tuple[Argument, Argument, PairReading]]
    ) -> tuple[Argument, PairReading] | None:
        """Whom an act without known object concerns: the likeliest by its own class, then by any."""
        own = statement.relation.event_type or NONE
        least, any_least = self.thresholds.aimed
        fitting = [
            (reading.shares.get(own, 0.0), 1 - reading.shares[NONE], -other.token.i, other, reading)
            for _, other, reading in aims
            if other.linked and reading.shares.get(own, 0.0) >= least and 1 - reading.shares[NONE] >= any_least
        ]
        return max(fitting, key=lambda row: row[:3])[3:] if fitting else None

    def _aimed(self, event: Event, statement: Statement, other: Argument, reading: PairReading) -> Statement:
        """The statement of an act towards the actor whom the learned reader names."""
        words = self.reader.reworded(event, other.token)
        return replace(
            statement,
            object=other.participant,
            relation=replace(statement.relation, phrase=words.text()),
            evidence=replace(statement.evidence, rule=f"{statement.evidence.rule}>{RULE}"),
            confidence=round(AIM * statement.confidence * (1 - reading.shares[NONE]), 2),
        )

    def _mentions(self, sentence: TokenSpan) -> list[Argument]:
        """The mentions of the sentence that may act or be acted upon, in reading order."""
        kinds = self.doc.user_data[MENTION_KINDS]
        arguments = self.reader.arguments
        found: list[Argument] = []
        for token in sentence:
            if token.dep_ in MODIFIERS or (token.morph.get("Person", []) == ["1"] and token.pos_ == "PRON"):
                continue  # "our region" is whoever speaks, of whom nothing is said
            acting = self._kinds[kinds[token.i]] in _ACTING and token.pos_ in _NOMINAL
            if acting or any(p.actor is not None for p in arguments.cast.all_at(token.i)):
                found.extend(arguments.read([token])[:1])
        return found[:_MOST]

    def _event(self, agent: Argument, recipient: Argument, event_type: str) -> Event | None:
        """The event that joins a pair, told by the lowest word above both."""
        one, other = agent.token, recipient.token
        over = {t.i for t in (other, *other.ancestors)}
        predicate = next((t for t in (one, *one.ancestors) if t.i in over), None)
        if predicate is None or predicate.i in (one.i, other.i):
            return None
        if not is_predicate(predicate) and not self._is_act(predicate):
            return None
        lemma, lexicon = predicate.lemma_.lower(), self.reader.lexicon
        media = any(a.participant.actor is not None and a.participant.actor.kind == "media" for a in (agent, recipient))
        if lexicon.attribution(lemma, "VERB") is not None and (media or not lexicon.verb_heads(lemma, None)):
            return None  # to be told or quoted is to have no part in it
        if predicate.pos_ == "VERB" and lexicon.neutral(lemma, self.reader.clauses.at(predicate).particle):
            return None
        return Event(
            event_type=event_type,
            mode=None,
            contexts=(),
            agents=(one,),
            recipients=(other,),
            predicate=predicate,
            phrase=self._worded(predicate, other),
            rule=RULE,
            cues=(cue_of("predicate", predicate),),
            words=(predicate,),
        )

    def _is_act(self, noun: Token) -> bool:
        """Whether a noun can join two parties: it tells an act by itself ("dispute", not "background")."""
        kind = self._kinds[self.doc.user_data[MENTION_KINDS][noun.i]]
        return noun.pos_ == "NOUN" and (kind == "event" or any(map(self.reader.lexicon.noun_heads, event_lemmas(noun))))

    def _worded(self, predicate: Token, other: Token) -> Phrase:
        preposition = case_of(other)
        if not is_predicate(predicate):
            return Phrase(None, None, complement_of(predicate) or predicate.lemma_.lower(), preposition)
        if predicate.pos_ in _NOMINAL:  # "is in Britain at the invitation of"
            words = complement_of(predicate) or predicate.text
            return Phrase("be", None, " ".join(part for part in (case_of(predicate), words) if part), preposition)
        clause = self.reader.clauses.at(predicate)
        thing = clause.first("obj")
        complement = complement_of(thing) if thing is not None and thing.i != other.i else None
        return Phrase.verbal(clause.lemma, clause.particle, complement, preposition)


def _apart(one: Argument, other: Argument, told: _Told, named: dict[int, TokenRange]) -> bool:
    """Whether two mentions are two parties of which the tables have said nothing."""
    if one.token.i == other.token.i or one.token.head == other.token or other.token.head == one.token:
        return False
    actors = _actors(one.participant, other.participant)
    if len(actors) < 2 or actors in told.actors:
        return False
    spans = named[one.token.i], named[other.token.i]
    return not any(all(any(_overlap(a, b) for b in pair) for a in spans) for pair in told.pairs)


def _classed(statement: Statement, reading: PairReading) -> Statement:
    """The statement with the class, the confidence and the doubts of the learned reader."""
    likely = max(reading.statuses, key=lambda name: (reading.statuses[name], name))
    polarity, status = statement.polarity, statement.status
    if (polarity, status) == ("affirmed", "actual") and likely == "negated":
        polarity = "negated"
    elif (polarity, status) == ("affirmed", "actual"):
        status = cast("Status", likely)
    return replace(
        statement,
        relation=replace(statement.relation, event_type=reading.best),
        evidence=replace(statement.evidence, rule=RULE),
        polarity=polarity,
        status=status,
        confidence=round(GUESS * reading.shares[reading.best] ** 3, 2),
    )


def _actors(one: Participant, other: Participant | None) -> frozenset[str]:
    """The two ends by the ids of their actors, or by their place in the text where no actor is known."""
    return frozenset(_one(end) for end in (one, other) if end is not None)


def _one(end: Participant) -> str:
    return end.actor.id if end.actor else f"@{end.mention.span.start}"


def _overlap(one: TokenRange, other: TokenRange) -> bool:
    return one[0] < other[1] and other[0] < one[1]
