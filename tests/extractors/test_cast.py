"""Whom noun phrases denote: role nouns, persons with their offices and countries, and what stands inside a phrase."""

import datetime as dt
import time

import pytest
import spacy
from spacy.tokens import Doc

from realpolitik.extractors.cast import entity_spans, read_cast
from realpolitik.ontology.records import Article

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
    (
        "Russia's Deputy Foreign Minister Ivan Testov spoke.",
        "Ivan",
        "person-ivan-testov",
        "RUS",
        "Deputy Foreign Minister",
    ),
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
    cast = read_cast(spacy.blank("en")(""), Article("empty", ""), actors)
    assert cast.referents == ()
    assert cast.at(0) is None


WHOLE = [
    ("Moscow warned Ankara against the deal.", "Moscow", ["RUS"]),
    ("Moscow warned Ankara against the deal.", "Ankara", ["TUR"]),
    ("The delegation arrived in Moscow on Monday.", "Moscow", ["place-moscow"]),
    ("Iranian officials rejected the plan.", "officials", ["IRN"]),
    ("The Turkish foreign minister, Hakan Fidan, met Iran. The minister left.", "minister#2", ["person-hakan-fidan"]),
    ("Belarusian envoy Ivan Testov left Minsk. He will return on Friday.", "He", ["person-ivan-testov"]),
    ('"We will answer," Russian Foreign Minister Sergey Lavrov told reporters.', "We", ["RUS"]),
    ("Turkey and Egypt restored ties. The two countries exchanged ambassadors.", "countries", ["TUR", "EGY"]),
    ("NATO halted the talks. The alliance said it would wait.", "it", ["NATO"]),
    ("Theresa May said in May that Britain would leave.", "May#2", []),
    ("Michael Jordan flew to Jordan.", "Jordan#2", ["JOR"]),
    ("A former Israeli general criticised the plan.", "general", [None]),
    ("The North Atlantic Treaty Organization (NATO) met in Brussels.", "NATO", ["NATO"]),
    ("Syrian rebels shot down a government helicopter.", "rebels", ["group-syr-rebels"]),
    ("The United States accused Russia and China. France urged both countries to stop.", "countries", [None]),
    ("Israel criticised the West African states.", "states", []),
    ("Israel criticised the West African states.", "African", []),
    ("The Syrian army attacked the town.", "army", ["SYR"]),
    ("The British left Hong Kong in 1997.", "British", ["GBR"]),
    ("Soldiers detained a leader of the Palestinian militant group Hamas.", "group", ["group-hamas"]),
    ("The French airline Testa Air cancelled flights. Testa said it would wait.", "Testa#2", ["org-testa-air"]),
    ("North Korea fired a missile. The North denied it.", "North#2", ["PRK"]),
    ("The United States House of Representatives voted. The House adjourned.", "House#2", ["USA-house"]),
    ("Cyclone Nargis struck the country.", "Nargis", [None]),
    ("Turkish Foreign Minister Hakan Fidan met Iran. The Turkish transport minister left.", "minister", ["TUR"]),
    ("Turkish Foreign Minister Hakan Fidan met Iran. The Turkish minister left.", "minister", ["person-hakan-fidan"]),
]  # fmt: skip


@pytest.fixture(scope="module")
def model():
    from realpolitik.extractors.language import load

    return load()


@pytest.fixture(scope="module")
def gazetteer():
    from realpolitik.ontology.actors import load_gazetteer

    return load_gazetteer()


@pytest.mark.parametrize(("text", "word", "actors_meant"), WHOLE)
def test_cast_with_the_shipped_model_and_gazetteer(model, gazetteer, text, word, actors_meant):
    doc = model(text)
    cast = read_cast(doc, Article("test", text, date=dt.date(2023, 9, 4)), gazetteer)
    form, _, number = word.partition("#")
    index = [token.i for token in doc if token.text == form][int(number or 1) - 1]
    assert [p.actor.id if p.actor else None for p in cast.all_at(index)] == actors_meant


@pytest.mark.parametrize(
    "text",
    ["", "  \n", "?!", "“" * 40, "Russia " * 400, "he " * 400, "\u202eRussia\u0007 attacked", "the the President"],
)
def test_cast_bears_any_text(model, gazetteer, text):
    doc = model(text)
    cast = read_cast(doc, Article("test", text), gazetteer)
    for token in doc:
        cast.at(token.i)
        cast.inside(token)
    assert all(0 <= start < end <= len(text) for start, end, _ in entity_spans(cast, doc))


def test_cast_takes_time_linear_in_the_length(read, actors):
    reading = read("Turkey accused Egypt. Both sides denied it.")

    def seconds(copies: int) -> float:
        doc = Doc.from_docs([reading.doc] * copies)
        started = time.process_time()
        cast = read_cast(doc, Article("test", doc.text), actors)
        assert len(cast.referents) == 4 * copies + copies  # two names, two members of "both sides", "it"
        return time.process_time() - started

    few, many = min(seconds(300) for _ in range(3)), seconds(3000)
    assert many < 25 * few
