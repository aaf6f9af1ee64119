"""Time expressions, one a line: the sentence, what is read of it, and the interval it means.

The article's day is Monday, 15 April 2019 where none is given.
"""

import datetime as dt

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from realpolitik.extractors.times import TimeMention, read_times, time_of

ARTICLE = dt.date(2019, 4, 15)
NLP = spacy.blank("en")


def times(sentence: str, day: dt.date | None = ARTICLE) -> list[str]:
    return [shown(mention) for mention in read_times(NLP(sentence), day)]


def shown(mention: TimeMention) -> str:
    time = mention.time
    if time.precision == "unresolved":
        return f"{time.text} = unresolved"
    return f"{time.text} = {time.earliest or '...'}/{time.latest or '...'} {time.precision}"


def year(of: int) -> str:
    return f"{of}-01-01/{of}-12-31 year"


RESOLVED = [
    # years and ranges of years
    ("Russia annexed Crimea in 2014.", "in 2014", year(2014)),
    ("The pact was signed in 1947.", "in 1947", year(1947)),
    ("The war began around 1914.", "around 1914", year(1914)),
    ("The invasion of 2003 toppled him.", "of 2003", year(2003)),
    ("Russia's 2014 annexation of Crimea was condemned.", "2014", year(2014)),
    ("They defended the 2015 nuclear deal.", "2015", year(2015)),
    ("They won the 2018 elections.", "2018", year(2018)),
    ("The treaty (1987) banned them.", "1987", year(1987)),
    ("The envoy between 2012 and 2018 was Grushko.", "between 2012 and 2018", "2012-01-01/2018-12-31 range"),
    ("He commanded it from 2009 to 2013.", "from 2009 to 2013", "2009-01-01/2013-12-31 range"),
    ("He served from 2009 until 2013.", "from 2009 until 2013", "2009-01-01/2013-12-31 range"),
    ("The 2012–2018 envoy left.", "2012–2018", "2012-01-01/2018-12-31 range"),
    ("He served in 2012-2018.", "in 2012-2018", "2012-01-01/2018-12-31 range"),
    ("The siege of 1996-97 failed.", "of 1996-97", "1996-01-01/1997-12-31 range"),
    ("The term (1999-2003) was short.", "1999-2003", "1999-01-01/2003-12-31 range"),
    ("It was cold in 1999-00.", "in 1999-00", "1999-01-01/2000-12-31 range"),
    # seasons: those of the northern hemisphere, a winter belonging to the year it begins in
    ("They suspended it in the spring of 2014.", "in the spring of 2014", "2014-03-01/2014-05-31 season"),
    ("They suspended it in spring 2014.", "in spring 2014", "2014-03-01/2014-05-31 season"),
    ("Talks began in Summer 2015.", "in Summer 2015", "2015-06-01/2015-08-31 season"),
    ("Talks failed in the autumn of 2016.", "in the autumn of 2016", "2016-09-01/2016-11-30 season"),
    ("The wall came down in the fall of 1989.", "in the fall of 1989", "1989-09-01/1989-11-30 season"),
    ("The protests of winter 2013-14 spread.", "of winter 2013-14", "2013-12-01/2014-02-28 season"),
    ("It froze in the winter of 2015.", "in the winter of 2015", "2015-12-01/2016-02-29 season"),
    ("They met last spring.", "last spring", "2018-03-01/2018-05-31 season"),
    ("They meet this summer.", "this summer", "2019-06-01/2019-08-31 season"),
    ("They meet next winter.", "next winter", "2019-12-01/2020-02-29 season"),
    ("They met in the summer.", "in the summer", "2018-06-01/2018-08-31 season"),
    ("They will meet in the summer.", "in the summer", "2019-06-01/2019-08-31 season"),
    # quarters and halves
    ("Exports fell in the first quarter of 2019.", "in the first quarter of 2019", "2019-01-01/2019-03-31 quarter"),
    ("Exports fell in Q3 2018.", "in Q3 2018", "2018-07-01/2018-09-30 quarter"),
    ("Exports fell in the third quarter.", "in the third quarter", "2018-07-01/2018-09-30 quarter"),
    ("In the final quarter of last year", "In the final quarter of last year", "2018-10-01/2018-12-31 quarter"),
    ("Aid grew in the second half of 2018.", "in the second half of 2018", "2018-07-01/2018-12-31 range"),
    ("Aid grew in the first half of this year.", "in the first half of this year", "2019-01-01/2019-06-30 range"),
    ("Exports fell last quarter.", "last quarter", "2019-01-01/2019-03-31 quarter"),
    # decades and centuries
    ("It was founded in the 1990s.", "in the 1990s", "1990-01-01/1999-12-31 decade"),
    ("It was founded in the '90s.", "in the '90s", "1990-01-01/1999-12-31 decade"),
    ("It was founded in the nineties.", "in the nineties", "1990-01-01/1999-12-31 decade"),
    ("It was founded in the early 1990s.", "in the early 1990s", "1990-01-01/1993-12-31 range"),
    ("It was founded in the mid-1990s.", "in the mid-1990s", "1994-01-01/1996-12-31 range"),
    ("It was founded in the late 1980s.", "in the late 1980s", "1987-01-01/1989-12-31 range"),
    ("It was built in the 19th century.", "in the 19th century", "1801-01-01/1900-12-31 range"),
    # parts of years and months
    ("They left in early 2014.", "in early 2014", "2014-01-01/2014-04-30 range"),
    ("They left in mid-2014.", "in mid-2014", "2014-05-01/2014-08-31 range"),
    ("They left in late 2014.", "in late 2014", "2014-09-01/2014-12-31 range"),
    ("They left at the end of 2014.", "at the end of 2014", "2014-10-01/2014-12-31 range"),
    ("They left at the beginning of 2014.", "at the beginning of 2014", "2014-01-01/2014-03-31 range"),
    ("They left in late August.", "in late August", "2018-08-22/2018-08-31 range"),
    ("They left in mid-April.", "in mid-April", "2019-04-11/2019-04-20 range"),
    ("They left in early March 2018.", "in early March 2018", "2018-03-01/2018-03-10 range"),
    ("They left at the end of March.", "at the end of March", "2019-03-24/2019-03-31 range"),
    # months
    ("Crimea was annexed in March 2014.", "in March 2014", "2014-03-01/2014-03-31 month"),
    ("Crimea was annexed in March of 2014.", "in March of 2014", "2014-03-01/2014-03-31 month"),
    ("The vote was held in Feb. 2016.", "in Feb. 2016", "2016-02-01/2016-02-29 month"),
    ("Talks collapsed in March.", "in March", "2019-03-01/2019-03-31 month"),
    ("Talks collapsed in December.", "in December", "2018-12-01/2018-12-31 month"),
    ("Talks began in April.", "in April", "2019-04-01/2019-04-30 month"),
    ("Talks will begin in May.", "in May", "2019-05-01/2019-05-31 month"),
    ("Talks are due in June.", "in June", "2019-06-01/2019-06-30 month"),
    ("They met last May.", "last May", "2018-05-01/2018-05-31 month"),
    ("They meet next March.", "next March", "2020-03-01/2020-03-31 month"),
    ("They meet this May.", "this May", "2019-05-01/2019-05-31 month"),
    ("Fighting raged between March and May 2014.", "between March and May 2014", "2014-03-01/2014-05-31 range"),
    ("Fighting raged from March to May 2014.", "from March to May 2014", "2014-03-01/2014-05-31 range"),
    ("Fighting raged from November to January 2015.", "from November to January 2015", "2014-11-01/2015-01-31 range"),
    ("Fighting raged in March-May 2014.", "in March-May 2014", "2014-03-01/2014-05-31 range"),
    # days
    ("They voted on 16 March 2014.", "on 16 March 2014", "2014-03-16/2014-03-16 day"),
    ("They voted on March 16, 2014.", "on March 16, 2014", "2014-03-16/2014-03-16 day"),
    ("They voted on March 16th 2014.", "on March 16th 2014", "2014-03-16/2014-03-16 day"),
    ("They voted on the 16th of March 2014.", "on the 16th of March 2014", "2014-03-16/2014-03-16 day"),
    ("They voted on Sunday, March 16, 2014.", "on Sunday, March 16, 2014", "2014-03-16/2014-03-16 day"),
    ("They voted on Sunday 16 March 2014.", "on Sunday 16 March 2014", "2014-03-16/2014-03-16 day"),
    ("They voted on 2014-03-16.", "on 2014-03-16", "2014-03-16/2014-03-16 day"),
    ("They voted on 16/03/2014.", "on 16/03/2014", "2014-03-16/2014-03-16 day"),
    ("They voted on 03/16/2014.", "on 03/16/2014", "2014-03-16/2014-03-16 day"),
    ("They voted on 16.03.2014.", "on 16.03.2014", "2014-03-16/2014-03-16 day"),
    ("They voted on Sept. 11, 2001.", "on Sept. 11, 2001", "2001-09-11/2001-09-11 day"),
    ("They voted on 29 February 2016.", "on 29 February 2016", "2016-02-29/2016-02-29 day"),
    ("They voted on March 16.", "on March 16", "2019-03-16/2019-03-16 day"),
    ("They voted on 20 December.", "on 20 December", "2018-12-20/2018-12-20 day"),
    ("They voted on 29 February.", "on 29 February", "2016-02-29/2016-02-29 day"),
    ("They will vote on 12 May.", "on 12 May", "2019-05-12/2019-05-12 day"),
    ("The vote is scheduled for July 4.", "for July 4", "2019-07-04/2019-07-04 day"),
    ("The summit of 12-15 April 2014 failed.", "of 12-15 April 2014", "2014-04-12/2014-04-15 range"),
    ("They met on April 12–15, 2014.", "on April 12–15, 2014", "2014-04-12/2014-04-15 range"),
    ("They met from 12 to 15 April.", "from 12 to 15 April", "2019-04-12/2019-04-15 range"),
    ("They met between 12 and 15 April.", "between 12 and 15 April", "2019-04-12/2019-04-15 range"),
    ("From 28 December to 5 January 2015.", "From 28 December to 5 January 2015", "2014-12-28/2015-01-05 range"),
    ("Met from 28 December 2014 to 5 January.", "from 28 December 2014 to 5 January", "2014-12-28/2015-01-05 range"),
    # weekdays
    ("He said so on Monday.", "on Monday", "2019-04-15/2019-04-15 day"),
    ("He said so on Sunday.", "on Sunday", "2019-04-14/2019-04-14 day"),
    ("He said so Tuesday.", "Tuesday", "2019-04-09/2019-04-09 day"),
    ("He arrived on Wednesday morning.", "on Wednesday morning", "2019-04-10/2019-04-10 day"),
    ("He arrived late Sunday.", "late Sunday", "2019-04-14/2019-04-14 day"),
    ("He arrived early on Monday.", "early on Monday", "2019-04-15/2019-04-15 day"),
    ("He resigned last Friday.", "last Friday", "2019-04-12/2019-04-12 day"),
    ("He resigned last Monday.", "last Monday", "2019-04-08/2019-04-08 day"),
    ("He leaves next Tuesday.", "next Tuesday", "2019-04-16/2019-04-16 day"),
    ("He leaves next Monday.", "next Monday", "2019-04-22/2019-04-22 day"),
    ("He leaves this Friday.", "this Friday", "2019-04-19/2019-04-19 day"),
    ("They will meet on Friday.", "on Friday", "2019-04-19/2019-04-19 day"),
    ("Monday's meeting failed.", "Monday", "2019-04-15/2019-04-15 day"),
    # today and its neighbours
    ("They meet today.", "today", "2019-04-15/2019-04-15 day"),
    ("They met yesterday.", "yesterday", "2019-04-14/2019-04-14 day"),
    ("They meet tomorrow.", "tomorrow", "2019-04-16/2019-04-16 day"),
    ("They meet tonight.", "tonight", "2019-04-15/2019-04-15 day"),
    ("They met yesterday evening.", "yesterday evening", "2019-04-14/2019-04-14 day"),
    ("They met last night.", "last night", "2019-04-14/2019-04-14 day"),
    ("They met this morning.", "this morning", "2019-04-15/2019-04-15 day"),
    ("They met the day before yesterday.", "the day before yesterday", "2019-04-13/2019-04-13 day"),
    ("They meet the day after tomorrow.", "the day after tomorrow", "2019-04-17/2019-04-17 day"),
    # last, this, next
    ("They met last week.", "last week", "2019-04-08/2019-04-14 week"),
    ("They meet this week.", "this week", "2019-04-15/2019-04-21 week"),
    ("They meet next week.", "next week", "2019-04-22/2019-04-28 week"),
    ("They met last month.", "last month", "2019-03-01/2019-03-31 month"),
    ("They meet next month.", "next month", "2019-05-01/2019-05-31 month"),
    ("They met last year.", "last year", year(2018)),
    ("They meet this year.", "this year", year(2019)),
    ("They meet next year.", "next year", year(2020)),
    ("Last year's summit failed.", "Last year", year(2018)),
    ("They met late last year.", "late last year", "2018-09-01/2018-12-31 range"),
    ("They met early this year.", "early this year", "2019-01-01/2019-04-30 range"),
    ("They met earlier this month.", "earlier this month", "2019-04-01/2019-04-15 range"),
    ("They meet later this year.", "later this year", "2019-04-15/2019-12-31 range"),
    ("They meet at the end of the month.", "at the end of the month", "2019-04-23/2019-04-30 range"),
    ("They met last weekend.", "last weekend", "2019-04-13/2019-04-14 range"),
    # counted from the article's day
    ("They met three days ago.", "three days ago", "2019-04-12/2019-04-12 day"),
    ("They met two weeks ago.", "two weeks ago", "2019-03-29/2019-04-04 week"),
    ("They met about two weeks ago.", "about two weeks ago", "2019-03-29/2019-04-04 week"),
    ("They met six months ago.", "six months ago", "2018-10-01/2018-10-31 month"),
    ("They met a year ago.", "a year ago", year(2018)),
    ("They met 20 years ago.", "20 years ago", year(1999)),
    ("They met more than a decade ago.", "more than a decade ago", ".../2009-12-31 open"),
    ("They met several months ago.", "several months ago", ".../2019-04-15 open"),
    ("Trade grew in the past five years.", "in the past five years", "2014-04-15/2019-04-15 range"),
    ("Trade grew over the last decade.", "over the last decade", "2009-04-15/2019-04-15 range"),
    ("Trade grew over the past year.", "over the past year", "2018-04-15/2019-04-15 range"),
    ("Trade grew for the past two weeks.", "for the past two weeks", "2019-04-01/2019-04-15 range"),
    ("Trade grew in recent weeks.", "in recent weeks", ".../2019-04-15 open"),
    ("Trade grows in the coming months.", "in the coming months", "2019-04-15/... open"),
    ("Trade grows over the next two years.", "over the next two years", "2019-04-15/2021-04-15 range"),
    ("They will meet in two weeks.", "in two weeks", "2019-04-26/2019-05-02 week"),
    ("They will leave within three days.", "within three days", "2019-04-15/2019-04-18 range"),
    # open ends
    ("The ties date back to 1983.", "back to 1983", year(1983)),
    ("They have fought since 2014.", "since 2014", "2014-01-01/... open"),
    ("They have fought since the spring of 2014.", "since the spring of 2014", "2014-03-01/... open"),
    ("They have fought since March.", "since March", "2019-03-01/... open"),
    ("They have fought since Friday.", "since Friday", "2019-04-12/... open"),
    ("He led it from 2014.", "from 2014", "2014-01-01/... open"),
    ("He led it until 2018.", "until 2018", ".../2018-12-31 open"),
    ("They stay through 2020.", "through 2020", ".../2020-12-31 open"),
    ("They will leave by 2020.", "by 2020", ".../2020-12-31 open"),
    ("They leave by May 31.", "by May 31", ".../2019-05-31 open"),
    ("They leave by the end of the year.", "by the end of the year", ".../2019-12-31 open"),
    ("They left before 2011.", "before 2011", ".../2010-12-31 open"),
    ("They left after Friday.", "after Friday", "2019-04-13/... open"),
    ("It applies as of 1 March 2019.", "as of 1 March 2019", "2019-03-01/... open"),
    ("It ended no later than 2010.", "no later than 2010", ".../2010-12-31 open"),
    # fiscal years differ by state: the interval holds all that bear the name
    ("Spending rose in fiscal year 2019.", "in fiscal year 2019", "2018-04-01/2020-03-31 range"),
    # a month or day of another year
    ("It left in June of last year.", "in June of last year", "2018-06-01/2018-06-30 month"),
    ("It left in April last year.", "in April last year", "2018-04-01/2018-04-30 month"),
    ("Spending rose in FY2018.", "in FY2018", "2017-04-01/2019-03-31 range"),
    ("Spending rose in fiscal 2018-19.", "in fiscal 2018-19", "2018-04-01/2019-09-30 range"),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "text", "interval"), RESOLVED, ids=[case[1] for case in RESOLVED])
