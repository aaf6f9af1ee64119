"""Whose police, court, country or president is meant where no word says whose."""

import datetime as dt

import pytest

from realpolitik.extractors.pipeline import Resources, load, read
from realpolitik.ontology.records import Article

AT_HOME = [
    ("Protests in Kenya went on. Police arrested ten students.", "Police", ["KEN"]),
    ("Protests in Kenya went on. A court in Nairobi freed them.", "court", ["KEN"]),
    ("Protests went on in Peru. The prime minister resigned.", "minister", ["PER"]),
    ("France accused Chad of the raid. Chad denied it. Soldiers left.", "Soldiers", ["TCD"]),
    ("France and Chad met. Soldiers left.", "Soldiers", [None]),
    ("Kenya arrested ten men. The U.N.-backed government protested.", "government", [None]),
    ("Kenya deployed troops.", "troops", [None]),
    ("Gunmen attacked an army camp in Mali.", "army", [None]),
    ("Kenya spoke of talks. The embassy was closed.", "embassy", [None]),
    ("Kenya joined the talks. Other governments did not.", "governments", [None]),
]
DESCRIBED = [
    ("The Pacific Islands Forum met. Fiji defied the forum.", "forum", ["PIF"]),
    ("The UN Security Council met. Mali asked the Council to wait.", "Council#2", ["UNSC"]),
    ("Ministers of the alliance met in Berlin.", "alliance", ["NATO"]),
    ("Ministers of the alliance met in Nairobi.", "alliance", [None]),
    ("Mali will leave the bloc, and ECOWAS regrets it.", "bloc", ["ECOWAS"]),
    ("Saudi Arabia warned Iran. The kingdom recalled its envoy.", "kingdom", ["SAU"]),
    ("Kenya accused Chad. Chad warned its neighbour.", "neighbour", ["KEN"]),
    ("Hezbollah fired on the town. The rebels fled.", "rebels", ["group-hezbollah"]),
    ("President Emmanuel Macron said that his country would help.", "country", ["FRA"]),
    ("Britain, whose soldiers train the army of Sierra Leone, protested.", "soldiers", ["GBR"]),
    ("Israel charged three Arabs with spying.", "Arabs", [None]),
    ("Kurdish rebels from the Kurdistan Workers Party attacked.", "rebels", ["group-kurdistan-workers-party"]),
    ("Peru's Congress refused the plan.", "Congress", ["PER-parliament"]),
    ("President Horacio Cartes telephoned Michel Temer and asked him to help.", "him", ["person-michel-temer"]),
]
SURNAMES = [
    ("2005-05-05", "Shevardnadze criticised Georgia.", "Shevardnadze", ["person-eduard-shevardnadze"]),
    ("2014-10-01", "Kim, the head of the World Bank, told ministers to wait.", "Kim", [None]),
    ("2003-02-05", "Milosevic refused to name a lawyer.", "Milosevic", ["person-slobodan-milosevic"]),
]  # fmt: skip


@pytest.fixture(scope="module")
def resources() -> Resources:
    return load()


def who(resources: Resources, text: str, word: str, date: dt.date | None = None) -> list[str | None]:
    word, _, count = word.partition("#")
    (reading,) = read([Article("a", text, date=date)], resources)
    places = [token.i for token in reading.doc if token.text == word]
    return [p.actor.id if p.actor else None for p in reading.cast.all_at(places[int(count or 1) - 1])]


@pytest.mark.parametrize(("text", "word", "meant"), [*AT_HOME, *DESCRIBED])
def test_setting_and_descriptions_name_whom_the_article_means(
    resources: Resources, text: str, word: str, meant: list[str | None]
) -> None:
    assert who(resources, text, word, dt.date(2017, 6, 1)) == meant


@pytest.mark.parametrize(("date", "text", "word", "meant"), SURNAMES)
def test_setting_links_surnames_by_nearness_in_time(
    resources: Resources, date: str, text: str, word: str, meant: list[str | None]
) -> None:
    assert who(resources, text, word, dt.date.fromisoformat(date)) == meant


