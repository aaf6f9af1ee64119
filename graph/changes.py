"""What has to change in the store when an article is read, read again or taken out.

Shared facts stand as long as one statement of any article grounds them, so the result depends on the set of articles
and never on their order.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Final, cast

from pyoxigraph import Literal, NamedNode, Triple

from realpolitik.graph.encoding import (
    ACTOR_PREDICATES,
    EncodedArticle,
    actor_triples,
    better,
    profile_from,
    relation_triples,
)
from realpolitik.graph.events import Ground
from realpolitik.graph.lookup import Lookup
from realpolitik.graph.terms import actor_node, local, term, text_of, triple
from realpolitik.graph.trust import TrustLevel, plain_triples
from realpolitik.graph.vocabulary import Vocabulary
from realpolitik.ontology.records import Actor, ActorKind
from realpolitik.ontology.schema import Schema

__all__ = ["Change", "plan_article", "plan_trust"]

_NOBODY: Final[dict[NamedNode, Actor]] = {}
_ANY_ACTOR: Final = term("rp:Actor").value


@dataclass(frozen=True, slots=True)
class Change:
    """Triples to take out and to put in, as one transaction."""

    removed: frozenset[Triple]
    added: frozenset[Triple]

    def __bool__(self) -> bool:
        return bool(self.removed or self.added)


def plan_article(
    lookup: Lookup, node: NamedNode, new: EncodedArticle | None, *, level: TrustLevel, schema: Schema
) -> Change:
    """Return the change that makes the store hold `new` as the article `node`, or nothing of it where `new` is None."""
    old = lookup.own(node)
    if new is not None and old == new.own:
        return Change(frozenset(), frozenset())
    gone = frozenset(lookup.grounds(lookup.holders("prov:wasQuotedFrom", node)))
    come = frozenset(new.grounds) if new else frozenset()
    return _Plan(lookup, level, schema, gone - come, come - gone).change(node, old, new)


def plan_trust(lookup: Lookup, *, old: TrustLevel, new: TrustLevel) -> Change:
    """Return the change of plain triples that a new level of trust brings."""
    removed: set[Triple] = set()
    added: set[Triple] = set()
    for ground in lookup.grounds(lookup.holders("rdf:type", term("rp:Statement"))):
        removed.update(plain_triples(ground, old))
        added.update(plain_triples(ground, new))
    return Change(frozenset(removed - added), frozenset(added - removed))


class _Plan:
    def __init__(
        self, lookup: Lookup, level: TrustLevel, schema: Schema, gone: frozenset[Ground], come: frozenset[Ground]
    ) -> None:
        self._lookup, self._level, self._schema = lookup, level, schema
        self._gone, self._come = gone, come
        self._lost = {ground.statement for ground in gone}
        self._removed: set[Triple] = set()
        self._added: set[Triple] = set()

    def change(self, node: NamedNode, old: frozenset[Triple], new: EncodedArticle | None) -> Change:
        """Return the whole change."""
        own = new.own if new else frozenset()
        self._removed |= old - own
        self._added |= own - old
        self._events(new)
        self._plain()
        self._relations(own)
        self._actors(node, old, new)
        self._vocabulary()
        return Change(frozenset(self._removed - self._added), frozenset(self._added - self._removed))

    def _remaining(self, statements: Iterable[NamedNode]) -> Iterator[Ground]:
        return self._lookup.grounds(statement for statement in statements if statement not in self._lost)

    def _events(self, new: EncodedArticle | None) -> None:
        come = {ground.event for ground in self._come}
        if new:
            self._added |= {one for one in new.events if one.subject in come}
        self._added |= set(chain.from_iterable(ground.extras for ground in self._come))
        for event in {ground.event for ground in self._gone}:
            left = list(self._remaining(self._lookup.holders("rp:about", event)))
            if not left and event not in come:
                self._removed.update(self._lookup.triples(event))
            grounded = set(chain.from_iterable(ground.extras for ground in left))
            for ground in self._gone:
                if ground.event == event:
                    self._removed |= ground.extras - grounded - self._added

    def _plain(self) -> None:
        self._added |= set(chain.from_iterable(plain_triples(ground, self._level) for ground in self._come))
        lost = set(chain.from_iterable(plain_triples(ground, self._level) for ground in self._gone)) - self._added
        self._removed |= {one for one in lost if not self._is_grounded(one)}

    def _is_grounded(self, fact: Triple) -> bool:
        ends = (fact.subject, fact.object)
        for subject, target in (ends, ends[::-1]):
            if not isinstance(subject, NamedNode) or not isinstance(target, NamedNode):
                continue
            wording = self._lookup.statements_between(subject, fact.predicate, target)
            if any(fact in plain_triples(ground, self._level) for ground in self._remaining(wording)):
                return True
        return False

    def _relations(self, own: frozenset[Triple]) -> None:
        phrases = {
            one.subject: one.object.value
            for one in own
            if one.predicate == term("rp:phrase") and isinstance(one.object, Literal)
        }
        for ground in self._come:
            self._added |= relation_triples(ground, phrases[ground.statement])
        come = {ground.relation for ground in self._come}
        for relation in {ground.relation for ground in self._gone}:
            lost = {ground.cls for ground in self._gone if ground.relation == relation and ground.cls is not None}
            lost -= {ground.cls for ground in self._come if ground.relation == relation}
            alive = relation in come
            for ground in self._remaining(self._lookup.holders("rp:relation", relation)):
                alive = True
                lost.discard(ground.cls)
                if not lost:
                    break
            if alive:
                self._removed |= {triple(relation, "rp:propertyOf", cls) for cls in lost}
            else:
                self._removed.update(self._lookup.triples(relation))
        for relation in come | {ground.relation for ground in self._gone}:
            self._place_below(relation)

    def _place_below(self, relation: NamedNode) -> None:
        """Put the relation below the property of its class; one that is worded for several classes stays free."""
        wanted = term("rp:propertyOf")
        classes = {one for one in self._lookup.triples(relation, wanted) if one not in self._removed}
        classes |= {one for one in self._added if one.subject == relation and one.predicate == wanted}
        above = set()
        if len(classes) == 1:
            cls = next(iter(classes)).object
            names = {kind.iri: kind.property_iri for kind in self._schema.event_types.values()}
            above = {triple(relation, "rdfs:subPropertyOf", NamedNode(names.get(text_of(cls), text_of(cls))))}
        stood = set(self._lookup.triples(relation, term("rdfs:subPropertyOf")))
        self._removed |= stood - above
        self._added |= above - stood

    def _actors(self, node: NamedNode, old: frozenset[Triple], new: EncodedArticle | None) -> None:
        before = _profiles(old)
        after = new.cast if new else _NOBODY
        for actor in before.keys() | after.keys():
            stood = {one for predicate in ACTOR_PREDICATES for one in self._lookup.triples(actor, predicate)}
            described = before.get(actor)
            lost = described if described is not None and after.get(actor) != described else None
            best = after.get(actor)
            if not stood or (lost is not None and actor_triples(lost, self._schema) == stood):
                best = self._best_elsewhere(actor, node, best, lost)
            elif best is not None:
                best = better(self._standing(actor, stood), best)
            else:
                continue
            wanted = actor_triples(best, self._schema) if best else frozenset()
            self._removed |= stood - wanted
            self._added |= wanted - stood

    def _best_elsewhere(
        self, actor: NamedNode, node: NamedNode, best: Actor | None, enough: Actor | None
    ) -> Actor | None:
        """Return the fullest description that any article gives; `enough` cannot be outdone."""
        for article in self._lookup.holders("schema:mentions", actor):
            if article != node:
                lines = self._lookup.triples(article, term("rp:cast"))
                best = better(best, _profiles(lines)[actor])
                if best == enough:
                    break
        return best

    def _standing(self, actor: NamedNode, stood: set[Triple]) -> Actor:
        """Return the description that the store now has of an actor."""
        kinds = {kind.iri: kind.name for kind in self._schema.actor_kinds.values()}
        values = {one.predicate: text_of(one.object) for one in stood if text_of(one.object) != _ANY_ACTOR}
        country, item = values.get(term("rp:country")), values.get(term("owl:sameAs"))
        return Actor(
            id=local(actor),
            label=values[term("rdfs:label")],
            kind=cast(ActorKind, kinds[values[term("rdf:type")]]),
            country=local(NamedNode(country)) if country else None,
            wikidata=local(NamedNode(item)) if item else None,
        )

    def _vocabulary(self) -> None:
        vocabulary = Vocabulary(self._schema)
        removed = self._removed - self._added
        come = vocabulary.used(self._added)
        lost = {
            cls
            for cls in vocabulary.used(removed) - come
            if all(one in removed for one in self._lookup.triples(None, None, NamedNode(cls)) if vocabulary.uses(one))
        }
        if lost:
            kept = {cls for cls in vocabulary.names - lost if any(self._lookup.triples(NamedNode(cls)))} | come
            self._removed |= vocabulary.describe(lost) - vocabulary.describe(kept)
        self._added |= vocabulary.describe(come)


def _profiles(triples: Iterable[Triple]) -> dict[NamedNode, Actor]:
    """Return the actors of one article as it describes them."""
    lines = (text_of(one.object) for one in triples if one.predicate == term("rp:cast"))
    return {actor_node(actor.id): actor for actor in map(profile_from, lines)}