def test_times_interval(sentence: str, text: str, interval: str) -> None:
    assert times(sentence) == [f"{text} = {interval}"]


def test_times_enough_cases() -> None:
    assert len(RESOLVED) + len(NO_TIMES) + len(UNRESOLVED) >= 190


UNRESOLVED = [
    ("They voted on 04/05/2014.", "on 04/05/2014"),
    ("It comes a day after officers expressed concern.", "a day after"),
    ("They met the following day.", "the following day"),
    ("They left two days later.", "two days later"),
    ("They left weeks after the vote.", "weeks after"),
    ("They met that year.", "that year"),
    ("They met the following autumn.", "the following autumn"),
    ("They met the previous Friday.", "the previous Friday"),
    ("They met on the same day.", "on the same day"),
    ("He was minister at the time.", "at the time"),
    ("They talked for two years.", "for two years"),
    ("They talked for several weeks.", "for several weeks"),
    ("They left after two years of talks.", "after two years"),
]


@pytest.mark.parametrize(("sentence", "text"), UNRESOLVED, ids=[case[1] for case in UNRESOLVED])
def test_times_unresolved_keeps_its_text(sentence: str, text: str) -> None:
    assert times(sentence) == [f"{text} = unresolved"]


NO_TIMES = [
    "May said she would resign.",
    "Russia may leave the treaty.",
    "Troops march on the capital.",
    "The March on Washington was remembered.",
    "They came in second.",
    "Russia and the 70-year-old bloc quarrelled.",
    "A two-week-old truce collapsed.",
    "They signed a five-year plan.",
    "He paid a two-day visit to Paris.",
    "The Council adopted Resolution 2118.",
    "Flight 1549 landed.",
    "Some 1,500 soldiers crossed the border.",
    "It sent 2000 soldiers.",
    "The 2000 soldiers left.",
    "A force of 2000 soldiers left.",
    "Dubai won Expo 2020.",
    "The kingdom adopted Vision 2030.",
    "It cost $2014.",
    "They fired 1990 kg of explosives.",
    "It lies 2000 km away.",
    "The Good Friday Agreement held.",
    "Black Friday came.",
    "The Sunday Times wrote about it.",
    "The Arab Spring reached Egypt.",
    "The fall of the government surprised them.",
    "The spring broke.",
    "Men in their 90s voted.",
    "He was sentenced to five years in prison.",
    "He is five years old.",
    "The ministers agreed on 5 points.",
    "The September 11 attacks changed that.",
    "The Mayor spoke to Augustus.",
    "The last government fell.",
    "It is their second term.",
    "Article 2014 was deleted.",
    "Unrest spread by the 7th century BC.",
    "It fell in 1177 BC.",
    "It stands at http://example.org/2005/10/some.html now.",
    "It was his last day.",
    "It was her last year in office.",
    "It is denied to this day.",
]  # fmt: skip


