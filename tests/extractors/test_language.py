"""The pipeline that is loaded, and those that are refused."""

import json
import shutil
from importlib import resources
from pathlib import Path

import pytest
import spacy

from realpolitik.extractors import language
from realpolitik.ontology.errors import ModelError

MODEL = Path(str(resources.files("realpolitik.extractors") / "model"))


@pytest.fixture
def copy(tmp_path, monkeypatch):
    """A copy of the package's model in the place where it is looked for."""
    shutil.copytree(MODEL, tmp_path / "model")
    monkeypatch.setattr(language.resources, "files", lambda package: tmp_path)
    return tmp_path / "model"


def test_load_gives_the_embedded_pipeline():
    nlp = language.load()
    assert nlp.pipe_names == ["realpolitik_sentences", "realpolitik_encoder"]
    assert nlp.meta["name"] == "realpolitik"


def test_the_model_folder_is_a_plain_spacy_pipeline():
    assert spacy.load(MODEL)("NATO warned Russia.")[1].dep_ == "ROOT"


def test_a_missing_model_is_a_clear_error(copy):
    shutil.rmtree(copy)
    with pytest.raises(ModelError, match="no language model there; install"):
        language.load()


@pytest.mark.parametrize("name", ["model.onnx", "labels.onnx", "tokenizer.json"])
def test_a_damaged_file_is_a_clear_error(copy, name):
    path = copy / "realpolitik_encoder" / name
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    with pytest.raises(ModelError, match=rf"{name}: damaged .*install the package anew"):
        language.load()


@pytest.mark.parametrize("name", ["model.onnx", "labels.onnx", "tokenizer.json", "values.json"])
def test_a_missing_file_is_a_clear_error(copy, name):
    (copy / "realpolitik_encoder" / name).unlink()
    with pytest.raises(ModelError, match=f"{name} missing"):
        language.load()


def test_values_that_are_not_json_are_a_clear_error(copy):
    (copy / "realpolitik_encoder" / "values.json").write_text("{", encoding="utf-8")
    with pytest.raises(ModelError, match="cannot be read"):
        language.load()


def test_a_broken_config_is_a_clear_error(copy):
    (copy / "config.cfg").write_text("[nlp]\nlang = 3\n", encoding="utf-8")
    with pytest.raises(ModelError, match="cannot be read"):
        language.load()


def test_an_unknown_pipeline_is_a_clear_error():
    with pytest.raises(ModelError, match=r"'no_such_pipeline' cannot be loaded .*leave --pipeline out"):
        language.load("no_such_pipeline")


def pipeline_with(tmp_path, labels):
    nlp = spacy.blank("en")
    parser = nlp.add_pipe("parser")
    for label in labels:
        parser.add_label(label)
    nlp.initialize()
    nlp.to_disk(tmp_path / "other")
    return str(tmp_path / "other")


def test_a_pipeline_of_another_scheme_is_refused(tmp_path):
    name = pipeline_with(tmp_path, ["nsubj", "dobj", "pobj", "prep"])
    with pytest.raises(ModelError, match=r"not use Universal Dependencies labels \(no case, nmod, obj, obl\)"):
        language.load(name)


def test_a_pipeline_with_universal_dependencies_is_taken(tmp_path):
    name = pipeline_with(tmp_path, ["nsubj", "obj", "obl", "nmod:poss", "case"])
    assert language.load(name).pipe_names == ["parser"]


def test_a_pipeline_without_a_parser_is_refused(tmp_path):
    spacy.blank("en").to_disk(tmp_path / "blank")
    with pytest.raises(ModelError, match="no dependency parser"):
        language.load(str(tmp_path / "blank"))


def test_the_card_names_every_hash_of_the_model():
    card = (MODEL / "CARD.md").read_text(encoding="utf-8")
    hashes = json.loads((MODEL / "realpolitik_encoder" / "values.json").read_text(encoding="utf-8"))["sha256"]
    assert all(value in card for value in hashes.values())


def test_the_model_is_small():
    sizes = {path.name: path.stat().st_size for path in MODEL.rglob("*") if path.is_file()}
    close = sizes.pop("close.onnx")
    assert sum(sizes.values()) <= 30e6
    assert close <= 6e6
