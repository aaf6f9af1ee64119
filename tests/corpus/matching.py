"""Compares statements that were read with annotations of the corpus."""

from dataclasses import dataclass

from realpolitik.extractors.training.annotated import Annotation, Case, End
from realpolitik.ontology.actors import Gazetteer
from realpolitik.ontology.local_names import slug
from realpolitik.ontology.records import Participant, Statement
from realpolitik.ontology.schema import Schema

__all__ = ["FalseFact", "Matcher"]

_OWN_SIDE = frozenset({"state", "government", "military"})
_TITLES = frozenset({"mr", "mrs", "ms", "dr"})


@dataclass(frozen=True, slots=True)
class FalseFact:
    """An asserted statement that the text does not assert, and why it is none."""

    statement: Statement
    reason: str


class Matcher:
    """Compares what was read with what was annotated."""

    def __init__(self, gazetteer: Gazetteer, schema: Schema) -> None:
        self._gazetteer = gazetteer
        self._schema = schema

    def agreement(self, annotation: Annotation, statement: Statement, *, places: bool = False) -> frozenset[str] | None:
        """Return the aspects on which both agree, or None where pair or type differ.

        With `places` a place of the annotated state will do: a weaker link, but no false fact.
        """
        relation = statement.relation
        if not self._same_kind(annotation, statement):
            return None
        if not self._same_pair(annotation, statement, places=places):
            return None
        agree = set()
        if annotation.mode == relation.mode:
            agree.add("mode")
        if annotation.negated == (statement.polarity == "negated"):
            agree.add("polarity")
        if annotation.status == statement.status:
            agree.add("status")
        if self._same_speaker(annotation, statement):
            agree.add("speaker")
        time = statement.time
        if time and annotation.time == (time.earliest, time.latest):
            agree.add("time")
        return frozenset(agree)

    def false_fact(self, case: Case, statement: Statement) -> FalseFact | None:
        """Return why the text does not assert an asserted statement, or None where it does."""
        same = [a for a in case.annotations if self.agreement(a, statement, places=True) is not None]
        if not same:
            pair = [a for a in case.annotations if self._same_pair(a, statement)]
            return FalseFact(statement, "another class" if pair else "no such relation")
        reasons = [self._no_fact(a, statement) for a in same]
        if None in reasons:
            return None
        return FalseFact(statement, str(reasons[0]))

    def _same_kind(self, annotation: Annotation, statement: Statement) -> bool:
        if annotation.standing:
            return annotation.relation == statement.relation.standing
        if annotation.relation == statement.relation.event_type:
            return True
        # What the ontology calls an act to come ("will invade": a threat) is the same reading as the act marked future.
        planned = annotation.status == statement.status == "future"
        return planned and self._schema.event_type(annotation.relation).planned_as == statement.relation.event_type

    def _no_fact(self, annotation: Annotation, statement: Statement) -> str | None:
        if annotation.negated:
            return "negated"
        if annotation.status != "actual":
            return annotation.status
        if annotation.speaker is not None and not self._own_claim(annotation, statement):
            return "said by another"
        return None

    def _own_claim(self, annotation: Annotation, statement: Statement) -> bool:
        said = statement.attribution
        if said is not None and said.voice == "self" and self._same_speaker(annotation, statement):
            return True
        speaker = annotation.speaker.end.actor if annotation.speaker and annotation.speaker.end else None
        subject = annotation.subject.actor
        return speaker is not None and subject is not None and self._side(speaker) == self._side(subject)

    def _side(self, actor_id: str) -> str:
        actor = self._gazetteer.actor(actor_id)
        return actor.country if actor and actor.country else actor_id

    def _same_pair(self, annotation: Annotation, statement: Statement, *, places: bool = False) -> bool:
        if annotation.object is None:
            unlinked = statement.object is None or statement.object.actor is None
            return unlinked and self._same_end(annotation.subject, statement.subject, places=places)
        if statement.object is None:
            return False
        ends = [(statement.subject, statement.object)]
        if statement.reciprocal:
            ends.append((statement.object, statement.subject))
        return any(
            self._same_end(annotation.subject, subject, places=places)
            and self._same_end(annotation.object, obj, places=places)
            for subject, obj in ends
        )

    def _same_end(self, end: End, participant: Participant, *, places: bool = False) -> bool:
        span = participant.mention.span
        overlaps = span.start < end.end and end.start < span.end
        actor = participant.actor
        if end.actor is None:
            return overlaps or _bears_the_name(end, participant)
        if actor is None or actor.id == end.actor:
            return actor is not None
        if actor.country != end.actor:
            return False
        # A ministry or army stands for its state anywhere; its people only where the words name them.
        return actor.kind in _OWN_SIDE or (overlaps and (places or actor.kind != "place"))

    def _same_speaker(self, annotation: Annotation, statement: Statement) -> bool:
        said = statement.attribution
        if annotation.speaker is None or said is None:
            return annotation.speaker is None and said is None
        end = annotation.speaker.end
        if end is None or said.speaker is None:
            return end is None and (said.speaker is None or said.speaker.actor is None)
        span = said.speaker.mention.span
        return self._same_end(end, said.speaker) or (span.start < end.end and end.start < span.end)


def _bears_the_name(end: End, participant: Participant) -> bool:
    """Whether the actor read elsewhere in the text, by a pronoun or again by name, is the one annotated by name."""
    if participant.actor is None:
        return False
    words, name = (set(slug(text).split("-")) for text in (end.words, participant.actor.label))
    return bool(words - _TITLES) and words - _TITLES <= name
