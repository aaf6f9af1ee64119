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
_KINDS: Final = ("admin-0_capital", "admin-0_capital_alt", "admin-0_region_capital", "populated_place", "admin-1_capital",
          "admin-1_region_capital", "historic_place")  # fmt: skip


def add_places(book: Book, folder: Path) -> None:
    """Add cities, most important first, and the capital of each state."""
    cities: dict[tuple[str, str], str] = {}
    rows = [row for row in read_reference(folder, "places.csv") if row["kind"] in _KINDS]
    rows.sort(key=lambda row: _KINDS.index(row["kind"]))
    # The seed spells cities as news does today (Kyiv, Mumbai).
    spelled = {(row["country"], fold(form)): row["label"] for row in read_seed("places.tsv") if row["kind"] == "city"
               for form in values(row["aliases"])}  # fmt: skip
    for row in rows:
        state = row["state"] if row["state"] in book.actors else ""
        name = row["name_en"] or row["name"]
        name = spelled.get((state, fold(name)), name)
        base, part = f"place-{slug(name)}", slug(row["admin1"])
        id = book.free_id(base, *([f"{base}-{state.lower()}"] if state else []), *([f"{base}-{part}"] if part else []))
        book.actor(id, name, "place", state, row["wikidata"], rank=6)
        book.name(name, id, "name")
        book.aliases(id, [row["name_en"] or row["name"], row["name"], row["ascii"]])
        for form in (name, row["name_en"], row["name"], row["ascii"]):
            cities.setdefault((state, fold(form)), id)
    regions = {fold(row["name"]): row["wikidata"] for row in read_reference(folder, "regions.csv")}
    disputes = {row["name"]: row for row in read_reference(folder, "disputes.csv")}
    holders = {row["short"]: row["key"] for row in read_reference(folder, "states.csv")} | _HOLDERS
    for row in read_seed("places.tsv"):
        state, forms = row["country"], [row["label"], *values(row["aliases"])]
        if state and state not in book.actors:
            raise DataError(f"{row['']}: country {state!r} is not known; correct the key")
        found = [cities[state, fold(form)] for form in forms if (state, fold(form)) in cities]
        id = found[0] if found and row["kind"] == "city" else None
        if id is None:
            base = f"place-{slug(row['label'])}"
            id = book.free_id(base, f"{base}-{state.lower()}" if state else f"{base}-region", f"{base}-region")
            wikidata = regions.get(fold(row["label"]), "") if row["kind"] == "region" else ""
            book.actor(id, row["label"], "place", state, wikidata, rank=6)
            book.name(row["label"], id, "name")
        for form in forms:
            cities.setdefault((state, fold(form)), id)
        book.aliases(id, forms)
        book.demonyms(id, values(row["demonyms"]))
        if row["dispute"]:
            if row["dispute"] not in disputes:
                raise DataError(f"{row['']}: {row['dispute']!r} is no name of disputes.csv; correct it or leave it empty")
            dispute = disputes[row["dispute"]]
            administrator = dispute["administrator"] or holders.get(dispute["administered_by"], "")
            if administrator in book.actors:
                book.fact(id, "administrator", administrator)
            for name in values(dispute["claimed_by"]):
                claimant = holders.get(re.sub(r"^(?:and )?(?:the )?", "", name), "")
                if claimant in book.actors:
                    book.fact(id, "claimant", claimant)
    keys = state_keys()
    for known in read_reference(folder, "states.csv"):
        state = keys.get(known["key"], known["key"])
        if state not in book.actors:
            continue
        for capital in values(known["capital"])[:1]:
            id = cities.get((state, fold(capital)))
            if id is None:
                base = f"place-{slug(capital)}"
                id = book.actor(book.free_id(base, f"{base}-{state.lower()}"), capital, "place", state, rank=6)
                book.name(capital, id, "name")
                cities[state, fold(capital)] = id
            book.fact(state, "capital", id)
            is_state = book.actors[state][1] == "state"
            names = [row[0] for _, row in book.names.values() if row[1] == id]
            known_as = {fold(row[0]) for _, row in book.names.values() if row[1] == state}
            for name in [capital, *names]:
                if is_state and fold(name) not in known_as:
                    book.name(name, state, "metonym", condition="actor")


def add_metonyms(book: Book) -> None:
    """Add the seats of power and cities that stand for a government or an organisation."""
    for row in read_seed("metonyms.tsv"):
        if row["actor"] not in book.actors:
            raise DataError(f"{row['']}: actor {row['actor']!r} is not known; correct the id")
        book.name(row["text"], row["actor"], row["kind"], condition=row["condition"])
