"""Events: heads evoke an act, operators turn one act into another. Who, what kind, to whom, in which words."""

import pytest


def known(reason, *case):
    return pytest.param(*case, marks=pytest.mark.xfail(reason=reason))


# sentence, subject, class, object, phrase
HEADS = [
    ("Iran attacked Iraq.", "IRN", "ASSAULT", "IRQ", "attacked"),
    ("Iran struck Iraq.", "IRN", "ASSAULT", "IRQ", "struck"),
    ("Iran fired missiles at Iraq.", "IRN", "ASSAULT/heavy-weapons", "IRQ", "fired missiles at"),
    ("Iran bombed Iraq.", "IRN", "ASSAULT/explosives", "IRQ", "bombed"),
    ("Iraq was attacked by Iran.", "IRN", "ASSAULT", "IRQ", "attacked"),
    ("Russia annexed Crimea.", "RUS", "COERCE/seize", "place-crimea", "annexed"),
    ("Turkey sent food to Somalia.", "TUR", "AID", "SOM", "sent food to"),
    ("Norway deported two Iraqis.", "NOR", "COERCE/deport", "group-irq-people", "deported"),
    ("Germany criticised Hungary.", "DEU", "ACCUSE/disapprove", "HUN", "criticised"),
    ("Germany supports Ukraine.", "DEU", "SUPPORT", "UKR", "supported"),
    ("Turkey withdrew its troops.", "TUR", "RETREAT/withdraw", "-", "withdrew troops"),
    ("Angela Merkel visited China.", "person-angela-merkel", "CONSULT/visit", "CHN", "visited"),
    ("Iran closed its border.", "IRN", "COERCE/restrict", "-", "closed"),
    ("Russia expelled two diplomats.", "RUS", "SANCTION/expel", "'two diplomats'", "expelled"),
    ("Workers struck.", "'Workers'", "PROTEST/strike", "-", "struck"),
]
NOUNS = [
    ("Moscow's annexation of Crimea worried Sweden.", "RUS", "COERCE/seize", "place-crimea", "annexed"),
    ("Iraq's occupation of Kuwait ended.", "IRQ", "COERCE/seize", "KWT", "occupied"),
    ("The Russian attack on Ukraine worried Sweden.", "RUS", "ASSAULT", "UKR", "attacked"),
    ("Despite the war between Iran and Iraq, prices fell.", "IRN", "ASSAULT", "IRQ", "warred with"),
    ("Israel carried out an air strike on Syria.", "ISR", "ASSAULT/aerial", "SYR", "carried out air strike on"),
    ("Iran held talks with Iraq.", "IRN", "CONSULT", "IRQ", "held talks with"),
    ("Iran paid a visit to Iraq.", "IRN", "CONSULT/visit", "IRQ", "paid visit to"),
]
OPERATORS = [
    ("Russia ceased cooperation with NATO.", "RUS", "SANCTION/discontinue", "NATO", "ceased cooperation with"),
    ("NATO suspended military cooperation with Russia.", "NATO", "SANCTION/discontinue", "RUS", "suspended military cooperation with"),
    ("Iran broke off relations with Iraq.", "IRN", "SANCTION/discontinue", "IRQ", "broke off relations with"),
    ("Iran ended its support for Iraq.", "IRN", "SANCTION/discontinue", "IRQ", "ended support for"),
    ("Iran put an end to cooperation with Iraq.", "IRN", "SANCTION/discontinue", "IRQ", "put end to cooperation with"),
    ("Germany pulled out of the treaty.", "DEU", "SANCTION/withdraw", "'the treaty'", "pulled out of"),
    ("Iran's suspension of cooperation with Iraq worried Oman.", "IRN", "SANCTION/discontinue", "IRQ", "suspended cooperation with"),
    ("The U.S. suspension of aid to Egypt angered Cairo.", "USA", "SANCTION/discontinue", "EGY", "suspended aid to"),
    ("Iran ended its suspension of talks with Iraq.", "IRN", "CONCEDE", "IRQ", "ended suspension of talks with"),
    ("The U.S. withdrawal from the treaty angered Germany.", "USA", "SANCTION/withdraw", "'the treaty'", "withdrew from"),
    ("Egypt lifted sanctions on Qatar.", "EGY", "CONCEDE", "QAT", "lifted sanctions on"),
    ("Britain imposed sanctions on Iran.", "GBR", "SANCTION/discontinue", "IRN", "imposed sanctions on"),
    ("Iran ended the blockade of Iraq.", "IRN", "CONCEDE", "IRQ", "ended blockade"),
    ("China resumed talks with Japan.", "CHN", "CONSULT", "JPN", "resumed talks with"),
    ("India cancelled the meeting with Pakistan.", "IND", "REJECT/meet", "PAK", "canceled meeting with"),
    ("Iran postponed its visit to Iraq.", "IRN", "REJECT/meet", "IRQ", "postponed visit to"),
    ("Iran rejected talks with Iraq.", "IRN", "REJECT/meet", "IRQ", "rejected talks with"),
    ("Iran rejected Iraq's demand.", "IRN", "REJECT", "IRQ", "rejected demand"),
    ("Germany refused to meet France.", "DEU", "REJECT/meet", "FRA", "refused to meet"),
    ("Japan refused to comment.", "JPN", "REJECT", "-", "refused to comment"),
    ("Iran violated the agreement with Iraq.", "IRN", "REJECT", "IRQ", "violated agreement with"),
    ("Iran signed an agreement with Iraq.", "IRN", "SUPPORT", "IRQ", "signed agreement with"),
    ("Iran struck a deal with Iraq.", "IRN", "SUPPORT", "IRQ", "struck deal with"),
    ("Iran agreed to talks with Iraq.", "IRN", "AGREE", "IRQ", "agreed to talks with"),
    ("Iran and Iraq agreed to cooperate.", "IRN", "AGREE", "IRQ", "agreed to cooperate"),
    ("Iran promised Syria to send oil.", "IRN", "AGREE", "SYR", "promised to send oil"),
    ("Iran promised to send aid to Iraq.", "IRN", "AGREE", "IRQ", "promised to send aid to"),
    ("Iran promised to attack Iraq.", "IRN", "THREATEN/violence", "IRQ", "promised to attack"),
    ("Turkey threatened to attack Syria.", "TUR", "THREATEN/violence", "SYR", "threatened to attack"),
    ("Iran threatened to stop aid to Iraq.", "IRN", "THREATEN/relations", "IRQ", "threatened to stop aid to"),
    ("Iran threatened Iraq to close the border.", "IRN", "THREATEN/restrict", "IRQ", "threatened … to close"),
    ("Turkey accused Syria of attacking Iraq.", "TUR", "ACCUSE/allege", "SYR", "accused … of attacking"),
    ("Germany condemned the Russian attack on Ukraine.", "DEU", "ACCUSE/disapprove", "RUS", "condemned attack on"),
    ("Poland condemned Russia for attacking Ukraine.", "POL", "ACCUSE/disapprove", "RUS", "condemned … for attacking"),
    ("France demanded that Iran stop the attacks.", "FRA", "REQUEST/yield", "IRN", "demanded that … stop"),
    ("The United States urged Israel to stop the attack.", "USA", "REQUEST/yield", "ISR", "urged … to stop"),
    ("Poland asked Russia to attack Ukraine.", "POL", "REQUEST", "RUS", "asked … to attack"),
    ("Poland said that Russia must return the plane.", "POL", "REQUEST", "RUS", "said must return plane"),
    ("Poland called on Russia to make an inquiry.", "POL", "REQUEST", "RUS", "called to make inquiry on"),
    ("Iran and Iraq signed a treaty of friendship.", "IRN", "SUPPORT", "IRQ", "signed treaty"),
    ("U.S. troops left Iraq.", "USA", "RETREAT/withdraw", "IRQ", "left"),
    ("Poland wants Russia to withdraw from Ukraine.", "POL", "REQUEST", "RUS", "wanted … to withdraw"),
    ("Iran demanded sanctions on Iraq.", "IRN", "REQUEST", "'sanctions on Iraq'", "demanded"),
    ("Poland helped Russia attack Ukraine.", "POL", "AID", "RUS", "helped … to attack"),
    ("Poland forced Russia to withdraw from Ukraine.", "POL", "COERCE", "RUS", "forced … to withdraw"),
    ("Iran welcomed Iraq's withdrawal from Kuwait.", "IRN", "SUPPORT", "IRQ", "welcomed withdrawal from"),
    ("Iran announced the withdrawal of its troops from Iraq.", "IRN", "CONCEDE", "IRQ", "announced withdrawal from"),
    ("Greece opposed Turkey's relations with Libya.", "GRC", "REJECT/assist", "TUR", "opposed relations with"),
    ("The dispute strained ties between Iran and Iraq.", "IRN", "SANCTION", "IRQ", "strained ties with"),
    ("Talks between Iran and Iraq were cancelled.", "IRN", "REJECT/meet", "IRQ", "canceled talks with"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("sentence", "subject", "kind", "obj", "phrase"),
    [*HEADS, *NOUNS, *OPERATORS],
)
def test_events_who_did_what_to_whom(claims, sentence, subject, kind, obj, phrase):
    found = [(*c.triple, c.statement.relation.phrase) for c in claims(sentence) if c.statement.relation.event_type]
    assert found == [(subject, kind, obj, phrase)]


# sentence, all that is said
@pytest.mark.parametrize(
    ("sentence", "triples"),
    [
        ("Russia annexed Crimea and attacked Ukraine.", {("RUS", "COERCE/seize", "place-crimea"), ("RUS", "ASSAULT", "UKR")}),
        ("Turkey and Qatar attacked Syria and Iraq.", {("TUR", "ASSAULT", "SYR"), ("TUR", "ASSAULT", "IRQ"), ("QAT", "ASSAULT", "SYR"), ("QAT", "ASSAULT", "IRQ")}),
        ("Egypt, Sudan and Ethiopia met.", {("EGY", "CONSULT", "SDN"), ("EGY", "CONSULT", "ETH"), ("SDN", "CONSULT", "ETH")}),
        ("Germany, which supports Ukraine, criticised Hungary.", {("DEU", "ACCUSE/disapprove", "HUN"), ("DEU", "SUPPORT", "UKR")}),
        ("Iran, backed by Russia, attacked Iraq.", {("IRN", "ASSAULT", "IRQ"), ("RUS", "SUPPORT", "IRN")}),
        ("Russia refused to extend its suspension of military aid to Egypt.", {("RUS", "REJECT", "EGY")}),
        ("The sky over the town was blue.", set()),
        ("They attacked.", set()),
        ("Iran fears.", set()),
    ],
)  # fmt: skip
def test_events_all_of_a_sentence(claims, sentence, triples):
    assert {c.triple for c in claims(sentence) if c.statement.relation.event_type} == triples


VICTIM = (
    "an operator over an act without an agent falls back on the one whom the act is done to, and turns the sign round"
)

# sentence, a triple that it does not say
FALSE_FACTS = [
    ("Iran condemned an attack on Oman.", ("IRN", "ACCUSE/disapprove", "OMN")),
    ("Iran denounced the sanctions on Oman.", ("IRN", "ACCUSE/disapprove", "OMN")),
    ("Iran complained about sanctions on Oman.", ("IRN", "ACCUSE/disapprove", "OMN")),
    ("Iran investigated an attack on Oman.", ("IRN", "ACCUSE/investigate", "OMN")),
    ("Iran supported the attack on Oman.", ("IRN", "SUPPORT", "OMN")),
    ("Iran opposed the attack on Oman.", ("IRN", "REJECT", "OMN")),
    ("Iran vetoed sanctions on Oman.", ("IRN", "REJECT", "OMN")),
    ("Iran voted against sanctions on Oman.", ("IRN", "REJECT", "OMN")),
    known(VICTIM, "Iran voted for sanctions on Oman.", ("IRN", "SUPPORT", "OMN")),
    ("Iran responded to the attack on Oman.", ("IRN", "ASSAULT", "OMN")),
    ("Iran attacked Iraq rather than Oman.", ("IRN", "ASSAULT", "OMN")),
    ("Iran attacked Iraq, not Oman.", ("IRN", "ASSAULT", "OMN")),
    ("Iran attacked Iraq instead of Oman.", ("IRN", "ASSAULT", "OMN")),
    ("Iran attacked Oman more often than Iraq.", ("IRN", "ASSAULT", "IRQ")),
    ("Iran attacked all its neighbours except Oman.", ("IRN", "ASSAULT", "OMN")),
    ("Unlike Iran, Iraq signed the treaty with Oman.", ("IRN", "SUPPORT", "OMN")),
    ("Iran commemorated the war with Iraq.", ("IRN", "ASSAULT", "IRQ")),
    ("Iran learned of the attack on Oman.", ("IRN", "ASSAULT", "OMN")),
    known("_apply drops the negation of an infinitive under a promise", "Iran vowed not to attack Iraq.", ("IRN", "THREATEN/violence", "IRQ")),
    known("_apply drops the negation of an infinitive under a promise", "Iran promised not to attack Iraq.", ("IRN", "THREATEN/violence", "IRQ")),
    ("Poland asked whether Russia attacked Ukraine.", ("POL", "REQUEST", "RUS")),
    known("`warn of` an act of others is read as a threat of one's own", "Oman warned of a war between Iran and Iraq.", ("OMN", "THREATEN/violence", "IRN")),
    ("Oman called for talks between Iran and Iraq.", ("IRN", "REQUEST/meet", "IRQ")),
    ("Oman denied that Iran attacked a tanker.", ("OMN", "REJECT", "IRN")),
    ("Oman accused Iran of planning to attack Iraq.", ("OMN", "THREATEN", "IRQ")),
    ("Oman praised Iran on Twitter.", ("OMN", "SUPPORT", "company-twitter")),
    ("The Iranian president attended Harvard University.", ("IRN", "CONSULT/multilateral", "org-harvard-university")),
    ("Iran drove a truck to Oman.", ("IRN", "ASSAULT", "OMN")),
    ("Oman warned Iran not to attack Iraq.", ("OMN", "THREATEN/violence", "IRQ")),
    known("the head of an of-phrase is taken for the one who attacks", "Iran has no intention of attacking Iraq.", ("'no intention'", "ASSAULT", "IRQ")),
    known("the head of an of-phrase is taken for the one who attacks", "Iran rejected the idea of attacking Iraq.", ("'the idea'", "ASSAULT", "IRQ")),
    ("Oman called on Iran to end the war with Iraq.", ("OMN", "RETREAT/ceasefire", "IRQ")),
    known("`deny` is a head of REJECT beside what it denies", "Oman denies reports of an Iranian attack on Iraq.", ("OMN", "REJECT", "IRN")),
    ("Earthquakes hit Turkey.", ("'Earthquakes'", "ASSAULT", "TUR")),
    ("Relations between Greece and Turkey worsened.", ("GRC", "COOPERATE", "TUR")),
    ("Poland prevented Russia from attacking Ukraine.", ("POL", "ASSAULT", "UKR")),
    ("Poland stopped Russia from attacking Ukraine.", ("POL", "ASSAULT", "UKR")),
    known("`refusal to` is no operator of REJECT over unknown slots", "Iran's refusal to attack Iraq surprised Kuwait.", ("IRN", "THREATEN", "IRQ")),
    ("Russia's plan to attack Ukraine worried Poland.", ("RUS", "THREATEN", "POL")),
    ("Iran called on Iraq to withdraw its troops.", ("IRN", "RETREAT/withdraw", "-")),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "triple"), FALSE_FACTS)
