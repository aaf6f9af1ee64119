"""The interactive page: one HTML file that opens with the network off and runs nothing but our own script.

pyvis' `Network` is the model of what is drawn; its HTML is never used, because that loads from a CDN and runs script
from hostile titles. All text of the page is data in a JSON block and reaches the screen through `textContent`.
"""

import base64
import hashlib
import json
import os
import re
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Any, Final

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from realpolitik.graph.files import write_whole
from realpolitik.graph.page_model import page_model
from realpolitik.graph.page_records import Mark, PageArticle, PageData, PageEdge, PageNode, PageStatement, RelationKind
from realpolitik.graph.page_text import shown
from realpolitik.ontology.errors import ExportError

__all__ = [
    "Mark",
    "PageArticle",
    "PageData",
    "PageEdge",
    "PageNode",
    "PageStatement",
    "RelationKind",
    "render_page",
    "write_page",
]

_SCRIPTS: Final = ("dom.js", "model.js", "labels.js", "canvas.js", "filters.js", "details.js", "list.js", "main.js")


def write_page(data: PageData, path: str | os.PathLike[str], *, title: str | None = None) -> None:
    """Write the page to one HTML file, whole or not at all.

    Raises ExportError where the file cannot be written, the data contradict themselves or the install is damaged.
    """
    write_whole(path, render_page(data if title is None else replace(data, title=title)).encode())


def render_page(data: PageData) -> str:
    """Return the page as HTML; the same data in any order gives the same text.

    Raises ExportError where an edge names an unknown actor, an id is used twice, or the install is damaged.
    """
    library = _library()
    script = "(() => {\n'use strict';\n" + "\n".join(_asset("js/" + name) for name in _SCRIPTS) + "\n})();"
    style = _asset("page.css")
    policy = "; ".join(
        (
            "default-src 'none'",
            f"script-src {_hash_source(library)} {_hash_source(script)}",
            f"style-src {_hash_source(style)}",
            "base-uri 'none'",
            "form-action 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'",
        )
    )
    environment = Environment(autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True)
    return environment.from_string(_asset("page.html.jinja")).render(
        title=shown(data.title, 160),
        policy=policy,
        style=_trusted(style, "</style"),
        library=_trusted(library, "</script"),
        script=_trusted(script, "</script"),
        data=Markup(_json_block(page_model(data))),  # noqa: S704 - every < > & is escaped inside the JSON
    )


def _json_block(value: Any) -> str:
    """Return JSON that no HTML parser can leave: neither tag, entity nor line separator survives unescaped."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def _hash_source(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _trusted(text: str, end_tag: str) -> Markup:
    if end_tag in text.lower() or "<!--" in text or "\r" in text:
        raise ExportError(
            f"a packaged part of the page holds {end_tag}, <!-- or a carriage return; reinstall realpolitik"
        )
    return Markup(text)  # noqa: S704 - our own packaged files


@cache
def _asset(name: str) -> str:
    try:
        return files("realpolitik.graph").joinpath("page_assets", name).read_text(encoding="utf-8")
    except OSError as error:
        raise ExportError(f"realpolitik/graph/page_assets/{name}: {error.strerror}; reinstall realpolitik") from None


@cache
def _library() -> str:
    """Return vis-network after checking it against the hash recorded when it was vendored."""
    name = "vis-network.min.js"
    lines = (line for line in _asset("vendor/SHA256SUMS").splitlines() if not line.startswith("#"))
    recorded = {file: digest for digest, file in (line.split(maxsplit=1) for line in lines)}
    text = _asset("vendor/" + name)
    if hashlib.sha256(text.encode()).hexdigest() != recorded.get(name):
        raise ExportError(
            f"realpolitik/graph/page_assets/vendor/{name} is not the file that was packaged; reinstall realpolitik"
        )
    # Developer tools would ask for the source map, which is not shipped.
    return re.sub(r"\n//# sourceMappingURL=\S+\s*$", "\n", text)
