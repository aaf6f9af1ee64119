"""The trained network as an ONNX graph, written node by node: float, or with 8-bit weights.

Weights are quantised by output, activations row by row at run time. So a sentence's scores do not depend on what else
stands in its batch, which the usual dynamic quantisation (one scale for the whole batch) cannot promise.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

_MICROSOFT = "com.microsoft"
_EPS = 1e-12
_MULTIPLIED = 63
"""The largest value of a weight that is multiplied: two products of it with a byte fit into 16 bits, in which
processors without instructions made for this add them up, and cut off what is more."""
ATTENTION_HEADS = 12
PAIR_HEADS = 4
BELOW = 3
"""Layers of the encoder whose output the close reader goes on from."""

Weights = dict[str, Any]


class GraphWriter:
    """Collects nodes and tensors; each method adds an operation and returns the name of its output."""

    def __init__(self, *, quantised: bool) -> None:
        self.quantised = quantised
        self.nodes: list[Any] = []
        self.tensors: list[Any] = []
        self._names: dict[str, int] = {}
        self._rows: dict[str, tuple[str, str]] = {}
        self._constants: dict[str, str] = {}

    def name(self, stem: str) -> str:
        """A name not yet used in the graph."""
        self._names[stem] = self._names.get(stem, 0) + 1
        return f"{stem}_{self._names[stem]}"

    def tensor(self, stem: str, value: Any) -> str:
        """A constant of the graph."""
        name = self.name(stem)
        self.tensors.append(numpy_helper.from_array(np.asarray(value, order="C"), name))
        return name

    def node(self, op: str, *inputs: str, domain: str = "", **attributes: Any) -> str:
        """An operation with one output."""
        output = self.name(op.lower())
        self.nodes.append(helper.make_node(op, list(inputs), [output], domain=domain, **attributes))
        return output

    def matmul(self, x: str, weight: Any, stem: str) -> str:
        """`x` times the transpose of `weight` (outputs, inputs), in 8 bits when the graph is quantised."""
        if not self.quantised:
            return self.node("MatMul", x, self.tensor(stem, weight.T.astype(np.float32)))
        values, scales = quantise_rows(weight, _MULTIPLIED)
        quantised, row_scales = self._quantised(x)
        product = self.node(
            "MatMulIntegerToFloat",
            quantised,
            self.tensor(stem, np.ascontiguousarray(values.T)),
            self._constant("unit", np.float32(1)),
            self.tensor(f"{stem}_scales", scales),
            self._constant("middle", np.uint8(128)),
            domain=_MICROSOFT,
        )
        return self.node("Mul", product, row_scales)

    def _quantised(self, x: str) -> tuple[str, str]:
        """`x` in 8 bits around 128, each row by its own scale, and those scales."""
        if x not in self._rows:
            largest = self.node("ReduceMax", self.node("Abs", x), axes=[-1])
            scale = self.node("Max", largest, self._constant("least", np.float32(1e-8)))
            scale = self.node("Mul", scale, self._constant("step", np.float32(1 / 127)))
            scaled = self.node("Div", x, scale)
            unit, middle = self._constant("unit", np.float32(1)), self._constant("middle", np.uint8(128))
            self._rows[x] = self.node("QuantizeLinear", scaled, unit, middle), scale
        return self._rows[x]

    def _constant(self, stem: str, value: Any) -> str:
        if stem not in self._constants:
            self._constants[stem] = self.tensor(stem, value)
        return self._constants[stem]

    def linear(self, x: str, weights: Weights, stem: str) -> str:
        """A linear layer with bias."""
        y = self.matmul(x, weights[f"{stem}.weight"], stem)
        return self.node("Add", y, self.tensor(f"{stem}.bias", weights[f"{stem}.bias"]))

    def gelu_linear(self, x: str, weights: Weights, stem: str) -> str:
        """A linear layer, its bias and an exact GELU."""
        y = self.matmul(x, weights[f"{stem}.weight"], stem)
        return self.node("BiasGelu", y, self.tensor(f"{stem}.bias", weights[f"{stem}.bias"]), domain=_MICROSOFT)

    def embedding(self, ids: str, table: Any, stem: str) -> str:
        """Rows of a table; an 8-bit table has one scale a row."""
        if not self.quantised or len(table) < 1000:
            return self.node("Gather", self.tensor(stem, table), ids)
        values, scale = quantise_rows(table)
        rows = self.node("Gather", self.tensor(stem, values), ids)
        scales = self.node("Gather", self.tensor(f"{stem}_scales", scale[:, None]), ids)
        return self.node("Mul", self.node("Cast", rows, to=TensorProto.FLOAT), scales)

    def skip_norm(self, x: str, y: str, bias: Any, weights: Weights, stem: str) -> str:
        """Layer normalisation of `x + y + bias`."""
        return self.node(
            "SkipLayerNormalization",
            x,
            y,
            self.tensor(f"{stem}.weight", weights[f"{stem}.weight"]),
            self.tensor(f"{stem}.bias", weights[f"{stem}.bias"]),
            self.tensor(f"{stem}.skip", bias),
            domain=_MICROSOFT,
            epsilon=_EPS,
        )


def quantise_rows(weight: Any, most: int = 127) -> tuple[Any, Any]:
    """8-bit values of a weight, none beyond `most`, and one scale for each of its rows."""
    scale = np.maximum(np.abs(weight).max(1, keepdims=True), 1e-8) / most
    values = np.clip(np.rint(weight / scale), -most, most).astype(np.int8)
    return values, scale[:, 0].astype(np.float32)


def build_graph(weights: Weights, *, quantised: bool) -> Any:
    """The ONNX model of the network's weights (numpy arrays by the names of its state).

    Inputs: `ids`, `shapes`, `mask` (batch, pieces), `first`, `word_shapes` (batch, words + 1). Outputs: `arcs`
    (batch, words + 1, words + 1), `label_dep`, `label_head` (batch, words + 1, width), scores by word: `upos`,
    `features`, `scripts`, `names`, `kinds`, the words' `vectors` that the heads read, and the `pieces` (batch, pieces,
    width) that the close reader goes on from.
    """
    g = GraphWriter(quantised=quantised)
    x, below = _encoder(g, weights)
    width = weights["encoder.kind"].shape[0]
    flat = g.node("Reshape", x, g.tensor("flat", np.array([-1, width], np.int64)))
    vectors = g.node("Gather", flat, "first")
    words = g.node("Concat", vectors, g.embedding("word_shapes", weights["shapes.weight"], "word_shapes"), axis=-1)
    outputs = {**_tree(g, words, weights)}
    for name in ("upos", "features", "scripts", "kinds"):
        outputs[name] = g.linear(words, weights, name)
    outputs["vectors"] = words
    outputs["names"] = g.linear(g.gelu_linear(words, weights, "name_layer"), weights, "names")
    outputs["pieces"] = below
    for name, made in outputs.items():
        g.nodes.append(helper.make_node("Identity", [made], [name]))
    places = [("ids", "pieces"), ("shapes", "pieces"), ("mask", "pieces"), ("first", "words"), ("word_shapes", "words")]
    inputs = {name: (TensorProto.INT64, ["batch", axis]) for name, axis in places}
    return _model(g, inputs, {n: ["batch", "pieces" if n == "pieces" else "words", None] for n in outputs})


def _model(g: GraphWriter, inputs: dict[str, tuple[Any, list[Any]]], outputs: dict[str, list[Any]]) -> Any:
    taken = [helper.make_tensor_value_info(name, kind, shape) for name, (kind, shape) in inputs.items()]
    given = [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name, shape in outputs.items()]
    graph = helper.make_graph(g.nodes, "realpolitik", taken, given, g.tensors)
    imports = [helper.make_opsetid("", 17), helper.make_opsetid(_MICROSOFT, 1)]
    model = helper.make_model(graph, opset_imports=imports, ir_version=8, producer_name="realpolitik")
    onnx.checker.check_model(model)
    return model


def _encoder(g: GraphWriter, weights: Weights) -> tuple[str, str]:
    """The encoder's output, and that of its lower layers."""
    positions = weights["encoder.positions.weight"] + weights["encoder.kind"]
    pieces = g.node("Shape", "ids", start=1, end=2)
    zero, axes = g.tensor("zero", np.array([0], np.int64)), g.tensor("axes", np.array([0], np.int64))
    place = g.node("Slice", g.tensor("positions", positions), zero, pieces, axes)
    x = g.node("Add", g.embedding("ids", weights["encoder.words.weight"], "vocabulary"), place)
    x = g.node("Add", x, g.embedding("shapes", weights["encoder.shapes.weight"], "piece_shapes"))
    scale, bias = (g.tensor(f"norm_{k}", weights[f"encoder.norm.{k}"]) for k in ("weight", "bias"))
    x = g.node("LayerNormalization", x, scale, bias, epsilon=_EPS)
    present = g.node("Cast", "mask", to=TensorProto.FLOAT)
    absent = g.node("Sub", g.tensor("one", np.float32(1)), present)
    lowered = g.node("Mul", absent, g.tensor("low", np.float32(-1e4)))
    mask = g.node("Unsqueeze", lowered, g.tensor("mask_axes", np.array([1, 2], np.int64)))
    index, below = 0, x
    while f"encoder.layers.{index}.qkv.weight" in weights:
        x = _layer(g, x, mask, weights, f"encoder.layers.{index}")
        index += 1
        below = x if index == BELOW else below
    return x, below


