"""The words of politics: heads that evoke an event, operators that change one, cues of attribution and factuality.

The tables stand in `data/lexicon/`: UTF-8, tab-separated, a header line first, `#` starts a comment line, `|` separates
the values of a cell. Everything that the tables can tell about themselves (columns, slots, classes, flags, types, twin
rows) is checked while reading; `unknown_names` compares types, modes and contexts with the ontology.

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
from typing import Final, Literal, Protocol, TypeVar

from realpolitik.ontology.errors import DataError
from realpolitik.ontology.lexicon_rows import Row, table_rows

__all__ = [
    "AttributionCue",
    "Condition",
    "FactualityCue",
    "Head",
    "Lexicon",
    "Operator",
    "load_lexicon",
    "unknown_names",
]

ConditionTest = Literal["filled", "absent", "is", "is-not"]
Result = Literal["same", "type", "negated", "future", "requested", "hypothetical", "feared"]

_FOLDER: Final = Path(__file__).parent / "data" / "lexicon"
_INNER: Final = frozenset({"inner", "inner-agent"})
_BUILT_IN_CLASSES: Final = frozenset({"actor", "clause", "event", "money", "person", "place"})
_HEAD_FLAGS: Final = frozenset({"of=agent", "operand", "reciprocal", "weak"})
_OPERATOR_FLAGS: Final = frozenset({"object-control", "of=agent", "reciprocal", "undergo", "weak"})
_MARKINGS: Final = frozenset({"same", "negated", "future", "requested", "hypothetical", "feared"})
_POS: Final = frozenset({"ADJ", "ADP", "ADV", "AUX", "DET", "NOUN", "PART", "PRON", "SCONJ", "VERB"})
_FRAMES: Final = frozenset({"ccomp", "quote", "according-to", "adverb", "source-noun"})
_EFFECTS: Final = frozenset({"assert", "deny", "doubt"})
_STRENGTHS: Final = frozenset({"high", "mid", "low"})
_SCOPES: Final = frozenset({"xcomp", "ccomp", "obj", "advmod", "aux", "det", "mark", "prep", "amod"})
_STATUSES: Final = frozenset({"actual", "future", "requested", "hypothetical", "feared"})
_POLARITIES: Final = frozenset({"affirmed", "negated"})
_LEMMA: Final = re.compile(r"'?[^\W_A-Z][\w'.-]*")
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
    """One sense of a word, verb and event nouns together, that evokes an event of a PLOVER type.

    An `operand` names no act by itself ("its relations with Russia"): only an operator over it makes anything happen.
    """

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
    _neutral: Mapping[tuple[str, str | None], str]

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

    def neutral(self, lemma: str, particle: str | None = None) -> bool:
        """Tell whether a verb, where no row of the other tables fits, is known to tell no political act."""
        return (lemma, particle) in self._neutral

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


class _Reader:
    """Reads the tables of one folder, in the order in which they depend on each other."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.groups = self._read_sets("groups.tsv", "type", "group")
        kinds = self._read_sets("slots.tsv", "name", "kind")
        self._particles = kinds["particle"]
        self._slots = kinds["argument"] | kinds["preposition"]
        self._any_slot = self._slots | kinds["clause"]
        self._recipients = self._slots | _INNER
        self.classes = self._read_lists("nounclasses.tsv", "class")
        self._class_names = frozenset(name for names in self.classes.values() for name in names) | _BUILT_IN_CLASSES
        self._over: dict[str, frozenset[str]] = {}
        self._parsed: dict[str, tuple[Condition, ...]] = {"": ()}

    def _read_sets(self, name: str, member: str, set_name: str) -> dict[str, frozenset[str]]:
        found: defaultdict[str, set[str]] = defaultdict(set)
        for row in table_rows(self.folder / name, f"{member} {set_name}"):
            found[row[set_name]].add(row[member])
        return {key: frozenset(members) for key, members in found.items()}

    def _read_lists(self, name: str, value: str) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for row in table_rows(self.folder / name, f"lemma {value}"):
            lemma, values = row.word("lemma"), row.listed(value)
            if not values:
                raise row.error(value, "", f"give at least one {value}")
            if lemma in found:
                raise row.error("lemma", lemma, f"it stands in this table already; add the {value} to that line with |")
            found[lemma] = values
        return found

    def neutral(self) -> dict[tuple[str, str | None], str]:
        """Return the verbs of no class with their kind, by lemma and particle."""
        found: dict[tuple[str, str | None], str] = {}
        for row in table_rows(self.folder / "neutral.tsv", "verb kind"):
            lemma, _, particle = row.word("verb").partition(" ")
            if particle and particle not in self._particles:
                raise row.error("verb", f"{lemma} {particle}", "its second word is no particle of slots.tsv")
            if (lemma, particle or None) in found:
                raise row.error("verb", row.word("verb"), "it stands in this table already; delete one line")
            found[lemma, particle or None] = row.word("kind")
        return found

    def heads(self) -> Iterator[Head]:
        for event_type in sorted(self.groups["any"]):
            path = self.folder / "heads" / f"{event_type}.tsv"
            for row in table_rows(path, "verb nouns mode agent recipient if contexts flags"):
                verb, particle, nouns = self._lexemes(row)
                yield Head(
                    verb=verb,
                    particle=particle,
                    nouns=nouns,
                    event_type=event_type,
                    mode=row["mode"] or None,
                    agent=row.one("agent", self._slots, "subj"),
                    recipients=row.listed("recipient", self._slots),
                    conditions=self._conditions(row),
                    contexts=row.listed("contexts"),
                    flags=frozenset(row.listed("flags", _HEAD_FLAGS)),
                    where=row.where,
                )

    def operators(self) -> Iterator[Operator]:
        for row in table_rows(self.folder / "operators.tsv", "verb nouns over slot result recipient if flags"):
            verb, particle, nouns = self._lexemes(row)
            slots = row.listed("slot", self._any_slot)
            if not slots:
                raise row.error("slot", "", "say in which slots the event stands")
            result, event_type, mode = self._result(row)
            yield Operator(
                verb=verb,
                particle=particle,
                nouns=nouns,
                over=self._taken(row),
                slots=slots,
                result=result,
                event_type=event_type,
                mode=mode,
                recipients=row.listed("recipient", self._recipients) or ("inner",),
                conditions=self._conditions(row),
                flags=frozenset(row.listed("flags", _OPERATOR_FLAGS)),
                where=row.where,
            )

    def attribution(self) -> Iterator[AttributionCue]:
        for row in table_rows(self.folder / "attribution.tsv", "lemma pos frame effect strength"):
            yield AttributionCue(
                lemma=row.word("lemma"),
                pos=row.one("pos", _POS),
                frames=row.listed("frame", _FRAMES),
                effect=row.one("effect", _EFFECTS),  # type: ignore[arg-type]
                strength=row.one("strength", _STRENGTHS),  # type: ignore[arg-type]
                where=row.where,
            )

    def factuality(self) -> Iterator[FactualityCue]:
        for row in table_rows(self.folder / "factuality.tsv", "lemma pos scope status polarity"):
            yield FactualityCue(
                lemma=row.word("lemma"),
                pos=row.one("pos", _POS),
                scopes=row.listed("scope", _SCOPES),
                status=row.one("status", _STATUSES, "actual"),  # type: ignore[arg-type]
                polarity=row.one("polarity", _POLARITIES, "affirmed"),  # type: ignore[arg-type]
                where=row.where,
            )

    def contexts(self) -> dict[str, tuple[str, ...]]:
        return self._read_lists("contexts.tsv", "context")

    def _lexemes(self, row: Row) -> tuple[str | None, str | None, tuple[str, ...]]:
        verb, nouns = row["verb"], row.words("nouns")
        if not verb:
            if not nouns:
                raise row.error("verb", "", "give a verb or an event noun")
            return None, None, nouns
        verb, _, particle = row.word("verb").partition(" ")
        if particle and particle not in self._particles:
            raise row.error(
                "verb", row["verb"], f"write a verb, or verb and particle ({' '.join(sorted(self._particles))})"
            )
        return verb, particle or None, nouns

    def _taken(self, row: Row) -> frozenset[str]:
        text = row["over"]
        if text not in self._over:
            over: set[str] = set()
            for name in row.listed("over"):
                if name.partition("/")[0] in self.groups["any"]:
                    over.add(name)
                elif name in self.groups:
                    over |= self.groups[name]
                else:
                    raise row.error("over", name, f"use a type, TYPE/mode or one of {' '.join(sorted(self.groups))}")
            if not over:
                raise row.error("over", text, "say which events it takes")
            self._over[text] = frozenset(over)
        return self._over[text]

    def _result(self, row: Row) -> tuple[Result, str | None, str | None]:
        name, _, marking = row["result"].partition("+")
        if name in _MARKINGS and not marking:
            return name, None, None  # type: ignore[return-value]
        event_type, _, mode = name.partition("/")
        if event_type not in self.groups["any"] or (marking and marking not in _MARKINGS - {"same"}):
            remedy = f"use TYPE, TYPE/mode, TYPE+marking or one of {' '.join(sorted(_MARKINGS))}"
            raise row.error("result", row["result"], remedy)
        return marking or "type", event_type, mode or None  # type: ignore[return-value]

    def _conditions(self, row: Row) -> tuple[Condition, ...]:
        text = row["if"]
        if text not in self._parsed:
            self._parsed[text] = tuple(self._condition(row, part) for part in text.split(";"))
        return self._parsed[text]

    def _condition(self, row: Row, part: str) -> Condition:
        match = _CONDITION.fullmatch(part)
        if match is None:
            raise row.error("if", part, "write slot=lemma, slot=@class, slot=*, slot!=lemma or !slot, joined by ;")
        slot = match["absent"] or match["slot"]
        if slot not in self._any_slot:
            raise row.error("if", slot, f"use a slot: {' '.join(sorted(self._any_slot))}")
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
            if not _LEMMA.fullmatch(lemma):
                raise row.error("if", lemma, "write one lower-case lemma or an @class")
        return Condition(slot, "is" if match["op"] == "=" else "is-not", lemmas, classes)


