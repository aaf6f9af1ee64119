"""Statements: participants, speakers, time and place together, and what makes none."""

import datetime as dt

import pytest

from realpolitik.extractors.sides import side_of, voice_of
from realpolitik.ontology.records import BELIEVED, Actor, Mention, Participant, Span


def known(reason, *case):
    return pytest.param(*case, marks=pytest.mark.xfail(reason=reason))


def actor(ident, kind, country=None):
    return Actor(ident, ident, kind, country)


RUSSIA = actor("RUS", "state", "RUS")
LAVROV = actor("lavrov", "person", "RUS")
MERKEL = actor("merkel", "person", "DEU")
ARMY = actor("army", "military", "RUS")
REBELS = actor("rebels", "armed_group", "RUS")
PARTY = actor("party", "party", "RUS")
AGENCY = actor("agency", "media", "RUS")
STATELESS = actor("stateless", "person")


@pytest.mark.parametrize(
    ("who", "side"),
    [(RUSSIA, "RUS"), (LAVROV, "RUS"), (ARMY, "RUS"), (REBELS, "rebels"), (PARTY, "party"), (AGENCY, "agency"),
     (STATELESS, "stateless")],
)  # fmt: skip
def test_statements_side_that_an_actor_speaks_for(who, side):
    assert side_of(who) == side


def participant(who):
    return Participant(Mention(Span(0, 1), "x"), who)


@pytest.mark.parametrize(
    ("speaker", "subject", "voice"),
    [
        (LAVROV, RUSSIA, "self"),
        (RUSSIA, ARMY, "self"),
        (MERKEL, RUSSIA, "other"),
        (REBELS, RUSSIA, "other"),
        (REBELS, REBELS, "self"),
        (MERKEL, None, "other"),
        (None, RUSSIA, "unnamed"),
        (None, None, "self"),
    ],
)
def test_statements_voice_of_a_speaker(speaker, subject, voice):
    assert voice_of(participant(speaker), participant(subject)) == voice


def test_statements_voice_of_no_speaker_is_unnamed():
    assert voice_of(None, participant(RUSSIA)) == "unnamed"


# sentence, all triples, open ones included
TRIPLES = [
    ("Turkey embarrassed Greece.", [("TUR", "open", "GRC")]),
    ("Turkey envies Greece and Italy.", [("TUR", "open", "GRC"), ("TUR", "open", "ITA")]),
    ("Turkey took action against Greece.", [("TUR", "open", "GRC")]),
    ("Turkey embarrassed the visitors.", []),
    ("The visitors embarrassed Turkey.", []),
    ("Turkey slept in Greece.", []),
    ("Turkey said Greece.", []),
    ("Turkey embarrassed Turkey.", []),
    ("They attacked Iraq.", []),
    ("Turkey attacked Turkey.", [("TUR", "ASSAULT", "-")]),
    ("Iran closed its airspace.", [("IRN", "COERCE/restrict", "-")]),
    ("Turkey sent food.", []),
    ("Iran bombed the town.", [("IRN", "ASSAULT/explosives", "'the town'")]),
    ("Iran closed the border with Iraq.", [("IRN", "SANCTION/discontinue", "IRQ")]),
    ("Iran blocked a plan of Iraq.", [("IRN", "REJECT", "IRQ")]),
    ("Italy said that Libya must release the hostages.", [("LBY", "RETREAT/release", "'the hostages'"), ("ITA", "REQUEST", "LBY")]),
    ("Libya must release the hostages.", [("LBY", "RETREAT/release", "'the hostages'")]),
    ("Libya said that Libya must release the hostages.", [("LBY", "RETREAT/release", "'the hostages'")]),
    ("Italy said that Libya should release the hostages.", [("LBY", "RETREAT/release", "'the hostages'"), ("ITA", "REQUEST", "LBY")]),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "triples"), TRIPLES)
def test_statements_of_a_sentence(claims, sentence, triples):
    assert [c.triple for c in claims(sentence)] == triples


def test_statements_a_demand_is_made_by_the_speaker_in_the_publishers_voice(claims):
    done, demanded = claims("Italy said that Libya must release the hostages.")
    assert (done.statement.status, done.statement.attribution.speaker.actor.id) == ("requested", "ITA")
    assert (demanded.statement.status, demanded.statement.attribution) == ("actual", None)
    assert demanded.statement.relation.phrase == "said must release"


