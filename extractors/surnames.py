"""Whom a surname means that the article does not introduce: by office and date, by title, by what else is named."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from realpolitik.extractors.coreference import is_subject
from realpolitik.extractors.mentions import Named
from realpolitik.ontology.records import Actor

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from realpolitik.ontology.actors import Gazetteer, Office

__all__ = ["Bearers"]

_LEADS: Final = frozenset({"head_of_state", "head_of_government", "effective_leader", "organisation_head"})
_LEADERS: Final = frozenset({
    "chairman", "chancellor", "chief", "commander", "dictator", "director", "emir", "emperor", "head", "king", "leader",
    "monarch", "pope", "premier", "president", "prime", "queen", "ruler", "secretary", "strongman", "sultan",
    "taoiseach",
})  # fmt: skip
_GOVERN: Final = frozenset({"prime", "premier", "chancellor", "taoiseach"})
_REIGN: Final = frozenset({"emir", "emperor", "king", "monarch", "president", "queen", "sultan"})
_PAST: Final = frozenset({"former", "once", "ex", "late", "deposed", "ousted", "exiled", "jailed", "years"})
_PORTFOLIOS: Final[dict[str, frozenset[str]]] = {
    "foreign_minister": frozenset({"foreign", "external", "state"}),
    "defence_minister": frozenset({"defence", "defense"}),
    "interior_minister": frozenset({"interior", "internal", "home", "homeland"}),
    "finance_minister": frozenset({"finance", "treasury", "exchequer"}),
    "justice_minister": frozenset({"justice", "attorney"}),
}
_SERVICES: Final[dict[str, frozenset[str]]] = {
    "speaker": frozenset({"speaker"}),
    "army_chief": frozenset({"general", "gen.", "marshal", "admiral", "commander", "chief"}),
    "intelligence_chief": frozenset({"director", "chief"}),
    "central_bank_governor": frozenset({"governor", "chairman", "chair"}),
}
_STAFF: Final = frozenset({"army", "armed", "bank", "central", "intelligence", "military", "staff"})
_GONE: Final = frozenset({"deposed", "exiled", "jailed", "late", "ousted", "years"})
_NAMED_ALONE: Final = frozenset({"foreign_minister", "defence_minister", "interior_minister"})
_ENOUGH: Final = 4.0
"""What speaks for a person whom a surname alone is linked to, and by how much more than for the next."""
_LEAD: Final = 0.7
_YEARS: Final = 20
_ANY_MINISTER: Final = frozenset({"minister", "secretary", "mr", "mr.", "mrs", "mrs.", "ms", "ms.", "dr", "dr."})


class Bearers:
    """The known persons who bear a surname, weighed by what an article tells.

    `sure` counts how often it names each actor or country beyond doubt; it may grow while names are linked.
    """

    def __init__(self, doc: Doc, gazetteer: Gazetteer, date: dt.date | None, sure: Mapping[str, int]) -> None:
        self.doc = doc
        self.gazetteer = gazetteer
        self.date = date
        self.sure = sure

    def leads(self, actor: Actor) -> bool:
        """Whether a person leads a state or body at the article's date."""
        return bool(self.offices(actor, frozenset()) & _LEADS)

    def likeliest(self, known: list[Actor], name: Named, titled: bool) -> tuple[Actor, str] | None:
        """Whom a surname means that the article does not introduce; of several that are as likely none is taken.

        What counts: an office at the article's date, or how many years lie between; a title that fits it; that the
        article speaks of the person's country; that nobody else of note bears the name.
        """
        if self.date is None:
            return self._best_known(known, name)
        title = self._title_words(name) if titled else frozenset[str]()
        beside, bodies = self._description(name)
        around = {token.lower_ for token in self.doc[name.head].sent}
        around = around if around & _ANY_MINISTER else set()
        weights: dict[str, float] = {}
        reasons: dict[str, str] = {}
        for actor in known:
            if bodies and not beside & _PAST and not bodies & self._countries(actor):
                continue
            if beside & _GONE and self.in_office(actor):
                continue
            offices = self.offices(actor, title | beside)
            suggested = any(self.sure[country] for country in self._countries(actor))
            if offices & _LEADS and title & (_REIGN | _GOVERN) and not self._styled(actor, title):
                continue
            if offices & _LEADS and (not beside or beside & _LEADERS or suggested):
                weight = 6.0 if suggested or beside or title else 4.2
                reason = "leads a state or body at the article's date"
                weight += self._title_of(offices, title | beside)
            elif offices - _LEADS:
                # A foreign minister is named abroad without a word on who that is.
                unnamed = 3.4 if "foreign_minister" in offices else 2.5
                weight, reason = (5.0 if title or beside else unnamed), "in office at the article's date"
                weight += 2.5 * (bool(offices & _SERVICES.keys()) and bool(beside & _STAFF))
                weight += 1.5 * (not beside and any(_PORTFOLIOS.get(one, frozenset()) & around for one in offices))
            elif (not beside or beside & _PAST) and (years := self._years_apart(actor)) is not None and years <= _YEARS:
                # Who left office is named more often than who will enter it, and who led more than who served.
                weight, reason = 2.5 - years / _YEARS, "of note some years from the article's date"
                weight += 0.5 * any(office.office in _LEADS for office in self.gazetteer.offices(actor.id))
            else:
                continue
            weights[actor.id] = weight + 2 * suggested
            reasons[actor.id] = reason + (", and its country is named" if suggested else "")
        if not weights:
            return None
        alone = len(weights) == 1
        first, *rest = sorted(weights, key=lambda id: -weights[id])
        lead = weights[first] - (weights[rest[0]] if rest else 0)
        person = 1.0 if name.label == "PERSON" else 0.5 * (alone and is_subject(self.doc[name.head]))
        if weights[first] + alone + person < _ENOUGH or lead < _LEAD:
            return None
        (chosen,) = (actor for actor in known if actor.id == first)
        return chosen, reasons[first]

    def _styled(self, actor: Actor, title: frozenset[str]) -> bool:
        """Whether one of a person's leading offices at the article's date goes by a title: no prime minister is called
        president. Sources that give no title but "leader" fit all."""
        held = [office for office in self.gazetteer.offices(actor.id) if office.office in _LEADS]
        words = [frozenset(office.title.lower().split()) for office in held if office.valid(self.date)]
        return any(not one or "leader" in one or one & title for one in words)

    def _title_of(self, offices: frozenset[str], words: frozenset[str]) -> float:
        """What a title adds for who bears it: a prime minister is no president."""
        if words & _GOVERN:
            return 1.0 if "head_of_government" in offices and "head_of_state" not in offices else 0.0
        return 1.0 if words & _REIGN and "head_of_state" in offices else 0.0

    def _best_known(self, known: list[Actor], name: Named) -> tuple[Actor, str] | None:
        """Whom a surname means in a text without a date: the one leader who bears it, if nobody else of that country
        does, or the only one whose country is named."""
        if name.label not in ("PERSON", None) or self._description(name)[0]:
            return None
        # Who has only headed a body is meant where the body is named.
        leaders = [
            a
            for a in known
            if any(
                office.office in _LEADS and (office.office != "organisation_head" or self.sure[office.country])
                for office in self.gazetteer.offices(a.id)
            )
        ]
        chosen = (
            leaders
            if len(leaders) == 1
            else [a for a in leaders if (a.country is not None and bool(self.sure[a.country]))]
        )
        if len(chosen) != 1:
            return None
        (leader,) = chosen
        if any(self._countries(a) & self._countries(leader) for a in known if a.id != leader.id):
            return None
        return leader, "the leader whom the surname means"

    def _countries(self, actor: Actor) -> set[str]:
        """The countries and bodies whose mention speaks for a person."""
        found = {office.country for office in self.gazetteer.offices(actor.id)}
        return found | {actor.country} if actor.country else found

    def _years_apart(self, actor: Actor) -> float | None:
        """How many years lie between the article's date and a person's nearest office; 0 where no office has a date."""
        if self.date is None:
            return None
        apart = []
        for office in self.gazetteer.offices(actor.id):
            first, last = office.valid_from or office.valid_to, office.valid_to or self.date
            if first is not None:
                days = max((first - self.date).days, (self.date - last).days, 0)
                # Before they enter office most people are unknown.
                apart.append(days / 365.25 * (2 if self.date < first else 1))
        return min(apart, default=0.0)

    def offices(self, actor: Actor, title: frozenset[str]) -> frozenset[str]:
        """The offices that a person holds at the article's date, of those that a title may mean.

        "Foreign Minister Lee" is not the minister of justice; without a title only those are meant whom news names so.
        """
        portfolios = {office for office, words in _PORTFOLIOS.items() if words & title}
        found = set()
        for held in self.gazetteer.offices(actor.id) if self.date is not None else ():
            office = held.office
            if held.valid_from is None and office == "organisation_head":
                # Since when is not known: a title must say it.
                if set(held.title.lower().replace("-", " ").split()) & title:
                    found.add(office)
                continue
            if held.valid_from is None or not held.valid(self.date):
                continue
            if office in _LEADS and self._succeeded(actor, held):
                continue
            if office in _SERVICES:
                fits = bool(_SERVICES[office] & title)
            elif portfolios:
                fits = office in portfolios
            else:
                fits = office in _LEADS or (office in _NAMED_ALONE if not title else bool(title & _ANY_MINISTER))
            if fits:
                found.add(office)
        return frozenset(found)

    def _succeeded(self, actor: Actor, held: Office) -> bool:
        """Whether somebody else has entered an office since, whose end no source gives."""
        holders = self.gazetteer.holders(held.country, held.office, self.date)
        return held.valid_to is None and bool(holders) and holders[0].id != actor.id

    def in_office(self, actor: Actor) -> bool:
        return self.date is not None and any(
            office.valid(self.date) and office.valid_from is not None for office in self.gazetteer.offices(actor.id)
        )

    def _title_words(self, name: Named) -> frozenset[str]:
        """The words of the title before a name."""
        before = self.doc[name.start - 1]
        return frozenset(token.lower_ for token in (*before.lefts, before))

    def _description(self, name: Named) -> tuple[frozenset[str], frozenset[str]]:
        """The words of a description set beside a name, and the states and bodies named in it; nothing of a title.

        "Rice, the envoy to the United Nations"
        """
        head = self.doc[name.head]
        nouns = [token for token in head.children if token.dep_ == "appos" and token.i >= name.end]
        nouns += [head.head] if head.dep_ == "appos" and self.doc[name.start - 1].text == "," else []
        nouns = [noun for noun in nouns if noun.pos_ == "NOUN"]
        words = [t for noun in nouns for t in (*noun.lefts, noun, *noun.rights)]
        words += [t for noun in nouns for t in noun.subtree if t.lower_ in _PAST and t.i < noun.i]
        named = [t for t in words if t.dep_ in ("nmod", "nmod:poss", "amod", "compound") and t.text[0].isupper()]
        found = (one for t in named for one in self.gazetteer.lookup(_without_case(t)))
        bodies = {one.actor.id for one in found if one.actor.kind != "person"}
        return frozenset(token.lower_ for token in words), frozenset(bodies)


def _without_case(token: Token) -> str:
    """The words of a noun phrase without its preposition."""
    cases = [child.i for child in token.lefts if child.dep_ == "case"]
    start = max(cases) + 1 if cases else token.left_edge.i
    return str(token.doc[start : token.right_edge.i + 1].text)
