"""Factuality: whether Iran did it to Iraq, did not, will, might, is asked or feared to."""

import pytest


def known(reason, *case):
    return pytest.param(*case, marks=pytest.mark.xfail(reason=reason))


CONTRAST = "`not` before a noun that is set against another is not read"
TIME = "factuality._climb does not read a clause of time under a main clause in the future"

# sentence, polarity, status
HAPPENED = [
    ("Iran attacked Iraq.", "affirmed", "actual"),
    ("Iran has attacked Iraq.", "affirmed", "actual"),
    ("Iran is attacking Iraq.", "affirmed", "actual"),
    ("Iran managed to attack Iraq.", "affirmed", "actual"),
    ("Iran began to attack Iraq.", "affirmed", "actual"),
    ("Iran continued to attack Iraq.", "affirmed", "actual"),
    ("Only Iran attacked Iraq.", "affirmed", "actual"),
    ("Iran, unlike Oman, attacked Iraq.", "affirmed", "actual"),
    ("Two years before Iran attacked Iraq, Oman closed its border.", "affirmed", "actual"),
    ("Despite the war between Iran and Iraq, Oman sold oil.", "affirmed", "actual"),
    ("The Iranian attack on Iraq worried Oman.", "affirmed", "actual"),
    ("Iran did not fail to attack Iraq.", "affirmed", "actual"),
]
DID_NOT_HAPPEN = [
    ("Iran did not attack Iraq.", "negated", "actual"),
    ("Iran didn't attack Iraq.", "negated", "actual"),
    ("Iran has not attacked Iraq.", "negated", "actual"),
    ("Iran no longer attacks Iraq.", "negated", "actual"),
    ("Iran almost attacked Iraq.", "negated", "actual"),
    ("Iran nearly attacked Iraq.", "negated", "actual"),
    ("Iran failed to attack Iraq.", "negated", "actual"),
    ("Iran avoided attacking Iraq.", "negated", "actual"),
    ("Iran pretended to attack Iraq.", "negated", "actual"),
    ("No Iranian soldiers attacked Iraq.", "negated", "actual"),
    ("No president of Iran attacked Iraq.", "negated", "actual"),
    ("Iran was prevented from attacking Iraq.", "negated", "actual"),
    ("Iran and Iraq never met.", "negated", "actual"),
    ("None of the Iranian soldiers attacked Iraq.", "negated", "actual"),
    ("Iran did not bomb Kuwait or attack Iraq.", "negated", "actual"),
    ("Iran did not bomb Kuwait and did not attack Iraq.", "negated", "actual"),
    ("Iran left Kuwait without attacking Iraq.", "negated", "actual"),
    ("Oman averted a war between Iran and Iraq.", "negated", "actual"),
    ("Oman prevented an Iranian attack on Iraq.", "negated", "actual"),
    ("An Iranian attack on Iraq failed.", "negated", "actual"),
    ("Iran lifted no sanctions on Iraq.", "negated", "actual"),
    ("Iran and Iraq signed no treaty.", "negated", "actual"),
    ("Iran did not stop attacking Iraq.", "negated", "actual"),
    ("Iran never attacked Iraq.", "negated", "actual"),
    ("Iran hardly attacked Iraq.", "negated", "actual"),
    ("Iran has never signed a treaty with Iraq.", "negated", "actual"),
    ("The Iranian attack on Iraq never happened.", "negated", "actual"),
    ("Neither Iran nor Oman attacked Iraq.", "negated", "actual"),
    ("Iran attacked neither Iraq nor Kuwait.", "negated", "actual"),
    known("factuality._preposition reads no preposition of two words", "Instead of attacking Iraq, Iran bombed Kuwait.", "negated", "actual"),
    known("factuality._climb drops a gerund after an adjective or adverb", "Iran stopped short of attacking Iraq.", "negated", "actual"),
    known("factuality._climb drops a gerund after an adjective or adverb", "Iran is far from attacking Iraq.", "negated", "actual"),
    ("There was no Iranian attack on Iraq.", "negated", "actual"),
    ("A failed Iranian attack on Iraq worried Oman.", "negated", "actual"),
    ("It is false that Iran attacked Iraq.", "negated", "actual"),
    ("It is not true that Iran attacked Iraq.", "negated", "actual"),
]  # fmt: skip
STILL_TO_COME = [
    ("Iran will attack Iraq.", "affirmed", "future"),
    ("Iran is going to attack Iraq.", "affirmed", "future"),
    ("Iran planned to attack Iraq.", "affirmed", "future"),
    ("Iran prepared to attack Iraq.", "affirmed", "future"),
    ("Iran is expected to attack Iraq.", "affirmed", "future"),
    ("Oman expects Iran to attack Iraq.", "affirmed", "future"),
    ("Iran will bomb Kuwait and attack Iraq.", "affirmed", "future"),
    ("Iran's plan to attack Iraq failed.", "affirmed", "future"),
    ("Iran will sign a treaty with Iraq.", "affirmed", "future"),
    ("Talks between Iran and Iraq will begin on Monday.", "affirmed", "future"),
    ("Iran's decision to attack Iraq surprised Oman.", "affirmed", "future"),
    ("Oman spoke of plans for an attack on Iraq by Iran.", "affirmed", "future"),
    ("Iran is to attack Iraq on Monday.", "affirmed", "future"),
    ("Iran will not attack Iraq.", "negated", "future"),
    ("Iran is not expected to attack Iraq.", "negated", "future"),
    ("Iran does not plan to attack Iraq.", "negated", "future"),
    known("_from_noun reads no `there are no` over plans", "There are no plans for an Iranian attack on Iraq.", "negated", "future"),
    ("Iran decided not to attack Iraq.", "negated", "future"),
    ("Iran agreed not to attack Iraq.", "negated", "future"),
    ("Iran said that it would attack Iraq.", "affirmed", "future"),
    ("The planned Iranian attack on Iraq worried Oman.", "affirmed", "future"),
    ("There will be no war between Iran and Iraq.", "negated", "future"),
    known("the subject of a headline's infinitive is not read", "Iran to attack Iraq.", "affirmed", "future"),
]  # fmt: skip
NOT_SAID_TO_HAPPEN = [
    ("Iran may attack Iraq.", "affirmed", "hypothetical"),
    ("Iran might attack Iraq.", "affirmed", "hypothetical"),
    ("Iran can attack Iraq.", "affirmed", "hypothetical"),
    ("Iran could attack Iraq.", "affirmed", "hypothetical"),
    ("Iran might not attack Iraq.", "negated", "hypothetical"),
    ("If Iran attacks Iraq, Oman will mediate.", "affirmed", "hypothetical"),
    ("Unless Iran attacks Iraq, Oman will not mediate.", "affirmed", "hypothetical"),
    ("Iran would attack Iraq if Oman helped it.", "affirmed", "hypothetical"),
    ("Oman would suffer if Iran attacked Iraq.", "affirmed", "hypothetical"),
    ("Iran wants to attack Iraq.", "affirmed", "hypothetical"),
    ("Iran tried to attack Iraq.", "affirmed", "hypothetical"),
    ("Iran is likely to attack Iraq.", "affirmed", "hypothetical"),
    ("Iran perhaps attacked Iraq.", "affirmed", "hypothetical"),
    ("Iran said that it may attack Iraq.", "affirmed", "hypothetical"),
    ("Iran is unlikely to attack Iraq.", "affirmed", "hypothetical"),
    ("Iran does not want to attack Iraq.", "negated", "hypothetical"),
    known("a modal of inference is read as one of duty", "Iran must have attacked Iraq.", "affirmed", "hypothetical"),
    ("A possible Iranian attack on Iraq worried Oman.", "affirmed", "hypothetical"),
    ("The possibility of an Iranian attack on Iraq worried Oman.", "affirmed", "hypothetical"),
    ("A war between Iran and Iraq is unlikely.", "affirmed", "hypothetical"),
    ("Oman wondered whether Iran attacked Iraq.", "affirmed", "hypothetical"),
    ("Did Iran attack Iraq?", "affirmed", "hypothetical"),
    ("Has Iran attacked Iraq?", "affirmed", "hypothetical"),
    ("Is Iran attacking Iraq?", "affirmed", "hypothetical"),
    ("The alleged Iranian attack on Iraq worried Oman.", "affirmed", "hypothetical"),
    ("Iran would attack Iraq.", "affirmed", "hypothetical"),
    ("It is possible that Iran attacked Iraq.", "affirmed", "hypothetical"),
    ("Had Iran attacked Iraq, Oman would have suffered.", "affirmed", "hypothetical"),
    known("`hope for` is not read", "Oman hopes for talks between Iran and Iraq.", "affirmed", "hypothetical"),
]  # fmt: skip
ASKED_OR_FEARED = [
    ("Iran must attack Iraq.", "affirmed", "requested"),
    ("Oman fears an Iranian attack on Iraq.", "affirmed", "feared"),
    ("Oman fears war between Iran and Iraq.", "affirmed", "feared"),
    ("Fears of a war between Iran and Iraq grew.", "affirmed", "feared"),
    ("Iran should attack Iraq.", "affirmed", "requested"),
    ("Iran should withdraw from Iraq.", "affirmed", "requested"),
]
NOT_A_FACT = [
    "Iran has the ability to attack Iraq.",
    "Iran has the right to attack Iraq.",
    "Iran has yet to sign the treaty with Iraq.",
    "Iran has no plans to attack Iraq.",
    "Nobody in Iran attacked Iraq.",
    "Iran is said to have attacked Iraq.",
    "Iran is believed to have attacked Iraq.",
    "Iran was accused of attacking Iraq.",
    "Iran was urged to attack Iraq.",
    "Iran is unable to attack Iraq.",
    "Iran is considering attacking Iraq.",
    "Iran debated whether to attack Iraq.",
    "Iran refrained from attacking Iraq.",
    "Imagine that Iran attacked Iraq.",
    "In case of an Iranian attack on Iraq, Oman will mediate.",
    "Without a treaty between Iran and Iraq, Oman will suffer.",
    "Until Iran attacks Iraq, Oman will wait.",
    "Should Iran attack Iraq, Oman will mediate.",
    "Whether Iran attacked Iraq is unknown.",
    "It is unclear whether Iran attacked Iraq.",
    "There is a risk that Iran will attack Iraq.",
    "Oman is not sure that Iran attacked Iraq.",
    "Not Iran but Oman attacked Iraq.",
    "Iran could have attacked Iraq.",
    "Iran need not attack Iraq.",
    "Oman, not Iran, attacked Iraq.",
    "It was not Iran that attacked Iraq.",
    "Iran or Oman attacked Iraq.",
    "Either Iran or Oman attacked Iraq.",
    "Iran attacked Iraq or Kuwait.",
    known("a gerund that is the clause of a verb is taken for a fact whatever the verb", "Iran ruled out attacking Iraq."),
    known("a gerund that is the clause of a verb is taken for a fact whatever the verb", "Iran discussed attacking Iraq."),
    "Iran was deterred from attacking Iraq.",
    "Before Iran attacks Iraq, Oman will close its border.",
    "When Iran attacks Iraq, Oman will mediate.",
    "Once Iran attacks Iraq, Oman will mediate.",
    "After Iran attacks Iraq, Oman will mediate.",
    known(TIME, "Oman will close its border as soon as Iran attacks Iraq."),
]  # fmt: skip


