"""Training of the close reader, which sees a sentence once more with one pair of its actors marked.

The layers below it are the encoder's, as the stages before have left them. So at run time a sentence goes through them
once, however many of its pairs are read.
"""

from __future__ import annotations

import logging
import os
import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional

from realpolitik.extractors.training.averaging import Average
from realpolitik.extractors.training.batches import IGNORED
from realpolitik.extractors.training.config import Config
from realpolitik.extractors.training.corpus import Inventory, Sentence
from realpolitik.extractors.training.graph import BELOW
from realpolitik.extractors.training.material import Material
from realpolitik.extractors.training.network import Network
from realpolitik.extractors.training.pairs import NONE, Pair
from realpolitik.extractors.windows import Window, pack
from realpolitik.extractors.wordpieces import HIDDEN_SHAPE, MASK, POSITIONS_KEPT, WordPieces

log = logging.getLogger(__name__)

CHECKPOINT = "close.pt"


@dataclass(frozen=True, slots=True)
class CloseBatch:
    """Sentences as the encoder takes them, and their pairs: the sentence of each, its marks and what is to be said."""

    ids: Tensor
    shapes: Tensor
    mask: Tensor
    rows: Tensor
    roles: Tensor
    types: Tensor
    status: Tensor


def train_close(config: Config, material: Material, network: Network, work: Path, *, most: int | None = None) -> None:
    """Train the network's close reader, or go on after the last epoch in `work`; `most` ends each epoch early."""
    torch.manual_seed(config.seed)
    close, checkpoint = network.close, work / CHECKPOINT
    close.take_over(network.encoder)
    layers = list(close.layers.parameters())
    heads = [p for name, p in close.named_parameters() if not name.startswith("layers.")]
    rates = ((layers, float(config["close.layer_rate"])), (heads, float(config["close.head_rate"])))
    optimizer = torch.optim.AdamW(
        [{"params": parameters, "lr": rate} for parameters, rate in rates],
        weight_decay=float(config["training.weight_decay"]),
    )
    pieces = WordPieces(work / "tokenizer.json")
    epochs = int(config["close.epochs"])
    lengths = [len(close_batches(material.pairs, config, pieces, epoch)) for epoch in range(epochs)]
    total = sum(min(length, most or length) for length in lengths)
    warm, final = max(1.0, float(config["training.warm_up"]) * total), float(config["close.final_rate"])
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / warm) * max(final, 1 - step / max(1, total))
    )
    average = Average(close, float(config["training.average"]))
    average.resume(checkpoint)
    done = 0
    if checkpoint.exists():
        state = torch.load(checkpoint, weights_only=True)
        close.load_state_dict(state["close"])
        optimizer.load_state_dict(state["optimizer"])
        schedule.load_state_dict({**schedule.state_dict(), "last_epoch": state["step"]})
        done = int(state["epoch"])
    network.encoder.eval()
    close.train()
    for epoch in range(done, epochs):
        losses = []
        for number, sentences in enumerate(close_batches(material.pairs, config, pieces, epoch)[:most]):
            rng = random.Random(f"{config.seed}-close-{epoch}-{number}")  # noqa: S311
            batch = close_batch(sentences, pieces, material.values, rng, float(config["close.hidden_ends"]))
            loss = close_loss(network, batch)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(close.parameters(), float(config["training.clip"]))
            optimizer.step()
            schedule.step()
            average.update(close, schedule.state_dict()["last_epoch"])
            losses.append(float(loss.detach()))
        log.info("close reader, epoch %d of %d  loss %.3f", epoch + 1, epochs, sum(losses) / max(1, len(losses)))
        steps = schedule.state_dict()["last_epoch"]
        state = {"close": close.state_dict(), "optimizer": optimizer.state_dict(), "average": average.weights}
        state |= {"step": steps, "epoch": epoch + 1}
        torch.save(state, checkpoint.with_suffix(".part"))
        os.replace(checkpoint.with_suffix(".part"), checkpoint)
    close.load_state_dict(average.weights)
    close.eval()


Marked = tuple[Sentence, tuple[Pair, ...]]


