"""The component that runs the embedded model."""

import pickle
import random

import pytest
from spacy.tokens import Doc

from realpolitik.extractors import language
from realpolitik.extractors.encoder import MENTION_KINDS, Encoder
from realpolitik.ontology.errors import ModelError

UD_RELATIONS = set(
    """acl advcl advmod amod appos aux case cc ccomp clf compound conj cop csubj dep det discourse dislocated expl fixed
    flat goeswith iobj list mark nmod nsubj nummod obj obl orphan parataxis punct reparandum ROOT vocative
    xcomp""".split()  # noqa: SIM905
)
TEXTS = [
    "Russia has stopped all cooperation with NATO, Deputy Foreign Minister Alexander Grushko said on Monday.",
    "“Why now?” Mr. Grushko asked. The U.S. withdrew from the treaty in 2018.\n\nCrimea was annexed by Moscow.",
    "Protesters clashed with police in Khartoum; at least three were killed.",
    "BRUSSELS (AP) — The European Union imposed sanctions on Belarus on Friday.",
    "NATO.",
    "Turkey's president, Recep Tayyip Erdogan, told Greece and Cyprus to stop drilling, a source said, and they did.",
    "😀 👍",
    "he said she said",
]


@pytest.fixture(scope="module")
def nlp():
    return language.load()


def reading(doc):
    tokens = [(t.text, t.pos_, t.dep_, t.head.i, t.lemma_, str(t.morph), t.is_sent_start) for t in doc]
    return tokens, [(e.start, e.end, e.label_) for e in doc.ents]


TREES = [
    ("Russia annexed Crimea .", "annexed nsubj Russia", "annexed obj Crimea"),
    ("Crimea was annexed by Russia .", "annexed nsubj:pass Crimea", "annexed obl:agent Russia"),
    ("Washington imposed sanctions on Tehran .", "imposed nsubj Washington", "imposed obj sanctions"),
    ("The minister warned that Turkey would retaliate .", "warned ccomp retaliate", "retaliate nsubj Turkey"),
    ("Putin and Xi met in Moscow .", "Putin conj Xi", "met obl Moscow"),
    ("Grushko , the deputy minister , resigned .", "Grushko appos minister", "resigned nsubj Grushko"),
    ("Moscow 's annexation of Crimea was condemned .", "annexation nmod:poss Moscow", "annexation nmod Crimea"),
    ("The troops that invaded Georgia withdrew .", "troops acl:relcl invaded", "withdrew nsubj troops"),
    ("NATO refused to suspend the talks .", "refused xcomp suspend", "suspend obj talks"),
    ("Iran did not attack Israel .", "attack advmod not", "attack obj Israel"),
]


@pytest.mark.parametrize("case", TREES, ids=[case[0] for case in TREES])
def test_encoder_reads_who_did_what_to_whom(nlp, case):
    words, *relations = case
    doc = next(nlp.pipe([Doc(nlp.vocab, words.split())]))
    assert set(relations) <= {f"{t.head.text} {t.dep_} {t.text}" for t in doc}


NAMES = [
    ("Russia left the treaty.", "Russia GPE"),
    ("Angela Merkel met reporters in Berlin.", "Angela Merkel PERSON", "Berlin GPE"),
    ("The European Union and NATO protested.", "European Union ORG", "NATO ORG"),
    ("Russian and Turkish officials talked.", "Russian NORP", "Turkish NORP"),
    ("Ships crossed the Black Sea on Monday.", "Black Sea LOC"),
    ("Clashes went on in the Kerch Strait.", "Kerch Strait LOC"),
    ("Tensions rose in the Black Sea.", "Black Sea LOC"),
    ("Parliament ratified the Treaty of Nairobi.", "Treaty of Nairobi LAW"),
]
MISSED = [("Fighting went on in the West Bank.", "West Bank GPE")]


@pytest.mark.parametrize(
    "text", ["Turkey and Qatar attacked Syria and Iraq.", "Reporters, Mr. Smith and Ms. Jones left."]
)
def test_encoder_conjuncts_hang_from_the_first(nlp, text):
    assert all(token.head.i < token.i for token in nlp(text) if token.dep_ in ("conj", "flat", "fixed"))


@pytest.mark.parametrize(
    "case",
    [*NAMES, *(pytest.param(c, marks=pytest.mark.xfail(reason="the model misses or misclasses it")) for c in MISSED)],
    ids=[case[0] for case in NAMES + MISSED],
)
def test_encoder_finds_names(nlp, case):
    text, *names = case
    found = {f"{e.text.removeprefix('the ').removeprefix('The ')} {e.label_}" for e in nlp(text).ents}
    assert set(names) <= found


