"""Texts in which names and descriptions are marked with the actor they mean, and how many are linked right.

    python tests/corpus/linking.py [--wrong]

Prints one JSON line by kind of actor, and with `--wrong` each wrong link. `README.md` has the format.
"""

import argparse
import datetime as dt
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from realpolitik.extractors.pipeline import Resources, load, read
from realpolitik.ontology.errors import DataError
from realpolitik.ontology.records import Article

LINKS = Path(__file__).parent / "links"
_MARK = re.compile(r"\[(\?)?(\S+) ([^\[\]]+)\]")
NOBODY = "-"


@dataclass(frozen=True, slots=True)
class Marked:
    """A mention by its characters, the id of the actor it means (NOBODY for none), and whether it may mean another."""

    start: int
    end: int
    actor: str
    ambiguous: bool


@dataclass(frozen=True, slots=True)
class LinkCase:
    """One text of a day with its marked mentions."""

    where: str
    date: dt.date
    text: str
    mentions: tuple[Marked, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one mention was linked to; the empty string for nobody."""

    case: LinkCase
    mention: Marked
    found: str
    right: bool


def read_links(folder: Path = LINKS) -> Iterator[LinkCase]:
    """Yield the cases of a folder; raises DataError naming file and line."""
    for path in sorted(folder.glob("*.txt")):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            if line.strip() and not line.startswith("#"):
                yield parse_link(line, f"{path.name}:{number}")


def parse_link(line: str, where: str) -> LinkCase:
    """Read one line: a date, then the text with its marks."""
    day, _, marked = line.partition(" ")
    try:
        date = dt.date.fromisoformat(day)
    except ValueError:
        raise DataError(f"{where}: {day!r} is no date; begin the line with YYYY-MM-DD") from None
    text, at, mentions = "", 0, []
    for match in _MARK.finditer(marked):
        ambiguous, actor, words = match.groups()
        text += marked[at : match.start()]
        mentions.append(Marked(len(text), len(text) + len(words), actor, ambiguous is not None))
        text += words
        at = match.end()
    text += marked[at:]
    if "[" in text or "]" in text or not mentions:
        raise DataError(f"{where}: no mark, or a bracket without its other half; write [ID words]")
    return LinkCase(where, date, text, tuple(mentions))


def judge(cases: Sequence[LinkCase], resources: Resources) -> Iterator[Verdict]:
    """Read each text as an article of its day and compare; a mention is that of the head of its words."""
    known = {actor.id for actor in resources.gazetteer}
    articles = (Article(case.where, case.text, date=case.date) for case in cases)
    for case, reading in zip(cases, read(articles, resources), strict=True):
        for mention in case.mentions:
            span = reading.doc.char_span(mention.start, mention.end, alignment_mode="expand")
            if span is None:
                raise DataError(f"{case.where}: {case.text[mention.start : mention.end]!r} are no words")
            ids = {p.actor.id for p in reading.cast.all_at(span.root.i) if p.actor is not None} & known
            right = not ids if mention.actor == NOBODY else ids == {mention.actor}
            yield Verdict(case, mention, " ".join(sorted(ids)), right)


def shares(verdicts: Iterable[Verdict], resources: Resources) -> dict[str, list[int]]:
    """How many of how many are right: all, the ambiguous, those that mean nobody, and by kind of actor."""
    right, total = Counter[str](), Counter[str]()
    for verdict in verdicts:
        actor = resources.gazetteer.actor(verdict.mention.actor)
        names = ["all", actor.kind if actor is not None else "nobody"]
        names += ["ambiguous"] if verdict.mention.ambiguous else []
        for name in names:
            total[name] += 1
            right[name] += verdict.right
    return {name: [right[name], total[name]] for name in sorted(total, key=lambda n: (n != "all", n != "ambiguous", n))}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--wrong", action="store_true", help="print the wrong links, one a line")
    options = parser.parse_args()
    resources = load()
    verdicts = list(judge(list(read_links()), resources))
    for verdict in verdicts if options.wrong else ():
        if not verdict.right:
            mention, text = verdict.mention, verdict.case.text
            words = f"{text[: mention.start]}[{text[mention.start : mention.end]}]{text[mention.end :]}"
            print(f"{verdict.case.where} {mention.actor} not {verdict.found or 'nobody'}: {words}", file=sys.stderr)
    print(json.dumps(shares(verdicts, resources)))


if __name__ == "__main__":
    main()
