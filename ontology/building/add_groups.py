"""Armed groups, parties, companies, media and collective actors of the seeds."""

import re
from pathlib import Path
from typing import Final

from realpolitik.ontology.building.book import Book, bare, slug
from realpolitik.ontology.building.tables import Row, read_reference, read_seed, values
from realpolitik.ontology.errors import DataError
from realpolitik.ontology.gazetteer_text import fold

__all__ = ["add_collectives", "add_groups"]

_PREFIX: Final = {"armed_group": "group", "party": "party", "company": "company", "media": "media"}
_RANK: Final = {"armed_group": 3, "party": 4, "company": 5, "media": 5}


def add_groups(book: Book, folder: Path) -> None:
    """Add the groups of the seed; parties get Wikidata id and years, state media their owner, from the reference."""
    parties: dict[tuple[str, str], Row] = {}
    for row in read_reference(folder, "parties.csv"):
        for name in [*row["name_english"].split(" / "), row["name"]]:
            parties.setdefault((row["state"], fold(name)), row)
    outlets = {
        (row["state"], fold(re.sub(r"^[^:]*: | \([^)]*\)", "", row["outlet"])))
        for row in read_reference(folder, "agencies.csv")
        if row["typology"] == "SC"
    }
    for row in read_seed("groups.tsv"):
        country, label = row["country"], bare(row["label"])
        if country and country not in book.actors:
            raise DataError(f"{row['']}: country {country!r} is not known; correct the key")
        forms = [label, *map(bare, values(row["aliases"]))]
        found = [parties[country, fold(form)] for form in forms if (country, fold(form)) in parties]
        known = found[0] if found and row["kind"] == "party" else None
        base = f"{_PREFIX[row['kind']]}-{slug(label)}"
        id = book.free_id(base, f"{base}-{country.lower()}")
        book.actor(id, label, row["kind"], country, known["wikidata"] if known else "", rank=_RANK[row["kind"]])
        book.name(row["label"], id, "name")
        book.aliases(id, values(row["aliases"]))
        if known and known["founded"]:
            book.fact(id, "existence", "", known["founded"], known["dissolved"])
        if row["kind"] == "media" and any((country, fold(form)) in outlets for form in forms):
            book.fact(id, "owner", country)


def add_collectives(book: Book) -> None:
    """Add blocs and peoples that act without being organisations: the West, the P5+1, the Kurds."""
    for row in read_seed("collectives.tsv"):
        book.actor(row["id"], bare(row["label"]), row["kind"], row["country"], rank=4)
        book.name(row["label"], row["id"], "name")
        book.aliases(row["id"], values(row["aliases"]))
        book.demonyms(row["id"], values(row["demonyms"]))
