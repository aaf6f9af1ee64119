"""The outer shapes of words, and their pieces."""

from importlib import resources

import pytest

from realpolitik.extractors.wordpieces import MAX_PIECES, SHAPES, UNKNOWN, WordPieces, shape_id, shape_name

SHAPE_CASES = {
    "lower": ["war", "l'accord", "naïve", "e-mail"],
    "title": ["Moscow", "Łukasz"],
    "upper": ["NATO", "EU", "AK-"],
    "initial": ["I", "A"],
    "mixed": ["McCain", "iPhone", "YouTube"],
    "dotted": ["U.S.", "J."],
    "digits": ["2014", "0"],
    "number": ["3.5", "1,000", "50%"],
    "alphanumeric": ["MH17", "S-400", "5bn"],
    "hyphenated": ["Al-Qaeda", "O’Brien", "N’Djamena"],
    "punctuation": [".", "“", "--", "$"],
    "other": ["莫斯科", "😀"],
}


@pytest.mark.parametrize(("shape", "word"), [(s, w) for s, words in SHAPE_CASES.items() for w in words])
def test_shape_of_a_word(shape, word):
    assert shape_name(word) == shape
    assert SHAPES[shape_id(word)] == shape


@pytest.fixture(scope="module")
def pieces():
    folder = resources.files("realpolitik.extractors") / "model" / "realpolitik_encoder"
    return WordPieces(folder / "tokenizer.json", capacity=3)


def test_pieces_do_not_know_case(pieces):
    assert pieces("MOSCOW")[0] == pieces("moscow")[0]
    assert pieces("MOSCOW")[1] != pieces("moscow")[1]


@pytest.mark.parametrize("word", ["\u200d", "\x00", "\ufe0f", " "])
def test_pieces_of_what_the_vocabulary_drops_are_unknown(pieces, word):
    assert pieces(word)[0] == (UNKNOWN,)


def test_pieces_of_a_long_word_are_cut(pieces):
    assert len(pieces("https://www.nato.int/cps/en/natohq/topics_67655.htm" * 50)[0]) == MAX_PIECES


def test_pieces_stay_right_when_the_memory_is_full(pieces):
    first = [pieces(word) for word in ["one", "two", "three", "four", "five"]]
    assert [pieces(word) for word in ["one", "two", "three", "four", "five"]] == first
