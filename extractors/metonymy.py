"""Whether a capital or another seat of power stands for the government that acts from there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from realpolitik.ontology.roles import RoleTables, Slot

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["acts", "case_of", "first_conjunct"]

_GOVERNED: Final[dict[str, Slot]] = {
    "to": "to", "on": "on", "upon": "on", "of": "of", "for": "for", "toward": "toward", "towards": "towards",
    "from": "from", "with": "with", "between": "between",
}  # fmt: skip
_MODIFIERS: Final = frozenset(
    {"compound", "amod", "nmod:desc", "nmod:unmarked", "nmod", "obl:unmarked", "advmod", "dep"}
)


def acts(token: Token, tables: RoleTables) -> tuple[bool, str]:
    """Tell whether the seat of power named at `token` acts or is acted upon as a government, and why."""
    if (compound := _hyphenated(token, tables)) is not None:
        return compound
    if token.i > 1 and token.nbor(-1).text == "," and is_local(token.nbor(-2), tables):
        return False, f"named by '{token.nbor(-2).text}'"
    token = first_conjunct(token)
    governor, dep = token.head, token.dep_
    if dep in ("nsubj", "nsubj:outer"):
        return _subject(governor, tables)
    if dep in ("nsubj:pass", "obj", "iobj"):
        place = tables.reading(governor.lemma_.lower(), "obj") == "place"
        slot = "object" if dep == "obj" else "recipient" if dep == "iobj" else "passive subject"
        return not place, f"{slot} of '{governor.text}'"
    if dep == "obl:agent":
        return True, f"agent of '{governor.text}'"
    if dep == "nmod:poss":
        return not is_local(governor, tables), f"possessor of '{governor.text}'"
    case = case_of(token)
    if case:
        return _oblique(case, governor, tables)
    if dep in _MODIFIERS:
        return _modifier(token, governor, tables)
    return False, "no role in a clause"


def first_conjunct(token: Token) -> Token:
    """Return the first member of the coordination that `token` belongs to."""
    while token.dep_ == "conj" and token.head.i < token.i:
        token = token.head
    return token


def case_of(token: Token) -> str:
    """Return the preposition of a noun phrase in lower case; empty where it has none."""
    for child in token.lefts:
        if child.dep_ == "case":
            return str(child.lower_)
    return ""


def is_local(noun: Token, tables: RoleTables) -> bool:
    """Whether a noun belongs to a town rather than to the government that sits there."""
    lemma = noun.lemma_.lower()
    role, description = tables.role(lemma), tables.descriptions.get(lemma)
    return (role is not None and role.kind == "local") or (description is not None and description.kinds == {"place"})


def _hyphenated(token: Token, tables: RoleTables) -> tuple[bool, str] | None:
    """Read "Moscow-backed" (who backs) and "Moscow-based" (where)."""
    doc = token.doc
    if (
        token.i + 2 >= len(doc)
        or doc[token.i + 1].text not in "-‐‑"
        or token.whitespace_
        or doc[token.i + 1].whitespace_
    ):
        return None
    participle = doc[token.i + 2]
    if participle.pos_ not in ("VERB", "ADJ") or tables.reading(participle.lower_, "hyphen") == "place":
        return False, f"'{token.text}-{participle.text}'"
    return participle.lower_.endswith(("ed", "led", "run", "held", "made")), f"'{token.text}-{participle.text}'"


def _subject(governor: Token, tables: RoleTables) -> tuple[bool, str]:
    reason = f"subject of '{governor.text}'"
    if any(child.dep_ == "cop" for child in governor.children):
        if governor.pos_ in ("NOUN", "PROPN"):
            return not is_local(governor, tables), reason
        return any(child.dep_ in ("xcomp", "ccomp", "advcl") for child in governor.children), reason
    return governor.pos_ in ("VERB", "AUX") and tables.reading(governor.lemma_.lower(), "subj") != "place", reason


def _oblique(case: str, governor: Token, tables: RoleTables) -> tuple[bool, str]:
    reason = f"'{case}' after '{governor.text}'"
    slot = _GOVERNED.get(case)
    reading = tables.reading(governor.lemma_.lower(), slot) if slot else None
    if reading is None:
        reading = tables.reading(case, "case")
    return reading == "actor", reason


def _modifier(token: Token, governor: Token, tables: RoleTables) -> tuple[bool, str]:
    reason = f"modifier of '{governor.text}'"
    role = tables.role(governor.lemma_.lower())
    return role is not None and role.kind in ("state", "office"), reason
