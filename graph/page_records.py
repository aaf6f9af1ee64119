"""What the page is made from: frozen values that know nothing of the store, of HTML or of the browser."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from realpolitik.ontology.records import ActorKind, Polarity, Status, Voice

__all__ = ["Mark", "PageArticle", "PageData", "PageEdge", "PageNode", "PageStatement", "RelationKind"]

RelationKind = Literal["fact", "claim", "denied", "planned"]


@dataclass(frozen=True, slots=True)
class Mark:
    """Characters of a sentence that name the subject, the object, or are a cue; end exclusive."""

    start: int
    end: int
    role: Literal["subject", "object", "cue"]


@dataclass(frozen=True, slots=True)
class PageArticle:
    """The article in which a statement was read; any address but http and https is dropped."""

    title: str | None = None
    publisher: str | None = None
    date: dt.date | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class PageStatement:
    """One sentence that says so; `speaker` None means the publisher in its own voice."""

    sentence: str
    article: PageArticle
    marks: tuple[Mark, ...] = ()
    phrase: str | None = None
    speaker: str | None = None
    voice: Voice = "publisher"
    status: Status = "actual"
    polarity: Polarity = "affirmed"
    confidence: float = 0.5
    rule: str | None = None


@dataclass(frozen=True, slots=True)
class PageNode:
    """An actor; `country` is a name or code for display only."""

    id: str
    label: str
    kind: ActorKind
    country: str | None = None
    wikidata: str | None = None


@dataclass(frozen=True, slots=True)
class PageEdge:
    """One event or standing relation between two actors, with the statements that report it.

    `class_words` says the class in plain words; `quad` is PLOVER's ("material conflict"). Where `event_type` and
    `standing` are both empty the relation is open. `earliest` and `latest` are inclusive.
    """

    id: str
    source: str
    target: str
    phrase: str
    kind: RelationKind
    statements: tuple[PageStatement, ...] = ()
    event_type: str | None = None
    mode: str | None = None
    class_words: str | None = None
    quad: str | None = None
    score: float | None = None
    standing: str | None = None
    time_text: str | None = None
    earliest: dt.date | None = None
    latest: dt.date | None = None
    confidence: float = 0.5
    reciprocal: bool = False


@dataclass(frozen=True, slots=True)
class PageData:
    """All that one page shows; edges whose ends are not among the nodes are refused."""

    title: str
    nodes: tuple[PageNode, ...]
    edges: tuple[PageEdge, ...]
