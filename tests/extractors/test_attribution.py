"""Attribution: who says that Iran attacked."""

import pytest

from realpolitik.extractors.attribution import read_quotes


def known(reason, *case):
    return pytest.param(*case, marks=pytest.mark.xfail(reason=reason))


# text, speaker, cue, voice
REPORTED = [
    ("Oman said that Iran attacked a tanker.", "OMN", "said", "other"),
    ("Oman said Iran attacked a tanker.", "OMN", "said", "other"),
    ("Iran attacked a tanker, Oman said.", "OMN", "said", "other"),
    ("Iran attacked a tanker, said Angela Merkel.", "person-angela-merkel", "said", "other"),
    ("Oman claimed that Iran attacked a tanker.", "OMN", "claimed", "other"),
    ("Oman believes that Iran attacked a tanker.", "OMN", "believes", "other"),
    ("Oman told reporters that Iran attacked a tanker.", "OMN", "told", "other"),
    ("Oman rejected Qatar's claim that Iran attacked a tanker.", "QAT", "claim", "other"),
    ("Oman has evidence that Iran attacked a tanker.", "OMN", "evidence", "other"),
    ("Iran said that Iran attacked a tanker.", "IRN", "said", "self"),
    ("Iran said that it attacked a tanker.", "IRN", "said", "self"),
    ("An Iranian official said that Iran attacked a tanker.", "IRN", "said", "self"),
    ("The Iranian president said that Iran attacked a tanker.", "IRN", "said", "self"),
    ("Hassan Rouhani said that Iran attacked a tanker.", "person-hassan-rouhani", "said", "self"),
    ("Angela Merkel said that Iran attacked a tanker.", "person-angela-merkel", "said", "other"),
    ("Hezbollah said that Iran attacked a tanker.", "group-hezbollah", "said", "other"),
    ("A witness said that Iran attacked a tanker.", "'A witness'", "said", "unnamed"),
    ("Iran reportedly attacked a tanker.", "-", "reportedly", "unnamed"),
    ("Iran allegedly attacked a tanker.", "-", "allegedly", "unnamed"),
    ("Reports that Iran attacked a tanker alarmed Japan.", "-", "Reports", "unnamed"),
    known("attribution._beside gives the speaker as its own cue", "Iran attacked a tanker, according to Oman.", "OMN", "according", "other"),
    known("attribution._beside gives the speaker as its own cue", "According to Oman, Iran attacked a tanker.", "OMN", "According", "other"),
]  # fmt: skip


def attack(claims, text, verb="ASSAULT"):
    return [c.statement for c in claims(text) if c.kind.startswith(verb) and c.subject == "IRN"]


def name(participant):
    if participant is None:
        return "-"
    return participant.actor.id if participant.actor else f"'{participant.mention.text}'"


@pytest.mark.parametrize(("text", "speaker", "cue", "voice"), REPORTED)
def test_attribution_speaker_cue_and_voice(claims, text, speaker, cue, voice):
    (statement,) = attack(claims, text)
    said = statement.attribution
    assert (name(said.speaker), said.cue, said.voice, said.quoted) == (speaker, cue, voice, False)
    assert (statement.polarity, statement.status) == ("affirmed", "actual")
    assert ("attribution", cue) in [(c.kind, c.text) for c in statement.evidence.cues]


@pytest.mark.parametrize(
    "text",
    [
        "Iran attacked a tanker.",
        "Iran attacked a tanker on Monday.",
        "Iran, whose president spoke on Monday, attacked a tanker.",
        "Iran attacked a tanker that was said to carry weapons.",
        'Iran attacked a "floating fortress".',
    ],
)
def test_attribution_the_publisher_speaks_in_its_own_voice(claims, text):
    assert [s.attribution for s in attack(claims, text)] == [None]


# text, speaker of the attack on the tanker, on the port
QUOTED = [
    ('"Iran attacked a tanker near the coast," Oman said.', ["OMN"]),
    ("“Iran attacked a tanker near the coast,” Oman said.", ["OMN"]),
    ('Oman said: "Iran attacked a tanker near the coast."', ["OMN"]),
    ('"Iran attacked a tanker near the coast," Oman said. "Iran attacked a port near the border."', ["OMN", "OMN"]),
    ('"Iran attacked a tanker near the coast," Oman said.\n"Iran attacked a port near the border."', ["OMN", "OMN"]),
    ('"Iran attacked a tanker near the coast," a witness said.', ["'a witness'"]),
    ('Oman protested. "Iran attacked a tanker near the coast."', ["-"]),
    ('Oman said: "Iran attacked a tanker near the coast.', ["OMN"]),
]


