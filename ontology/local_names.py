"""The local part of our IRIs, without rdflib, for code that only names things.

`namespaces.mint_iri` puts it behind a namespace.
"""

import re
import unicodedata
from typing import Final

__all__ = ["BASE", "MAX_LOCAL", "is_local_name", "slug"]

BASE: Final = "https://w3id.org/realpolitik/"
MAX_LOCAL: Final = 120

_SAFE: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?")
# Leaves room in MAX_LOCAL for a prefix ("person-") and a country suffix.
_MAX_SLUG: Final = 96
# Latin letters that Unicode does not decompose: dropping them would make "Yıldırım" yldrm.
_LETTERS: Final = str.maketrans(
    {"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ħ": "h", "ə": "a"}
)
_APOSTROPHES: Final = re.compile("['\u2018\u2019\u02bc\u02bb`]")


def is_local_name(text: str) -> bool:
    """Tell whether `text` may be the last part of an IRI.

    1 to 120 of A-Z a-z 0-9 _ -, beginning with a letter or digit and not ending with a hyphen.
    """
    return len(text) <= MAX_LOCAL and _SAFE.fullmatch(text) is not None


def slug(text: str) -> str:
    """Return `text` as lower-case ASCII words joined by hyphens, at most 96 characters.

    Empty where it has no Latin letter and no digit.
    """
    folded = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", text)).lower().translate(_LETTERS)
    plain = "".join(character for character in folded if not unicodedata.combining(character))
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_MAX_SLUG].rstrip("-")
