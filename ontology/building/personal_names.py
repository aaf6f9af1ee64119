"""What can be made of a personal name: its clean form, its surname, and the short forms that news uses."""

import re
from typing import Final

__all__ = ["called", "clean_name", "short_forms", "surname_of"]

_PARTICLES: Final = frozenset(
    {"de", "da", "do", "dos", "das", "del", "della", "di", "du", "la", "le", "van", "von", "der", "den", "ter", "ten",
     "zu", "bin", "ben", "ibn", "al", "el", "ould", "bint", "abu", "e", "y"}
)  # fmt: skip
_SUFFIX: Final = re.compile(r",? (?:Jr\.?|Sr\.?|II|III|IV)$")
_TITLES: Final = re.compile(
    r"^(?:(?:Sir|Dame|Dr\.?|Prof\.?|Gen\.|General|Sheikh|Lord|Prince|Princess|Baroness|Mr\.?|Mrs\.?) )+"
)
# Names of two families, of which the first is the father's and may be kept: "Sánchez de Lozada".
TWO_SURNAMES: Final = frozenset(
    {"ARG", "BOL", "CHL", "COL", "CRI", "CUB", "DOM", "ECU", "ESP", "GNQ", "GTM", "HND", "MEX", "NIC", "PAN", "PER",
     "PRY", "SLV", "URY", "VEN"}
)  # fmt: skip
_GIVEN_NAME_ALONE: Final = frozenset({"MYS", "BRN", "ETH"})
"""Where people are called by their own name, and what follows is their father's."""
_HONORIFICS: Final = frozenset(
    {"Abdul", "Abdullahi", "Ahmad", "Crown", "Datuk", "Emir", "Haji", "King", "Md", "Mohamad", "Mohamed", "Mohammad",
     "Mohd", "Muhammad", "Nik", "Pengiran", "Pope", "Prince", "Queen", "Sheikh", "Sultan", "Syed", "Tan", "Tengku",
     "Tun", "Wan"}
)  # fmt: skip
_HAN_SURNAMES: Final = frozenset(
    {"Chan", "Chua", "Goh", "Heng", "Lee", "Lim", "Low", "Ng", "Ong", "Tan", "Teo", "Wong"}
)
_SURNAME_FIRST: Final = frozenset({"CHN", "TWN", "KOR", "PRK", "KHM", "HKG", "MAC"})
_LATIN: Final = re.compile(
    r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff\u0300-\u036f .,'\u2019\u2018\u02bb\u02bc\u2010\u2011`-]+"
)
_ROMAN: Final = re.compile(r"[IVX]+")


def clean_name(text: str, *, titled: bool = False) -> str | None:
    """Return a name without nicknames, brackets and, unless `titled`, titles; None where no person's name is left."""
    text = re.sub(r'"[^"]*"|\([^)]*\)|\u201c[^\u201d]*\u201d', " ", text)
    text = " ".join(text.split())
    bare = _TITLES.sub("", text)
    # In "Sheikh Hasina" the title is part of the name.
    text = (bare if " " in bare and not titled else text).strip(" ,;")
    if not text or text[0].islower() or any(c.isdigit() for c in text):
        return None
    return text if _LATIN.fullmatch(text) else None


def surname_of(name: str, state: str) -> str | None:
    """Return the part of a name by which news calls a person of a state; None where there is only one part.

    In sources that print surnames in capitals ("Javier Gerardo MILEI") these are taken; for China, Korea, Cambodia and
    Taiwan the first part, else the last with the particles before it.
    """
    parts = _SUFFIX.sub("", name).replace(",", "").split()
    if len(parts) < 2 or _ROMAN.fullmatch(parts[-1]) or "of" in parts:
        return None
    capitals = [part for part in parts if len(part) > 1 and part.isupper() and "." not in part]
    if capitals and len(capitals) < len(parts):
        return " ".join(as_title(part) for part in capitals)
    if state in _SURNAME_FIRST and "." not in name:
        return parts[0]
    start = len(parts) - 1
    while start > 1 and parts[start - 1].lower() in _PARTICLES:
        start -= 1
    return " ".join(parts[start:])


def called(name: str, state: str) -> list[str]:
    """Return other single names by which news calls a person: a monarch's or pope's ("Fahd", "Benedict"), a given name
    where it is the usual one ("Mahathir"), a family name that stands first ("Lee" of Singapore), two family names."""
    parts = _SUFFIX.sub("", name).replace(",", "").split()
    numbered = _ROMAN.fullmatch(name.split()[-1])
    first = parts[0]
    if (len(parts) < 2 and not numbered) or any("." in part for part in parts) or first in _HONORIFICS:
        return []
    reigning = numbered or parts[1].lower() in ("bin", "ibn", "of")
    if reigning or (state in _GIVEN_NAME_ALONE and first not in _HAN_SURNAMES):
        return [first]
    if state in ("SGP", "MYS") and first in _HAN_SURNAMES and len(parts) == 3:
        return [first]
    if state in TWO_SURNAMES:
        surname = surname_of(name, state) or ""
        before = parts[: len(parts) - len(surname.split())]
        if len(before) >= 2 and before[-1].lower() not in _PARTICLES:
            return [f"{before[-1]} {surname}"]
    return []


def as_title(part: str) -> str:
    """Return a word in capitals as a name is written: MILEI as Milei, EL-SISI as El-Sisi."""
    if not part.isupper() or _ROMAN.fullmatch(part):
        return part
    return re.sub(r"\w+", lambda match: match[0][0] + match[0][1:].lower(), part)


def short_forms(name: str, state: str) -> list[str]:
    """Return shorter forms of a full name that still name the person: without middle names and suffix."""
    parts = _SUFFIX.sub("", name).replace(",", "").split()
    forms = []
    if _SUFFIX.search(name) and len(parts) > 1:
        forms.append(" ".join(parts))
    if len(parts) >= 3 and state not in _SURNAME_FIRST and not _ROMAN.fullmatch(parts[-1]):
        surname = surname_of(name, state)
        if surname and len(surname.split()) < len(parts) - 1 and parts[0].lower() not in _PARTICLES:
            forms.append(f"{parts[0]} {surname}")
    return forms
