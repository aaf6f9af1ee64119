"""What the project talks about: frozen values without behaviour that needs a library.

`Statement` is the contract between `extractors` (which make statements) and `graph` (which stores and shows them).
Offsets count characters of `Article.text`, as Python string indices, end exclusive.
"""

import datetime as dt
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final, Literal

__all__ = [
    "BELIEVED",
    "Actor",
    "ActorKind",
    "Article",
    "Attribution",
    "Cue",
    "Evidence",
    "LinkedBy",
    "Mention",
    "Participant",
    "Polarity",
    "Precision",
    "Relation",
    "Span",
    "Statement",
    "Status",
    "TimeSpan",
    "Voice",
    "content_hash",
]

ActorKind = Literal[
    "state", "government", "organisation", "person", "party", "armed_group", "military", "media", "company", "group",
    "place",
]  # fmt: skip
LinkedBy = Literal["name", "alias", "demonym", "metonym", "office", "description", "pronoun", "recogniser"]
Polarity = Literal["affirmed", "negated"]
Status = Literal["actual", "future", "requested", "hypothetical", "feared"]
Voice = Literal["publisher", "self", "other", "unnamed"]
Precision = Literal["day", "week", "month", "season", "quarter", "year", "decade", "range", "open", "unresolved"]


def content_hash(*parts: object) -> str:
    """Return 16 hexadecimal digits that depend on nothing but the parts and their order."""
    joined = "".join("-" if part is None else f"{len(str(part))}:{part}" for part in parts)
    return blake2b(joined.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of an article's text, in characters, end exclusive."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Article:
    """One article as it was read; `doc_id` is the source's own id or a hash of the content."""

    doc_id: str
    text: str
    title: str | None = None
    date: dt.date | None = None
    publisher: str | None = None
    url: str | None = None
    source: str | None = None
    """Where it was read from (file name with line or entry), for messages only: never part of an id."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who can act: a state, an organisation, a person, a group; or a place that can be acted upon.

    `id` is the local name of its IRI: `RUS`, `NATO`, `person-alexander-grushko`, `group-hezbollah`.
    `country` is the key of the state it belongs to (ISO 3166-1 alpha-3 where there is one).
    """

    id: str
    label: str
    kind: ActorKind
    country: str | None = None
    wikidata: str | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of text that names somebody; `type` is an entity type (PERSON, ORG, GPE, LOC, NORP, ...)."""

    span: Span
    text: str
    type: str | None = None


@dataclass(frozen=True, slots=True)
class Participant:
    """One end of a statement: the words that name it and, where it could be linked, the actor they mean.

    `role` is the office or description in which a person or part of a state acts ("deputy foreign minister").
    `name` is the name elsewhere in the article that a pronoun or description stands for.
    """

    mention: Mention
    actor: Actor | None = None
    linked_by: LinkedBy | None = None
    role: str | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Relation:
    """The relation as the text words it, and its class.

    `phrase` is what a reader sees ("ceased cooperation with"); `text` the words as they stand in the sentence.
    `event_type`, `mode` and `contexts` are PLOVER's; `standing` names a standing relation (memberOf, holdsOffice)
    and excludes them. Both empty: an open relation.
    """

    phrase: str
    text: str
    event_type: str | None = None
    mode: str | None = None
    contexts: tuple[str, ...] = ()
    standing: str | None = None


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """An interval of days, both ends inclusive; an open end is None.

    `text` is the expression ("in the spring of 2014"); `unresolved` expressions have neither end and say so.
    """

    earliest: dt.date | None
    latest: dt.date | None
    precision: Precision
    text: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Cue:
    """The words that caused a decision, with its kind ("negation", "attribution", "head", "operator", "status")."""

    kind: str
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says so. An unnamed or unlinked speaker has a participant without actor, or none at all ("reportedly").

    `voice` is `self` where the speaker belongs to the subject's side, `other` where to another, `unnamed` where nobody
    known is named.
    `via` is the outer speaker of a nested report ("Reuters quoted an official as saying").
    """

    speaker: Participant | None
    cue: str
    voice: Voice
    quoted: bool = False
    via: Participant | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a statement was read: the article, the sentence with its place, the rule and the cues that fired."""

    doc_id: str
    span: Span
    sentence: str
    rule: str
    cues: tuple[Cue, ...] = ()


BELIEVED: Final = 0.7
"""The confidence from which a statement may make a fact; a doubtful one is kept, and drawn as a claim."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One claim, made at one place in one article.

    `attribution` None means that the publisher says so in its own voice. `extra_args` are further arguments of the
    predicate as plain texts (with their prepositions). `reciprocal` marks relations that hold both ways ("met").
    """

    subject: Participant
    relation: Relation
    object: Participant | None
    evidence: Evidence
    polarity: Polarity = "affirmed"
    status: Status = "actual"
    attribution: Attribution | None = None
    time: TimeSpan | None = None
    place: Participant | None = None
    extra_args: tuple[str, ...] = ()
    confidence: float = 1.0
    reciprocal: bool = False

    @property
    def id(self) -> str:
        """Hash of article, place, roles, class, speaker with cue, polarity and status: read again, it is the same."""
        ends = [
            part
            for end in (self.subject, self.object)
            for part in (
                (end.actor.id if end.actor else None, end.mention.span.start, end.mention.span.end) if end else (None,)
            )
        ]
        cls = (self.relation.phrase, self.relation.event_type, self.relation.mode, self.relation.standing)
        said = self.attribution
        speaker = said.speaker.mention.span if said and said.speaker else None
        says = (said.cue if said else None, speaker.start if speaker else None, self.polarity, self.status)
        span = self.evidence.span
        return content_hash("statement", self.evidence.doc_id, span.start, span.end, *ends, *cls, *says)
