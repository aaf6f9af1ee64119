"""The fields beside the text: title, date, publisher and address, checked alike whatever file they stand in."""

import datetime as dt

from realpolitik.extractors.time_dates import full_date
from realpolitik.ontology.errors import InputError, UnsafeTextError

__all__ = ["day", "one_line", "web_address"]

LONGEST = 1000
"""Characters kept of a title or publisher."""


def one_line(value: str | None) -> str | None:
    """Return `value` on one line, without characters that cannot be shown, or None where nothing is left."""
    if value is None:
        return None
    shown = "".join(character if character.isprintable() else " " for character in value)
    return " ".join(shown.split())[:LONGEST].strip() or None


def day(value: str | None) -> dt.date | None:
    """Return the day that `value` names; raises InputError where it names none."""
    if value is None or not value.strip():
        return None
    date = full_date(value)
    if date is None:
        raise InputError(f"date {value[:60]!r} is not a day; write it as 2019-04-15")
    return date


def web_address(value: str | None) -> str | None:
    """Return `value` where it is a clean http or https address; raises InputError where it is anything else."""
    if value is None or not value.strip():
        return None
    # Deferred: rdflib is slow to import, and most files state no address.
    from realpolitik.ontology.namespaces import web_iri

    try:
        web_iri(value.strip())
    except UnsafeTextError as error:
        raise InputError(f"url {error}") from None
    return value.strip()
