"""Clauses: who does what to whom, whatever the syntax."""

import pytest
import spacy
from spacy.tokens import Doc

from realpolitik.extractors.clauses import (
    ClauseIndex,
    case_of,
    clause_index,
    conjuncts,
    is_participle,
    is_passive,
    is_predicate,
    negator,
    phrase_span,
    read_clauses,
)

CLAUSAL = ("xcomp", "ccomp", "advcl")
VOCAB = spacy.blank("en").vocab


# sentence, predicate, slots
ACTIVE_AND_PASSIVE = [
    ("Rebels killed five soldiers.", "killed", {"subj": ["Rebels"], "obj": ["soldiers"]}),
    ("Five soldiers were killed by rebels.", "killed", {"subj": ["rebels"], "obj": ["soldiers"]}),
    ("Three aid workers have been killed.", "killed", {"obj": ["workers"]}),
    ("Egypt sent food to Sudan and Chad.", "sent", {"subj": ["Egypt"], "obj": ["food"], "to": ["Sudan", "Chad"]}),
    (
        "Poland closed the border because of the war.",
        "closed",
        {"subj": ["Poland"], "obj": ["border"], "because of": ["war"]},
    ),
    ("Iran attacked Iraq on Monday.", "attacked", {"subj": ["Iran"], "obj": ["Iraq"], "on": ["Monday"]}),
    ("Iran attacked Iraq Monday.", "attacked", {"subj": ["Iran"], "obj": ["Iraq"]}),
    ("Turkey and Qatar sent food.", "sent", {"subj": ["Turkey", "Qatar"], "obj": ["food"]}),
    ("Egypt, Sudan and Ethiopia met.", "met", {"subj": ["Egypt", "Sudan", "Ethiopia"]}),
    ("The ceasefire was signed by Egypt and Jordan.", "signed", {"subj": ["Egypt", "Jordan"], "obj": ["ceasefire"]}),
    ("Kyiv was given weapons by Washington.", "given", {"subj": ["Washington"], "obj": ["weapons"], "iobj": ["Kyiv"]}),
    ("Germany pulled out of the treaty.", "pulled", {"subj": ["Germany"], "of": ["treaty"]}),
    ("There were two attacks.", "were", {"subj": ["attacks"]}),
    ("The peninsula is poor.", "poor", {"subj": ["peninsula"]}),
]

