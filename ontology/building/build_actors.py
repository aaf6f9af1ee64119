"""Build the gazetteer's tables from the reference tables and the seeds, or check the shipped ones against them.

Run from the root of the project: `python ontology/building/build_actors.py --reference DIR [--check]`.
"""

import argparse
import sys
from pathlib import Path

from realpolitik.ontology.actors import load_gazetteer
from realpolitik.ontology.building.add_groups import add_collectives, add_groups
from realpolitik.ontology.building.add_organisations import add_bodies, add_organisations, add_usual_bodies
from realpolitik.ontology.building.add_people import add_people
from realpolitik.ontology.building.add_places import add_metonyms, add_places
from realpolitik.ontology.building.add_states import add_states
from realpolitik.ontology.building.book import Book
from realpolitik.ontology.building.check_actors import differences
from realpolitik.ontology.gazetteer_tables import TABLES, read_table

SHIPPED = Path(__file__).parent.parent / "data" / "actors"


def build(reference: Path) -> Book:
    """Return the whole gazetteer as the reference and the seeds give it."""
    book = Book()
    add_states(book, reference)
    add_organisations(book, reference)
    add_bodies(book)
    add_usual_bodies(book)
    add_groups(book, reference)
    add_collectives(book)
    add_people(book, reference)
    add_places(book, reference)
    add_metonyms(book)
    return book


def main() -> int:
    """Build or check; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reference", type=Path, required=True, help="folder of the reference tables (CSV)")
    parser.add_argument("--check", action="store_true", help="compare the shipped tables instead of writing them")
    options = parser.parse_args()
    book = build(options.reference)
    built = {name: ["\t".join(row) for row in rows] for name, rows in book.rows().items()}
    if not options.check:
        book.write(SHIPPED)
        sys.stdout.writelines(f"{name}: {len(rows)} rows\n" for name, rows in built.items())
        return 0
    gazetteer = load_gazetteer(SHIPPED)
    gazetteer.check()
    shipped = {name: read_table(SHIPPED, name).lines for name in TABLES}
    stale = [name for name in TABLES if shipped[name] != built[name]]
    found = [f"{name}: not what the reference and the seeds give; build it again" for name in stale]
    found += differences(gazetteer, shipped, options.reference)
    sys.stdout.writelines(f"{line}\n" for line in found)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
