"""The network: a BERT encoder of our own writing and the heads that read its words."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from realpolitik.extractors.antecedents import FEATURES
from realpolitik.extractors.training.graph import BELOW, PAIR_HEADS
from realpolitik.extractors.wordpieces import SHAPES

WIDTH, LAYERS, ATTENTION_HEADS, INNER, POSITIONS, VOCABULARY = 384, 6, 12, 1536, 512, 30522
_PAIR_INNER = 64
_EPS = 1e-12


class Layer(nn.Module):
    """One transformer layer (post-norm, exact GELU), as BERT has it."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.out = nn.Linear(WIDTH, WIDTH)
        self.norm1 = nn.LayerNorm(WIDTH, _EPS)
        self.up = nn.Linear(WIDTH, INNER)
        self.down = nn.Linear(INNER, WIDTH)
        self.norm2 = nn.LayerNorm(WIDTH, _EPS)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """`x` (batch, pieces, width); `mask` (batch, 1, 1, pieces), 0 where a piece is, very negative where none."""
        batch, pieces, _ = x.shape
        q, k, v = (t.reshape(batch, pieces, ATTENTION_HEADS, -1).transpose(1, 2) for t in self.qkv(x).chunk(3, dim=-1))
        y = functional.scaled_dot_product_attention(q, k, v, attn_mask=mask.to(q.dtype))
        y = y.transpose(1, 2).reshape(batch, pieces, WIDTH)
        x = self.norm1(x + self.dropout(self.out(y)))
        return self.norm2(x + self.dropout(self.down(functional.gelu(self.up(x)))))