# sentence, predicate, slots, how the borrowed slots were found
BORROWED = [
    ("Russia annexed Crimea and attacked Ukraine.", "attacked", {"subj": ["Russia"], "obj": ["Ukraine"]}, {"subj": "coordination"}),
    ("Turkey was attacked by Syria and bombed by Iraq.", "bombed", {"subj": ["Iraq"], "obj": ["Turkey"]}, {"obj": "coordination"}),
    ("The diplomat was arrested and deported by Turkey.", "arrested", {"subj": ["Turkey"], "obj": ["diplomat"]}, {"subj": "coordination"}),
    ("The diplomat was arrested and deported by Turkey.", "deported", {"subj": ["Turkey"], "obj": ["diplomat"]}, {"obj": "coordination"}),
    ("The troops who attacked the town withdrew.", "attacked", {"subj": ["troops"], "obj": ["town"]}, {"subj": "relative"}),
    ("Germany, which supports Ukraine, criticised Hungary.", "supports", {"subj": ["Germany"], "obj": ["Ukraine"]}, {"subj": "relative"}),
    ("The peninsula that Russia annexed is poor.", "annexed", {"subj": ["Russia"], "obj": ["peninsula"]}, {"obj": "relative"}),
    ("The peninsula Russia annexed is poor.", "annexed", {"subj": ["Russia"], "obj": ["peninsula"]}, {"obj": "relative"}),
    ("The minister who was arrested by Turkey escaped.", "arrested", {"subj": ["Turkey"], "obj": ["minister"]}, {"obj": "relative"}),
    ("The general to whom Turkey sent weapons fled.", "sent", {"subj": ["Turkey"], "obj": ["weapons"], "to": ["general"]}, {}),
    ("It was Iran that attacked Iraq.", "attacked", {"subj": ["Iran"], "obj": ["Iraq"]}, {"subj": "relative"}),
    ("Troops sent by Chad entered the town.", "sent", {"subj": ["Chad"], "obj": ["Troops"]}, {"obj": "participle"}),
    ("Iran, backed by Russia, attacked the base.", "backed", {"subj": ["Russia"], "obj": ["Iran"]}, {"obj": "participle"}),
    ("Troops occupying the town fled.", "occupying", {"subj": ["Troops"], "obj": ["town"]}, {"subj": "participle"}),
    ("Citing the treaty, Iran expelled two diplomats.", "Citing", {"subj": ["Iran"], "obj": ["treaty"]}, {"subj": "participle"}),
    ("Iran expelled two diplomats after criticising Iraq.", "criticising", {"subj": ["Iran"], "obj": ["Iraq"]}, {"subj": "participle"}),
    ("Iran wants to attack Iraq.", "attack", {"subj": ["Iran"], "obj": ["Iraq"]}, {"subj": "control"}),
    ("Iran asked Iraq to expel the rebels.", "expel", {"subj": ["Iraq"], "obj": ["rebels"]}, {"subj": "control"}),
    ("Iran ordered its army to attack Iraq.", "attack", {"subj": ["army"], "obj": ["Iraq"]}, {"subj": "control"}),
    ("Iran promised Syria to send oil.", "send", {"subj": ["Iran"], "obj": ["oil"]}, {"subj": "control"}),
    ("Iran threatened Iraq to close the border.", "close", {"subj": ["Iran"], "obj": ["border"]}, {"subj": "control"}),
    ("Iran helped Iraq to rebuild the bridge.", "rebuild", {"subj": ["Iraq"], "obj": ["bridge"]}, {"subj": "control"}),
    ("Iran sent troops to protect Syria.", "protect", {"subj": ["Iran"], "obj": ["Syria"]}, {"subj": "control"}),
    ("Syria was forced to destroy its weapons.", "destroy", {"subj": ["Syria"], "obj": ["weapons"]}, {"subj": "control"}),
    ("Moscow's decision to attack Georgia surprised Berlin.", "attack", {"subj": ["Moscow"], "obj": ["Georgia"]}, {"subj": "possessor"}),
    ("A plan to attack Georgia failed.", "attack", {"obj": ["Georgia"]}, {}),
    ("Iran said that it would attack Iraq.", "attack", {"subj": ["it"], "obj": ["Iraq"]}, {}),
]  # fmt: skip


def known(reason, *case):
    return pytest.param(*case, marks=pytest.mark.xfail(reason=reason))


def nominal_slots(clause):
    named = {slot: [t.text for t in tokens if t.pos_ != "VERB"] for slot, tokens in clause.slots.items()}
    return {slot: words for slot, words in named.items() if words and slot not in CLAUSAL}


def clause_of(doc, word):
    return ClauseIndex(doc).at(next(token for token in doc if token.text == word))


@pytest.mark.parametrize(("sentence", "predicate", "slots"), ACTIVE_AND_PASSIVE)
def test_clauses_slots_of_the_clause_itself(reading, sentence, predicate, slots):
    clause = clause_of(reading(sentence).doc, predicate)
    assert nominal_slots(clause) == slots
    assert clause.borrowed == {}


@pytest.mark.parametrize(("sentence", "predicate", "slots", "borrowed"), BORROWED)
def test_clauses_slots_that_stand_elsewhere(reading, sentence, predicate, slots, borrowed):
    clause = clause_of(reading(sentence).doc, predicate)
    assert nominal_slots(clause) == slots
    assert clause.borrowed == borrowed


@pytest.mark.parametrize(
    ("sentence", "predicate", "slot", "words"),
    [
        ("Iran wants to attack Iraq.", "wants", "xcomp", ["attack"]),
        ("Iran said that Iraq attacked Kuwait.", "said", "ccomp", ["attacked"]),
        ("Iran expelled two diplomats after criticising Iraq.", "expelled", "after", ["criticising"]),
        ("If Iran attacks Iraq, Oman will mediate.", "mediate", "if", ["attacks"]),
        ("Iran wants to attack Iraq and annex Kuwait.", "wants", "xcomp", ["attack", "annex"]),
    ],
)
def test_clauses_slots_that_hold_clauses(reading, sentence, predicate, slot, words):
    assert [t.text for t in clause_of(reading(sentence).doc, predicate).slots[slot]] == words


