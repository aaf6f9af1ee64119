"""The spaCy component that runs the embedded model: trees, parts of speech, features, lemmas and names."""

from __future__ import annotations

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

from realpolitik.extractors.lemmas import lemma
from realpolitik.extractors.network import FILES, Annotation, Network
from realpolitik.ontology.errors import ModelError

MENTION_KINDS = "mention_kinds"
PIECES = "pieces"


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

    `doc.tensor` gets the words' vectors, `doc.user_data[MENTION_KINDS]` what mention each word heads (a place in the
    model's `kinds`, 0 for none), `doc.user_data[PIECES]` the pieces of each sentence by its first word: further heads
    of the model (`chains`, `pair_reader`) read these.
    A document without sentence bounds is read as one sentence. White-space tokens hang from the token before them.
    """

    def __init__(self, name: str, batch_docs: int, batch_pieces: int) -> None:
        self.name = name
        self._batch_docs = batch_docs
        self._batch_pieces = batch_pieces
        self._model: Network | None = None
        self._folder: Path | None = None
        self._lemma_keys: dict[tuple[int, int, int], int] = {}
        self._keys: tuple[Any, NDArray[Any], NDArray[Any], NDArray[Any]] | None = None

    @property
    def reader(self) -> Network:
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
        kinds = np.zeros(len(doc), np.int8)
        vectors = np.zeros((len(doc), self.reader.width), np.float16)
        pos[layout.blank] = IDS["SPACE"]
        dep[layout.blank] = IDS["dep"]
        ents = []
        pieces = {}
        for place, annotation in zip(layout.places, found, strict=True):
            pieces[int(place[0])] = annotation.pieces
            pos[place] = pos_keys[annotation.upos]
            dep[place] = dep_keys[annotation.labels]
            morph[place] = morph_keys[annotation.features]
            heads[place] = place[annotation.heads]
            kinds[place] = annotation.kinds
            vectors[place] = annotation.vectors
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
        doc.tensor = vectors  # type: ignore[assignment]  # spaCy's stub knows of 64 bits only
        doc.user_data[MENTION_KINDS] = kinds
        doc.user_data[PIECES] = pieces

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
        self._model = Network(self._folder)
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
    assigns=["token.pos", "token.morph", "token.lemma", "token.dep", "token.head", "doc.ents", "doc.tensor"],
    default_config={"batch_docs": 64, "batch_pieces": 1024},
)
def make_encoder(nlp: Language, name: str, batch_docs: int, batch_pieces: int) -> Encoder:
    """The component; its model is loaded with the pipeline's folder."""
    return Encoder(name, batch_docs, batch_pieces)
