"""The training material as one list of sentences, drawn anew for each epoch."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

from realpolitik.extractors.language import blank
from realpolitik.extractors.tokenizer import tokenize
from realpolitik.extractors.training.annotated import NEWS, read_cases
from realpolitik.extractors.training.bracketed import read_bracketed
from realpolitik.extractors.training.config import Config, Stage
from realpolitik.extractors.training.corpus import (
    Inventory,
    Sentence,
    as_paired,
    as_sentence,
    fold_rare_labels,
    inventory,
    read_conllu,
    read_names,
    texts_of,
)
from realpolitik.extractors.training.names import CLASSES, allowed_tags, read_gazetteer, silver_tags, with_names
from realpolitik.extractors.training.pairs import Split, paired_texts
from realpolitik.ontology.schema import load_schema

_SILVER_WEIGHT = 0.5


@dataclass(frozen=True, slots=True)
class Material:
    """Sentences with trees (and names where they have them), name sentences with the share an epoch sees, and our own.

    `own_names` are our sentences with all classes of names marked, `pairs` those with pairs of actors.
    """

    trees: tuple[Sentence, ...]
    names: tuple[tuple[float, tuple[Sentence, ...]], ...]
    own_names: tuple[Sentence, ...]
    pairs: tuple[Sentence, ...]
    values: Inventory


def splitter() -> Split:
    """Tokens by sentence, as the shipped pipeline makes them."""
    nlp = blank()
    nlp.disable_pipe("realpolitik_encoder")

    def split(text: str) -> list[list[tuple[int, int]]]:
        doc = nlp(tokenize(nlp, text))
        return [[(t.idx, t.idx + len(t)) for t in s if not t.is_space] for s in doc.sents]

    return split


def read_material(config: Config, corpora: Path, reference: Path, annotated: Path) -> Material:
    """All training sentences named in the configuration, below the folder `corpora`, and our own.

    Of what we annotated (names and statements beside this module, pairs in the folder `annotated`) only the train parts
    are read.
    """
    schema = load_schema()
    split = splitter()
    own = [
        (as_sentence(named), named)
        for named in read_bracketed(
            lambda text: [token for sentence in split(text) for token in sentence],
            "train",
            int(config["data.renamed_copies"]),
        )
    ]
    news = read_cases(NEWS, texts=texts_of(corpora / config["data.news"]))
    cases = [*read_cases(annotated), *news * int(config["data.news_copies"])]
    gazetteer = read_gazetteer(reference, config.sections["words"])
    trees = fold_rare_labels(
        (s for path in config.trees for s in read_conllu(corpora / path)), int(config["data.label_floor"])
    )
    by_key = {s.key: i for i, s in enumerate(trees)}
    sources = []
    for source in config.names:
        alone: list[Sentence] = []
        for named in read_names(corpora / source.path):
            place = by_key.get(named.key)
            sentence = trees[place] if place is not None else as_sentence(named)
            if not sentence.words or (place is not None and _text(sentence) != named.text):
                continue
            tagged = with_names(sentence, allowed_tags(sentence, named, source.labels, gazetteer), source.weight)
            if place is not None:
                trees[place] = tagged
            else:
                alone.append(tagged)
        if alone:
            sources.append((source.share, tuple(alone)))
    trees = [s if s.names is not None else with_names(s, silver_tags(s, gazetteer), _SILVER_WEIGHT) for s in trees]
    floors = {name: int(config[f"data.{name}"]) for name in ("features_floor", "script_floor")}
    return Material(
        tuple(trees),
        tuple(sources),
        tuple(with_names(s, allowed_tags(s, named, CLASSES, gazetteer), 1.0) for s, named in own),
        tuple(map(as_paired, paired_texts((case for case in cases if case.part == "train"), split, schema))),
        inventory(trees, types=schema.event_types, **floors),
    )


def _text(sentence: Sentence) -> str:
    return "".join(w + " " * s for w, s in zip(sentence.words, sentence.spaces, strict=True)).rstrip()


def epoch_batches(material: Material, config: Config, stage: Stage, epoch: int) -> list[list[Sentence]]:
    """The batches of one epoch: of like length, about `training.batch_words` words each, in random order.

    A source with a share below 1 gives other sentences in each epoch until all were seen. Batches of documents hold
    consecutive sentences.
    """
    rng = random.Random(f"{config.seed}-{epoch}")  # noqa: S311
    limit = int(config["training.batch_words"])
    documents = [s for s in material.trees if s.document] if stage.documents else []
    alone = tuple(s for s in material.trees if not (stage.documents and s.document))
    sources = [(stage.trees, alone), (stage.own_names, material.own_names), (stage.pairs, material.pairs)]
    sources += [(stage.names * share, sentences) for share, sentences in material.names]
    chosen = [s for share, sentences in sources for s in _portion(sentences, share, epoch, config.seed)]
    drop = float(config["data.no_final_mark"])
    chosen = [_without_final_mark(s) if rng.random() < drop else s for s in chosen]
    rng.shuffle(chosen)
    chosen.sort(key=lambda s: len(s.words) + rng.uniform(-1.5, 1.5))
    batches = list(_batches(chosen, limit))
    for _ in range(round(stage.documents)):
        # Documents begin their batches at another place each time, so that other mentions stand together.
        for _, document in groupby(documents, key=lambda s: s.document):
            sentences = list(document)
            cut = rng.randrange(max(1, len(sentences) // 3))
            batches += [*_batches(sentences[:cut], limit), *_batches(sentences[cut:], limit)]
    rng.shuffle(batches)
    return batches


def _batches(sentences: Sequence[Sentence], limit: int) -> Iterator[list[Sentence]]:
    batch: list[Sentence] = []
    words = 0
    for sentence in sentences:
        if batch and words + len(sentence.words) > limit:
            yield batch
            batch, words = [], 0
        batch.append(sentence)
        words += len(sentence.words)
    if batch:
        yield batch


def _portion(sentences: tuple[Sentence, ...], share: float, epoch: int, seed: int) -> list[Sentence]:
    whole, rest = divmod(share, 1.0)
    out = list(sentences) * int(whole)
    if rest and sentences:
        order = list(range(len(sentences)))
        random.Random(seed).shuffle(order)  # noqa: S311
        size = round(len(order) * rest)
        start = size * epoch % len(order)
        out += [sentences[i] for i in (order + order)[start : start + size]]
    return out


def _without_final_mark(sentence: Sentence) -> Sentence:
    """The sentence without its last full stop, as headlines stand; the tree must not hang from it."""
    last = len(sentence.words)
    if last < 3 or sentence.words[-1] not in {".", "!"}:
        return sentence
    tree = sentence.tree
    if tree is not None:
        if tree.upos[-1] != "PUNCT" or last in tree.heads:
            return sentence
        tree = replace(
            tree,
            upos=tree.upos[:-1],
            features=tree.features[:-1],
            scripts=tree.scripts[:-1],
            heads=tree.heads[:-1],
            labels=tree.labels[:-1],
        )
    return replace(
        sentence,
        words=sentence.words[:-1],
        spaces=sentence.spaces[:-1],
        lemmas=sentence.lemmas[:-1],
        tree=tree,
        names=sentence.names[:-1] if sentence.names is not None else None,
    )