@pytest.mark.parametrize(
    ("sentence", "earliest", "latest"),
    [
        ("Iran attacked Iraq in May 2020.", dt.date(2020, 5, 1), dt.date(2020, 5, 31)),
        ("Iran attacked Iraq on Monday.", dt.date(2024, 6, 3), dt.date(2024, 6, 3)),
        ("Iran attacked Iraq in 1980.", dt.date(1980, 1, 1), dt.date(1980, 12, 31)),
    ],
)
def test_statements_time_of_the_event(claims, sentence, earliest, latest):
    (claim,) = claims(sentence)
    assert (claim.statement.time.earliest, claim.statement.time.latest) == (earliest, latest)
    assert "time" in {cue.kind for cue in claim.statement.evidence.cues}


# text, the one who acts
@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("KYIV, Ukraine (AP) — Israel bombed Syria.", "ISR"),
        ("MOSCOW — Israel bombed Syria.", "ISR"),
        ("TEHRAN, Iran (Reuters) - Israel bombed Syria on Monday.", "ISR"),
        ("BEIJING, April 15 (Xinhua) -- Israel bombed Syria.", "ISR"),
        ("NEW DELHI — Israel bombed Syria.", "ISR"),
        ("NATO — Israel's old foe — bombed Syria.", "NATO"),
    ],
)
def test_statements_a_dateline_takes_no_part(claims, text, subject):
    (claim,) = claims(text)
    assert claim.triple == (subject, "ASSAULT/explosives", "SYR")
    assert claim.statement.evidence.sentence == (text if subject == "NATO" else text[text.index("Israel") :])
    assert claim.statement.place is None


def test_statements_without_a_time_have_none(claims):
    assert claims("Iran attacked Iraq.")[0].statement.time is None


@pytest.mark.parametrize(
    ("sentence", "place"),
    [
        ("Egypt and Sudan met in Cairo.", "place-cairo"),
        ("Iran attacked Iraq in Basra.", "place-basra"),
        ("Egypt and Sudan met in silence.", None),
        ("Egypt and Sudan met.", None),
    ],
)
def test_statements_place_of_the_event(claims, sentence, place):
    found = claims(sentence)[0].statement.place
    assert (found.actor.id if found else None) == place


@pytest.mark.parametrize(
    ("sentence", "text"),
    [
        ("Russia ceased all cooperation with NATO.", "ceased cooperation with"),
        ("Iran fired missiles at Iraq.", "fired at"),
        ("Moscow's annexation of Crimea angered Sweden.", "annexation"),
    ],
)
def test_statements_keep_the_words_of_the_relation(claims, sentence, text):
    assert claims(sentence)[0].statement.relation.text == text


def test_statements_evidence_is_the_sentence_without_the_space_around_it(claims):
    text = "Oman was calm.  Iran attacked Iraq.\n\nOman slept."
    (claim,) = claims(text)
    evidence = claim.statement.evidence
    assert evidence.sentence == "Iran attacked Iraq." == text[evidence.span.start : evidence.span.end]


def test_statements_read_better_are_more_confident(claims):
    def confidence(sentence):
        return claims(sentence)[0].statement.confidence

    named = confidence("Iran attacked Iraq.")
    assert named > confidence("Iran attacked the town.")
    assert named > confidence("Rebels attacked Iraq.")
    assert named > confidence("Iran embarrassed Iraq.")
    assert named > confidence("The Iranian attack on Iraq worried Oman.")
    assert named > confidence("Iran attacked oil ships of Norway.")
    assert named > confidence("Iran ended the blockade of Iraq.")


def test_statements_who_says_so_and_media_are_no_party_to_an_open_relation(claims):
    for text in (
        "Robert Mugabe died, according to Emmerson Mnangagwa.",
        "Nancy Pelosi phoned in, according to NBC.",
        "Lindsey Graham sang on Fox News.",
    ):
        relations = [(c.triple, c.statement.relation) for c in claims(text)]
        assert [triple for triple, told in relations if told.event_type is None and told.standing is None] == []


