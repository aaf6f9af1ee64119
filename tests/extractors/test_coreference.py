"""Whom pronouns, definite descriptions and collectives mean; unclear ones mean nobody."""

import pytest

TRUMP, PUTIN, LAVROV = "person-donald-trump", "person-vladimir-putin", "person-sergey-lavrov"

PRONOUNS = [
    ("Vladimir Putin said he would not resign.", "he", [PUTIN]),
    ("Vladimir Putin told Donald Trump that he was wrong.", "he", [PUTIN]),
    ("Vladimir Putin praised him.", "him", [None]),
    ("Vladimir Putin arrived. He thanked the hosts.", "He", [PUTIN]),
    ("Vladimir Putin met Donald Trump. Reporters asked about his plan.", "his", [None]),
    ("Angela Merkel spoke. She criticised Russia.", "She", ["person-angela-merkel"]),
    ("Angela Merkel spoke. She left. Talks with Mark Smith delayed her plan.", "her", [None]),
    ("Mrs. Anna Testova spoke. Talks with Mark Smith delayed her plan.", "her", [None]),
    ("In his speech, Vladimir Putin attacked NATO.", "his", [PUTIN]),
    ("Russia said it had withdrawn its troops.", "it", ["RUS"]),
    ("Russia said it had withdrawn its troops.", "its", ["RUS"]),
    ("The deal angered Russia. It expires in June.", "It", [None]),
    ("It is clear that Russia will leave.", "It", []),
    ("NATO has itself abandoned the plan.", "itself", ["NATO"]),
    ("Iran and Iraq said they would cooperate.", "they", ["IRN", "IRQ"]),
    ("Israeli troops withdrew after they had lost the town.", "they", ["ISR"]),
    ("The deals angered Russia. They expire in June.", "They", [None]),
    ("Russia, which annexed Crimea, protested.", "which", ["RUS"]),
    ("Sergei Lavrov, who visited Ankara, protested.", "who", [LAVROV]),
]


@pytest.mark.parametrize(("text", "word", "actors_meant"), PRONOUNS)
def test_coreference_of_pronouns(read, text, word, actors_meant):
    assert read(text).who(word) == actors_meant


QUOTES = [
    ('"I will not resign," Vladimir Putin said.', "I", [PUTIN]),
    ('"We will respond," Russian Foreign Minister Sergei Lavrov said.', "We", ["RUS"]),
    ('"We will respond," NATO said in a statement.', "We", ["NATO"]),
    ('"We are in danger," Mary Smith said.', "We", [None]),
    ('Reuters quoted Sergei Lavrov as saying: "I am ready."', "I", [LAVROV]),
    ('"I am ready," Reuters quoted Sergei Lavrov, the minister, as saying.', "I", [LAVROV]),
    ('"I am ready," Sergei Lavrov said. "I will go."', "I#2", [LAVROV]),
    ('Sergei Lavrov said: "He is wrong."', "He", [None]),
    ("We saw Vladimir Putin.", "We", [None]),
]


@pytest.mark.parametrize(("text", "word", "actors_meant"), QUOTES)
def test_coreference_of_the_first_person_is_the_speaker(read, text, word, actors_meant):
    assert read(text).who(word) == actors_meant


DESCRIPTIONS = [
    ("NATO suspended the talks. The alliance cited Crimea.", "alliance", ["NATO"]),
    ("NATO met the European Union. The bloc was calm.", "bloc", ["EU"]),
    ("NATO met the WHO. The organisation was calm.", "organisation", [None]),
    ("North Korea fired a missile. The country has fired many.", "country", ["PRK"]),
    ("Iran threatened Iraq. The country is armed.", "country", [None]),
    ("Russian envoy Sergei Lavrov left. The diplomat was calm.", "diplomat", [LAVROV]),
    ("President Vladimir Putin met Foreign Minister Sergei Lavrov. The minister was calm.", "minister", [LAVROV]),
    ("Hezbollah fired rockets. The group denied it.", "group", ["group-hezbollah"]),
    ("The Syrian government fell silent. The government later denied the report.", "government#2", ["SYR"]),
    ("Iran met Iraq. The government was calm.", "government", [None]),
    ("Hezbollah fired rockets. The Lebanese group denied it.", "group", ["group-hezbollah"]),
    ("Hezbollah fired rockets. The Lebanese group denied it.", "it", [None]),
    ("Iran met NATO. The largest country was calm.", "country", []),
    ("The group of seven met Iran.", "group", [None]),
]


@pytest.mark.parametrize(("text", "word", "actors_meant"), DESCRIPTIONS)
def test_coreference_of_definite_descriptions(read, text, word, actors_meant):
    assert read(text).who(word) == actors_meant


COLLECTIVES = [
    ("Turkey accused Egypt. The two countries have no ties.", "countries", ["TUR", "EGY"]),
    ("Turkey accused Egypt. Both sides denied it.", "sides", ["TUR", "EGY"]),
    ("Donald Trump met Vladimir Putin. The two leaders smiled.", "leaders", [TRUMP, PUTIN]),
    ("Donald Trump met Vladimir Putin. The pair smiled.", "pair", [TRUMP, PUTIN]),
    ("Turkey accused Egypt and Iran. Both countries denied it.", "countries", [None]),
    ("The two countries met.", "countries", [None]),
]


@pytest.mark.parametrize(("text", "word", "actors_meant"), COLLECTIVES)
def test_coreference_of_collectives_gives_the_members(read, text, word, actors_meant):
    reading = read(text)
    assert reading.who(word) == actors_meant
    assert len(actors_meant) == 1 or reading.cast.at(reading.index(word)).actor is None


def test_coreference_leads_to_the_antecedent(read):
    cast = read("Vladimir Putin arrived. He thanked the hosts.").cast
    he = next(r for r in cast.referents if r.participant.mention.text == "He")
    assert cast.referents[he.antecedent].participant.mention.text == "Vladimir Putin"
    assert he.participant.linked_by == "pronoun"
