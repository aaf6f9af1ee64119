"""Scores the reader on the annotated sentences, articles or news: `scoring.py [--articles] [--part check] [--detail]`.

What is counted stands in README.md beside this file.
"""

import argparse
import importlib.util
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from realpolitik.extractors.pipeline import Resources, load, read
from realpolitik.extractors.training.annotated import NEWS, Annotation, Case, read_cases
from realpolitik.extractors.training.corpus import texts_of
from realpolitik.ontology.actors import Gazetteer
from realpolitik.ontology.records import BELIEVED, Article, Statement
from realpolitik.ontology.schema import Schema

if TYPE_CHECKING:
    from matching import FalseFact

__all__ = ["CaseScore", "Score", "score_case", "score_cases", "totals"]


def _beside(name: str) -> ModuleType:
    """Return a module of this folder, which is no package, whether this file runs as a program or is imported."""
    key = f"corpus_{name}"
    if key not in sys.modules:
        spec = importlib.util.spec_from_file_location(key, Path(__file__).with_name(f"{name}.py"))
        assert spec is not None
        assert spec.loader is not None
        sys.modules[key] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[key])
    return sys.modules[key]


SENTENCES = Path(__file__).with_name("sentences")
ARTICLES = Path(__file__).with_name("articles")
matching = _beside("matching")


@dataclass(frozen=True, slots=True)
class CaseScore:
    """One case as read: what matched, what was missed, what was read besides, and which of it is a false fact."""

    case: Case
    matched: tuple[tuple[Annotation, Statement], ...]
    missed: tuple[Annotation, ...]
    extra: tuple[Statement, ...]
    false_facts: tuple["FalseFact", ...]
    asserted: int
    wrong: dict[str, tuple[Annotation, ...]] = field(default_factory=dict)
    """Matched annotations that were read otherwise, by what was wrong: mode, polarity, status, speaker, time."""


@dataclass(frozen=True, slots=True)
class Score:
    """The figures of a set of cases; shares are between 0 and 1, and 0 where there is nothing to share."""

    cases: int
    annotated: int
    read: int
    matched: int
    accuracy: dict[str, tuple[int, int]]
    asserted: int
    false_facts: int
    core: tuple[int, int] = (0, 0)
    """Of the statements that articles are about: how many were found, and how many there are."""

    @property
    def precision(self) -> float:
        return self.matched / self.read if self.read else 0.0

    @property
    def recall(self) -> float:
        return self.matched / self.annotated if self.annotated else 0.0

    @property
    def f1(self) -> float:
        both = self.read + self.annotated
        return 2 * self.matched / both if both else 0.0

    @property
    def false_share(self) -> float:
        return self.false_facts / self.asserted if self.asserted else 0.0


def score_cases(cases: Iterable[Case], resources: Resources) -> Iterator[CaseScore]:
    """Read each case as an article of its own and yield its score, in order."""
    chosen = list(cases)
    articles = [Article(f"{c.file}:{c.line}", c.text, c.title, c.date) for c in chosen]
    for case, read_case in zip(chosen, read(articles, resources), strict=True):
        yield score_case(case, tuple(read_case.statements), resources.gazetteer, resources.schema)


def score_case(case: Case, statements: Iterable[Statement], gazetteer: Gazetteer, schema: Schema) -> CaseScore:
    """Match the statements read from a case with its annotations, best agreement first."""
    with_standing = case.standing and (any(a.standing for a in case.annotations) or not case.annotations)
    coded = [s for s in statements if s.relation.event_type or (s.relation.standing and with_standing)]
    matcher = matching.Matcher(gazetteer, schema)
    candidates = sorted(
        (
            (-len(agree), i, j)
            for i, annotation in enumerate(case.annotations)
            for j, statement in enumerate(coded)
            if (agree := matcher.agreement(annotation, statement)) is not None
        ),
    )
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, i, j in candidates:
        if i not in pairs and j not in taken:
            pairs[i] = j
            taken.add(j)
    matched = tuple((case.annotations[i], coded[j]) for i, j in sorted(pairs.items()))
    repeats = {j for _, i, j in candidates if i in pairs and j not in taken and _same_claim(coded[pairs[i]], coded[j])}
    extra = tuple(s for j, s in enumerate(coded) if j not in taken and j not in repeats and _both_linked(s))
    asserted = [s for j, s in enumerate(coded) if j not in repeats and _is_asserted(s)]
    false = tuple(fact for s in asserted if (fact := matcher.false_fact(case, s)) is not None)
    wrong: dict[str, list[Annotation]] = {}
    for annotation, statement in matched:
        agree = matcher.agreement(annotation, statement) or frozenset()
        for aspect in _aspects(annotation) - agree:
            wrong.setdefault(aspect, []).append(annotation)
    missed = tuple(a for i, a in enumerate(case.annotations) if i not in pairs)
    return CaseScore(case, matched, missed, extra, false, len(asserted), {k: tuple(v) for k, v in wrong.items()})


