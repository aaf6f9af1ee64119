"""Coreference on development documents: the CoNLL score beside a string-match baseline, and right antecedents.

The CoNLL score is the mean F1 of MUC (Vilain et al. 1995), B-cubed (Bagga and Baldwin 1998) and entity CEAF (Luo 2005),
as in the CoNLL-2012 task; mentions agree by their heads, and entities mentioned once do not count.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from spacy.language import Language
from spacy.tokens import Doc

from realpolitik.extractors.antecedents import PRONOUN, Head
from realpolitik.extractors.chains import Chains
from realpolitik.extractors.encoder import Encoder
from realpolitik.extractors.training.corpus import Sentence

Cluster = frozenset[int]
_KINDS = frozenset({"person", "organization", "place"})
_DEFINITE = frozenset({"the", "this", "that", "these", "those"})


@dataclass(frozen=True, slots=True)
class Document:
    """A document of gold tokens with the entities of its mentions, by the places of their heads."""

    doc: Doc
    entities: dict[int, int]
    kinds: dict[int, str]


def documents(nlp: Language, sentences: Iterable[Sentence]) -> Iterator[Document]:
    """The documents of a treebank with mentions, read by `nlp` on their gold tokens and sentence bounds."""
    for _, group in groupby((s for s in sentences if s.document), key=lambda s: s.document):
        own = list(group)
        words = [w for s in own for w in s.words]
        spaces = [x for s in own for x in s.spaces]
        starts: list[bool | int | None] = [i == 0 for s in own for i in range(len(s.words))]
        doc = Doc(nlp.vocab, words=words, spaces=spaces, sent_starts=starts)
        for _, pipe in nlp.pipeline:
            doc = pipe(doc)
        entities, kinds, at = {}, {}, 0
        for sentence in own:
            for mention in sentence.mentions or ():
                entities[at + mention.at] = mention.entity
                kinds[at + mention.at] = mention.kind
            at += len(sentence.words)
        yield Document(doc, entities, kinds)


def measure_coreference(nlp: Language, sentences: Iterable[Sentence]) -> dict[str, float]:
    """CoNLL scores of the model and of string match, F1 of mention heads, shares of right antecedents; in per cent."""
    encoder = nlp.get_pipe("realpolitik_encoder")
    if not isinstance(encoder, Encoder):
        raise TypeError("the pipeline's encoder is not the embedded one")
    scores: dict[str, list[tuple[float, float, float, float]]] = defaultdict(list)
    heads = [0, 0, 0]
    right = {name: [0, 0] for name in ("pronouns", "descriptions")}
    for document in documents(nlp, sentences):
        chains = Chains(document.doc, encoder.reader)
        gold = clusters(document.entities)
        by_model = {m.place: best_antecedent(chains, n) for n, m in enumerate(chains.mentions)}
        by_string = dict(string_match(chains.mentions))
        for name, links in (("model", by_model), ("string", by_string)):
            found = clusters(entities_of(links))
            for metric in (muc, b_cubed, ceaf):
                scores[f"{name} {metric.__name__}"].append(metric(gold, found))
        places = {m.place for m in chains.mentions}
        heads = [
            a + b
            for a, b in zip(
                heads, (len(places & document.entities.keys()), len(places), len(document.entities)), strict=True
            )
        ]
        for place, name in anaphors(document):
            link = by_model.get(place)
            right[name][0] += link is not None and document.entities.get(link) == document.entities[place]
            right[name][1] += 1
    totals = {name: _f1(rows) for name, rows in scores.items()}
    out = {
        f"CoNLL, {name}": round(sum(totals[f"{name} {m.__name__}"] for m in (muc, b_cubed, ceaf)) / 3, 1)
        for name in ("model", "string")
    }
    out["mention heads F1"] = round(200 * heads[0] / max(1, heads[1] + heads[2]), 1)
    return out | {f"antecedents of {name}": round(100 * a / max(1, b), 1) for name, (a, b) in right.items()}


def anaphors(document: Document) -> Iterator[tuple[int, str]]:
    """Pronouns and definite descriptions of persons, organisations and places that were mentioned before."""
    seen: set[int] = set()
    for place in sorted(document.entities):
        token = document.doc[place]
        if document.entities[place] in seen and document.kinds[place] in _KINDS:
            if token.pos_ == "PRON" and "Person=3" in str(token.morph):
                yield place, "pronouns"
            elif token.pos_ == "NOUN" and any(c.lower_ in _DEFINITE and c.dep_ == "det" for c in token.children):
                yield place, "descriptions"
        seen.add(document.entities[place])


def best_antecedent(chains: Chains, number: int) -> int | None:
    """The place of the likeliest antecedent, or None where none is likelier than a new referent."""
    first, row = chains.antecedents(number)
    if not len(row) or row.max() < 1 - row.sum():
        return None
    return chains.mentions[first + int(row.argmax())].place


def string_match(mentions: list[Head]) -> Iterator[tuple[int, int | None]]:
    """The baseline: a name or noun refers to the last mention with the same head; pronouns to nothing."""
    last: dict[str, int] = {}
    for mention in mentions:
        yield mention.place, None if mention.sort == PRONOUN else last.get(mention.form)
        if mention.sort != PRONOUN:
            last[mention.form] = mention.place


def entities_of(links: dict[int, int | None]) -> dict[int, int]:
    """Numbers of entities by mention, from each mention's antecedent."""
    out: dict[int, int] = {}
    for place in sorted(links):
        before = links[place]
        out[place] = place if before is None else out[before]
    return out


