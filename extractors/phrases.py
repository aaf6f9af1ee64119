"""The words of a relation as a reader sees them: "ceased cooperation with", "annexed", "urged to stop expansion"."""

from dataclasses import dataclass, replace
from functools import lru_cache

from lemminflect import getInflection
from spacy.tokens import Token

from realpolitik.ontology.lexicon import Head

__all__ = ["Phrase", "complement_of", "gerund", "past_tense"]

_CLAUSES = frozenset({"xcomp", "ccomp", "advcl"})
_ARGUMENTS = frozenset({"obj", "iobj", "subj"})
_KEPT_MODIFIERS = frozenset({"compound", "amod"})
_MAX_WORDS = 7


@lru_cache(maxsize=4096)
def past_tense(lemma: str) -> str:
    """Return the past tense of an English verb: "withdrew" for "withdraw", "was" for "be"."""
    if lemma == "be":
        return "was"
    forms = getInflection(lemma, tag="VBD")
    return str(forms[0]) if forms else lemma + ("d" if lemma.endswith("e") else "ed")


@lru_cache(maxsize=4096)
def gerund(lemma: str) -> str:
    """Return the -ing form of an English verb."""
    forms = getInflection(lemma, tag="VBG")
    return str(forms[0]) if forms else lemma + "ing"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A relation phrase in parts: verb, particle, complement, preposition; a noun without verb has no verb."""

    verb: str | None
    particle: str | None
    complement: str | None
    preposition: str | None
    bare: str | None = None
    """How it reads as a noun phrase under another verb ("cooperation", "annexation")."""
    bare_preposition: str | None = None

    @classmethod
    def verbal(cls, verb: str, particle: str | None, complement: str | None, preposition: str | None) -> "Phrase":
        """Make the phrase of a verb."""
        return cls(verb, particle, complement, preposition)

    @classmethod
    def nominal(cls, noun: Token, head: Head, preposition: str | None) -> "Phrase":
        """Make the phrase of an event noun: under its verb where it has one ("annexation" reads "annexed")."""
        words = complement_of(noun) or noun.lemma_.lower()
        if head.verb is None:
            return cls(None, None, words, preposition, words, preposition)
        direct = head.recipients[:1] == ("obj",)
        return cls(head.verb, head.particle, None, None if direct else preposition, words, preposition)

    def under(
        self, token: Token, verb: str | None, particle: str | None, *, slot: str, bare_gerund: bool = False
    ) -> "Phrase":
        """Return the phrase under an operator: "stop" over "cooperation with" is "stopped cooperation with".

        `verb` is the operator's verb, also where the text has its noun ("suspension of aid" reads "suspended aid");
        `slot` is where the inner event stands, `bare_gerund` whether it is one ("stopped attacking").
        """
        preposition = self.preposition
        clausal = slot in _CLAUSES
        if clausal or self.bare is None:
            verbal = self.verb if (clausal and not bare_gerund) or self.verb is None else gerund(self.verb)
            inner = " ".join(part for part in (verbal, self.particle, self.complement) if part)
            link = "to" if clausal or slot in _ARGUMENTS else slot
            linked = inner.startswith("to ") or (clausal and bare_gerund)
            complement = inner if linked else f"{link} {inner}"
        else:
            complement = self.bare if slot in _ARGUMENTS else f"{slot} {self.bare}"
            preposition = self.bare_preposition
        own = complement_of(token)
        if token.pos_ == "ADJ":
            return Phrase("be", None, f"{token.lower_} {complement}", preposition)
        if verb is None:
            noun = own or token.lemma_.lower()
            joined = _joined(noun, complement, slot)
            return Phrase(None, None, joined, preposition, joined, preposition)
        return Phrase(
            verb, particle, complement, preposition, _joined(own, complement, slot) if own else None, preposition
        )

    def around_object(self, slot: str) -> "Phrase":
        """Return the phrase with a gap where its object stands: "urged … to stop", "demanded that … stop"."""
        complement = self.complement or ""
        if slot == "ccomp":
            for infinitive, finite in (("not to ", "that … not "), ("to ", "that … ")):
                if complement.startswith(infinitive):
                    return replace(self, complement=finite + complement.removeprefix(infinitive))
        return replace(self, complement=f"… {complement}")

    def with_negated_complement(self) -> "Phrase":
        """Return the phrase with its complement negated: "urged not to abandon", "thanked for not attacking"."""
        words = (self.complement or "").split()
        verbal = next((i for i, word in enumerate(words[:2]) if word == "to" or word.endswith("ing")), None)
        if verbal is None:
            return self
        return replace(self, complement=" ".join([*words[:verbal], "not", *words[verbal:]]))

    def towards(self, preposition: str | None) -> "Phrase":
        """Return the phrase with its complement as the object to come: "withdrew from", not "withdrew treaty from"."""
        return replace(self, complement=None, preposition=preposition) if self.verb else self

    def refused(self) -> "Phrase":
        """Return the phrase of a refusal: "refused to lift ban on"."""
        inner = " ".join(part for part in (self.verb, self.particle, self.complement) if part)
        if self.verb is None:
            return Phrase("refuse", None, self.complement, self.preposition)
        return Phrase("refuse", None, f"to {inner}", self.preposition)

    def text(self) -> str:
        """Return the phrase in the past tense, at most some words long."""
        complement = self.complement
        while complement and " of " in complement and len(complement.split()) > _MAX_WORDS - 1:
            complement = complement.rpartition(" of ")[0]
        verb = past_tense(self.verb) if self.verb else None
        words = " ".join(p for p in (verb, self.particle, complement) if p).split()[:_MAX_WORDS]
        if self.preposition and (not words or words[-1] != self.preposition):
            words.append(self.preposition)
        return " ".join(words)

    def with_preposition(self, preposition: str | None) -> "Phrase":
        """Return the phrase with another preposition."""
        return replace(self, preposition=preposition)


def _joined(noun: str, complement: str, slot: str) -> str:
    return f"{noun} of {complement}" if slot in _ARGUMENTS else f"{noun} {complement}"


def complement_of(noun: Token | None) -> str | None:
    """Return a noun with its close modifiers, names and nationalities left out: "military cooperation"."""
    if noun is None or noun.pos_ not in ("NOUN",):
        return None
    kept = [
        child
        for child in noun.children
        if child.dep_ in _KEPT_MODIFIERS
        and child.i < noun.i
        and child.pos_ in ("NOUN", "ADJ")
        and not child.ent_type_
        and child.lower_.isalpha()
        and not child.is_title
        and child.doc[child.i + 1].text not in ("-", "–")
    ]
    return " ".join(_hyphenated(t) for t in sorted([*kept[-2:], noun], key=lambda t: t.i))


def _hyphenated(word: Token) -> str:
    """Return a word with what hyphens bind to it: "high-level", "cease-fire"."""
    doc, parts, i = word.doc, [word.lower_], word.i
    while i >= 2 and doc[i - 1].text in ("-", "–"):
        parts[:0] = [doc[i - 2].lower_, "-"]
        i -= 2
    return "".join(parts)