def totals(scores: Iterable[CaseScore]) -> Score:
    """Add up the scores of cases."""
    rows = list(scores)
    right: Counter[str] = Counter()
    judged: Counter[str] = Counter()
    for row in rows:
        for annotation, _ in row.matched:
            for aspect in _aspects(annotation):
                judged[aspect] += 1
                right[aspect] += annotation not in row.wrong.get(aspect, ())
    matched = sum(len(row.matched) for row in rows)
    return Score(
        cases=len(rows),
        annotated=sum(len(row.case.annotations) for row in rows),
        read=matched + sum(len(row.extra) for row in rows),
        matched=matched,
        accuracy={a: (right[a], judged[a]) for a in ("mode", "polarity", "status", "speaker", "time")},
        asserted=sum(row.asserted for row in rows),
        false_facts=sum(len(row.false_facts) for row in rows),
        core=(
            sum(annotation.core for row in rows for annotation, _ in row.matched),
            sum(annotation.core for row in rows for annotation in row.case.annotations),
        ),
    )


def _aspects(annotation: Annotation) -> frozenset[str]:
    aspects = {"polarity", "status", "speaker"}
    if annotation.mode:
        aspects.add("mode")
    if annotation.time:
        aspects.add("time")
    return frozenset(aspects)


def _both_linked(statement: Statement) -> bool:
    obj = statement.object
    return statement.subject.actor is not None and obj is not None and obj.actor is not None


def _is_asserted(statement: Statement) -> bool:
    said = statement.attribution
    own = said is None or said.voice in ("publisher", "self")
    happened = statement.polarity == "affirmed" and statement.status == "actual"
    return _both_linked(statement) and happened and own and statement.confidence >= BELIEVED


def _same_claim(one: Statement, other: Statement) -> bool:
    """The same pair, class and factuality read from two places, or both ways round."""
    said = [s.attribution.voice if s.attribution else None for s in (one, other)]
    return (one.polarity, one.status, said[0]) == (other.polarity, other.status, said[1])


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:5.1f}" if whole else "    –"


def _row(name: str, score: Score) -> str:
    aspects = "".join(f" {_percent(*score.accuracy[a]):>8}" for a in ("mode", "polarity", "status", "speaker", "time"))
    false = f"{score.false_facts}/{score.asserted}"
    return (
        f"{name:<32}{score.cases:>6}{score.annotated:>6}{100 * score.precision:>7.1f}{100 * score.recall:>7.1f}"
        f"{100 * score.f1:>7.1f}{aspects} {false:>9} {_percent(score.false_facts, score.asserted)}"
    )


def _table(scores: list[CaseScore]) -> Iterator[str]:
    heads = "".join(f" {a:>8}" for a in ("mode", "polarity", "status", "speaker", "time"))
    yield f"{'file':<32}{'cases':>6}{'gold':>6}{'P':>7}{'R':>7}{'F1':>7}{heads} {'false':>9}     %"
    for file in sorted({s.case.file for s in scores}):
        yield _row(file, totals(s for s in scores if s.case.file == file))
    yield _row("all", totals(scores))
    found, core = totals(scores).core
    if core:
        yield f"of what the articles are about: {found} of {core}, {_percent(found, core).strip()} %"


