"""What the gazetteer tells: names, offices, memberships and further facts of actors, as frozen values."""

import datetime as dt
from dataclasses import dataclass

from realpolitik.ontology.records import Actor, LinkedBy

__all__ = ["ActorFacts", "Membership", "Name", "Office"]


@dataclass(frozen=True, slots=True)
class Name:
    """One way to name one actor.

    `valid_from` and `valid_to` are inclusive days between which it was used (None: no limit known). A `cased` name
    matches only with the capitals it is written with (US, May, WHO). `condition` says when it reads as the actor:
    always (None), only where it acts ("actor"), only after "the" ("definite"), only if the context has
    introduced or suggests it ("context").
    """

    text: str
    actor: Actor
    kind: LinkedBy
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    cased: bool = False
    condition: str | None = None

    def valid(self, on: dt.date | None) -> bool:
        """Whether the name was in use on a day; a day that is not known fits every name."""
        return on is None or _within(self.valid_from, self.valid_to, on)


@dataclass(frozen=True, slots=True)
class Office:
    """One person's time in one office of one state; `office` is `head_of_state`, `foreign_minister` and the like.

    `title` is the office as its holder bears it. An open end is None: in office when the source was made, or not known.
    """

    person: Actor
    country: str
    office: str
    title: str
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None

    def valid(self, on: dt.date | None) -> bool:
        """Whether the office was held on a day; a day that is not known fits every time in office."""
        return on is None or _within(self.valid_from, self.valid_to, on)


@dataclass(frozen=True, slots=True)
class Membership:
    """One state's time in one organisation; `status` is `member`, `former`, `observer`, `suspended` and the like.

    Where accession or leaving are not known to the day, the dates are the first and the last on which a source lists
    the state: a `former` member may have left after `valid_to`, a member may have joined before `valid_from`.
    """

    organisation: str
    state: str
    status: str = "member"
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None

    def valid(self, on: dt.date | None) -> bool:
        """Whether the membership held on a day; a day that is not known fits every membership."""
        return on is None or _within(self.valid_from, self.valid_to, on)


@dataclass(frozen=True, slots=True)
class ActorFacts:
    """What is known of one actor beside its names; all values are ids of actors, codes or days.

    `memberships` are those of a state, `members` those of an organisation. `capital` and `seat` are ids of places.
    `administrator` and `claimants` are states that hold and claim a territory.
    """

    actor: Actor
    iso2: str | None = None
    iso3: str | None = None
    cow: str | None = None
    capital: str | None = None
    seat: str | None = None
    parent: str | None = None
    region: str | None = None
    founded: dt.date | None = None
    dissolved: dt.date | None = None
    predecessors: tuple[str, ...] = ()
    successors: tuple[str, ...] = ()
    administrator: str | None = None
    claimants: tuple[str, ...] = ()
    owner: str | None = None
    memberships: tuple[Membership, ...] = ()
    members: tuple[Membership, ...] = ()


def _within(start: dt.date | None, end: dt.date | None, on: dt.date) -> bool:
    return (start is None or start <= on) and (end is None or on <= end)