@pytest.mark.parametrize("sentence", NO_TIMES)
def test_times_ignores(sentence: str) -> None:
    assert times(sentence) == []


@pytest.mark.parametrize(
    "sentence",
    ["Theresa May met Merkel. She was criticised by May.", "Ms. May flew home. The letter from May arrived."],
)
def test_times_ignores_people_named_as_months(sentence: str) -> None:
    assert times(sentence) == []


def test_times_second_of_two() -> None:
    assert times("They met in 2000 and 2007.") == [f"in 2000 = {year(2000)}", f"2007 = {year(2007)}"]
    assert times("They met in March or April 2018.")[1] == "April 2018 = 2018-04-01/2018-04-30 month"
    assert times("They met in 2014 and 2000 soldiers left.") == [f"in 2014 = {year(2014)}"]


def test_times_months_beside_people_named_so() -> None:
    assert times("Theresa May met Merkel in May.") == ["in May = 2018-05-01/2018-05-31 month"]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("In 2014 it invaded; a year later it left.", ["In 2014", "a year later = 2015-01-01/2015-12-31 year"]),
        ("It fell in 2014 and that year it left.", ["in 2014", "that year = 2014-01-01/2014-12-31 year"]),
        ("It fell on 16 March 2014; two days later it left.", ["16", "two days later = 2014-03-18/2014-03-18 day"]),
        ("It fell on 16 March 2014; the following day it", ["16", "the following day = 2014-03-17/2014-03-17 day"]),
        ("It fell in 2014; the following spring it left.", ["in 2014", "spring = 2015-03-01/2015-05-31 season"]),
        ("It fell in 2014; a week later it left.", ["in 2014", "a week later = unresolved"]),
        ("It fell in 2014. A year later it left.", ["in 2014", "A year later = unresolved"]),
    ],
)  # fmt: skip
def test_times_counted_from_a_time_in_the_sentence(sentence: str, expected: list[str]) -> None:
    doc = NLP(sentence)
    for token in doc:
        token.is_sent_start = token.i == 0 or doc[token.i - 1].text == "."
    found = [shown(mention) for mention in read_times(doc, ARTICLE)]
    assert len(found) == 2
    assert expected[0] in found[0]
    assert found[1].endswith(expected[1])


