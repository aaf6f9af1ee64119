"""Statements as `realpolitik extract` prints them, read with rules and tables alone.

python benchmarks/ablation.py ARTICLES.jsonl > STATEMENTS.jsonl
"""

import argparse
import json
import sys
from dataclasses import replace
from pathlib import Path

from realpolitik.extractors.pipeline import load, read
from realpolitik.extractors.readers import read_articles
from realpolitik.ontology.statement_json import statement_to_json


def main() -> None:
    """Read and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path)
    options = parser.parse_args()
    articles = read_articles([options.articles], on_error=lambda error: print(error, file=sys.stderr))
    for reading in read(articles, replace(load(), learned=False)):
        for statement in reading.statements:
            print(json.dumps(statement_to_json(statement, reading.article), ensure_ascii=False))


if __name__ == "__main__":
    main()
