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

FILES = ("model.onnx", "labels.onnx", "tokenizer.json", "values.json")


@dataclass(frozen=True, slots=True)
class Annotation:
    """What the model says of one sentence, by word; heads are places in the sentence, a root's head is itself."""

    heads: NDArray[np.int64]
    labels: NDArray[np.int64]
    upos: NDArray[np.int64]
    features: NDArray[np.int64]
    scripts: NDArray[np.int64]
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
            provider = ["CPUExecutionProvider"]
            self._encoder = onnxruntime.InferenceSession(str(folder / "model.onnx"), options, providers=provider)
            self._labels = onnxruntime.InferenceSession(str(folder / "labels.onnx"), options, providers=provider)
            self.pieces = WordPieces(folder / "tokenizer.json")
            self.upos, self.labels, self.features, self.scripts, tags = (
                tuple(values[key]) for key in ("upos", "labels", "features", "scripts", "names")
            )
            bias = float(values["outside_bias"])
        except ModelError:
            raise
        except Exception as error:  # the runtime and the vocabulary each raise classes of their own
            raise ModelError(f"{folder}: the model cannot be read ({error}); install the package anew") from error
        self._root = self.labels.index("root")
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
        arcs, label_dep, label_head, upos, features, scripts, names = outputs
        heads, dep_rows, head_rows = [], [], []
        for b, window in enumerate(batch):
            core = slice(window.lead + 1, window.lead + 1 + window.size)
            columns = np.concatenate([[0], np.arange(core.start, core.stop)])
            found = best_heads(arcs[b, core][:, columns])
            heads.append(found)
            dep_rows.append(label_dep[b, core])
            head_rows.append(label_head[b, columns[found]])
        scored = self._labels.run(None, {"dep": np.concatenate(dep_rows), "head": np.concatenate(head_rows)})[0]
        labels = self._best_labels(scored, np.concatenate(heads) == 0)
        at = 0
        for b, window in enumerate(batch):
            core = slice(window.lead + 1, window.lead + 1 + window.size)
            own = np.where(heads[b] == 0, np.arange(window.size), heads[b] - 1)
            best = [_best(scores[b, core]) for scores in (upos, features, scripts)]
            annotation = Annotation(own, labels[at : at + window.size], best[0], best[1], best[2], [])
            yield window, annotation, names[b, core]
            at += window.size

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
        upos, features, scripts = (
            np.concatenate([getattr(p, name) for p in pieces]) for name in ("upos", "features", "scripts")
        )
        return Annotation(heads, labels, upos, features, scripts, spans)


def _best(scores: NDArray[Any]) -> NDArray[np.int64]:
    best: NDArray[np.int64] = np.round(scores, DIGITS).argmax(-1)
    return best
