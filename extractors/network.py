"""The embedded network as it runs: ONNX graphs in a folder, from words of sentences to annotations."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from realpolitik.extractors.decoding import DIGITS, NameDecoder, best_heads
from realpolitik.extractors.windows import Window, pack, window_batches, windows
from realpolitik.extractors.wordpieces import WordPieces
from realpolitik.ontology.errors import ModelError

FILES = ("model.onnx", "labels.onnx", "antecedents.onnx", "pairs.onnx", "close.onnx", "tokenizer.json", "values.json")
_GRAPHS = FILES[:5]

_LEFT_HEADED = frozenset({"conj", "fixed", "flat", "goeswith"})
"""Universal Dependencies gives these relations their first word as head."""
_NEVER = -1e9


@dataclass(frozen=True, slots=True)
class Annotation:
    """What the model says of one sentence, by word; heads are places in the sentence, a root's head is itself.

    `vectors` (words, width) are what further heads of the model read; `pieces` (pieces, width) is what the lower layers
    make of a sentence, its two marks included, for those who read it closely: None of one too long to be read at once.
    """

    heads: NDArray[np.int64]
    labels: NDArray[np.int64]
    upos: NDArray[np.int64]
    features: NDArray[np.int64]
    scripts: NDArray[np.int64]
    kinds: NDArray[np.int64]
    vectors: NDArray[np.float16]
    pieces: NDArray[np.float16] | None
    names: list[tuple[int, int, str]]


class Network:
    """The ONNX graphs, the vocabulary and the values of their outputs, as they lie in a folder."""

    def __init__(self, folder: Path) -> None:
        import onnxruntime

        missing = [name for name in FILES if not (folder / name).is_file()]
        if missing:
            raise ModelError(f"{folder}: {', '.join(missing)} missing; install the package anew")
        try:
            values = json.loads((folder / "values.json").read_text(encoding="utf-8"))
            self.hashes: dict[str, str] = values["sha256"]
            self._check(folder)
            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = options.inter_op_num_threads = 1
            options.log_severity_level = 3
            self._encoder, self._labels, self._antecedents, self._pairs, self._close = (
                onnxruntime.InferenceSession(str(folder / name), options, providers=["CPUExecutionProvider"])
                for name in _GRAPHS
            )
            self.pieces = WordPieces(folder / "tokenizer.json")
            self.upos, self.labels, self.features, self.scripts, tags = (
                tuple(values[key]) for key in ("upos", "labels", "features", "scripts", "names")
            )
            self.kinds, self.types, self.statuses = (tuple(values[key]) for key in ("kinds", "types", "statuses"))
            bias = float(values["outside_bias"])
            self.width = int(next(o.shape[-1] for o in self._pairs.get_inputs() if o.name == "words"))
        except ModelError:
            raise
        except Exception as error:  # the runtime and the vocabulary each raise classes of their own
            raise ModelError(f"{folder}: the model cannot be read ({error}); install the package anew") from error
        self._root = self.labels.index("root")
        self._subject, self._object, self._said = (_place(self.labels, name) for name in ("nsubj", "obj", "ccomp"))
        self._open, self._case, self._oblique = (_place(self.labels, name) for name in ("xcomp", "case", "obl"))
        self._left_headed = np.array([label.split(":")[0] in _LEFT_HEADED for label in self.labels])
        self._decode_names = NameDecoder(tags, outside_bias=bias)

    def _check(self, folder: Path) -> None:
        for name, wanted in self.hashes.items():
            with (folder / name).open("rb") as data:
                found = hashlib.file_digest(data, "sha256").hexdigest()
            if found != wanted:
                raise ModelError(f"{folder / name}: damaged (SHA-256 {found}, not {wanted}); install the package anew")

    def annotate(self, sentences: list[list[str]], batch_pieces: int) -> list[Annotation]:
        """Annotations of sentences given as words; the same sentence gets the same ones in any company."""
        rows = [[self.pieces(word) for word in words] for words in sentences]
        parts: list[dict[Window, Annotation]] = [{} for _ in sentences]
        scores: list[dict[Window, NDArray[Any]]] = [{} for _ in sentences]
        for batch in window_batches(list(windows(rows)), batch_pieces):
            outputs = self._encoder.run(None, pack(rows, batch))
            for window, annotation, names in self._read(batch, outputs):
                parts[window.sentence][window] = annotation
                scores[window.sentence][window] = names
        return [self._joined(p, s) for p, s in zip(parts, scores, strict=True)]

    def _read(
        self, batch: list[Window], outputs: list[NDArray[Any]]
    ) -> Iterator[tuple[Window, Annotation, NDArray[Any]]]:
        arcs, label_dep, label_head, upos, features, scripts, kinds, vectors, names, below = outputs
        cores = [slice(w.lead + 1, w.lead + 1 + w.size) for w in batch]
        columns = [np.concatenate([[0], np.arange(core.start, core.stop)]) for core in cores]
        trees = [arcs[b, core][:, columns[b]] for b, core in enumerate(cores)]
        heads = [best_heads(tree) for tree in trees]

        def labelled(windows: list[int]) -> list[NDArray[np.int64]]:
            dep = np.concatenate([label_dep[b, cores[b]] for b in windows])
            head = np.concatenate([label_head[b, columns[b][heads[b]]] for b in windows])
            scored = self._labels.run(None, {"dep": dep, "head": head})[0]
            best = self._best_labels(scored, np.concatenate([heads[b] for b in windows]) == 0)
            return np.split(best, np.cumsum([len(heads[b]) for b in windows])[:-1])

        labels = labelled(list(range(len(batch))))
        wrong = {b: at for b in range(len(batch)) if len(at := self._turned(heads[b], labels[b]))}
        for b, at in wrong.items():
            trees[b][at, heads[b][at]] = _NEVER
            heads[b] = best_heads(trees[b])
        if wrong:
            for b, relabelled in zip(wrong, labelled(list(wrong)), strict=True):
                labels[b] = relabelled
        for b, window in enumerate(batch):
            core = cores[b]
            own = np.where(heads[b] == 0, np.arange(window.size), heads[b] - 1)
            best = [_best(scores[b, core]) for scores in (upos, features, scripts, kinds)]
            self._settle_subjects(own, heads[b], labels[b])
            self._settle_objects(own, labels[b])
            half = vectors[b, core].astype(np.float16)
            pieces = below[b, : window.pieces + 2].astype(np.float16) if window.whole else None
            annotation = Annotation(own, labels[b], best[0], best[1], best[2], best[3], half, pieces, [])
            yield window, annotation, names[b, core]

    def _settle_objects(self, own: NDArray[np.int64], labels: NDArray[np.int64]) -> None:
        """Settle who stands between a verb and its open complement, and what stands behind a preposition.

        An open complement has no subject of its own: in "Poland wants Russia to withdraw" Russia is the object of
        "wants". What has a preposition before it is no object: "pulled out of the treaty".
        """
        for verb in np.flatnonzero(labels == self._open):
            head = own[verb]
            between = np.flatnonzero((own == verb) & (labels == self._subject))
            if len(between) == 1 and head < between[0] < verb and not ((own == head) & (labels == self._object)).any():
                own[between[0]] = head
                labels[between[0]] = self._object
        for word in np.flatnonzero(labels == self._case):
            noun = own[word]
            if word < noun and labels[noun] == self._object:
                labels[noun] = self._oblique

    def _settle_subjects(self, own: NDArray[np.int64], heads: NDArray[np.int64], labels: NDArray[np.int64]) -> None:
        """Settle two subjects of one verb; `own` are the heads that are returned, `heads` count from the root.

        One that follows the verb is its object: "Kyrgyz officials warned the Uzbeks". Of two before a verb of saying,
        the first belongs to what is said: "President Clinton has imposed sanctions, the White House said".
        """
        words = np.arange(1, len(heads) + 1)
        subjects = labels == self._subject
        for head in np.unique(heads[subjects & (heads > 0)]):
            both = np.flatnonzero(subjects & (heads == head))
            if len(both) != 2:
                continue
            first, second = both
            if first + 1 < head < second + 1 and not ((heads == head) & (labels == self._object)).any():
                labels[second] = self._object
            said = np.flatnonzero((heads == head) & (labels == self._said) & (words > first + 1) & (words < second + 1))
            if len(said) == 1 and not (subjects & (heads == said[0] + 1)).any():
                own[first] = said[0]

    def _turned(self, heads: NDArray[np.int64], labels: NDArray[np.int64]) -> NDArray[np.int64]:
        """Words whose relation leads from left to right by definition, and that hang from a word to their right."""
        return np.flatnonzero(self._left_headed[labels] & (heads > np.arange(1, len(heads) + 1)))

    def _best_labels(self, scores: NDArray[Any], roots: NDArray[np.bool_]) -> NDArray[np.int64]:
        scores[:, self._root] = np.where(roots, np.inf, -np.inf)
        return _best(scores)

    def _joined(self, parts: dict[Window, Annotation], scores: dict[Window, NDArray[Any]]) -> Annotation:
        """One annotation of a sentence's windows; the roots of later windows hang from the first one's."""
        order = sorted(parts, key=lambda w: w.start)
        spans = self._decode_names(np.concatenate([scores[w] for w in order]))
        pieces = [parts[w] for w in order]
        heads = np.concatenate([p.heads + w.start for w, p in zip(order, pieces, strict=True)])
        labels = np.concatenate([p.labels for p in pieces])
        roots = np.flatnonzero(heads == np.arange(len(heads)))
        if len(roots) > 1:
            heads[roots[1:]] = roots[0]
            labels[roots[1:]] = self.labels.index("parataxis")
        upos, features, scripts, kinds, vectors = (
            np.concatenate([getattr(p, name) for p in pieces])
            for name in ("upos", "features", "scripts", "kinds", "vectors")
        )
        below = pieces[0].pieces if len(pieces) == 1 else None
        return Annotation(heads, labels, upos, features, scripts, kinds, vectors, below, spans)

    def antecedent_scores(
        self,
        vectors: NDArray[Any],
        later: NDArray[np.int64],
        earlier: NDArray[np.int64],
        features: NDArray[np.float32],
    ) -> NDArray[np.float64]:
        """Scores (pairs) of the mentions `later` to mean what `earlier` ones do; 0 is the score of a new referent."""
        given = {"vectors": vectors.astype(np.float32), "later": later, "earlier": earlier, "features": features}
        scores: NDArray[np.float64] = np.round(self._antecedents.run(None, given)[0].astype(np.float64), DIGITS)
        return scores

    def pair_scores(
        self, words: NDArray[Any], subjects: list[tuple[int, int]], objects: list[tuple[int, int]]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Probabilities (pairs, types) and (pairs, statuses) of what a sentence says of pairs of stretches of words.

        `words` are the vectors of its words; a stretch is its first word and the one after its last.
        """
        weights = np.zeros((2, len(subjects), len(words)), np.float32)
        for side, spans in enumerate((subjects, objects)):
            for row, (start, end) in enumerate(spans):
                weights[side, row, start:end] = 1 / (end - start)
        given = {"words": words.astype(np.float32), "subject": weights[0], "object": weights[1]}
        types, statuses = self._pairs.run(None, given)
        return _shares(types), _shares(statuses)

    def close_scores(
        self, pieces: NDArray[Any], words: list[str], subjects: list[tuple[int, int]], objects: list[tuple[int, int]]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """What `pair_scores` gives, by reading the sentence once more for each pair; `pieces` are its annotation's."""
        starts = np.cumsum([1, *(len(self.pieces(word)[0]) for word in words)])
        marks = np.zeros((2, len(subjects), len(pieces)), np.float32)
        for side, spans in enumerate((subjects, objects)):
            for row, (start, end) in enumerate(spans):
                marks[side, row, starts[start] : starts[end]] = 1
        given = {"pieces": pieces[None].astype(np.float32), "subject": marks[0], "object": marks[1]}
        types, statuses = self._close.run(None, given)
        return _shares(types), _shares(statuses)


def _place(labels: tuple[str, ...], name: str) -> int:
    """The place of a label; -1, which no word bears, where the model has none such."""
    return labels.index(name) if name in labels else -1


def _best(scores: NDArray[Any]) -> NDArray[np.int64]:
    best: NDArray[np.int64] = np.round(scores, DIGITS).argmax(-1)
    return best


def _shares(scores: NDArray[Any]) -> NDArray[np.float64]:
    """Scores as probabilities by row."""
    rounded = np.round(scores.astype(np.float64), DIGITS)
    powers = np.exp(rounded - rounded.max(-1, keepdims=True))
    shares: NDArray[np.float64] = powers / powers.sum(-1, keepdims=True)
    return shares
