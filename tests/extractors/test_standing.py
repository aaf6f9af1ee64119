"""Standing relations: offices, membership, alliance, ownership, place."""

import pytest


def known(reason, *case):
    return pytest.param(*case, marks=pytest.mark.xfail(reason=reason))


# sentence, subject, relation, object, phrase
TOLD = [
    ("Alexander Grushko, Russia's deputy foreign minister, spoke to reporters.", "person-alexander-grushko", "holdsOffice", "RUS", "deputy foreign minister of"),
    ("Antony Blinken, the U.S. secretary of state, landed in Riyadh.", "person-antony-blinken", "holdsOffice", "USA", "secretary of state of"),
    ("Jens Stoltenberg, secretary general of NATO, spoke on Monday.", "person-jens-stoltenberg", "headOf", "NATO", "secretary general of"),
    ("French President Emmanuel Macron arrived in Berlin.", "person-emmanuel-macron", "headOf", "FRA", "president of"),
    ("Former British Prime Minister Theresa May attended the funeral.", "person-theresa-may", "headOf", "GBR", "former prime minister of"),
    ("Foreign Minister Sergei Lavrov visited Cairo.", "person-sergey-lavrov", "holdsOffice", "RUS", "foreign minister of"),
    ("Angela Merkel was chancellor of Germany.", "person-angela-merkel", "headOf", "DEU", "chancellor of"),
    ("Jens Stoltenberg leads NATO.", "person-jens-stoltenberg", "headOf", "NATO", "led"),
    ("NATO is led by Jens Stoltenberg.", "person-jens-stoltenberg", "headOf", "NATO", "led"),
    ("Estonia is a member of NATO.", "EST", "memberOf", "NATO", "member of"),
    ("Turkey, a member of NATO, bought the missiles.", "TUR", "memberOf", "NATO", "member of"),
    ("China is an ally of Pakistan.", "CHN", "alliedWith", "PAK", "ally of"),
    ("Pakistan, an ally of China, voted.", "PAK", "alliedWith", "CHN", "ally of"),
    ("Germany's ally France sent troops.", "FRA", "alliedWith", "DEU", "ally of"),
    ("Gazprom is owned by Russia.", "company-gazprom", "ownedBy", "RUS", "owned by"),
    ("Russia owns Gazprom.", "company-gazprom", "ownedBy", "RUS", "owned by"),
    ("State-owned Gazprom raised its prices.", "company-gazprom", "ownedBy", "RUS", "owned by"),
    ("Angela Merkel, chancellor of Germany and leader of the party, spoke.", "person-angela-merkel", "headOf", "DEU", "chancellor of"),
    ("Gazprom is located in Russia.", "company-gazprom", "locatedIn", "RUS", "located in"),
    ("NATO is based in Brussels.", "NATO", "basedIn", "place-brussels", "based in"),
    ("Crimea is a territory of Ukraine.", "place-crimea", "partOf", "UKR", "territory of"),
    ("Sergei Lavrov represented Russia at the United Nations.", "person-sergey-lavrov", "represents", "RUS", "represented"),
]  # fmt: skip


def standing(claims, sentence):
    return [c for c in claims(sentence) if c.statement.relation.standing]


@pytest.mark.parametrize(("sentence", "subject", "relation", "obj", "phrase"), TOLD)
def test_standing_relations_that_are_told(claims, sentence, subject, relation, obj, phrase):
    found = [(*c.triple, c.statement.relation.phrase) for c in standing(claims, sentence)]
    assert found == [(subject, relation, obj, phrase)]
    statement = standing(claims, sentence)[0].statement
    assert (statement.polarity, statement.status, statement.attribution) == ("affirmed", "actual", None)
    assert statement.relation.event_type is None


@pytest.mark.parametrize(
    "sentence",
    [
        "Angela Merkel is not president of France.",
        "Estonia is not a member of NATO.",
        "Ukraine wants to become a member of NATO.",
        "The future president of France, Emmanuel Macron, visited Kyiv.",
        "President-elect Joe Biden called Emmanuel Macron.",
        "Sweden is a large country.",
        "Angela Merkel met a member of the council.",
        "Angela Merkel led the delegation of Germany.",
        "NATO has members in Europe.",
        "Russia controls the pipeline.",
        "The ally of China voted.",
        "Angela Merkel is a critic of the president of Russia.",
        "Angela Merkel, the wife of the president of Russia, spoke.",
        "Angela Merkel, a candidate for president of Russia, spoke.",
        "Angela Merkel, no friend of Iran and no ally of Russia, spoke.",
    ],
)
def test_standing_relations_that_are_not_told(claims, sentence):
    assert standing(claims, sentence) == []