def clusters(entities: dict[int, int]) -> list[Cluster]:
    """The entities that are mentioned more than once, as sets of places."""
    sets: dict[int, set[int]] = defaultdict(set)
    for place, entity in entities.items():
        sets[entity].add(place)
    return [frozenset(s) for s in sets.values() if len(s) > 1]


def muc(gold: list[Cluster], found: list[Cluster]) -> tuple[float, float, float, float]:
    """Links: numerators and denominators of recall and precision."""
    return (*_links(gold, found), *_links(found, gold))


def _links(key: list[Cluster], response: list[Cluster]) -> tuple[float, float]:
    of = {m: i for i, c in enumerate(response) for m in c}
    kept = sum(len(c) - len({of.get(m, -1 - m) for m in c}) for c in key)
    return float(kept), float(sum(len(c) - 1 for c in key))


def b_cubed(gold: list[Cluster], found: list[Cluster]) -> tuple[float, float, float, float]:
    """Mentions, each by the share of its entity that is right."""
    return (*_shares(gold, found), *_shares(found, gold))


def _shares(key: list[Cluster], response: list[Cluster]) -> tuple[float, float]:
    total = sum(len(c & r) ** 2 / len(c) for c in key for r in response)
    return total, float(sum(map(len, key)))


def ceaf(gold: list[Cluster], found: list[Cluster]) -> tuple[float, float, float, float]:
    """Entities, matched one to one as best they overlap."""
    import networkx

    graph = networkx.Graph()
    for i, key in enumerate(gold):
        for j, response in enumerate(found):
            if shared := len(key & response):
                graph.add_edge(("key", i), ("response", j), weight=2 * shared / (len(key) + len(response)))
    pairs = networkx.max_weight_matching(graph)
    total = sum(graph.edges[pair]["weight"] for pair in pairs)
    return total, float(len(gold)), total, float(len(found))


def _f1(rows: Iterable[tuple[float, float, float, float]]) -> float:
    right, gold, kept, found = (sum(column) for column in zip(*rows, strict=True))
    recall, precision = right / gold if gold else 0.0, kept / found if found else 0.0
    return 200 * recall * precision / (recall + precision) if recall + precision else 0.0