def test_events_no_false_fact(claims, sentence, triple):
    assert triple not in [c.triple for c in claims(sentence)]


@pytest.mark.parametrize(
    ("sentence", "contexts"),
    [
        ("NATO suspended military cooperation with Russia.", {"military"}),
        ("Iran bombed Iraq.", set()),
        ("Egypt and Sudan signed a trade agreement.", {"economic"}),
    ],
)
def test_events_contexts_from_the_words_beside_the_act(claims, sentence, contexts):
    assert contexts <= set(claims(sentence)[0].statement.relation.contexts)
    assert bool(contexts) == bool(claims(sentence)[0].statement.relation.contexts)


@pytest.mark.parametrize(
    ("sentence", "both_ways"),
    [
        ("Egypt and Sudan met.", True),
        ("Talks between Iran and Iraq continued.", True),
        ("Iran held talks with Iraq.", True),
        ("Turkish and Greek officials have agreed to share information.", True),
        ("Lebanon complained to the United Nations over Israeli raids.", False),
        ("Iran attacked Iraq.", False),
        ("Britain imposed sanctions on Iran.", False),
        ("Iran rejected talks with Iraq.", False),
        ("Germany will not meet France.", False),
        ("Germany will not cooperate with France.", False),
    ],
)  # fmt: skip
def test_events_that_hold_both_ways(claims, sentence, both_ways):
    assert [c.statement.reciprocal for c in claims(sentence)] == [both_ways]


# sentence, the words that fired from the outside in
@pytest.mark.parametrize(
    ("sentence", "cues"),
    [
        ("Iran attacked Iraq.", [("head", "attacked")]),
        ("Russia ceased cooperation with NATO.", [("operator", "ceased"), ("head", "cooperation")]),
        ("Iran threatened to stop aid to Iraq.", [("operator", "threatened"), ("operator", "stop"), ("head", "aid")]),
    ],
)
def test_events_keep_cues_and_rows(claims, sentence, cues):
    evidence = claims(sentence)[0].statement.evidence
    assert [(cue.kind, cue.text) for cue in evidence.cues] == cues
    assert evidence.rule.count(">") == len(cues) - 1
    assert all(".tsv:" in row for row in evidence.rule.split(">"))


def test_events_each_word_is_used_once(reading):
    found = reading("Russia refused to extend its suspension of military aid to Egypt.").found
    (event,) = (f.event for f in found if f.event is not None)
    assert [word.text for word in event.words] == ["refused", "extend", "suspension", "aid"]
    assert (event.event_type, event.depth) == ("REJECT", 3)
