"""Lemmas by dictionary and script."""

import pytest

from realpolitik.extractors.lemmas import apply_script, lemma, lemma_script

SCRIPTS = [
    ("Talks", "talk", "l1"),
    ("went", "go", "l4go"),
    ("Moscow", "Moscow", "k0"),
    ("war", "war", "l0"),
    ("cities", "city", "l3y"),
    ("The", "the", "l0"),
    ("NATO", "NATO", "k0"),
    ("'s", "be", "l2be"),
    ("Russians", "Russian", "k1"),
]


@pytest.mark.parametrize(("word", "base", "script"), SCRIPTS)
def test_script_tells_how_the_word_changes(word, base, script):
    assert lemma_script(word, base) == script
    assert apply_script(word, script) == base


def test_script_that_cuts_more_than_the_word_leaves_it():
    assert apply_script("on", "l4go") == "on"


LEMMAS = [
    ("stopped", "VERB", "l2", "stop"),
    ("withdrew", "VERB", "l1", "withdraw"),
    ("met", "VERB", "l2", "meet"),
    ("sanctions", "NOUN", "l1", "sanction"),
    ("men", "NOUN", "l0", "man"),
    ("Stopped", "VERB", "l2", "stop"),
    ("Moscow", "PROPN", "k0", "Moscow"),
    ("worse", "ADJ", "l0", "worse"),
    ("stronger", "ADJ", "l1", "strong"),
    ("more", "ADJ", "l0", "more"),
    ("was", "AUX", "l3be", "be"),
    ("’s", "AUX", "l2be", "be"),
    ("weaponised", "VERB", "l1", "weaponise"),
    ("zorbled", "VERB", "l2", "zorbl"),
]


@pytest.mark.parametrize(("word", "upos", "script", "expected"), LEMMAS)
def test_lemma_asks_the_dictionary_first(word, upos, script, expected):
    assert lemma(word, upos, script) == expected
