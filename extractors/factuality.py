"""Factuality: whether the text says that an event happened, did not, will, might, is asked for or feared.

Each decision keeps the words that caused it. What a speaker's verb does ("could say") is left to attribution: the walk
up the tree stops at a verb of saying.
"""

from dataclasses import dataclass

from spacy.tokens import Token

from realpolitik.extractors.clauses import case_of, cue_of, infinitive_marker, is_predicate, negator
from realpolitik.extractors.events import Event
from realpolitik.ontology.lexicon import FactualityCue, Lexicon
from realpolitik.ontology.records import Cue, Polarity, Status

__all__ = ["Factuality", "read_factuality"]

_STRENGTH: dict[str, int] = {"actual": 0, "future": 1, "requested": 2, "feared": 3, "hypothetical": 4}
_DEFINITE = frozenset({"the", "this", "these", "that", "those"})
_WHEN = frozenset({"when", "once", "before", "after", "until", "as"})
_MAX_STEPS = 12


@dataclass(frozen=True, slots=True)
class Factuality:
    """Polarity and status with their cues."""

    polarity: Polarity
    status: Status
    cues: tuple[Cue, ...]


class _Verdict:
    def __init__(self, words: tuple[Token, ...]) -> None:
        self.words = words
        self.negated = False
        self.status: Status = "actual"
        self.cues: list[Cue] = []

    def negate(self, token: Token) -> None:
        self.negated = not self.negated
        self.cues.append(cue_of("negation", token))

    def weaken(self, status: Status, token: Token, kind: str = "status") -> None:
        if _STRENGTH[status] > _STRENGTH[self.status]:
            self.status = status
            self.cues.append(cue_of(kind, token))

    def apply(self, cue: FactualityCue, token: Token) -> None:
        if cue.polarity == "negated":
            self.negate(token)
        if cue.status != "actual":
            self.weaken(cue.status, token)


def read_factuality(event: Event, lexicon: Lexicon) -> Factuality:
    """Return what the text says of an event's happening, from its operators and the clauses around it."""
    verdict = _Verdict(event.words)
    for mark, word in zip(event.marks, event.words, strict=False):
        if mark == "negated":
            verdict.negate(word)
        elif mark in _STRENGTH:
            verdict.weaken(mark, word)  # type: ignore[arg-type]
    for word in event.scope:
        # Operators between the outermost word and the head carry adjectives and negations of their own.
        if word.pos_ in ("NOUN", "PROPN"):
            _noun_cues(word, lexicon, verdict, top=word == event.predicate)
        elif word != event.predicate:
            _own_cues(word, lexicon, verdict)
    for end in (*event.agents, *event.recipients):
        either = next(
            (c for c in end.children if c.dep_ in ("cc", "cc:preconj") and c.lower_ in ("or", "either")), None
        )
        if either is not None and not verdict.negated:
            verdict.weaken("hypothetical", either)  # one of them, but which?
    node = event.predicate
    if node.pos_ in ("NOUN", "PROPN") and not is_predicate(node):
        climbed = _from_noun(node, lexicon, verdict)
        if climbed is None:
            return _result(verdict)
        node = climbed
    _climb(node, lexicon, verdict)
    return _result(verdict)


def _result(verdict: _Verdict) -> Factuality:
    return Factuality("negated" if verdict.negated else "affirmed", verdict.status, tuple(verdict.cues))