def test_encoder_gives_lemmas_and_features(nlp):
    doc = nlp("The sanctions were imposed by ministers.")
    assert [t.lemma_ for t in doc] == ["the", "sanction", "be", "impose", "by", "minister", "."]
    assert doc[3].morph.get("Voice", []) == ["Pass"]
    assert doc[1].morph.get("Number", []) == ["Plur"]


@pytest.mark.parametrize("text", TEXTS)
def test_each_sentence_is_one_tree_with_universal_labels(nlp, text):
    doc = nlp(text)
    for sent in doc.sents:
        assert sum(t.head.i == t.i and not t.is_space for t in sent) <= 1
        assert all(t.head in sent for t in sent)
    assert {t.dep_.split(":")[0] for t in doc if not t.is_space} <= UD_RELATIONS
    assert all(t.dep_ == "ROOT" for t in doc if t.head.i == t.i and not t.is_space)


def test_encoder_says_the_same_in_any_company(nlp):
    alone = [reading(nlp(text)) for text in TEXTS]
    together = list(nlp.pipe(TEXTS * 5, batch_size=40))
    assert [reading(doc) for doc in together] == alone * 5
    order = random.Random(1).sample(range(len(TEXTS)), len(TEXTS))  # noqa: S311
    shuffled = list(nlp.pipe([TEXTS[i] for i in order], batch_size=3))
    assert [reading(doc) for doc in shuffled] == [alone[i] for i in order]


def test_encoder_keeps_preset_tokens_and_bounds(nlp):
    words = ["Russia", "left", ".", "NATO", "stayed", "."]
    starts = [True, False, False, False, False, False]
    doc = next(nlp.pipe([Doc(nlp.vocab, words, sent_starts=starts)]))
    assert [t.text for t in doc] == words
    assert len(list(doc.sents)) == 1
    starts = [True, False, True, False, True, False]
    doc = next(nlp.pipe([Doc(nlp.vocab, words, sent_starts=starts)]))
    assert [sent.start for sent in doc.sents] == [0, 2, 4]


ODD = [
    "",
    " ",
    "\n\n",
    "😀",
    "😀😀😀 👍",
    "word",
    ".",
    "?!",
    "\x00",
    "\u200d\ufe0f",
    "\u202eabc",
    "莫斯科",
    "a" * 10_000,
]


@pytest.mark.parametrize("text", ODD)
def test_encoder_survives_odd_text(nlp, text):
    assert nlp(text).text == text


@pytest.mark.parametrize("words", [["word"] * 5000, ["Putin", ",", "Xi", "and"] * 1250, ["😀"] * 5000])
def test_encoder_reads_a_sentence_of_5000_words(nlp, words):
    doc = next(nlp.pipe([Doc(nlp.vocab, words, sent_starts=[True] + [False] * 4999)]))
    assert len(list(doc.sents)) == 1
    assert sum(t.head.i == t.i for t in doc) == 1
    assert all(t.dep_ and t.pos_ for t in doc)


def test_white_space_hangs_from_its_neighbour(nlp):
    doc = nlp("  Russia  left\n\nNATO stayed. \n ")
    assert all(t.pos_ == "SPACE" and t.head.i != t.i for t in doc if t.is_space)
    assert len(list(doc.sents)) == 2


def test_encoder_without_model_is_a_clear_error(nlp):
    with pytest.raises(ModelError, match="holds no model"):
        Encoder("encoder", 8, 512)(nlp.make_doc("Russia left."))
    with pytest.raises(ModelError, match="no model to write"):
        Encoder("encoder", 8, 512).to_disk("nowhere")


def test_pipeline_survives_bytes_and_pickle(nlp, tmp_path):
    nlp.to_disk(tmp_path / "copy")
    again = language.load_named(str(tmp_path / "copy"))
    assert reading(again(TEXTS[0])) == reading(nlp(TEXTS[0]))
    encoder = pickle.loads(pickle.dumps(nlp.get_pipe("realpolitik_encoder")))  # noqa: S301
    assert reading(encoder(nlp.get_pipe("realpolitik_sentences")(nlp.make_doc(TEXTS[0])))) == reading(nlp(TEXTS[0]))


def test_pipeline_gives_the_same_with_two_workers(nlp):
    alone = [reading(doc) for doc in nlp.pipe(TEXTS)]
    assert [reading(doc) for doc in nlp.pipe(TEXTS, n_process=2, batch_size=2)] == alone


def test_encoder_keeps_vectors_and_kinds_of_mentions(nlp):
    doc = nlp("Merkel left Berlin after the talks.")
    assert doc.tensor.shape == (len(doc), 416)
    assert doc.tensor.any(axis=1).all()
    kinds = nlp.get_pipe("realpolitik_encoder").reader.kinds
    found = {token.text: kinds[kind] for token, kind in zip(doc, doc.user_data[MENTION_KINDS], strict=True) if kind}
    assert found == {"Merkel": "person", "Berlin": "place", "talks": "event"}
