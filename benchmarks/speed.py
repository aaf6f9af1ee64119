"""Sentences a second of the whole reading beside the bare language pipeline, in one process, in turn.

    python benchmarks/speed.py ARTICLES.jsonl [--rounds N]

Prints one JSON line: sentences, seconds of both (median of the rounds), their ratio and sentences a second.
"""

import argparse
import json
import statistics
import time
from pathlib import Path

from realpolitik.extractors.pipeline import load, read
from realpolitik.extractors.readers import read_articles


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    articles = list(read_articles([options.articles], on_error=lambda error: print(error)))
    resources = load()
    bare: list[float] = []
    whole: list[float] = []
    sentences = statements = 0
    for _ in range(options.rounds + 1):
        start = time.perf_counter()
        sentences = sum(1 for doc in resources.nlp.pipe(a.text for a in articles) for _ in doc.sents)
        bare.append(time.perf_counter() - start)
        start = time.perf_counter()
        statements = sum(1 for reading in read(articles, resources) for _ in reading.statements)
        whole.append(time.perf_counter() - start)
    seconds_bare, seconds_whole = statistics.median(bare[1:]), statistics.median(whole[1:])
    figures = {
        "articles": len(articles),
        "sentences": sentences,
        "statements": statements,
        "bare_s": round(seconds_bare, 2),
        "whole_s": round(seconds_whole, 2),
        "ratio": round(seconds_whole / seconds_bare, 2),
        "sentences_per_s": round(sentences / seconds_whole, 1),
        "bare_sentences_per_s": round(sentences / seconds_bare, 1),
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
