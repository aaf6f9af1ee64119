"""What the shipped gazetteer knows, read as a reader of news would ask it."""

import datetime as dt
import gc
import subprocess
import sys
import tracemalloc
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from realpolitik.ontology.actors import Gazetteer, load_gazetteer
from realpolitik.ontology.gazetteer_text import fold, fold_lines
from realpolitik.ontology.namespaces import ACTOR, mint_iri


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer()


@pytest.mark.parametrize(
    ("text", "actor", "kind", "condition"),
    [
        # states: names, acronyms, former names, demonyms
        ("Russia", "RUS", "name", None),
        ("russia", "RUS", "name", None),
        ("Russian Federation", "RUS", "alias", None),
        ("United States", "USA", "name", None),
        ("the United States", "USA", "name", None),
        ("US", "USA", "alias", None),
        ("U.S.", "USA", "alias", None),
        ("U. S.", "USA", "alias", None),
        ("America's", "USA", "alias", None),
        ("the United States'", "USA", "name", None),
        ("U.K.", "GBR", "alias", None),
        ("Britons", "GBR", "demonym", None),
        ("British", "GBR", "demonym", None),
        ("Frenchmen", "FRA", "demonym", None),
        ("Spaniards", "ESP", "demonym", None),
        ("Spanish", "ESP", "demonym", None),
        ("Swiss", "CHE", "demonym", None),
        ("Dutch", "NLD", "demonym", None),
        ("Holland", "NLD", "alias", None),
        ("Danes", "DNK", "demonym", None),
        ("Turks", "TUR", "demonym", None),
        ("Poles", "POL", "demonym", None),
        ("Kazakh", "KAZ", "demonym", None),
        ("Iranians", "IRN", "demonym", None),
        ("Burma", "MMR", "alias", None),
        ("Zaire", "COD", "alias", None),
        ("DR Congo", "COD", "alias", None),
        ("D.R. Congo", "COD", "alias", None),
        ("DRC", "COD", "alias", None),
        ("Swaziland", "SWZ", "alias", None),
        ("Ivory Coast", "CIV", "name", None),
        ("Cote d'Ivoire", "CIV", "alias", None),
        ("Côte d’Ivoire", "CIV", "alias", None),
        ("Czechia", "CZE", "alias", None),
        ("UAE", "ARE", "alias", None),
        ("Emirati", "ARE", "demonym", None),
        ("DPRK", "PRK", "alias", None),
        ("S. Korea", "KOR", "alias", None),
        ("Soviet Union", "SUN", "name", None),
        ("USSR", "SUN", "alias", None),
        ("Yugoslav", "YUG", "demonym", None),
        ("East Germany", "DDR", "name", None),
        ("Palestinians", "PSE", "demonym", None),
        ("Kosovar", "XKX", "demonym", None),
        ("South Ossetia", "state-south-ossetia", "name", None),
        # governments: capitals, seats of power, named parts
        ("Moscow", "RUS", "metonym", "actor"),
        ("Washington", "USA", "metonym", "actor"),
        ("Kiev", "UKR", "metonym", "actor"),
        ("Peking", "CHN", "metonym", "actor"),
        ("the Kremlin", "RUS", "metonym", None),
        ("White House", "USA", "metonym", None),
        ("Downing Street", "GBR", "metonym", None),
        ("Elysee", "FRA", "metonym", None),
        ("Blue House", "KOR", "metonym", None),
        ("Pentagon", "USA-defence-ministry", "name", None),
        ("Foggy Bottom", "USA-foreign-ministry", "alias", None),
        ("Foreign Office", "GBR-foreign-ministry", "name", None),
        ("Quai d'Orsay", "FRA-foreign-ministry", "alias", None),
        ("Congress", "USA-parliament", "alias", "context"),
        ("Bundestag", "DEU-parliament", "name", None),
        ("Knesset", "ISR-parliament", "name", None),
        ("Rada", "UKR-parliament", "alias", None),
        ("Turkish parliament", "TUR-parliament", "alias", None),
        ("Revolutionary Guards", "IRN-irgc", "alias", None),
        ("IDF", "ISR-armed-forces", "alias", None),
        ("C.I.A.", "USA-cia", "name", None),
        ("Polish Foreign Ministry", "POL-foreign-ministry", "name", None),
        ("Chilean defense ministry", "CHL-defence-ministry", "alias", None),
        # organisations and blocs
        ("NATO", "NATO", "name", None),
        ("Nato", "NATO", "name", None),
        ("Western alliance", "NATO", "alias", None),
        ("alliance", "NATO", "alias", "definite"),
        ("the bloc", "EU", "alias", "definite"),
        ("EU", "EU", "alias", None),
        ("world body", "UN", "alias", "definite"),
        ("G-7", "G7", "name", None),
        ("Group of Seven", "G7", "alias", None),
        ("Arab League", "LAS", "name", None),
        ("IAEA", "IAEA", "alias", None),
        ("UN nuclear watchdog", "IAEA", "alias", None),
        ("Opec", "OPEC", "name", None),
        ("Warsaw Pact", "Warsaw-Pact", "name", None),
        # people
        ("Vladimir Putin", "person-vladimir-putin", "name", None),
        ("Putin", "person-vladimir-putin", "alias", "context"),
        ("Sergei Lavrov", "person-sergey-lavrov", "alias", None),
        ("Erdogan", "person-recep-tayyip-erdogan", "alias", "context"),
        ("Volodymyr Zelensky", "person-volodymyr-zelenskyy", "alias", None),
        ("Muammar Gaddafi", "person-muammar-gaddafi", "name", None),
        ("Saddam", "person-saddam-hussein", "alias", None),
        ("Kofi Annan", "person-kofi-annan", "name", None),
        ("May", "person-theresa-may", "alias", "context"),
        # groups, parties, companies, media
        ("Hizbollah", "group-hezbollah", "alias", None),
        ("al-Shabaab", "group-al-shabab", "alias", None),
        ("Tamil Tigers", "group-liberation-tigers-of-tamil-eelam", "alias", None),
        ("ISIS", "group-islamic-state", "alias", None),
        ("Daesh", "group-islamic-state", "alias", None),
        ("Houthi rebels", "group-houthis", "alias", None),
        ("West", "group-the-west", "name", "definite"),
        ("BJP", "party-bharatiya-janata-party", "alias", None),
        ("Gazprom", "company-gazprom", "name", None),
        ("AFP", "media-agence-france-presse", "alias", None),
        ("RIA Novosti", "media-ria-novosti", "name", None),
        # places
        ("Crimea", "place-crimea", "name", None),
        ("Golan Heights", "place-golan-heights", "name", None),
        ("Strait of Hormuz", "place-strait-of-hormuz", "name", None),
        ("Nagorny Karabakh", "place-nagorno-karabakh", "alias", None),
        ("Calcutta", "place-kolkata", "alias", None),
        ("Texas", "place-texas", "name", None),
    ],
)
def test_actors_knows(gazetteer: Gazetteer, text: str, actor: str, kind: str, condition: str | None) -> None:
    found = gazetteer.lookup(text)
    assert found, text
    assert (found[0].actor.id, found[0].kind, found[0].condition) == (actor, kind, condition)


