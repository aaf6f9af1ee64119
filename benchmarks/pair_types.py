"""How often the learned reader gives a marked pair of actors its type, `none` left aside.

    python benchmarks/pair_types.py PAIRS.jsonl

Each line has `text`, `source.text`, `target.text` and `type`; `YIELD` stands for both CONCEDE and RETREAT. Prints one
JSON line.
"""

import argparse
import json
from collections import Counter
from pathlib import Path

from spacy.tokens import Doc

from realpolitik.extractors.pair_reader import NONE, PairReader
from realpolitik.extractors.pipeline import load

YIELD = {"CONCEDE": "YIELD", "RETREAT": "YIELD"}


def place(doc: Doc, words: str) -> tuple[int, int] | None:
    """The tokens that hold the first occurrence of some words."""
    at = doc.text.find(words)
    span = doc.char_span(at, at + len(words), alignment_mode="expand") if at >= 0 else None
    return (span.start, span.end) if span is not None else None


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pairs", type=Path)
    rows = [json.loads(line) for line in parser.parse_args().pairs.read_text("utf-8").splitlines()]
    resources = load()
    if resources.network is None:
        raise SystemExit("the embedded pipeline has no learned reader")
    reader = PairReader(resources.network)
    pairs = right = 0
    for row, doc in zip(rows, resources.nlp.pipe(row["text"] for row in rows), strict=True):
        ends = place(doc, row["source"]["text"]), place(doc, row["target"]["text"])
        if ends[0] is None or ends[1] is None:
            continue
        sentences = [s for s in doc.sents if all(s.start <= start < s.end for start, _ in ends)]
        (found,) = reader.read(doc, sentences[0] if sentences else doc[:], [ends])
        shares: Counter[str] = Counter()
        for name, share in found.shares.items():
            if name != NONE:
                shares[YIELD.get(name, name)] += share
        pairs += 1
        right += max(shares, key=lambda name: (shares[name], name)) == row["type"]
    print(json.dumps({"pairs": pairs, "right": right, "share": round(100 * right / max(1, pairs), 1)}))


if __name__ == "__main__":
    main()
