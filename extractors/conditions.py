"""Conditions: whether the slots of a predicate are filled as a sense asks ("strike" a deal, "strike" a target)."""

from collections.abc import Mapping, Sequence

from spacy.tokens import Token

from realpolitik.extractors.cast import Cast
from realpolitik.extractors.clauses import is_predicate
from realpolitik.extractors.nominals import event_lemmas
from realpolitik.ontology.lexicon import Condition, Lexicon

__all__ = ["Conditions"]

_PLACES = frozenset({"GPE", "LOC", "FAC"})
_MONEY = frozenset({"$", "dollar", "euro"})
_OF_KIND = {"person": "person", "armed_group": "militia", "military": "troops", "media": "media", "company": "company"}


class Conditions:
    """Tests conditions on the fillers of slots in one Doc."""

    def __init__(self, cast: Cast, lexicon: Lexicon) -> None:
        self.cast = cast
        self.lexicon = lexicon

    def hold(self, conditions: Sequence[Condition], slots: Mapping[str, tuple[Token, ...]]) -> bool:
        """Tell whether all conditions hold."""
        return all(self._test(condition, slots.get(condition.slot, ())) for condition in conditions)

    def _test(self, condition: Condition, fillers: Sequence[Token]) -> bool:
        if condition.test == "filled":
            return bool(fillers)
        if condition.test == "absent":
            return not fillers
        fits = any(self._fits(condition, token) for token in fillers)
        return fits if condition.test == "is" else not fits

    def _fits(self, condition: Condition, token: Token) -> bool:
        lemmas = {token.lemma_.lower(), token.lower_}
        if token.lemma_.lower() == token.lower_ and token.lower_.endswith("s"):
            lemmas.add(token.lower_[:-1])  # "troops", which treebanks leave as it is
        if lemmas & condition.lemmas:
            return True
        return bool(condition.classes and condition.classes & self._classes(token, lemmas))

    def _classes(self, token: Token, lemmas: set[str]) -> frozenset[str]:
        classes = {name for lemma in lemmas for name in self.lexicon.classes(lemma)}
        for participant in self.cast.all_at(token.i):
            actor = participant.actor
            if actor is None:
                continue
            classes.add("place" if actor.kind == "place" else "actor")
            classes.add(_OF_KIND.get(actor.kind, "actor"))
            if actor.kind == "state" and participant.linked_by in ("name", "alias") and participant.role is None:
                classes.add("place")
        if token.ent_type_ == "PERSON":
            classes.add("person")
        if token.ent_type_ in _PLACES:
            classes.add("place")
        if "person-role" in classes or "office" in classes:
            classes.add("person")
        if token.ent_type_ == "MONEY" or lemmas & _MONEY:
            classes.add("money")
        if is_predicate(token) and token.pos_ == "VERB":
            classes.add("clause")
        if any(self.lexicon.noun_heads(name) for name in event_lemmas(token)):
            classes.add("event")
        return frozenset(classes)
