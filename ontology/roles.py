"""What the nouns of politics denote: role nouns, descriptions, pronouns, and when a seat of power stands for its state.

Each table is a tab-separated file with a header line; lines that begin with `#` are comments.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, Literal, TypeVar, cast, get_args

from realpolitik.ontology.errors import DataError
from realpolitik.ontology.records import ActorKind

__all__ = [
    "Agreement",
    "Description",
    "Metonymy",
    "Pronoun",
    "Role",
    "RoleTables",
    "Slot",
    "load_roles",
    "read_descriptions",
    "read_metonymy",
    "read_pronouns",
    "read_roles",
]

RoleKind = Literal["state", "office", "group", "armed_group", "party", "company", "media", "local", "title"]
Relation = Literal["", "headOf", "holdsOffice", "represents", "spokespersonFor", "memberOf"]
Side = Literal["state", "opposition", "private"]
Number = Literal["any", "plural", "singular"]
Gender = Literal["", "m", "f"]
Slot = Literal[
    "subj",
    "obj",
    "case",
    "between",
    "with",
    "to",
    "on",
    "of",
    "for",
    "toward",
    "towards",
    "from",
    "hyphen",
    "prefix",
    "owner",
    "month",
    "description",
    "portfolio",
]
Agreement = Literal["m", "f", "thing", "plural", "first", "first-plural"]
Reading = Literal["actor", "place", "other", "none"]

_K = TypeVar("_K", bound=Hashable)
_V = TypeVar("_V")
_FOLDER: Final = Path(__file__).parent / "data"
_HEADERS: Final = {
    "roles.tsv": ("lemma", "kind", "relation", "side", "number", "plural", "gender"),
    "descriptions.tsv": ("lemma", "kinds", "roles", "members"),
    "metonymy.tsv": ("word", "slot", "reading"),
    "pronouns.tsv": ("word", "agreement", "reflexive"),
}


@dataclass(frozen=True, slots=True)
class Role:
    """A role noun, and what "nationality + noun" denotes.

    `kind` state: the state itself (officials, troops, the government); office: a person who acts for the state;
    an actor kind (group, armed_group, party, company, media): people of that country who do not act for it;
    local: what belongs to a town rather than to its government; title: a form of address, no role.
    `relation` is the standing relation of the person to the state; `number` the number in which the noun has this
    reading ("forces", but not "force"); `plural` names the group; `gender` is that of a noun which has one ("Mrs.").
    """

    lemma: str
    kind: RoleKind
    relation: Relation
    side: Side
    number: Number
    plural: str
    gender: Gender = ""


@dataclass(frozen=True, slots=True)
class Description:
    """A noun that refers back with "the": to which kinds of actor, and to persons in which roles.

    `members` are the kinds of actor that "both" or "the two" with its plural may gather.
    """

    lemma: str
    kinds: frozenset[ActorKind]
    roles: frozenset[str]
    members: frozenset[ActorKind]


@dataclass(frozen=True, slots=True)
class Metonymy:
    """How a seat of power reads beside one word: as the state that acts from there, or as the place."""

    word: str
    slot: Slot
    reading: Reading


@dataclass(frozen=True, slots=True)
class Pronoun:
    """A personal pronoun, and what it agrees with: a man, a woman, a thing, several, or who speaks."""

    word: str
    agreement: Agreement
    reflexive: bool


@dataclass(frozen=True, slots=True)
class RoleTables:
    """The four tables, ready to be asked."""

    roles: Mapping[str, Role]
    descriptions: Mapping[str, Description]
    metonymy: Mapping[tuple[str, str], Reading]
    plurals: Mapping[str, Role]
    pronouns: Mapping[str, Pronoun]
    heads: frozenset[str]
    """Words that the head of a role noun may be; a quick test that spares the others."""

    def role(self, word: str) -> Role | None:
        """Return the row of a noun given by its lemma or by its plural."""
        return self.roles.get(word) or self.plurals.get(word)

    def reading(self, word: str, slot: Slot) -> Reading | None:
        """Return how a seat of power reads in that slot of `word`, or None where the table does not say."""
        return self.metonymy.get((slot, word))


def read_roles(path: Path) -> Iterator[Role]:
    """Read role nouns; raises DataError naming file, line and remedy."""
    for where, (lemma, kind, relation, side, number, plural, gender) in _rows(path, "roles.tsv"):
        _one_of(where, "kind", kind, get_args(RoleKind))
        _one_of(where, "relation", relation, get_args(Relation))
        _one_of(where, "side", side, get_args(Side))
        _one_of(where, "number", number, get_args(Number))
        _one_of(where, "gender", gender, get_args(Gender))
        if kind != "title" and not plural:
            raise DataError(f"{where}: {lemma!r} has no plural; write the noun that names several of them")
        yield Role(
            lemma,
            cast(RoleKind, kind),
            cast(Relation, relation),
            cast(Side, side),
            cast(Number, number),
            plural,
            cast(Gender, gender),
        )


def read_descriptions(path: Path) -> Iterator[Description]:
    """Read descriptions; raises DataError naming file, line and remedy."""
    for where, (lemma, kinds, roles, members) in _rows(path, "descriptions.tsv"):
        if not kinds and not members:
            raise DataError(f"{where}: {lemma!r} refers to nothing; give kinds or members")
        yield Description(lemma, _kinds(where, kinds), frozenset(_split(roles)), _kinds(where, members))


def read_metonymy(path: Path) -> Iterator[Metonymy]:
    """Read readings of seats of power; raises DataError naming file, line and remedy."""
    for where, (word, slot, reading) in _rows(path, "metonymy.tsv"):
        _one_of(where, "slot", slot, get_args(Slot))
        _one_of(where, "reading", reading, get_args(Reading))
        yield Metonymy(word, cast(Slot, slot), cast(Reading, reading))


def read_pronouns(path: Path) -> Iterator[Pronoun]:
    """Read personal pronouns; raises DataError naming file, line and remedy."""
    for where, (word, agreement, reflexive) in _rows(path, "pronouns.tsv"):
        _one_of(where, "agreement", agreement, get_args(Agreement))
        _one_of(where, "reflexive", reflexive, ("", "1"))
        yield Pronoun(word, cast(Agreement, agreement), reflexive == "1")


@cache
def load_roles(folder: Path = _FOLDER) -> RoleTables:
    """Read `roles.tsv`, `descriptions.tsv`, `metonymy.tsv` and `pronouns.tsv` of a folder, once a process.

    Raises DataError for a table that breaks its rules, a word that stands twice, and a description that names a role
    which is no role noun.
    """
    roles = _unique(folder / "roles.tsv", ((r.lemma, r) for r in read_roles(folder / "roles.tsv")))
    path = folder / "descriptions.tsv"
    descriptions = _unique(path, ((d.lemma, d) for d in read_descriptions(path)))
    for description in descriptions.values():
        for role in sorted(description.roles - roles.keys()):
            raise DataError(
                f"{path}: {description.lemma!r} names the role {role!r}; add it to roles.tsv or take it out"
            )
    path = folder / "metonymy.tsv"
    metonymy = _unique(path, (((m.slot, m.word), m.reading) for m in read_metonymy(path)))
    plurals = {role.plural: role for role in roles.values() if role.plural not in ("", role.lemma)}
    path = folder / "pronouns.tsv"
    pronouns = _unique(path, ((p.word, p) for p in read_pronouns(path)))
    words = [word.replace("-", " ").split() for word in (*roles, *plurals) if word]
    heads = frozenset(word for parts in words for word in (parts[0], parts[-1]))
    return RoleTables(roles, descriptions, cast("dict[tuple[str, str], Reading]", metonymy), plurals, pronouns, heads)


def _rows(path: Path, name: str) -> Iterator[tuple[str, list[str]]]:
    header = _HEADERS[name]
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{path}: cannot be read ({error}); restore the table") from None
    if not lines or tuple(lines[0].split("\t")) != header:
        raise DataError(f"{path}:1: the header must be {' '.join(header)}, separated by tabs")
    for number, line in enumerate(lines[1:], 2):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        where = f"{path}:{number}"
        if len(cells) != len(header):
            raise DataError(f"{where}: {len(cells)} cells instead of {len(header)}; separate them by single tabs")
        if not cells[0] or cells[0] != cells[0].lower():
            raise DataError(f"{where}: {cells[0]!r} is not a lemma; write it in lower case")
        yield where, cells


def _unique(path: Path, pairs: Iterable[tuple[_K, _V]]) -> dict[_K, _V]:
    found: dict[_K, _V] = {}
    for key, value in pairs:
        if key in found:
            raise DataError(f"{path}: {key!r} stands twice; keep one row")
        found[key] = value
    return found


def _one_of(where: str, column: str, value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise DataError(f"{where}: {column} {value!r} is not one of {', '.join(filter(None, allowed))}")


def _kinds(where: str, cell: str) -> frozenset[ActorKind]:
    kinds = _split(cell)
    for kind in kinds:
        _one_of(where, "kind", kind, get_args(ActorKind))
    return frozenset(cast("tuple[ActorKind, ...]", kinds))


def _split(cell: str) -> tuple[str, ...]:
    return tuple(filter(None, cell.split("|")))
