"""Figures of a pipeline on development data: trees, parts of speech, lemmas, names, altered case, speed."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from realpolitik.extractors.training.batches import in_case
from realpolitik.extractors.training.bracketed import read_bracketed
from realpolitik.extractors.training.coreference_scores import measure_coreference
from realpolitik.extractors.training.corpus import NamedText, Sentence, as_sentence, read_conllu, read_names
from realpolitik.extractors.training.material import splitter

TREES = ("ud/ewt-dev.conllu", "ud/gum-dev.conllu")
NAMES = ("ner/uner_ewt_dev.jsonl", "ner/crossner_politics_dev.jsonl", "ner/gum_dev.jsonl")
RELATIONS = ("nsubj", "nsubj:pass", "obj", "obl", "obl:agent", "conj", "appos", "nmod", "nmod:poss", "acl:relcl")
CASES = ("", "upper", "title", "lower")
_PLACES = {"GPE": "LOC", "FAC": "LOC"}


@dataclass(frozen=True, slots=True)
class F1:
    """Precision, recall and their harmonic mean, in per cent, and how many are in the gold."""

    precision: float
    recall: float
    f1: float
    gold: int


def f1(right: int, found: int, gold: int) -> F1:
    """The figures of `right` among `found` and `gold`."""
    precision, recall = (100 * right / n if n else 0.0 for n in (found, gold))
    both = found + gold
    return F1(round(precision, 1), round(recall, 1), round(200 * right / both, 1) if both else 0.0, gold)


def gold_doc(nlp: Language, sentence: Sentence, case: str = "") -> Doc:
    """A document of the sentence's own tokens, its one sentence bound set, in another case if wished."""
    words = [in_case(word, case) for word in sentence.words]
    starts: list[bool | int | None] = [i == 0 for i in range(len(words))]
    return Doc(nlp.vocab, words=words, spaces=list(sentence.spaces), sent_starts=starts)


def measure_trees(nlp: Language, sentences: list[Sentence], case: str = "") -> dict[str, Any]:
    """UPOS, UAS, LAS (universal and full relations), lemma accuracy and F1 by relation, on gold tokens."""
    counts: Counter[str] = Counter()
    found: Counter[str] = Counter()
    gold: Counter[str] = Counter()
    right: Counter[str] = Counter()
    docs = nlp.pipe((gold_doc(nlp, s, case) for s in sentences), batch_size=256)
    for sentence, doc in zip(sentences, docs, strict=True):
        tree = sentence.tree
        if tree is None:
            continue
        for i, token in enumerate(doc):
            head = 0 if token.head.i == i else token.head.i + 1
            label = "root" if token.dep_ == "ROOT" else token.dep_
            hit = head == tree.heads[i]
            counts["words"] += 1
            counts["upos"] += token.pos_ == tree.upos[i]
            counts["lemma"] += token.lemma_ == sentence.lemmas[i]
            counts["uas"] += hit
            counts["las"] += hit and label.split(":")[0] == tree.labels[i].split(":")[0]
            counts["las_full"] += hit and label == tree.labels[i]
            found[label] += 1
            gold[tree.labels[i]] += 1
            right[label] += hit and label == tree.labels[i]
    shares = {k: round(100 * counts[k] / counts["words"], 2) for k in ("upos", "lemma", "uas", "las", "las_full")}
    return {**shares, "relations": {r: f1(right[r], found[r], gold[r]).f1 for r in RELATIONS}}


def measure_names(nlp: Language, lines: list[NamedText], case: str = "", *, apart: bool = False) -> dict[str, Any]:
    """F1 of exact spans and classes; spans that the gold leaves unknown are not counted.

    Places are one class, unless `apart`.
    """
    together = {} if apart else _PLACES
    right: Counter[str] = Counter()
    found: Counter[str] = Counter()
    gold: Counter[str] = Counter()
    classes = {together.get(label, label) for line in lines for *_, label in line.entities}
    sentences = [as_sentence(line) for line in lines]
    docs = nlp.pipe((gold_doc(nlp, s, case) for s in sentences), batch_size=256)
    for line, sentence, doc in zip(lines, sentences, docs, strict=True):
        ends = {token.idx + len(token): b for token, (_, b) in zip(doc, line.tokens, strict=True)}
        begins = {token.idx: a for token, (a, _) in zip(doc, line.tokens, strict=True)}
        if len(sentence.words) != len(doc):
            continue
        wanted = {(a, b, together.get(label, label)) for a, b, label in line.entities}
        spans = {(begins[e.start_char], ends[e.end_char], together.get(e.label_, e.label_)) for e in doc.ents}
        unknown = set(line.unknown)
        spans = {s for s in spans if s[2] in classes and s[:2] not in unknown}
        for counter, part in ((right, wanted & spans), (found, spans), (gold, wanted)):
            counter.update(label for *_, label in part)
    by_class = {c: f1(right[c], found[c], gold[c]).f1 for c in sorted(classes)}
    return {"f1": f1(right.total(), found.total(), gold.total()).f1, "classes": by_class}


def measure_speed(nlp: Language, sentences: Iterable[Sentence]) -> int:
    """Words a second of processor time, gold tokens, in batches of 256 sentences."""
    docs = [gold_doc(nlp, s) for s in sentences]
    began = time.process_time()
    words = sum(len(doc) for doc in nlp.pipe(docs, batch_size=256))
    return round(words / (time.process_time() - began))


def measure(nlp: Language, corpora: Path, progress: Callable[[str], None] = lambda line: None) -> dict[str, Any]:
    """All figures, on the development files below `corpora`; none of them is training material."""
    out: dict[str, Any] = {"trees": {}, "names": {}}
    for path in TREES:
        sentences = list(read_conllu(corpora / path))
        for case in CASES:
            key = Path(path).stem + (f", {case} case" if case else "")
            out["trees"][key] = measure_trees(nlp, sentences, case)
            progress(f"{key}: {out['trees'][key]}")
        out["trees"][Path(path).stem]["words_per_second"] = measure_speed(nlp, sentences)
    for path in NAMES:
        lines = list(read_names(corpora / path))
        for case in CASES:
            key = Path(path).stem + (f", {case} case" if case else "")
            out["names"][key] = measure_names(nlp, lines, case)
            progress(f"{key}: {out['names'][key]}")
    split = splitter()
    own = list(read_bracketed(lambda text: [token for sentence in split(text) for token in sentence], "check"))
    out["names"]["our own, check part, nine classes"] = measure_names(nlp, own, apart=True)
    out["coreference"] = {"gum-dev": measure_coreference(nlp, read_conllu(corpora / TREES[1]))}
    progress(f"our own names: {out['names']['our own, check part, nine classes']}; {out['coreference']}")
    return out
