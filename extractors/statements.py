"""Statements: events with their arguments, speakers, factuality, time and place, as claims of one article."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token
from spacy.tokens import Span as TokenSpan

from realpolitik.extractors.arguments import Argument, Arguments, mention_of
from realpolitik.extractors.attribution import Level, Speech
from realpolitik.extractors.clauses import Clause, ClauseIndex, case_of, cue_of, is_predicate
from realpolitik.extractors.confidence import Signals, confidence
from realpolitik.extractors.events import Composer, Event
from realpolitik.extractors.factuality import Factuality, read_factuality
from realpolitik.extractors.nominals import event_lemmas
from realpolitik.extractors.phrases import Phrase, complement_of
from realpolitik.extractors.recipients import Recipients, is_channel
from realpolitik.extractors.sides import side_of, voice_of
from realpolitik.extractors.times import TimeMention, present_be, time_of
from realpolitik.ontology.lexicon import Lexicon
from realpolitik.ontology.records import (
    Article,
    Attribution,
    Cue,
    Evidence,
    Participant,
    Relation,
    Span,
    Statement,
    TimeSpan,
    Voice,
)
from realpolitik.ontology.schema import Schema
from realpolitik.ontology.standing import load_standing_cues

__all__ = ["StatementReader"]

_PAIR = 2
# Where an event is, rather than whom it concerns.
_PLACE_PREPOSITIONS = frozenset({"in", "at", "near", "outside", "inside", "around", "across", "off", "along"})
_BESIDE_THE_ACT = frozenset({
    "according", "according to", "along with", "alongside", "as", "because of", "besides", "despite", "due to",
    "except", "following", "instead of", "like", "per", "rather than", "since", "than", "thanks to", "unlike", "via",
    "without",
})  # fmt: skip
"""Prepositions of what is no party to an act: who says so, causes, comparisons, exceptions."""


@dataclass(frozen=True, slots=True)
class _Setting:
    """What surrounds an event in its sentence, the same for each pair of its participants."""

    factuality: Factuality
    levels: tuple[Level, ...]
    time: TimeSpan | None
    place: Participant | None
    evidence: Evidence


class StatementReader:
    """Reads the statements of one Doc."""

    def __init__(
        self,
        doc: Doc,
        article: Article,
        clauses: ClauseIndex,
        arguments: Arguments,
        times: Sequence[TimeMention],
        lexicon: Lexicon,
        schema: Schema,
    ) -> None:
        self.doc = doc
        self.article = article
        self.clauses = clauses
        self.arguments = arguments
        self.times = times
        self.lexicon = lexicon
        self.schema = schema
        speech_acts = frozenset(name for name, kind in schema.event_types.items() if not kind.quad.material)
        timed = frozenset(i for mention in times for i in range(mention.start, mention.end))
        self.composer = Composer(doc, clauses, arguments.cast, lexicon, speech_acts=speech_acts, timed=timed)
        self.recipients = Recipients(arguments, clauses, lexicon)
        self.speech = Speech(doc, clauses, lexicon)
        self._event_nouns = frozenset(
            t.i for t in doc if t.pos_ == "NOUN" and any(lexicon.noun_heads(lemma) for lemma in event_lemmas(t))
        )

    def sentence(self, sentence: TokenSpan) -> Iterator[tuple[Event | None, list[Statement]]]:
        """Yield each event of a sentence with the statements it gives; open statements come with no event."""
        coded: set[int] = set()
        found: list[tuple[Event, list[Statement]]] = []
        for event in self.composer.events(sentence):
            coded.update(word.i for word in event.words)
            found.append((event, list(self._of_event(event, sentence))))
        told = {_act(s) for _, statements in found for s in statements if s.object is not None and s.object.actor}
        for event, statements in found:
            # "Israel and Lebanon renewed negotiations on borders and on their relations": with each other, once.
            yield event, [s for s in statements if s.object is not None or _act(s) not in told]
        for token in sentence:
            if token.pos_ == "VERB" and token.i not in coded and is_predicate(token):
                clause = self.clauses.at(token)
                statements = [*self._open(clause, sentence), *self._obligation(clause, sentence)]
                if statements:
                    yield None, statements

    def pair(self, event: Event, agent: Argument, recipient: Argument, sentence: TokenSpan) -> Statement:
        """Return the statement of an event that another reader has found between two participants."""
        relation = Relation(event.phrase.text(), self._relation_text(event), event_type=event.event_type)
        return self._statement(agent, relation, recipient, self._setting(event, sentence), event)

    def _of_event(self, event: Event, sentence: TokenSpan) -> Iterator[Statement]:
        agents = self.arguments.read(self.recipients.authors(event.agents), acts=True)
        if event.closed:
            things = [Argument(token, Participant(mention_of(token, self.doc))) for token in event.recipients]
        else:
            things = self.arguments.read(event.recipients)
        kind = self.schema.event_types[event.event_type]
        if not kind.quad.material or kind.needs_recipient:
            # Words and aid go to governments; bombs and troops go to towns.
            things = [self.arguments.seat_of(thing) for thing in things]
        recipients = self.recipients.others(event, agents, things)
        if not agents:
            return
        pairs = list(self._pairs(event, agents, recipients))
        setting = self._setting(event, sentence)
        event_type, mode, phrase, factuality = self._as_coded(event, setting.factuality)
        setting = replace(setting, factuality=factuality)
        # "Germany will not meet France" is Germany's refusal alone.
        mutual = event.reciprocal and event_type == event.event_type
        if event_type == "REJECT" and event.reciprocal and len(agents) > _PAIR:
            # Three who stay away from a summit do not refuse each other.
            pairs = [(agent, None) for agent in agents]
        choices = [(agent, recipient, phrase, mutual) for agent, recipient in pairs]
        if not any(r is not None and self._is_party(r) for _, r in pairs):
            fallback = self.recipients.fallback(event, agents)
            if fallback is not None:
                slot, others, thing = fallback
                choices = [choice for choice in choices if choice[1] is not None]
                reworded = self._reworded(phrase, event, slot, thing)
                both = mutual and slot == "with"
                choices.extend((agent, other, reworded, both) for agent in agents for other in others)
        if any(recipient is not None and recipient.linked for _, recipient, *_ in choices):
            # "signed a treaty of friendship with Libya": beside an actor, a thing is what the act is about.
            choices = [choice for choice in choices if choice[1] is None or self._is_party(choice[1])]
        for agent, recipient, words, both_ways in choices:
            if recipient is None and (kind.needs_recipient or event.nominal):
                continue
            if recipient is not None and not self._is_party(agent) and not self._is_party(recipient):
                continue  # "war by mistake or miscalculation": nobody does it to anybody
            if event.weak and not (agent.linked and recipient is not None and recipient.linked):
                continue
            within = recipient is not None and recipient.token == agent.token  # "the two sides agreed"
            relation = Relation(
                phrase=(words if within else self._worded(words, recipient)).text(),
                text=self._relation_text(event),
                event_type=event_type,
                mode=mode,
                contexts=event.contexts,
            )
            yield self._statement(
                agent,
                relation,
                recipient,
                setting,
                event,
                reciprocal=both_ways and agent.linked and recipient is not None and recipient.linked,
            )
        yield from self._demand(event, agents, setting)

    def _is_party(self, recipient: Argument) -> bool:
        return recipient.linked or self.recipients.is_somebody(recipient)

    def _worded(self, phrase: Phrase, recipient: Argument | None) -> Phrase:
        """Return the phrase up to its object: who expels British diplomats does not expel Britain."""
        if recipient is None:
            return phrase.with_preposition(None)
        participant = recipient.participant
        if recipient.indirect or participant.linked_by != "demonym" or participant.role is None:
            return phrase
        people = recipient.token.lower_
        if phrase.complement and "…" in phrase.complement:
            return phrase
        complement = " ".join(part for part in (phrase.complement, phrase.preposition, people) if part)
        return replace(phrase, complement=complement, preposition="of")

    def _demand(self, event: Event, agents: list[Argument], setting: _Setting) -> Iterator[Statement]:
        """Yield the request in "X said that Y must do Z": made by the speaker, of the one who must."""
        must = next((c for c in setting.factuality.cues if c.kind == "status" and c.text.lower() in _OBLIGATION), None)
        if must is None or setting.factuality.status != "requested" or not setting.levels:
            return
        if any(agent.token.dep_ == "obl:agent" for agent in agents):
            return  # "should not be intimidated by Iran" asks nothing of Iran
        inner = event.phrase
        words = " ".join(part for part in (inner.verb, inner.particle, inner.complement) if part)
        relation = Relation(
            Phrase("say", None, f"{must.text.lower()} {words}", None).text(),
            f"{setting.levels[0].cue.text} {must.text} {event.predicate.text}",
            event_type="REQUEST",
            contexts=event.contexts,
        )
        speakers = self.arguments.read(setting.levels[0].speakers, acts=True)
        spoken = replace(
            setting, factuality=Factuality("affirmed", "actual", setting.factuality.cues), levels=setting.levels[1:]
        )
        for speaker in speakers:
            for agent in agents:
                if speaker.linked and not _same(speaker, agent):
                    yield self._statement(speaker, relation, agent, spoken, event)

    def _obligation(self, clause: Clause, sentence: TokenSpan) -> Iterator[Statement]:
        """Yield the request in "X said that Y must do Z" where no table knows what Y must do."""
        if not any(c.dep_ == "aux" and c.lower_ in _OBLIGATION for c in clause.predicate.children):
            return
        event = Event(
            event_type="",
            mode=None,
            contexts=(),
            agents=clause.slots.get("subj", ()),
            recipients=(),
            predicate=clause.predicate,
            phrase=Phrase.verbal(clause.lemma, clause.particle, complement_of(clause.first("obj")), None),
            rule="obligation",
            cues=(cue_of("predicate", clause.predicate),),
            words=(clause.predicate,),
            scope=(clause.predicate,),
        )
        agents = self.arguments.read(event.agents, acts=True)
        yield from self._demand(event, agents, self._setting(event, sentence))

    def reworded(self, event: Event, other: Token) -> Phrase:
        """Return the phrase of an event towards an actor that stands elsewhere in its clause."""
        return self._reworded(event.phrase, event, case_of(other) or "obj", None)

    def _reworded(self, phrase: Phrase, event: Event, slot: str, thing: Token | None) -> Phrase:
        """Return the phrase towards another actor of the clause: "killed people in", "objected to membership in".

        `thing` is the object of the event in whose phrase the actor stands.
        """
        preposition = None if slot in ("obj", "iobj") else slot
        if thing is not None and preposition and phrase.complement is None:
            words = " ".join(part for part in (phrase.preposition, complement_of(thing)) if part)
            return replace(phrase, complement=words or None, preposition=preposition)
        if preposition and phrase.complement is None and is_predicate(event.predicate):
            phrase = replace(phrase, complement=complement_of(self.clauses.at(event.predicate).first("obj")))
        return phrase.with_preposition(preposition)

    def _pairs(
        self, event: Event, agents: list[Argument], recipients: list[Argument]
    ) -> Iterator[tuple[Argument, Argument | None]]:
        """Yield who did it to whom; those who do something with each other are paired among themselves."""
        # "Afghanistan and Iran battled insurgents": whoever has an object does it to that.
        others = [r for r in recipients if self._is_party(r) or case_of(r.token) != "of"]
        third = bool(others) and event.phrase.preposition in (None, "with", "against")
        together = event.reciprocal and len(agents) > 1 and not third and not any(r.linked for r in recipients)
        if together or (event.reciprocal and event.agents == event.recipients):
            for i, first in enumerate(agents):
                for second in agents[i + 1 :]:
                    yield first, second
            return
        found = False
        for agent in agents:
            for recipient in recipients:
                if not _same(agent, recipient) and not (event.mode == "visit" and _at_home(agent, recipient)):
                    found = True
                    yield agent, recipient
        if not found:
            for agent in agents:
                yield agent, None

    def _as_coded(self, event: Event, factuality: Factuality) -> tuple[str, str | None, Phrase, Factuality]:
        """Return class, mode, phrase and factuality as PLOVER codes what is still to come.

        Cooperation that is planned is an agreement, and stays marked as planned. Cooperation that somebody will not do
        is a refusal, and that is an act.
        """
        kind = self.schema.event_types[event.event_type]
        if factuality.status == "future" and factuality.polarity == "negated" and kind.refused_as is not None:
            refusal = Factuality("affirmed", "actual", factuality.cues)
            return kind.refused_as, None, event.phrase.refused(), refusal
        planned = factuality.status == "future" and not any(cue.kind == "purpose" for cue in factuality.cues)
        if planned and kind.planned_as is not None:
            return kind.planned_as, None, event.phrase, factuality
        return event.event_type, event.mode, event.phrase, factuality

    def _open(self, clause: Clause, sentence: TokenSpan) -> Iterator[Statement]:
        """Yield what a verb that no table knows says of two actors."""
        if self.lexicon.attribution(clause.lemma, "VERB") is not None or ("verb", clause.lemma) in load_standing_cues():
            return
        agents = [
            a for a in self.arguments.read(clause.slots.get("subj", ()), whole=False, acts=True) if not a.indirect
        ]
        if not agents:
            return
        for slot, fillers in clause.slots.items():
            if slot in ("subj", "xcomp", "ccomp", "advcl") or slot in _PLACE_PREPOSITIONS | _BESIDE_THE_ACT:
                continue
            recipients = [a for a in self.arguments.read(fillers, whole=False) if not a.indirect]
            recipients = [a for a in recipients if not is_channel(a, slot)]
            if not recipients:
                continue
            preposition = None if slot == "obj" else "to" if slot == "iobj" else slot
            complement = complement_of(clause.first("obj")) if preposition else None
            if slot == "iobj" and complement is None:
                continue  # gave whom something: without the thing the relation says nothing
            if preposition and complement is None and "obj" in clause.slots:
                continue  # "beat Sprem of Croatia": what was done to whom is left out
            phrase = Phrase.verbal(clause.lemma, clause.particle, complement, preposition)
            event = Event(
                event_type="",
                mode=None,
                contexts=(),
                agents=clause.slots["subj"],
                recipients=fillers,
                predicate=clause.predicate,
                phrase=phrase,
                rule="open",
                cues=(cue_of("predicate", clause.predicate),),
                words=(clause.predicate,),
            )
            setting = self._setting(event, sentence)
            relation = Relation(phrase.text(), self._relation_text(event))
            for agent in agents:
                for recipient in recipients:
                    if not _same(agent, recipient):
                        yield self._statement(agent, relation, recipient, setting, event)

    def _statement(
        self,
        agent: Argument,
        relation: Relation,
        recipient: Argument | None,
        setting: _Setting,
        event: Event,
        *,
        reciprocal: bool = False,
    ) -> Statement:
        attribution, negated = self._attribution(setting, agent.participant)
        polarity = setting.factuality.polarity
        if negated:
            polarity = "affirmed" if polarity == "negated" else "negated"
        clause = self.clauses.at(event.predicate) if is_predicate(event.predicate) else None
        signals = Signals(
            linked=(agent.linked, recipient is None or recipient.linked),
            indirect=agent.indirect or (recipient is not None and recipient.indirect),
            by_reference=sum(
                a.participant.linked_by in ("pronoun", "description") for a in (agent, recipient) if a is not None
            ),
            depth=event.depth,
            nominal=event.nominal,
            borrowed=len(clause.borrowed) if clause is not None else 0,
            weak=event.weak or self._only_spoken_of(event),
            coded=bool(event.event_type),
            has_object=recipient is not None,
            marked=setting.factuality.status != "actual" or polarity == "negated",
        )
        return Statement(
            subject=agent.participant,
            relation=relation,
            object=recipient.participant if recipient is not None else None,
            evidence=setting.evidence,
            polarity=polarity,
            status=setting.factuality.status,
            attribution=attribution,
            time=setting.time,
            place=setting.place,
            confidence=confidence(signals),
            reciprocal=reciprocal,
        )

    def standing(
        self,
        event: Event,
        sentence: TokenSpan,
        subject: Participant,
        target: Participant,
        relation: Relation,
        extra: tuple[str, ...],
        *,
        confidence: float,
        presupposed: bool,
    ) -> Statement:
        """Return the statement of a standing relation, set in its sentence like an event.

        What is `presupposed` (a title, an apposition) holds whatever the clause around it says.
        """
        setting = self._setting(event, sentence)
        if presupposed:
            # A title is the writer's own, unless it stands in a quotation.
            quoted = tuple(level for level in setting.levels if level.quoted)
            setting = replace(setting, factuality=Factuality("affirmed", "actual", ()), levels=quoted)
        attribution, _ = self._attribution(setting, subject)
        return Statement(
            subject=subject,
            relation=relation,
            object=target,
            evidence=setting.evidence,
            polarity=setting.factuality.polarity,
            status=setting.factuality.status,
            attribution=attribution,
            time=setting.time,
            extra_args=extra,
            confidence=confidence,
        )

    def _only_spoken_of(self, event: Event) -> bool:
        """Tell whether an act is "a blockade by China" that somebody does something with of which no table knows.

        What is insured against, imagined or studied need not have happened.
        """
        noun, verb = event.predicate, event.predicate.head
        if not (event.nominal and noun.dep_ in ("obj", "obl") and verb.pos_ == "VERB"):
            return False
        lemma, particle = verb.lemma_.lower(), self.clauses.at(verb).particle
        if self.lexicon.verb_heads(lemma, particle) or self.lexicon.verb_operators(lemma, particle):
            return False
        return any(c.dep_ == "det" and c.lower_ in ("a", "an") for c in noun.children)

    def _attribution(self, setting: _Setting, subject: Participant) -> tuple[Attribution | None, bool]:
        """Return the nearest speaker, with the outer one, and whether one of them denies the claim."""
        if not setting.levels:
            return None, False
        nearest = next((level for level in setting.levels if level.denies), setting.levels[0])
        speaker = self._speaker(nearest)
        others = [self._speaker(level) for level in setting.levels if level is not nearest]
        via = others[0] if others else None
        quoted = any(level.quoted for level in setting.levels)
        # A chain of speakers is as near to the deed as its farthest: what B says that A said is B's word.
        voices = [voice_of(one, subject) for one in (speaker, *others)]
        voice: Voice = next((one for one in voices if one != "self"), "self")
        attribution = Attribution(speaker, nearest.cue.text, voice, quoted, via)
        denied = any(
            level.denies and "negation" not in {c.kind for c in setting.evidence.cues} for level in setting.levels
        )
        return attribution, denied

    def _speaker(self, level: Level) -> Participant | None:
        found = self.arguments.read(level.speakers, acts=True)
        return found[0].participant if found else None

    def _setting(self, event: Event, sentence: TokenSpan) -> _Setting:
        factuality = read_factuality(event, self.lexicon)
        levels = tuple(self.speech.levels(event))
        if any(level.unsaid for level in levels) and factuality.status == "actual":
            factuality = replace(factuality, status="hypothetical")
        nouns = self._event_nouns
        mention = next(
            (m for word in event.words if (m := time_of(self.times, word, event_nouns=nouns)) is not None), None
        )
        if factuality.status == "actual" and mention is not None and self._still_to_come(event, mention.time):
            factuality = replace(factuality, status="future")
        cues = [*event.cues, *factuality.cues]
        cues.extend(cue_of("attribution", level.cue) for level in levels)
        if mention is not None:
            cues.append(Cue("time", mention.time.text, mention.span))
        text = sentence.text.strip()
        start = sentence.start_char + sentence.text.index(text)
        evidence = Evidence(
            doc_id=self.article.doc_id,
            span=Span(start, start + len(text)),
            sentence=text,
            rule=event.rule,
            cues=tuple(dict.fromkeys(cues)),
        )
        return _Setting(factuality, levels, mention.time if mention is not None else None, self._place(event), evidence)

    def _still_to_come(self, event: Event, time: TimeSpan) -> bool:
        """Whether a present tense announces: "flies to Tokyo on Sunday", in an article of the Friday before."""
        day = self.article.date
        if day is None or time.earliest is None or time.earliest <= day:
            return False
        helpers = [child for child in event.predicate.children if child.dep_ in ("aux", "aux:pass")]
        if not helpers:
            form = event.predicate.morph
            return bool("Pres" in form.get("Tense", []) and "Fin" in form.get("VerbForm", []))
        return all(present_be(one) for one in helpers)

    def _place(self, event: Event) -> Participant | None:
        """Return where the event happens: an "in"- or "at"-phrase that names a place."""
        taken = set(event.recipients) | set(event.agents)
        for word in event.words:
            for child in word.children:
                if child.dep_ in ("obl", "nmod") and child not in taken and case_of(child) in _PLACE_PREPOSITIONS:
                    for participant in self.arguments.cast.all_at(child.i):
                        if participant.actor is not None and participant.actor.kind in ("place", "state"):
                            return participant
        return None

    def _relation_text(self, event: Event) -> str:
        """Return the words of the relation as they stand in the sentence: from the first to the last of its words."""
        words = sorted({*event.words}, key=lambda t: t.i)
        shown = [w.text for w in words]
        if event.phrase.preposition and event.phrase.preposition not in shown:
            shown.append(event.phrase.preposition)
        return " ".join(shown)


_OBLIGATION = frozenset({"must", "should", "ought"})


def _act(statement: Statement) -> tuple[Span, str | None, str]:
    """Who acts, how, and by which verb or noun."""
    return statement.subject.mention.span, statement.relation.event_type, statement.relation.text.split(" ")[0]


def _at_home(agent: Argument, recipient: Argument) -> bool:
    """Tell whether one who travels stays in the own country: "the Turkish president visited eastern Turkey"."""
    one, other = agent.participant.actor, recipient.participant.actor
    return one is not None and other is not None and other.kind == "state" and side_of(one) == other.id


def _same(a: Argument, b: Argument) -> bool:
    one, other = a.participant.actor, b.participant.actor
    if one is not None and other is not None:
        return one.id == other.id
    return a.token == b.token
