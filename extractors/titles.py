"""Role nouns in a sentence ("the Iranian foreign minister", "U.S. troops") and the actor to whom the role belongs."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from realpolitik.extractors.metonymy import case_of
from realpolitik.ontology.records import Actor
from realpolitik.ontology.roles import Role, RoleTables

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["Owner", "RolePhrase", "owners_of", "plural_noun", "role_at"]

_LEFT: Final = frozenset({"compound", "amod", "nmod:desc", "nmod", "nmod:unmarked", "flat"})
_OWNING: Final = frozenset({"amod", "compound", "nmod:desc", "nmod:unmarked", "nmod", "nmod:poss", "flat"})
_LONGEST: Final = 4


@dataclass(frozen=True, slots=True)
class RolePhrase:
    """A role noun: its head, the first and last token of its words (end exclusive), and the table's row.

    `broken` is the word that parts the role from its owner ("former", "opposition"), or None.
    """

    head: int
    start: int
    end: int
    role: Role
    broken: str | None


@dataclass(frozen=True, slots=True)
class Owner:
    """An actor to whom a role belongs, and the head of the phrase that says so."""

    actor: Actor
    head: int


def role_at(token: Token, tables: RoleTables, named: Mapping[int, bool] | set[int]) -> RolePhrase | None:
    """Read the role noun at `token`; None where it is none. `named` holds the tokens of names, which end a title."""
    if token.pos_ not in ("NOUN", "PROPN", "ADJ"):
        return None
    forms = dict.fromkeys((token.lemma_.lower(), token.lower_))
    if tables.heads.isdisjoint(forms):
        return None
    doc = token.doc
    end = token.i + 1
    role: Role | None = None
    start = token.i
    # "secretary of state", "commander in chief"
    if token.i + 2 < len(doc):
        tail = f"{doc[token.i + 1].lower_} {doc[token.i + 2].lower_}"
        for form in forms:
            if (role := tables.role(f"{form} {tail}")) is not None:
                end = token.i + 3
                break
    if role is None:
        for length in range(_LONGEST, 0, -1):
            begin = token.i - length + 1
            if begin < 0 or any(not _belongs(doc[i], token) or i in named for i in range(begin, token.i)):
                continue
            before = "".join(doc[i].lower_ + " " for i in range(begin, token.i)).replace(" - ", "-")
            role = next(filter(None, (tables.role(before + form) for form in forms)), None)
            if role is not None:
                start = begin
                break
    if role is None or (token.pos_ == "ADJ" and role.kind != "title"):
        return None
    while start > 0 and start - 1 not in named and _extends(doc[start - 1], token, tables):
        start -= 1
    return RolePhrase(token.i, start, end, role, _broken(token, start, tables))


def plural_noun(token: Token, tables: RoleTables) -> bool:
    """Whether a noun is in the plural, by its features, the table, or else its form."""
    if token.lower_ in tables.plurals:
        return True
    number = token.morph.get("Number", [])
    return "Plur" in number if number else token.lower_ != token.lemma_.lower()


def owners_of(
    phrase: RolePhrase,
    doc: Doc,
    actors: Mapping[int, tuple[Actor, ...]],
    *,
    seats: Mapping[int, Actor],
    bearer: int | None = None,
) -> tuple[Owner, ...]:
    """Find whose role it is: by adjective of nationality, possessor, of-phrase or compound, in that order.

    `actors` gives the actors known by head of phrase, `seats` the state that sits in a town ("authorities in Tehran").
    Several owners are those that a coordination joins ("Russian and Turkish officials"). `bearer` is the head of the
    name that bears the role, which does not own it.
    """
    found: dict[str, list[Token]] = {"adjective": [], "possessor": [], "of": [], "compound": []}
    for i in range(phrase.start, phrase.end):
        for child in doc[i].children:
            if (
                child.i != bearer
                and child.dep_ in _OWNING
                and not phrase.start <= child.i < phrase.end
                and (way := _way(child, phrase))
            ):
                found[way].append(child)
    if phrase.role.kind == "armed_group":
        # "Kurdish rebels from the Kurdistan Workers Party"
        bands = [o for token in found["of"] for o in _owners(token, actors) if o.actor.kind in ("armed_group", "party")]
        if bands:
            return (bands[0],)
    for tokens in found.values():
        chosen = [token for token in tokens if _known(token, actors)]
        # Two modifiers without "and" are not two owners: "the U.S. Syria envoy".
        joined = chosen[:1] + [token for token in chosen[1:] if _and_before(token)]
        owners = [owner for token in joined for part in _conjuncts(token) for owner in _owners(part, actors)]
        # "The government of Mr. Smith and the opposition": a person shares an office with persons only.
        owners = [owner for owner in owners if (owner.actor.kind == "person") == (owners[0].actor.kind == "person")]
        if owners:
            return tuple({owner.actor.id: owner for owner in owners}.values())
    if phrase.role.kind == "state":
        for child in doc[phrase.head].rights:
            if child.dep_ == "nmod" and case_of(child) == "in":
                if child.i in seats:
                    return (Owner(seats[child.i], child.i),)
                return tuple(o for o in _owners(child, actors) if o.actor.kind == "state")
    return ()


def _way(child: Token, phrase: RolePhrase) -> str | None:
    if child.dep_ == "nmod:poss":
        return "possessor"
    case = case_of(child)
    if child.i > phrase.head:
        owning = case in ("of", "from") or (case == "for" and phrase.role.relation == "spokespersonFor")
        return "of" if child.dep_ == "nmod" and owning else None
    if case:
        return None
    return "adjective" if child.pos_ == "ADJ" else "compound"


def _known(token: Token, actors: Mapping[int, tuple[Actor, ...]]) -> bool:
    return any(actors.get(part.i) for part in _conjuncts(token))


def _owners(token: Token, actors: Mapping[int, tuple[Actor, ...]]) -> Iterator[Owner]:
    for actor in actors.get(token.i, ()):
        yield Owner(actor, token.i)


def _conjuncts(token: Token) -> Iterator[Token]:
    waiting = deque([token])
    while waiting:
        token = waiting.popleft()
        yield token
        waiting.extend(child for child in token.rights if child.dep_ == "conj")


def _and_before(token: Token) -> bool:
    return token.i > 0 and token.doc[token.i - 1].lower_ in ("and", ",", "/")


def _belongs(token: Token, head: Token) -> bool:
    for _ in range(_LONGEST):
        if token.dep_ not in _LEFT and token.dep_ not in ("punct", "advmod"):
            return False
        token = token.head
        if token.i == head.i:
            return True
    return False


def _extends(token: Token, head: Token, tables: RoleTables) -> bool:
    if tables.reading(token.lower_, "owner") == "none" or not _belongs(token, head):
        return False
    return (token.dep_ == "compound" and token.pos_ in ("NOUN", "PROPN")) or (
        token.dep_ == "amod" and token.text[0].isupper()
    )


def _broken(token: Token, start: int, tables: RoleTables) -> str | None:
    doc = token.doc
    for i in range(max(0, start - _LONGEST), token.i):
        word = doc[i]
        # "current and former officials" are officials too.
        if (
            word.dep_ != "conj"
            and tables.reading(word.lower_, "owner") == "none"
            and (word.head.i == token.i or word.head.head.i == token.i)
        ):
            return str(word.text)
    return None
