"""Times in a text: what each expression means as an interval of days, and which of them dates a predicate.

A weekday is the nearest one not after the article's day, or not before it where its clause speaks of what is to come.
Without an article's day, relative expressions stay unresolved and keep their text. Event-relative ones ("a day after
the vote") stay unresolved too, unless the sentence or the one before names the time they count from, or they count from
the clause they stand in ("... on Thursday, two days after police had shot a farmer").
"""

import datetime as dt
import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from spacy.tokens import Doc, Span, Token

from realpolitik.extractors.time_absolute import absolute
from realpolitik.extractors.time_calendar import Period, day, shifted
from realpolitik.extractors.time_phrases import phrase
from realpolitik.extractors.time_relative import quantity
from realpolitik.extractors.time_scene import Found, Scene, TimeKind
from realpolitik.extractors.time_words import Lexeme, is_core, is_name_part, kind_of, lexemes, may_open, word_kinds
from realpolitik.ontology.records import Span as CharSpan
from realpolitik.ontology.records import TimeSpan

__all__ = ["TimeKind", "TimeMention", "present_be", "read_times", "time_of"]

_VERBAL: Final = frozenset({"VERB", "AUX"})
_PERSON: Final = frozenset({"PERSON", "PER"})
_ATTACHED: Final = ("obl", "advmod", "nmod", "nummod", "amod", "compound", "appos", "dep", "discourse", "parataxis")
_OBJECTS: Final = frozenset({"obj", "iobj", "nsubj:pass", "csubj:pass", "obl", "xcomp", "dobj", "nsubjpass", "pobj"})
_AFTER_CAPITAL: Final = re.compile(r"\b([A-Z][a-z]+)\.?\s(?=([A-Z][a-z]+)\b(?!\s*[0-9]))")
_CALENDAR: Final = range(1000, 9000)
_STEPS_UP: Final = 4
_WORDS_BACK: Final = 6


@dataclass(frozen=True, slots=True)
class TimeMention:
    """One time expression in a Doc.

    `start` and `end` are tokens (end exclusive); `head` is the token by which it hangs in the sentence. `kind` is
    `event` (when), `since` and `until` (open intervals) or `duration` (how long, not when).
    """

    span: CharSpan
    start: int
    end: int
    head: int
    time: TimeSpan
    kind: TimeKind = "event"


def read_times(doc: Doc, article_date: dt.date | None) -> tuple[TimeMention, ...]:
    """Return the times of `doc` in reading order; never raises, whatever the text.

    Sentence bounds, parts of speech, dependencies and entity types are used where the Doc has them.
    """
    sentences = list(doc.sents) if doc.has_annotation("SENT_START") else [doc[:]]
    people = _names_of_people(doc)
    # Near the ends of Python's calendar the neighbouring years do not exist.
    today = article_date if article_date is not None and article_date.year in _CALENDAR else None
    found: list[TimeMention] = []
    previous: Period | None = None
    for sentence in sentences:
        own = list(_in_sentence(sentence, today, people, previous))
        found += own
        days = [one.time for one in own if one.kind == "event" and one.time.precision == "day" and one.time.earliest]
        # "The same day", "two days later" look back one sentence.
        previous = Period(days[-1].earliest, days[-1].latest, "day") if days else None
    return tuple(found)


def _in_sentence(
    sentence: Span, today: dt.date | None, people: frozenset[str], previous: Period | None
) -> Iterator[TimeMention]:
    text = sentence.text
    words = tuple(lexemes(text))
    if not any(is_core(word) for word in words):
        return
    offset = sentence.start_char

    def ahead(index: int) -> bool:
        found = _tokens(sentence, offset + words[index].start, offset + words[index].end)
        return found is not None and _points_ahead(_head(found), sentence)

    scene = Scene(words, today, ahead, previous)
    at = 0
    last: Found | None = None
    while at < len(words):
        found = _also(scene, at, last) or (phrase(scene, at) if may_open(words[at]) else None)
        tokens = None
        if found is not None:
            tokens = _tokens(sentence, offset + words[at].start, offset + words[found.end - 1].end)
        if found is None or tokens is None or _is_other(scene, at, found, tokens, people):
            at += 1
            continue
        yield _mention(scene, at, found, tokens, offset, text)
        if found.period.resolved and found.kind != "duration":
            scene.previous = found.period
        at, last = found.end, found


