"""The learned reader beside the tables: what it weighs, strikes out, completes and adds."""

from dataclasses import replace

import numpy as np
import pytest

from realpolitik.extractors.arguments import Arguments
from realpolitik.extractors.pair_reader import PairReader
from realpolitik.extractors.second_reader import SecondReader
from realpolitik.extractors.statements import StatementReader
from realpolitik.extractors.training.mentions import KINDS
from realpolitik.ontology.records import BELIEVED

TYPES = ("none", "ACCUSE", "AID", "CONSULT", "PROTEST")
STATUSES = ("actual", "negated", "future")


class Fixed:
    """A network whose reader of pairs knows one type for all pairs, how sure it is, and a status."""

    kinds = KINDS
    types, statuses = TYPES, STATUSES

    def __init__(self, kind, share, status="actual"):
        self.rows = [share if name == kind else (1 - share) / 4 for name in TYPES]
        self.status = [0.8 if name == status else 0.1 for name in STATUSES]
        self.asked, self.close = [], []

    def pair_scores(self, words, subjects, objects):
        self.asked += zip(subjects, objects, strict=True)
        return np.array([self.rows] * len(subjects)), np.array([self.status] * len(subjects))

    def close_scores(self, pieces, words, subjects, objects):
        self.close += zip(subjects, objects, strict=True)
        return self.pair_scores(None, subjects, objects)


def second(reading, resources, text, network):
    read = reading(text)
    arguments = Arguments(read.doc, read.cast, resources.lexicon, resources.gazetteer)
    tables = StatementReader(
        read.doc, read.article, read.clauses, arguments, read.times, resources.lexicon, resources.schema
    )
    found = []
    for sentence in read.doc.sents:
        found += SecondReader(tables, network).sentence(sentence, tables.sentence(sentence))
    return [statement for _, statements, _ in found for statement in statements]


def ends(statement):
    return tuple(p.actor.id if p is not None and p.actor else None for p in (statement.subject, statement.object))


def test_second_reader_raises_what_both_say_and_lowers_what_it_doubts(reading, resources):
    text = "Iran met Iraq."
    (sure,) = second(reading, resources, text, Fixed("CONSULT", 0.9))
    (doubted,) = second(reading, resources, text, Fixed("ACCUSE", 0.9))
    assert sure.relation.event_type == doubted.relation.event_type == "CONSULT"
    assert doubted.confidence < BELIEVED - 0.1 < sure.confidence < 1
    assert sure.evidence.rule == doubted.evidence.rule != "learned"


def test_second_reader_corrects_a_class_of_which_it_is_surest(reading, resources):
    (sure,) = second(reading, resources, "Iran met Iraq.", Fixed("CONSULT", 0.97))
    (corrected,) = second(reading, resources, "Iran met Iraq.", Fixed("ACCUSE", 0.97))
    assert (corrected.relation.event_type, corrected.relation.mode) == ("ACCUSE", None)
    assert corrected.evidence.rule == f"{sure.evidence.rule}>learned"
    assert corrected.confidence < min(BELIEVED, sure.confidence)


def test_second_reader_keeps_nothing_that_is_all_but_surely_wrong(reading, resources):
    found = {}
    for share in (0.35, 0.5):
        network = Fixed("AID", share)
        network.rows = [0.01, (0.99 - share) / 3, share, *[(0.99 - share) / 3] * 2]  # surely not "none"
        found[share] = [s for s in second(reading, resources, "Iran zorbled Iraq.", network) if s.relation.event_type]
    assert (len(found[0.35]), len(found[0.5])) == (0, 1)


@pytest.mark.parametrize(("share", "kept"), [(0.7, 1), (0.3, 0)])
def test_second_reader_settles_a_pair_that_surely_has_to_do_with_each_other(reading, resources, share, kept):
    network = Fixed("AID", share)
    network.rows = [0.01, (0.99 - share) / 3, share, *[(0.99 - share) / 3] * 2]  # surely not "none"
    found = second(reading, resources, "Iran met Iraq and zorbled Oman.", network)
    assert len([s for s in found if s.evidence.rule == "learned"]) == kept


def test_second_reader_strikes_out_pairs_that_stand_side_by_side(reading, resources):
    assert second(reading, resources, "Iran met Iraq.", Fixed("none", 0.99)) == []
    assert len(second(reading, resources, "Iran met Iraq.", Fixed("none", 0.9))) == 1


