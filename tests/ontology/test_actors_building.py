"""How the gazetteer is built: names of people, demonyms, and the check against the reference."""

from pathlib import Path

import pytest

from realpolitik.ontology.building.book import Book, plural
from realpolitik.ontology.building.personal_names import clean_name, short_forms, surname_of
from realpolitik.ontology.errors import DataError


@pytest.mark.parametrize(
    ("demonym", "expected"),
    [
        ("Iranian", "Iranians"),
        ("German", "Germans"),
        ("Frenchman", "Frenchmen"),
        ("Irishwoman", "Irishwomen"),
        ("Iraqi", "Iraqis"),
        ("Swiss", None),
        ("Chinese", None),
        ("Dutch", None),
        ("Polish", None),
        ("Pole", "Poles"),
    ],
)
def test_building_plural_of_demonyms(demonym: str, expected: str | None) -> None:
    assert plural(demonym) == expected


@pytest.mark.parametrize(
    ("name", "state", "surname"),
    [
        ("Vladimir Putin", "RUS", "Putin"),
        ("Javier Gerardo MILEI", "ARG", "Milei"),
        ("ABIY Ahmed Ali", "ETH", "Abiy"),
        ("Xi Jinping", "CHN", "Xi"),
        ("Ursula von der Leyen", "DEU", "von der Leyen"),
        ("Bashar al-Assad", "SYR", "al-Assad"),
        ("Charles III", "GBR", None),
        ("Hussein of Jordan", "JOR", None),
        ("Suharto", "IDN", None),
    ],
)
def test_building_surnames(name: str, state: str, surname: str | None) -> None:
    assert surname_of(name, state) == surname


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('Ferdinand "BongBong" Marcos', "Ferdinand Marcos"),
        ("Sir Keir Starmer", "Keir Starmer"),
        ("Sheikh Hasina", "Sheikh Hasina"),
        ("Q123", None),
        ("Иван Иванов", None),
        ("for Foreign Affairs Luca Beccari", None),
    ],
)
def test_building_clean_names(text: str, expected: str | None) -> None:
    assert clean_name(text) == expected


def test_building_short_forms() -> None:
    assert short_forms("Javier Gerardo Milei", "ARG") == ["Javier Milei"]
    assert short_forms("Hu Jintao", "CHN") == []


def test_building_marks_set_conditions_and_words_need_capitals(tmp_path: Path) -> None:
    book = Book()
    book.actor("EU", "European Union", "organisation")
    for text in ("European Union", "=EU", "the bloc!", "Commission~", "Turkey"):
        book.name(text, "EU", "alias")
    rows = {row[0]: (row[5], row[6]) for row in book.rows()["names.tsv"]}
    assert rows == {
        "European Union": ("", ""),
        "EU": ("1", ""),
        "bloc": ("", "definite"),
        "Commission": ("1", "context"),
        "Turkey": ("1", ""),
    }
    book.write(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "actors.tsv",
        "facts.tsv",
        "memberships.tsv",
        "names.tsv",
        "offices.tsv",
    ]


def test_building_refuses_an_id_that_is_taken() -> None:
    book = Book()
    book.actor("EU", "European Union", "organisation")
    with pytest.raises(DataError, match="the id is taken by 'European Union'"):
        book.actor("EU", "Another", "organisation")
    with pytest.raises(DataError, match="kind 'club': must be one of"):
        book.actor("XX", "Another", "club")