@pytest.mark.parametrize(
    "sentence",
    ["They met on Monday.", "They met last year.", "They met two weeks ago.", "They met in May.", "They met today."],
)
def test_times_without_article_date_are_unresolved(sentence: str) -> None:
    (mention,) = read_times(NLP(sentence), None)
    assert mention.time.precision == "unresolved"
    assert (mention.time.earliest, mention.time.latest) == (None, None)
    assert mention.time.text in sentence


@pytest.mark.parametrize(
    "sentence",
    [
        "They met in the 0000s.",
        "They met in the 0s.",
        "They met in 0000.",
        "They met on 0000-00-00.",
        "They met in 9999-00.",
        "They met from 9999 to 10000.",
        "They met in the 100th century.",
        "They will meet in 10,000 years.",
        "They met in fiscal 0000.",
    ],
)
@pytest.mark.parametrize("day", [None, dt.date.min, ARTICLE, dt.date.max])
def test_times_outside_the_calendar_are_no_dates(sentence: str, day: dt.date | None) -> None:
    assert [mention for mention in read_times(NLP(sentence), day) if mention.time.earliest or mention.time.latest] == []


@pytest.mark.parametrize(
    ("sentence", "interval"),
    [
        ("They met on 9999-12-31.", "9999-12-31/9999-12-31 day"),
        ("They met in the 1st century.", "0001-01-01/0100-12-31 range"),
        ("They met in the 1000s.", "1000-01-01/1009-12-31 decade"),
    ],
)
def test_times_at_the_ends_of_the_calendar(sentence: str, interval: str) -> None:
    assert [read.partition(" = ")[2] for read in times(sentence, None)] == [interval]