def _also(scene: Scene, at: int, last: Found | None) -> Found | None:
    """A second year, month or decade: "in 2000 and 2007"."""
    if last is None or at != last.end + 1 or scene.low(at - 1) not in ("and", "or"):
        return None
    found = absolute(scene, at, "and")
    return found if found is not None and found.period.precision == last.period.precision else None


def _tokens(sentence: Span, start: int, end: int) -> Span | None:
    """The tokens that characters of the Doc lie in; `Doc.char_span` looks through the whole Doc for each."""
    low, high = sentence.start, sentence.end
    first = bisect_right(range(low, high), start, key=lambda i: sentence.doc[i].idx) + low - 1
    last = bisect_left(range(low, high), end, key=lambda i: sentence.doc[i].idx) + low
    return sentence.doc[first:last] if low <= first < last else None


def _mention(scene: Scene, at: int, found: Found, tokens: Span, offset: int, sentence: str) -> TimeMention:
    span = CharSpan(offset + scene.words[at].start, offset + scene.words[found.end - 1].end)
    text = sentence[scene.words[at].start : scene.words[found.end - 1].end]
    period = found.period
    time = TimeSpan(period.earliest, period.latest, period.precision, text, span)
    return TimeMention(span, tokens.start, tokens.end, _head(tokens).i, time, found.kind)


def _head(tokens: Span) -> Token:
    """The token by which a span hangs in its sentence; without a parse, its last word."""
    if not tokens[0].has_dep():
        return next((token for token in reversed(tokens) if not token.is_punct), tokens[-1])
    outward = [token for token in tokens if token.head.i == token.i or not tokens.start <= token.head.i < tokens.end]
    return next((token for token in outward if token.dep_ not in ("case", "det", "mark", "punct")), outward[0])


def _names_of_people(doc: Doc) -> frozenset[str]:
    """Month names that stand in this text after another capitalised word: "Theresa May", "Ms. May"."""
    kinds = word_kinds()
    return frozenset(
        match[2]
        for match in _AFTER_CAPITAL.finditer(doc.text)
        if "month" in kinds.get(match[2].lower(), ()) and match[1].lower() not in kinds
    )


def _is_other(scene: Scene, at: int, found: Found, tokens: Span, people: frozenset[str]) -> bool:
    """Tell whether what reads like a time is a person, a verb, an amount or part of a name."""
    words = scene.words[at : found.end]
    names = [word for word in words if kind_of(word, "month") or kind_of(word, "weekday")]
    has_number = any(word.kind not in ("word", "mark") for word in words)
    if any(token.ent_type_ in _PERSON for token in tokens):
        return True
    if names and not has_number:
        by_name = [_tokens(tokens, *_place(tokens, scene, at, word)) for word in names]
        if any(span is not None and span[0].pos_ in _VERBAL for span in by_name):
            return True
        if any(word.text in people for word in names) and words[0].lower not in (
            "in",
            "since",
            "during",
            "until",
            "last",
            "next",
            "this",
            "early",
            "late",
            "mid",
        ):
            return True
    after = scene.at(found.end)
    if not found.period.dated and after is not None and after.lower.startswith("attack"):
        stated = " ".join(
            word.text for word in words if word.text not in (".", ",") and word.lower not in ("the", "on")
        )
        if is_name_part("day", stated):
            return True
    head = _head(tokens) if tokens[0].has_dep() else None
    return (
        head is not None
        and found.period.precision == "year"
        and head.dep_ == "nummod"
        and head.head.i >= tokens.end
        and head.head.pos_ == "NOUN"
        and "Plur" in head.head.morph.get("Number", [])
        and words[0].lower in ("in", "of", "by", "for", "from", "after", "before", "around", "over")
    )