@pytest.mark.parametrize(
    "text", ["us", "who", "turkey", "may", "polish", "is", "it", "chile", "the", "", " ", "'s", "-"]
)
def test_actors_leaves_other_words_alone(gazetteer: Gazetteer, text: str) -> None:
    assert gazetteer.lookup(text) == ()


@pytest.mark.parametrize(
    ("text", "actors"),
    [
        ("Congo", ["COD", "COG"]),
        ("Georgia", ["GEO", "place-georgia"]),
        ("Korea", ["KOR", "PRK"]),
        ("Dominican", ["DOM", "DMA"]),
        ("Moscow", ["RUS", "place-moscow"]),
        ("Bush", ["person-george-w-bush", "person-george-h-w-bush"]),
        ("Macedonian", ["MKD"]),
    ],
)
def test_actors_keeps_every_candidate_states_first(gazetteer: Gazetteer, text: str, actors: list[str]) -> None:
    assert [name.actor.id for name in gazetteer.lookup(text)][: len(actors)] == actors


@pytest.mark.parametrize(
    ("tokens", "start", "length", "actor"),
    [
        (["the", "U.S.", "said"], 1, 1, "USA"),
        (["the", "U.S", ".", "said"], 1, 1, "USA"),
        (["U.", "S.", "troops"], 0, 2, "USA"),
        (["US", "-", "led", "strikes"], 0, 1, "USA"),
        (["America", "'s", "allies"], 0, 1, "USA"),
        (["America's", "allies"], 0, 1, "USA"),
        (["South", "Korea", "'s"], 0, 2, "KOR"),
        (["Côte", "d'Ivoire"], 0, 2, "CIV"),
        (["Côte", "d'", "Ivoire"], 0, 3, "CIV"),
        (["Cote", "d", "'", "Ivoire"], 0, 4, "CIV"),
        (["al", "-", "Shabab", "fighters"], 0, 3, "group-al-shabab"),
        (["al-Shabab", "fighters"], 0, 1, "group-al-shabab"),
        (["Bosnia", "and", "Herzegovina"], 0, 3, "BIH"),
        (["Bosnia", "and", "Croatia"], 0, 1, "BIH"),
        (["Washington", ",", "D.C.", ","], 0, 3, "USA"),
        (["European", "Union", "leaders"], 0, 2, "EU"),
        (["Russian", "Foreign", "Ministry", "spokeswoman"], 0, 3, "RUS-foreign-ministry"),
        (["Recep", "Tayyip", "Erdogan"], 0, 3, "person-recep-tayyip-erdogan"),
        (["Cooperation", "Council", "for", "the", "Arab", "States", "of", "the", "Gulf"], 0, 9, "GCC"),
    ],
)
def test_actors_longest_match_over_tokens(
    gazetteer: Gazetteer, tokens: list[str], start: int, length: int, actor: str
) -> None:
    found, names = gazetteer.longest(tokens, start)
    assert (found, names[0].actor.id) == (length, actor)


