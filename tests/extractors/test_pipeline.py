"""The whole pipeline: whatever the text, it is read, in order, and each offset is right."""

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from realpolitik.extractors import pipeline
from realpolitik.ontology.errors import DataError, ModelError
from realpolitik.ontology.records import Article

SENTENCES = (
    "Russia attacked Ukraine on Monday.",
    "Iran's foreign minister said that Israel had bombed two towns in Syria.",
    "Talks between Egypt and Sudan continued in Cairo.",
    "The minister, who visited Berlin last week, condemned the attack.",
    "He warned that Turkey could close its border with Greece.",
    '"We will not accept new sanctions," Hassan Rouhani said.',
    "Angela Merkel and the Chinese president signed a treaty in 2019.",
    "China is an ally of Pakistan.",
    "NATO ended its cooperation with Russia, according to Reuters.",
)
WORDS = (
    "Russia", "Iran's", "NATO", "Angela Merkel", "the minister", "he", "its", "soldiers", "attacked", "said", "refused", "to",
    "will", "not", "if", "who", "and", "of", "aid", "war", "between", "by", "was", "sanctions", "on", "Monday", "1914", "$5bn",
)  # fmt: skip
MARKS = (".", ",", "?", "!", ":", ";", "—", "…", '"', "“", "”", "'", "’", "(", ")", "[", "-", "/", "%", "``", "''")
ODD = ("🇺🇦", "👩‍👩‍👧", "\u200b", "\u202e", "\u00ad", "\x00", "\x07", "\x85", "\u2028", "\r\n", "\t", "\n", "\n\n", "é", "é", "北京", "Ł", "ﬁ", "İ")  # fmt: skip
TEXTS = st.lists(st.sampled_from((*WORDS, *MARKS, *ODD)) | st.text(max_size=6), max_size=40).map(" ".join)
PROSE = st.lists(st.sampled_from((*SENTENCES, "\n", "\n\n", "  ", "…", "🇺🇦")), max_size=6).map(" ".join)

# One loaded pipeline serves all examples.
SHARED = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def read_all(resources, texts, **options):
    articles = [Article(f"article-{number}", text) for number, text in enumerate(texts)]
    return list(pipeline.read(articles, resources, **options))


def mentions(statement):
    said = statement.attribution
    ends = [statement.subject, statement.object, statement.place]
    if said is not None:
        ends.extend([said.speaker, said.via])
    return [end.mention for end in ends if end is not None]


@SHARED
@given(text=TEXTS)
def test_pipeline_reads_any_text(resources, text):
    for open_relations in (False, True):
        (reading,) = read_all(resources, [text], open_relations=open_relations)
        assert reading.doc.text == text
        for statement in reading.statements:
            assert 0 < statement.confidence < 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\n",
        "\x00",
        '"' * 60,
        "(" * 400,
        "Iran (" + "(" * 1500 + ") attacked Iraq.",
        "a" * 4000,
        "🇺🇦" * 40,
        "Russia " * 700,
        "Russia attacked\u2028Ukraine.",
        "." * 500,
    ],
)
def test_pipeline_reads_odd_texts(resources, text):
    (reading,) = read_all(resources, [text])
    assert reading.doc.text == text


@pytest.mark.parametrize("text", ["Russia attacked \ud800 Ukraine.", "\udfff"])
def test_pipeline_reads_lone_surrogates(resources, text):
    (reading,) = read_all(resources, [text])
    assert len(reading.article.text) == len(text)


@SHARED
@given(text=TEXTS | PROSE)
def test_pipeline_offsets_give_back_the_words(resources, text):
    (reading,) = read_all(resources, [text])
    for statement in reading.statements:
        evidence = statement.evidence
        assert text[evidence.span.start : evidence.span.end] == evidence.sentence == evidence.sentence.strip()
        for mention in mentions(statement):
            assert mention.text == text[mention.span.start : mention.span.end] != ""
        for cue in evidence.cues:
            assert cue.text == text[cue.span.start : cue.span.end]
        if statement.time is not None and statement.time.span is not None:
            assert statement.time.text == text[statement.time.span.start : statement.time.span.end]