def _place(tokens: Span, scene: Scene, at: int, word: Lexeme) -> tuple[int, int]:
    offset = tokens.sent.start_char if tokens.doc.has_annotation("SENT_START") else 0
    return offset + word.start, offset + word.end


def _points_ahead(token: Token, sentence: Span) -> bool:
    """Tell whether the clause of a time speaks of what is to come ("will meet on", "due in", "plans to leave in")."""
    if not token.has_dep():
        return _future_before(token, sentence)
    word = token
    for _ in range(_STEPS_UP):
        if _is_ahead(word):
            return True
        if word.pos_ in _VERBAL and word.i != token.i:
            break
        if word.head.i == word.i:
            break
        word = word.head
    if _is_ahead(word):
        return True
    # "is meeting him on June 29"
    helpers = [child for child in word.children if child.dep_ == "aux"]
    if word.lower_.endswith("ing") and helpers and all(present_be(one) for one in helpers):
        return True
    for child in word.children:
        if child.dep_.startswith("aux") and _is_word(child, "future"):
            return True
        if child.tag_ == "TO" or (child.pos_ == "PART" and child.lower_ == "to"):
            return not _is_word(word.head, "aspect") or word.head.i == word.i
    return False


def present_be(token: Token) -> bool:
    """Whether a helping verb is "is" or "are"."""
    return bool(token.lemma_ == "be" and "Pres" in token.morph.get("Tense", []))


def _is_ahead(token: Token) -> bool:
    """Whether a word speaks of what is to come: "the talks are set for May", and not "they set prisoners free"."""
    return _is_word(token, "ahead") and not any(child.dep_ in ("obj", "compound:prt") for child in token.children)


def _is_word(token: Token, kind: str) -> bool:
    for text in (token.lower_, token.lemma_.lower()):
        lexeme = Lexeme("word", text, text, 0, len(text), False)
        if text and kind_of(lexeme, kind) is not None:
            return True
    return False


def _future_before(token: Token, sentence: Span) -> bool:
    """Without a parse: a word of the future shortly before, in the same stretch between commas."""
    for index in range(token.i - 1, max(sentence.start, token.i - _WORDS_BACK) - 1, -1):
        word = token.doc[index]
        if word.text in (",", ";", '"', "“", "”"):
            return False
        if word.text.islower() and (_is_word(word, "future") or _is_word(word, "ahead")):
            return True
    return False


def time_of(times: Sequence[TimeMention], predicate: Token, *, event_nouns: Collection[int] = ()) -> TimeMention | None:
    """Return the time that dates `predicate` (a verb or an event noun), or None.

    It hangs from the predicate itself, from its object ("suspended cooperation in 2014") or, where it opens the
    sentence, from the verb that the predicate is coordinated with. Times inside subordinate clauses, and times of a
    verb of saying, belong to those. `event_nouns` are tokens that are predicates themselves and keep their times.
    """
    if not predicate.doc.has_annotation("DEP"):
        return None
    if predicate.doc.has_annotation("SENT_START"):
        sentence = predicate.sent
        first = bisect_left(times, sentence.start, key=_start)
        times = times[first : bisect_left(times, sentence.end, key=_start)]
    found = [
        (rank, mention)
        for mention in times
        if mention.kind != "duration" and (rank := _rank(mention, predicate, event_nouns)) is not None
    ]
    best = (
        min(
            found,
            key=lambda pair: (
                pair[0],
                pair[1].time.precision == "unresolved",
                pair[1].kind != "event",
                abs(pair[1].head - predicate.i),
            ),
        )[1]
        if found
        else None
    )
    if best is None or best.time.precision == "unresolved":
        return _counted_from(times, predicate, event_nouns) or best
    return best


def _start(mention: TimeMention) -> int:
    return mention.start