def close_batches(
    sentences: tuple[Sentence, ...], config: Config, pieces: WordPieces, epoch: int
) -> list[list[Marked]]:
    """The batches of one epoch: sentences of like length with the pairs that are read in them, in random order."""
    rng = random.Random(f"{config.seed}-close-{epoch}")  # noqa: S311
    none, limit = float(config["close.none"]), int(config["close.batch_pieces"])
    chosen = []
    for sentence in sentences:
        length = sum(len(pieces(word)[0]) for word in sentence.words)
        kept = tuple(pair for pair in sentence.pairs if NONE not in pair.types or rng.random() < none)
        if kept and length <= POSITIONS_KEPT:
            chosen.append((length + rng.uniform(-2, 2), length, sentence, kept))
    chosen.sort(key=lambda row: row[0])
    batches = list(_full(((length, sentence, kept) for _, length, sentence, kept in chosen), limit))
    rng.shuffle(batches)
    return batches


def _full(chosen: Iterator[tuple[int, Sentence, tuple[Pair, ...]]], limit: int) -> Iterator[list[Marked]]:
    batch: list[Marked] = []
    count = 0
    for length, sentence, pairs in chosen:
        most = max(1, limit // max(1, length))
        for at in range(0, len(pairs), most):
            part = pairs[at : at + most]
            if batch and (count + len(part)) * length > limit:
                yield batch
                batch, count = [], 0
            batch.append((sentence, part))
            count += len(part)
    if batch:
        yield batch


def close_batch(
    sentences: list[Marked], pieces: WordPieces, values: Inventory, rng: random.Random, hidden: float = 0.0
) -> CloseBatch:
    """The arrays of a batch; a share `hidden` of the ends is masked, so that names alone do not tell what happened."""
    types = {name: i for i, name in enumerate(values.types)}
    statuses = {name: i for i, name in enumerate(values.statuses)}
    lines = [[pieces(word) for word in sentence.words] for sentence, _ in sentences]
    windows = [Window(b, 0, len(line), 0, 0, sum(len(p) for p, _ in line)) for b, line in enumerate(lines)]
    inputs = pack(lines, windows)
    ids, shapes, mask = (torch.from_numpy(inputs[name]) for name in ("ids", "shapes", "mask"))
    begins = [list(accumulate((len(word) for word, _ in line), initial=1)) for line in lines]
    for b, (_, kept) in enumerate(sentences):
        starts = begins[b]
        for start, end in sorted({end for pair in kept for end in (pair.subject, pair.object)}):
            if rng.random() < hidden:
                ids[b, starts[start] : starts[end]] = MASK
                shapes[b, starts[start] : starts[end]] = HIDDEN_SHAPE
    pairs = [(b, pair) for b, (_, kept) in enumerate(sentences) for pair in kept]
    roles = torch.zeros(len(pairs), ids.shape[1], dtype=torch.int64)
    wanted = torch.zeros(len(pairs), len(types), dtype=torch.bool)
    status = torch.full((len(pairs),), IGNORED)
    for row, (b, pair) in enumerate(pairs):
        starts = begins[b]
        for role, (start, end) in enumerate((pair.subject, pair.object), 1):
            roles[row, starts[start] : starts[end]] = role
        wanted[row, [types[name] for name in pair.types]] = True
        if pair.status is not None:
            status[row] = statuses[pair.status]
    return CloseBatch(ids, shapes, mask, torch.tensor([b for b, _ in pairs]), roles, wanted, status)


def close_loss(network: Network, batch: CloseBatch) -> Tensor:
    """Minus the log of what a pair gives to its types, and to its status where that is told; the mean over pairs."""
    with torch.no_grad():
        below = network.encoder(batch.ids, batch.shapes, batch.mask, BELOW)
    types, status = network.close(below[batch.rows], batch.mask[batch.rows], batch.roles)
    inside = torch.logsumexp(types.masked_fill(~batch.types, -1e4), -1)
    told = functional.cross_entropy(status, batch.status, ignore_index=IGNORED, reduction="sum")
    return ((torch.logsumexp(types, -1) - inside).sum() + 0.5 * told) / len(batch.roles)
