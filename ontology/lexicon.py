"""The words of politics: heads that evoke an event, operators that change one, cues of attribution and factuality.

The tables stand in `data/lexicon/`: UTF-8, tab-separated, a header line first, `#` starts a comment line, `|` separates the
values of a cell. Everything that a table can tell about itself (columns, slots, classes, flags, types, twin rows) is checked
while reading; `unknown_names` compares modes and contexts with the ontology.

Several rows for one word are its senses. They are tried from the most to the least specific: a condition that names
lemmas counts 4, one that names a noun class 3, one that excludes something 2, one that asks whether a slot is filled 1;
equals keep the order of file and line; a row without conditions comes last, and there is one at most.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, Literal, NamedTuple, Protocol, TypeVar

from realpolitik.ontology.errors import DataError

__all__ = ["AttributionCue", "Condition", "FactualityCue", "Head", "Lexicon", "Operator", "load_lexicon", "unknown_names"]

ConditionTest = Literal["filled", "absent", "is", "is-not"]
Result = Literal["same", "type", "negated", "future", "requested", "hypothetical", "feared"]

_FOLDER: Final = Path(__file__).parent / "data" / "lexicon"
_ARGUMENTS: Final = frozenset({"subj", "obj", "iobj"})
_CLAUSES: Final = frozenset({"xcomp", "ccomp", "advcl"})
_PREPOSITIONS: Final = frozenset(
    "about across after against along alongside among around as at before behind between by for from in inside into near of off on onto out outside over "
    "than through throughout to toward under upon with within without".split()
)
_SLOTS: Final = _ARGUMENTS | _PREPOSITIONS
_INNER: Final = frozenset({"inner", "inner-agent"})
_BUILT_IN_CLASSES: Final = frozenset({"actor", "clause", "event", "money", "person", "place"})
_HEAD_FLAGS: Final = frozenset({"of=agent", "reciprocal", "weak"})
_OPERATOR_FLAGS: Final = frozenset({"object-control", "of=agent", "reciprocal", "weak"})
_MARKINGS: Final = frozenset({"same", "negated", "future", "requested", "hypothetical", "feared"})
_POS: Final = frozenset({"ADJ", "ADP", "ADV", "AUX", "DET", "NOUN", "PART", "PRON", "SCONJ", "VERB"})
_FRAMES: Final = frozenset({"ccomp", "quote", "according-to", "adverb", "source-noun"})
_EFFECTS: Final = frozenset({"assert", "deny", "doubt"})
_STRENGTHS: Final = frozenset({"high", "mid", "low"})
_SCOPES: Final = frozenset({"xcomp", "ccomp", "obj", "advmod", "aux", "det", "mark", "prep", "amod"})
_STATUSES: Final = frozenset({"actual", "future", "requested", "hypothetical", "feared"})
_POLARITIES: Final = frozenset({"affirmed", "negated"})
_WORD: Final = re.compile(r"'?[^\W_A-Z][\w'.-]*(?: [\w'.-]+)*")
_CONDITION: Final = re.compile(r"!(?P<absent>[a-z]+)|(?P<slot>[a-z]+)(?P<op>!?=)(?P<values>\S.*)")
_WEIGHT: Final = {"is": 4, "is-not": 2, "filled": 1, "absent": 1}


@dataclass(frozen=True, slots=True)
class Condition:
    """What a slot of the predicate must hold; `is` and `is-not` look at the head word of its filler."""

    slot: str
    test: ConditionTest
    lemmas: frozenset[str] = frozenset()
    classes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Head:
    """One sense of a word, verb and event nouns together, that evokes an event of a PLOVER type."""

    verb: str | None
    particle: str | None
    nouns: tuple[str, ...]
    event_type: str
    mode: str | None
    agent: str
    recipients: tuple[str, ...]
    conditions: tuple[Condition, ...]
    contexts: tuple[str, ...]
    flags: frozenset[str]
    where: str


@dataclass(frozen=True, slots=True)
class Operator:
    """One sense of a word that takes an event in one of `slots` and returns another.

    `over` holds the types and `TYPE/mode` pairs it applies to. `result` is `type` where the outcome is an event of
    `event_type` and `mode`; otherwise it is the marking that the inner event gets (`same`: none). Where a marking
    stands beside an event type the outcome is of that type and so marked.
    """

    verb: str | None
    particle: str | None
    nouns: tuple[str, ...]
    over: frozenset[str]
    slots: tuple[str, ...]
    result: Result
    event_type: str | None
    mode: str | None
    recipients: tuple[str, ...]
    conditions: tuple[Condition, ...]
    flags: frozenset[str]
    where: str

    def applies_to(self, event_type: str, mode: str | None = None) -> bool:
        """Whether it takes an event of this type and mode."""
        return event_type in self.over or f"{event_type}/{mode}" in self.over


@dataclass(frozen=True, slots=True)
class AttributionCue:
    """A word that says that somebody says so."""

    lemma: str
    pos: str
    frames: tuple[str, ...]
    effect: Literal["assert", "deny", "doubt"]
    strength: Literal["high", "mid", "low"]
    where: str


@dataclass(frozen=True, slots=True)
class FactualityCue:
    """A word that changes the status or polarity of the events in its scopes."""

    lemma: str
    pos: str
    scopes: tuple[str, ...]
    status: Literal["actual", "future", "requested", "hypothetical", "feared"]
    polarity: Literal["affirmed", "negated"]
    where: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All tables, indexed by lemma; every lookup takes lower-case lemmas and gives the most specific row first."""

    heads: tuple[Head, ...]
    operators: tuple[Operator, ...]
    groups: Mapping[str, frozenset[str]]
    _verb_heads: Mapping[tuple[str, str | None], tuple[Head, ...]]
    _noun_heads: Mapping[str, tuple[Head, ...]]
    _verb_operators: Mapping[tuple[str, str | None], tuple[Operator, ...]]
    _noun_operators: Mapping[str, tuple[Operator, ...]]
    _classes: Mapping[str, frozenset[str]]
    _attribution: Mapping[tuple[str, str], AttributionCue]
    _factuality: Mapping[tuple[str, str], tuple[FactualityCue, ...]]
    _contexts: Mapping[str, tuple[str, ...]]

    def verb_heads(self, lemma: str, particle: str | None = None) -> tuple[Head, ...]:
        """Return the senses of a verb, with or without particle."""
        return self._verb_heads.get((lemma, particle), ())

    def noun_heads(self, lemma: str) -> tuple[Head, ...]:
        """Return the senses of an event noun, of one word or several joined by a space."""
        return self._noun_heads.get(lemma, ())

    def verb_operators(self, lemma: str, particle: str | None = None) -> tuple[Operator, ...]:
        """Return the operators that a verb, with or without particle, can be."""
        return self._verb_operators.get((lemma, particle), ())

    def noun_operators(self, lemma: str) -> tuple[Operator, ...]:
        """Return the operators that a noun can be."""
        return self._noun_operators.get(lemma, ())

    def classes(self, lemma: str) -> frozenset[str]:
        """Return the noun classes of a lemma, without the built-in ones."""
        return self._classes.get(lemma, frozenset())

    def attribution(self, lemma: str, pos: str) -> AttributionCue | None:
        """Return what the word says about who says so."""
        return self._attribution.get((lemma, pos))

    def factuality(self, lemma: str, pos: str) -> tuple[FactualityCue, ...]:
        """Return what the word does to the status and polarity of events in its scope."""
        return self._factuality.get((lemma, pos), ())

    def contexts(self, lemma: str) -> tuple[str, ...]:
        """Return the PLOVER contexts that a noun or adjective beside an event tells."""
        return self._contexts.get(lemma, ())