@SHARED
@given(text=TEXTS | PROSE)
def test_pipeline_open_relations_lie_inside_their_sentence(resources, text):
    (reading,) = read_all(resources, [text], open_relations=True)
    for statement in reading.statements:
        span = statement.evidence.span
        assert text[span.start : span.end] == statement.evidence.sentence
        for mention in mentions(statement):
            assert span.start <= mention.span.start < mention.span.end <= span.end


@settings(SHARED, max_examples=15)
@given(text=PROSE, others=st.lists(PROSE | TEXTS, min_size=8, max_size=8), place=st.integers(0, 8))
def test_pipeline_an_article_is_read_the_same_alone_and_among_others(resources, text, others, place):
    target = Article("target", text)
    articles = [Article(f"other-{number}", other) for number, other in enumerate(others)]
    articles.insert(place, target)
    (alone,) = pipeline.read([target], resources)
    among = list(pipeline.read(articles, resources))
    assert [reading.article for reading in among] == articles
    assert list(among[place].statements) == list(alone.statements)


def test_pipeline_the_same_article_gives_the_same_statements_twice(resources):
    article = Article("twice", " ".join(SENTENCES))
    one, other = (list(pipeline.extract([article], resources)) for _ in range(2))
    assert one == other
    assert len(one) >= len(SENTENCES) - 2


def test_pipeline_statements_come_once_each_and_in_reading_order(reading):
    found = list(reading("Iran attacked Iraq. Oman slept. Egypt bombed Sudan.").statements)
    assert len({statement.id for statement in found}) == len(found)
    starts = [statement.evidence.span.start for statement in found]
    assert starts == sorted(starts)
    assert len(starts) == 2


def test_pipeline_extract_is_a_stream(resources):
    def articles():
        yield from (Article(f"article-{number}", "Iran attacked Iraq.") for number in range(3))
        raise KeyError("the source failed")

    with pytest.raises(KeyError, match="the source failed"):
        list(pipeline.extract(articles(), resources))
    first = next(pipeline.extract(iter([Article("one", "Iran attacked Iraq.")]), resources))
    assert first.evidence.doc_id == "one"


def test_pipeline_extract_of_nothing_is_nothing(resources):
    assert list(pipeline.extract([], resources)) == []


def test_pipeline_open_relations_keep_no_cast(resources):
    (reading,) = read_all(resources, ["Iran attacked Iraq."], open_relations=True)
    assert (reading.cast.referents, reading.times) == ((), ())
    assert [found.event for found in reading.found] == [None]


def test_pipeline_load_takes_a_table_of_own_actors(tmp_path):
    table = tmp_path / "actors.tsv"
    table.write_text("not\ta\tgazetteer\n", "utf-8")
    with pytest.raises(DataError, match=r"actors\.tsv"):
        pipeline.load(actors=table)


def test_pipeline_load_names_a_pipeline_that_is_not_there():
    with pytest.raises(ModelError, match="no_such_pipeline"):
        pipeline.load("no_such_pipeline")


def article_of(words):
    sentences, count = [], 0
    while count < words:
        sentence = SENTENCES[len(sentences) % len(SENTENCES)]
        sentences.append(sentence + ("\n\n" if len(sentences) % 7 == 6 else ""))
        count += len(sentence.split())
    return " ".join(sentences)


@pytest.mark.slow
def test_pipeline_takes_twice_the_time_for_twice_the_text(resources):
    def seconds(words):
        started = time.process_time()
        (reading,) = read_all(resources, [article_of(words)])
        found = sum(1 for _ in reading.statements)
        return time.process_time() - started, found

    seconds(500)
    half, fewer = seconds(10_000)
    whole, more = seconds(20_000)
    assert whole < 3 * half
    assert more > 1.9 * fewer