def test_setting_gives_what_it_guesses_a_reason(resources: Resources) -> None:
    (reading,) = read([Article("a", "Protests in Kenya went on. Police arrested ten students.")], resources)
    (police,) = (r for r in reading.cast.referents if r.participant.mention.text == "Police")
    assert police.reason == "'Police' where the article is set: Kenya"


def test_setting_names_keep_no_weekday(resources: Resources) -> None:
    (reading,) = read([Article("a", "German rescue charity Sea-Eye on Sunday renamed their ship.")], resources)
    assert "Sea-Eye" in [r.participant.mention.text for r in reading.cast.referents]


ELSEWHERE = [
    ("Police in Moscow, Idaho, named a suspect.", "Moscow", None),
    ("A bus overturned near Lebanon, Pennsylvania, on Sunday.", "Lebanon", None),
    ("Two lawmakers from Tripoli, in the north of Lebanon, resigned.", "Tripoli", None),
    ("Iran attacked Iraq, not Oman.", "Iraq", "IRQ"),
    ("Pakistan, an ally of China, voted.", "Pakistan", "PAK"),
    ("They met in Paris, France.", "Paris", "place-paris"),
    ("A barge sank on the Niger.", "Niger", None),
    ("The army of Niger took the town.", "Niger", "NER"),
    ("Kim met Park in Seoul. The North tested a missile.", "North", "PRK"),
    ("The South voted for the party.", "South", None),
]


@pytest.mark.parametrize(("text", "word", "actor"), ELSEWHERE)
def test_setting_reads_places_by_what_stands_beside_them(
    resources: Resources, text: str, word: str, actor: str | None
) -> None:
    assert who(resources, text, word, dt.date(2017, 6, 1)) == [actor]


BY_COMPANY = [
    ("2019-09-11", "Prime Minister Boris Johnson asked for it, and the Queen agreed.", "Queen", "GBR"),
    ("2019-09-11", "Moscow cut supplies to the former Soviet state.", "Soviet", None),
    ("1985-09-11", "The Soviet leader spoke.", "Soviet", "SUN"),
    ("1990-02-11", "President de Klerk lifted the ban on the party.", "de", "person-f-w-de-klerk"),
    ("2011-12-01", "Clinton met reformers in Naypyidaw.", "Clinton", "person-hillary-clinton"),
    ("2006-01-16", "Johnson Sirleaf was sworn in in Monrovia.", "Johnson", "person-ellen-johnson-sirleaf"),
    ("2018-05-12", "Mahathir, 92, named his ministers in Kuala Lumpur.", "Mahathir", "person-mahathir-mohamad"),
    ("2013-05-12", "Jordan, 34, scored twice.", "Jordan", None),
    ("2022-04-25", "Austin said that Washington wanted to see Russia weakened.", "Austin", "person-lloyd-austin"),
    ("2022-04-25", "Shops in Austin closed early.", "Austin", "place-austin"),
    ("2003-09-08", "ElBaradei said that the agency had found nothing.", "agency", "IAEA"),
    ("2020-03-11", "Tedros called the outbreak a pandemic, and the agency gave a warning.", "agency", "WHO"),
    ("2025-01-09", "Aoun became president of Lebanon.", "Aoun", "person-joseph-aoun"),
]


@pytest.mark.parametrize(("date", "text", "word", "actor"), BY_COMPANY)
def test_setting_reads_surnames_by_date_and_company(
    resources: Resources, date: str, text: str, word: str, actor: str | None
) -> None:
    assert who(resources, text, word, dt.date.fromisoformat(date)) == [actor]


@pytest.mark.parametrize(
    ("text", "actor"),
    [("Moore filmed three workers.", None), ("Moore said that the WTO would meet.", "person-mike-moore")],
)
def test_setting_links_heads_of_bodies_in_undated_texts_where_the_body_is_named(
    resources: Resources, text: str, actor: str | None
) -> None:
    found = who(resources, text, "Moore")
    assert found == [actor] if actor else found[0] != "person-mike-moore"
