"""The cast of an article: which actor each noun phrase denotes, and why.

Names are found and linked first, persons gather their offices and countries from all over the article, and then one
pass in reading order resolves role nouns, descriptions, collectives and pronouns.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from realpolitik.extractors.chains import Chains
from realpolitik.extractors.denotation import Denotation, Draft
from realpolitik.extractors.introductions import Introductions
from realpolitik.extractors.metonymy import case_of
from realpolitik.ontology.records import Article, Participant
from realpolitik.ontology.roles import load_roles

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from realpolitik.extractors.network import Network
    from realpolitik.ontology.actors import Gazetteer

__all__ = ["Cast", "Referent", "entity_spans", "read_cast"]

_WITHIN: Final = frozenset({"amod", "compound", "nmod", "nmod:poss", "nmod:desc", "nmod:unmarked", "flat"})
_WITHIN_MODIFIER: Final = _WITHIN | {"obl", "obl:agent", "obl:unmarked", "advmod", "nsubj"}


@dataclass(frozen=True, slots=True)
class Referent:
    """A mention and whom it denotes.

    `head` is the index of its head token; `start` and `end` are the tokens of the name, description or pronoun, end
    exclusive. `antecedent` is the place in `Cast.referents` of the mention that it refers back to. `reason` says in one
    line why it was linked, or why not.
    """

    head: int
    start: int
    end: int
    participant: Participant
    antecedent: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class Cast:
    """The referents of an article in reading order.

    `aliases` leads from the head of a phrase to the head of the name that says the same ("the diplomat, Mr. Grushko");
    `names` are the stretches of tokens that are names, with their entity types.
    """

    referents: tuple[Referent, ...]
    aliases: dict[int, int] = field(default_factory=dict)
    names: tuple[tuple[int, int, str], ...] = ()
    _by_head: dict[int, tuple[Referent, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_head: dict[int, tuple[Referent, ...]] = {}
        for referent in self.referents:
            by_head[referent.head] = (*by_head.get(referent.head, ()), referent)
        object.__setattr__(self, "_by_head", by_head)

    def at(self, head: int) -> Participant | None:
        """Return whom the noun phrase headed by token `head` denotes.

        None where nobody is mentioned there. A participant without actor where it stays open, and where the phrase
        means several: those are `all_at`.
        """
        found = self._referents_at(head)
        if len(found) > 1:
            first = found[0].participant
            return Participant(first.mention, None, first.linked_by, first.role)
        return found[0].participant if found else None

    def all_at(self, head: int) -> tuple[Participant, ...]:
        """Return everybody whom the phrase headed by token `head` denotes, the members of a collective one by one."""
        return tuple(referent.participant for referent in self._referents_at(head))

    def inside(self, token: Token) -> tuple[Participant, ...]:
        """Return the actors inside a phrase, nearest first: possessors, nationalities, of-, by- and in-phrases.

        The actor whom the phrase as a whole denotes is not among them, nor what stands in its clauses and appositions.
        """
        found: list[Participant] = []
        level = [
            (child, _WITHIN_MODIFIER if child.dep_ == "amod" else _WITHIN)
            for child in token.children
            if child.dep_ in _WITHIN
        ]
        seen: set[int] = {token.i}
        while level:
            level.sort(key=lambda pair: abs(pair[0].i - token.i))
            below = []
            for child, allowed in level:
                if child.i in seen:
                    continue
                seen.add(child.i)
                here = [p for p in self.all_at(child.i) if p.actor is not None]
                found.extend(here)
                for grandchild in child.children:
                    # "the attack by rebels on Damascus": such phrases hang higher than a parser often says.
                    higher = grandchild.dep_ == "nmod" and case_of(grandchild) in ("on", "against")
                    modified = grandchild.dep_ in allowed and (not here or higher)
                    if modified or (grandchild.dep_ == "conj" and grandchild.i > child.i):
                        below.append((grandchild, _WITHIN_MODIFIER if child.dep_ == "amod" else _WITHIN))
            level = below
        return tuple(dict.fromkeys(found))

    def _referents_at(self, head: int) -> tuple[Referent, ...]:
        found = self._by_head.get(head)
        if found is None and head in self.aliases:
            found = self._by_head.get(self.aliases[head])
        return found or ()


def read_cast(doc: Doc, article: Article, gazetteer: Gazetteer, network: Network | None = None) -> Cast:
    """Read who is meant by each noun phrase of a parsed article; `network` helps where the rules leave it open."""
    told = Introductions(doc, article.date, gazetteer, load_roles())
    drafts = Denotation(told, Chains(doc, network) if network is not None else None).drafts()
    return Cast(tuple(_in_order(drafts)), dict(told.aliases), tuple(told.name_spans()))


def entity_spans(cast: Cast, doc: Doc) -> list[tuple[int, int, str]]:
    """Return the named mentions of a Doc as (first character, last character exclusive, entity type)."""
    return [(doc[start].idx, doc[end - 1].idx + len(doc[end - 1]), label) for start, end, label in cast.names]


def _in_order(drafts: Sequence[Draft]) -> Iterator[Referent]:
    order = sorted(range(len(drafts)), key=lambda i: (drafts[i].start, -drafts[i].end, i))
    place = {old: new for new, old in enumerate(order)}
    for draft in (drafts[i] for i in order):
        antecedent = None if draft.antecedent is None else place[draft.antecedent]
        yield Referent(draft.head, draft.start, draft.end, draft.participant, antecedent, draft.reason)
