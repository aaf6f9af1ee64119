"""Sides: for whom an actor speaks, and how near a speaker stands to the one who acts."""

from realpolitik.ontology.records import Actor, Participant, Voice

__all__ = ["country_of", "side_of", "voice_of"]

# What has a voice of its own although it belongs to a country.
_OWN_SIDE = frozenset({"armed_group", "party", "company", "media", "group", "organisation"})


def country_of(actor: Actor) -> str | None:
    """Return the key of the state that an actor is or belongs to."""
    return actor.id if actor.kind == "state" else actor.country


def side_of(actor: Actor) -> str:
    """Return the side an actor speaks for: its state, or itself where it is no part of one."""
    return actor.id if actor.kind in _OWN_SIDE or actor.country is None else actor.country


def voice_of(speaker: Participant | None, subject: Participant) -> Voice:
    """Return how a speaker stands to the one who acts: its own side, another, or unnamed."""
    if speaker is not None and speaker.actor is subject.actor is None and speaker.mention.span == subject.mention.span:
        return "self"  # "the gunmen said they had fled"
    if speaker is None or speaker.actor is None:
        return "unnamed"
    if subject.actor is None:
        return "other"
    same = speaker.actor.id == subject.actor.id or side_of(speaker.actor) == side_of(subject.actor)
    return "self" if same else "other"
