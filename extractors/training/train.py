"""The training loop: seeded, resumable, each checkpoint whole."""

from __future__ import annotations

import json
import logging
import os
import random
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load as load_safetensors
from torch import Tensor
from torch.nn import functional

from realpolitik.extractors.training.base import BaseModel
from realpolitik.extractors.training.batches import IGNORED, Batch, Batcher
from realpolitik.extractors.training.config import Config
from realpolitik.extractors.training.corpus import Inventory
from realpolitik.extractors.training.material import Material, epoch_batches
from realpolitik.extractors.training.names import TAGS
from realpolitik.extractors.training.network import Network
from realpolitik.extractors.wordpieces import WordPieces

log = logging.getLogger(__name__)


def sizes(values: Inventory) -> dict[str, int]:
    """How many values each head of the network has."""
    return {
        "upos": len(values.upos),
        "labels": len(values.labels),
        "features": len(values.features),
        "scripts": len(values.scripts),
        "names": len(TAGS),
    }


def train(config: Config, material: Material, base: BaseModel, work: Path) -> Path:
    """Train, or go on where the checkpoint in `work` stopped; returns the checkpoint's path."""
    work.mkdir(parents=True, exist_ok=True)
    vocabulary = work / "tokenizer.json"
    vocabulary.write_bytes(base.tokenizer)
    (work / "values.json").write_text(json.dumps(asdict(material.values)), encoding="utf-8")
    torch.set_num_threads(int(config["training.threads"]))
    torch.manual_seed(config.seed)
    network = Network(sizes(material.values), config.sections["network"])
    network.encoder.load_base(load_safetensors(base.weights))
    optimizer = _optimizer(network, config)
    epochs = int(config["training.epochs"])
    lengths = [len(epoch_batches(material, config, e)) for e in range(epochs)]
    schedule = _schedule(optimizer, config, sum(lengths))
    checkpoint = work / "checkpoint.pt"
    done = _resume(checkpoint, network, optimizer, schedule)
    batcher = Batcher(WordPieces(vocabulary), material.values, config.sections["case"])
    losses, words, began = dict[str, float](), 0, time.monotonic()
    step = 0
    network.train()
    for epoch in range(epochs):
        for sentences in epoch_batches(material, config, epoch):
            step += 1
            if step <= done:
                continue
            torch.manual_seed(config.seed * 1000 + step)
            batch = batcher(sentences, random.Random(f"{config.seed}-{step}"))  # noqa: S311
            parts = batch_losses(network, batch, config)
            loss: Tensor = torch.stack(list(parts.values())).sum()
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), float(config["training.clip"]))
            optimizer.step()
            schedule.step()
            words += sum(len(s.words) for s in sentences)
            for name, value in parts.items():
                losses[name] = losses.get(name, 0.0) + float(value.detach())
            if step % 25 == 0:
                shown = "  ".join(f"{k} {v / 25:.3f}" for k, v in losses.items())
                rate = words / (time.monotonic() - began)
                log.info("epoch %d step %d/%d  %.0f words/s  %s", epoch + 1, step, sum(lengths), rate, shown)
                losses.clear()
            if step % int(config["training.checkpoint_steps"]) == 0:
                _save(checkpoint, network, optimizer, schedule, step)
        if step > done:
            _save(checkpoint, network, optimizer, schedule, step)
    return checkpoint


