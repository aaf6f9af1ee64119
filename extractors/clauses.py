"""Clauses: each verb (or copular predicate) with its arguments, whatever the syntax that carries them.

Passives are turned round, shared subjects of coordinated, controlled, participial and relative clauses are filled in,
and coordinated arguments are spread, so that later steps read slots and never trees. Dependency labels are
Universal Dependencies with the subtypes of English EWT and GUM.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

from realpolitik.ontology.records import Cue, Span

__all__ = [
    "MODALS",
    "SUMMING_UP",
    "Clause",
    "ClauseIndex",
    "case_of",
    "clause_index",
    "conjuncts",
    "cue_of",
    "infinitive_marker",
    "negator",
    "noun_told_of",
    "phrase_span",
    "read_clauses",
]

MODALS = frozenset({"will", "would", "could", "can", "may", "might", "must", "shall", "should", "'ll", "wo", "ca"})
"""Modal auxiliaries, also as they stand before "n't"."""

SUMMING_UP = frozenset({"parataxis", "appos", "dep", "conj", "obl:unmarked", "nsubj"})
"""How a noun is attached that sums up what was said before it, by itself or at the head of a parse gone astray."""

_SUBJECTS = frozenset({"nsubj", "nsubj:outer"})
_PASSIVE_SUBJECTS = frozenset({"nsubj:pass"})
_RELATIVE_PRONOUNS = frozenset({"who", "whom", "which", "that", "whose"})
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "ADJ", "DET", "X", "SYM"})
_UNMARKED = frozenset({"obl:unmarked", "obl:tmod", "obl:npmod"})
# Verbs whose subject, not object, does what the infinitive says: "Iran promised Syria to send oil".
_SUBJECT_CONTROL = frozenset({
    "contact", "join", "meet", "need", "phone", "pledge", "promise", "swear", "telephone", "threaten", "use", "visit",
    "vow",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Clause:
    """One predicate with its slots.

    `slots` maps a slot name (subj, obj, iobj, a preposition, xcomp, ccomp, advcl) to the head tokens that fill it, in
    reading order. `borrowed` names the slots that stand in another clause and how they were found.
    """

    predicate: Token
    lemma: str
    particle: str | None
    passive: bool
    slots: Mapping[str, tuple[Token, ...]]
    borrowed: Mapping[str, str] = field(default_factory=dict)

    def first(self, slot: str) -> Token | None:
        """Return the first filler of a slot."""
        fillers = self.slots.get(slot)
        return fillers[0] if fillers else None


def conjuncts(token: Token) -> tuple[Token, ...]:
    """Return the token and the nominals coordinated with it, in reading order: all hold the same slot."""
    found = [token]
    stack = [token]
    while stack:
        for child in stack.pop().children:
            if child.dep_ == "flat" and child.pos_ == "PROPN" and child.i > token.i:
                stack.append(child)  # "Libyan leader Muammar Gaddafi and President Todor Zhivkov"
            elif child.dep_ == "conj" and child.pos_ in _NOMINAL and not _excluded(child):
                found.append(child)
                stack.append(child)
    return tuple(sorted(found, key=lambda t: t.i))


def noun_told_of(verb: Token) -> Token | None:
    """Return the noun that an inserted clause follows and may speak of: "accused Iran, a charge Tehran denies"."""
    first = verb.left_edge.i
    if verb.dep_ != "parataxis" or first <= verb.sent.start:
        return None
    noun = verb.doc[first - 1]
    return noun if noun.pos_ == "NOUN" and noun.dep_ in SUMMING_UP else None


def _excluded(conjunct: Token) -> bool:
    """Tell whether a conjunct is named only to be left out: "by Poland, though not by Hungary", "France, not Spain"."""
    return any(
        c.i < conjunct.i and c.lower_ in ("not", "n't", "without", "except", "rather") for c in conjunct.children
    )


def case_of(token: Token) -> str | None:
    """Return the preposition that governs a noun phrase, in lower case ("because of" as two words), or None.

    Of two ("out of Kherson") the one beside the noun counts.
    """
    cases = [c for c in token.children if c.dep_ == "case" and c.i < token.i and c.lower_ not in ("'s", "’s")]
    if not cases:
        return None
    fixed = [part.lower_ for part in cases[-1].children if part.dep_ == "fixed"]
    word = cases[-1].lower_
    return " ".join(["toward" if word == "towards" else word, *fixed])


def negator(token: Token) -> Token | None:
    """Return the word that negates a predicate or noun ("not", "never", "no"), or None."""
    for child in token.children:
        if child.dep_ in ("advmod", "det", "cc:preconj") and child.lower_ in _NEGATORS:
            return child
        if child.dep_ == "advmod" and child.lower_ in ("longer", "more"):
            for part in child.children:
                if part.lower_ == "no":
                    return part
    return None


_NEGATORS = frozenset({"not", "n't", "n’t", "never", "no", "neither", "nor", "hardly", "scarcely"})


def phrase_span(head: Token, doc: Doc, *, clauses: bool = False) -> tuple[int, int]:
    """Return the tokens (start, end) of the noun phrase of `head`: no leading preposition, no conjuncts.

    Relative and participial clauses, appositions and parentheses are left off unless `clauses` is true.
    """
    cut = {"punct", "cc", "conj", "case", "parataxis", "discourse"}
    if not clauses:
        cut |= {"acl", "acl:relcl", "appos", "advcl"}
    start, end = head.i, head.i + 1
    for child in head.children:
        if child.dep_ in cut and not (child.dep_ == "case" and child.i > head.i):
            continue
        edges = (child.left_edge.i, child.right_edge.i + 1)
        if not clauses and child.i > head.i and child.dep_ in ("nmod", "nmod:unmarked"):
            edges = (child.left_edge.i, _trimmed_end(child))
        start, end = min(start, edges[0]), max(end, edges[1])
    return start, end


def _trimmed_end(head: Token) -> int:
    end = head.i + 1
    for child in head.children:
        if child.i > head.i and child.dep_ in ("flat", "compound", "nmod", "fixed", "nummod", "nmod:unmarked"):
            end = max(end, _trimmed_end(child))
    return end


class ClauseIndex:
    """The clauses of a Doc by the index of their predicate, built on demand and once each."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self._clauses: dict[int, Clause] = {}
        self._subjects: dict[int, tuple[tuple[Token, ...], str | None]] = {}

    def __iter__(self) -> Iterator[Clause]:
        for token in self.doc:
            if is_predicate(token):
                yield self.at(token)

    def at(self, predicate: Token) -> Clause:
        """Return the clause of a predicate."""
        clause = self._clauses.get(predicate.i)
        if clause is None:
            clause = self._clauses[predicate.i] = self._read(predicate)
        return clause

    def surface_subject(self, predicate: Token) -> tuple[tuple[Token, ...], str | None]:
        """Return the grammatical subject, own or shared, and how it was found (None where it is the clause's own)."""
        known = self._subjects.get(predicate.i)
        if known is None:
            self._subjects[predicate.i] = ((), "cycle")
            known = self._subjects[predicate.i] = self._find_subject(predicate)
        return known

    def _find_subject(self, verb: Token) -> tuple[tuple[Token, ...], str | None]:
        own = [c for c in verb.children if c.dep_ in _SUBJECTS or c.dep_ in _PASSIVE_SUBJECTS]
        if own:
            subject = own[-1]
            if subject.lower_ in _RELATIVE_PRONOUNS:
                antecedent = _antecedent(verb)
                if antecedent is not None:
                    return (antecedent,), "relative"
            return conjuncts(subject), None
        head, dep = verb.head, verb.dep_
        if dep == "acl:relcl":
            return (), None
        if dep == "conj" and is_predicate(head):
            fillers, _ = self.surface_subject(head)
            return fillers, "coordination"
        if (
            dep == "xcomp"
            or (dep == "obj" and verb.pos_ == "VERB")
            or (dep == "advcl" and infinitive_marker(verb) is not None)
        ):
            controller = head
            if not is_predicate(controller):
                return (), None
            if not is_passive(controller) and controller.lemma_.lower() not in _SUBJECT_CONTROL:
                objects = [c for c in controller.children if c.dep_ in ("obj", "iobj")]
                if objects and (dep == "xcomp" or controller.lemma_.lower() in _OBJECT_CONTROL):
                    return conjuncts(objects[0]), "control"
            fillers, _ = self.surface_subject(controller)
            return fillers, "control"
        if (
            dep == "advcl"
            and is_predicate(head)
            and any(c.dep_ in ("mark", "case") and c.lower_ in ("from", "into", "of", "for") for c in verb.children)
        ):
            objects = [c for c in head.children if c.dep_ in ("obj", "nsubj:pass")]
            if objects:
                return conjuncts(objects[0]), "control"  # "prevented Russia from attacking"
        if dep in ("advcl", "ccomp") and is_predicate(head) and _shares_subject(verb):
            fillers, _ = self.surface_subject(head)
            return fillers, "participle" if dep == "advcl" else "control"
        if dep in ("acl", "advcl:relcl") and head.pos_ in _NOMINAL:
            if infinitive_marker(verb) is not None:
                return self._owner(head)
            return (head,), "participle"
        return (), None

    def _owner(self, noun: Token) -> tuple[tuple[Token, ...], str | None]:
        """Return who does what an infinitive after a noun says: "Moscow's decision to withdraw"."""
        for child in noun.children:
            if child.dep_ == "nmod:poss":
                return conjuncts(child), "possessor"
        return (), None

    def _read(self, verb: Token) -> Clause:
        passive = is_passive(verb)
        slots: dict[str, list[Token]] = {}
        borrowed: dict[str, str] = {}
        particle: str | None = None

        def put(slot: str, tokens: tuple[Token, ...]) -> None:
            seen = slots.setdefault(slot, [])
            seen.extend(t for t in tokens if t not in seen)

        for child in verb.children:
            dep = child.dep_
            if dep == "compound:prt":
                particle = child.lower_
            elif dep == "obj" and child.pos_ == "VERB" and child.lower_.endswith("ing"):
                put("xcomp", (child,))  # "denies arming the rebels"
            elif dep in ("obj", "iobj"):
                if child.lower_ in _RELATIVE_PRONOUNS:
                    antecedent = _antecedent(verb)
                    if antecedent is not None:
                        put(dep, (antecedent,))
                        borrowed[dep] = "relative"
                        continue
                put(dep, conjuncts(child))
            elif dep == "obl:agent" and passive:
                put("subj", conjuncts(child))
            elif dep.startswith("obl") and dep not in _UNMARKED:
                preposition = case_of(child)
                if preposition is None:
                    continue
                fillers = conjuncts(child)
                if child.lower_ in _RELATIVE_PRONOUNS:
                    antecedent = _antecedent(verb)
                    fillers = (antecedent,) if antecedent is not None else fillers
                if passive and preposition == "by":
                    put("subj", fillers)
                else:
                    put(preposition, fillers)
            elif dep in ("xcomp", "ccomp", "advcl"):
                put(dep, (child, *(c for c in child.children if c.dep_ == "conj" and is_predicate(c))))
                preposition = case_of(child) or _mark_of(child)
                if dep == "advcl" and preposition:
                    put(preposition, (child,))

        subject, how = self.surface_subject(verb)
        if subject:
            slot = ("iobj" if "obj" in slots else "obj") if passive else "subj"
            put(slot, subject)
            if how:
                borrowed[slot] = how
        if "obj" not in slots and verb.dep_ == "acl:relcl" and not passive and subject and verb.pos_ == "VERB":
            # "the peninsula that Russia annexed", "the peninsula Russia annexed": the antecedent is the object.
            antecedent = _antecedent(verb)
            if antecedent is not None and antecedent not in subject and "relative" not in borrowed.values():
                put("obj", (antecedent,))
                borrowed["obj"] = "relative"
        if "obj" not in slots and verb.dep_ == "conj" and is_predicate(verb.head) and not passive:
            # "condemned and rejected the plan": the parse hangs the shared object on the first verb.
            shared = [c for c in verb.head.children if c.dep_ == "obj" and c.i > verb.i]
            if shared:
                put("obj", conjuncts(shared[0]))
                borrowed["obj"] = "coordination"
        if passive and "subj" not in slots and verb.dep_ == "conj" and is_passive(verb.head):
            # "was arrested and expelled by Turkey": the agent hangs on one of the two.
            agents = [c for c in verb.head.children if c.dep_ == "obl:agent" and c.i > verb.i]
            if agents:
                put("subj", conjuncts(agents[0]))
                borrowed["subj"] = "coordination"
        if passive and "subj" not in slots:
            followers = [c for c in verb.children if c.dep_ == "conj" and c.pos_ == "VERB"]
            agents = [a for c in followers for a in c.children if a.dep_ == "obl:agent"]
            if agents:
                put("subj", conjuncts(agents[0]))
                borrowed["subj"] = "coordination"
        if "iobj" in slots and "obj" not in slots:
            slots["obj"] = list(slots["iobj"])
        ordered = {name: tuple(sorted(tokens, key=lambda t: t.i)) for name, tokens in slots.items()}
        return Clause(verb, verb.lemma_.lower(), particle, passive, ordered, borrowed)


