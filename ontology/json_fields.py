"""Typed access to one JSON object, with errors that name place, field, value and remedy."""

import datetime as dt
from collections.abc import Mapping
from typing import TypeVar

from realpolitik.ontology.errors import DataError
from realpolitik.ontology.records import Span

__all__ = ["Fields"]

T = TypeVar("T", bound=str)


class Fields:
    """A JSON object read field by field; a field that is missing counts as null.

    `where` opens every message ("statements.jsonl:12"), `path` leads to the object ("subject").
    """

    def __init__(self, value: object, where: str, path: str = "") -> None:
        self.where = where
        self.path = path
        if not isinstance(value, Mapping):
            raise self.error("", value, "not a JSON object")
        self._values: Mapping[str, object] = value

    def error(self, key: str, value: object, trouble: str) -> DataError:
        """Return the error that says what is wrong with a field."""
        name = ".".join(part for part in (self.path, key) if part) or "record"
        shown = repr(value)
        shown = shown if len(shown) <= 80 else shown[:77] + "..."
        return DataError(f"{self.where}: {name}: {shown}: {trouble}; write the file again with realpolitik")

    def text_or_none(self, key: str) -> str | None:
        """Return the text of a field, or None where it is null or missing."""
        value = self._values.get(key)
        if value is not None and not isinstance(value, str):
            raise self.error(key, value, "not a text")
        return value

    def text(self, key: str) -> str:
        """Return the text of a field that must be there."""
        value = self.text_or_none(key)
        if value is None:
            raise self.error(key, value, "a text is needed")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts; empty where the field is null or missing."""
        values = self._list(key)
        texts = tuple(value for value in values if isinstance(value, str))
        if len(texts) != len(values):
            raise self.error(key, values, "not a list of texts")
        return texts

    def choice(self, key: str, allowed: tuple[T, ...]) -> T:
        """Return the one of `allowed` that the field holds."""
        value = self._values.get(key)
        for one in allowed:
            if one == value:
                return one
        raise self.error(key, value, f"not one of {', '.join(allowed)}")

    def choice_or_none(self, key: str, allowed: tuple[T, ...]) -> T | None:
        """Return the one of `allowed` that the field holds, or None where it is null or missing."""
        return None if self._values.get(key) is None else self.choice(key, allowed)

    def boolean(self, key: str) -> bool:
        """Return true or false; false where the field is null or missing."""
        value = self._values.get(key)
        if value is not None and not isinstance(value, bool):
            raise self.error(key, value, "neither true nor false")
        return bool(value)

    def share(self, key: str) -> float:
        """Return a number from 0 to 1; 1 where the field is null or missing."""
        value = self._values.get(key)
        if value is None:
            return 1.0
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
            raise self.error(key, value, "not a number from 0 to 1")
        return float(value)

    def date_or_none(self, key: str) -> dt.date | None:
        """Return an ISO 8601 calendar date, or None where the field is null or missing."""
        value = self.text_or_none(key)
        try:
            return None if value is None else dt.date.fromisoformat(value)
        except ValueError:
            raise self.error(key, value, "not a date such as 2014-03-31") from None

    def span(self) -> Span:
        """Return the object's `char_start` and `char_end`."""
        start, end = self._offset("char_start"), self._offset("char_end")
        if end < start:
            raise self.error("char_end", end, f"ends before char_start ({start})")
        return Span(start, end)

    def span_or_none(self) -> Span | None:
        """Return the object's span, or None where both ends are null or missing."""
        if self._values.get("char_start") is None and self._values.get("char_end") is None:
            return None
        return self.span()

    def fields(self, key: str) -> "Fields":
        """Return an object inside this one that must be there."""
        return Fields(self._values.get(key), self.where, self._inner(key))

    def fields_or_none(self, key: str) -> "Fields | None":
        """Return an object inside this one, or None where it is null or missing."""
        return None if self._values.get(key) is None else self.fields(key)

    def list_of_fields(self, key: str) -> list["Fields"]:
        """Return a list of objects; empty where the field is null or missing."""
        return [Fields(value, self.where, f"{self._inner(key)}[{i}]") for i, value in enumerate(self._list(key))]

    def _inner(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key

    def _list(self, key: str) -> list[object]:
        value = self._values.get(key)
        if value is None:
            return []
        if not isinstance(value, list):
            raise self.error(key, value, "not a list")
        return value

    def _offset(self, key: str) -> int:
        value = self._values.get(key)
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            raise self.error(key, value, "not a character offset (0, 1, 2 ...)")
        return value
