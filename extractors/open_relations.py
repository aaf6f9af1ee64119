"""Open relations: every subject, predicate and object of a sentence in its own words, actors or not.

The clause reading is the same as for statements; only the arguments are whole noun phrases. Nothing here is coded or
linked, and nothing of it enters the graph.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Token
from spacy.tokens import Span as TokenSpan

from realpolitik.extractors.clauses import Clause, ClauseIndex, is_predicate
from realpolitik.ontology.records import Article, Cue, Evidence, Mention, Participant, Relation, Span, Statement

__all__ = ["read_open_relations"]

_LEFT_OUT = frozenset({"punct", "cc", "conj", "case", "mark", "parataxis", "discourse", "appos"})
_VERB_GROUP = frozenset({"aux", "aux:pass", "cop", "compound:prt"})
_MAX_EXTRA = 3


@dataclass(frozen=True, slots=True)
class _Tuple:
    subject: tuple[Token, ...]
    relation: tuple[Token, ...]
    object: tuple[Token, ...]
    extra: tuple[str, ...]
    rule: str
    confidence: float
    predicate: Token
    negated: bool = False


def read_open_relations(doc: Doc, sentence: TokenSpan, article: Article, clauses: ClauseIndex) -> Iterator[Statement]:
    """Yield the open tuples of a sentence as statements without class and without actors, in reading order."""
    for token in sentence:
        if token.pos_ == "VERB" and is_predicate(token):
            tuples = _of_verb(clauses.at(token), clauses)
        elif any(c.dep_ == "cop" for c in token.children):
            tuples = _of_copula(token, clauses)
        else:
            tuples = iter(())
        for found in tuples:
            if found.subject and (found.object or not found.extra):
                yield _statement(found, doc, sentence, article)
        if token.dep_ == "appos" and token.pos_ in ("NOUN", "PROPN"):
            yield _statement(_of_apposition(token), doc, sentence, article)


def _of_verb(clause: Clause, clauses: ClauseIndex) -> Iterator[_Tuple]:
    verb = clause.predicate
    if verb.dep_ == "xcomp" and is_predicate(verb.head) and verb.head.pos_ == "VERB" and not clause.passive:
        return  # read with the verb that governs it: "wants to buy"
    group = _group(verb)
    chain, last = _chain(verb)
    inner = clauses.at(last) if last != verb else clause
    relation = tuple(sorted({*group, *chain}, key=lambda t: t.i))
    surface, how = clauses.surface_subject(verb)
    subjects = surface or ()
    if not subjects:
        return
    base = 0.62 if how is None else 0.5
    obj = [c for c in last.children if c.dep_ == "obj"]
    if not obj and last != verb:
        obj = [c for c in verb.children if c.dep_ == "obj"]
    if not obj and "obj" in inner.borrowed and not inner.passive:
        obj = list(inner.slots["obj"][:1])
    obliques = [c for c in (*verb.children, *(last.children if last != verb else ())) if c.dep_.startswith("obl")]
    obliques.sort(key=lambda t: t.i)
    content = [c for c in last.children if c.dep_ == "ccomp"]
    negated = any(t.lower_ in ("not", "n't", "never") for t in relation)
    for subject in subjects:
        words = _phrase(subject)
        if obj:
            extras = tuple(_text(_phrase(o, keep_case=True, conjuncts=True)) for o in obliques[:_MAX_EXTRA])
            for target in _spread(obj[0]):
                yield _Tuple(words, relation, _phrase(target), extras, "open:object", base + 0.1, verb, negated)
        elif content:
            said = tuple(t for t in content[0].subtree if not t.is_punct or t.i > content[0].left_edge.i)
            yield _Tuple(words, relation, _trim(said), (), "open:clause", base, verb, negated)
        elif obliques:
            first, rest = obliques[0], obliques[1 : 1 + _MAX_EXTRA]
            case = tuple(c for c in first.children if c.dep_ == "case" and c.i < first.i)
            with_fixed = tuple(t for c in case for t in (c, *(f for f in c.children if f.dep_ == "fixed")))
            extras = tuple(_text(_phrase(o, keep_case=True, conjuncts=True)) for o in rest)
            joined = tuple(sorted({*relation, *with_fixed}, key=lambda t: t.i))
            yield _Tuple(words, joined, _phrase(first, conjuncts=True), extras, "open:oblique", base, verb, negated)
        else:
            complement = [c for c in last.children if c.dep_ in ("xcomp", "advmod", "advcl") and c.i > last.i]
            if complement:
                target_words = _trim(tuple(complement[0].subtree))
                yield _Tuple(words, relation, target_words, (), "open:complement", base - 0.15, verb, negated)


def _of_copula(predicate: Token, clauses: ClauseIndex) -> Iterator[_Tuple]:
    subjects, how = clauses.surface_subject(predicate)
    group = tuple(c for c in predicate.children if c.dep_ in ("cop", "aux") or c.lower_ in ("not", "n't", "never"))
    case = tuple(c for c in predicate.children if c.dep_ == "case" and c.i < predicate.i)
    drop = {
        c.i
        for c in predicate.children
        if c.dep_
        in ("nsubj", "nsubj:outer", "cop", "aux", "punct", "advcl", "conj", "cc", "mark", "parataxis", "ccomp", "expl")
    }
    words: list[Token] = [predicate]
    for child in predicate.children:
        if child.i not in drop and child not in group and child not in case:
            words.extend(child.subtree)
    ordered = _trim(tuple(sorted(words, key=lambda t: t.i)))
    negated = any(t.lower_ in ("not", "n't", "never") for t in group)
    for subject in subjects:
        relation = tuple(sorted({*group, *case}, key=lambda t: t.i))
        yield _Tuple(
            _phrase(subject), relation, ordered, (), "open:copula", 0.6 if how is None else 0.45, predicate, negated
        )


def _of_apposition(token: Token) -> _Tuple:
    return _Tuple(_phrase(token.head), (), _phrase(token), (), "open:apposition", 0.4, token)


def _group(verb: Token) -> tuple[Token, ...]:
    parts = [c for c in verb.children if c.dep_ in _VERB_GROUP or (c.dep_ == "advmod" and c.lower_ in _NEGATIVE)]
    if verb.dep_ == "conj" and is_predicate(verb.head) and not parts:
        # A bare coordinated verb shares auxiliaries: "was arrested and expelled".
        shared = [c for c in verb.head.children if c.dep_ in ("aux", "aux:pass")]
        parts.extend(shared)
    return (*parts, verb)


_NEGATIVE = frozenset({"not", "n't", "never"})


def _chain(verb: Token) -> tuple[tuple[Token, ...], Token]:
    """Follow infinitives that the verb governs without an object between: "agreed to try to sell"."""
    words: list[Token] = []
    last = verb
    for _ in range(4):
        following = [c for c in last.children if c.dep_ == "xcomp" and c.pos_ == "VERB" and c.i > last.i]
        if not following or any(c.dep_ == "obj" for c in last.children):
            break
        last = following[0]
        words.extend(c for c in last.children if c.dep_ in ("mark", "aux", "aux:pass", "compound:prt"))
        words.append(last)
    return tuple(words), last


def _phrase(head: Token, *, keep_case: bool = False, conjuncts: bool = False) -> tuple[Token, ...]:
    words: list[Token] = [head]
    for child in head.children:
        if child.dep_ in _LEFT_OUT and not (keep_case and child.dep_ == "case"):
            if child.dep_ == "case" and child.i > head.i:
                words.extend(child.subtree)
            elif child.dep_ == "punct" and head.left_edge.i < child.i < head.i:
                words.append(child)
            elif conjuncts and child.dep_ in ("conj", "cc"):
                words.extend(child.subtree)
            continue
        if is_predicate(head) and child.dep_ in ("nsubj", "cop", "aux"):
            continue
        words.extend(child.subtree)
    return _trim(tuple(sorted(words, key=lambda t: t.i))) or (head,)


def _spread(head: Token) -> list[Token]:
    return [head, *(c for c in head.children if c.dep_ == "conj" and c.pos_ in ("NOUN", "PROPN", "PRON", "NUM"))]


def _trim(words: tuple[Token, ...]) -> tuple[Token, ...]:
    start, end = 0, len(words)
    while start < end and words[start].is_punct and words[start].text not in ("$", "``", '"', "(", "“"):
        start += 1
    while end > start and words[end - 1].is_punct and words[end - 1].text not in ("''", '"', ")", "”", "%"):
        end -= 1
    return words[start:end]


def _text(words: tuple[Token, ...]) -> str:
    """Join tokens as they stand in the text, with one space where words between them were left out."""
    parts: list[str] = []
    previous: Token | None = None
    for word in words:
        if previous is not None and (word.i != previous.i + 1 or previous.whitespace_):
            parts.append(" ")
        parts.append(word.text)
        previous = word
    return "".join(parts)


def _statement(found: _Tuple, doc: Doc, sentence: TokenSpan, article: Article) -> Statement:
    text = _text(found.relation) if found.relation else "is"
    evidence = Evidence(
        article.doc_id,
        Span(sentence.start_char, sentence.end_char),
        sentence.text,
        found.rule,
        (
            Cue(
                "predicate", found.predicate.text, Span(found.predicate.idx, found.predicate.idx + len(found.predicate))
            ),
        ),
    )
    return Statement(
        subject=_participant(found.subject),
        relation=Relation(text, text),
        object=_participant(found.object) if found.object else None,
        evidence=evidence,
        polarity="negated" if found.negated else "affirmed",
        extra_args=found.extra,
        confidence=round(found.confidence, 2),
    )


def _participant(words: tuple[Token, ...]) -> Participant:
    first, last = words[0], words[-1]
    return Participant(Mention(Span(first.idx, last.idx + len(last)), _text(words), first.ent_type_ or None))
