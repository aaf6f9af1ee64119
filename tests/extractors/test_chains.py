"""The model's coreference head: probabilities of antecedents, and actors through chains of mentions."""

import numpy as np
import pytest

from realpolitik.extractors.antecedents import Head
from realpolitik.extractors.chains import Chains, mentions_of
from realpolitik.extractors.coreference import Seen
from realpolitik.extractors.encoder import MENTION_KINDS
from realpolitik.ontology.records import Actor


class Fixed:
    """A network that gives the score 5 to the mention just before, -5 to all others."""

    kinds = ("none", "person")

    def antecedent_scores(self, vectors, later, earlier, features):
        return np.where(later - earlier == 1, 5.0, -5.0)


@pytest.fixture(scope="module")
def doc(resources):
    return resources.nlp("Lavrov flew to Ankara. The minister spoke. He left.")


def test_chains_lead_through_open_mentions_to_the_actor(doc):
    def chains():
        made = Chains(doc, Fixed())
        made.mentions = [Head(i, n, 1, "x", frozenset("x")) for n, i in enumerate((0, 6, 9))]
        made._number = {m.place: n for n, m in enumerate(made.mentions)}
        return made

    lavrov = Actor("lavrov", "Lavrov", "person", "RUS")
    shares = chains().who(9, {0: [Seen(0, 0, lavrov, False, True, True)]})
    assert shares["lavrov"] == pytest.approx(0.987, abs=0.01)
    assert chains().who(9, {}) == {}
    assert chains().who(3, {}) == {}


def test_chains_probabilities_leave_room_for_a_new_referent(doc):
    chains = Chains(doc, Fixed())
    chains.mentions = [Head(i, 0, 1, "x", frozenset("x")) for i in (0, 3)]
    assert chains.antecedents(0)[1].tolist() == []
    first, row = chains.antecedents(1)
    assert (first, row.sum()) == (0, pytest.approx(0.9933, abs=1e-4))


def test_chains_mentions_are_what_the_model_marked(doc, resources):
    found = {doc[m.place].text for m in mentions_of(doc)}
    assert {"Lavrov", "Ankara", "minister", "He"} <= found
    assert all(doc.user_data[MENTION_KINDS][m.place] for m in mentions_of(doc))


@pytest.mark.parametrize(
    ("text", "word", "actor"),
    [
        (
            "Chancellor Angela Merkel met Emmanuel Macron in Paris on Friday. She left in the evening.",
            "She",
            "Angela Merkel",
        ),
        ("Hungary blocked the loan to Ukraine on Monday. It had threatened to do so for weeks.", "It", "Hungary"),
    ],
)
def test_chains_and_rules_find_who_is_meant(reading, text, word, actor):
    found = reading(text, learned=True)
    token = next(t for t in found.doc if t.text == word)
    assert [p.actor.label for p in found.cast.all_at(token.i) if p.actor] == [actor]
