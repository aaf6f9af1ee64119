"""Attribution: who says that Iran attacked."""

import pytest
import spacy
from spacy.tokens import Doc

from realpolitik.extractors.attribution import Speech, read_quotes
from realpolitik.extractors.clauses import ClauseIndex
from realpolitik.extractors.events import Event
from realpolitik.extractors.phrases import Phrase


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
    known("StatementReader._attribution gives the outer speaker's denial to the inner one", "Oman rejected Qatar's claim that Iran attacked a tanker.", "QAT", "claim", "other"),
    known("the parse takes `has` for an auxiliary", "Oman has evidence that Iran attacked a tanker.", "OMN", "evidence", "other"),
    ("Iran said that Iran attacked a tanker.", "IRN", "said", "self"),
    ("Iran said that it attacked a tanker.", "IRN", "said", "self"),
    ("An Iranian official said that Iran attacked a tanker.", "IRN", "said", "self"),
    ("The Iranian president said that Iran attacked a tanker.", "IRN", "said", "self"),
    ("Hassan Rouhani said that Iran attacked a tanker.", "person-hassan-rouhani", "said", "self"),
    ("Angela Merkel said that Iran attacked a tanker.", "person-angela-merkel", "said", "other"),
    ("Hezbollah said that Iran attacked a tanker.", "group-hezbollah", "said", "other"),
    ("A witness said that Iran attacked a tanker.", "'A witness'", "said", "unnamed"),
    ("By Oman's account, Iran attacked a tanker.", "OMN", "account", "other"),
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


FEARED = "a verb of fearing or hearing is read as one of saying, and its status lost"

# Iran's own word would make the attack a fact; in these texts it has not given it.
UNSAID = [
    "Iran ignored reports that it attacked a tanker.",
    "Iran faces claims that it attacked a tanker.",
    "Iran rejected a report that it attacked a tanker.",
    "Iran was told that it attacked a tanker.",
    "Iran asked Oman to say that it attacked a tanker.",
    "Iran refused to say whether it attacked a tanker.",
    "Iran said that it may attack a tanker.",
    "Iran said that it had not attacked a tanker.",
    '"If we attacked a tanker near the coast, we are sorry," Iran said.',
    "Iran did not say that it attacked a tanker.",
    "Iran never claimed that it attacked a tanker.",
    "Iran refused to say that it attacked a tanker.",
    "Iran could say that it attacked a tanker.",
    "If Iran says that it attacked a tanker, Oman will protest.",
    "Did Iran say that it attacked a tanker?",
    known("factuality._climb stops at the verb of saying below the question mark", '"Did we attack a tanker near the coast?" Iran said.'),
    "Iran doubted that its army attacked a tanker.",
    known(FEARED, "Iran fears that it attacked a tanker."),
    known(FEARED, "Iran heard that it attacked a tanker."),
]  # fmt: skip


@pytest.mark.parametrize("text", UNSAID)
def test_attribution_what_iran_has_not_said_is_not_in_its_voice(claims, text):
    said = [s for s in attack(claims, text) if (s.polarity, s.status) == ("affirmed", "actual")]
    assert "self" not in [s.attribution.voice for s in said]


# text: nobody who is named says that Iran attacked
@pytest.mark.parametrize(
    "text",
    [
        "Oman denied that Iran attacked a tanker.",
        "Oman ignored reports that Iran attacked a tanker.",
        "Oman doubted that Iran attacked a tanker.",
        "Oman did not say that Iran attacked a tanker.",
        "Oman could not confirm that Iran attacked a tanker.",
        "Oman ignored a report that Iran attacked a tanker.",
    ],
)  # fmt: skip
def test_attribution_what_was_doubted_or_left_unsaid_has_no_speaker(claims, text):
    for statement in attack(claims, text):
        asserted = (statement.polarity, statement.status) == ("affirmed", "actual")
        assert not (asserted and statement.attribution.speaker is not None and statement.attribution.speaker.actor)


@pytest.mark.parametrize(
    "text",
    [
        known("a negated source noun asserts", "There is no evidence that Iran attacked a tanker."),
        known("what is said of a source noun is not read", "The claim that Iran attacked a tanker is false."),
    ],
)
def test_attribution_no_evidence_is_no_claim(claims, text):
    assert ("affirmed", "actual") not in [(s.polarity, s.status) for s in attack(claims, text)]


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        ("Oman denied that Iran attacked a tanker.", "negated"),
        ("Iran did not deny attacking a tanker.", "affirmed"),
        ("Iran did not deny that it attacked a tanker.", "affirmed"),
    ],
)  # fmt: skip
def test_attribution_a_denial_that_is_negated_denies_nothing(claims, text, polarity):
    assert [s.polarity for s in attack(claims, text)] == [polarity]


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


PARENTHESIS = (
    "Iran Iran PROPN 4 nsubj",
    "Oman Oman PROPN 3 nsubj",
    "said say VERB 4 parataxis",
    "attacked attack VERB 0 ROOT",
    "Iraq Iraq PROPN 4 obj",
)
DENIAL = (
    "Iran Iran PROPN 2 nsubj",
    "attacked attack VERB 5 ccomp",
    "Iraq Iraq PROPN 2 obj",
    "Oman Oman PROPN 5 nsubj",
    "denied deny VERB 0 ROOT",
)
ACCORDING = (
    "Iran Iran PROPN 2 nsubj",
    "attacked attack VERB 0 ROOT",
    "Iraq Iraq PROPN 2 obj",
    "according according VERB 2 advcl",
    "to to ADP 6 case",
    "Oman Oman PROPN 4 obl",
)
BESIDE_THE_POINT = (
    "Iran Iran PROPN 2 nsubj",
    "attacked attack VERB 0 ROOT",
    "Iraq Iraq PROPN 2 obj",
    "Oman Oman PROPN 5 nsubj",
    "said say VERB 2 parataxis",
    "nothing nothing PRON 5 obj",
)


@pytest.mark.parametrize(
    ("rows", "levels"),
    [
        (PARENTHESIS, [(["Oman"], False)]),
        (DENIAL, [(["Oman"], True)]),
        (ACCORDING, [(["Oman"], False)]),
        (BESIDE_THE_POINT, []),
    ],
)
def test_attribution_in_certain_trees(resources, rows, levels):
    parts = [row.split() for row in rows]
    doc = Doc(
        spacy.blank("en").vocab,
        words=[p[0] for p in parts],
        lemmas=[p[1] for p in parts],
        pos=[p[2] for p in parts],
        heads=[int(p[3]) - 1 if int(p[3]) else i for i, p in enumerate(parts)],
        deps=[p[4] for p in parts],
    )
    verb = next(token for token in doc if token.text == "attacked")
    attack = Event(
        "ASSAULT", None, (), (doc[0],), (), verb, Phrase.verbal("attack", None, None, None), "row", (), (verb,)
    )
    found = Speech(doc, ClauseIndex(doc), resources.lexicon).levels(attack)
    assert [([t.text for t in level.speakers], level.denies) for level in found] == levels
