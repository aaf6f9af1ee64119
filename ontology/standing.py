"""How words tell a standing relation (membership, alliance, ownership): the typed reader of `data/standing.tsv`."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, Literal, cast, get_args

from realpolitik.ontology.errors import DataError

__all__ = ["StandingCue", "load_standing_cues"]

CueKind = Literal["noun", "verb", "adjective", "preposition"]

_FILE: Final = Path(__file__).parent / "data" / "standing.tsv"
_HEADER: Final = ("kind", "lemma", "slot", "relation", "inverse")


@dataclass(frozen=True, slots=True)
class StandingCue:
    """One word that tells a standing relation; `inverse` where the filler of the slot is the relation's subject."""

    kind: CueKind
    lemma: str
    slot: str | None
    relation: str
    inverse: bool


@cache
def load_standing_cues(path: Path = _FILE) -> dict[tuple[CueKind, str], StandingCue]:
    """Read the table, once a process. Raises DataError naming file, line and remedy."""
    lines = path.read_text("utf-8").splitlines()
    if not lines or tuple(lines[0].split("\t")) != _HEADER:
        raise DataError(f"{path}:1: the header must be {' '.join(_HEADER)}, separated by tabs")
    cues: dict[tuple[CueKind, str], StandingCue] = {}
    for number, line in enumerate(lines[1:], 2):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if len(cells) != len(_HEADER):
            raise DataError(
                f"{path}:{number}: {len(cells)} cells instead of {len(_HEADER)}; separate them by single tabs"
            )
        kind, lemma, slot, relation, inverse = cells
        if kind not in get_args(CueKind):
            raise DataError(f"{path}:{number}: kind {kind!r} is not one of {', '.join(get_args(CueKind))}")
        if not relation or (kind == "verb") != bool(slot):
            raise DataError(f"{path}:{number}: give a relation, and a slot for verbs only")
        key = (cast(CueKind, kind), lemma)
        if key in cues:
            raise DataError(f"{path}:{number}: {kind} {lemma!r} stands twice; keep one row")
        cues[key] = StandingCue(key[0], lemma, slot or None, relation, inverse == "yes")
    return cues