@pytest.mark.parametrize(
    ("sentence", "predicate", "lemma", "particle", "passive"),
    [
        ("Israel carried out an attack.", "carried", "carry", "out", False),
        ("The talks were called off by Oman.", "called", "call", "off", True),
        ("Iran was bombed.", "bombed", "bomb", None, True),
        ("Iran has bombed Iraq.", "bombed", "bomb", None, False),
        ("The troops sent by Chad fled.", "sent", "send", None, True),
        ("Rebels trained in Libya attacked Chad.", "trained", "train", None, True),
        ("The officer was arrested and expelled.", "expelled", "expel", None, True),
        ("Troops occupying the town fled.", "occupying", "occupy", None, False),
    ],
)
def test_clauses_verb_particle_and_voice(reading, sentence, predicate, lemma, particle, passive):
    clause = clause_of(reading(sentence).doc, predicate)
    assert (clause.lemma, clause.particle, clause.passive) == (lemma, particle, passive)


def test_clauses_come_in_reading_order_and_once_each(reading):
    doc = reading("Russia annexed Crimea, attacked Ukraine and said that it would attack Georgia.").doc
    found = list(read_clauses(doc))
    assert [c.predicate.text for c in found] == ["annexed", "attacked", "said", "attack"]
    index = clause_index(doc)
    assert all(index.at(clause.predicate) is index.at(clause.predicate) for clause in found)


def test_clauses_first_filler_of_a_slot(reading):
    clause = clause_of(reading("Turkey and Qatar sent food.").doc, "sent")
    assert clause.first("subj").text == "Turkey"
    assert clause.first("iobj") is None


def tree(*rows):
    """A Doc from "word lemma POS head dep" rows, heads counted from 1 and 0 for the root: a tree that is certain."""
    parts = [row.split() for row in rows]
    return Doc(
        VOCAB,
        words=[p[0] for p in parts],
        lemmas=[p[1] for p in parts],
        pos=[p[2] for p in parts],
        heads=[int(p[3]) - 1 if int(p[3]) else i for i, p in enumerate(parts)],
        deps=[p[4] for p in parts],
    )


SHARED_OBJECT = (
    "Parliament parliament PROPN 2 nsubj",
    "condemned condemn VERB 0 ROOT",
    "and and CCONJ 4 cc",
    "rejected reject VERB 2 conj",
    "it it PRON 2 obj",
)
SHARED_AGENT = (
    "He he PRON 3 nsubj:pass",
    "was be AUX 3 aux:pass",
    "arrested arrest VERB 0 ROOT",
    "and and CCONJ 5 cc",
    "expelled expel VERB 3 conj",
    "by by ADP 7 case",
    "Turkey Turkey PROPN 3 obl:agent",
)
BY_WITHOUT_AGENT_LABEL = (
    "Iran Iran PROPN 3 nsubj:pass",
    "was be AUX 3 aux:pass",
    "bombed bomb VERB 0 ROOT",
    "by by ADP 5 case",
    "Iraq Iraq PROPN 3 obl",
)
CYCLE_FREE_RELATIVE = (
    "towns town NOUN 0 ROOT",
    "that that PRON 3 nsubj:pass",
    "shelled shell VERB 1 acl:relcl",
    "and and CCONJ 5 cc",
    "bombed bomb VERB 3 conj",
)
NO_PREPOSITION = ("Iran Iran PROPN 2 nsubj", "struck strike VERB 0 ROOT", "twice twice NOUN 2 obl")