class Encoder(nn.Module):
    """Pieces to vectors; each piece's word shape is added to its embedding, from zero at the start."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.words = nn.Embedding(VOCABULARY, WIDTH)
        self.positions = nn.Embedding(POSITIONS, WIDTH)
        self.kind = nn.Parameter(torch.zeros(WIDTH))
        self.shapes = nn.Embedding(len(SHAPES), WIDTH)
        nn.init.zeros_(self.shapes.weight)
        self.norm = nn.LayerNorm(WIDTH, _EPS)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS))
        self.dropout = nn.Dropout(dropout)

    def forward(self, ids: Tensor, shapes: Tensor, mask: Tensor, layers: int = LAYERS) -> Tensor:
        """`ids`, `shapes` and `mask` (1 where a piece is) are (batch, pieces); gives (batch, pieces, width).

        With fewer `layers` it stops after the first so many.
        """
        x = self.words(ids) + self.positions.weight[: ids.shape[1]] + self.kind + self.shapes(shapes)
        x = self.dropout(self.norm(x))
        bias = _bias(mask)
        for layer in self.layers[:layers]:
            x = layer(x, bias)
        return x

    def load_base(self, weights: dict[str, Tensor]) -> None:
        """Take over the base encoder's weights, by the names that BERT's safetensors files use."""
        self.words.weight.data.copy_(weights["embeddings.word_embeddings.weight"])
        self.positions.weight.data.copy_(weights["embeddings.position_embeddings.weight"])
        self.kind.data.copy_(weights["embeddings.token_type_embeddings.weight"][0])
        _copy(self.norm, weights, "embeddings.LayerNorm")
        for index, layer in enumerate(self.layers):
            at = f"encoder.layer.{index}"
            for kind in ("weight", "bias"):
                parts = [weights[f"{at}.attention.self.{part}.{kind}"] for part in ("query", "key", "value")]
                getattr(layer.qkv, kind).data.copy_(torch.cat(parts))
            _copy(layer.out, weights, f"{at}.attention.output.dense")
            _copy(layer.norm1, weights, f"{at}.attention.output.LayerNorm")
            _copy(layer.up, weights, f"{at}.intermediate.dense")
            _copy(layer.down, weights, f"{at}.output.dense")
            _copy(layer.norm2, weights, f"{at}.output.LayerNorm")


def _bias(mask: Tensor) -> Tensor:
    return (1.0 - mask[:, None, None, :].float()) * -1e4


def _copy(module: Any, weights: dict[str, Tensor], name: str) -> None:
    module.weight.data.copy_(weights[f"{name}.weight"])
    module.bias.data.copy_(weights[f"{name}.bias"])


class Network(nn.Module):
    """The encoder and its heads: tree, parts of speech, features, lemmas, names, mentions, antecedents, pairs."""

    def __init__(self, sizes: dict[str, int], settings: dict[str, Any]) -> None:
        """`sizes`: how many values each of `upos`, `labels`, `features`, `scripts`, `names`, `kinds` … has."""
        super().__init__()
        dropout = float(settings["dropout"])
        arc, label, name = (int(settings[k]) for k in ("arc_width", "label_width", "name_width"))
        self.encoder = Encoder(0.1)
        self.shapes = nn.Embedding(len(SHAPES), int(settings["shape_width"]))
        self.dropout = nn.Dropout(dropout)
        width = WIDTH + int(settings["shape_width"])
        self.arc_dep, self.arc_head = nn.Linear(width, arc), nn.Linear(width, arc)
        self.arc_weight = nn.Parameter(torch.zeros(arc + 1, arc))
        self.label_dep, self.label_head = nn.Linear(width, label), nn.Linear(width, label)
        self.label_weight = nn.Parameter(torch.zeros(sizes["labels"], label + 1, label + 1))
        self.upos = nn.Linear(width, sizes["upos"])
        self.features = nn.Linear(width, sizes["features"])
        self.scripts = nn.Linear(width, sizes["scripts"])
        self.name_layer = nn.Linear(width, name)
        self.names = nn.Linear(name, sizes["names"])
        self.kinds = nn.Linear(width, sizes["kinds"])
        self.antecedents = Antecedents(width, int(settings["antecedent_width"]), dropout)
        self.pairs = PairReader(width, int(settings["pair_width"]), sizes["types"], sizes["statuses"], dropout)
        self.close = CloseReader(int(settings["close_width"]), sizes["types"], sizes["statuses"], dropout)
        nn.init.xavier_uniform_(self.arc_weight)
        nn.init.normal_(self.label_weight, std=0.02)

    def words(self, ids: Tensor, piece_shapes: Tensor, mask: Tensor, first: Tensor, shapes: Tensor) -> Tensor:
        """Vectors (batch, words + 1, width) of the root and the words; `first` are flat places of first pieces."""
        return self.word_vectors(self.encoder(ids, piece_shapes, mask), first, shapes)

    def word_vectors(self, pieces: Tensor, first: Tensor, shapes: Tensor) -> Tensor:
        """The vectors of `words`, from the encoder's vectors of the pieces."""
        vectors = pieces.float().reshape(-1, pieces.shape[-1])[first]
        return self.dropout(torch.cat([vectors, self.shapes(shapes)], dim=-1))

    def arcs(self, x: Tensor) -> Tensor:
        """Scores (batch, words + 1, words + 1) of each word's head; rows are dependents, row 0 is idle."""
        dep, head = self.dropout(functional.gelu(self.arc_dep(x))), self.dropout(functional.gelu(self.arc_head(x)))
        return _with_one(dep) @ self.arc_weight @ head.transpose(1, 2)

    def label_vectors(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Each word's vectors as dependent and as head, with a constant 1 appended."""
        dep, head = self.dropout(functional.gelu(self.label_dep(x))), self.dropout(functional.gelu(self.label_head(x)))
        return _with_one(dep), _with_one(head)

    def label_scores(self, dep: Tensor, head: Tensor) -> Tensor:
        """Scores (n, labels) for n pairs of a dependent's and a head's vectors."""
        labels, width, _ = self.label_weight.shape
        projected = dep @ self.label_weight.permute(1, 0, 2).reshape(width, labels * width)
        return (projected.reshape(len(dep), labels, width) * head[:, None, :]).sum(-1)

    def name_scores(self, x: Tensor) -> Tensor:
        """Scores of each word's name tags."""
        return self.names(self.dropout(functional.gelu(self.name_layer(x))))


class Antecedents(nn.Module):
    """Scores how likely a mention refers to what an earlier one does; 0 is the score of referring to none of them."""

    def __init__(self, width: int, inner: int, dropout: float) -> None:
        super().__init__()
        self.later, self.earlier = nn.Linear(width, inner), nn.Linear(width, inner)
        self.weight = nn.Parameter(torch.zeros(inner + 1, inner + 1))
        self.features = nn.Linear(FEATURES, _PAIR_INNER)
        self.by_later, self.by_earlier = nn.Linear(inner, _PAIR_INNER), nn.Linear(inner, _PAIR_INNER)
        self.score = nn.Linear(_PAIR_INNER, 1)
        self.dropout = nn.Dropout(dropout)
        nn.init.normal_(self.weight, std=0.02)

    def forward(self, vectors: Tensor, later: Tensor, earlier: Tensor, features: Tensor) -> Tensor:
        """Scores (pairs) of the mentions `later` with `earlier` (indices into the heads' `vectors`)."""
        one, other = (self.dropout(functional.gelu(f(vectors))) for f in (self.later, self.earlier))
        bilinear = (_with_one(one) @ self.weight)[later] * _with_one(other)[earlier]
        hidden = self.features(features) + self.by_later(one)[later] + self.by_earlier(other)[earlier]
        return bilinear.sum(-1) + self.score(functional.gelu(hidden)).squeeze(-1)


class PairReader(nn.Module):
    """Reads what a sentence says of an ordered pair of its actors: the pair asks, the sentence's words answer."""

    def __init__(self, width: int, inner: int, types: int, statuses: int, dropout: float) -> None:
        super().__init__()
        self.query = nn.Linear(2 * width, inner)
        self.key, self.value = nn.Linear(width, inner), nn.Linear(width, inner)
        self.hidden = nn.Linear(2 * width + inner, 256)
        self.types, self.status = nn.Linear(256, types), nn.Linear(256, statuses)
        self.dropout = nn.Dropout(dropout)

    def forward(
        self, words: Tensor, present: Tensor, rows: Tensor, subject: Tensor, obj: Tensor
    ) -> tuple[Tensor, Tensor]:
        """Scores of the types and of the statuses.

        `words` (batch, words, width) with `present` (batch, words) true where a word is; `rows` (pairs) the sentence of
        each pair; `subject` and `obj` (pairs, words) the weights of the words of its ends.
        """
        own = words[rows]
        ends = torch.cat([(end[:, None, :] @ own).squeeze(1) for end in (subject, obj)], -1)
        pairs, count, _ = own.shape
        query = self.query(ends).reshape(pairs, PAIR_HEADS, 1, -1)
        key, value = (
            layer(words)[rows].reshape(pairs, count, PAIR_HEADS, -1).transpose(1, 2) for layer in (self.key, self.value)
        )
        scores = (query @ key.transpose(2, 3)) * query.shape[-1] ** -0.5
        scores = scores.masked_fill(~present[rows][:, None, None, :], -1e4)
        found = (torch.softmax(scores, -1) @ value).reshape(pairs, -1)
        hidden = self.dropout(functional.gelu(self.hidden(torch.cat([ends, found], -1))))
        return self.types(hidden), self.status(hidden)


class CloseReader(nn.Module):
    """Reads a sentence once more for one ordered pair of its actors, which are marked in it.

    It has upper layers of its own above the lower ones of the encoder.
    """

    def __init__(self, inner: int, types: int, statuses: int, dropout: float) -> None:
        super().__init__()
        self.roles = nn.Embedding(3, WIDTH)
        self.layers = nn.ModuleList(Layer(0.1) for _ in range(LAYERS - BELOW))
        self.hidden = nn.Linear(3 * WIDTH, inner)
        self.types, self.status = nn.Linear(inner, types), nn.Linear(inner, statuses)
        self.dropout = nn.Dropout(dropout)
        nn.init.normal_(self.roles.weight, std=0.02)

    def take_over(self, encoder: Encoder) -> None:
        """Begin with the encoder's upper layers."""
        for own, layer in zip(self.layers, encoder.layers[BELOW:], strict=True):
            own.load_state_dict(layer.state_dict())

    def forward(self, pieces: Tensor, mask: Tensor, roles: Tensor) -> tuple[Tensor, Tensor]:
        """Scores of the types and of the statuses, a row for each pair.

        `pieces` (pairs, pieces, width) are what the encoder's lower layers make of the sentence of each pair; `roles`
        (pairs, pieces) are 1 in the subject, 2 in the object, 0 elsewhere.
        """
        x = pieces + self.roles(roles) * (roles > 0)[..., None]
        bias = _bias(mask)
        for layer in self.layers:
            x = layer(x, bias)
        ends = [(roles == role).float() for role in (1, 2)]
        means = [(end[:, None] @ x).squeeze(1) / end.sum(1, keepdim=True).clamp(min=1) for end in ends]
        hidden = self.hidden(self.dropout(torch.cat([x[:, 0], *means], -1)))
        hidden = self.dropout(functional.gelu(hidden))
        return self.types(hidden), self.status(hidden)


def _with_one(x: Tensor) -> Tensor:
    return torch.cat([x, torch.ones_like(x[..., :1])], dim=-1)
