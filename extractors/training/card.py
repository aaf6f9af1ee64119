"""The model's card and its performance in `meta.json`, written from measured figures."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

TEMPLATE = Path(__file__).with_name("card.md")
COMMAND = (
    "python -m realpolitik.extractors.training CORPORA extractors/model --reference REFERENCE "
    "--annotated tests/corpus/sentences"
)


def write_figures(model: Path, figures: dict[str, Any], *, history: str = "") -> None:
    """Write `CARD.md` into the model's folder, and the figures into its `meta.json`."""
    meta_path = model / "meta.json"
    meta = json.loads(meta_path.read_text(encoding="utf-8"))
    meta["performance"] = figures
    meta_path.write_text(json.dumps(meta, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    card = TEMPLATE.read_text(encoding="utf-8")
    parts = {"command": COMMAND, "history": history, "figures": figure_tables(figures), "files": file_table(model)}
    for name, text in parts.items():
        card = card.replace("{{" + name + "}}", text)
    (model / "CARD.md").write_text(card, encoding="utf-8")


def figure_tables(figures: dict[str, Any]) -> str:
    """The figures as Markdown tables: trees, relations, names, and whatever else was measured."""
    trees, names = figures["trees"], figures["names"]
    columns = ("upos", "uas", "las", "las_full", "lemma")
    lines = ["| trees | UPOS | UAS | LAS | LAS with subtypes | lemma |", "|---|" + "---|" * len(columns)]
    lines += [f"| {name} | " + " | ".join(str(row[c]) for c in columns) + " |" for name, row in trees.items()]
    plain = {name: row["relations"] for name, row in trees.items() if "," not in name}
    relations = list(next(iter(plain.values())))
    lines += ["", "| F1 by relation | " + " | ".join(relations) + " |", "|---|" + "---|" * len(relations)]
    lines += [f"| {name} | " + " | ".join(str(row[r]) for r in relations) + " |" for name, row in plain.items()]
    classes = sorted({c for row in names.values() for c in row["classes"]})
    lines += [
        "",
        "| names (places as one class) | F1 | " + " | ".join(classes) + " |",
        "|---|---|" + "---|" * len(classes),
    ]
    for name, row in names.items():
        lines.append(f"| {name} | {row['f1']} | " + " | ".join(str(row["classes"].get(c, "")) for c in classes) + " |")
    if coreference := figures.get("coreference"):
        heads = list(next(iter(coreference.values())))
        lines += ["", "| coreference | " + " | ".join(heads) + " |", "|---|" + "---|" * len(heads)]
        lines += [f"| {name} | " + " | ".join(str(row[h]) for h in heads) + " |" for name, row in coreference.items()]
    if more := figures.get("other"):
        lines += ["", "| other | |", "|---|---|", *(f"| {name} | {value} |" for name, value in more.items())]
    return "\n".join(lines)


def file_table(model: Path) -> str:
    """Size and SHA-256 of the model's larger files."""
    lines = ["| file | bytes | SHA-256 |", "|---|---|---|"]
    for path in sorted(model.rglob("*")):
        if path.is_file() and path.suffix in {".onnx", ".json"} and path.name not in {"meta.json", "strings.json"}:
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            lines.append(f"| `{path.relative_to(model).as_posix()}` | {path.stat().st_size:,} | `{digest}` |")
    return "\n".join(lines)