_OBJECT_CONTROL = frozenset(
    {"ask", "urge", "tell", "order", "force", "press", "beg", "invite", "persuade", "push", "warn", "advise", "call"}
)


def clause_index(doc: Doc) -> ClauseIndex:
    """Return the index of a parsed Doc's clauses."""
    return ClauseIndex(doc)


def read_clauses(doc: Doc) -> Iterator[Clause]:
    """Yield the clauses of a parsed Doc in reading order."""
    yield from ClauseIndex(doc)


def is_predicate(token: Token) -> bool:
    """Tell whether a token heads a clause: a verb, or a nominal or adjective with a copula or a subject."""
    if token.pos_ == "VERB":
        return token.dep_ not in ("amod", "compound", "case", "fixed", "flat")
    return any(c.dep_ in ("cop", "nsubj", "nsubj:pass") for c in token.children)


def is_passive(verb: Token) -> bool:
    """Tell whether a verb is in the passive, participles without auxiliary included."""
    dependents = {c.dep_ for c in verb.children}
    if "aux:pass" in dependents:
        return True
    if "nsubj:pass" in dependents:
        # A by-phrase inside the subject can mislead the parse ("a bombing by rebels killed ten"); an object tells.
        return "obj" not in dependents
    if "obl:agent" in dependents and "nsubj" not in dependents and is_participle(verb):
        return True
    if verb.dep_ == "conj" and not any(c.dep_ in ("nsubj", "aux") for c in verb.children):
        return is_participle(verb) and is_passive(verb.head)
    if verb.dep_ in ("acl", "advcl") and verb.pos_ == "VERB":
        return is_participle(verb) and not any(c.dep_ in ("nsubj", "aux", "obj", "mark") for c in verb.children)
    return False


