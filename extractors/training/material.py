"""The training material as one list of sentences, drawn anew for each epoch."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from pathlib import Path

from realpolitik.extractors.training.config import Config
from realpolitik.extractors.training.corpus import (
    Inventory,
    Sentence,
    as_sentence,
    fold_rare_labels,
    inventory,
    read_conllu,
    read_names,
)
from realpolitik.extractors.training.names import allowed_tags, read_gazetteer, silver_tags, with_names

_SILVER_WEIGHT = 0.5


@dataclass(frozen=True, slots=True)
class Material:
    """Sentences with trees (and names where they have them), and name sentences with the share an epoch sees."""

    trees: tuple[Sentence, ...]
    names: tuple[tuple[float, tuple[Sentence, ...]], ...]
    values: Inventory


def read_material(config: Config, corpora: Path, reference: Path) -> Material:
    """All training sentences named in the configuration, below the folder `corpora`."""
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
    values = inventory(
        trees, features_floor=int(config["data.features_floor"]), script_floor=int(config["data.script_floor"])
    )
    return Material(tuple(trees), tuple(sources), values)


def _text(sentence: Sentence) -> str:
    return "".join(w + " " * s for w, s in zip(sentence.words, sentence.spaces, strict=True)).rstrip()


def epoch_batches(material: Material, config: Config, epoch: int) -> list[list[Sentence]]:
    """The batches of one epoch: of like length, about `training.batch_words` words each, in random order.

    A source with a share below 1 gives other sentences in each epoch until all were seen.
    """
    rng = random.Random(f"{config.seed}-{epoch}")  # noqa: S311
    chosen = list(material.trees)
    for share, sentences in material.names:
        chosen += _portion(sentences, share, epoch, config.seed)
    drop = float(config["data.no_final_mark"])
    chosen = [_without_final_mark(s) if rng.random() < drop else s for s in chosen]
    rng.shuffle(chosen)
    chosen.sort(key=lambda s: len(s.words) + rng.uniform(-1.5, 1.5))
    limit, batches, batch, words = int(config["training.batch_words"]), [], list[Sentence](), 0
    for sentence in chosen:
        if batch and words + len(sentence.words) > limit:
            batches.append(batch)
            batch, words = [], 0
        batch.append(sentence)
        words += len(sentence.words)
    if batch:
        batches.append(batch)
    rng.shuffle(batches)
    return batches


def _portion(sentences: tuple[Sentence, ...], share: float, epoch: int, seed: int) -> list[Sentence]:
    whole, rest = divmod(share, 1.0)
    out = list(sentences) * int(whole)
    if rest:
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