@pytest.mark.parametrize(
    ("text", "status", "day"),
    [
        ("Shinzo Abe travels to Tehran next Wednesday.", "future", "2024-06-12"),
        ("Vladimir Putin is meeting Xi Jinping on June 29.", "future", "2024-06-29"),
        ("Vladimir Putin met Xi Jinping on June 3.", "actual", "2024-06-03"),
        ("Russia expels the Polish ambassador on Monday.", "actual", "2024-06-03"),
        ("Russia has been bombing Ukraine since June 3.", "actual", "2024-06-03"),
    ],
)
def test_statements_what_is_announced_for_a_later_day_has_not_happened(claims, text, status, day):
    told = [c.statement for c in claims(text) if c.statement.relation.standing is None]
    assert {(one.status, str(one.time.earliest)) for one in told if one.time is not None} == {(status, day)}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Iraq and Iran fought a bloody war.", {("IRQ", "ASSAULT", "IRN")}),
        ("Norway withdrew its ambassador to Israel.", {("NOR", "SANCTION", "ISR")}),
        ("Norway asked Israel how it would respond.", set()),
        ("Norway asked Israel to respond.", {("NOR", "REQUEST", "ISR")}),
        ("Israel killed three Palestinian children.", {("ISR", "ASSAULT", "group-pse-children")}),
        ("Iraqi authorities freed the daughter of Vladimir Putin.", set()),
        ("Angela Merkel visited eastern Germany.", set()),
        ("Angela Merkel visited eastern Poland.", {("person-angela-merkel", "CONSULT", "POL")}),
        ("The presidents of Argentina, Uruguay and Ecuador chose not to attend the summit.", set()),
        ("Norway warned that Hezbollah operates there.", set()),
        ("A Cuban group filed a complaint on behalf of the Iranians.", set()),
        ("Norway and Israel agreed to hold joint military exercises.", {("NOR", "AGREE", "ISR")}),
        ("Towns were cut off by fighting between Israel and Hezbollah.", {("ISR", "ASSAULT", "group-hezbollah")}),
        ("A report by the NATO commission accused Iraq of torture.", {("NATO", "ACCUSE", "IRQ")}),
        (
            "Norway and Israel will attend Saturday's meeting with Iraq.",
            {("NOR", "AGREE", "IRQ"), ("ISR", "AGREE", "IRQ")},
        ),
        ("Norway received military aid from Israel.", {("ISR", "AID", "NOR")}),
        ("Norway faces criticism from Israel.", {("ISR", "ACCUSE", "NOR")}),
        ("Norway came under attack from Iraq.", {("IRQ", "ASSAULT", "NOR")}),
        ("Norway is under attack from Iraq.", {("IRQ", "ASSAULT", "NOR")}),
        ("Norway lost the support of Israel.", {("ISR", "SANCTION", "NOR")}),
        ("Norway survived an invasion by Iraq.", {("IRQ", "ASSAULT", "NOR")}),
        ("Norway incurred the criticism of Israel.", {("ISR", "ACCUSE", "NOR")}),
        ("Norway came under fire from Israel over the flights.", {("ISR", "ACCUSE", "NOR")}),
        ("Israeli strikes prompted condemnation by Norway.", {("NOR", "ACCUSE", "ISR")}),
        ("Norway rejected an invitation from Israel.", {("NOR", "REJECT", "ISR")}),
        ("Norway accused Iraq of torture, a charge Iraq denies.", {("NOR", "ACCUSE", "IRQ"), ("IRQ", "REJECT", "NOR")}),
        (
            "Norway accuses Iraq of torture, an allegation that Baghdad has rejected.",
            {("NOR", "ACCUSE", "IRQ"), ("IRQ", "REJECT", "NOR")},
        ),
    ],
)
def test_statements_whom_an_act_concerns_and_whom_not(claims, text, told):
    found = [c.statement for c in claims(text) if c.statement.relation.event_type]
    pairs = [s for s in found if s.object is not None and s.object.actor is not None and s.subject.actor is not None]
    assert {(s.subject.actor.id, s.relation.event_type, s.object.actor.id) for s in pairs} == told


@pytest.mark.parametrize(
    "text", ["Norway is under attack.", "Norway received aid in April.", "Norway faces sanctions."]
)
def test_statements_who_undergoes_an_act_of_nobody_named_does_nothing(claims, text):
    assert [c.triple for c in claims(text) if c.statement.relation.event_type] == []


def test_statements_a_charge_that_is_denied_is_made_all_the_same(claims):
    (charge,) = (
        c.statement
        for c in claims("Afghanistan accused Iran of selling weapons to the Taliban, allegations Tehran denies.")
        if c.statement.relation.event_type == "ACCUSE"
    )
    assert (charge.polarity, charge.attribution) == ("affirmed", None)


def test_statements_who_favors_an_act_wishes_for_it(claims):
    told = [c.statement for c in claims("France favors imposing sanctions on Iran.")]
    assert {s.status for s in told if s.relation.event_type == "SANCTION"} == {"requested"}


def test_statements_an_act_of_which_somebody_merely_speaks_is_less_sure(claims):
    (spoken,) = (c.statement for c in claims("Brokers sketched an invasion of Norway by Iraq.") if c.triple[0] == "IRQ")
    (told,) = (c.statement for c in claims("The invasion of Norway by Iraq ended badly.") if c.triple[0] == "IRQ")
    assert spoken.confidence < BELIEVED
    assert spoken.confidence < told.confidence
