"""States, territories and former states: codes from the reference, forms of the name and demonyms from the seed."""

import re
from pathlib import Path
from typing import Final

from realpolitik.ontology.building.book import Book
from realpolitik.ontology.building.tables import Row, read_reference, read_seed, values
from realpolitik.ontology.errors import DataError

__all__ = ["add_states", "state_keys"]

# The reference has remarks among its demonyms ("or Wallis and Futuna Islanders").
_DEMONYM: Final = re.compile(r"[A-Z][\w-]*(?: [A-Z][\w-]*)*")


def state_keys() -> dict[str, str]:
    """Return the id of each state of the seed by its key in the reference."""
    return {row["reference"] or row["id"]: row["id"] for row in read_seed("states.tsv")}


def add_states(book: Book, folder: Path) -> None:
    """Add every state of the seed, and the territories of the reference as places of their state."""
    reference = {row["key"]: row for row in read_reference(folder, "states.csv")}
    seed = read_seed("states.tsv")
    for row in seed:
        key = row["reference"] or row["id"]
        if key != "-" and key not in reference:
            raise DataError(f"{row['']}: {key!r} is no key of states.csv; correct it, or write - for none")
        known = reference.get(key, {})
        book.actor(row["id"], row["label"], "state", row["id"], known.get("wikidata", ""), rank=0)
    for row in seed:
        known = reference.get(row["reference"] or row["id"], {})
        book.name(row["label"], row["id"], "name")
        book.aliases(row["id"], values(row["aliases"]))
        book.demonyms(row["id"], values(row["demonyms"]))
        _facts(book, row["id"], known)
    for row in read_seed("successions.tsv"):
        for successor in values(row["successors"]):
            book.fact(row["former"], "successor", successor)
            book.fact(successor, "predecessor", row["former"])
    wanted = [key for key, row in reference.items() if row["kind"] in ("state", "de_facto")]
    missing = [key for key in wanted if key not in state_keys()]
    if missing:
        raise DataError(f"states.tsv: {', '.join(missing)} stand in states.csv and not in the seed; add them")
    own = {d for state in reference.values() if state["kind"] != "territory" for d in values(state["demonyms"])}
    for key, known in reference.items():
        if known["kind"] == "territory" and known["short"]:
            parent = known["parent"] if known["parent"] in book.actors else ""
            book.actor(key, known["short"], "place", parent, known["wikidata"], rank=1)
            book.name(known["short"], key, "name")
            demonyms = [text for text in values(known["demonyms"]) if _DEMONYM.fullmatch(text) and text != "NA"]
            book.demonyms(key, [text for text in demonyms if text not in own])
            _facts(book, key, known)
            if parent:
                book.fact(key, "administrator", parent)


def _facts(book: Book, id: str, known: Row) -> None:
    for property in ("iso2", "iso3", "cow", "region"):
        if known.get(property):
            book.fact(id, property, known[property])
    if known.get("parent") and known["parent"] in book.actors:
        book.fact(id, "parent", known["parent"])
    if known.get("kind") == "former" and known["system_spells"]:
        start, end = known["system_spells"].split("|")[-1].split("/")
        book.fact(id, "existence", "", start, end)
