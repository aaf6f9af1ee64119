"""Nominal events: the slots of a noun that names an act ("Moscow's annexation of Crimea", "the U.S. withdrawal")."""

from collections.abc import Mapping

from spacy.tokens import Token

from realpolitik.extractors.cast import Cast
from realpolitik.extractors.clauses import case_of, conjuncts
from realpolitik.ontology.lexicon import Head

__all__ = ["event_lemmas", "noun_slots"]


def event_lemmas(noun: Token) -> tuple[str, ...]:
    """Return the lemmas under which a noun may stand in the lexicon: with what stands before it, then alone.

    Of "joint military exercises" the first word tells more than the second.
    """
    lemma = noun.lemma_.lower()
    if noun.i > 1 and noun.nbor(-1).text in ("-", "–") and noun.nbor(-2).head == noun:
        first = noun.nbor(-2).lower_
        return (f"{first}-{lemma}", f"{first}{lemma}", f"{first} {lemma}", lemma)
    compounds = [c for c in noun.children if c.dep_ in ("compound", "amod") and c.i < noun.i]
    if not compounds:
        return (lemma,)
    nearest, *further = sorted(compounds, key=lambda t: -t.i)
    further = [t for t in further if not t.ent_type_][:1]
    both = [form for far in further for form in (f"{far.lower_} {nearest.lower_} {lemma}", f"{far.lower_} {lemma}")]
    if nearest.lower_ == nearest.lemma_.lower():
        return (*both, f"{nearest.lower_} {lemma}", lemma)
    return (*both, f"{nearest.lower_} {lemma}", f"{nearest.lemma_.lower()} {lemma}", lemma)


def noun_slots(noun: Token, cast: Cast, head: Head | None = None) -> Mapping[str, tuple[Token, ...]]:
    """Return the slots of a noun, named as those of a verb.

    `subj` holds the one who acts: possessor, by-phrase or nationality; `obj` the of-phrase, unless the lexicon says
    that the of-phrase acts ("the withdrawal of Russia") or the noun has no object. `between` fills both.
    """
    slots: dict[str, list[Token]] = {}
    modifiers: list[Token] = []
    far: list[Token] = []
    for child in noun.children:
        dep = child.dep_
        if dep == "nmod:poss":
            slots.setdefault("poss", []).extend(conjuncts(child))
        elif dep.startswith("nmod") and child.i > noun.i:
            preposition = case_of(child)
            if preposition:
                slots.setdefault(preposition, []).extend(conjuncts(child))
                far.extend(child.children)
        elif dep in ("amod", "compound", "nmod:desc") or (dep == "nmod" and child.i < noun.i):
            modifiers.extend(t for t in conjuncts(child) if _names_actor(t, cast))
        elif dep in ("acl", "acl:relcl", "ccomp"):
            slots.setdefault("clause", []).append(child)
    wanted = {"by", *(head.recipients if head is not None else ())} - {"obj", "of", "in", "at"}
    for child in far:
        # "The expulsion of two diplomats by Belarus": the parse may hang the second phrase on the noun of the first.
        preposition = case_of(child) if child.dep_ == "nmod" else None
        if preposition in wanted:
            slots.setdefault(preposition, []).extend(conjuncts(child))
    agents = slots.get("poss") or slots.get("by") or []
    of_phrase = slots.pop("of", [])
    if of_phrase:
        acts = head is not None and ("of=agent" in head.flags or "obj" not in head.recipients)
        if acts and not agents:
            agents = of_phrase
        else:
            slots["obj"] = of_phrase
        slots["of"] = of_phrase
    if "between" in slots:
        agents = agents or slots["between"]
    if not agents and modifiers:
        agents = modifiers
    elif modifiers and "obj" not in slots:
        slots["mod"] = modifiers
    if agents:
        slots["subj"] = agents
    return {name: tuple(sorted(tokens, key=lambda t: t.i)) for name, tokens in slots.items()}


def _names_actor(token: Token, cast: Cast) -> bool:
    if any(p.actor is not None for p in cast.all_at(token.i)):
        return True
    return token.ent_type_ in ("NORP", "GPE", "ORG")