def _shown(statement: Statement) -> str:
    ends = [
        f"{end.mention.text}={end.actor.id if end.actor else '?'}" if end else "-"
        for end in (statement.subject, statement.object)
    ]
    relation = statement.relation
    said = statement.attribution
    marks = [statement.polarity, statement.status]
    if said is not None:
        who = said.speaker.mention.text if said.speaker else "unnamed"
        marks.append(f"by {who} ({said.voice})")
    if statement.time is not None:
        marks.append(f"time {statement.time.earliest or ''}..{statement.time.latest or ''}")
    mode = f"/{relation.mode}" if relation.mode else ""
    kind = relation.standing or f"{relation.event_type}{mode}"
    return f"{ends[0]} | {kind} | {ends[1]} | {' '.join(marks)} [{relation.phrase}; {statement.evidence.rule}]"


def _noted(annotation: Annotation) -> str:
    ends = [f"{e.words}={e.actor or '?'}" if e else "-" for e in (annotation.subject, annotation.object)]
    marks = ["negated"] if annotation.negated else []
    marks.append(annotation.status)
    if annotation.speaker is not None:
        marks.append(f"by {annotation.speaker.end.words if annotation.speaker.end else 'unnamed'}")
    if annotation.time:
        marks.append("time {}..{}".format(*(day or "" for day in annotation.time)))
    return f"{ends[0]} | {annotation.relation} | {ends[1]} | {' '.join(marks)}"


def _details(scores: Iterable[CaseScore]) -> Iterator[str]:
    for score in scores:
        if not (score.missed or score.extra or score.false_facts or set(score.wrong) - {"mode"}):
            continue
        yield f"\n{score.case.file}:{score.case.line} {score.case.text}"
        for annotation in score.missed:
            yield f"  missed  {_noted(annotation)}"
        read_as = dict(score.matched)
        for aspect, annotations in sorted(score.wrong.items()):
            for annotation in annotations:
                yield f"  {aspect:<8}{_noted(annotation)}  <-  {_shown(read_as[annotation])}"
        false = {fact.statement.id: fact.reason for fact in score.false_facts}
        shown = [*score.extra, *(f.statement for f in score.false_facts if f.statement not in score.extra)]
        for statement in shown:
            reason = false.get(statement.id)
            yield f"  {'FALSE' if reason else 'extra'}   {_shown(statement)}{f'  ({reason})' if reason else ''}"


def _as_json(scores: list[CaseScore]) -> str:
    def figures(score: Score) -> dict[str, object]:
        return {
            "cases": score.cases,
            "annotated": score.annotated,
            "precision": round(score.precision, 4),
            "recall": round(score.recall, 4),
            "f1": round(score.f1, 4),
            "accuracy": {a: round(r / n, 4) if n else None for a, (r, n) in score.accuracy.items()},
            "asserted": score.asserted,
            "false_facts": score.false_facts,
            "false_share": round(score.false_share, 4),
            "core": list(score.core),
        }

    files = sorted({s.case.file for s in scores})
    by_file = {file: figures(totals(s for s in scores if s.case.file == file)) for file in files}
    return json.dumps({"files": by_file, "all": figures(totals(scores))}, indent=2)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Score the reader on the annotated sentences.")
    parser.add_argument("--articles", action="store_true", help="score the articles instead of the sentences")
    parser.add_argument(
        "--news", type=Path, metavar="FILE", help="score the sentences of this name corpus that we annotated"
    )
    parser.add_argument("--part", choices=("check", "train", "all"), default="all")
    parser.add_argument("--file", action="append", help="only files whose name contains this; may be repeated")
    parser.add_argument("--detail", action="store_true", help="show each sentence that was not read as annotated")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    options = parser.parse_args(arguments)
    folder = NEWS if options.news else ARTICLES if options.articles else SENTENCES
    found = read_cases(folder, options.file or ("",), texts_of(options.news) if options.news else None)
    cases = [c for c in found if options.part in ("all", c.part)]
    scores = list(score_cases(cases, load()))
    if options.json:
        print(_as_json(scores))
        return 0
    if options.detail:
        print("\n".join(_details(scores)))
        print()
    print("\n".join(_table(scores)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