@pytest.mark.parametrize("day", [dt.date.min, dt.date(2, 1, 1), dt.date(9998, 12, 31), dt.date.max])
@pytest.mark.parametrize(
    "expression",
    [
        "yesterday", "tomorrow", "on Monday", "in May", "last week", "next week", "last month", "next month",
        "last quarter", "next year", "last year", "a century ago", "two decades later", "this winter", "in the '90s",
        "by the end of next year", "since last spring", "over the past 9999 years",
    ],
)  # fmt: skip
def test_times_of_articles_at_the_ends_of_the_calendar(expression: str, day: dt.date) -> None:
    for mention in read_times(NLP(f"They met {expression}."), day):
        assert (mention.time.earliest or dt.date.min) <= (mention.time.latest or dt.date.max)


def test_times_without_article_date_keep_full_dates() -> None:
    assert times("From March to May 2014 they met; in 2015 they parted.", None) == [
        "From March to May 2014 = 2014-03-01/2014-05-31 range",
        "in 2015 = 2015-01-01/2015-12-31 year",
    ]


@pytest.mark.parametrize(
    ("day", "sentence", "interval"),
    [
        (dt.date(2019, 1, 4), "They met in December.", "2018-12-01/2018-12-31 month"),
        (dt.date(2019, 1, 4), "They met on Monday.", "2018-12-31/2018-12-31 day"),
        (dt.date(2019, 1, 4), "They met last month.", "2018-12-01/2018-12-31 month"),
        (dt.date(2019, 1, 4), "They met last quarter.", "2018-10-01/2018-12-31 quarter"),
        (dt.date(2020, 2, 29), "They met a year ago.", "2019-01-01/2019-12-31 year"),
        (dt.date(2024, 3, 31), "They met last month.", "2024-02-01/2024-02-29 month"),
        (dt.date(2015, 12, 31), "They will meet on Friday.", "2016-01-01/2016-01-01 day"),
        (dt.date(2015, 12, 31), "They will meet in March.", "2016-03-01/2016-03-31 month"),
    ],
)
def test_times_over_the_end_of_a_year(day: dt.date, sentence: str, interval: str) -> None:
    (found,) = times(sentence, day)
    assert found.endswith(f"= {interval}")


