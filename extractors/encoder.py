"""The spaCy component that runs the embedded model: trees, parts of speech, features, lemmas and names."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.attrs import DEP, HEAD, LEMMA, MORPH, POS
from spacy.language import Language
from spacy.symbols import IDS
from spacy.tokens import Doc, Span

from realpolitik.extractors.decoding import DIGITS, NameDecoder, best_heads
from realpolitik.extractors.lemmas import lemma
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


class Model:
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


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a document's sentences are: each token's sentence and whether it is blank, the places of the words."""

    sentence: NDArray[np.int64]
    blank: NDArray[np.bool_]
    places: list[NDArray[np.int64]]

    @classmethod
    def of(cls, doc: Doc) -> Layout:
        """The layout of a document."""
        blank = np.array([token.is_space for token in doc], bool)
        sentence = _sentence_numbers(doc)
        return cls(sentence, blank, _sentence_places(sentence, blank))


class Encoder:
    """Sets `pos`, `morph`, `lemma`, `dep`, `head` and `ents` of documents; keeps their tokens and sentence bounds.

    A document without sentence bounds is read as one sentence. White-space tokens hang from the token before them.
    """

    def __init__(self, name: str, batch_docs: int, batch_pieces: int) -> None:
        self.name = name
        self._batch_docs = batch_docs
        self._batch_pieces = batch_pieces
        self._model: Model | None = None
        self._folder: Path | None = None
        self._lemma_keys: dict[tuple[int, int, int], int] = {}
        self._keys: tuple[Any, NDArray[Any], NDArray[Any], NDArray[Any]] | None = None

    @property
    def reader(self) -> Model:
        """The model; an error when none was loaded."""
        if self._model is None:
            raise ModelError("the component realpolitik_encoder holds no model; load the pipeline from its folder")
        return self._model

    def __call__(self, doc: Doc) -> Doc:
        """Annotate one document."""
        self._annotate([doc])
        return doc

    def pipe(self, stream: Iterable[Doc], *, batch_size: int | None = None) -> Iterator[Doc]:
        """Annotate a stream of documents, many at a time."""
        for docs in _chunks(stream, batch_size or self._batch_docs):
            self._annotate(docs)
            yield from docs

    def _annotate(self, docs: list[Doc]) -> None:
        sentences: list[list[str]] = []
        layouts: list[Layout] = []
        for doc in docs:
            words = [token.text for token in doc]
            layout = Layout.of(doc)
            layouts.append(layout)
            sentences += [[words[i] for i in place] for place in layout.places]
        found = iter(self.reader.annotate(sentences, self._batch_pieces))
        for doc, layout in zip(docs, layouts, strict=True):
            self._write(doc, layout, [next(found) for _ in layout.places])

    def _write(self, doc: Doc, layout: Layout, found: list[Annotation]) -> None:
        if not len(doc):
            return
        pos_keys, dep_keys, morph_keys = self._value_keys(doc)
        pos, dep, morph, lemmas = (np.zeros(len(doc), np.uint64) for _ in range(4))
        heads = np.arange(len(doc))
        pos[layout.blank] = IDS["SPACE"]
        dep[layout.blank] = IDS["dep"]
        ents = []
        for place, annotation in zip(layout.places, found, strict=True):
            pos[place] = pos_keys[annotation.upos]
            dep[place] = dep_keys[annotation.labels]
            morph[place] = morph_keys[annotation.features]
            heads[place] = place[annotation.heads]
            lemmas[place] = [
                self._lemma(doc, i, upos, script)
                for i, upos, script in zip(
                    place.tolist(), annotation.upos.tolist(), annotation.scripts.tolist(), strict=True
                )
            ]
            ents += [Span(doc, int(place[a]), int(place[b - 1]) + 1, label=label) for a, b, label in annotation.names]
        for i in np.flatnonzero(layout.blank):
            lemmas[i] = doc[int(i)].orth
            morph[i] = morph_keys[0]
        _hang_blanks(heads, layout.blank, layout.sentence)
        relative = (heads - np.arange(len(doc))).astype(np.int64).view(np.uint64)
        columns: Any = np.stack([pos, dep, relative, lemmas, morph], axis=1)
        doc.from_array([POS, DEP, HEAD, LEMMA, MORPH], columns)
        doc.set_ents(ents)

    def _lemma(self, doc: Doc, i: int, upos: int, script: int) -> int:
        key = (doc[i].orth, upos, script)
        found = self._lemma_keys.get(key)
        if found is None:
            model = self.reader
            if len(self._lemma_keys) > 200_000:
                self._lemma_keys.clear()
            found = doc.vocab.strings.add(lemma(doc[i].text, model.upos[upos], model.scripts[script]))
            self._lemma_keys[key] = found
        return found

    def _value_keys(self, doc: Doc) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
        """The vocabulary's keys of parts of speech, relations and features, in the order of the outputs."""
        if self._keys is None or self._keys[0] is not doc.vocab:
            model, vocab = self.reader, doc.vocab
            pos = np.array([IDS[name] for name in model.upos], np.uint64)
            names = ("ROOT" if label == "root" else label for label in model.labels)
            dep = np.array([vocab.strings.add(name) for name in names], np.uint64)
            morph = np.array([vocab.morphology.add("" if f == "_" else f) for f in model.features], np.uint64)
            self._keys = vocab, pos, dep, morph
            self._lemma_keys.clear()
        return self._keys[1:]

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Copy the model's files into a folder."""
        folder = Path(path)
        folder.mkdir(parents=True, exist_ok=True)
        if self._folder is None:
            raise ModelError("the component realpolitik_encoder holds no model to write")
        for name in FILES:
            (folder / name).write_bytes((self._folder / name).read_bytes())

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> Encoder:
        """Load the model from a folder."""
        self._folder = Path(path)
        self._model = Model(self._folder)
        self._keys = None
        return self

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        """The folder that the model was loaded from; worker processes read it again."""
        return str(self._folder or "").encode()

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> Encoder:
        """Load the model from the folder that `to_bytes` named."""
        return self.from_disk(data.decode()) if data else self

    def __getstate__(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "batch_docs": self._batch_docs,
            "batch_pieces": self._batch_pieces,
            "folder": self._folder,
        }

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__init__(state["name"], state["batch_docs"], state["batch_pieces"])  # type: ignore[misc]
        if state["folder"] is not None:
            self.from_disk(state["folder"])


