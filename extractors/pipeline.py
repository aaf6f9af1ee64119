"""From articles to statements: the language pipeline, then the steps of reading, article by article."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from realpolitik.extractors.arguments import Arguments
from realpolitik.extractors.cast import Cast, read_cast
from realpolitik.extractors.clauses import ClauseIndex
from realpolitik.extractors.confidence import by_tables_alone
from realpolitik.extractors.events import Event
from realpolitik.extractors.language import load as load_language
from realpolitik.extractors.network import Network
from realpolitik.extractors.open_relations import read_open_relations
from realpolitik.extractors.second_reader import SecondReader
from realpolitik.extractors.standing import read_standing
from realpolitik.extractors.statements import StatementReader
from realpolitik.extractors.times import TimeMention, read_times
from realpolitik.extractors.tokenizer import tokenize
from realpolitik.ontology.actors import Gazetteer, load_gazetteer
from realpolitik.ontology.lexicon import Lexicon, load_lexicon
from realpolitik.ontology.records import Article, Statement
from realpolitik.ontology.schema import Schema, load_schema

__all__ = ["Reading", "Resources", "extract", "load", "read"]

ENCODER = "realpolitik_encoder"
_BATCH = 64
# Reading is linear in time and memory, so spaCy's limit (meant for dense parsers) gives way to that of the readers.
_LONGEST = 100_000_000
_SURROGATES = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Resources:
    """What reading needs, loaded once."""

    nlp: Language
    gazetteer: Gazetteer
    lexicon: Lexicon
    schema: Schema
    learned: bool = True
    """Whether the model's heads for references and pairs take part; without them only rules and tables read."""

    @property
    def network(self) -> Network | None:
        """The embedded model, whose further heads read references and pairs; None without them."""
        if not self.learned or ENCODER not in self.nlp.pipe_names:
            return None
        return self.nlp.get_pipe(ENCODER).reader  # type: ignore[attr-defined,no-any-return]


@dataclass(frozen=True, slots=True)
class Found:
    """An event with the statements it gave; `event` is None for standing and open relations.

    `struck` are statements of the tables that the learned reader struck out.
    """

    event: Event | None
    statements: tuple[Statement, ...]
    struck: tuple[Statement, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """One article as read, every step kept, for those who ask why there is an edge or none."""

    article: Article
    doc: Doc
    cast: Cast
    clauses: ClauseIndex
    times: tuple[TimeMention, ...]
    found: tuple[Found, ...]

    @property
    def statements(self) -> Iterator[Statement]:
        """The statements in reading order, each once."""
        seen: set[str] = set()
        for found in self.found:
            for statement in found.statements:
                if statement.id not in seen:
                    seen.add(statement.id)
                    yield statement


def load(pipeline: str | None = None, actors: Path | None = None) -> Resources:
    """Load the language pipeline and the tables.

    `pipeline` names another installed spaCy pipeline with Universal Dependencies labels; `actors` is a table of the
    user's own actors. Raises ModelError or DataError.
    """
    nlp = load_language(pipeline)
    nlp.max_length = _LONGEST
    return Resources(nlp, load_gazetteer(extra=actors), load_lexicon(), load_schema())


def read(articles: Iterable[Article], resources: Resources, *, open_relations: bool = False) -> Iterator[Reading]:
    """Read articles one after the other, in the order given; the language model works on several at a time."""
    # Half a surrogate pair is no character: it becomes U+FFFD, one for one, so that offsets hold.
    nlp = resources.nlp
    pairs = ((tokenize(nlp, _SURROGATES.sub("\ufffd", article.text)), article) for article in articles)
    for doc, article in nlp.pipe(pairs, as_tuples=True, batch_size=_BATCH):
        yield _read_one(doc, article, resources, open_relations=open_relations)


def extract(
    articles: Iterable[Article], resources: Resources | None = None, *, open_relations: bool = False
) -> Iterator[Statement]:
    """Yield the statements of articles as a stream; with `open_relations` every tuple of every sentence instead."""
    for reading in read(articles, resources or load(), open_relations=open_relations):
        yield from reading.statements


def _read_one(doc: Doc, article: Article, resources: Resources, *, open_relations: bool) -> Reading:
    clauses = ClauseIndex(doc)
    if open_relations:
        found = [
            Found(None, (statement,))
            for sentence in doc.sents
            for statement in read_open_relations(doc, sentence, article, clauses)
        ]
        return Reading(article, doc, Cast(()), clauses, (), tuple(found))
    network = resources.network
    cast = read_cast(doc, article, resources.gazetteer, network)
    times = read_times(doc, article.date)
    arguments = Arguments(doc, cast, resources.lexicon, resources.gazetteer)
    reader = StatementReader(doc, article, clauses, arguments, times, resources.lexicon, resources.schema)
    found = []
    second = SecondReader(reader, network) if network is not None else None
    for sentence in doc.sents:
        by_tables = reader.sentence(sentence)
        if second is None:
            found.extend(Found(event, tuple(map(by_tables_alone, statements))) for event, statements in by_tables)
        else:
            found.extend(
                Found(event, tuple(kept), tuple(struck)) for event, kept, struck in second.sentence(sentence, by_tables)
            )
        standing = tuple(read_standing(sentence, reader, resources.gazetteer))
        if standing:
            found.append(Found(None, standing))
    return Reading(article, doc, cast, clauses, times, tuple(found))
