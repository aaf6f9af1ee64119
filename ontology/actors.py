"""The gazetteer: who acts in world politics, by which names, in which office and in which organisation.

The tables in `data/actors` are built by `building/build_actors.py`. Rows are parsed when they are first asked for, so
that loading costs little more than reading the files; `Gazetteer.check` parses them all.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from importlib.resources import as_file, files
from pathlib import Path
from typing import Final

from realpolitik.ontology.errors import DataError
from realpolitik.ontology.gazetteer_records import ActorFacts, Membership, Name, Office
from realpolitik.ontology.gazetteer_tables import (
    TABLES,
    Table,
    bad,
    check_name,
    parse_actor,
    parse_day,
    read_extra,
    read_table,
)
from realpolitik.ontology.gazetteer_text import fold, fold_lines, fold_word, fold_written, strip_possessive
from realpolitik.ontology.records import Actor

__all__ = ["ActorFacts", "Gazetteer", "Membership", "Name", "Office", "load_gazetteer"]

MAX_WORDS: Final = 12
_MAX_TOKENS: Final = 2 * MAX_WORDS


class Gazetteer:
    """All actors with their names, offices and memberships; candidates come most prominent first."""

    def __init__(self, tables: dict[str, Table], extra: Path | None = None) -> None:
        """Take the tables of TABLES by file name, and a user's CSV file of actors that add to or override them."""
        self._tables = tables
        self._actors: dict[str, Actor] = {}
        self._row_of = {line.partition("\t")[0]: row for row, line in enumerate(tables["actors.tsv"].lines)}
        self._names: list[Name | None] = [None] * len(tables["names.tsv"].lines)
        self._own: list[Name] = []
        if extra is not None:
            self._read_extra(extra)
        # The first row of each folded name; further rows of those that mean several actors stand in `_others`.
        self._index: dict[str, int] = {}
        self._others: dict[str, list[int]] = {}
        # A user's own names are rows -1, -2 … and stand before all others.
        self._add(fold_lines([name.text for name in self._own]), range(-1, -len(self._own) - 1, -1))
        keys = fold_lines([line.partition("\t")[0] for line in tables["names.tsv"].lines])
        self._add(keys, range(len(keys)))
        self._longest: dict[str, int] = {}
        for key in self._index:
            first, _, rest = key.partition(" ")
            words = rest.count(" ") + 2 if rest else 1
            if self._longest.get(first, 0) < words:
                self._longest[first] = words
        self._by_key: dict[tuple[str, int], dict[str, list[int]]] = {}

    def _add(self, keys: list[str], rows: range) -> None:
        index, others = self._index, self._others
        for key, row in zip(keys, rows, strict=True):
            if index.setdefault(key, row) != row:
                others.setdefault(key, []).append(row)

    def _read_extra(self, path: Path) -> None:
        rows = list(read_extra(path))
        for line, actor, _ in rows:
            if actor.id in self._actors:
                raise DataError(f"{path}:{line}: id {actor.id!r} stands twice; put its names into one row")
            self._actors[actor.id] = actor
        for line, actor, names in rows:
            if actor.country and self.actor(actor.country) is None:
                raise DataError(f"{path}:{line}: country {actor.country!r}: no such state; use its ISO alpha-3 code")
            # An acronym that is taken for a word ("WHO", "US") would be found everywhere.
            self._own += [Name(text, actor, kind, cased=text.isupper()) for kind, text in names]

    def __len__(self) -> int:
        """Return the number of actors."""
        return len(self._row_of.keys() | self._actors.keys())

    def __iter__(self) -> Iterator[Actor]:
        """Yield every actor, a user's own first."""
        own = list(self._actors)
        for id in dict.fromkeys([*own, *self._row_of]):
            yield self._known(id)

    def actor(self, id: str) -> Actor | None:
        """Return the actor with an id, None where there is none."""
        found = self._actors.get(id)
        if found is None and (row := self._row_of.get(id)) is not None:
            table = self._tables["actors.tsv"]
            cells = table.row(row)
            try:
                found = self._actors[id] = parse_actor(*cells)
            except ValueError as error:
                raise bad(table, row, str(error)) from None
        return found

    def _known(self, id: str) -> Actor:
        actor = self.actor(id)
        if actor is None:
            raise KeyError(id)
        return actor

    def _name(self, row: int) -> Name:
        if row < 0:
            return self._own[-row - 1]
        name = self._names[row]
        if name is None:
            table = self._tables["names.tsv"]
            text, id, kind, start, end, cased, condition = table.row(row)
            try:
                check_name(text, kind, cased, condition)
                valid_from, valid_to = _period(start, end)
                if (actor := self.actor(id)) is None:
                    raise ValueError(f"actor {id!r}: not in actors.tsv; add it there or correct the id")
            except ValueError as error:
                raise bad(table, row, str(error)) from None
            name = Name(text, actor, kind, valid_from, valid_to, cased == "1", condition or None)  # type: ignore[arg-type]
            self._names[row] = name
        return name

    def names(self) -> Iterator[Name]:
        """Yield every name, a user's own first."""
        yield from self._own
        for row in range(len(self._names)):
            yield self._name(row)

    def lookup(self, text: str) -> tuple[Name, ...]:
        """Return every name that `text` may be, most prominent actor first; never fuzzy.

        Capitals (save for cased names), accents, dots, hyphens, a leading "the" and a closing possessive make no
        difference.
        """
        text = text.strip()
        found = self._match(fold(text), fold_written(text))
        if not found and (bare := strip_possessive(text)) != text:
            found = self._match(fold(bare), fold_written(bare))
        if not found and (bare := text.partition(" ")[2]) and text[:4].lower() == "the ":
            return self.lookup(bare)
        return found

    def _match(self, key: str, written: str) -> tuple[Name, ...]:
        first = self._index.get(key) if key else None
        if first is None:
            return ()
        names = map(self._name, (first, *self._others.get(key, ())))
        return tuple(name for name in names if not name.cased or fold_written(name.text) == written)

    def longest(self, words: Sequence[str], start: int) -> tuple[int, tuple[Name, ...]]:
        """Return the longest name that begins at token `start`: number of tokens and candidates; (0, ()) if none.

        Tokens may be cut as any tokeniser likes ("U.S." or "U.S" "."; "al-Shabab" or "al" "-" "Shabab"); a possessive
        is not part of a name.
        """
        first = fold_word(words[start]) if 0 <= start < len(words) else ""
        if not first:
            return 0, ()
        parts: list[str] = []
        found: tuple[int, tuple[Name, ...]] = (0, ())
        limit = self._limit(first)
        for stop in range(start, min(len(words), start + _MAX_TOKENS)):
            part = fold_word(words[stop])
            if not part:
                continue
            parts += part.split(" ")
            if len(parts) > limit:
                break
            written = _joined(parts)
            names = self._match(written.casefold(), written)
            if names:
                found = stop + 1 - start, names
        if not found[0] and (bare := strip_possessive(words[start])) != words[start]:
            names = self.lookup(bare)
            found = (1, names) if names else found
        return found

    def _limit(self, first: str) -> int:
        head = first.split(" ", 1)[0]
        # Initials in tokens of their own ("U." "S.") are one word of the key.
        return MAX_WORDS if len(head) == 1 else max(self._longest.get(head.casefold(), 0), 0)

    def facts(self, actor_id: str) -> ActorFacts | None:
        """Return what is known of an actor beside its names, None where there is no such actor."""
        actor = self.actor(actor_id)
        if actor is None:
            return None
        single: dict[str, str | None] = dict.fromkeys(_SINGLE)
        several: dict[str, list[str]] = {"predecessor": [], "successor": [], "claimant": []}
        founded = dissolved = None
        table = self._tables["facts.tsv"]
        for row in self._rows("facts.tsv", 0).get(actor_id, ()):
            _, property, value, start, end = table.row(row)
            try:
                valid_from, valid_to = _period(start, end)
            except ValueError as error:
                raise bad(table, row, str(error)) from None
            if property == "existence":
                founded, dissolved = valid_from, valid_to
            elif property in several:
                several[property].append(value)
            elif property in _SINGLE:
                # The last row that holds today stands last in the table.
                single[property] = value
            else:
                known = ", ".join(sorted({*_SINGLE, *several, "existence"}))
                raise bad(table, row, f"property {property!r}: must be one of {known}")
        return ActorFacts(
            actor,
            **single,
            founded=founded,
            dissolved=dissolved,
            predecessors=tuple(several["predecessor"]),
            successors=tuple(several["successor"]),
            claimants=tuple(several["claimant"]),
            memberships=tuple(map(self._membership, self._rows("memberships.tsv", 1).get(actor_id, ()))),
            members=tuple(map(self._membership, self._rows("memberships.tsv", 0).get(actor_id, ()))),
        )

    def members(self, organisation: str, on: dt.date | None = None) -> tuple[Actor, ...]:
        """Return the states that were full members of an organisation on a day; without a day, that are so today."""
        rows = map(self._membership, self._rows("memberships.tsv", 0).get(organisation, ()))
        held = [m for m in rows if m.status in ("member", "former")]
        states = [m.state for m in held if (m.valid(on) if on else m.valid_to is None)]
        return tuple(map(self._known, dict.fromkeys(states)))

    def holders(self, country: str, office: str, on: dt.date | None = None) -> tuple[Actor, ...]:
        """Return who held an office of a state on a day, the latest to enter first; without a day, all who did.

        `office` is `head_of_state`, `head_of_government`, `foreign_minister`, `defence_minister`, `interior_minister`.
        """
        held = [self._office(row) for row in self._rows("offices.tsv", 1).get(country, ())]
        fitting = [one for one in held if one.office == office and one.valid(on)]
        fitting.sort(key=lambda one: one.valid_from or dt.date.min, reverse=True)
        return tuple(dict.fromkeys(one.person for one in fitting))

    def offices(self, actor_id: str) -> tuple[Office, ...]:
        """Return the dated offices of a person, earliest first; none for an actor that is no person."""
        held = [self._office(row) for row in self._rows("offices.tsv", 0).get(actor_id, ())]
        return tuple(sorted(held, key=lambda one: one.valid_from or dt.date.min))

    def check(self) -> None:
        """Parse every row of every table; raises DataError for the first that breaks a rule."""
        table = self._tables["actors.tsv"]
        for row, line in enumerate(table.lines):
            id, _, _, country, _ = table.row(row)
            if self._row_of[line.partition("\t")[0]] != row:
                raise bad(table, row, f"id {id!r} stands twice; join the rows")
            self._known(id)
            if country and country not in self._row_of:
                raise bad(table, row, f"country {country!r}: not in actors.tsv; add the state or correct the key")
        for name in self.names():
            if len(fold(name.text).split(" ")) > MAX_WORDS:
                raise DataError(f"{self._tables['names.tsv'].path}: {name.text!r} has more than {MAX_WORDS} words")
        for id, rows in self._rows("facts.tsv", 0).items():
            if self.facts(id) is None:
                raise bad(self._tables["facts.tsv"], rows[0], f"actor {id!r}: not in actors.tsv; correct the id")
        for row in range(len(self._tables["offices.tsv"].lines)):
            self._office(row)
        for row in range(len(self._tables["memberships.tsv"].lines)):
            self._membership(row)

    def _rows(self, name: str, column: int) -> dict[str, list[int]]:
        found = self._by_key.get((name, column))
        if found is None:
            found = self._by_key[name, column] = {}
            table = self._tables[name]
            for row in range(len(table.lines)):
                found.setdefault(table.row(row)[column], []).append(row)
        return found

    def _office(self, row: int) -> Office:
        table = self._tables["offices.tsv"]
        id, country, office, title, start, end = table.row(row)
        try:
            return Office(self._referred(id), self._referred(country).id, office, title, *_period(start, end))
        except ValueError as error:
            raise bad(table, row, str(error)) from None

    def _membership(self, row: int) -> Membership:
        table = self._tables["memberships.tsv"]
        organisation, state, start, end, status = table.row(row)
        try:
            return Membership(self._referred(organisation).id, self._referred(state).id, status, *_period(start, end))
        except ValueError as error:
            raise bad(table, row, str(error)) from None

    def _referred(self, id: str) -> Actor:
        actor = self.actor(id)
        if actor is None:
            raise ValueError(f"actor {id!r}: not in actors.tsv; add it there or correct the id")
        return actor