def is_participle(verb: Token) -> bool:
    """Tell whether the form can be a past participle: not the base form, not in -ing or -s."""
    form, lemma = verb.lower_, verb.lemma_.lower()
    return form != lemma and not form.endswith("ing") and form not in (lemma + "s", lemma + "es", lemma[:-1] + "ies")


def _shares_subject(verb: Token) -> bool:
    """Tell whether a subordinate clause without subject has that of the clause above: it is no finite clause."""
    if any(c.dep_ in ("nsubj", "nsubj:pass", "cop") for c in verb.children):
        return False
    return (
        verb.lower_.endswith("ing")
        or infinitive_marker(verb) is not None
        or (verb.dep_ == "advcl" and is_passive(verb))
    )


def infinitive_marker(verb: Token) -> Token | None:
    """Return the "to" of an infinitive, or None."""
    return next((c for c in verb.children if c.dep_ == "mark" and c.lower_ == "to"), None)


def cue_of(kind: str, token: Token) -> Cue:
    """Return a word as the cue of a decision."""
    return Cue(kind, token.text, Span(token.idx, token.idx + len(token)))


def _mark_of(verb: Token) -> str | None:
    for child in verb.children:
        if child.dep_ == "mark" and child.lower_ != "to":
            return child.lower_
    return None


def _antecedent(verb: Token) -> Token | None:
    """Return the noun that a relative clause belongs to, looking up through coordinated and embedded predicates."""
    node = verb
    for _ in range(6):
        # "It was Iran that …", and nobody in "it was not Iran that …".
        cleft = node.dep_ == "advcl:relcl" and node.head.pos_ in _NOMINAL and negator(node.head) is None
        if cleft or node.dep_ in ("acl:relcl", "acl"):
            return node.head
        if node.dep_ not in ("conj", "xcomp", "ccomp", "advcl"):
            return None
        node = node.head
    return None
