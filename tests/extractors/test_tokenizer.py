"""Tokens as the UD English treebanks and news have them; a case shows them with spaces between."""

import time

import pytest
import spacy

from realpolitik.extractors import tokenizer
from realpolitik.extractors.tokenizer import KINDS, abbreviations, adapt_tokenizer, tokenize
from realpolitik.ontology.errors import DataError


@pytest.fixture(scope="module")
def nlp():
    nlp = spacy.blank("en")
    adapt_tokenizer(nlp)
    return nlp


CASES = [
    ("can't", "ca n't"),
    ("won’t", "wo n’t"),
    ("didn't", "did n't"),
    ("cannot", "can not"),
    ("it's", "it 's"),
    ("they're", "they 're"),
    ("Russia's", "Russia 's"),
    ("Russia’s", "Russia ’s"),
    ("allies'", "allies '"),
    ("gonna", "gon na"),
    ("U.S.", "U.S."),
    ("U.S.'s", "U.S. 's"),
    ("U.S.-led", "U.S. - led"),
    ("U.S.-Russia", "U.S. - Russia"),
    ("Russia-U.S.", "Russia - U.S."),
    ("NATO-led", "NATO - led"),
    ("Moscow-backed", "Moscow - backed"),
    ("UN-backed", "UN - backed"),
    ("Sino-Soviet", "Sino - Soviet"),
    ("well-known", "well - known"),
    ("pro-Russian", "pro-Russian"),
    ("Pro-Kremlin", "Pro-Kremlin"),
    ("anti-government", "anti-government"),
    ("ex-minister", "ex-minister"),
    ("non-aligned", "non-aligned"),
    ("post-2015", "post-2015"),
    ("mid-1980s", "mid-1980s"),
    ("co-operation", "co-operation"),
    ("re-election", "re-election"),
    ("e-mail", "e-mail"),
    ("sub-Saharan", "sub-Saharan"),
    ("pro-Kyiv's", "pro-Kyiv 's"),
    ("S-400", "S-400"),
    ("MH17", "MH17"),
    ("Jong-un", "Jong - un"),
    ("al-Assad", "al - Assad"),
    ("2012-2018", "2012 - 2018"),
    ("2012–2018", "2012–2018"),
    ("2014-03-18", "2014-03-18"),
    ("555-1234", "555-1234"),
    ("713-853-3989", "713-853-3989"),
    ("and/or", "and / or"),
    ("Mr. Putin", "Mr. Putin"),
    ("Lt. Gen. Hodges", "Lt. Gen. Hodges"),
    ("Sen. McCain", "Sen. McCain"),
    ("St. Petersburg", "St. Petersburg"),
    ("No. 10", "No. 10"),
    ("Jan. 6", "Jan. 6"),
    ("on Wed. he", "on Wed. he"),
    ("5 p.m.", "5 p.m."),
    ("7:30PM", "7:30 PM"),
    ("5pm", "5 pm"),
    ("etc.", "etc."),
    ("Corp.", "Corp."),
    ("$5bn", "$ 5bn"),
    ("20%", "20 %"),
    ("3.5", "3.5"),
    ("1,000,000", "1,000,000"),
    ("€20", "€ 20"),
    ("“War,”", "“ War , ”"),
    ('"War,"', '" War , "'),
    ("‘War’", "‘ War ’"),
    ("(Reuters)", "( Reuters )"),
    ("MOSCOW (AP) —", "MOSCOW ( AP ) —"),
    ("war—and", "war — and"),
    ("Russia's—and", "Russia 's — and"),
    ("war--and", "war -- and"),
    ("war...", "war ..."),
    ("war…", "war …"),
    ("what?!", "what ?!"),
    ("no!!!", "no !!!"),
    ("=====", "====="),
    ("_____", "_____"),
    ("<<", "<<"),
    ("shut.[1]", "shut . [ 1 ]"),
    ("https://www.nato.int/cps/index.htm", "https://www.nato.int/cps/index.htm"),
    ("press@example.org.", "press@example.org ."),
    ("@POTUS", "@POTUS"),
    ("id", "id"),
    ("wed", "wed"),
    ("well", "well"),
    ("treaty.", "treaty ."),
    ("treaty;", "treaty ;"),
    ("O'Brien", "O'Brien"),
    ("Shi'ite", "Shi'ite"),
    ("😀", "😀"),
]


@pytest.mark.parametrize(("text", "tokens"), CASES)
def test_tokenizer_splits_as_the_treebanks_do(nlp, text, tokens):
    assert " ".join(token.text for token in nlp(text)) == tokens


def test_tokenizer_survives_the_way_to_disk(nlp, tmp_path):
    nlp.to_disk(tmp_path)
    text = "The U.S.-led, pro-Russian S-400s weren't at No. 10 at 7:30PM!!"
    assert [t.text for t in spacy.load(tmp_path)(text)] == [t.text for t in nlp(text)]


@pytest.mark.parametrize("text", ["", " \n\t ", "\x00", "a" * 20_000, "-" * 20_000, "!" * 20_000, "a.b" * 5000])
def test_tokenizer_loses_no_character(nlp, text):
    assert nlp(text).text == text


def seconds(nlp, text):
    started = time.process_time()
    doc = tokenize(nlp, text)
    assert doc.text == text
    return time.process_time() - started


@pytest.mark.parametrize("unit", ["(", "]", '"', "“", "$", "’s", "—", "😀", "(a)", 'US$"', "a.b", "http://"])
def test_tokenizer_takes_no_longer_for_one_endless_word(nlp, unit):
    seconds(nlp, unit * 100)
    assert seconds(nlp, unit * (100_000 // len(unit))) < 5


ENDLESS = "(" * 501


@pytest.mark.parametrize(
    "text",
    [
        ENDLESS,
        "(" * 500,
        "(" * 600,
        f"War {ENDLESS} and  peace.",
        f"{ENDLESS}\n\n{ENDLESS} ",
        f" {ENDLESS} \u2028{ENDLESS}",
        f"War.{ENDLESS}Peace",
        "",
        " ",
    ],
)
def test_tokenizer_loses_no_character_of_an_endless_word(nlp, text):
    doc = tokenize(nlp, text)
    assert doc.text == text
    assert [t.idx for t in doc] == [text.index(t.text, t.idx) for t in doc]


def test_tokenizer_leaves_what_stands_beside_an_endless_word(nlp):
    words = [t.text for t in tokenize(nlp, f"Can't he? {ENDLESS} U.S.-led talks.")]
    assert words[:4] == ["Ca", "n't", "he", "?"]
    assert words[-5:] == ["U.S.", "-", "led", "talks", "."]
    assert set(words[4:-5]) == {"("}


@pytest.mark.parametrize("text", ["The U.S.-led talks.", "a" * 500, "https://example.org/" + "a" * 450])
def test_tokenizer_leaves_texts_without_endless_words_alone(nlp, text):
    assert [t.text for t in tokenize(nlp, text)] == [t.text for t in nlp(text)]


def test_abbreviations_each_have_a_known_kind():
    assert set(abbreviations().values()) == set(KINDS)


def test_abbreviations_of_unknown_kind_are_an_error_with_their_line(monkeypatch):
    rows = [{"form": "Mr.", "kind": "title"}, {"form": "X.", "kind": "?"}]
    monkeypatch.setattr(tokenizer, "table", lambda name: rows)
    abbreviations.cache_clear()
    with pytest.raises(DataError, match=r"abbreviations\.tsv:3: 'X\.'"):
        abbreviations()
    abbreviations.cache_clear()
