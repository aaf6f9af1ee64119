"""From a checkpoint to the shipped folder: a spaCy pipeline whose encoder runs on ONNX Runtime."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

from realpolitik.extractors.training.graph import (
    build_antecedent_graph,
    build_close_graph,
    build_graph,
    build_label_graph,
    build_pair_graph,
)
from realpolitik.extractors.training.names import TAGS
from realpolitik.ontology.errors import ModelError

OUTSIDE_BIAS = 1.0
"""Added to the score of "no name", which sources that leave proper nouns open teach too seldom; set on dev data."""

COMPONENT = "realpolitik_encoder"


def export_encoder(checkpoint: Path, folder: Path, *, quantised: bool = True) -> None:
    """Write the encoder's files of a checkpoint into `folder`."""
    import torch

    work = checkpoint.parent
    try:
        weights = torch.load(checkpoint, weights_only=True, map_location="cpu")["network"]
        values: dict[str, Any] = json.loads((work / "values.json").read_text(encoding="utf-8"))
    except OSError as error:
        raise ModelError(f"{checkpoint}: no checkpoint to export ({error}); train first") from error
    arrays = {name: value.numpy() for name, value in weights.items()}
    folder.mkdir(parents=True, exist_ok=True)
    graphs = {
        "model.onnx": build_graph(arrays, quantised=quantised),
        "labels.onnx": build_label_graph(arrays["label_weight"], quantised=quantised),
        "antecedents.onnx": build_antecedent_graph(arrays, quantised=quantised),
        "pairs.onnx": build_pair_graph(arrays, quantised=quantised),
        "close.onnx": build_close_graph(arrays, quantised=quantised),
    }
    files = {name: graph.SerializeToString() for name, graph in graphs.items()}
    files["tokenizer.json"] = plain_vocabulary(work / "tokenizer.json")
    for name, data in files.items():
        (folder / name).write_bytes(data)
    values["names"] = TAGS
    values["outside_bias"] = OUTSIDE_BIAS
    values["sha256"] = {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    (folder / "values.json").write_text(json.dumps(values, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def plain_vocabulary(path: Path) -> bytes:
    """The base model's tokenizer without truncation and padding, which are not ours."""
    data = json.loads(path.read_text(encoding="utf-8"))
    data["truncation"] = data["padding"] = None
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


def export_pipeline(checkpoint: Path, folder: Path, meta: dict[str, Any], *, quantised: bool = True) -> None:
    """Write the whole spaCy pipeline; the folder is replaced only when the new one is complete."""
    from realpolitik.extractors.language import blank

    folder.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=".model-", dir=folder.parent))
    try:
        export_encoder(checkpoint, beside / "encoder", quantised=quantised)
        nlp = blank()
        nlp.meta.update(meta)
        nlp.get_pipe(COMPONENT).from_disk(beside / "encoder")  # type: ignore[attr-defined]
        nlp.to_disk(beside / "pipeline")
        for kept in ("CARD.md",):
            if (folder / kept).exists():
                shutil.copy(folder / kept, beside / "pipeline" / kept)
        if folder.exists():
            os.replace(folder, beside / "old")
        os.replace(beside / "pipeline", folder)
        folder.chmod(0o755)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
