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

from realpolitik.extractors.training.averaging import Average
from realpolitik.extractors.training.base import BaseModel
from realpolitik.extractors.training.batches import IGNORED, Batch, Batcher, Mentions, Pairs
from realpolitik.extractors.training.close import train_close
from realpolitik.extractors.training.config import Config, Stage
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
        "kinds": len(values.kinds),
        "types": len(values.types),
        "statuses": len(values.statuses),
    }


def train(config: Config, material: Material, base: BaseModel, work: Path, *, most: int | None = None) -> Path:
    """Train stage after stage, or go on where the checkpoints in `work` stopped; returns the path of what to export.

    `most` ends each stage after so many steps: enough to see that the recipe runs.
    """
    work.mkdir(parents=True, exist_ok=True)
    (work / "tokenizer.json").write_bytes(base.tokenizer)
    (work / "values.json").write_text(json.dumps(asdict(material.values)), encoding="utf-8")
    torch.set_num_threads(int(config["training.threads"]))
    torch.manual_seed(config.seed)
    network = Network(sizes(material.values), config.sections["network"])
    network.encoder.load_base(load_safetensors(base.weights))
    for stage in config.stages:
        train_stage(config, stage, material, network, work, most=most)
    train_close(config, material, network, work, most=most)
    final = work / "final.pt"
    torch.save({"network": network.state_dict()}, final)
    return final


def checkpoint_of(work: Path, stage: Stage) -> Path:
    """Where a stage keeps its checkpoint."""
    return work / f"{stage.name}.pt"


def train_stage(
    config: Config, stage: Stage, material: Material, network: Network, work: Path, *, most: int | None = None
) -> None:
    """Train the network through one stage; a stage that was finished is only loaded."""
    torch.manual_seed(config.seed)
    optimizer = _optimizer(network, stage, float(config["training.weight_decay"]))
    lengths = [len(epoch_batches(material, config, stage, e)) for e in range(stage.epochs)]
    total = min(sum(lengths), most or sum(lengths))
    schedule = _schedule(optimizer, stage, float(config["training.warm_up"]), total)
    checkpoint = checkpoint_of(work, stage)
    done = _resume(checkpoint, network, optimizer, schedule)
    average = Average(network, float(config["training.average"]))
    average.resume(checkpoint)
    batcher = Batcher(WordPieces(work / "tokenizer.json"), material.values, config.sections["case"])
    losses, words, began = dict[str, float](), 0, time.monotonic()
    step = 0
    network.train()
    for epoch in range(stage.epochs):
        for sentences in epoch_batches(material, config, stage, epoch):
            step += 1
            if step <= done or step > total:
                continue
            torch.manual_seed(config.seed * 1000 + step)
            batch = batcher(sentences, random.Random(f"{config.seed}-{stage.name}-{step}"))  # noqa: S311
            parts = batch_losses(network, batch, config)
            loss: Tensor = torch.stack(list(parts.values())).sum()
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), float(config["training.clip"]))
            optimizer.step()
            schedule.step()
            average.update(network, step)
            words += sum(len(s.words) for s in sentences)
            for name, value in parts.items():
                losses[name] = losses.get(name, 0.0) + float(value.detach())
            if step % 25 == 0:
                shown = "  ".join(f"{k} {v / 25:.3f}" for k, v in losses.items())
                rate = words / (time.monotonic() - began)
                where = f"{stage.name}, epoch {epoch + 1} step {step}/{total}"
                log.info("%s  %.0f words/s  %s", where, rate, shown)
                losses.clear()
            if step % int(config["training.checkpoint_steps"]) == 0:
                _save(checkpoint, network, average, optimizer, schedule, step)
        if min(step, total) > done:
            _save(checkpoint, network, average, optimizer, schedule, min(step, total))
    network.load_state_dict(average.weights)


