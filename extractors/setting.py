"""In which country a sentence is set: whose police, court or government is meant where nobody says whose."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from realpolitik.extractors.metonymy import case_of
from realpolitik.extractors.sides import country_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from spacy.tokens import Doc, Token

    from realpolitik.extractors.linking import Link
    from realpolitik.extractors.mentions import Named
    from realpolitik.ontology.actors import Gazetteer
    from realpolitik.ontology.records import Actor

__all__ = [
    "ABROAD",
    "COURTS",
    "FORCES",
    "HOME_OFFICES",
    "LEAD_FOR_PERSONS",
    "ONE_EACH",
    "SENDING",
    "VISITORS",
    "WHERE",
    "Setting",
]

ABROAD: Final = frozenset({
    "agency", "agent", "aircraft carrier", "bomber", "consulate", "contingent", "convoy", "delegation", "destroyer",
    "diplomatic mission", "division", "drone", "embassy", "fighter jet", "force", "frigate", "helicopter", "jet",
    "leadership", "occupation force", "official", "peacekeeper", "peacekeeping force", "pilot", "side", "spy",
    "submarine", "tank", "team", "unit", "warplane", "warship",
})  # fmt: skip
"""Organs of a state that often stand in another country, or belong to no state."""
FORCES: Final = frozenset({
    "air force", "armed force", "army", "artillery", "battalion", "brigade", "commando", "government force",
    "government troop", "ground force", "marine", "military", "military force", "naval force", "navy", "paratrooper",
    "police", "police officer", "policeman", "regiment", "riot police", "sailor", "security force", "serviceman",
    "sniper", "soldier", "special force", "troop",
})  # fmt: skip
"""Organs that those who lead a state send against others."""
VISITORS: Final = frozenset({"consulate", "delegation", "diplomatic mission", "embassy"})
"""Organs that a state has abroad."""
ONE_EACH: Final = frozenset({
    "administration", "armed force", "army", "cabinet", "central bank", "congress", "government", "judiciary", "junta",
    "legislature", "military", "ministry", "national assembly", "navy", "parliament", "presidency", "regime", "senate",
    "supreme court", "treasury",
})  # fmt: skip
"""Organs of which a state has one: in the plural they are those of several states."""
SENDING: Final = frozenset({
    "commit", "deploy", "dispatch", "mass", "mobilise", "mobilize", "move", "order", "position", "pull", "rally",
    "ready", "recall", "redeploy", "rush", "send", "station", "withdraw",
})  # fmt: skip
"""Verbs for what is done with one's own forces."""
HOME_OFFICES: Final = frozenset({
    "army chief", "attorney general", "chief justice", "chief prosecutor", "crown prince", "deputy prime minister",
    "judge", "king", "lawmaker", "legislator", "minister", "monarch", "officer", "police chief", "premier", "president",
    "prime minister", "prosecutor", "queen", "senator", "sultan", "emir", "vice president", "vice-president",
    "defence minister", "defense minister", "economy minister", "energy minister", "finance minister",
    "foreign minister", "health minister", "home minister", "information minister",
    "interior minister", "justice minister", "oil minister", "trade minister",
})  # fmt: skip
"""Offices that without an owner mean those of the country where the article is set."""
WHERE: Final = frozenset({"in", "at", "near", "outside", "around", "across", "inside", "throughout"})
COURTS: Final = frozenset({"court", "judge", "prosecutor", "tribunal", "war crimes tribunal"})
"""What sits in those towns."""
_SEATS: Final = frozenset({"place-the-hague", "place-luxembourg", "place-strasbourg", "place-arusha", "place-geneva"})
"""Towns in the news for the international courts and bodies that sit there, not for their country's."""
_LOCATIVE: Final = frozenset({"obl", "nmod", "root", "ROOT"})
_CLAUSE: Final = frozenset({"nsubj", "nsubj:pass", "obj", "iobj", "obl", "obl:agent"})
_PLACE: Final = 1.5
"""A place tells more of where things happen than a state or its people, which may act from afar."""
_ANYWHERE: Final = 0.4
_NEAR: Final = 2.0
_FADING: Final = 0.6
_REACH: Final = 10
"""Sentences back beyond which nearness counts for nothing."""
_LEAST: Final = 1e-9
_LEAD: Final = 2.0
"""By how much a country must be spoken of more than any other, for its organs and for who holds its offices."""
LEAD_FOR_PERSONS: Final = 4.0