def _climb(node: Token, lexicon: Lexicon, verdict: _Verdict) -> None:
    """Walk from a predicate to the top of its sentence or to the verb that reports it."""
    for _ in range(_MAX_STEPS):
        _own_cues(node, lexicon, verdict)
        head, dep = node.head, node.dep_
        to = infinitive_marker(node)
        if head == node:
            _question(node, verdict)
            return
        if dep == "obj" and node.pos_ == "VERB":
            dep = "xcomp"
        if dep in ("xcomp", "ccomp") or (dep == "advcl" and (to is not None or _gerund_of_preposition(node))):
            says = lexicon.attribution(head.lemma_.lower(), "VERB")
            if dep == "ccomp" and says is not None:
                return
            if says is not None and says.effect == "deny":
                verdict.negate(head)  # "denied receiving a proposal"
                return
            if not _scope(head, dep if dep != "advcl" else "xcomp", lexicon, verdict):
                if to is not None:
                    # What somebody applies, rushes or is sent to do is not said to have been done.
                    verdict.weaken("future", to, "purpose")
                elif dep == "advcl":
                    _preposition(node, lexicon, verdict)
                if dep == "advcl":
                    return
        elif dep == "conj" and is_predicate(head):
            if any(c.dep_ in ("nsubj", "nsubj:pass", "aux", "aux:pass", "cop") for c in node.children):
                _climb_shared(node, head, lexicon, verdict)
                return
            _shared_auxiliaries(node, head, lexicon, verdict)
        elif dep in ("csubj", "csubj:pass", "csubj:outer"):
            # "It is not true that ...", "It is possible that ...": what the predicate says, it says of the clause.
            _scope(head, "ccomp", lexicon, verdict)
            for cue in lexicon.factuality(head.lemma_.lower(), head.pos_):
                if "amod" in cue.scopes and "ccomp" not in cue.scopes:
                    verdict.apply(cue, head)
        elif dep == "acl":
            if to is not None:
                if not _scope(head, "xcomp", lexicon, verdict):
                    verdict.weaken("future", to)
            elif not _scope(head, "ccomp", lexicon, verdict):
                of = next((c for c in node.children if c.dep_ in ("mark", "case") and c.lower_ == "of"), None)
                if of is not None and node.lower_.endswith("ing"):
                    verdict.weaken("hypothetical", of)  # "a policy of destroying ..."
            return
        elif dep == "advcl":
            _preposition(node, lexicon, verdict)
            ahead = next(
                (c for c in head.children if c.dep_ == "aux" and c.lower_ in ("will", "'ll", "’ll", "shall")), None
            )
            if ahead is not None and any(c.dep_ in ("mark", "advmod") and c.lower_ in _WHEN for c in node.children):
                verdict.weaken("future", ahead)  # "once Iran attacks, Oman will ..."
            return
        else:
            return
        node = head


def _climb_shared(node: Token, head: Token, lexicon: Lexicon, verdict: _Verdict) -> None:
    """Read a coordinated clause with a subject of its own: it stands under the same verb as its first conjunct."""
    if head.dep_ in ("ccomp", "xcomp") and head.head != head:
        governor = head.head
        if lexicon.attribution(governor.lemma_.lower(), "VERB") is None:
            _scope(governor, head.dep_, lexicon, verdict)
    if any(c.dep_ == "mark" and c.lower_ in ("if", "unless") for c in head.children):
        verdict.weaken("hypothetical", head)


def _own_cues(node: Token, lexicon: Lexicon, verdict: _Verdict) -> None:
    no = negator(node)
    if no is not None and no.dep_ != "det":
        verdict.negate(no)
    for child in node.children:
        if child.dep_ in ("aux", "aux:pass") and child.lower_ in ("had", "were") and _inverted(child, node):
            verdict.weaken("hypothetical", child)
        elif child.dep_ == "aux":
            if child.lower_ in ("would", "'d", "’d") and _reported(node, lexicon):
                verdict.weaken("future", child)
                continue
            for cue in lexicon.factuality(child.lower_, "AUX") or lexicon.factuality(child.lemma_.lower(), "AUX"):
                if "aux" in cue.scopes:
                    verdict.apply(cue, child)
        elif child.dep_ == "cc" and child.lower_ in ("nor", "neither") and no is None:
            verdict.negate(child)
        elif child.dep_ == "mark":
            for cue in lexicon.factuality(child.lower_, "SCONJ"):
                verdict.apply(cue, child)
        elif child.dep_ == "advmod" and child != no:
            for cue in lexicon.factuality(child.lemma_.lower(), "ADV"):
                verdict.apply(cue, child)
        elif child.dep_ == "advcl" and any(c.dep_ == "mark" and c.lower_ in ("if", "unless") for c in child.children):
            verdict.weaken("hypothetical", next(c for c in child.children if c.dep_ == "mark"))
        elif child.dep_ in ("nsubj", "nsubj:pass", "obj"):
            if child in verdict.words:
                continue  # the composer has counted the "no" of an event noun
            none = negator(child)
            if none is not None and none.dep_ in ("det", "cc:preconj") and none.lower_ in ("no", "neither"):
                verdict.negate(none)
            elif child.lower_ in ("nobody", "none", "nothing") or (child.lower_ == "no" and child.dep_ == "nsubj"):
                verdict.negate(child)
    to = infinitive_marker(node)
    is_to = node.head == node or any(c.dep_ == "aux" and c.lemma_.lower() == "be" for c in node.children)
    if to is not None and node.pos_ == "VERB" and is_to:
        # Headline future: "Russia to expel diplomats"; "the president is to receive him".
        verdict.weaken("future", to)


def _inverted(auxiliary: Token, node: Token) -> bool:
    """Tell whether an auxiliary stands before the subject of a subordinate clause: "Had Vienna backed ..."."""
    subject = next((c for c in node.children if c.dep_ in ("nsubj", "nsubj:pass")), None)
    return node.dep_ == "advcl" and subject is not None and auxiliary.i < subject.i