@pytest.mark.parametrize(("text", "speakers"), QUOTED)
def test_attribution_of_quotations(claims, text, speakers):
    found = attack(claims, text)
    assert [name(s.attribution.speaker) for s in found] == speakers
    assert all(s.attribution.quoted for s in found)


def test_attribution_a_quotation_two_paragraphs_on_has_no_speaker(claims):
    text = '"Iran attacked a tanker near the coast," Oman said.\n\nThe sea was calm.\n\n"Iran attacked a port near the border."'
    assert [name(s.attribution.speaker) for s in attack(claims, text)] == ["OMN", "-"]


# text, inner speaker, outer speaker
@pytest.mark.parametrize(
    ("text", "speaker", "via"),
    [
        ("Reuters reported that Oman said Iran attacked a tanker.", "OMN", "media-reuters"),
        ("Qatar said that Oman said Iran attacked a tanker.", "OMN", "QAT"),
        ("Oman said that Iran attacked a tanker.", "OMN", "-"),
        ("Iran attacked a tanker, according to Oman.", "OMN", "-"),
        ("Iran, according to Oman, attacked a tanker.", "OMN", "-"),
        known("Speech.levels drops the agency that quotes: only verbs over a ccomp are levels", "Reuters quoted a sailor as saying that Iran attacked a tanker.", "'a sailor'", "media-reuters"),
    ],
)  # fmt: skip
def test_attribution_of_a_report_within_a_report(claims, text, speaker, via):
    (statement,) = attack(claims, text)
    assert (name(statement.attribution.speaker), name(statement.attribution.via)) == (speaker, via)


@pytest.mark.parametrize(
    ("text", "speaker", "voice"),
    [
        ("Iran denied that Iran attacked a tanker.", "IRN", "self"),
        ("Iran denied attacking a tanker.", "IRN", "self"),
        ("Oman denied that Iran attacked a tanker.", "OMN", "other"),
    ],
)
def test_attribution_a_denial_negates_in_the_name_of_the_speaker(claims, text, speaker, voice):
    (statement,) = attack(claims, text)
    assert statement.polarity == "negated"
    assert (name(statement.attribution.speaker), statement.attribution.voice) == (speaker, voice)


# text: Iran's own word would make the attack a fact, but this is not Iran's word
@pytest.mark.parametrize(
    "text",
    [
        known("_climb and Speech._walk stop at the verb of saying, whose own negation nobody reads", "Iran did not say that it attacked a tanker."),
        known("_climb and Speech._walk stop at the verb of saying, whose own negation nobody reads", "Iran did not claim that it attacked a tanker."),
        known("_climb and Speech._walk stop at the verb of saying, whose own condition nobody reads", "If Iran says that it attacked a tanker, Oman will protest."),
        known("_climb and Speech._walk stop at the verb of saying, and a question over it is lost", "Did Iran say that it attacked a tanker?"),
        known("the effect `doubt` of the attribution table is not used", "Iran doubted that its army attacked a tanker."),
    ],
)  # fmt: skip
def test_attribution_what_nobody_said_is_in_nobodys_voice(claims, text):
    assert not [
        s for s in attack(claims, text) if (s.polarity, s.status, s.attribution.voice) == ("affirmed", "actual", "self")
    ]


@pytest.mark.parametrize(
    "text",
    [
        known("the effect `doubt` of the attribution table is not used", "Oman doubted that Iran attacked a tanker."),
        known("a negated source noun asserts", "There is no evidence that Iran attacked a tanker."),
        known("_climb and Speech._walk stop at the verb of saying, whose own negation nobody reads", "Oman did not say that Iran attacked a tanker."),
        known("a denial that is itself negated still negates", "Oman did not deny that Iran attacked a tanker."),
    ],
)  # fmt: skip
def test_attribution_no_speaker_for_what_was_doubted_or_left_unsaid(claims, text):
    (statement,) = attack(claims, text)
    wrong = ("negated", "actual") if "deny" in text else ("affirmed", "actual")
    assert (statement.polarity, statement.status) != wrong


# text, the words inside each quotation
@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ('"We will not sign it," he said.', ["We will not sign it,"]),
        ("“We will not sign it,” he said.", ["We will not sign it,"]),
        ('The "treaty" was signed.', []),
        ('He said: "We will not sign it.', ["We will not sign it."]),
        ('He said: "We will not sign it\nThe end of the day came.', ["We will not sign it"]),
        ('"We will not sign it," he said. "They may sign it."', ["We will not sign it,", "They may sign it."]),
        ('He said: "Not yet\nThe end of the day came.', []),
    ],
)
def test_attribution_stretches_in_quotation_marks(reading, text, quotes):
    doc = reading(text).doc
    inside = [doc[quote.start : quote.end + 1].text for quote in read_quotes(doc)]
    assert [words.rstrip('"”\n ') for words in inside] == quotes
