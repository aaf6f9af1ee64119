"""How many clauses between two known actors the tables give a class, and which verbs they do not know.

    python benchmarks/coverage.py TEXTS.jsonl [TEXTS.jsonl ...] [--missing 40] [--sample N]

Each line has a `text`. A clause counts where a known actor is its subject and another its object, or stands after
"with", "against", "to", "at" or "on" where there is no object. It is covered where an event of the tables or a standing
relation was read from its verb, the verb is one of saying, or the tables know that it tells no political act ("beat" in
a match, "marry"). Prints one JSON line; `--sample` prints that many
covered clauses with their class instead, drawn by a hash of the text, to be checked by hand.
"""

import argparse
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from spacy.tokens import Token

from realpolitik.extractors.arguments import Arguments
from realpolitik.extractors.clauses import Clause
from realpolitik.extractors.pipeline import Reading, Resources, load, read
from realpolitik.ontology.records import Article, Statement

AFTER = ("with", "against", "to", "at", "on")


def parties(clause: Clause, arguments: Arguments) -> bool:
    """Whether two known actors stand in the clause as subject and object."""
    subjects = [a for a in arguments.read(clause.slots.get("subj", ()), whole=False, acts=True) if not a.indirect]
    objects = clause.slots.get("obj", ())
    fillers = [objects] if objects else [clause.slots.get(slot, ()) for slot in ("iobj", *AFTER)]
    others = [a for tokens in fillers for a in arguments.read(tokens, whole=False) if not a.indirect]
    ids = [{a.participant.actor.id for a in side if a.participant.actor} for side in (subjects, others)]
    return bool(ids[0] and ids[1] - ids[0])


def covering(reading: Reading, predicate: Token) -> tuple[Statement, ...] | None:
    """The statements of a class read from a verb; None where it gave none."""
    for found in reading.found:
        coded = tuple(s for s in found.statements if s.relation.event_type is not None)
        if found.event is not None and found.event.event_type and predicate in found.event.words:
            return coded
        standing = tuple(s for s in found.statements if s.relation.standing)
        spans = {(c.span.start, c.span.end) for s in standing for c in s.evidence.cues}
        if (predicate.idx, predicate.idx + len(predicate)) in spans:
            return standing
    return None


def clauses(paths: list[Path], resources: Resources) -> Iterator[tuple[Clause, str, tuple[Statement, ...] | None]]:
    """Each clause between two known actors, its sentence, and what the tables read from it."""
    texts = [json.loads(line)["text"] for path in paths for line in path.read_text("utf-8").splitlines()]
    articles = (Article(f"text-{number}", text) for number, text in enumerate(texts))
    for reading in read(articles, resources):
        arguments = Arguments(reading.doc, reading.cast, resources.lexicon, resources.gazetteer)
        for clause in reading.clauses:
            if clause.predicate.pos_ == "VERB" and parties(clause, arguments):
                yield clause, clause.predicate.sent.text.strip(), covering(reading, clause.predicate)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", type=Path, nargs="+")
    parser.add_argument("--missing", type=int, default=40, help="how many of the verbs without a class to name")
    parser.add_argument("--sample", type=int, default=0, help="print so many covered clauses instead")
    options = parser.parse_args()
    resources = replace(load(), learned=False)
    counts: Counter[str] = Counter()
    missing: Counter[str] = Counter()
    covered = []
    for clause, sentence, statements in clauses(options.texts, resources):
        verb = " ".join(filter(None, (clause.lemma, clause.particle)))
        if statements is not None:
            counts["class"] += 1
            covered.extend((sentence, s) for s in statements[:1])
        elif resources.lexicon.attribution(clause.lemma, "VERB") is not None:
            counts["saying"] += 1
        elif resources.lexicon.neutral(clause.lemma, clause.particle):
            counts["no class"] += 1
        else:
            counts["none"] += 1
            missing[verb] += 1
            sys.stderr.write(f"{verb}\t{sentence}\n")
    if options.sample:
        covered.sort(key=lambda pair: hashlib.sha256(pair[0].encode()).hexdigest())
        for sentence, s in covered[: options.sample]:
            kind = "/".join(filter(None, (s.relation.event_type, s.relation.mode))) or s.relation.phrase
            ends = s.subject.mention.text, s.object.mention.text if s.object else ""
            sys.stdout.write(
                f"{ends[0]} | {s.relation.phrase} | {ends[1]} | {kind} | {s.status} | {s.polarity}\n    {sentence}\n"
            )
        return
    total = sum(counts.values())
    share = round(100 * (total - counts["none"]) / max(1, total), 1)
    print(
        json.dumps(
            {"clauses": total, **counts, "covered": share, "missing": dict(missing.most_common(options.missing))}
        )
    )


if __name__ == "__main__":
    main()
