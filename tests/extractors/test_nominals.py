"""Nominal events: who acts and who is acted upon when a noun names the act."""

import pytest

from realpolitik.extractors.nominals import event_lemmas, noun_slots


def noun_in(reading, word):
    return next(token for token in reading.doc if token.text == word)


@pytest.mark.parametrize(
    ("sentence", "noun", "lemmas"),
    [
        ("Iraq's occupation of Kuwait ended.", "occupation", ("occupation",)),
        ("Israeli air strikes hit Damascus.", "strikes", ("air strike", "strike")),
        ("The peace talks ended.", "talks", ("peace talk", "talk")),
        (
            "Joint military exercises began.",
            "exercises",
            ("joint military exercise", "joint exercise", "military exercise", "exercise"),
        ),
        ("Iran wants sanctions relief.", "relief", ("sanctions relief", "sanction relief", "relief")),
    ],
)
def test_nominals_lemmas_with_compound_first(reading, sentence, noun, lemmas):
    assert event_lemmas(noun_in(reading(sentence), noun)) == lemmas


# sentence, noun, slots
SLOTS = [
    ("Moscow's annexation of Crimea angered Berlin.", "annexation", {"subj": ["Moscow"], "obj": ["Crimea"]}),
    ("Iraq's occupation of Kuwait ended.", "occupation", {"subj": ["Iraq"], "obj": ["Kuwait"]}),
    ("The Russian attack on Ukraine continued.", "attack", {"subj": ["Russian"], "on": ["Ukraine"]}),
    ("Russia's attack on Ukraine continued.", "attack", {"subj": ["Russia"], "on": ["Ukraine"]}),
    ("The U.S. withdrawal from the treaty angered Germany.", "withdrawal", {"subj": ["U.S."], "from": ["treaty"]}),
    ("Talks between Iran and Saudi Arabia continued.", "Talks", {"subj": ["Iran", "Arabia"], "between": ["Iran", "Arabia"]}),
    ("China's support for Pakistan continued.", "support", {"subj": ["China"], "for": ["Pakistan"]}),
    ("Turkish aid to Somalia and Kenya grew.", "aid", {"subj": ["Turkish"], "to": ["Somalia", "Kenya"]}),
    ("The arrest of the general angered Turkey.", "arrest", {"obj": ["general"]}),
    ("The attack killed nine people.", "attack", {}),
    ("The bloody attack killed nine people.", "attack", {}),
    ("Russia's Ukraine policy failed.", "policy", {"subj": ["Russia"], "mod": ["Ukraine"]}),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "noun", "slots"), SLOTS)
def test_nominals_slots(reading, resources, sentence, noun, slots):
    read = reading(sentence)
    token = noun_in(read, noun)
    heads = resources.lexicon.noun_heads(token.lemma_.lower())
    found = noun_slots(token, read.cast, heads[0] if heads else None)
    named = {name: [t.text for t in tokens] for name, tokens in found.items() if name not in ("of", "poss", "clause")}
    assert named == slots


def test_nominals_of_phrase_acts_where_the_noun_has_no_object(reading, resources):
    read = reading("The withdrawal of Russia continued.")
    withdrawal = noun_in(read, "withdrawal")
    retreat = next(h for h in resources.lexicon.noun_heads("withdrawal") if h.event_type == "RETREAT")
    assert [t.text for t in noun_slots(withdrawal, read.cast, retreat)["subj"]] == ["Russia"]
    assert "subj" not in noun_slots(withdrawal, read.cast, None)


def test_nominals_clause_of_a_noun_fills_its_own_slot(reading):
    read = reading("Moscow's plan to attack Georgia failed.")
    assert [t.text for t in noun_slots(noun_in(read, "plan"), read.cast)["clause"]] == ["attack"]
