"""Organisations and the named parts of governments, with memberships."""

from pathlib import Path
from typing import Final

from realpolitik.ontology.building.add_states import state_keys
from realpolitik.ontology.building.book import Book, bare, is_word, slug
from realpolitik.ontology.building.tables import Row, read_reference, read_seed, values
from realpolitik.ontology.errors import DataError
from realpolitik.ontology.gazetteer_tables import parse_day
from realpolitik.ontology.gazetteer_text import fold

__all__ = ["add_bodies", "add_organisations", "add_usual_bodies"]

# Of the long list of bodies with immunity, those that news does not know as actors.
_LEFT_OUT: Final = (
    "Consortium",
    "ERIC",
    "Research Infrastructure",
    "Joint Undertaking",
    "Executive Agency",
    "Fisher",
    "Tribunal of the",
)
_LONGEST: Final = 12


def add_organisations(book: Book, folder: Path) -> None:
    """Add the organisations of the seed, then those of the reference that the seed does not have."""
    table = read_reference(folder, "organisations.csv")
    by_name: dict[str, Row] = {}
    for row in table:
        by_name.setdefault(fold(row["name"]), row)
    by_key = {row["key"]: row for row in table}
    members: dict[str, list[Row]] = {}
    for row in read_reference(folder, "memberships.csv"):
        members.setdefault(row["organisation"], []).append(row)
    used: set[str] = set()
    for row in read_seed("organisations.tsv"):
        known = by_name.get(fold(row["reference"])) if row["reference"] else None
        if row["reference"] and known is None:
            raise DataError(f"{row['']}: {row['reference']!r} is no name of organisations.csv; correct it or empty it")
        keys = values(row["members"])
        for key in keys:
            if key not in by_key:
                raise DataError(f"{row['']}: {key!r} is no key of organisations.csv; correct it or leave it out")
        ids = [row["wikidata"] for row in ([known] if known else [by_key[key] for key in keys])]
        wikidata = next(filter(None, ids), "")
        book.actor(row["id"], row["label"], "organisation", "", wikidata, rank=1)
        book.name(row["label"], row["id"], "name")
        book.aliases(row["id"], values(row["aliases"]))
        _existence(book, row["id"], known)
        _memberships(book, row["id"], [members.get(key, []) for key in keys])
        used |= {*keys, wikidata, *(fold(bare(text)) for text in (row["label"], *values(row["aliases"])))}
    for known in table:
        _add_known(book, known, used, members)


def _add_known(book: Book, known: Row, used: set[str], members: dict[str, list[Row]]) -> None:
    """Add one organisation of the reference under its name there, unless it is there already."""
    name = known["name"]
    factbook = known["source"] == "CIA World Factbook" and known["type"] == ""
    if not factbook and not (known["source"] == "supraverden" and known["family"] and known["wikidata"]):
        return
    if not name or known["key"] in used or known["wikidata"] in used - {""} or fold(name) in used:
        return
    if known["same_as"] or any(part in f"{name} {known['type']} {known['acronym']}" for part in _LEFT_OUT):
        return
    english = name.replace("\u2019", "'").replace("\u2010", "-")
    if len(fold(name).split(" ")) > _LONGEST or not english.isascii() or fold(known["acronym"]) in used:
        return
    id = book.free_id(f"org-{slug(name)}")
    book.actor(id, english, "organisation", "", known["wikidata"], rank=2)
    book.name(english, id, "name")
    acronym = known["acronym"]
    if len(acronym) > 3 and acronym.isascii() and acronym.isupper() and not is_word(acronym):
        book.name(acronym, id, "alias")
    _existence(book, id, known)
    _memberships(book, id, [members.get(known["key"], [])])
    used |= {known["key"], known["wikidata"], fold(name)}


def _existence(book: Book, id: str, known: Row | None) -> None:
    if known and (known["founded"] or known["dissolved"]):
        book.fact(id, "existence", "", known["founded"], known["dissolved"])


def _memberships(book: Book, id: str, tables: list[list[Row]]) -> None:
    """Join an undated list of today with the dated one that ends in 2014.

    Who stands only in the dated one is `former`, to the last year in which it lists it; who stands only in the list of
    today of a body that the dated one knows, is a member from the day of the list. The seed of changes corrects both.
    """
    states = state_keys()
    dated = [row for rows in tables for row in rows if row["from"]]
    today = [row for rows in tables for row in rows if not row["from"]]
    listed = {row["state"] for row in today if row["status"] == "member"}
    known = {row["state"] for row in dated if row["status"] == "full" and not row["to"]}
    for row in dated:
        state = states.get(row["state"], row["state"])
        if state not in book.actors:
            continue
        status, end = "member" if row["status"] == "full" else row["status"], row["to"]
        if not end and listed and row["state"] not in listed and status == "member":
            status, end = "former", row["as_of"]
        parse_day(end, last=True)
        book.memberships[id, state, row["from"], end, status] = None
    for row in today:
        state = states.get(row["state"], row["state"])
        if state not in book.actors or (row["status"] == "member" and row["state"] in known):
            continue
        start = row["as_of"] if known and row["status"] == "member" else ""
        book.memberships[id, state, start, "", row["status"]] = None
    for row in read_seed("membership_changes.tsv"):
        changed = (id, row["state"]) if row["organisation"] == id else None
        for key in [key for key in book.memberships if key[:2] == changed]:
            del book.memberships[key]
            status = "former" if row["left"] else key[4]
            book.memberships[id, row["state"], row["joined"] or key[2], row["left"] or key[3], status] = None


def add_bodies(book: Book) -> None:
    """Add the parts of governments, armed forces and the like that have a name of their own."""
    for row in read_seed("bodies.tsv"):
        if row["country"] not in book.actors:
            raise DataError(f"{row['']}: country {row['country']!r} is not known; correct the key")
        label = bare(row["label"])
        book.actor(row["id"], label, row["kind"], row["country"], rank=2)
        book.name(row["label"], row["id"], "name")
        book.aliases(row["id"], values(row["aliases"]))
        book.fact(row["id"], "parent", row["country"])


def add_usual_bodies(book: Book) -> None:
    """Add to each state the ministries, parliament and central bank that news names after it."""
    bodies = read_seed("usual_bodies.tsv")
    for state in read_seed("states.tsv"):
        adjectives = values(state["demonyms"])
        if not adjectives or state["reference"]:
            continue
        for body in bodies:
            id = f"{state['id']}-{body['body']}"
            pattern = body["names"].replace("{adjective}", bare(adjectives[0])).replace("{state}", state["label"])
            forms = values(pattern)
            if id not in book.actors:
                book.actor(id, forms[0], body["kind"], state["id"], rank=2)
                book.fact(id, "parent", state["id"])
                book.name(forms[0], id, "name")
            book.aliases(id, forms)