def test_second_reader_reads_what_no_table_knows(reading, resources):
    (statement,) = second(reading, resources, "Iran zorbled Iraq.", Fixed("AID", 0.9))
    assert ends(statement) == ("IRN", "IRQ")
    assert (statement.relation.event_type, statement.evidence.rule, statement.status) == ("AID", "learned", "actual")
    assert [cue.text for cue in statement.evidence.cues] == ["zorbled"]
    assert statement.confidence == pytest.approx(0.36, abs=0.01)


@pytest.mark.parametrize(("kind", "share"), [("AID", 0.3), ("none", 0.8)])
def test_second_reader_alone_must_be_sure(reading, resources, kind, share):
    found = second(reading, resources, "Iran zorbled Iraq.", Fixed(kind, share))
    assert [s for s in found if s.relation.event_type] == []


@pytest.mark.parametrize(
    ("status", "expected"), [("negated", ("negated", "actual")), ("future", ("affirmed", "future"))]
)
def test_second_reader_asserts_nothing_that_its_status_denies(reading, resources, status, expected):
    (statement,) = second(reading, resources, "Iran zorbled Iraq.", Fixed("AID", 0.9, status))
    assert (statement.polarity, statement.status) == expected


def test_second_reader_keeps_the_marks_of_the_words(reading, resources):
    statements = second(reading, resources, "Iran will not zorble Iraq.", Fixed("AID", 0.9))
    assert {(s.polarity, s.status) for s in statements} <= {("negated", "future"), ("negated", "actual")}
    assert statements


def test_second_reader_alone_makes_no_fact(reading, resources):
    (statement,) = second(reading, resources, "Iran zorbled Iraq.", Fixed("AID", 1.0))
    assert statement.confidence < BELIEVED


def test_second_reader_names_whom_an_act_without_object_is_aimed_at(reading, resources):
    text = "Iran protested on Monday, angry that Oman had slept."
    (alone,) = [s for s in reading(text).statements if s.relation.event_type]
    found = second(reading, resources, text, Fixed(alone.relation.event_type, 0.9))
    (aimed,) = [s for s in found if s.object is not None and s.relation.event_type]
    assert (ends(alone), ends(aimed)) == (("IRN", None), ("IRN", "OMN"))
    assert aimed.evidence.rule == f"{alone.evidence.rule}>learned"
    assert aimed.confidence < BELIEVED


@pytest.mark.parametrize("text", ["Iran told Reuters that it rained.", "Iran, quoted by Reuters, was silent."])
def test_second_reader_makes_no_party_of_who_is_told_or_quotes(reading, resources, text):
    found = second(reading, resources, text, Fixed("AID", 0.99))
    assert [s for s in found if s.relation.event_type] == []


def test_second_reader_can_be_left_out(reading, resources):
    text = "Police beat protesters in Minsk after the opposition walked out of talks with the government of Belarus."
    rules = {s.evidence.rule for s in reading(text).statements}
    assert not any("learned" in rule for rule in rules)
    assert replace(resources, learned=False).network is None


def test_second_reader_asks_for_phrases_of_the_sentence(reading, resources):
    network = Fixed("AID", 0.9)
    second(reading, resources, "It rained. Iranian troops zorbled the army of Iraq.", network)
    assert ((0, 2), (3, 7)) in network.asked


def test_pair_reader_gives_shares_by_name(resources):
    doc = resources.nlp("Iran bombed Iraq.")
    (reading,) = PairReader(Fixed("AID", 0.7)).read(doc, next(doc.sents), [((0, 1), (2, 3))])
    assert reading.best == "AID"
    assert reading.shares["AID"] == pytest.approx(0.7)
    assert reading.statuses == {"actual": 0.8, "negated": 0.1, "future": 0.1}
    assert PairReader(Fixed("AID", 0.7)).read(doc, next(doc.sents), []) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [("Russian forces bombed Ukraine.", "ASSAULT"), ("The Kenyan president praised Uganda.", "SUPPORT")],
)
def test_pair_reader_of_the_shipped_model_knows_plain_cases(resources, text, kind):
    doc = resources.nlp(text)
    last = len(doc) - 2
    subject = (0, next(t.i for t in doc if t.pos_ == "VERB"))
    forth, back = PairReader(resources.network).read(
        doc, next(doc.sents), [(subject, (last, last + 1)), ((last, last + 1), subject)]
    )
    assert forth.best == kind
    assert back.shares[kind] < forth.shares[kind]
    assert sum(forth.shares.values()) == pytest.approx(1)


def test_another_pipeline_has_no_second_reader(resources):
    import spacy

    assert replace(resources, nlp=spacy.blank("en")).network is None
