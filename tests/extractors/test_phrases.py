"""Phrases: the relation in the words that a reader sees."""

import pytest

from realpolitik.extractors.phrases import Phrase, complement_of, past_tense


def known(reason, *case):
    return pytest.param(*case, marks=pytest.mark.xfail(reason=reason))


@pytest.mark.parametrize(
    ("lemma", "past"),
    [
        ("withdraw", "withdrew"),
        ("cease", "ceased"),
        ("ban", "banned"),
        ("be", "was"),
        ("put", "put"),
        ("deny", "denied"),
        ("blorque", "blorqued"),
        ("frobnit", "frobnited"),
    ],
)
def test_phrases_past_tense(lemma, past):
    assert past_tense(lemma) == past


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        (Phrase.verbal("attack", None, None, None), "attacked"),
        (Phrase.verbal("pull", "out", None, "of"), "pulled out of"),
        (Phrase.verbal("send", None, "food", "to"), "sent food to"),
        (Phrase(None, None, "talks", "with"), "talks with"),
        (Phrase("meet", None, None, "with").with_preposition(None), "met"),
        (Phrase("meet", None, None, None).with_preposition("in"), "met in"),
        (Phrase("urge", None, "to abandon", None).with_negated_complement(), "urged not to abandon"),
        (Phrase("suspend", None, "aid", "to").with_negated_complement(), "suspended aid to"),
        (Phrase("withdraw", None, "treaty", "of").towards("from"), "withdrew from"),
        (Phrase(None, None, "treaty", "of").towards("from"), "treaty of"),
        (Phrase("lift", None, "ban", "on").refused(), "refused to lift ban on"),
        (Phrase(None, None, "talks", "with").refused(), "refused talks with"),
        (Phrase("call", None, "for", "for"), "called for"),
        (Phrase("begin", None, "talks of end of war of nerves of men", "with"), "began talks of end of war with"),
        (Phrase(None, None, None, "with"), "with"),
    ],
)
def test_phrases_text(phrase, text):
    assert phrase.text() == text


def test_phrases_are_at_most_seven_words_and_a_preposition():
    text = Phrase("say", None, "that one two three four five six seven eight", "to").text()
    assert text == "said that one two three four five to"


# sentence, phrase of its first statement
PHRASES = [
    ("Russia ceased cooperation with NATO.", "ceased cooperation with"),
    ("Iran put an end to cooperation with Iraq.", "put end to cooperation with"),
    ("Norway withdrew its military mission from Mali.", "withdrew military mission from"),
    ("The U.S. withdrawal from the treaty angered Germany.", "withdrew from"),
    ("Moscow's annexation of Crimea angered Berlin.", "annexed"),
    ("Iran killed people in Iraq.", "killed"),
    ("Iran urged Iraq not to attack Kuwait.", "urged … not to attack"),
    ("Germany will not send aid to Hungary.", "refused to send aid to"),
    ("Russia is ready to attack Ukraine.", "was ready to attack"),
    ("Iran began to attack Iraq.", "began to attack"),
    ("Turkey embarrassed Greece.", "embarrassed"),
    ("Turkey took action against Greece.", "took action against"),
    ("China stopped attacking Taiwan.", "stopped attacking"),
    ("Iran stopped cooperating with Iraq.", "stopped cooperating with"),
    ("Poland thanked Russia for not attacking Ukraine.", "thanked … for not attacking"),
    known("a marking operator leaves no word in the phrase, which then says the opposite", "Iran helped to prevent an attack on Iraq.", "helped to prevent attack on"),
    known("an operator that has the event as its subject is written as if it had it as its object", "Turkish aid to Somalia grew.", "aid to"),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "phrase"), PHRASES)
def test_phrases_in_sentences(claims, sentence, phrase):
    assert claims(sentence)[0].statement.relation.phrase == phrase


@pytest.mark.parametrize(
    ("sentence", "noun", "words"),
    [
        ("NATO suspended military cooperation with Russia.", "cooperation", "military cooperation"),
        ("They signed the Russian treaty.", "treaty", "treaty"),
        ("They signed 12 treaties.", "treaties", "treaties"),
        ("Oman and Qatar agreed.", "Oman", None),
    ],
)
def test_phrases_noun_with_close_modifiers_but_no_names(reading, sentence, noun, words):
    assert complement_of(next(t for t in reading(sentence).doc if t.text == noun)) == words


def test_phrases_of_no_noun_have_no_complement():
    assert complement_of(None) is None