def batch_losses(network: Network, batch: Batch, config: Config) -> dict[str, Tensor]:
    """The weighted losses of one batch, each per word of the batch."""
    inputs = [torch.from_numpy(x) for x in batch.inputs]
    with torch.autocast("cpu", torch.bfloat16, enabled=bool(config["training.bfloat16"])):
        pieces = network.encoder(*inputs[:3])
    first, shapes = inputs[3:]
    x = network.word_vectors(pieces, first, shapes)
    count = float((torch.from_numpy(batch.name_weights) > 0).sum().clamp(min=1))
    out = {}
    heads = torch.from_numpy(batch.heads)
    has_tree = (heads != IGNORED).any(1)
    if bool(has_tree.any()):
        y, heads, own = x[has_tree], heads[has_tree], shapes[has_tree]
        arcs = network.arcs(y).masked_fill(_absent(first[has_tree], own)[:, None, :], -1e4)
        out["arcs"] = _mean(arcs, heads, count)
        dep, head = network.label_vectors(y)
        known = heads != IGNORED
        rows = torch.arange(len(heads))[:, None].expand_as(heads)[known]
        scores = network.label_scores(dep[known], head[rows, heads[known]])
        out["labels"] = _mean(scores, torch.from_numpy(batch.labels)[has_tree][known], count)
        for name, layer in (("upos", network.upos), ("features", network.features), ("scripts", network.scripts)):
            weight = float(config["loss.lemma" if name == "scripts" else f"loss.{name}"])
            target = torch.from_numpy(getattr(batch, name))[has_tree]
            out[name] = weight * _mean(layer(y), target, count)
    weights = torch.from_numpy(batch.name_weights)
    marked = weights > 0
    if bool(marked.any()):
        scores = network.name_scores(x[marked])
        allowed = (torch.from_numpy(batch.names)[marked][:, None] >> torch.arange(len(TAGS))) & 1
        inside = torch.logsumexp(scores.masked_fill(allowed == 0, -1e4), -1)
        loss = (torch.logsumexp(scores, -1) - inside) * weights[marked]
        out["names"] = float(config["loss.names"]) * loss.sum() / count
    return out


def _absent(first: Tensor, shapes: Tensor) -> Tensor:
    """Where no word stands: padding points, like the root, to a sentence's first piece."""
    absent = first == first[:, :1]
    absent[:, 0] = False
    return absent


def _mean(scores: Tensor, target: Tensor, count: float) -> Tensor:
    flat = scores.reshape(-1, scores.shape[-1])
    return functional.cross_entropy(flat, target.reshape(-1), ignore_index=IGNORED, reduction="sum") / count


def _optimizer(network: Network, config: Config) -> torch.optim.Optimizer:
    slow: list[Tensor] = []
    fast: list[Tensor] = []
    for name, parameter in network.named_parameters():
        base = name.startswith("encoder.") and not name.startswith("encoder.shapes")
        (slow if base else fast).append(parameter)
    rates = (float(config["training.encoder_rate"]), float(config["training.head_rate"]))
    groups = [{"params": p, "lr": rate} for p, rate in zip((slow, fast), rates, strict=True)]
    return torch.optim.AdamW(groups, weight_decay=float(config["training.weight_decay"]), fused=True)


def _schedule(optimizer: torch.optim.Optimizer, config: Config, total: int) -> Any:
    warm = max(1.0, total * float(config["training.warm_up"]))
    final = float(config["training.final_rate"])

    def factor(step: int) -> float:
        if step < warm:
            return (step + 1) / warm
        return max(final, 1 - (1 - final) * (step - warm) / max(1.0, total - warm))

    return torch.optim.lr_scheduler.LambdaLR(optimizer, factor)


def _save(path: Path, network: Network, optimizer: torch.optim.Optimizer, schedule: Any, step: int) -> None:
    beside = path.with_suffix(".part")
    state = {"network": network.state_dict(), "optimizer": optimizer.state_dict(), "step": step}
    torch.save({**state, "schedule": schedule.state_dict()["last_epoch"]}, beside)
    os.replace(beside, path)
    log.info("checkpoint of step %d written", step)


def _resume(path: Path, network: Network, optimizer: torch.optim.Optimizer, schedule: Any) -> int:
    if not path.exists():
        return 0
    state = torch.load(path, weights_only=True)
    network.load_state_dict(state["network"])
    optimizer.load_state_dict(state["optimizer"])
    schedule.load_state_dict({**schedule.state_dict(), "last_epoch": state["schedule"]})
    log.info("going on after step %d", state["step"])
    return int(state["step"])