# sentence, what does not hold as a fact
@pytest.mark.parametrize(
    ("sentence", "polarity", "status"),
    [
        ("Vladimir Putin did not lead NATO.", "negated", "actual"),
        ("If Ukraine is a member of NATO, the alliance must defend it.", "affirmed", "hypothetical"),
        ("Jens Stoltenberg may lead NATO.", "affirmed", "hypothetical"),
        ("Jens Stoltenberg will lead NATO.", "affirmed", "future"),
        ("Is Ukraine a member of NATO?", "affirmed", "hypothetical"),
        ("Vladimir Putin never led NATO.", "negated", "actual"),
    ],
)
def test_standing_relations_that_are_no_facts(claims, sentence, polarity, status):
    (claim,) = standing(claims, sentence)
    assert (claim.statement.polarity, claim.statement.status) == (polarity, status)


@pytest.mark.parametrize(
    "sentence",
    [
        "Neither Sweden nor Finland is a member of NATO.",
        "Sweden could be a member of NATO.",
        "It is false that Sweden is a member of NATO.",
        "Turkey is hardly an ally of Greece.",
        "Turkey is no ally of Greece.",
        "Sweden, not a member of NATO, voted.",
        "Sweden, a would-be member of NATO, voted.",
        "Sweden, a candidate member of NATO, voted.",
        known("an alternative is read as both", "Sweden or Finland is a member of NATO."),
    ],
)
def test_standing_what_does_not_hold_is_no_fact(claims, sentence):
    verdicts = [(c.statement.polarity, c.statement.status) for c in standing(claims, sentence)]
    assert ("affirmed", "actual") not in verdicts


# A title holds, whatever the clause around it says.
@pytest.mark.parametrize(
    "sentence",
    [
        "French President Emmanuel Macron did not visit Berlin.",
        "French President Emmanuel Macron may visit Berlin.",
        "French President Emmanuel Macron will visit Berlin.",
        "If French President Emmanuel Macron visits Berlin, Poland will protest.",
    ],
)
def test_standing_relations_that_are_presupposed(claims, sentence):
    (claim,) = standing(claims, sentence)
    assert (claim.statement.polarity, claim.statement.status) == ("affirmed", "actual")


def test_standing_titles_belong_to_the_name_right_after_them(claims):
    text = "French President Emmanuel Macron and German Chancellor Angela Merkel met in Paris."
    assert [c.triple for c in standing(claims, text)] == [
        ("person-emmanuel-macron", "headOf", "FRA"),
        ("person-angela-merkel", "headOf", "DEU"),
    ]


def test_standing_relation_that_somebody_claims(claims):
    (claim,) = standing(claims, "Poland said that Gazprom is owned by Russia.")
    assert claim.statement.attribution.speaker.actor.id == "POL"
    assert claim.statement.attribution.voice == "other"


def test_standing_relation_keeps_where_somebody_represents_whom(claims):
    text = "Sergei Lavrov, who was Russia's ambassador to the United Nations, visited Cairo."
    (claim,) = standing(claims, text)
    assert claim.triple == ("person-sergey-lavrov", "represents", "RUS")
    assert claim.statement.extra_args == ("to the United Nations",)
    assert claim.statement.evidence.rule == "standing:relative"


@pytest.mark.parametrize(
    ("sentence", "rule", "confidence"),
    [
        ("French President Emmanuel Macron arrived in Berlin.", "standing:title", 0.9),
        ("Foreign Minister Sergei Lavrov visited Cairo.", "standing:title", 0.75),
        ("Alexander Grushko, Russia's deputy foreign minister, spoke.", "standing:apposition", 0.9),
        ("China is an ally of Pakistan.", "standing:copula", 0.9),
        ("Russia owns Gazprom.", "standing:verb", 0.9),
        ("State-owned Gazprom raised its prices.", "standing:adjective", 0.75),
    ],
)
def test_standing_rule_and_confidence(claims, sentence, rule, confidence):
    (claim,) = standing(claims, sentence)
    assert (claim.statement.evidence.rule, claim.statement.confidence) == (rule, confidence)


PLACES = [
    ("They met in Houston, Texas, on Monday.", ("place-houston", "locatedIn", "place-texas", "located in")),
    ("A train derailed in Barcelona, Spain.", ("place-barcelona", "locatedIn", "ESP", "located in")),
    ("Fighters of Boko Haram in Nigeria fled.", ("group-boko-haram", "locatedIn", "NGA", "located in")),
    ("He flew from Paris, Berlin and Rome to London.", None),
    ("The ministers met in Paris, Germany said.", None),
]


@pytest.mark.parametrize(("sentence", "told"), PLACES)
def test_standing_tells_where_places_and_armed_groups_are(claims, sentence, told):
    found = [(*c.triple, c.statement.relation.phrase) for c in standing(claims, sentence)]
    assert found == ([told] if told else [])