def _layer(g: GraphWriter, x: str, mask: str | None, weights: Weights, at: str, *, only: str | None = None) -> str:
    """One layer of the encoder; where places `only` (places, 2) are given, one row of each (1, places, width)."""
    width = weights[f"{at}.out.weight"].shape[0]
    qkv = g.linear(x, weights, f"{at}.qkv")
    shape = g.tensor("by_head", np.array([0, 0, 3, ATTENTION_HEADS, width // ATTENTION_HEADS], np.int64))
    turned = g.node("Transpose", g.node("Reshape", qkv, shape), perm=[2, 0, 3, 1, 4])
    q, k, v = (g.node("Gather", turned, g.tensor("part", np.int64(i)), axis=0) for i in range(3))
    k = g.node("Transpose", k, perm=[0, 1, 3, 2])
    scaled = g.node("Mul", q, g.tensor("root", np.float32((width / ATTENTION_HEADS) ** -0.5)))
    scores = g.node("MatMul", scaled, k)
    scores = g.node("Softmax", scores if mask is None else g.node("Add", scores, mask), axis=-1)
    y = g.node("Transpose", g.node("MatMul", scores, v), perm=[0, 2, 1, 3])
    y = g.node("Reshape", y, g.tensor("joined", np.array([0, 0, width], np.int64)))
    if only is not None:
        front = g.tensor("front", np.array([0], np.int64))
        x, y = (g.node("Unsqueeze", g.node("GatherND", z, only), front) for z in (x, y))
    y = g.matmul(y, weights[f"{at}.out.weight"], "out")
    x = g.skip_norm(x, y, weights[f"{at}.out.bias"], weights, f"{at}.norm1")
    y = g.matmul(g.gelu_linear(x, weights, f"{at}.up"), weights[f"{at}.down.weight"], "down")
    return g.skip_norm(x, y, weights[f"{at}.down.bias"], weights, f"{at}.norm2")


def _tree(g: GraphWriter, words: str, weights: Weights) -> dict[str, str]:
    dep = g.gelu_linear(words, weights, "arc_dep")
    head = g.gelu_linear(words, weights, "arc_head")
    bilinear = weights["arc_weight"]
    left = g.matmul(dep, bilinear[:-1].T, "arc_weight")
    left = g.node("Add", left, g.tensor("arc_bias", bilinear[-1]))
    arcs = g.node("MatMul", left, g.node("Transpose", head, perm=[0, 2, 1]))
    one = g.node("Add", g.node("Mul", g.node("Slice", dep, *_first_column(g)), g.tensor("nil", np.float32(0))), "one_1")
    vectors = {name: g.gelu_linear(words, weights, name) for name in ("label_dep", "label_head")}
    return {"arcs": arcs} | {name: g.node("Concat", x, one, axis=-1) for name, x in vectors.items()}


def _first_column(g: GraphWriter) -> tuple[str, str, str]:
    start, end, axis = (g.tensor("column", np.array([i], np.int64)) for i in (0, 1, 2))
    return start, end, axis


def build_label_graph(weight: Any, *, quantised: bool) -> Any:
    """The biaffine label scorer: inputs `dep` and `head` (pairs, width), output `scores` (pairs, labels)."""
    labels, width, _ = weight.shape
    g = GraphWriter(quantised=quantised)
    flat = np.ascontiguousarray(weight.transpose(0, 2, 1).reshape(labels * width, width))
    projected = g.matmul("dep", flat, "label_weight")
    cube = g.node("Reshape", projected, g.tensor("cube", np.array([-1, labels, width], np.int64)))
    column = g.node("Unsqueeze", "head", g.tensor("last", np.array([2], np.int64)))
    scores = g.node("MatMul", cube, column)
    squeezed = g.node("Squeeze", scores, g.tensor("gone", np.array([2], np.int64)))
    g.nodes.append(helper.make_node("Identity", [squeezed], ["scores"]))
    return _model(
        g,
        {"dep": (TensorProto.FLOAT, ["pairs", width]), "head": (TensorProto.FLOAT, ["pairs", width])},
        {"scores": ["pairs", labels]},
    )


def build_antecedent_graph(weights: Weights, *, quantised: bool) -> Any:
    """The coreference scorer: `vectors` (mentions, width), `later`, `earlier`, `features` (pairs) to `scores`."""
    g = GraphWriter(quantised=quantised)
    one, other = (g.gelu_linear("vectors", weights, f"antecedents.{side}") for side in ("later", "earlier"))
    bilinear = weights["antecedents.weight"]
    # [one 1] W [other 1]: the last row and column of W are what each side brings alone.
    left = g.matmul(one, bilinear[:-1, :-1].T, "bilinear")
    left = g.node("Add", left, g.tensor("alone", bilinear[-1, :-1]))
    by_one = g.node("MatMul", one, g.tensor("by_one", bilinear[:-1, -1:]))
    by_one = g.node("Add", by_one, g.tensor("constant", bilinear[-1, -1:]))
    product = g.node("Mul", g.node("Gather", left, "later"), g.node("Gather", other, "earlier"))
    last = g.tensor("last", np.array([1], np.int64))
    scores = g.node("Add", g.node("ReduceSum", product, last, keepdims=1), g.node("Gather", by_one, "later"))
    hidden = g.linear("features", weights, "antecedents.features")
    for side, vectors, index in (("later", one, "later"), ("earlier", other, "earlier")):
        hidden = g.node("Add", hidden, g.node("Gather", g.linear(vectors, weights, f"antecedents.by_{side}"), index))
    more = g.linear(g.node("Gelu", hidden, domain=_MICROSOFT), weights, "antecedents.score")
    squeezed = g.node("Squeeze", g.node("Add", scores, more), last)
    g.nodes.append(helper.make_node("Identity", [squeezed], ["scores"]))
    inputs = {
        "vectors": (TensorProto.FLOAT, ["mentions", weights["antecedents.later.weight"].shape[1]]),
        "later": (TensorProto.INT64, ["pairs"]),
        "earlier": (TensorProto.INT64, ["pairs"]),
        "features": (TensorProto.FLOAT, ["pairs", weights["antecedents.features.weight"].shape[1]]),
    }
    return _model(g, inputs, {"scores": ["pairs"]})


def build_pair_graph(weights: Weights, *, quantised: bool) -> Any:
    """The reader of pairs: `words` (words, width) of a sentence, `subject`, `object` (pairs, words) to scores."""
    g = GraphWriter(quantised=quantised)
    inner, width = weights["pairs.key.weight"].shape
    ends = g.node("Concat", *(g.node("MatMul", side, "words") for side in ("subject", "object")), axis=-1)
    by_head = g.tensor("by_head", np.array([0, PAIR_HEADS, inner // PAIR_HEADS], np.int64))
    query, key, value = (
        g.node("Reshape", g.linear(x, weights, f"pairs.{name}"), by_head)
        for name, x in (("query", ends), ("key", "words"), ("value", "words"))
    )
    query, value = (g.node("Transpose", x, perm=[1, 0, 2]) for x in (query, value))
    scores = g.node("MatMul", query, g.node("Transpose", key, perm=[1, 2, 0]))
    scaled = g.node("Mul", scores, g.tensor("root", np.float32((inner / PAIR_HEADS) ** -0.5)))
    found = g.node("Transpose", g.node("MatMul", g.node("Softmax", scaled, axis=-1), value), perm=[1, 0, 2])
    found = g.node("Reshape", found, g.tensor("joined", np.array([0, inner], np.int64)))
    hidden = g.gelu_linear(g.node("Concat", ends, found, axis=-1), weights, "pairs.hidden")
    for name in ("types", "status"):
        g.nodes.append(helper.make_node("Identity", [g.linear(hidden, weights, f"pairs.{name}")], [name]))
    ends_shape = (TensorProto.FLOAT, ["pairs", "words"])
    inputs = {"words": (TensorProto.FLOAT, ["words", width]), "subject": ends_shape, "object": ends_shape}
    return _model(g, inputs, {"types": ["pairs", None], "status": ["pairs", None]})


def build_close_graph(weights: Weights, *, quantised: bool) -> Any:
    """The close reader of one sentence: `pieces` (1, pieces, width), `subject`, `object` (pairs, pieces) to scores.

    `subject` and `object` hold 1 for a piece of that end and 0 for others; each end has a piece at least.
    """
    g = GraphWriter(quantised=quantised)
    roles = weights["close.roles.weight"]
    width = roles.shape[1]
    column = g.tensor("column", np.array([2], np.int64))
    marks = [g.node("Unsqueeze", side, column) for side in ("subject", "object")]
    x = "pieces"
    for number, mark in enumerate(marks, 1):
        x = g.node("Add", x, g.node("Mul", mark, g.tensor("role", roles[number])))
    layers = sum(name.startswith("close.layers.") and name.endswith(".qkv.weight") for name in weights)
    for index in range(layers - 1):
        x = _layer(g, x, None, weights, f"close.layers.{index}")
    # Of the last layer nothing is asked but the first piece and those of the ends.
    zero, one = (g.tensor("number", np.int64(i)) for i in (0, 1))
    numbers = g.node("Range", zero, g.node("Gather", g.node("Shape", "pieces"), one), one)
    first = g.node("Cast", g.node("Equal", numbers, zero), to=TensorProto.FLOAT)
    asked = g.node("NonZero", g.node("Add", g.node("Add", "subject", "object"), first))
    asked = g.node("Transpose", asked, perm=[1, 0])
    rows = _layer(g, x, None, weights, f"close.layers.{layers - 1}", only=asked)
    rows = g.node("Squeeze", rows, g.tensor("front", np.array([0], np.int64)))
    x = g.node("ScatterND", g.node("ConstantOfShape", g.node("Shape", x)), asked, rows)
    row = g.tensor("row", np.array([1], np.int64))
    flat = g.tensor("flat", np.array([-1, width], np.int64))
    found = [g.node("Gather", x, g.tensor("first", np.int64(0)), axis=1)]
    for side in ("subject", "object"):
        total = g.node("ReduceSum", side, row, keepdims=1)
        mean = g.node("MatMul", g.node("Unsqueeze", g.node("Div", side, total), row), x)
        found.append(g.node("Reshape", mean, flat))
    hidden = g.gelu_linear(g.node("Concat", *found, axis=-1), weights, "close.hidden")
    for name in ("types", "status"):
        g.nodes.append(helper.make_node("Identity", [g.linear(hidden, weights, f"close.{name}")], [name]))
    ends = (TensorProto.FLOAT, ["pairs", "pieces"])
    inputs = {"pieces": (TensorProto.FLOAT, [1, "pieces", width]), "subject": ends, "object": ends}
    return _model(g, inputs, {"types": ["pairs", None], "status": ["pairs", None]})
