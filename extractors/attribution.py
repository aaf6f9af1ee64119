"""Attribution: who says so. Verbs of saying, "according to", reports and claims as nouns, adverbs, and quotes.

A quotation that runs over sentences, and one that stands without a verb of saying, belongs to the speaker of the
quotation before it in the same or the preceding paragraph.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token

from realpolitik.extractors.clauses import (
    MODALS,
    SUMMING_UP,
    ClauseIndex,
    case_of,
    conjuncts,
    is_predicate,
    negator,
    noun_told_of,
)
from realpolitik.extractors.events import Event
from realpolitik.ontology.lexicon import AttributionCue, Lexicon

__all__ = ["Level", "Quotes", "Speech", "read_quotes"]

_MAX_STEPS = 14
_QUOTING = frozenset({"quote", "cite"})
# Verbs whose subject is the author of the claim or report that is their object.
_MAKING = frozenset({"make", "issue", "publish", "release", "repeat", "voice", "have", "hear", "put"})


@dataclass(frozen=True, slots=True)
class Level:
    """One speaker between the publisher and a claim.

    `denies` where the speaker says that it is not so; `unsaid` where the text does not say that the speaker says so
    ("could not confirm", "if Iran says").
    """

    speakers: tuple[Token, ...]
    cue: Token
    denies: bool = False
    quoted: bool = False
    strength: str = "high"
    unsaid: bool = False


@dataclass(frozen=True, slots=True)
class Quote:
    """A stretch between quotation marks: first and last token inside."""

    start: int
    end: int
    paragraph: int


def read_quotes(doc: Doc) -> list[Quote]:
    """Return the quotations of a text; a quotation still open at the end of a paragraph ends there.

    Marks around a word or two are scare quotes or titles and do not count.
    """
    quotes: list[Quote] = []
    opened: int | None = None
    paragraph = 0
    for token in doc:
        text = token.text
        if token.is_space and "\n" in text:
            if opened is not None and token.i - opened > 3:
                quotes.append(Quote(opened, token.i - 1, paragraph))
            opened = None
            paragraph += 1
        elif text in ("“", "``") or (text == '"' and opened is None):
            opened = token.i + 1
        elif (text in ("”", "''") or text == '"') and opened is not None:
            if token.i - opened > 3:
                quotes.append(Quote(opened, token.i - 1, paragraph))
            opened = None
    if opened is not None and len(doc) - opened > 3:
        quotes.append(Quote(opened, len(doc) - 1, paragraph))
    return quotes


class Quotes:
    """The quotations of a Doc with their speakers."""

    def __init__(self, doc: Doc, speech: "Speech") -> None:
        self.quotes = read_quotes(doc)
        self._speakers: list[tuple[tuple[Token, ...], Token] | None] = []
        self._starts = [q.start for q in self.quotes]
        previous: tuple[tuple[Token, ...], Token] | None = None
        previous_paragraph = -2
        for quote in self.quotes:
            found = speech.speaker_beside(quote)
            if found is None and previous is not None and quote.paragraph - previous_paragraph <= 1:
                found = previous
            self._speakers.append(found)
            if found is not None:
                previous, previous_paragraph = found, quote.paragraph

    def around(self, token: Token) -> tuple[Quote, tuple[tuple[Token, ...], Token] | None] | None:
        """Return the quotation that holds a token, with its speaker and the word that says so where known."""
        from bisect import bisect_right

        at = bisect_right(self._starts, token.i) - 1
        if at >= 0 and self.quotes[at].end >= token.i:
            return self.quotes[at], self._speakers[at]
        return None


class Speech:
    """Finds the speakers of claims in one Doc."""

    def __init__(self, doc: Doc, clauses: ClauseIndex, lexicon: Lexicon) -> None:
        self.doc = doc
        self.clauses = clauses
        self.lexicon = lexicon
        self.quotes = Quotes(doc, self)

    def levels(self, event: Event) -> list[Level]:
        """Return the speakers of an event from the nearest to the outermost; empty where the publisher speaks."""
        found = list(self._denials(event))
        found.extend(self._walk(event.predicate))
        inside = self.quotes.around(event.predicate)
        if inside is not None:
            quote, speaker = inside
            within = [level for level in found if quote.start <= level.cue.i <= quote.end]
            outside = [level for level in found if level not in within]
            if outside:
                found = [*within, *(replace(level, quoted=True) for level in outside)]
            elif speaker is not None:
                found = [*within, Level(speaker[0], speaker[1], quoted=True)]
            elif not within:
                found = [Level((), self.doc[quote.start], quoted=True)]
        return found

    def _denials(self, event: Event) -> Iterator[Level]:
        if "negated" not in event.marks:
            return
        for word in event.words:
            cue = self.lexicon.attribution(word.lemma_.lower(), "VERB") if word.pos_ == "VERB" else None
            if cue is not None and cue.effect == "deny":
                yield Level(self.speakers(word), word)

    def _walk(self, node: Token) -> Iterator[Level]:
        below: Token | None = None
        for _ in range(_MAX_STEPS):
            yield from self._beside(node, below)
            below, head = node, node.head
            if head == node:
                return
            if head.pos_ in ("VERB", "AUX") and node.dep_ in ("ccomp", "xcomp", "advcl", "obj", "parataxis"):
                cue = self.lexicon.attribution(head.lemma_.lower(), "VERB")
                clausal = node.dep_ == "ccomp" or (node.dep_ == "parataxis" and node.i < head.i)
                if cue is not None and clausal:
                    yield Level(
                        self.speakers(head),
                        head,
                        cue.effect == "deny" and negator(head) is None,
                        strength=cue.strength,
                        unsaid=cue.effect == "doubt" or self._unsaid(head),
                    )
            elif head.pos_ == "NOUN" and node.dep_ in ("acl", "ccomp", "acl:relcl") and not _relative(node):
                cue = self._source_noun(head)
                if cue is not None:
                    yield Level(self._owner(head), head, cue.effect == "deny", strength=cue.strength)
                    yield from self._denial_of(head)
            elif head.pos_ == "NOUN" and node.dep_ == "nmod" and case_of(node) == "of":
                cue = self._source_noun(head)
                if cue is not None:
                    yield Level(self._owner(head, of_phrase=False), head, cue.effect == "deny", strength=cue.strength)
                    yield from self._denial_of(head)
            if head.dep_ in SUMMING_UP and node.dep_ == "acl:relcl" and self._source_noun(head) is not None:
                return  # "Israel says so, a claim Hamas denies": Israel does not say that Hamas denies
            node = head

    def _unsaid(self, verb: Token) -> bool:
        """Tell whether the saying itself is negated, possible, conditional, asked about or refused."""
        if negator(verb) is not None:
            return True
        for child in verb.children:
            if child.dep_ == "aux" and child.lower_ in MODALS:
                return True
            if child.dep_ == "mark" and child.lower_ in ("if", "unless", "whether"):
                return True
        parent = verb.head
        if verb.dep_ == "xcomp" and parent.pos_ == "VERB":
            return any(o.event_type == "REJECT" for o in self.lexicon.verb_operators(parent.lemma_.lower()))
        return parent == verb and verb.sent[-1].lower_ == "?"

    def _source_noun(self, noun: Token) -> AttributionCue | None:
        cue = self.lexicon.attribution(noun.lemma_.lower(), "NOUN")
        return cue if cue is not None and "source-noun" in cue.frames else None

    def _denial_of(self, noun: Token) -> Iterator[Level]:
        """Yield who denies a report or claim: "denied reports that he had left"."""
        if noun.dep_ == "obj" and noun.head.pos_ == "VERB":
            cue = self.lexicon.attribution(noun.head.lemma_.lower(), "VERB")
            if cue is not None and cue.effect == "deny":
                yield Level(self.speakers(noun.head), noun.head, denies=True)

    def _beside(self, node: Token, below: Token | None) -> Iterator[Level]:
        for child in node.children:
            if child == below:
                continue  # what stands inside "he said" is not said by him
            if child.dep_ == "obl" and (case_of(child) or "").startswith("according"):
                yield Level(conjuncts(child), child)
            elif child.dep_ in ("obl", "obl:agent") and case_of(child) == "by" and self._source_noun(child) is not None:
                yield Level(self._owner(child), child)  # "by Tehran's account"
            elif child.dep_ == "parataxis" and child.pos_ == "VERB":
                cue = self.lexicon.attribution(child.lemma_.lower(), "VERB")
                if cue is None or self._about_a_noun(child):
                    continue
                if not any(c.dep_ in ("ccomp", "obj") for c in child.children):
                    yield Level(self.speakers(child), child, cue.effect == "deny", strength=cue.strength)
            elif child.dep_ == "advcl" and child.lower_ == "according":
                fillers = [c for c in child.children if c.dep_ in ("obl", "obj")]
                if fillers:
                    yield Level(conjuncts(fillers[0]), child)
            elif child.dep_ in ("advmod", "amod") and child.pos_ in ("ADV", "ADJ"):
                cue = self.lexicon.attribution(child.lemma_.lower(), child.pos_)
                if cue is not None and "adverb" in cue.frames:
                    yield Level((), child, strength=cue.strength)

    def _about_a_noun(self, verb: Token) -> bool:
        """Tell whether an inserted clause speaks of the noun before it: "accused Iran, a charge Tehran denies"."""
        noun = noun_told_of(verb)
        return noun is not None and (noun.head == verb.head or self._source_noun(noun) is not None)

    def speakers(self, verb: Token) -> tuple[Token, ...]:
        """Return who speaks: the subject, or whoever is quoted ("Reuters quoted an official as saying")."""
        if verb.dep_ in ("advcl", "xcomp", "acl") and verb.head.lemma_.lower() in _QUOTING:
            quoted = self.clauses.at(verb.head).slots.get("obj", ())
            if quoted:
                return quoted
        return self.clauses.at(verb).slots.get("subj", ())

    def _owner(self, noun: Token, *, of_phrase: bool = True) -> tuple[Token, ...]:
        """Return whose claim or report it is: its owner, its nationality, or who makes it."""
        prepositions = ("by", "from", "of") if of_phrase else ("by", "from")
        for child in noun.children:
            if child.dep_ == "nmod:poss" or (child.dep_ == "nmod" and case_of(child) in prepositions):
                return conjuncts(child)
            if child.dep_ in ("amod", "compound") and child.ent_type_ in ("NORP", "GPE", "ORG"):
                return (child,)
        if is_predicate(noun.head) and noun.dep_ == "obj":
            cue = self.lexicon.attribution(noun.head.lemma_.lower(), "VERB")
            if noun.head.lemma_.lower() in _MAKING or (cue is not None and cue.effect == "assert"):
                return self.clauses.at(noun.head).slots.get("subj", ())
        return ()

    def speaker_beside(self, quote: Quote) -> tuple[tuple[Token, ...], Token] | None:
        """Return the speaker of the verb of saying just outside a quotation, where it ends or begins."""
        for anchor in (quote.end, quote.start):
            sentence = self.doc[anchor].sent
            best: tuple[int, Token] | None = None
            for token in sentence:
                if quote.start <= token.i <= quote.end or token.pos_ != "VERB":
                    continue
                cue = self.lexicon.attribution(token.lemma_.lower(), "VERB")
                if cue is None or not self.speakers(token):
                    continue
                distance = min(abs(token.i - quote.end), abs(token.i - quote.start))
                if best is None or distance < best[0]:
                    best = (distance, token)
            if best is not None and best[0] <= 25:
                return self.speakers(best[1]), best[1]
        return None


def _relative(verb: Token) -> bool:
    pronouns = ("who", "which", "that")
    if any(c.lower_ in pronouns and c.dep_ in ("nsubj", "nsubj:pass", "obj") for c in verb.children):
        return True
    # "a charge Moscow denies": what is missing is the noun itself.
    return verb.dep_ == "acl:relcl" and not any(c.dep_ in ("mark", "obj", "ccomp", "xcomp") for c in verb.children)