def _chunks(stream: Iterable[Doc], size: int) -> Iterator[list[Doc]]:
    docs = iter(stream)
    while chunk := list(islice(docs, size)):
        yield chunk


def _sentence_numbers(doc: Doc) -> NDArray[np.int64]:
    """The number of each token's sentence; a document without bounds is one sentence."""
    if not doc.has_annotation("SENT_START"):
        return np.zeros(len(doc), np.int64)
    return np.cumsum([token.is_sent_start is True for token in doc]).astype(np.int64)


def _sentence_places(sentence: NDArray[np.int64], blank: NDArray[np.bool_]) -> list[NDArray[np.int64]]:
    """The places of each sentence's tokens, white space left out; sentences of white space alone are left out."""
    kept = np.flatnonzero(~blank)
    if not len(kept):
        return []
    return np.split(kept, np.flatnonzero(np.diff(sentence[kept])) + 1)


def _hang_blanks(heads: NDArray[np.int64], blank: NDArray[np.bool_], sentence: NDArray[np.int64]) -> None:
    """Hang white space from the word before it in its sentence, or else from the one after it."""
    words = np.flatnonzero(~blank)
    for i in np.flatnonzero(blank).tolist():
        at = int(np.searchsorted(words, i))
        for neighbour in (*words[max(at - 1, 0) : at].tolist(), *words[at : at + 1].tolist()):
            if sentence[neighbour] == sentence[i]:
                heads[i] = neighbour
                break


@Language.factory(
    "realpolitik_encoder",
    assigns=["token.pos", "token.morph", "token.lemma", "token.dep", "token.head", "doc.ents"],
    default_config={"batch_docs": 64, "batch_pieces": 1024},
)
def make_encoder(nlp: Language, name: str, batch_docs: int, batch_pieces: int) -> Encoder:
    """The component; its model is loaded with the pipeline's folder."""
    return Encoder(name, batch_docs, batch_pieces)