@pytest.mark.parametrize(
    ("tokens", "start"), [(["I", "ran", "home"], 0), (["-"], 0), ([], 0), (["Russia"], 5), (["Russia"], -1)]
)
def test_actors_longest_match_finds_nothing(gazetteer: Gazetteer, tokens: list[str], start: int) -> None:
    assert gazetteer.longest(tokens, start) == (0, ())


@pytest.mark.parametrize(
    ("country", "office", "day", "person"),
    [
        ("RUS", "head_of_state", "2014-03-18", "Vladimir Putin"),
        ("RUS", "head_of_state", "2010-06-01", "Dmitry Medvedev"),
        ("RUS", "foreign_minister", "2019-04-15", "Sergey Lavrov"),
        ("USA", "head_of_state", "1992-01-01", "George H. W. Bush"),
        ("USA", "head_of_state", "2003-03-20", "George W. Bush"),
        ("USA", "head_of_state", "2019-04-15", "Donald Trump"),
        ("USA", "head_of_state", "2022-04-15", "Joe Biden"),
        ("USA", "foreign_minister", "2014-03-18", "John Kerry"),
        ("GBR", "head_of_government", "1995-01-01", "John Major"),
        ("GBR", "head_of_government", "2017-01-01", "Theresa May"),
        ("DEU", "head_of_government", "2010-01-01", "Angela Merkel"),
        ("PRK", "head_of_state", "2003-01-01", "Kim Jong-il"),
        ("UKR", "head_of_state", "2014-12-01", "Petro Poroshenko"),
    ],
)
def test_actors_holders_on_a_day(gazetteer: Gazetteer, country: str, office: str, day: str, person: str) -> None:
    assert gazetteer.holders(country, office, dt.date.fromisoformat(day))[0].label == person


def test_actors_offices_of_a_person_are_dated(gazetteer: Gazetteer) -> None:
    offices = gazetteer.offices("person-donald-trump")
    assert not any(office.valid(dt.date(2022, 6, 1)) for office in offices if office.office == "head_of_state")
    assert any(office.valid(dt.date(2018, 6, 1)) and office.title == "President" for office in offices)
    assert gazetteer.offices("RUS") == ()


