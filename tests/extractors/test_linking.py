"""Which actor a name means, and when a capital stands for its government."""

import pytest

METONYMY = [
    ("Moscow warned Kyiv against the deal.", "Moscow", "RUS"),
    ("Moscow warned Kyiv against the deal.", "Kyiv", "UKR"),
    ("Protesters marched in Moscow.", "Moscow", "place-moscow"),
    ("The minister flew to Moscow.", "Moscow", "place-moscow"),
    ("The minister visited Moscow.", "Moscow", "place-moscow"),
    ("Troops were sent from Kabul.", "Kabul", "place-kabul"),
    ("Tensions between Moscow and Washington grew.", "Moscow", "RUS"),
    ("Tensions between Moscow and Washington grew.", "Washington", "USA"),
    ("The road between Moscow and Minsk is closed.", "Moscow", "place-moscow"),
    ("Moscow's annexation of Crimea angered Berlin.", "Moscow", "RUS"),
    ("Moscow's annexation of Crimea angered Berlin.", "Berlin", "DEU"),
    ("Moscow's mayor resigned.", "Moscow", "place-moscow"),
    ("Moscow's streets were empty.", "Moscow", "place-moscow"),
    ("Talks with Tehran failed.", "Tehran", "IRN"),
    ("Brussels imposed sanctions on Tehran.", "Tehran", "IRN"),
    ("Rebels shelled Tripoli.", "Tripoli", "place-tripoli"),
    ("Damascus was bombed overnight.", "Damascus", "place-damascus"),
    ("Damascus was accused of torture.", "Damascus", "SYR"),
    ("Aid to Kyiv was delayed.", "Kyiv", "UKR"),
    ("Moscow-backed rebels shelled the town.", "Moscow", "RUS"),
    ("Moscow-based reporters left.", "Moscow", "place-moscow"),
    ("The capital, Khartoum, was quiet.", "Khartoum", "place-khartoum"),
    ("Beijing lies near the Great Wall.", "Beijing", "place-beijing"),
    ("The Kremlin denied the report.", "Kremlin", "RUS"),
]


@pytest.mark.parametrize(("text", "word", "actor"), METONYMY)
def test_linking_reads_a_capital_by_its_role(read, text, word, actor):
    assert read(text).who(word) == [actor]


AMBIGUOUS = [
    ("Georgia accused Russia of shelling its border.", "Georgia", "GEO"),
    ("Turkey and Jordan signed a pact.", "Jordan", "JOR"),
    ("Trump met Putin.", "Trump", "person-donald-trump"),
    ("President Donald Trump met Putin. Trump smiled.", "Trump#2", "person-donald-trump"),
    ("President Trump arrived in London.", "Trump", "person-donald-trump"),
    ("Theresa May spoke. May was calm.", "May#2", "person-theresa-may"),
    ("Mary Smith spoke. Smith was calm.", "Smith#2", "person-mary-smith"),
    ("John Smith met Mary Smith. Smith was calm.", "Smith#3", None),
    ("Donald Trump met Kim Jong Un. Kim was calm.", "Kim#2", "person-kim-jong-un"),
    ("The Northern Trade Council (NTC) met. The NTC was calm.", "NTC#2", "org-northern-trade-council"),
    ("The Soviet Union collapsed.", "Union", "SUN"),
]


@pytest.mark.parametrize(("text", "word", "actor"), AMBIGUOUS)
def test_linking_resolves_by_context_or_leaves_open(read, text, word, actor):
    assert read(text).who(word) == [actor]


@pytest.mark.parametrize(
    ("date", "actor"), [("2019-05-20", "person-donald-trump"), ("1995-01-01", None), (None, "person-donald-trump")]
)
def test_linking_takes_a_bare_surname_only_for_who_is_in_office(read, date, actor):
    assert read("The White House said that Trump had called Canada.", date).who("Trump") == [actor]


def test_linking_says_why(read):
    reading = read("Moscow warned Kyiv against the deal.")
    reasons = {r.participant.mention.text: r.reason for r in reading.cast.referents}
    assert reasons["Moscow"] == "seat of power reads as Russia: subject of 'warned'"