def test_times_offsets_and_tokens() -> None:
    doc = NLP("Russia annexed Crimea in the spring of 2014, he said.")
    (mention,) = read_times(doc, None)
    assert doc.text[mention.span.start : mention.span.end] == "in the spring of 2014"
    assert doc[mention.start : mention.end].text == "in the spring of 2014"
    assert mention.time.span == mention.span
    assert doc[mention.head].text == "2014"


def parsed(*words: tuple[str, str, str, int, str]) -> Doc:
    """Words as (text, part of speech, dependency, head, entity type)."""
    return Doc(
        NLP.vocab,
        words=[word[0] for word in words],
        pos=[word[1] for word in words],
        deps=[word[2] for word in words],
        heads=[word[3] for word in words],
        sent_starts=[i == 0 for i in range(len(words))],
        ents=[f"B-{word[4]}" if word[4] else "O" for word in words],
        lemmas=[word[0].lower() for word in words],
    )


def date_of(doc: Doc, predicate: str, event_nouns: tuple[str, ...] = ()) -> str | None:
    found = read_times(doc, ARTICLE)
    token = next(token for token in doc if token.text == predicate)
    nouns = [token.i for token in doc if token.text in event_nouns]
    mention = time_of(found, token, event_nouns=nouns)
    return None if mention is None else mention.time.text