class _Cells(NamedTuple):
    """One line of a table: where it stands, and its cells by column."""

    where: str
    cells: dict[str, str]

    def words(self, column: str) -> tuple[str, ...]:
        """Return the words of a cell, each checked to be a lemma."""
        values = self.listed(column)
        for value in values:
            if not _WORD.fullmatch(value):
                raise self.error(column, value, "write a lower-case lemma, or several words joined by one space")
        return values

    def listed(self, column: str, known: Collection[str] | None = None) -> tuple[str, ...]:
        """Return the values of a cell separated by `|`, each of them `known` where that is given."""
        cell = self.cells[column]
        if not cell:
            return ()
        values = tuple(cell.split("|"))
        for value in values:
            if known is not None and value not in known:
                raise self.error(column, value, f"use one of {' '.join(sorted(known))}")
        if "" in values or len(set(values)) < len(values):
            raise self.error(column, cell, "remove the empty or repeated value")
        return values

    def one(self, column: str, known: Collection[str]) -> str:
        """Return the one value of a cell."""
        values = self.listed(column, known)
        if len(values) != 1:
            raise self.error(column, self.cells[column], f"give exactly one of {' '.join(sorted(known))}")
        return values[0]

    def error(self, column: str, value: str, remedy: str) -> DataError:
        """Return the error of this cell."""
        return DataError(f"{self.where}: {column}: {value[:80]!r} is not valid; {remedy}")


