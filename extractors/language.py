"""The spaCy pipeline that reads: the embedded one, or any installed one with Universal Dependencies labels."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import spacy
from spacy.language import Language

from realpolitik.extractors import encoder, sentences  # noqa: F401  (registers the factories before installation does)
from realpolitik.extractors.tokenizer import adapt_tokenizer
from realpolitik.ontology.errors import ModelError

_TELLING = frozenset({"nsubj", "obj", "obl", "nmod", "case"})
"""Relations that every pipeline with Universal Dependencies has; no other scheme of English has `obj` and `obl`."""


def blank() -> Language:
    """The embedded pipeline's parts without the model: tokenizer, sentence bounds, encoder."""
    nlp = spacy.blank("en")
    adapt_tokenizer(nlp)
    nlp.add_pipe("realpolitik_sentences")
    nlp.add_pipe("realpolitik_encoder")
    return nlp


def load(name: str | None = None) -> Language:
    """The embedded pipeline, or the installed spaCy pipeline `name`.

    Raises `ModelError` when the model is missing or damaged, or when the named pipeline's labels are not those of
    Universal Dependencies.
    """
    return load_embedded() if name is None else load_named(name)


def load_embedded() -> Language:
    """The pipeline that the package holds."""
    folder = Path(str(resources.files("realpolitik.extractors") / "model"))
    if not (folder / "config.cfg").is_file():
        raise ModelError(f"{folder}: no language model there; install the package anew")
    try:
        return spacy.load(folder)
    except ModelError:
        raise
    except Exception as error:  # spaCy, its config and its serialisers each raise classes of their own
        raise ModelError(f"{folder}: the language model cannot be read ({error}); install the package anew") from error


def load_named(name: str) -> Language:
    """An installed spaCy pipeline, refused when its parser's labels are not Universal Dependencies."""
    try:
        nlp = spacy.load(name)
    except (OSError, ValueError, ImportError) as error:
        raise ModelError(
            f"pipeline {name!r} cannot be loaded ({error}); install it, or leave --pipeline out"
        ) from error
    check_labels(nlp, name)
    return nlp


def check_labels(nlp: Language, name: str) -> None:
    """Raise `ModelError` unless the pipeline has a parser with Universal Dependencies labels."""
    if "realpolitik_encoder" in nlp.pipe_names:
        return
    labels = {label.split(":")[0] for labels in nlp.pipe_labels.values() for label in labels}
    if "case" not in labels and "nsubj" not in labels:
        raise ModelError(f"pipeline {name!r} has no dependency parser; Realpolitik needs one")
    if missing := _TELLING - labels:
        raise ModelError(
            f"pipeline {name!r} does not use Universal Dependencies labels (no {', '.join(sorted(missing))}); "
            "choose one that does, or leave --pipeline out"
        )
