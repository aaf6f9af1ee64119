"""Which stretches of a text are names, and of what type."""

import pytest

from realpolitik.extractors.cast import entity_spans

NAMES = [
    ("Russian President Vladimir Putin arrived.", "Russian:NORP Vladimir_Putin:PERSON"),
    ("The U.S. warned Iran.", "U.S.:GPE Iran:GPE"),
    ("Talks resume on May 5 in Vienna.", "Vienna:GPE"),
    ("She may ask us who paid for the turkey.", ""),
    ("Theresa May resigned in May.", "Theresa_May:PERSON"),
    ("The WHO praised Chad.", "WHO:ORG Chad:GPE"),
    ("Chad Smith visited Georgia.", "Chad_Smith:PERSON Georgia:GPE"),
    ("Michael Jordan visited Jordan.", "Michael_Jordan:PERSON Jordan:GPE"),
    ("The European Union sanctioned Belarus on Monday.", "European_Union:ORG Belarus:GPE"),
    ("Several Latin American leaders met in Lima.", "Latin_American:NORP Lima:GPE"),
    ("Foreign Minister Sergei Lavrov flew to Ankara.", "Sergei_Lavrov:PERSON Ankara:GPE"),
    (
        "The International Atomic Energy Agency (IAEA) inspected Iran.",
        "International_Atomic_Energy_Agency:ORG IAEA:ORG Iran:GPE",
    ),
    ("The North Koreans tested a missile.", "North_Koreans:NORP"),
    ("Mr. Putin thanked Turkey.", "Putin:PERSON Turkey:GPE"),
    ("Britain's Foreign Office summoned the envoy.", "Britain:GPE Foreign_Office:ORG"),
    ("Kremlin spokesman Dmitry Peskov declined to comment.", "Kremlin:ORG Dmitry_Peskov:PERSON"),
    ("South Korea's president met Kim Jong Un.", "South_Korea:GPE Kim_Jong_Un:PERSON"),
    ("The president spoke on Friday.", ""),
]


@pytest.mark.parametrize(("text", "names"), NAMES)
def test_mentions_are_names_without_title_article_or_possessive(read, text, names):
    reading = read(text)
    found = [
        f"{text[start:end].replace(' ', '_')}:{label}" for start, end, label in entity_spans(reading.cast, reading.doc)
    ]
    assert found == names.split()


INNER = [
    ("The Russian Foreign Ministry protested.", "Ministry", ["RUS-foreign-ministry"]),
    ("The Ukrainian Agriculture Ministry protested.", "Ministry", ["UKR"]),
    ("The Foreign Ministry protested.", "Ministry", [None]),
]


@pytest.mark.parametrize(("text", "word", "actors_meant"), INNER)
def test_mentions_of_a_ministry_belong_to_its_state(read, text, word, actors_meant):
    assert read(text).who(word) == actors_meant


def test_mentions_keep_their_offsets(read):
    reading = read("Russian President Vladimir Putin arrived.")
    for referent in reading.cast.referents:
        mention = referent.participant.mention
        assert reading.doc.text[mention.span.start : mention.span.end] == mention.text