def _shared_auxiliaries(node: Token, head: Token, lexicon: Lexicon, verdict: _Verdict) -> None:
    """Spread modals over bare coordinated verbs ("will meet and sign"), and negation over "or" and "nor"."""
    joined = next((c.lower_ for c in node.children if c.dep_ == "cc"), "and")
    for child in head.children:
        if child.dep_ == "aux":
            for cue in lexicon.factuality(child.lower_, "AUX") or lexicon.factuality(child.lemma_.lower(), "AUX"):
                if "aux" in cue.scopes and cue.status != "actual" and node.lower_ == node.lemma_.lower():
                    verdict.apply(cue, child)
    no = negator(head)
    if no is not None and joined not in ("or", "nor"):
        # Cancelled by the second negation that the walk finds on the shared head.
        verdict.negated = not verdict.negated


def _scope(head: Token, scope: str, lexicon: Lexicon, verdict: _Verdict) -> bool:
    """Apply what a governing word says of the event in the given scope; tell whether it says anything."""
    found = False
    pos = "VERB" if head.pos_ == "AUX" else head.pos_
    for cue in lexicon.factuality(head.lemma_.lower(), pos):
        if scope in cue.scopes:
            verdict.apply(cue, head)
            found = True
    return found


def _preposition(node: Token, lexicon: Lexicon, verdict: _Verdict) -> None:
    for child in node.children:
        if child.dep_ in ("mark", "case"):
            for cue in lexicon.factuality(child.lower_, "ADP"):
                verdict.apply(cue, child)


def _noun_cues(noun: Token, lexicon: Lexicon, verdict: _Verdict, *, top: bool) -> None:
    for child in noun.children:
        if child.dep_ in ("amod", "advmod", "det", "compound"):
            if child.dep_ == "det" and child.lower_ == "no":
                continue  # counted by the composer
            for cue in lexicon.factuality(child.lower_, "ADJ") or lexicon.factuality(child.lemma_.lower(), "ADJ"):
                verdict.apply(cue, child)
    if top:
        preposition = next((c for c in noun.children if c.dep_ == "case"), None)
        if preposition is not None:
            for cue in lexicon.factuality(preposition.lower_, "ADP"):
                if "prep" in cue.scopes:
                    verdict.apply(cue, preposition)


def _from_noun(noun: Token, lexicon: Lexicon, verdict: _Verdict) -> Token | None:
    """Climb over governing nouns to the verb whose modality a bare event noun shares; None where it is presupposed."""
    node = noun
    presupposed = any(c.dep_ == "nmod:poss" or (c.dep_ == "det" and c.lower_ in _DEFINITE) for c in noun.children)
    for _ in range(_MAX_STEPS):
        head, dep = node.head, node.dep_
        if head == node:
            return None
        if dep == "conj":
            node = head
            continue
        if dep.startswith("nmod") and head.pos_ in ("NOUN", "PROPN"):
            if dep != "nmod:poss":
                if not _scope(head, "prep", lexicon, verdict):
                    _scope(head, "obj", lexicon, verdict)
                _noun_cues(head, lexicon, verdict, top=False)
                no = negator(head)
                if no is not None:
                    verdict.negate(no)
            node = head
            continue
        if is_predicate(head):
            if dep in ("obj", "nsubj:pass", "obl"):
                scoped = _scope(head, "obj", lexicon, verdict)
                if scoped:
                    return head
            if dep == "obl":
                preposition = case_of(node)
                if preposition in ("if", "without"):
                    verdict.weaken("hypothetical", node)
            if dep == "nsubj" and head.pos_ != "VERB" and not presupposed:
                # "The state of war between them is over": what such a clause says of an event only a reader can tell.
                verdict.weaken("hypothetical", head)
                return None
            return None if presupposed else head
        return None
    return None


def _reported(node: Token, lexicon: Lexicon) -> bool:
    """Tell whether "would" is a future in the past: "said it would withdraw"."""
    up = node
    for _ in range(4):
        if up.dep_ == "ccomp":
            return lexicon.attribution(up.head.lemma_.lower(), "VERB") is not None and not any(
                c.dep_ == "advcl" and any(m.dep_ == "mark" and m.lower_ == "if" for m in c.children)
                for c in node.children
            )
        if up.dep_ not in ("conj", "xcomp") or up.head == up:
            return False
        up = up.head
    return False


def _question(root: Token, verdict: _Verdict) -> None:
    last = root.sent[-1]
    while last.i > root.sent.start and last.lower_ in ('"', "”", "'", "’", ")"):
        last = last.nbor(-1)
    if last.lower_ == "?":
        verdict.weaken("hypothetical", last)


def _gerund_of_preposition(verb: Token) -> bool:
    return verb.lower_.endswith("ing") and any(c.dep_ in ("mark", "case") for c in verb.children)