def test_times_of_a_predicate_and_of_what_was_said() -> None:
    doc = parsed(
        ("Russia", "PROPN", "nsubj", 1, "GPE"), ("left", "VERB", "ccomp", 6, ""), ("in", "ADP", "case", 3, ""),
        ("2014", "NUM", "obl", 1, ""), (",", "PUNCT", "punct", 1, ""), ("he", "PRON", "nsubj", 6, ""),
        ("said", "VERB", "ROOT", 6, ""), ("on", "ADP", "case", 8, ""), ("Monday", "PROPN", "obl", 6, ""),
    )  # fmt: skip
    assert date_of(doc, "left") == "in 2014"
    assert date_of(doc, "said") == "on Monday"


def test_times_of_a_subordinate_clause_stay_there() -> None:
    doc = parsed(
        ("Russia", "PROPN", "nsubj", 1, "GPE"), ("left", "VERB", "ROOT", 1, ""), ("because", "SCONJ", "mark", 4, ""),
        ("NATO", "PROPN", "nsubj", 4, "ORG"), ("grew", "VERB", "advcl", 1, ""), ("in", "ADP", "case", 6, ""),
        ("2004", "NUM", "obl", 4, ""),
    )  # fmt: skip
    assert date_of(doc, "left") is None
    assert date_of(doc, "grew") == "in 2004"


def test_times_of_the_object_date_the_verb_unless_it_is_an_event() -> None:
    doc = parsed(
        ("NATO", "PROPN", "nsubj", 1, "ORG"), ("suspended", "VERB", "ROOT", 1, ""),
        ("cooperation", "NOUN", "obj", 1, ""),
        ("with", "ADP", "case", 4, ""), ("Russia", "PROPN", "nmod", 2, "GPE"), ("in", "ADP", "case", 7, ""),
        ("the", "DET", "det", 7, ""), ("spring", "NOUN", "nmod", 2, ""), ("of", "ADP", "case", 9, ""),
        ("2014", "NUM", "nmod", 7, ""),
    )  # fmt: skip
    assert date_of(doc, "suspended") == "in the spring of 2014"
    assert date_of(doc, "cooperation") == "in the spring of 2014"
    assert date_of(doc, "suspended", event_nouns=("cooperation",)) is None


def test_times_modifying_an_event_noun() -> None:
    doc = parsed(
        ("They", "PRON", "nsubj", 1, ""), ("condemned", "VERB", "ROOT", 1, ""), ("the", "DET", "det", 4, ""),
        ("2014", "NUM", "nummod", 4, ""), ("annexation", "NOUN", "obj", 1, ""),
    )  # fmt: skip
    assert date_of(doc, "annexation") == "2014"
    assert date_of(doc, "condemned") is None


def test_times_at_the_head_of_a_sentence_date_both_verbs() -> None:
    doc = parsed(
        ("In", "ADP", "case", 1, ""), ("2014", "NUM", "obl", 3, ""), ("Russia", "PROPN", "nsubj", 3, "GPE"),
        ("annexed", "VERB", "ROOT", 3, ""), ("Crimea", "PROPN", "obj", 3, "GPE"), ("and", "CCONJ", "cc", 6, ""),
        ("sent", "VERB", "conj", 3, ""), ("troops", "NOUN", "obj", 6, ""),
    )  # fmt: skip
    assert date_of(doc, "sent") == "In 2014"