def _counted_from(times: Sequence[TimeMention], predicate: Token, event_nouns: Collection[int]) -> TimeMention | None:
    """The time of "two days after police had shot a farmer", counted from the clause that it is added to."""
    mark = next((c for c in predicate.children if c.dep_ == "mark" and c.lower_ in ("after", "before")), None)
    if predicate.dep_ != "advcl" or mark is None or predicate.head.i == predicate.i:
        return None
    stated = next((t for t in times if t.kind == "event" and t.end in (mark.i, mark.i + 1)), None)
    base = time_of(times, predicate.head, event_nouns=event_nouns)
    if stated is None or base is None or base.time.precision != "day" or base.time.earliest is None:
        return None
    text = stated.time.text
    count = quantity(Scene(tuple(lexemes(text)), base.time.earliest, lambda _: False), 0)
    if count is None or count[1] is None or count[2] not in ("day", "week"):
        return None
    step = -count[1] if mark.lower_ == "after" else count[1]
    period = day(shifted(base.time.earliest, count[2], step))
    time = TimeSpan(period.earliest, period.latest, period.precision, text, stated.span)
    return TimeMention(stated.span, stated.start, stated.end, stated.head, time)


def _rank(mention: TimeMention, predicate: Token, event_nouns: Collection[int]) -> int | None:
    """0: hangs from the predicate; 1: from its object; 2: from the verb it shares an opening time with."""
    word = predicate.doc[mention.head]
    if word.i == predicate.i or mention.start <= predicate.i < mention.end:
        return None
    for step in range(_STEPS_UP):
        if not word.dep_.startswith(_ATTACHED):
            break
        governor = word.head
        if governor.i == predicate.i:
            return 0 if step == 0 or predicate.pos_ in ("NOUN", "PROPN") else 1
        if (
            governor.head.i == predicate.i
            and governor.dep_ in _OBJECTS
            and predicate.pos_ in _VERBAL
            and governor.pos_ not in _VERBAL
            and governor.i not in event_nouns
            and (step > 0 or (word.dep_.startswith(("nmod", "obl")) and _has_preposition(word, mention)))
        ):
            return 1
        if governor.i == word.i or governor.pos_ in _VERBAL or governor.i in event_nouns:
            break
        if step == 0 and not _has_preposition(word, mention):
            break
        word = governor
    if _shares_opening(mention, predicate):
        return 2
    return 3 if _shares_clause(mention, predicate) else None


def _shares_clause(mention: TimeMention, predicate: Token) -> bool:
    """ "Wong flew to Beijing in December and met Wang": the time of one deed holds for what its doer did with it."""
    if predicate.pos_ not in _VERBAL or any(c.dep_.startswith(("nsubj", "mark")) for c in predicate.children):
        return False
    if predicate.dep_ not in ("conj", "advcl") or (predicate.dep_ == "advcl" and predicate.tag_ not in ("VBG", "")):
        return False
    first = predicate.head
    word = predicate.doc[mention.head]
    hangs = word.head.i == first.i or (word.head.head.i == first.i and word.head.pos_ not in _VERBAL)
    return hangs and word.dep_.startswith(_ATTACHED) and mention.end <= predicate.i and first.pos_ in _VERBAL


def _has_preposition(word: Token, mention: TimeMention) -> bool:
    return (
        any(child.dep_ == "case" or child.pos_ == "ADP" for child in word.children)
        or word.doc[mention.start].pos_ == "ADP"
    )


def _shares_opening(mention: TimeMention, predicate: Token) -> bool:
    """ "In 2014 Russia annexed Crimea and sent troops": the opening time holds for both verbs."""
    if predicate.dep_ != "conj" or predicate.pos_ not in _VERBAL:
        return False
    first = predicate.head
    word = predicate.doc[mention.head]
    if word.head.i != first.i or not word.dep_.startswith(_ATTACHED) or mention.end > first.i:
        return False
    before_subject = all(child.i > mention.head for child in first.children if child.dep_.startswith("nsubj"))
    own_subject = any(child.dep_.startswith("nsubj") for child in predicate.children)
    return before_subject and not own_subject