def _rows(path: Path, columns: str) -> Iterator[_Cells]:
    """Yield the lines of a table; `columns` are the names in its header, separated by spaces."""
    names = columns.split()
    try:
        lines = path.read_text("utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{path}: cannot be read ({error}); restore the file as UTF-8 text") from None
    if lines[0].split("\t") != names:
        raise DataError(f"{path}:1: the header is {lines[0][:80]!r}; write the columns {', '.join(names)}, separated by tabs")
    for number, line in enumerate(lines[1:], start=2):
        if not line or line.startswith("#"):
            continue
        cells = line.split("\t")
        if len(cells) > len(names):
            raise DataError(f"{path}:{number}: {len(cells)} cells for {len(names)} columns; remove tabs at {line[:80]!r}")
        if any(cell != cell.strip() for cell in cells):
            raise DataError(f"{path}:{number}: a cell begins or ends with white space; remove it from {line[:80]!r}")
        cells += [""] * (len(names) - len(cells))
        yield _Cells(f"{path.name}:{number}", dict(zip(names, cells, strict=True)))


class _Reader:
    """Reads the tables of one folder, in the order in which they depend on each other."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.groups = self._read_groups()
        self.classes = self._read_lists("nounclasses.tsv", "lemma", "class")
        self._class_names = frozenset(name for names in self.classes.values() for name in names) | _BUILT_IN_CLASSES
        self._parsed: dict[str, tuple[Condition, ...]] = {}

    def _read_groups(self) -> dict[str, frozenset[str]]:
        found: defaultdict[str, set[str]] = defaultdict(set)
        for row in _rows(self.folder / "groups.tsv", "group type"):
            found[row.cells["group"]].add(row.cells["type"])
        return {group: frozenset(types) for group, types in found.items()}

    def _read_lists(self, name: str, key: str, value: str) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for row in _rows(self.folder / name, f"{key} {value}"):
            lemmas, values = row.words(key), row.listed(value)
            if len(lemmas) != 1 or not values:
                raise row.error(key, row.cells[key], f"write one {key} and at least one {value} a line")
            if lemmas[0] in found:
                raise row.error(key, lemmas[0], f"it stands in this table already; add the {value} to that line with |")
            found[lemmas[0]] = values
        return found

    def heads(self) -> Iterator[Head]:
        for event_type in sorted(self.groups["any"]):
            path = self.folder / "heads" / f"{event_type}.tsv"
            for row in _rows(path, "verb nouns mode agent recipient if contexts flags"):
                verb, particle, nouns = self._lexemes(row)
                yield Head(
                    verb=verb,
                    particle=particle,
                    nouns=nouns,
                    event_type=event_type,
                    mode=row.cells["mode"] or None,
                    agent=row.one("agent", _SLOTS) if row.cells["agent"] else "subj",
                    recipients=row.listed("recipient", _SLOTS),
                    conditions=self._conditions(row),
                    contexts=row.listed("contexts"),
                    flags=frozenset(row.listed("flags", _HEAD_FLAGS)),
                    where=row.where,
                )

    def operators(self) -> Iterator[Operator]:
        columns = "verb nouns over slot result recipient if flags"
        for row in _rows(self.folder / "operators.tsv", columns):
            verb, particle, nouns = self._lexemes(row)
            over: set[str] = set()
            for name in row.listed("over"):
                if name.partition("/")[0] in self.groups["any"]:
                    over.add(name)
                elif name in self.groups:
                    over |= self.groups[name]
                else:
                    raise row.error("over", name, f"use a type, TYPE/mode or one of {' '.join(sorted(self.groups))}")
            slots = row.listed("slot", _SLOTS | _CLAUSES)
            if not over or not slots:
                raise row.error("over" if slots else "slot", "", "say which events it takes and in which slot")
            result, event_type, mode = self._result(row)
            yield Operator(
                verb=verb,
                particle=particle,
                nouns=nouns,
                over=frozenset(over),
                slots=slots,
                result=result,
                event_type=event_type,
                mode=mode,
                recipients=row.listed("recipient", _SLOTS | _INNER) or ("inner",),
                conditions=self._conditions(row),
                flags=frozenset(row.listed("flags", _OPERATOR_FLAGS)),
                where=row.where,
            )

    def attribution(self) -> Iterator[AttributionCue]:
        for row in _rows(self.folder / "attribution.tsv", "lemma pos frame effect strength"):
            yield AttributionCue(
                lemma=self._lemma(row),
                pos=row.one("pos", _POS),
                frames=row.listed("frame", _FRAMES),
                effect=row.one("effect", _EFFECTS),  # type: ignore[arg-type]
                strength=row.one("strength", _STRENGTHS),  # type: ignore[arg-type]
                where=row.where,
            )

    def factuality(self) -> Iterator[FactualityCue]:
        for row in _rows(self.folder / "factuality.tsv", "lemma pos scope status polarity"):
            yield FactualityCue(
                lemma=self._lemma(row),
                pos=row.one("pos", _POS),
                scopes=row.listed("scope", _SCOPES),
                status=row.one("status", _STATUSES) if row.cells["status"] else "actual",  # type: ignore[arg-type]
                polarity=row.one("polarity", _POLARITIES) if row.cells["polarity"] else "affirmed",  # type: ignore[arg-type]
                where=row.where,
            )

    def contexts(self) -> dict[str, tuple[str, ...]]:
        return self._read_lists("contexts.tsv", "lemma", "context")

    @staticmethod
    def _lemma(row: _Cells) -> str:
        words = row.words("lemma")
        if len(words) != 1:
            raise row.error("lemma", row.cells["lemma"], "write exactly one lemma a line")
        return words[0]

    @staticmethod
    def _lexemes(row: _Cells) -> tuple[str | None, str | None, tuple[str, ...]]:
        verbs, nouns = row.words("verb"), row.words("nouns")
        if len(verbs) > 1 or (verbs and verbs[0].count(" ") > 1):
            raise row.error("verb", row.cells["verb"], "write one verb a line, with one particle at most")
        if not verbs and not nouns:
            raise row.error("verb", "", "give a verb or an event noun")
        verb, _, particle = verbs[0].partition(" ") if verbs else ("", "", "")
        return verb or None, particle or None, nouns

    def _result(self, row: _Cells) -> tuple[Result, str | None, str | None]:
        name, _, marking = row.cells["result"].partition("+")
        if name in _MARKINGS and not marking:
            return name, None, None  # type: ignore[return-value]
        event_type, _, mode = name.partition("/")
        if event_type not in self.groups["any"] or marking not in _MARKINGS - {"same"} | {""}:
            remedy = f"use TYPE, TYPE/mode, TYPE+marking or one of {' '.join(sorted(_MARKINGS))}"
            raise row.error("result", row.cells["result"], remedy)
        return marking or "type", event_type, mode or None  # type: ignore[return-value]

    def _conditions(self, row: _Cells) -> tuple[Condition, ...]:
        text = row.cells["if"]
        if text not in self._parsed:
            self._parsed[text] = tuple(self._condition(row, part) for part in text.split(";")) if text else ()
        return self._parsed[text]

    def _condition(self, row: _Cells, part: str) -> Condition:
        match = _CONDITION.fullmatch(part)
        if match is None:
            raise row.error("if", part, "write slot=lemma, slot=@class, slot=*, slot!=lemma or !slot, joined by ;")
        slot = match["absent"] or match["slot"]
        if slot not in _SLOTS | _CLAUSES:
            raise row.error("if", slot, f"use a slot: {' '.join(sorted(_SLOTS | _CLAUSES))}")
        if match["absent"]:
            return Condition(slot, "absent")
        if match["values"] == "*":
            if match["op"] == "!=":
                raise row.error("if", part, f"write !{slot} for a slot that is not filled")
            return Condition(slot, "filled")
        values = match["values"].split("|")
        classes = frozenset(value[1:] for value in values if value.startswith("@"))
        lemmas = frozenset(value for value in values if not value.startswith("@"))
        for name in sorted(classes - self._class_names):
            raise row.error("if", f"@{name}", "use a class of nounclasses.tsv or a built-in one, or add it there")
        for lemma in sorted(lemmas):
            if not _WORD.fullmatch(lemma):
                raise row.error("if", lemma, "write a lower-case lemma or an @class")
        return Condition(slot, "is" if match["op"] == "=" else "is-not", lemmas, classes)


class _Row(Protocol):
    @property
    def conditions(self) -> tuple[Condition, ...]: ...
    @property
    def where(self) -> str: ...


_Key = TypeVar("_Key")
_Sense = TypeVar("_Sense", bound=_Row)


def _specificity(row: _Row) -> int:
    """Return the weight of a row's conditions, as the module's docstring tells."""
    return sum(_WEIGHT[condition.test] - bool(condition.test == "is" and condition.classes) for condition in row.conditions)


def _ordered(found: Mapping[_Key, list[_Sense]], *, alone: bool) -> dict[_Key, tuple[_Sense, ...]]:
    """Sort the senses of each word; `alone` refuses a second sense without conditions, which nothing could choose."""
    senses: dict[_Key, tuple[_Sense, ...]] = {}
    for key, rows in found.items():
        if len(rows) > 1:
            rows.sort(key=_specificity, reverse=True)
            if alone and not rows[-2].conditions:
                raise DataError(
                    f"{rows[-1].where}: {key!r} stands without conditions in {rows[-2].where} too;"
                    " add an `if` to one of the rows or remove it"
                )
        senses[key] = tuple(rows)
    return senses


@cache
def load_lexicon(folder: Path | None = None) -> Lexicon:
    """Read the tables of `folder` (default: those of the package), once a process.

    Raises DataError naming file, line, value and remedy.
    """
    reader = _Reader(_FOLDER if folder is None else folder)
    heads, operators = tuple(reader.heads()), tuple(reader.operators())
    verb_heads: defaultdict[tuple[str, str | None], list[Head]] = defaultdict(list)
    noun_heads: defaultdict[str, list[Head]] = defaultdict(list)
    for head in heads:
        if head.verb is not None:
            verb_heads[head.verb, head.particle].append(head)
        for noun in head.nouns:
            noun_heads[noun].append(head)
    verb_operators: defaultdict[tuple[str, str | None], list[Operator]] = defaultdict(list)
    noun_operators: defaultdict[str, list[Operator]] = defaultdict(list)
    for operator in operators:
        if operator.verb is not None:
            verb_operators[operator.verb, operator.particle].append(operator)
        for noun in operator.nouns:
            noun_operators[noun].append(operator)
    attribution: dict[tuple[str, str], AttributionCue] = {}
    for cue in reader.attribution():
        if (twin := attribution.setdefault((cue.lemma, cue.pos), cue)) is not cue:
            raise DataError(f"{cue.where}: {cue.lemma!r} ({cue.pos}) stands in {twin.where} too; join the two lines")
    factuality: defaultdict[tuple[str, str], list[FactualityCue]] = defaultdict(list)
    for mark in reader.factuality():
        factuality[mark.lemma, mark.pos].append(mark)
    return Lexicon(
        heads=heads,
        operators=operators,
        groups=reader.groups,
        _verb_heads=_ordered(verb_heads, alone=True),
        _noun_heads=_ordered(noun_heads, alone=True),
        _verb_operators=_ordered(verb_operators, alone=False),
        _noun_operators=_ordered(noun_operators, alone=False),
        _classes={lemma: frozenset(names) for lemma, names in reader.classes.items()},
        _attribution=attribution,
        _factuality={key: tuple(marks) for key, marks in factuality.items()},
        _contexts=reader.contexts(),
    )


def unknown_names(lexicon: Lexicon, modes: Mapping[str, Collection[str]], contexts: Collection[str]) -> list[str]:
    """Return one line for each type, mode or context of the tables that the ontology does not have.

    `modes` gives the modes of every type.
    """
    problems: list[str] = []
    named = [(head.where, head.event_type, head.mode) for head in lexicon.heads]
    for operator in lexicon.operators:
        named += [(operator.where, *(part or None for part in name.partition("/")[::2])) for name in sorted(operator.over)]  # type: ignore[misc]
        if operator.event_type:
            named.append((operator.where, operator.event_type, operator.mode))
    for where, event_type, mode in named:
        if event_type not in modes:
            problems.append(f"{where}: no type {event_type!r} in the ontology; use one of {' '.join(sorted(modes))}")
        elif mode and mode not in modes[event_type]:
            problems.append(f"{where}: {event_type} has no mode {mode!r}; use one of {' '.join(sorted(modes[event_type]))}")
    told = [(head.where, context) for head in lexicon.heads for context in head.contexts]
    told += [(f"contexts.tsv: {lemma}", context) for lemma, names in lexicon._contexts.items() for context in names]
    problems += [f"{where}: no context {name!r} in the ontology" for where, name in told if name not in contexts]
    return problems
