"""Open relations: every subject, predicate and object in its own words."""

import pytest


def known(reason, *case):
    return pytest.param(*case, marks=pytest.mark.xfail(reason=reason))


# sentence, its tuples
TUPLES = [
    ("Turkey wants to buy missiles.", [("Turkey", "wants to buy", "missiles")]),
    ("The committee approved the budget.", [("The committee", "approved", "the budget")]),
    ("The boy broke the window and the vase.", [("The boy", "broke", "the window"), ("The boy", "broke", "the vase")]),
    ("Doctors and nurses left the hospital.", [("Doctors", "left", "the hospital"), ("nurses", "left", "the hospital")]),
    ("The bridge was built by engineers.", [("The bridge", "was built by", "engineers")]),
    ("The river flows through the valley.", [("The river", "flows through", "the valley")]),
    ("The vote was postponed because of the storm.", [("The vote", "was postponed because of", "the storm")]),
    ("The mayor said that the road was closed.", [("The mayor", "said", "that the road was closed")]),
    ("The house is old.", [("The house", "is", "old")]),
    ("The house is not old.", [("The house", "is not", "old")]),
    ("Lagos is the largest city in Africa.", [("Lagos", "is", "the largest city in Africa")]),
    ("The hotel is in the old town.", [("The hotel", "is in", "the old town")]),
    ("Paris, the capital of France, hosted the games.", [("Paris", "is", "the capital of France"), ("Paris", "hosted", "the games")]),
    ("The guests laughed loudly.", [("The guests", "laughed", "loudly")]),
    ("The workers agreed to try to sell the factory.", [("The workers", "agreed to try to sell", "the factory")]),
    ("They were given books.", [("They", "were given", "books")]),
    ("She did not read the letter.", [("She", "did not read", "the letter")]),
    ("The car that he bought is red.", [("The car that he bought", "is", "red")]),
    ("The king's brother's house burned the barn.", [("The king's brother's house", "burned", "the barn")]),
    ("The teacher (a novelist) wrote the book.", [("The teacher", "is", "a novelist"), ("The teacher", "wrote", "the book")]),
    ("The dog slept on the roof and in the garden.", [("The dog", "slept on", "the roof and in the garden")]),
    ("It rained.", []),
    ("Rain.", []),
]  # fmt: skip


def words(reading, sentence):
    statements = reading(sentence, open_relations=True).statements
    return [
        (s.subject.mention.text, s.relation.phrase, s.object.mention.text if s.object else None) for s in statements
    ]


@pytest.mark.parametrize(("sentence", "tuples"), TUPLES)
def test_open_relations_of_a_sentence(reading, sentence, tuples):
    # A relative clause may give a tuple of its own, which is tested below.
    found = [one for one in words(reading, sentence) if one[0] != "he"]
    assert found == tuples


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The man who sold the car moved to Spain.", ("The man who sold the car", "moved to", "Spain")),
        ("The court found the man guilty.", ("The court", "found", "the man")),
        ("He was arrested and taken to the prison.", ("He", "was taken to", "the prison")),
        known("_of_verb takes the relative pronoun itself for the object", "The car that he bought is red.", ("he", "bought", "The car")),
    ],
)  # fmt: skip
def test_open_relations_have_this_tuple_among_others(reading, sentence, expected):
    assert expected in words(reading, sentence)


@pytest.mark.parametrize(
    ("sentence", "extra"),
    [
        ("The committee approved the budget on Tuesday.", ("on Tuesday",)),
        ("The company sold the office to investors in May.", ("to investors", "in May")),
        ("The bridge was built by engineers in 1932.", ("in 1932",)),
        ("The boy broke the window.", ()),
    ],
)
def test_open_relations_further_arguments(reading, sentence, extra):
    (statement,) = reading(sentence, open_relations=True).statements
    assert statement.extra_args == extra


@pytest.mark.parametrize(
    ("sentence", "polarity"),
    [
        ("She did not read the letter.", "negated"),
        ("She never read the letter.", "negated"),
        ("The house is not old.", "negated"),
        ("She read the letter.", "affirmed"),
    ],
)
def test_open_relations_polarity(reading, sentence, polarity):
    (statement,) = reading(sentence, open_relations=True).statements
    assert statement.polarity == polarity


@pytest.mark.parametrize(
    ("sentence", "rule"),
    [
        ("The boy broke the window.", "open:object"),
        ("The mayor said that the road was closed.", "open:clause"),
        ("The river flows through the valley.", "open:oblique"),
        ("The guests laughed loudly.", "open:complement"),
        ("The house is old.", "open:copula"),
        ("Paris, the capital of France, slept.", "open:apposition"),
    ],
)
def test_open_relations_rule(reading, sentence, rule):
    (statement,) = reading(sentence, open_relations=True).statements
    assert statement.evidence.rule == rule


def test_open_relations_are_neither_linked_nor_coded(reading):
    text = "Russia attacked Ukraine. Angela Merkel, the chancellor of Germany, visited Cairo."
    for statement in reading(text, open_relations=True).statements:
        assert statement.subject.actor is None
        assert statement.object.actor is None
        assert statement.relation.event_type is None
        assert statement.relation.standing is None
        assert text[statement.evidence.span.start : statement.evidence.span.end] == statement.evidence.sentence