def batch_losses(network: Network, batch: Batch, config: Config) -> dict[str, Tensor]:
    """The weighted losses of one batch, each per word of the batch."""
    inputs = [torch.from_numpy(x) for x in batch.inputs]
    with torch.autocast("cpu", torch.bfloat16, enabled=bool(config["training.bfloat16"])):
        pieces = network.encoder(*inputs[:3])
    first, shapes = inputs[3:]
    x = network.word_vectors(pieces, first, shapes)
    count = float(batch.words)
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
    kinds = torch.from_numpy(batch.kinds)
    if bool((kinds != IGNORED).any()):
        out["kinds"] = float(config["loss.kinds"]) * _mean(network.kinds(x), kinds, count)
    if batch.mentions is not None:
        out["antecedents"] = float(config["loss.antecedents"]) * antecedent_loss(network, x, batch.mentions) / count
    if batch.pairs is not None:
        present = ~_absent(first, shapes)
        present[:, 0] = False
        out["pairs"] = float(config["loss.pairs"]) * pair_loss(network, x, present, batch.pairs) / count
    return out


def antecedent_loss(network: Network, x: Tensor, mentions: Mentions) -> Tensor:
    """Minus the log of what each mention gives to its true antecedents, or to none where it has none; summed."""
    vectors = x.reshape(-1, x.shape[-1])[torch.from_numpy(mentions.places)]
    later, earlier = torch.from_numpy(mentions.later), torch.from_numpy(mentions.earlier)
    scores = network.antecedents(vectors, later, earlier, torch.from_numpy(mentions.features))
    entities = torch.from_numpy(mentions.entities)
    count = len(entities)
    all_scores = torch.full((count, count + 1), -1e4).index_put((later, earlier + 1), scores)
    all_scores[:, 0] = 0
    true = torch.zeros((count, count + 1), dtype=torch.bool)
    true[later, earlier + 1] = entities[later] == entities[earlier]
    true[:, 0] = ~true[:, 1:].any(1)
    inside = torch.logsumexp(all_scores.masked_fill(~true, -1e4), -1)
    return (torch.logsumexp(all_scores, -1) - inside).sum()


def pair_loss(network: Network, x: Tensor, present: Tensor, pairs: Pairs) -> Tensor:
    """Minus the log of what each pair gives to its types, and to its status where that is told; summed."""
    rows, subject, obj = (torch.from_numpy(a) for a in (pairs.rows, pairs.subject, pairs.object))
    types, status = network.pairs(x, present, rows, subject, obj)
    inside = torch.logsumexp(types.masked_fill(~torch.from_numpy(pairs.types), -1e4), -1)
    told = functional.cross_entropy(status, torch.from_numpy(pairs.status), ignore_index=IGNORED, reduction="sum")
    return (torch.logsumexp(types, -1) - inside).sum() + 0.5 * told


def _absent(first: Tensor, shapes: Tensor) -> Tensor:
    """Where no word stands: padding points, like the root, to a sentence's first piece."""
    absent = first == first[:, :1]
    absent[:, 0] = False
    return absent


def _mean(scores: Tensor, target: Tensor, count: float) -> Tensor:
    flat = scores.reshape(-1, scores.shape[-1])
    return functional.cross_entropy(flat, target.reshape(-1), ignore_index=IGNORED, reduction="sum") / count


def _optimizer(network: Network, stage: Stage, weight_decay: float) -> torch.optim.Optimizer:
    slow: list[Tensor] = []
    fast: list[Tensor] = []
    for name, parameter in network.named_parameters():
        base = name.startswith("encoder.") and not name.startswith("encoder.shapes")
        (slow if base else fast).append(parameter)
    groups = [{"params": p, "lr": r} for p, r in zip((slow, fast), (stage.encoder_rate, stage.head_rate), strict=True)]
    return torch.optim.AdamW(groups, weight_decay=weight_decay, fused=True)


def _schedule(optimizer: torch.optim.Optimizer, stage: Stage, warm_up: float, total: int) -> Any:
    warm = max(1.0, total * warm_up)
    final = stage.final_rate

    def factor(step: int) -> float:
        if step < warm:
            return (step + 1) / warm
        return max(final, 1 - (1 - final) * (step - warm) / max(1.0, total - warm))

    return torch.optim.lr_scheduler.LambdaLR(optimizer, factor)


def _save(
    path: Path, network: Network, average: Average, optimizer: torch.optim.Optimizer, schedule: Any, step: int
) -> None:
    beside = path.with_suffix(".part")
    state = {"network": network.state_dict(), "average": average.weights, "optimizer": optimizer.state_dict()}
    state["step"] = step
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