def verdicts(claims, sentence):
    return {
        (c.statement.polarity, c.statement.status) for c in claims(sentence) if (c.subject, c.object) == ("IRN", "IRQ")
    }


@pytest.mark.parametrize(
    ("sentence", "polarity", "status"),
    [*HAPPENED, *DID_NOT_HAPPEN, *STILL_TO_COME, *NOT_SAID_TO_HAPPEN, *ASKED_OR_FEARED],
)
def test_factuality_of_what_iran_did_to_iraq(claims, sentence, polarity, status):
    assert verdicts(claims, sentence) == {(polarity, status)}


@pytest.mark.parametrize("sentence", NOT_A_FACT)
def test_factuality_what_is_not_asserted_is_never_a_fact(claims, sentence):
    assert ("affirmed", "actual") not in verdicts(claims, sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Only Iran attacked Iraq.",
        known("`not only` is read as a negation", "Iran not only attacked Iraq but bombed Kuwait."),
        known("`not only` is read as a negation", "Iran did not only attack Iraq."),
    ],
)
def test_factuality_only_denies_nothing(claims, sentence):
    assert verdicts(claims, sentence) == {("affirmed", "actual")}


# sentence, class, object: refusals are acts, and what a refusal refuses is not
@pytest.mark.parametrize(
    ("sentence", "kind", "obj"),
    [
        ("Iran will not send aid to Iraq.", "REJECT", "IRQ"),
        ("Iran will not meet Iraq.", "REJECT", "IRQ"),
        ("Iran will not cooperate with Iraq.", "REJECT", "IRQ"),
        ("Iran chose not to send aid to Iraq.", "REJECT", "IRQ"),
    ],
)
def test_factuality_cooperation_that_will_not_be_is_a_refusal(claims, sentence, kind, obj):
    found = [(*c.triple, c.statement.polarity, c.statement.status) for c in claims(sentence)]
    assert found == [("IRN", kind, obj, "affirmed", "actual")]


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("Iran will cooperate with Iraq.", "AGREE"),
        ("Iran will meet Iraq.", "AGREE"),
        ("Iran will attack Iraq.", "THREATEN"),
    ],
)
def test_factuality_plans_are_coded_as_what_they_are_and_stay_plans(claims, sentence, kind):
    assert [(c.triple, c.statement.status) for c in claims(sentence)] == [(("IRN", kind, "IRQ"), "future")]


# sentence, the words that caused it
@pytest.mark.parametrize(
    ("sentence", "cues"),
    [
        ("Iran did not attack Iraq.", [("negation", "not")]),
        ("Iran may attack Iraq.", [("status", "may")]),
        ("Iran failed to attack Iraq.", [("negation", "failed")]),
        ("If Iran attacks Iraq, Oman will mediate.", [("status", "If")]),
        ("Oman fears an Iranian attack on Iraq.", [("status", "fears")]),
        ("No Iranian soldiers attacked Iraq.", [("negation", "No")]),
        ("Iran attacked Iraq.", []),
    ],
)
def test_factuality_keeps_its_cues(claims, sentence, cues):
    evidence = next(c.statement.evidence for c in claims(sentence) if (c.subject, c.object) == ("IRN", "IRQ"))
    assert [(cue.kind, cue.text) for cue in evidence.cues if cue.kind in ("negation", "status")] == cues
    assert all(sentence[cue.span.start : cue.span.end] == cue.text for cue in evidence.cues)