@pytest.mark.parametrize(
    ("rows", "word", "slots"),
    [
        (SHARED_OBJECT, "rejected", {"subj": ["Parliament"], "obj": ["it"]}),
        (SHARED_AGENT, "expelled", {"subj": ["Turkey"], "obj": ["He"]}),
        (BY_WITHOUT_AGENT_LABEL, "bombed", {"subj": ["Iraq"], "obj": ["Iran"]}),
        (CYCLE_FREE_RELATIVE, "bombed", {"obj": ["towns"]}),
        (NO_PREPOSITION, "struck", {"subj": ["Iran"]}),
    ],
)
def test_clauses_slots_of_certain_trees(rows, word, slots):
    assert nominal_slots(clause_of(tree(*rows), word)) == slots


def test_clauses_conjuncts_hold_the_same_slot(reading):
    doc = reading("Norway, Sweden and Denmark sent aid.").doc
    assert [t.text for t in conjuncts(doc[0])] == ["Norway", "Sweden", "Denmark"]


@pytest.mark.parametrize(
    ("sentence", "word", "case"),
    [
        ("Iran attacked Iraq in May.", "May", "in"),
        ("Poland closed the border because of the war.", "war", "because of"),
        ("Troops moved out of the town.", "town", "of"),
        ("Iran attacked Iraq.", "Iraq", None),
        ("Iran's army attacked Iraq.", "Iran", None),
    ],
)
def test_clauses_preposition_of_a_phrase(reading, sentence, word, case):
    assert case_of(next(t for t in reading(sentence).doc if t.text == word)) == case


@pytest.mark.parametrize(
    ("sentence", "word", "negation"),
    [
        ("Iran did not attack Iraq.", "attack", "not"),
        ("Iran didn't attack Iraq.", "attack", "n't"),
        ("Iran never attacked Iraq.", "attacked", "never"),
        ("Iran no longer attacks Iraq.", "attacks", "no"),
        ("No soldiers attacked Iraq.", "soldiers", "No"),
        ("Iran attacked Iraq.", "attacked", None),
    ],
)
def test_clauses_negation_of_a_word(reading, sentence, word, negation):
    found = negator(next(t for t in reading(sentence).doc if t.text == word))
    assert (found.text if found is not None else None) == negation


@pytest.mark.parametrize(
    ("sentence", "head", "clauses", "phrase"),
    [
        ("Two Turkish soldiers fled.", "soldiers", False, "Two Turkish soldiers"),
        ("Troops of the old army fled.", "Troops", False, "Troops of the old army"),
        ("The soldiers and the rebels fled.", "soldiers", False, "The soldiers"),
        ("The troops who attacked the town fled.", "troops", False, "The troops"),
        ("The troops who attacked the town fled.", "troops", True, "The troops who attacked the town"),
        ("They fled to the old town.", "town", False, "the old town"),
        ("Iran's army fled.", "Iran", False, "Iran's"),
        ("Residents of the town that Iran bombed fled.", "Residents", False, "Residents of the town"),
    ],
)
def test_clauses_extent_of_a_noun_phrase(reading, sentence, head, clauses, phrase):
    doc = reading(sentence).doc
    start, end = phrase_span(next(t for t in doc if t.text == head), doc, clauses=clauses)
    assert doc[start:end].text == phrase


def test_clauses_predicates_are_verbs_and_whatever_has_a_subject(reading):
    doc = reading("The armed men are poor and fled.").doc
    assert [t.text for t in doc if is_predicate(t)] == ["poor", "fled"]


@pytest.mark.parametrize(
    ("form", "lemma", "participle"),
    [("sent", "send", True), ("bombed", "bomb", True), ("send", "send", False), ("sending", "send", False),
     ("sends", "send", False), ("passes", "pass", False), ("denies", "deny", False)],
)  # fmt: skip
def test_clauses_forms_that_can_be_participles(form, lemma, participle):
    doc = tree(f"{form} {lemma} VERB 0 ROOT")
    assert is_participle(doc[0]) is participle
    assert not is_passive(doc[0])


def test_clauses_slots_survive_a_subject_that_runs_in_a_circle():
    # A parse may hang two bare predicates on each other's missing subject; reading must end all the same.
    doc = tree("Attacked attack VERB 0 ROOT", "bombed bomb VERB 1 conj", "fled flee VERB 2 xcomp")
    assert [nominal_slots(clause) for clause in read_clauses(doc)] == [{}, {}, {}]
