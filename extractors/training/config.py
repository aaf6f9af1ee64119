"""The recipe's configuration, read from TOML."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from realpolitik.ontology.errors import DataError

DEFAULT = Path(__file__).with_name("config.toml")


@dataclass(frozen=True, slots=True)
class NameSource:
    """A file of annotated names: what it marks, what a word of it weighs, how much of it an epoch sees."""

    path: str
    labels: tuple[str, ...]
    weight: float
    share: float


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of the training: how long, at what rates, and what share of each kind of material an epoch sees.

    `names` multiplies the shares of the name sources. With `documents` above 0, sentences of documents come in order,
    as batches of their own that teach coreference too. The rates fall to
    `final_rate` of themselves, linearly; each stage hands on the running average of its weights.
    """

    name: str
    epochs: int
    encoder_rate: float
    head_rate: float
    trees: float
    names: float
    documents: float
    own_names: float
    pairs: float
    final_rate: float


@dataclass(frozen=True, slots=True)
class Config:
    """All settings of one training; `sections` keeps the plain numbers by table."""

    seed: int
    stages: tuple[Stage, ...]
    trees: tuple[str, ...]
    names: tuple[NameSource, ...]
    sections: dict[str, dict[str, Any]]

    def __getitem__(self, key: str) -> Any:
        """A setting by its dotted name, such as `training.epochs`."""
        section, _, name = key.partition(".")
        return self.sections[section][name]


_SECTIONS = {"base", "data", "case", "network", "stages", "close", "training", "loss", "words"}


def read_config(path: Path = DEFAULT) -> Config:
    """The configuration in a TOML file; a missing or unknown table is an error that names it."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise DataError(f"{path}: {error}; give a configuration like {DEFAULT.name}") from error
    if wrong := _SECTIONS ^ {k for k, v in raw.items() if isinstance(v, dict)}:
        raise DataError(f"{path}: tables missing or unknown: {', '.join(sorted(wrong))}")
    try:
        data = dict(raw["data"])
        names = tuple(
            NameSource(name, tuple(v["labels"]), float(v["weight"]), float(v["share"]))
            for name, v in data.pop("names", {}).items()
        )
        trees = tuple(data.pop("trees"))
        stages = tuple(_stage(name, **row) for name, row in raw["stages"].items())
        seed = int(raw["seed"])
    except (KeyError, TypeError, ValueError) as error:
        raise DataError(f"{path}: setting missing or wrong: {error}") from error
    return Config(seed, stages, trees, names, {**{k: raw[k] for k in _SECTIONS}, "data": data})


def _stage(name: str, *, epochs: int, **numbers: float) -> Stage:
    return Stage(name, int(epochs), **{key: float(value) for key, value in numbers.items()})
