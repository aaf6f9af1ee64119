"""Training material: UD trees and annotated names, in one form of sentence."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from realpolitik.extractors.lemmas import lemma_script
from realpolitik.extractors.training.mentions import KINDS, MentionHead, mention_heads
from realpolitik.extractors.training.pairs import NONE, STATUSES, Pair, PairedText
from realpolitik.ontology.errors import InputError


@dataclass(frozen=True, slots=True)
class Tree:
    """A sentence's UD annotation, one entry a word; heads count from 1, 0 is the root."""

    upos: tuple[str, ...]
    features: tuple[str, ...]
    scripts: tuple[str, ...]
    heads: tuple[int, ...]
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence to learn from.

    `names` holds the set of name tags each word may bear, as a bit mask; `mentions` is None where nobody marked them;
    `document` is named where the order of the sentences tells who is spoken of.
    """

    key: str
    words: tuple[str, ...]
    spaces: tuple[bool, ...]
    lemmas: tuple[str, ...] = ()
    tree: Tree | None = None
    names: tuple[int, ...] | None = None
    name_weight: float = 1.0
    document: str = ""
    mentions: tuple[MentionHead, ...] | None = None
    pairs: tuple[Pair, ...] = ()

    def offsets(self) -> list[tuple[int, int]]:
        """Character spans of the words in the sentence's text."""
        at, out = 0, []
        for word, space in zip(self.words, self.spaces, strict=True):
            out.append((at, at + len(word)))
            at += len(word) + space
        return out


@dataclass(frozen=True, slots=True)
class NamedText:
    """A line of a name corpus: text, tokens, and spans marked or left unknown (start, end, label)."""

    key: str
    text: str
    tokens: tuple[tuple[int, int], ...]
    entities: tuple[tuple[int, int, str], ...]
    unknown: tuple[tuple[int, int], ...]


def read_conllu(path: Path) -> Iterator[Sentence]:
    """Sentences of a CoNLL-U file, in order; empty nodes are left out, words of a multi-word token touch."""
    key = document = ""
    known: dict[str, int] = {}
    rows: list[list[str]] = []
    surface: dict[int, tuple[int, bool]] = {}
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            line = line.rstrip("\n")
            if line.startswith("# sent_id = "):
                key = line[12:]
            elif line.startswith("# newdoc id = "):
                document, known = line[14:], {}
            elif line.startswith("#"):
                continue
            elif not line:
                if rows:
                    yield _with_mentions(_sentence(key, rows, surface), rows, document, known)
                rows, surface = [], {}
            else:
                cells = line.split("\t")
                if len(cells) != 10:
                    raise InputError(f"{path}:{number}: {len(cells)} columns, not the 10 of CoNLL-U")
                if cells[0].isdigit():
                    rows.append(cells)
                elif "-" in cells[0]:
                    first, last = map(int, cells[0].split("-"))
                    surface[first] = (last, "SpaceAfter=No" not in cells[9])
    if rows:
        yield _with_mentions(_sentence(key, rows, surface), rows, document, known)


def _with_mentions(sentence: Sentence, rows: list[list[str]], document: str, known: dict[str, int]) -> Sentence:
    """The sentence with its mentions, where the file marks entities by document."""
    values = [dict(f.partition("=")[::2] for f in row[9].split("|")).get("Entity", "") for row in rows]
    if sentence.tree is None or not (known or any(values)):
        return sentence
    return replace(sentence, document=document, mentions=mention_heads(values, sentence.tree.heads, known))


def _sentence(key: str, rows: list[list[str]], surface: dict[int, tuple[int, bool]]) -> Sentence:
    spaces, until, after = [], 0, True
    for position, row in enumerate(rows, 1):
        if position in surface:
            until, after = surface[position]
        own = "SpaceAfter=No" not in row[9]
        spaces.append(own if position > until else after if position == until else False)
    words = tuple(row[1] for row in rows)
    lemmas = tuple(row[2] for row in rows)
    tree = Tree(
        upos=tuple(row[3] for row in rows),
        features=tuple(row[5] for row in rows),
        scripts=tuple(map(lemma_script, words, lemmas)),
        heads=tuple(int(row[6]) for row in rows),
        labels=tuple(row[7] for row in rows),
    )
    return Sentence(key, words, tuple(spaces), lemmas, tree)


def read_names(path: Path) -> Iterator[NamedText]:
    """Lines of an annotated name corpus (JSON lines)."""
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            try:
                row = json.loads(line)
                yield NamedText(
                    row["doc_id"],
                    row["text"],
                    tuple((a, b) for a, b in row.get("tokens", ())),
                    tuple((e["start"], e["end"], e["label"]) for e in row["entities"]),
                    tuple((a, b) for a, b in row.get("unknown", ())),
                )
            except (KeyError, TypeError, ValueError) as error:
                raise InputError(f"{path}:{number}: not a line of the name corpus: {error!r}") from error


def texts_of(path: Path) -> dict[str, str]:
    """The sentences of a name corpus by their ids."""
    return {named.key: named.text for named in read_names(path)}


def as_sentence(named: NamedText) -> Sentence:
    """The words of a name corpus's line, by its own tokens."""
    words = tuple(named.text[a:b] for a, b in named.tokens)
    ends = [b for _, b in named.tokens]
    starts = [a for a, _ in named.tokens[1:]] + [ends[-1] if ends else 0]
    return Sentence(named.key, words, tuple(s > e for s, e in zip(starts, ends, strict=True)))


def as_paired(paired: PairedText) -> Sentence:
    """The words of one of our annotated sentences, with its pairs."""
    return Sentence(paired.key, paired.words, paired.spaces, pairs=paired.pairs)


def fold_rare_labels(sentences: Iterable[Sentence], floor: int) -> list[Sentence]:
    """The same sentences; a relation with a subtype seen fewer than `floor` times keeps only its universal part."""
    sentences = list(sentences)
    seen = Counter(label for s in sentences if s.tree for label in s.tree.labels)
    kept = {label for label, n in seen.items() if n >= floor}
    out = []
    for sentence in sentences:
        if sentence.tree:
            labels = tuple(x if x in kept else x.split(":")[0] for x in sentence.tree.labels)
            sentence = replace(sentence, tree=replace(sentence.tree, labels=labels))
        out.append(sentence)
    return out


@dataclass(frozen=True, slots=True)
class Inventory:
    """The values each head of the network can give, in the order of its outputs."""

    upos: tuple[str, ...]
    labels: tuple[str, ...]
    features: tuple[str, ...]
    scripts: tuple[str, ...]
    kinds: tuple[str, ...]
    types: tuple[str, ...]
    statuses: tuple[str, ...]


def inventory(
    sentences: Iterable[Sentence], *, features_floor: int, script_floor: int, types: Iterable[str]
) -> Inventory:
    """What occurs in the trees often enough to be learned; index 0 of features and scripts is the empty one."""
    counts = {name: Counter[str]() for name in ("upos", "labels", "features", "scripts")}
    for sentence in sentences:
        if sentence.tree:
            for name, counter in counts.items():
                counter.update(getattr(sentence.tree, name))
    features = sorted(k for k, n in counts["features"].items() if n >= features_floor and k != "_")
    scripts = sorted(k for k, n in counts["scripts"].items() if n >= script_floor)
    upos, labels = (tuple(sorted(counts[name])) for name in ("upos", "labels"))
    return Inventory(upos, labels, ("_", *features), tuple(scripts), KINDS, (NONE, *sorted(types)), STATUSES)