def test_times_a_parsed_plan_points_ahead() -> None:
    doc = parsed(
        ("They", "PRON", "nsubj", 1, ""), ("agreed", "VERB", "ROOT", 1, ""), ("to", "PART", "mark", 3, ""),
        ("meet", "VERB", "xcomp", 1, ""), ("on", "ADP", "case", 5, ""), ("Friday", "PROPN", "obl", 3, ""),
    )  # fmt: skip
    (mention,) = read_times(doc, ARTICLE)
    assert mention.time.earliest == dt.date(2019, 4, 19)
    assert date_of(doc, "agreed") is None


def test_times_never_of_a_person() -> None:
    doc = parsed(
        ("It", "PRON", "nsubj:pass", 1, ""), ("rejected", "VERB", "ROOT", 1, ""), ("by", "ADP", "case", 3, ""),
        ("May", "PROPN", "obl:agent", 1, "PERSON"),
    )  # fmt: skip
    assert read_times(doc, ARTICLE) == ()


def test_times_counted_nouns_after_a_preposition() -> None:
    doc = Doc(
        NLP.vocab, words=["It", "broke", "in", "2000", "places"], pos=["PRON", "VERB", "ADP", "NUM", "NOUN"],
        deps=["nsubj", "ROOT", "case", "nummod", "obl"], heads=[1, 1, 4, 4, 1], morphs=["", "", "", "", "Number=Plur"],
    )  # fmt: skip
    assert read_times(doc, ARTICLE) == ()


WORDS = st.sampled_from(
    [
        "in",
        "on",
        "since",
        "until",
        "by",
        "before",
        "after",
        "from",
        "between",
        "and",
        "to",
        "the",
        "a",
        "last",
        "next",
        "this",
        "past",
        "year",
        "years",
        "month",
        "week",
        "days",
        "Monday",
        "May",
        "March",
        "spring",
        "winter",
        "of",
        "early",
        "late",
        "mid",
        "-",
        "–",
        "/",
        ",",
        ".",
        "12",
        "31",
        "29",
        "February",
        "2014",
        "1999",
        "2100",
        "9999",
        "0000",
        "1990s",
        "'90s",
        "ago",
        "later",
        "quarter",
        "first",
        "second",
        "Q1",
        "FY",
        "half",
        "end",
        "decade",
        "century",
        "centuries",
        "9999999",
        "99",
        "twenty",
        "several",
        "0s",
        "2014-02-30",
        "31/31/2014",
        "tomorrow",
        "will",
        "that",
        "same",
        "day",
        "earlier",
        "following",
        "recent",
        "more",
        "than",
        "30th",
        "September",
        "weekend",
        "fortnights",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(WORDS, max_size=14), st.dates() | st.none(), st.sampled_from([" ", ""]))
def test_times_intervals_are_ordered_and_nothing_raises(words: list[str], day: dt.date | None, space: str) -> None:
    doc = NLP(space.join(words))
    end = 0
    for mention in read_times(doc, day):
        time = mention.time
        assert mention.span.start >= end
        end = mention.span.end
        assert doc.text[mention.span.start : mention.span.end] == time.text
        assert mention.start <= mention.head < mention.end
        if time.precision == "unresolved":
            assert time.earliest is None
            assert time.latest is None
        elif time.precision == "open":
            assert (time.earliest is None) != (time.latest is None)
        else:
            assert time.earliest is not None
            assert time.latest is not None
            assert time.earliest <= time.latest


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=80), st.dates() | st.none())
def test_times_of_any_text(text: str, day: dt.date | None) -> None:
    assert read_times(NLP(text), day) == read_times(NLP(text), day)


DATED = [
    ("Peru arrested the minister on Thursday, two days after Chile expelled an envoy.", "expelled", "2019-04-09"),
    ("Russia attacked Georgia on Tuesday. Iran summoned the envoy the same day.", "summoned", "2019-04-09"),
    ("The rebels set free 80 prisoners of war on Tuesday.", "set", "2019-04-09"),
    ("Wong flew to Beijing on Tuesday and met Wang.", "met", "2019-04-09"),
]


@pytest.mark.parametrize(("text", "verb", "day"), DATED)
def test_times_date_what_is_counted_from_another_clause_or_shared(text: str, verb: str, day: str) -> None:
    from realpolitik.extractors.language import load

    doc = load()(text)
    times = read_times(doc, ARTICLE)
    found = time_of(times, next(token for token in doc if token.text == verb))
    assert found is not None
    assert (found.time.earliest, found.time.latest) == (dt.date.fromisoformat(day), dt.date.fromisoformat(day))
