"""Arguments: from the tokens that fill a slot to the participants of a statement."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token

from realpolitik.extractors.cast import Cast
from realpolitik.extractors.clauses import case_of, conjuncts, phrase_span
from realpolitik.extractors.nominals import event_lemmas
from realpolitik.ontology.actors import Gazetteer
from realpolitik.ontology.lexicon import Lexicon
from realpolitik.ontology.records import Actor, Mention, Participant, Span

__all__ = ["Argument", "Arguments", "mention_of"]

# Inside a phrase, an owner, a nationality or an of-phrase can stand for the whole ("Iran's nuclear programme"); a place
# where something is cannot ("a bomb in Baghdad").
_INNER_OWNERS = frozenset({"nmod:poss", "amod", "compound", "nmod:desc", "flat"})
_INNER_PREPOSITIONS = frozenset({"of", "by"})
# "its relations with Russia", "the war against Yemen": an event noun has its other party in more places.
_RELATING = frozenset({"of", "by", "with", "between", "against", "to", "on"})
_MAX_CHAIN = 20
_SUBJECTS = frozenset({"nsubj", "nsubj:pass"})
_PRONOUN_NUMBER = {"they": "Plur", "he": "Sing", "she": "Sing", "it": "Sing"}
_AROUND = frozenset({"in", "near", "outside"})
_GROUND = frozenset({"territory", "building", "road", "border"})


@dataclass(frozen=True, slots=True)
class Argument:
    """A participant with the token it was read from; `indirect` where only a part of the phrase names the actor."""

    token: Token
    participant: Participant
    indirect: bool = False

    @property
    def linked(self) -> bool:
        """Whether the phrase names an actor that is known or could be minted."""
        return self.participant.actor is not None


def _is_ground(actor: Actor | None) -> bool:
    """Tell whether an actor is only a place: it can be acted upon, but does not act. Territories with a code can."""
    return actor is not None and actor.kind == "place" and actor.id.startswith("place-")


def mention_of(head: Token, doc: Doc) -> Mention:
    """Return the whole noun phrase of `head` as a mention, without clauses that follow it."""
    start, end = phrase_span(head, doc)
    span = doc[start:end]
    return Mention(Span(span.start_char, span.end_char), span.text, head.ent_type_ or None)


class Arguments:
    """Reads slot fillers against the cast of one Doc."""

    def __init__(self, doc: Doc, cast: Cast, lexicon: Lexicon, gazetteer: Gazetteer | None = None) -> None:
        self.doc = doc
        self.gazetteer = gazetteer
        self.cast = cast
        self.lexicon = lexicon
        self._referents = {r.participant.mention.span: r for r in cast.referents}
        self._covering = {
            i: r.participant
            for r in cast.referents
            if r.participant.actor is not None and r.end - r.start > 1
            for i in range(r.start, r.end)
        }

    def read(self, tokens: Iterable[Token], *, whole: bool = True, acts: bool = False) -> list[Argument]:
        """Return the participants of a slot, each actor once.

        With `whole`, a phrase that names no actor is kept under its own words; pronouns without antecedent never are.
        `acts` says that the slot is of the one who acts: fewer parts of a phrase can stand for the whole there.
        """
        found: list[Argument] = []
        seen: set[str] = set()
        for token in tokens:
            for argument in self._of(token, whole, acts):
                actor = argument.participant.actor
                key = actor.id if actor else f"@{argument.participant.mention.span.start}"
                if key not in seen:
                    seen.add(key)
                    found.append(argument)
        return found

    def _of(self, token: Token, whole: bool, acts: bool) -> Iterator[Argument]:
        direct = [p for p in self.cast.all_at(token.i) if p.actor is not None and not (acts and _is_ground(p.actor))]
        if direct:
            yield from (Argument(token, self._named(participant)) for participant in direct)
            return
        nobody = self.cast.at(token.i)
        if nobody is not None and nobody.actor is None and whole and token.pos_ != "PRON":
            # The cast has looked and knows that no actor is meant ("Italian opposition politicians").
            yield Argument(token, Participant(mention_of(token, self.doc)))
            return
        speaker = self._own_speaker(token)
        if speaker is not None and whole:
            yield Argument(speaker, Participant(mention_of(speaker, self.doc)))
            return
        covering = self._covering.get(token.i)
        if covering is not None and token.pos_ == "PROPN" and not (acts and _is_ground(covering.actor)):
            # A word inside a name that the parse takes apart ("Costa Rica").
            yield Argument(token, self._named(covering))
            return
        members = [
            child
            for child in token.children
            if child.dep_ == "nmod" and case_of(child) in ("of", "among") and self.is_quantity(token)
        ]
        if members:
            for member in conjuncts(members[0]):
                yield from self._of(member, whole, acts)
            return
        inner = [] if acts and self._is_place_noun(token) else self._inner(token, acts)
        if inner:
            yield from (Argument(token, self._named(participant), indirect=True) for participant in inner)
        elif whole and token.pos_ in ("NOUN", "PROPN", "NUM", "ADJ") and token.dep_ != "expl":
            yield Argument(token, Participant(mention_of(token, self.doc)))

    def _own_speaker(self, token: Token) -> Token | None:
        """Return the noun for which a pronoun stands in what its bearers say ("the gunmen said they had fled")."""
        clause = token.head
        if token.lower_ not in _PRONOUN_NUMBER or token.dep_ not in _SUBJECTS or clause.dep_ != "ccomp":
            return None
        if self.lexicon.attribution(clause.head.lemma_.lower(), "VERB") is None:
            return None
        noun = next((c for c in clause.head.children if c.dep_ == "nsubj" and c.pos_ == "NOUN"), None)
        if noun is None or noun.i > token.i or noun.morph.get("Number", []) != [_PRONOUN_NUMBER[token.lower_]]:
            return None
        return noun if self.cast.at(noun.i) is None or not self.cast.all_at(noun.i)[0].actor else None

    def _named(self, participant: Participant) -> Participant:
        """Return the participant with the name that its pronoun or description stands for."""
        if participant.linked_by not in ("pronoun", "description"):
            return participant
        if participant.role is not None and participant.actor is not None and participant.actor.kind == "state":
            return participant  # "the authorities" say more than the name of the country that they are of
        referent = self._referents.get(participant.mention.span)
        for _ in range(_MAX_CHAIN):
            if referent is None or referent.antecedent is None:
                break
            referent = self.cast.referents[referent.antecedent]
        if referent is None or referent.participant.actor != participant.actor:
            return participant
        return replace(participant, name=referent.participant.mention.text)

    def _inner(self, token: Token, acts: bool) -> list[Participant]:
        if "kin" in self.lexicon.classes(token.lemma_.lower()):
            # Iraqi lawyers are Iraq's, but the lawyers of Saddam Hussein are not he.
            return [p for p in self._parts(token, acts) if p.actor is not None and p.actor.kind != "person"]
        return self._parts(token, acts)

    def _parts(self, token: Token, acts: bool) -> list[Participant]:
        found: list[Participant] = []
        named = [
            participant
            for child in token.children
            if child.dep_ in ("appos", "flat") and child.pos_ == "PROPN"
            for participant in self.cast.all_at(child.i)
            if participant.actor is not None
        ]
        if named:
            return named  # "Iran's ally Hezbollah" is Hezbollah
        if "relational" in self.lexicon.classes(token.lemma_.lower()):
            return []  # "Iran's enemies" are anybody but Iran
        relates = not acts and any(self.lexicon.noun_heads(lemma) for lemma in event_lemmas(token))
        prepositions = _RELATING if relates else _INNER_PREPOSITIONS
        if acts and any(self.lexicon.noun_heads(lemma) for lemma in event_lemmas(token)):
            prepositions = frozenset({"by"})  # "the invasion of Iran killed ten": Iran did not
        if not acts and self._is_place_noun(token):
            found.extend(self._country_around(token))
        called = [c for c in token.children if c.dep_ in ("compound", "flat") and self._names_place(c)]
        for child in called if self._is_place_noun(token) and called else token.children:
            owner = child.dep_ in _INNER_OWNERS
            inside = child.dep_ == "nmod" and case_of(child) in prepositions
            if owner or inside:
                for part in conjuncts(child):
                    direct = [p for p in self.cast.all_at(part.i) if p.actor is not None]
                    act = any(self.lexicon.noun_heads(lemma) for lemma in event_lemmas(part))
                    deeper = not acts and not act and (inside or child.dep_ == "nmod:poss")
                    found.extend(direct or (self._inner(part, acts) if deeper else ()))
        if not found:
            # Nationality adjectives that the cast keeps out of `at` ("Iranian oil").
            nearest = [t for t in token.children if t.dep_ in ("amod", "compound")]
            if nearest:
                spans = {(t.idx, t.idx + len(t)) for t in nearest}
                for participant in self.cast.inside(token):
                    start = participant.mention.span.start
                    if participant.actor is not None and any(a <= start < b for a, b in spans):
                        found.append(participant)
        return found

    def _names_place(self, token: Token) -> bool:
        """Tell whether a word is the name of the land that it stands before: "Serbia's Kosovo province"."""
        return any(p.actor is not None and p.actor.kind in ("place", "state") for p in self.cast.all_at(token.i))

    def _country_around(self, token: Token) -> Iterator[Participant]:
        """The state in which a place without a name lies: "villages in northern Liberia"."""
        if self.gazetteer is None:
            return
        for child in token.children:
            if child.dep_ != "nmod" or case_of(child) not in _AROUND:
                continue
            for participant in self.cast.all_at(child.i):
                actor = participant.actor
                if actor is not None and actor.kind in ("place", "state") and actor.country is not None:
                    yield replace(participant, actor=self.gazetteer.actor(actor.country))

    def _is_place_noun(self, token: Token) -> bool:
        return bool(self.lexicon.classes(token.lemma_.lower()) & _GROUND)

    def seat_of(self, argument: Argument) -> Argument:
        """Return the state at whose capital the act is aimed ("sanctions on Khartoum"), or the argument as it is."""
        actor = argument.participant.actor
        if self.gazetteer is None or actor is None or actor.kind != "place":
            return argument
        for name in self.gazetteer.lookup(argument.participant.mention.text):
            if name.kind == "metonym" and name.actor.kind == "state":
                state = replace(argument.participant, actor=name.actor, linked_by="metonym")
                return replace(argument, participant=state)
        return argument

    def is_quantity(self, token: Token) -> bool:
        """Tell whether a noun only counts or groups what follows ("dozens of", "a group of")."""
        return token.pos_ == "NUM" or "quantity" in self.lexicon.classes(token.lemma_.lower())
