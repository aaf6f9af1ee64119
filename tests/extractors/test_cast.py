"""Whom noun phrases denote: role nouns, persons with their offices and countries, and what stands inside a phrase."""

import pytest

ROLES = [
    ("Iranian officials denied the charge.", "officials", ["IRN"]),
    ("The French president resigned.", "president", ["FRA"]),
    ("Ukrainian forces retook the town.", "forces", ["UKR"]),
    ("U.S. troops left.", "troops", ["USA"]),
    ("NATO troops left.", "troops", ["NATO"]),
    ("The president of France resigned.", "president", ["FRA"]),
    ("France's foreign minister resigned.", "minister", ["FRA"]),
    ("Authorities in Tehran denied the charge.", "Authorities", ["IRN"]),
    ("Russian and Turkish officials met.", "officials", ["RUS", "TUR"]),
    ("A former Iranian official was arrested.", "official", [None]),
    ("Syrian rebels advanced.", "rebels", ["group-syr-rebels"]),
    ("American citizens were arrested.", "citizens", ["group-usa-citizens"]),
    ("Hezbollah fighters advanced.", "fighters", ["group-hezbollah"]),
    ("Iranian oil became cheaper.", "oil", []),
    ("The Russian language is hard.", "language", []),
    ("Russians protested.", "Russians", ["group-rus-people"]),
    ("The Russians offered a truce.", "Russians", ["RUS"]),
    ("A spokesman for NATO declined to comment.", "spokesman", ["NATO"]),
    ("Officials denied the charge.", "Officials", [None]),
]


@pytest.mark.parametrize(("text", "word", "actors_meant"), ROLES)
def test_cast_reads_nationality_and_role_noun(read, text, word, actors_meant):
    assert read(text).who(word) == actors_meant


PERSONS = [
    ("Russian President Vladimir Putin arrived.", "Vladimir", "person-vladimir-putin", "RUS", "President"),
    ("Deputy Foreign Minister Ivan Testov spoke.", "Ivan", "person-ivan-testov", None, "Deputy Foreign Minister"),
    ("Russia's Deputy Foreign Minister Ivan Testov spoke.", "Ivan", "person-ivan-testov", "RUS", "Deputy Foreign Minister"),
    ("Ivan Testov, Moscow's envoy at NATO, spoke.", "Ivan", "person-ivan-testov", "RUS", "envoy"),
    ("Ivan Testov, the president of Belarus, spoke.", "Ivan", "person-ivan-testov", "BLR", "president"),
    ("Ivan Testov is the Belarusian ambassador.", "Ivan", "person-ivan-testov", "BLR", "ambassador"),
    ("The Belarusian ambassador, Ivan Testov, spoke.", "ambassador", "person-ivan-testov", "BLR", "ambassador"),
    ("Former Belarusian minister Ivan Testov spoke.", "Ivan", "person-ivan-testov", "BLR", "Former minister"),
    ("Ivan Testov spoke. Russian envoy Ivan Testov left.", "Ivan", "person-ivan-testov", "RUS", None),
    ("Mr. Testov spoke.", "Testov", "person-testov", None, None),
]


@pytest.mark.parametrize(("text", "word", "actor", "country", "role"), PERSONS)
def test_cast_gives_persons_the_office_and_country_that_the_text_gives(read, text, word, actor, country, role):
    reading = read(text)
    participant = reading.cast.at(reading.index(word))
    assert (participant.actor.id, participant.actor.country, participant.role) == (actor, country, role)


INSIDE = [
    ("Iranian oil became cheaper.", "oil", ["IRN"]),
    ("Moscow's annexation of Crimea angered Berlin.", "annexation", ["RUS", "place-crimea"]),
    ("The U.S. withdrawal from the treaty angered Russia.", "withdrawal", ["USA"]),
    ("The attack by Syrian rebels on Damascus failed.", "attack", ["group-syr-rebels", "place-damascus"]),
    ("The presidents of Iran and Iraq met.", "presidents", ["IRN", "IRQ"]),
    ("The dog that Russia sold barked.", "dog", []),
]


@pytest.mark.parametrize(("text", "word", "actors_meant"), INSIDE)
def test_cast_finds_actors_inside_a_phrase(read, text, word, actors_meant):
    assert read(text).inside(word) == actors_meant


def test_cast_is_in_reading_order_with_a_reason_each(read):
    referents = read("Turkey accused Egypt. Both sides denied it.").cast.referents
    assert [r.start for r in referents] == sorted(r.start for r in referents)
    assert all(r.reason for r in referents)


def test_cast_of_nothing_is_empty(actors):
    import spacy
    from realpolitik.extractors.cast import read_cast
    from realpolitik.ontology.records import Article

    cast = read_cast(spacy.blank("en")(""), Article("empty", ""), actors)
    assert cast.referents == ()
    assert cast.at(0) is None
