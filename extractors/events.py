"""Event composition: heads evoke an event, operators turn one event into another.

"refused to extend its suspension of military aid to Cairo" is refuse(extend(suspend(AID))). The tables are
`ontology/data/lexicon`; the algebra is here. Composition goes from the outermost predicate inwards, each token once.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token

from realpolitik.extractors.cast import Cast
from realpolitik.extractors.clauses import (
    Clause,
    ClauseIndex,
    case_of,
    conjuncts,
    cue_of,
    infinitive_marker,
    is_predicate,
    negator,
)
from realpolitik.extractors.conditions import Conditions
from realpolitik.extractors.nominals import event_lemmas, noun_slots
from realpolitik.extractors.phrases import Phrase, complement_of
from realpolitik.ontology.lexicon import Head, Lexicon, Operator
from realpolitik.ontology.records import Cue

__all__ = ["Composer", "Event"]

_QUESTION_WORDS = frozenset({"whether", "if", "what", "how", "why", "who", "when", "where", "which"})
_MAX_DEPTH = 4
# An operator over at least so many types takes acts of any kind.
_BROAD = 6
# A word inside a name tells no act ("Campaign for Burma", "North Atlantic Treaty Organization").
_NAMES = frozenset({"ORG", "PERSON", "EVENT", "WORK", "LAW"})

Slots = Mapping[str, tuple[Token, ...]]


@dataclass(frozen=True, slots=True)
class Event:
    """One event as composed: class, the tokens of its arguments, and why.

    `predicate` is the outermost word, whose clause tells attribution, factuality and time. `marks` are what operators
    said of it (negated, future, requested, hypothetical, feared), outermost first.
    """

    event_type: str
    mode: str | None
    contexts: tuple[str, ...]
    agents: tuple[Token, ...]
    recipients: tuple[Token, ...]
    predicate: Token
    phrase: Phrase
    rule: str
    cues: tuple[Cue, ...]
    words: tuple[Token, ...]
    reciprocal: bool = False
    weak: bool = False
    marks: tuple[str, ...] = ()
    nominal: bool = False
    closed: bool = False
    """Nobody else in the clause may stand in for a missing recipient."""
    operand: bool = False
    """It names a state of things, and nothing happened unless an operator says so."""
    depth: int = 0
    inner_agents: tuple[Token, ...] = ()
    scope: tuple[Token, ...] = ()
    """The words whose own negation and modality are those of the event: none inside what is demanded or refused."""


class Composer:
    """Composes the events of one Doc."""

    def __init__(
        self,
        doc: Doc,
        clauses: ClauseIndex,
        cast: Cast,
        lexicon: Lexicon,
        *,
        speech_acts: frozenset[str] = frozenset(),
        timed: frozenset[int] = frozenset(),
    ) -> None:
        """Make a composer.

        `speech_acts` are the event types of words: to refuse or demand is one whatever is refused or demanded. `timed`
        are the tokens of expressions of time, which are nobody.
        """
        self.doc = doc
        self.speech_acts = speech_acts
        self.timed = timed
        self.clauses = clauses
        self.cast = cast
        self.lexicon = lexicon
        self.conditions = Conditions(cast, lexicon)
        self._used: set[int] = set()
        # What is being composed: "an appeal lodged by ..." leads from the noun to the verb and back.
        self._open: set[int] = set()

    def events(self, sentence: Iterable[Token]) -> Iterator[Event]:
        """Yield the events of a sentence, outermost predicates first, each word used once."""
        tokens = list(sentence)
        depth = {t.i: _depth(t) for t in tokens}
        for token in sorted(tokens, key=lambda t: (depth[t.i], t.i)):
            if token.i not in self._used and is_predicate(token):
                for event in self.verb(token):
                    self._used.update(word.i for word in event.words)
                    yield event
        for token in tokens:
            if token.i not in self._used and token.pos_ in ("NOUN", "PROPN") and token.ent_type_ not in _NAMES:
                for event in self.noun(token, None):
                    self._used.update(word.i for word in event.words)
                    if not event.operand:
                        yield event

    def verb(self, token: Token, depth: int = 0) -> list[Event]:
        """Return the events of the clause headed by a verb."""
        if token.i in self._open:
            return []
        self._open.add(token.i)
        try:
            return self._verb(token, depth)
        finally:
            self._open.discard(token.i)

    def _verb(self, token: Token, depth: int) -> list[Event]:
        clause = self.clauses.at(token)
        if token.pos_ == "NOUN" and case_of(token) == "under":
            return self._under(token, clause, depth)
        particle = self._particle(clause)
        # Where the particle is a guess ("called on Kyiv to"), the verb may also stand without one.
        particles = (particle,) if particle == clause.particle else (particle, None)
        if particle != clause.particle:
            clause = replace(clause, particle=particle)
        operators = tuple(o for one in particles for o in self.lexicon.verb_operators(clause.lemma, one))
        if _inquires(clause):
            # "asked Americans whether it would help" wants an answer only.
            operators = tuple(o for o in operators if o.event_type != "REQUEST")
        denies = self._only_denies(clause)
        if denies:
            operators = tuple(o for o in operators if o.result == "negated")
        if operators and depth < _MAX_DEPTH:
            composed = self._operate(operators, token, clause.slots, clause, depth)
            if composed:
                return composed
        if denies:
            return []
        slots = self._with_phrases_of_object(clause)
        bare = token.lower_.endswith("ing") and not any(c.dep_.startswith("nsubj") for c in token.children)
        if "between" in slots and bare:
            # The parse took a noun for a verb: "fighting between rebels and the army".
            second = tuple(c for c in token.children if c.dep_ == "conj" and not is_predicate(c))
            both = slots["between"] + second
            slots = {**slots, "between": both, "subj": both}
            for head in self.lexicon.noun_heads(token.lower_):
                if self.conditions.hold(head.conditions, slots):
                    return [self._from_noun(head, token, slots)]
        for one in particles:
            for head in self.lexicon.verb_heads(clause.lemma, one):
                if head.event_type == "REQUEST" and _inquires(clause):
                    continue
                if self.conditions.hold(head.conditions, slots):
                    return [self._from_verb(head, replace(clause, particle=one))]
        return self._speech_act(operators, clause, depth)

    def _under(self, token: Token, clause: Clause, depth: int) -> list[Event]:
        """Return the events of "Kenya is under attack from rebels": Kenya does nothing."""
        inner = self._noun(token, clause, depth + 1)
        for operator in self.lexicon.verb_operators("be"):
            if "under" in operator.slots:
                taken = [event for event in inner if operator.applies_to(event.event_type, event.mode)]
                return [self._undergone(operator, event, token, clause.slots) for event in taken]
        return []

    def _only_denies(self, clause: Clause) -> bool:
        """Tell whether a verb of denial has a clause for its object: it negates that and does nothing to anybody."""
        cue = self.lexicon.attribution(clause.lemma, "VERB")
        if cue is None or cue.effect != "deny":
            return False
        return any(slot in clause.slots for slot in ("ccomp", "xcomp")) or any(
            self.lexicon.attribution(noun.lemma_.lower(), "NOUN") is not None
            and any(child.dep_ in ("acl", "ccomp") for child in noun.children)
            for noun in clause.slots.get("obj", ())
        )

    def _particle(self, clause: Clause) -> str | None:
        """Return the particle, also where the parse takes it for an adverb and the lexicon knows better."""
        if clause.particle is not None:
            return clause.particle
        after = clause.predicate.i + 1
        if after >= len(self.doc) or self.doc[after].dep_ not in ("advmod", "case", "mark"):
            return None
        word = self.doc[after].lower_
        known = self.lexicon.verb_heads(clause.lemma, word) or self.lexicon.verb_operators(clause.lemma, word)
        return word if known else None

    def _speech_act(self, operators: Sequence[Operator], clause: Clause, depth: int) -> list[Event]:
        """Return the request, refusal, promise or threat of an act that no table knows ("refused to comment")."""
        fitting = [
            (operator, slot, filler)
            for operator in operators
            if operator.event_type in self.speech_acts and self.conditions.hold(operator.conditions, clause.slots)
            for slot in operator.slots
            if slot in ("xcomp", "ccomp")
            for filler in clause.slots.get(slot, ())
            if filler.pos_ == "VERB"
            and filler.i not in self._used
            and (slot == "ccomp" or infinitive_marker(filler) is not None)
        ]
        if not fitting or depth >= _MAX_DEPTH:
            return []
        operator, slot, filler = max(fitting, key=lambda one: len(one[0].over))
        if len({name for name in operator.over if "/" not in name}) < _BROAD:
            return []
        inner = self.clauses.at(filler)
        act = Event(
            event_type="",
            mode=None,
            contexts=(),
            agents=inner.slots.get("subj", ()),
            recipients=inner.slots.get("obj", ()) or inner.slots.get("iobj", ()),
            predicate=filler,
            phrase=Phrase.verbal(inner.lemma, inner.particle, complement_of(inner.first("obj")), None),
            rule="unknown",
            cues=(),
            words=(filler,),
            scope=(filler,),
        )
        return [self._apply(operator, act, clause.predicate, clause.slots, slot)]

    def noun(self, token: Token, outer: Clause | None, depth: int = 0) -> list[Event]:
        """Return the events that a noun names; missing arguments come from the clause that governs it."""
        if token.i in self._open:
            return []
        self._open.add(token.i)
        try:
            return self._noun(token, outer, depth)
        finally:
            self._open.discard(token.i)

    def _noun(self, token: Token, outer: Clause | None, depth: int) -> list[Event]:
        for lemma in event_lemmas(token):
            operators = self.lexicon.noun_operators(lemma)
            if operators and depth < _MAX_DEPTH:
                slots = self._noun_slots(token, None, outer)
                composed = self._operate(operators, token, slots, outer, depth)
                if composed:
                    return composed
            for head in self.lexicon.noun_heads(lemma):
                slots = self._noun_slots(token, head, outer)
                if self.conditions.hold(head.conditions, slots):
                    return [self._from_noun(head, token, slots)]
        return []

    def _noun_slots(self, token: Token, head: Head | None, outer: Clause | None) -> Slots:
        slots = {
            name: kept
            for name, fillers in noun_slots(token, self.cast, head).items()
            if (kept := tuple(t for t in fillers if t.i not in self.timed))
        }  # "Saturday's meeting" is not held by Saturday
        gives = head is not None and head.event_type in {*self.speech_acts, "AID"} and "from" not in head.recipients
        if gives and "from" in slots:
            slots.setdefault("subj", slots["from"])  # "criticism from Iran", not "withdrawal from Iraq"
        if outer is not None:
            authors = tuple(t for t in outer.slots.get("by", ()) if t.pos_ != "VERB" and t.i not in self.timed)
            if "subj" not in slots and authors:
                slots["subj"] = authors  # "postponed a visit by the minister"
            for name, fillers in outer.slots.items():
                if name in ("obj", "iobj", "xcomp", "ccomp", "advcl") or token in fillers:
                    continue
                if name == "subj" and any(f == token or token.is_ancestor(f) for f in fillers):
                    continue
                slots.setdefault(name, fillers)
        return slots

    def _operate(
        self, operators: Sequence[Operator], token: Token, slots: Slots, outer: Clause | None, depth: int
    ) -> list[Event]:
        for operator in operators:
            if not self.conditions.hold(operator.conditions, slots):
                continue
            for slot in operator.slots:
                # All that the operator takes in the slot: "suspended aid and cooperation".
                taken = [
                    event
                    for event in self._inner(slot, token, slots, depth)
                    if operator.applies_to(event.event_type, event.mode)
                ]
                if taken:
                    return [self._apply(operator, event, token, slots, slot) for event in taken]
        return []

    def _inner(self, slot: str, token: Token, slots: Slots, depth: int) -> list[Event]:
        found: list[Event] = []
        names: tuple[str, ...] = (slot,)
        if token.pos_ in ("NOUN", "PROPN") and slot in ("xcomp", "ccomp"):
            names = ("clause", "xcomp", "ccomp")
        if slot == "xcomp" and token.pos_ in ("VERB", "ADJ"):
            names = ("xcomp", "advcl")
        for name in names:
            for filler in slots.get(name, ()):
                if filler == token or filler.i in self._used:
                    continue
                if is_predicate(filler) and filler.pos_ == "VERB":
                    if name == "ccomp" and any(
                        c.dep_ == "mark" and c.lower_ in ("whether", "if") for c in filler.children
                    ):
                        continue  # to ask whether is not to ask for
                    if name == "advcl" and slot == "xcomp" and infinitive_marker(filler) is None:
                        continue
                    if slot == "after" and any(c.dep_.startswith("nsubj") for c in filler.children):
                        continue  # "arrested him after rebels had attacked": what came before is no charge
                    found.extend(self.verb(filler, depth + 1))
                elif (filler.pos_ in ("NOUN", "PROPN") and not is_predicate(token)) or filler.pos_ == "NOUN":
                    outer = self.clauses.at(token) if is_predicate(token) else None
                    found.extend(self.noun(filler, outer, depth + 1))
        return found

    def _apply(self, operator: Operator, inner: Event, token: Token, slots: Slots, slot: str) -> Event:
        if "undergo" in operator.flags:
            return self._undergone(operator, inner, token, slots)
        subject = tuple(t for t in slots.get("subj", ()) if t not in inner.words)
        cue = cue_of("operator", token)
        clausal = slot in ("xcomp", "ccomp", "advcl")
        agents = inner.agents
        if not agents:
            agents = slots.get("obj", ()) if "object-control" in operator.flags else subject
        rule = f"{operator.where}>{inner.rule}"
        marking = () if operator.result in ("same", "type") else (operator.result,)
        if marking and operator.event_type is None:
            return replace(
                inner,
                agents=agents,
                marks=(*marking, *inner.marks),
                scope=(token, *inner.scope),
                operand=inner.operand and not is_predicate(token),
                predicate=token,
                rule=rule,
                cues=(cue, *inner.cues),
                words=(token, *inner.words),
                nominal=inner.nominal and not is_predicate(token),
            )
        aspect = operator.result == "same"
        phrase = inner.phrase
        if not aspect or is_predicate(token):
            bare = inner.predicate.lower_.endswith("ing") and is_predicate(inner.predicate)
            phrase = inner.phrase.under(token, operator.verb, operator.particle, slot=slot, bare_gerund=bare)
            if (clausal or bare) and _denied(inner.predicate):
                phrase = phrase.with_negated_complement()
        if aspect:
            return replace(
                inner,
                agents=agents,
                scope=(token, *inner.scope),
                operand=inner.operand and not is_predicate(token),
                predicate=token,
                rule=rule,
                phrase=phrase,
                cues=(cue, *inner.cues),
                words=(token, *inner.words),
                nominal=inner.nominal and not is_predicate(token),
                depth=inner.depth + 1,
            )
        recipients: tuple[Token, ...] = ()
        used_slot: str | None = None
        # Who condemns or supports an attack says nothing of the victim.
        closed = (
            operator.event_type in self.speech_acts
            and "inner-agent" in operator.recipients
            and (inner.event_type in self.lexicon.groups.get("conf", frozenset()))
        )
        for name in operator.recipients or ("inner",):
            if name == "inner":
                recipients = () if closed else inner.recipients
            elif name == "inner-agent":
                recipients = tuple(t for t in inner.agents if t not in subject)
            else:
                recipients = tuple(t for t in slots.get(name, ()) if t not in inner.words and t.i not in self.timed)
                used_slot = name if recipients else None
            if recipients:
                break
        if not recipients:
            # "signed a treaty of friendship": friendship is nobody.
            recipients = tuple(t for t in inner.agents if t not in subject and (self._resolved(t) or not inner.nominal))
        if used_slot and used_slot not in ("obj", "iobj", "subj"):
            phrase = replace(phrase, preposition=used_slot)
        elif used_slot:
            phrase = replace(phrase, preposition=None)
        # "A and B failed to reach agreement": what they would do with each other they fail to do with each other.
        shared = slot == "xcomp" and "object-control" not in operator.flags and used_slot is None
        # "signed no treaty", "vowed not to attack": what is not there or will not be done is not signed or vowed.
        unsaid = "negated" in inner.marks if not clausal else shared and _denied(inner.predicate)
        verbal = is_predicate(inner.predicate)
        if verbal and recipients and recipients in (inner.agents, slots.get("obj", ())) and phrase.complement:
            phrase = phrase.around_object(slot)
        doer = subject or (inner.agents if slot != "ccomp" and not is_predicate(token) else ())
        together = inner.reciprocal and len(inner.agents) > 1 and not any(self._resolved(t) for t in subject)
        if together:
            # "Disputes strained ties between A and B": no actor strains them, but they are strained.
            doer, recipients = inner.agents, ()
        elif not recipients and not clausal and not (len(subject) > 1 and (shared or self._mutual(operator, inner))):
            # "withdrew from a treaty": what is left is itself the object.
            recipients = inner.words[:1]
            phrase = phrase.towards(used_slot or (slot if slot not in ("obj", "subj") else None))
        return Event(
            event_type=operator.event_type or inner.event_type,
            mode=operator.mode,
            contexts=inner.contexts,
            agents=doer,
            recipients=tuple(t for t in recipients if t not in doer),
            predicate=token,
            phrase=phrase,
            rule=rule,
            cues=(cue, *inner.cues),
            words=(token, *inner.words),
            reciprocal=together
            or (
                # Several actors may stand in one word ("the two countries").
                bool(doer)
                and not any(self._resolved(t) for t in recipients)
                and ((shared and inner.reciprocal) or self._mutual(operator, inner))
            )
            or (used_slot == "with" and self._mutual(operator, inner)),
            nominal=not is_predicate(token),
            marks=("negated", *marking) if unsaid else marking,
            depth=inner.depth + 1,
            inner_agents=inner.agents,
            scope=(token,),
            closed=closed and recipients in ((), inner.words[:1]),
        )

    def _undergone(self, operator: Operator, inner: Event, token: Token, slots: Slots) -> Event:
        """Return the event of "received aid from Greece": who receives it is its recipient, and does nothing."""
        subject = tuple(t for t in slots.get("subj", ()) if t not in inner.words)
        own = noun_slots(inner.predicate, self.cast) if inner.nominal else {}
        others = [inner.agents, *(where.get(name, ()) for name in ("from", "by") for where in (own, slots))]
        others.append(tuple(t for t in own.get("of", ()) if self._resolved(t)))
        taken = {t.i for t in subject} | self.timed
        agents = next((kept for them in others if (kept := tuple(t for t in them if t.i not in taken))), ())
        phrase = inner.phrase.with_preposition(None if inner.phrase.verb else "for")
        if operator.event_type is not None:  # "lost the support of": who gave it ended it
            phrase = Phrase("end", None, inner.phrase.bare or inner.phrase.complement, "for")
        return replace(
            inner,
            event_type=operator.event_type or inner.event_type,
            mode=operator.mode if operator.event_type else inner.mode,
            agents=agents,
            recipients=subject,
            scope=(token, *inner.scope),
            predicate=token,
            rule=f"{operator.where}>{inner.rule}",
            phrase=phrase,
            cues=(cue_of("operator", token), *inner.cues),
            words=(token, *inner.words),
            operand=False,
            nominal=inner.nominal and not is_predicate(token),
            reciprocal=False,
            depth=inner.depth + 1,
        )

    def _mutual(self, operator: Operator, inner: Event) -> bool:
        """Tell whether several subjects of the operator do it with each other ("agreed to", "signed a treaty")."""
        if inner.reciprocal and "with" in operator.recipients:
            return True
        heads = self.lexicon.verb_heads(operator.verb, operator.particle) if operator.verb else ()
        return any("reciprocal" in head.flags for head in heads)

    def _from_verb(self, head: Head, clause: Clause) -> Event:
        agents = clause.slots.get(head.agent, ())
        slot, recipients = self._recipients(head, self._with_phrases_of_object(clause), agents)
        mutual = any(_each_other(t) for t in recipients)
        if mutual:
            recipients = ()
        token = clause.predicate
        complement = complement_of(clause.first("obj")) if slot != "obj" and head.agent == "subj" else None
        phrase = Phrase.verbal(
            clause.lemma, clause.particle, complement, slot if slot not in ("obj", "iobj", "subj") else None
        )
        return Event(
            event_type=head.event_type,
            mode=head.mode,
            contexts=self._contexts(head, clause.slots),
            agents=agents,
            recipients=recipients,
            predicate=token,
            phrase=phrase,
            rule=head.where,
            cues=(cue_of("head", token),),
            words=(token,),
            reciprocal="reciprocal" in head.flags or mutual,
            weak="weak" in head.flags,
            scope=(token,),
        )

    def _from_noun(self, head: Head, token: Token, slots: Slots) -> Event:
        agents = slots.get("subj", ()) if head.agent == "subj" else slots.get(head.agent, ())
        if agents and all(t.dep_ == "nmod:poss" and t.pos_ == "PRON" and not self._resolved(t) for t in agents):
            agents = ()  # "its suspension": whoever governs the noun does it, unless the cast knows better
        slot, recipients = self._recipients(head, slots, agents)
        if "between" in slots and not recipients:
            agents, slot = slots["between"], "with"
        if not recipients and "mod" in slots and "reciprocal" not in head.flags:
            recipients = slots["mod"]
        preposition = slot if slot not in ("obj", "iobj", "subj", None) else None
        marks = ("negated",) if negator(token) is not None else ()
        return Event(
            event_type=head.event_type,
            mode=head.mode,
            contexts=self._contexts(head, slots, token),
            agents=agents,
            recipients=recipients,
            predicate=token,
            phrase=Phrase.nominal(token, head, preposition),
            rule=head.where,
            cues=(cue_of("head", token),),
            words=(token,),
            reciprocal="reciprocal" in head.flags or "between" in slots,
            weak="weak" in head.flags,
            marks=marks,
            nominal=True,
            operand="operand" in head.flags,
            scope=(token,),
        )

    def _recipients(self, head: Head, slots: Slots, agents: tuple[Token, ...]) -> tuple[str | None, tuple[Token, ...]]:
        for name in head.recipients:
            fillers = tuple(t for t in slots.get(name, ()) if t not in agents and t.i not in self.timed)
            if fillers:
                return name, fillers
        return None, ()

    def _with_phrases_of_object(self, clause: Clause) -> Slots:
        """Return the slots with the prepositions of the object: "demanded an explanation from London"."""
        slots = dict(clause.slots)
        for noun in clause.slots.get("obj", ()):
            for child in noun.children:
                preposition = case_of(child) if child.dep_ == "nmod" and child.i > noun.i else None
                if preposition and preposition != "of":
                    slots.setdefault(preposition, conjuncts(child))
        return slots

    def _resolved(self, token: Token) -> bool:
        return any(p.actor is not None for p in self.cast.all_at(token.i))

    def _contexts(self, head: Head, slots: Slots, noun: Token | None = None) -> tuple[str, ...]:
        found = list(head.contexts)
        tokens = [noun] if noun is not None else []
        tokens.extend(t for name, fillers in slots.items() if name not in ("subj", "ccomp", "advcl") for t in fillers)
        for token in tokens:
            for word in (token, *(c for c in token.children if c.dep_ in ("amod", "compound"))):
                found.extend(self.lexicon.contexts(word.lemma_.lower()))
        return tuple(dict.fromkeys(found))


def _denied(predicate: Token) -> bool:
    """Tell whether a clause is negated, by its verb or by its subject ("no Arab state")."""
    subjects = (c for c in predicate.children if c.dep_ in ("nsubj", "nsubj:pass"))
    return negator(predicate) is not None or any(negator(subject) is not None for subject in subjects)


def _each_other(token: Token) -> bool:
    """Tell whether a phrase is "each other" or "one another"."""
    pair = (("other", "each"), ("another", "one"))
    words = {t.lower_ for t in (token, *token.children)}
    return any(last in words and first in words for last, first in pair)


def _depth(token: Token) -> int:
    depth = 0
    while token.head.i != token.i:
        token = token.head
        depth += 1
    return depth


def _inquires(clause: Clause) -> bool:
    """Tell whether the verb's clause is a question: its first word is a question word."""
    said = clause.slots.get("ccomp", ())
    return any(inner.left_edge.lower_ in _QUESTION_WORDS for inner in said)