class Setting:
    """The countries that an article speaks of, by sentence."""

    def __init__(
        self,
        doc: Doc,
        named: Sequence[Named],
        links: Sequence[Link],
        actors: Mapping[int, tuple[Actor, ...]],
        seats: Mapping[int, Actor],
        gazetteer: Gazetteer,
    ) -> None:
        """`named` and `links` run side by side; `actors` and `seats` lead from heads to whom they denote."""
        self._doc, self._actors, self._gazetteer = doc, actors, gazetteer
        starts = [sent.start for sent in doc.sents] if doc.has_annotation("SENT_START") else [0]
        self._sentence = [0] * len(doc)
        for number, start in enumerate(starts):
            end = starts[number + 1] if number + 1 < len(starts) else len(doc)
            self._sentence[start:end] = [number] * (end - start)
        self._mentions: defaultdict[int, list[tuple[int, str, float]]] = defaultdict(list)
        """Head, country and weight of each name that speaks for a country, by sentence."""
        self.courts_abroad = False
        """Whether the article names the seat of an international court."""
        self._total: defaultdict[str, float] = defaultdict(float)
        covered = 0
        for name, link in zip(named, links, strict=True):
            if name.start < covered:
                continue  # "Democrats" in "Social Democrats"
            covered = name.end
            if link.actor is not None and link.actor.id in _SEATS:
                self.courts_abroad = True
                continue
            if link.actor is not None and (country := country_of(link.actor)) is not None:
                place = case_of(doc[name.head]) in WHERE or name.head == 0
                weight = _PLACE if place and (link.actor.kind == "place" or name.head in seats) else 1.0
                self._mentions[self._sentence[name.head]].append((name.head, country, weight))
                self._total[country] += weight

    def country(self, token: Token, lead: float = _LEAD) -> Actor | None:
        """The state whose organs a noun without an owner means; None where the article leaves it open.

        `lead` is by how much the article must speak more of it than of any other.
        """
        here = self._sentence[token.i]
        beside = self._beside(token)
        local = {
            country
            for head, country, _ in self._mentions.get(here, ())
            if self._doc[head].dep_ in _LOCATIVE and case_of(self._doc[head]) in WHERE and country not in beside
        }
        if len(local) == 1:
            return self._gazetteer.actor(local.pop())
        shares = {country: _ANYWHERE * weight for country, weight in self._total.items() if country not in beside}
        for sentence in range(max(0, here - _REACH), here + 1):
            for head, country, weight in self._mentions.get(sentence, ()):
                if country in beside:
                    continue
                if sentence == here and head > token.i and case_of(self._doc[head]) not in WHERE:
                    # Whom the noun does something to is not yet where it is.
                    shares[country] -= _ANYWHERE * weight
                else:
                    shares[country] += weight * _NEAR * _FADING ** (here - sentence)
        shares = {country: share for country, share in shares.items() if share > _LEAST}
        ranked = sorted(shares.items(), key=lambda row: (-row[1], row[0]))[:2]
        if not ranked or (len(ranked) > 1 and ranked[0][1] < lead * ranked[1][1]):
            return None
        return self._gazetteer.actor(ranked[0][0])

    def _beside(self, token: Token) -> set[str]:
        """The states that act or are acted upon in the noun's own clause: they are somebody else than it."""
        if token.dep_ not in _CLAUSE:
            return set()
        return {
            actor.id
            for child in token.head.children
            if child.dep_ in _CLAUSE and child.i != token.i
            for actor in self._actors.get(child.i, ())
            if actor.kind == "state" and case_of(child) not in WHERE
        }
