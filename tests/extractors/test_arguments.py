"""Arguments: which actors a phrase in a slot stands for."""

import pytest

from realpolitik.extractors.arguments import Arguments, mention_of


def read_slot(reading, resources, sentence, predicate, slot, **options):
    read = reading(sentence)
    token = next(t for t in read.doc if t.text == predicate)
    arguments = Arguments(read.doc, read.cast, resources.lexicon)
    return arguments.read(read.clauses.at(token).slots.get(slot, ()), **options)


def names(found):
    return [a.participant.actor.id if a.linked else f"'{a.participant.mention.text}'" for a in found]


# sentence, predicate, slot, whom it stands for
PHRASES = [
    ("Russia attacked Ukraine.", "attacked", "obj", ["UKR"]),
    ("Iran attacked Kuwait and Iraq.", "attacked", "obj", ["KWT", "IRQ"]),
    ("Dozens of Turkish soldiers attacked Syria.", "attacked", "subj", ["TUR"]),
    ("Three of the Turkish soldiers attacked Syria.", "attacked", "subj", ["TUR"]),
    ("Iran attacked oil ships of Norway.", "attacked", "obj", ["NOR"]),
    ("Rebels attacked the town.", "attacked", "obj", ["'the town'"]),
    ("Rebels attacked the town that Iran had bombed.", "attacked", "obj", ["'the town'"]),
    ("Iran criticised Norway's fishing fleet.", "criticised", "obj", ["NOR"]),
    ("Iran opposed the war against Yemen.", "opposed", "obj", ["YEM"]),
    ("Iran seized Iranian oil.", "seized", "obj", ["IRN"]),
    ("They attacked Iraq.", "attacked", "subj", []),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "predicate", "slot", "actors"), PHRASES)
def test_arguments_whom_a_phrase_stands_for(reading, resources, sentence, predicate, slot, actors):
    assert names(read_slot(reading, resources, sentence, predicate, slot)) == actors


@pytest.mark.parametrize(
    ("sentence", "actors"),
    [
        ("The rebels in Turkey attacked Syria.", []),
        ("The war against Yemen hurt Iran.", []),
        ("The soldiers of Turkey attacked Syria.", ["TUR"]),
    ],
)
def test_arguments_fewer_parts_stand_for_the_one_who_acts(reading, resources, sentence, actors):
    verb = "hurt" if "hurt" in sentence else "attacked"
    found = read_slot(reading, resources, sentence, verb, "subj", whole=False, acts=True)
    assert names(found) == actors


# sentence, slot, whom the phrase must not stand for
@pytest.mark.parametrize(
    ("sentence", "slot", "actor"),
    [
        ("Hezbollah, Iran's ally, attacked Israel.", "subj", "IRN"),
        ("Rebels backed by Iran attacked Oman.", "subj", "IRN"),
        ("Iran-backed rebels attacked Oman.", "subj", "IRN"),
        ("Troops who fight Iran attacked Oman.", "subj", "IRN"),
        ("A ship built in Iran attacked Oman.", "subj", "IRN"),
        ("Iran's ally Hezbollah attacked Israel.", "subj", "IRN"),
        ("Iran's ally, Hezbollah, attacked Israel.", "subj", "IRN"),
        ("Iran attacked Israel's ally Jordan.", "obj", "ISR"),
        ("Iran's enemies attacked Oman.", "subj", "IRN"),
        ("Iran's opponents attacked Oman.", "subj", "IRN"),
        ("Iran's neighbours attacked Oman.", "subj", "IRN"),
        ("Iran's allies attacked Oman.", "subj", "IRN"),
        ("Opponents of Iran attacked Oman.", "subj", "IRN"),
        ("Victims of Iran attacked Oman.", "subj", "IRN"),
        ("The invasion of Iran killed ten people in Oman.", "subj", "IRN"),
    ],
)  # fmt: skip
def test_arguments_whom_a_phrase_does_not_stand_for(reading, resources, sentence, slot, actor):
    verb = "killed" if "killed" in sentence else "attacked"
    assert actor not in names(read_slot(reading, resources, sentence, verb, slot, acts=slot == "subj"))


def test_arguments_unknown_phrases_are_kept_only_whole(reading, resources):
    sentence = "Rebels attacked the town."
    assert read_slot(reading, resources, sentence, "attacked", "obj", whole=False) == []
    assert not read_slot(reading, resources, sentence, "attacked", "obj")[0].linked


def test_arguments_each_actor_once(reading, resources):
    assert names(read_slot(reading, resources, "Iran attacked Iraq, Iraq and Iraq.", "attacked", "obj")) == ["IRQ"]


def test_arguments_parts_of_a_phrase_are_marked(reading, resources):
    whole = read_slot(reading, resources, "Iran attacked Norway.", "attacked", "obj")
    part = read_slot(reading, resources, "Iran attacked oil ships of Norway.", "attacked", "obj")
    assert [a.indirect for a in (*whole, *part)] == [False, True]


def test_arguments_a_pronoun_keeps_the_name_it_stands_for(reading, resources):
    found = read_slot(reading, resources, "Iran attacked Iraq. It killed ten people.", "killed", "subj")
    assert names(found) == ["IRN"]
    assert (found[0].participant.mention.text, found[0].participant.name) == ("It", "Iran")


def test_arguments_a_part_of_a_state_keeps_its_own_words(reading, resources):
    found = read_slot(reading, resources, "Iran attacked Iraq. The Iranian government denied it.", "denied", "subj")
    assert (names(found), found[0].participant.name) == (["IRN"], None)
    found = read_slot(reading, resources, "The armies of Iran and Iraq attacked Norway.", "attacked", "subj")
    assert {a.participant.mention.text for a in found} == {"armies of Iran and Iraq"}


def test_arguments_a_chain_of_pronouns_leads_to_the_name(reading, resources):
    text = "Angela Merkel criticised Iran. She visited Oslo. She warned Iran."
    found = read_slot(reading, resources, text, "warned", "subj")
    assert [a.participant.name for a in found] == ["Angela Merkel"]


@pytest.mark.parametrize(
    ("sentence", "head", "mention"),
    [
        ("Rebels attacked the old town of the north.", "town", "the old town of the north"),
        ("Rebels in Chad, who are armed, fled.", "Rebels", "Rebels in Chad"),
        ("Rebels attacked Chad.", "Chad", "Chad"),
    ],
)
def test_arguments_mention_is_the_noun_phrase(reading, sentence, head, mention):
    doc = reading(sentence).doc
    found = mention_of(next(t for t in doc if t.text == head), doc)
    assert found.text == mention == doc.text[found.span.start : found.span.end]
