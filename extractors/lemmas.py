"""Lemmas: a dictionary where it knows the word, else a script, learned by the model, of how the word's end changes."""

from __future__ import annotations

_INFLECTED = frozenset({"NOUN", "VERB", "AUX"})
_COMPARED = frozenset({"ADJ", "ADV"})

LONGEST = 40
"""A word longer than this keeps its form as lemma."""


def lemma_script(word: str, lemma: str) -> str:
    """The script that makes `lemma` of `word`: case to keep (`k`) or lower (`l`), letters to cut, letters to add.

    "Talks" to "talk" is `l1`; "went" to "go" is `l4go`; "Moscow" to "Moscow" is `k0`.
    """
    lowered = word.lower()
    lower_script = _suffix(lowered, lemma)
    keep_script = _suffix(word, lemma)
    if len(keep_script) < len(lower_script) or (keep_script == lower_script and word != lowered):
        return "k" + keep_script
    return "l" + lower_script


def _suffix(word: str, lemma: str) -> str:
    common = 0
    while common < min(len(word), len(lemma)) and word[common] == lemma[common]:
        common += 1
    return f"{len(word) - common}{lemma[common:]}"


def apply_script(word: str, script: str) -> str:
    """The lemma that `script` makes of `word`; a script that does not fit leaves the word as it is."""
    base = word.lower() if script[0] == "l" else word
    digits = 1
    while digits < len(script) and script[digits].isdigit():
        digits += 1
    cut, added = int(script[1:digits]), script[digits:]
    if cut > len(base) or len(word) > LONGEST:
        return base
    return (base[: len(base) - cut] + added) or base


def lemma(word: str, upos: str, script: str) -> str:
    """The lemma of a word: lemminflect's dictionary for inflected words, agreeing with the model's script if it can.

    On UD dev (EWT, GUM) this is right for more words than the scripts, lemminflect or simplemma alone.
    """
    from lemminflect import getLemma

    proposed = apply_script(word, script)
    inflected = upos in _INFLECTED or (upos in _COMPARED and word.lower().endswith(("er", "est")))
    if not inflected or script == "k0":
        return proposed
    known = getLemma(word.lower(), upos, lemmatize_oov=False)
    return proposed if not known or proposed in known else str(known[0])