_SINGLE: Final = frozenset({"iso2", "iso3", "cow", "capital", "seat", "parent", "region", "administrator", "owner"})


def _period(start: str, end: str) -> tuple[dt.date | None, dt.date | None]:
    first, last = parse_day(start, last=False), parse_day(end, last=True)
    if first and last and last < first:
        raise ValueError(f"ends ({end}) before it begins ({start}); correct the dates")
    return first, last


def _joined(parts: list[str]) -> str:
    """Join folded words as `fold` would: single letters and digits that follow each other become one word."""
    return fold_written(" ".join(parts)) if any(len(part) == 1 for part in parts) else " ".join(parts)


def load_gazetteer(folder: Path | None = None, extra: Path | None = None) -> Gazetteer:
    """Read the gazetteer from a folder of tables (default: the one that ships), and a user's own actors.

    `extra` is a CSV file with the columns id, label, kind and, if wanted, country, wikidata, aliases and demonyms
    (several in a cell separated by `|`); its rows add actors or override those of the same id. Raises DataError that
    names file, line and remedy.
    """
    if folder is not None:
        return Gazetteer({name: read_table(folder, name) for name in TABLES}, extra)
    with as_file(files("realpolitik.ontology") / "data" / "actors") as shipped:
        return Gazetteer({name: read_table(shipped, name) for name in TABLES}, extra)
