"""Reading single facts out of the store: the few look-ups that keeping and projecting the graph need."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from pyoxigraph import DefaultGraph, Literal, NamedNode, QuerySolutions, Store, Triple

from realpolitik.graph.events import Ground
from realpolitik.graph.terms import Node, term
from realpolitik.ontology.records import BELIEVED

__all__ = ["Lookup"]

_DEFAULT = DefaultGraph()
_MENTIONS = ("rp:subjectMention", "rp:objectMention", "rp:placeMention", "rp:hasCue")
_BROAD = frozenset({term("rp:Event"), term("sem:Event"), term("rp:Tie")})


class Lookup:
    """The default graph of an Oxigraph store, asked by pattern."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def triples(
        self, subject: NamedNode | None = None, predicate: NamedNode | None = None, value: Node | None = None
    ) -> Iterator[Triple]:
        """Yield the triples that fit; None fits anything."""
        for quad in self._store.quads_for_pattern(subject, predicate, value, _DEFAULT):
            yield quad.triple

    def describe(self, node: NamedNode) -> dict[NamedNode, list[Node]]:
        """Return the values of a node by predicate."""
        found: dict[NamedNode, list[Node]] = {}
        for one in self.triples(node):
            if isinstance(one.object, (NamedNode, Literal)):
                found.setdefault(one.predicate, []).append(one.object)
        return found

    def nodes(self, subject: NamedNode, curie: str) -> Iterator[NamedNode]:
        """Yield the IRIs that are values of a property."""
        for one in self.triples(subject, term(curie)):
            if isinstance(one.object, NamedNode):
                yield one.object

    def holders(self, curie: str, value: Node) -> Iterator[NamedNode]:
        """Yield the IRIs that have the value."""
        for one in self.triples(None, term(curie), value):
            if isinstance(one.subject, NamedNode):
                yield one.subject

    def statements_between(self, subject: NamedNode, relation: NamedNode, target: NamedNode) -> Iterator[NamedNode]:
        """Yield the statements of this wording about events from `subject` to `target`."""
        found = self._store.query(
            f"SELECT ?statement {{ ?event {term('rp:subject')} {subject} ; {term('rp:object')} {target} . "
            f"?statement {term('rp:about')} ?event ; {term('rp:relation')} {relation} }}"
        )
        if isinstance(found, QuerySolutions):
            for solution in found:
                if isinstance(solution[0], NamedNode):
                    yield solution[0]

    def own(self, article: NamedNode) -> frozenset[Triple]:
        """Return the triples that only this article owns."""
        found = set(self.triples(article))
        for statement in self.holders("prov:wasQuotedFrom", article):
            found.update(self.triples(statement))
            for name in _MENTIONS:
                for part in self.nodes(statement, name):
                    found.update(self.triples(part))
        return frozenset(found)

    def grounds(self, statements: Iterable[NamedNode]) -> Iterator[Ground]:
        """Yield what each stored statement gives to shared facts."""
        for statement in statements:
            yield self._ground(statement)

    def _ground(self, statement: NamedNode) -> Ground:
        values = self.describe(statement)

        def one(curie: str) -> NamedNode:
            return next(value for value in values[term(curie)] if isinstance(value, NamedNode))

        event = one("rp:about")
        about = self.describe(event)
        tie = about.get(term("rp:standing"))
        types = [value for value in about.get(term("rdf:type"), ()) if value not in _BROAD]
        cls = next((value for value in tie or types if isinstance(value, NamedNode)), None)
        target = next((value for value in about.get(term("rp:object"), ()) if isinstance(value, NamedNode)), None)
        subject = next(value for value in about[term("rp:subject")] if isinstance(value, NamedNode))
        extras = [Triple(event, term("rp:context"), value) for value in values.get(term("rp:context"), ())]
        for mention in self.nodes(statement, "rp:placeMention"):
            extras += [Triple(event, term("rp:place"), place) for place in self.nodes(mention, "rp:denotes")]
        if tie:
            for mention in self.nodes(statement, "rp:subjectMention"):
                extras += [
                    Triple(event, term("rp:role"), role.object) for role in self.triples(mention, term("rp:role"))
                ]
        status = (one("rp:polarity"), one("rp:status"))
        return Ground(
            statement=statement,
            event=event,
            relation=one("rp:relation"),
            subject=subject,
            object=target,
            cls=cls,
            fact=status == (term("rp:affirmed"), term("rp:actual")) and self._confidence(values) >= BELIEVED,
            voice=one("rp:voice"),
            both_ways=term("rp:holdsBothWays") in values,
            extras=frozenset(extras),
        )

    @staticmethod
    def _confidence(values: Mapping[NamedNode, Sequence[Node]]) -> float:
        found = next(iter(values.get(term("rp:confidence"), ())), None)
        return float(found.value) if isinstance(found, Literal) else 0.0