def test_actors_facts_of_states(gazetteer: Gazetteer) -> None:
    facts = gazetteer.facts("RUS")
    assert facts is not None
    assert (facts.iso2, facts.iso3, facts.cow, facts.capital) == ("RU", "RUS", "365", "place-moscow")
    assert facts.predecessors == ("SUN",)
    soviet = gazetteer.facts("SUN")
    assert soviet is not None
    assert {"RUS", "UKR", "EST"} <= set(soviet.successors)
    crimea = gazetteer.facts("place-crimea")
    assert crimea is not None
    assert (crimea.administrator, crimea.claimants) == ("RUS", ("UKR",))
    assert gazetteer.facts("nobody") is None


def test_actors_members_change_with_the_day(gazetteer: Gazetteer) -> None:
    def members(organisation: str, day: dt.date | None = None) -> set[str]:
        return {state.id for state in gazetteer.members(organisation, day)}

    assert {"USA", "TUR", "FIN", "SWE"} <= members("NATO")
    assert "RUS" not in members("NATO")
    assert "POL" not in members("NATO", dt.date(1995, 1, 1))
    assert "POL" in members("NATO", dt.date(2005, 1, 1))
    assert "FIN" not in members("NATO", dt.date(2015, 1, 1))
    assert "GBR" in members("EU", dt.date(2019, 1, 1))
    assert "GBR" not in members("EU", dt.date(2021, 1, 1))
    assert "GBR" not in members("EU")
    assert len(members("UN")) >= 190


def test_actors_counts(gazetteer: Gazetteer) -> None:
    kinds = Counter(actor.kind for actor in gazetteer)
    states = [actor.id for actor in gazetteer if actor.kind == "state"]
    assert len(states) >= 200
    with_capital = [facts for state in states if (facts := gazetteer.facts(state)) and facts.capital]
    assert len(with_capital) >= 190
    assert len({name.actor.id for name in gazetteer.names() if name.kind == "demonym"} & set(states)) >= 190
    assert kinds["organisation"] >= 300
    assert kinds["armed_group"] + kinds["party"] + kinds["media"] + kinds["company"] >= 400
    assert kinds["place"] >= 1600
    assert kinds["person"] >= 3500


def test_actors_ids_can_be_minted_and_labels_are_names(gazetteer: Gazetteer) -> None:
    for actor in gazetteer:
        mint_iri(ACTOR, actor.id)
        if actor.country:
            assert gazetteer.actor(actor.country) is not None
        assert actor.id in {name.actor.id for name in gazetteer.lookup(actor.label)}, actor


def test_actors_every_row_is_sound(gazetteer: Gazetteer) -> None:
    gazetteer.check()


def test_actors_every_name_is_found_as_written(gazetteer: Gazetteer) -> None:
    missed = [name for name in gazetteer.names() if name not in gazetteer.lookup(name.text)]
    assert missed == []


def test_actors_folds_lines_as_single_texts(gazetteer: Gazetteer) -> None:
    texts = [name.text for name in gazetteer.names()]
    assert fold_lines(texts) == [fold(text) for text in texts]


@given(st.text(max_size=60))
def test_actors_lookup_never_raises(text: str) -> None:
    assert isinstance(_shared().lookup(text), tuple)


@given(st.lists(st.one_of(st.text(max_size=12), st.sampled_from(["U.S", ".", "Russia", "'s", "al", "-"])), max_size=12))
def test_actors_longest_never_raises_and_stays_inside(words: list[str]) -> None:
    for start in range(len(words)):
        length, names = _shared().longest(words, start)
        assert start + length <= len(words)
        assert bool(length) == bool(names)


_CACHE: list[Gazetteer] = []


def _shared() -> Gazetteer:
    if not _CACHE:
        _CACHE.append(load_gazetteer())
    return _CACHE[0]


def test_actors_loads_without_heavy_libraries_and_small() -> None:
    code = (
        "import sys; from realpolitik.ontology.actors import load_gazetteer; load_gazetteer().lookup('Russia');"
        "print(sorted({'spacy', 'rdflib', 'numpy', 'networkx'} & sys.modules.keys()))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
    gc.collect()
    tracemalloc.start()
    held = load_gazetteer()
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(held) > 5000
    assert size < 40_000_000