class _Ranked(Protocol):
    @property
    def conditions(self) -> tuple[Condition, ...]: ...
    @property
    def where(self) -> str: ...


_Key = TypeVar("_Key")
_Sense = TypeVar("_Sense", bound=_Ranked)


def _specificity(row: _Ranked) -> int:
    """Return the weight of a row's conditions, as the module's docstring tells."""
    return sum(_WEIGHT[test.test] - bool(test.test == "is" and test.classes) for test in row.conditions)


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
        _neutral=reader.neutral(),
    )


def unknown_names(lexicon: Lexicon, modes: Mapping[str, Collection[str]], contexts: Collection[str]) -> list[str]:
    """Return one line for each type, mode or context of the tables that the ontology does not have.

    `modes` gives the modes of every type.
    """
    problems: list[str] = []
    named = [(head.where, head.event_type, head.mode) for head in lexicon.heads]
    for operator in lexicon.operators:
        for name in sorted(operator.over):
            event_type, _, mode = name.partition("/")
            named.append((operator.where, event_type, mode or None))
        if operator.event_type:
            named.append((operator.where, operator.event_type, operator.mode))
    for where, event_type, mode_name in named:
        if event_type not in modes:
            problems.append(f"{where}: no type {event_type!r} in the ontology; use one of {' '.join(sorted(modes))}")
        elif mode_name and mode_name not in modes[event_type]:
            known = " ".join(sorted(modes[event_type])) or "none"
            problems.append(f"{where}: {event_type} has no mode {mode_name!r}; use one of: {known}")
    told = [(head.where, context) for head in lexicon.heads for context in head.contexts]
    told += [(f"contexts.tsv: {lemma}", context) for lemma, names in lexicon._contexts.items() for context in names]
    problems += [f"{where}: no context {name!r} in the ontology" for where, name in told if name not in contexts]
    return problems
