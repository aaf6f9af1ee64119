"""Cities of the reference, capitals, and the metonyms of governments."""

import re
from pathlib import Path
from typing import Final

from realpolitik.ontology.building.add_states import state_keys
from realpolitik.ontology.building.book import Book, slug
from realpolitik.ontology.building.tables import read_reference, read_seed, values
from realpolitik.ontology.errors import DataError
from realpolitik.ontology.gazetteer_text import fold

__all__ = ["add_metonyms", "add_places"]

# Short forms of the mapmaker that states.csv does not have.
_HOLDERS: Final = {"U.K.": "GBR", "U.S.A.": "USA", "UAE": "ARE", "Azer.": "AZE"}
_KINDS: Final = (
    "admin-0_capital",
    "admin-0_capital_alt",
    "admin-0_region_capital",
    "populated_place",
    "admin-1_capital",
    "admin-1_region_capital",
    "historic_place",
)


def add_places(book: Book, folder: Path) -> None:
    """Add cities, most important first, the places of the seed, and the capital of each state."""
    cities: dict[tuple[str, str], str] = {}
    _add_cities(book, folder, cities)
    _add_seed(book, folder, cities)
    _add_capitals(book, folder, cities)


def _add_place(book: Book, name: str, state: str, part: str, wikidata: str, rank: int) -> str:
    base = f"place-{slug(name)}"
    id = book.free_id(base, *(f"{base}-{end}" for end in (state.lower(), part) if end))
    book.actor(id, name, "place", state, wikidata, rank=rank)
    book.name(name, id, "name")
    return id


def _add_cities(book: Book, folder: Path, cities: dict[tuple[str, str], str]) -> None:
    # The seed spells cities as news does today (Kyiv, Mumbai).
    spelled = {
        (row["country"], fold(form)): row["label"]
        for row in read_seed("places.tsv")
        if row["kind"] == "city"
        for form in values(row["aliases"])
    }
    rows = [row for row in read_reference(folder, "places.csv") if row["kind"] in _KINDS]
    for row in sorted(rows, key=lambda row: _KINDS.index(row["kind"])):
        state = row["state"] if row["state"] in book.actors else ""
        forms = [row["name_en"] or row["name"], row["name"], row["ascii"]]
        name = spelled.get((state, fold(forms[0])), forms[0])
        id = _add_place(book, name, state, slug(row["admin1"]), row["wikidata"], rank=7)
        book.aliases(id, forms)
        for form in (name, *forms):
            cities.setdefault((state, fold(form)), id)


def _add_seed(book: Book, folder: Path, cities: dict[tuple[str, str], str]) -> None:
    regions = {fold(row["name"]): row["wikidata"] for row in read_reference(folder, "regions.csv")}
    disputes = {row["name"]: row for row in read_reference(folder, "disputes.csv")}
    holders = {row["short"]: row["key"] for row in read_reference(folder, "states.csv")} | _HOLDERS
    for row in read_seed("places.tsv"):
        state, forms, is_city = row["country"], [row["label"], *values(row["aliases"])], row["kind"] == "city"
        if state and state not in book.actors:
            raise DataError(f"{row['']}: country {state!r} is not known; correct the key")
        known = [cities[state, fold(form)] for form in forms if (state, fold(form)) in cities]
        if is_city and known:
            id = known[0]
        else:
            wikidata = "" if is_city else regions.get(fold(row["label"]), "")
            id = _add_place(book, row["label"], state, "region", wikidata, rank=7 if is_city else 6)
        if state and not is_city:
            book.fact(id, "parent", state)
        for form in forms:
            cities.setdefault((state, fold(form)), id)
        book.aliases(id, forms)
        book.demonyms(id, values(row["demonyms"]))
        if not row["dispute"]:
            continue
        if row["dispute"] not in disputes:
            raise DataError(f"{row['']}: {row['dispute']!r} is no name of disputes.csv; correct it")
        dispute = disputes[row["dispute"]]
        administrator = dispute["administrator"] or holders.get(dispute["administered_by"], "")
        if administrator in book.actors:
            book.fact(id, "administrator", administrator)
        for text in values(dispute["claimed_by"]):
            claimant = holders.get(re.sub(r"^(?:and )?(?:the )?", "", text), "")
            if claimant in book.actors:
                book.fact(id, "claimant", claimant)


def _add_capitals(book: Book, folder: Path, cities: dict[tuple[str, str], str]) -> None:
    keys = state_keys()
    for known in read_reference(folder, "states.csv"):
        state, capital = keys.get(known["key"], known["key"]), known["capital"].split("|")[0]
        if state not in book.actors or not capital:
            continue
        id = cities.get((state, fold(capital))) or _add_place(book, capital, state, "", "", rank=7)
        cities[state, fold(capital)] = id
        book.fact(state, "capital", id)
        if book.actors[state][1] != "state":
            continue
        own = {fold(row[0]) for _, row in book.names.values() if row[1] == state}
        for name in [capital, *(row[0] for _, row in book.names.values() if row[1] == id)]:
            if fold(name) not in own:
                book.name(name, state, "metonym", condition="actor")


def add_metonyms(book: Book) -> None:
    """Add the seats of power and cities that stand for a government or an organisation."""
    for row in read_seed("metonyms.tsv"):
        if row["actor"] not in book.actors:
            raise DataError(f"{row['']}: actor {row['actor']!r} is not known; correct the id")
        book.name(row["text"], row["actor"], row["kind"], condition=row["condition"])
