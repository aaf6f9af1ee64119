"""spaCy's English rule tokenizer, adapted to the habits of the UD English treebanks and of news."""

from __future__ import annotations

import csv
import re
from functools import cache
from importlib import resources
from itertools import pairwise
from typing import Any

from spacy.language import Language
from spacy.symbols import ORTH
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex

from realpolitik.ontology.errors import DataError

KINDS = ("title", "number", "number-word", "calendar", "inner", "end")
"""How an abbreviation's full stop may end a sentence.

`title`: a name follows, never; `number`, `number-word`: not before a number (the latter in lower case is also a plain
word, "no", and no token with its stop); `calendar`: not before a number or lower case; `inner`: never; `end`: it may.
"""

_RUNS = [r"[!?]{2,}", r"={2,}", r"_{2,}", r"\*{2,}", r"~{2,}", r"#{2,}", r"<{2,}", r">{2,}"]
_PIECE = 100
_ENDLESS = re.compile(r"\S{501,}")
_NOT_CONTRACTED = frozenset(["id", "wed", "hed", "shed", "well", "hell", "shell", "ill", "were", "and/or"])


@cache
def abbreviations() -> dict[str, str]:
    """Abbreviations with a full stop, and the kind of each (one of `KINDS`)."""
    out = {}
    for number, row in enumerate(table("abbreviations.tsv"), 2):
        form, kind = row.get("form") or "", row.get("kind") or ""
        if not form.endswith(".") or kind not in KINDS:
            raise DataError(f"abbreviations.tsv:{number}: {form!r} of kind {kind!r}; kinds are {', '.join(KINDS)}")
        out[form] = kind
    return out


def table(name: str) -> list[dict[str, str]]:
    """The rows of a table of words that the package holds."""
    path = resources.files("realpolitik.extractors") / "data" / name
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))


def adapt_tokenizer(nlp: Language) -> None:
    """Give `nlp`, a blank English pipeline, the tokenizer; it is written to disk with the pipeline."""
    defaults: Any = nlp.Defaults
    rules = {form: split for form, split in defaults.tokenizer_exceptions.items() if _kept(form)}
    for form, kind in abbreviations().items():
        if kind != "number-word" or form[0].isupper():
            rules[form] = [{ORTH: form}]
    infixes = [
        *defaults.infixes,
        r"(?<=[A-Z]\.)[-–](?=[A-Za-z])",
        r"(?<=[A-Za-z])[-–](?=(?:[A-Z]\.)+)",
        r"(?<=:[0-9]{2})(?=[AaPp]\.?[Mm]\b)",
        r"(?<=[A-Za-z])(?=['’]s[—–])",
        r"—",
        r"(?<=[a-z])\.(?=\[[0-9])",
        r"(?<=\.)\[(?=[0-9])",
        r"[!?]{2,}(?=\w)",
        r"(?<=[a-z])…(?=\w)",
    ]
    nlp.tokenizer = Tokenizer(
        nlp.vocab,
        rules=rules,
        prefix_search=compile_prefix_regex([*_RUNS, *defaults.prefixes]).search,
        suffix_search=compile_suffix_regex([*_RUNS, *defaults.suffixes]).search,
        infix_finditer=compile_infix_regex(infixes).finditer,
        token_match=re.compile(_whole()).match,
        url_match=defaults.url_match,
    )


def tokenize(nlp: Language, text: str) -> Doc:
    """The tokens of `text` by the tokenizer of `nlp`, in time that grows with the text's length whatever it holds.

    A stretch without white space that is longer than any word or address is tokenized piece by piece: the tokenizer
    looks at the whole of a word again for each mark that it takes off.
    """
    cuts = [0]
    for word in _ENDLESS.finditer(text):
        cuts.extend(range(word.start(), word.end() - _PIECE, _PIECE))
        cuts.append(word.end() + text.startswith(" ", word.end()))
    pieces = [text[start:end] for start, end in pairwise([*cuts, len(text)]) if start < end]
    if len(pieces) < 2:
        return nlp.make_doc(text)
    return Doc.from_docs([nlp.make_doc(piece) for piece in pieces], ensure_whitespace=False)


def _kept(form: str) -> bool:
    return form.lower() not in _NOT_CONTRACTED


def _whole() -> str:
    """What stays one token although its hyphens would split it: prefixed words, telephone numbers, dates, rules."""
    prefixes = sorted({row["prefix"] for row in table("prefixes.tsv")}, key=len, reverse=True)
    cased = "|".join(f"{p[0].upper()}{p[1:]}|{p}" for p in prefixes)
    prefixed = rf"(?:{cased})-(?:[A-Za-z]+|[0-9]{{2,4}}s?)"
    numbers = r"[0-9]+(?:-[0-9]+){2,}|[0-9]{3}-[0-9]{4}"
    return rf"(?:{prefixed}|{numbers}|([=_*~#<>-])\1+)$"
