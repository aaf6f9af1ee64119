"""Standing relations: offices, representation, membership, alliance, ownership, place.

They stand in titles ("Deputy Foreign Minister X"), appositions ("X, Y's envoy to Z"), copular clauses ("X, who was Y's
envoy") and a few verbs ("X commanded Y").
"""

from collections.abc import Iterator

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from realpolitik.extractors.cast import Cast
from realpolitik.extractors.clauses import case_of, is_predicate, negator
from realpolitik.extractors.events import Event
from realpolitik.extractors.phrases import Phrase
from realpolitik.extractors.statements import StatementReader
from realpolitik.ontology.actors import Gazetteer
from realpolitik.ontology.records import Actor, Mention, Participant, Relation, Span, Statement
from realpolitik.ontology.roles import load_roles
from realpolitik.ontology.standing import load_standing_cues

__all__ = ["read_standing"]

_TITLES = frozenset({"nmod:desc", "compound", "flat", "nmod"})
_OF = ("of", "at", "to", "in", "for", "with", "on")
_FORMER = frozenset({"former", "ex", "ex-", "retired", "late", "erstwhile", "onetime", "one-time", "then"})
_NOT_YET = ("future", "designate", "elect", "incoming", "prospective", "potential", "candidate", "aspiring", "would")
_FUTURE = frozenset({*_NOT_YET, "not", "no"})
_SECOND = frozenset({"deputy", "vice", "assistant", "associate", "acting"})
_MAX_ROLE_WORDS = 4


def read_standing(sentence: TokenSpan, reader: StatementReader, gazetteer: Gazetteer) -> Iterator[Statement]:
    """Yield the standing relations that a sentence tells, in reading order."""
    for token in sentence:
        if token.pos_ in ("NOUN", "PROPN"):
            yield from _of_noun(token, sentence, reader, gazetteer)
        elif token.pos_ == "VERB" and is_predicate(token):
            yield from _of_verb(token, sentence, reader)
        if token.dep_ in ("amod", "compound") and token.head.pos_ in ("NOUN", "PROPN"):
            yield from _of_adjective(token, sentence, reader, gazetteer)
        if token.pos_ in ("NOUN", "PROPN"):
            yield from _of_place(token, sentence, reader, gazetteer)


def _of_noun(noun: Token, sentence: TokenSpan, reader: StatementReader, gazetteer: Gazetteer) -> Iterator[Statement]:
    found = _role_words(noun)
    if found is None:
        return
    words, relation, is_role = found
    if not relation:
        return
    for holder, how in _holders(noun):
        for subject in reader.arguments.cast.all_at(holder.i):
            if subject.actor is None or (is_role and subject.actor.kind != "person"):
                continue
            if not is_role and subject.actor.kind == "person":
                continue
            objects, extra = _objects(noun, holder, how, reader, gazetteer, subject.actor, is_role)
            for participant, stated in objects:
                if participant.actor is None or participant.actor.id == subject.actor.id:
                    continue
                beside = (*noun.children, *(holder.children if how == "title" else ()))
                former = any(t.lower_ in _FORMER and t.i < noun.i for t in beside)
                if negator(noun) is not None or any(t.lower_ in _FUTURE for t in noun.subtree if t.i < noun.i):
                    continue
                phrase = f"former {words} of" if former else f"{words} of"
                organ = participant.role is not None and participant.actor.kind == "state" and how == "apposition"
                held = "holdsOffice" if organ and relation == "headOf" else relation  # "the president of the court"
                yield _statement(
                    reader,
                    sentence,
                    noun,
                    subject,
                    participant,
                    Relation(phrase, words, standing=held),
                    extra,
                    rule=f"standing:{how}",
                    indirect=not stated,
                    presupposed=how in ("title", "apposition"),
                )


def _role_words(noun: Token) -> tuple[str, str, bool] | None:
    """Return the longest known role or standing noun that ends in `noun`, its relation, whether a person holds it."""
    roles = load_roles().roles
    cues = load_standing_cues()
    modifiers = [t for t in noun.children if t.dep_ in ("compound", "amod", "flat", "nmod:desc") and t.i < noun.i]
    for child in list(modifiers):
        modifiers.extend(t for t in child.children if t.dep_ in ("compound", "amod") and t.i < noun.i)
    if noun.dep_ == "compound" and noun.head.pos_ in ("NOUN", "PROPN") and noun.head.ent_type_ != "PERSON":
        return None  # part of a longer title
    if noun.dep_ in _TITLES:
        # The words of a title may all hang on the name: "Deputy Foreign Minister Alexander Grushko".
        beside = [t for t in noun.head.children if t.dep_ in ("nmod:desc", "compound", "amod", "flat")]
        if any(t.i == noun.i + 1 and t.pos_ in ("NOUN", "PROPN") and t.ent_type_ != "PERSON" for t in beside):
            return None  # a later word of the same title is its head
        modifiers.extend(t for t in beside if t.i < noun.i and t not in modifiers)
    beside_noun = {t.i: t for t in modifiers}
    run = [noun]
    while run[0].i - 1 in beside_noun and len(run) < _MAX_ROLE_WORDS:
        run.insert(0, beside_noun[run[0].i - 1])
    for start in range(len(run)):
        text = " ".join([*(t.lower_ for t in run[start:-1]), run[-1].lemma_.lower()])
        role = roles.get(text)
        if role is not None:
            of_phrase = _of_title(noun)
            of_names = ("GPE", "NORP", "ORG", "LOC")
            shown = [t for t in run if t.ent_type_ not in of_names and t.lower_ not in _FORMER]
            shown = [t for t in shown if t.ent_type_ != "PERSON" or t in run[start:]]
            # "Foreign ministers A and B": each is one.
            words = " ".join(t.lemma_.lower() if t == noun else t.lower_ for t in shown) or text
            if role.relation == "headOf" and words.split()[0] in _SECOND:
                return words + of_phrase, "holdsOffice", True
            return words + of_phrase, role.relation, True
        cue = cues.get(("noun", text))
        if cue is not None:
            return text, cue.relation, False
    return None


def _of_title(noun: Token) -> str:
    """Return the rest of titles like "secretary of state", "minister of defence", "chief of staff"."""
    for child in noun.children:
        common = child.ent_type_ == "" and child.pos_ in ("NOUN", "PROPN")
        if child.dep_ == "nmod" and common and case_of(child) == "of":
            return "" if any(c.dep_ == "det" for c in child.children) else f" of {child.lower_}"
    return ""


def _holders(noun: Token) -> Iterator[tuple[Token, str]]:
    head = noun.head
    following = noun.nbor(1) if noun.i + 1 < len(noun.doc) else noun
    if following.ent_type_ == "PERSON" and following.ent_iob_ == "B" and following != head:
        # A title belongs to the name right after it, whatever the parse of a list of names says.
        yield following, "title"
        return
    if (
        noun.dep_ in _TITLES
        and head.pos_ == "PROPN"
        and noun.i < head.i
        and not any(c.dep_ == "case" for c in noun.children)
    ):
        yield head, "title"
    if noun.dep_ == "appos":
        yield head, "apposition"
    if noun.dep_ == "conj" and noun.head.dep_ == "appos":
        yield noun.head.head, "apposition"
    for child in noun.children:
        if child.dep_ in ("appos", "flat") and child.pos_ == "PROPN" and child.i > noun.i:
            yield child, "apposition"
    if any(c.dep_ == "cop" for c in noun.children) and not any(c.lower_ in ("not", "n't") for c in noun.children):
        subjects = [c for c in noun.children if c.dep_ == "nsubj"]
        for subject in subjects:
            if subject.lower_ in ("who", "which", "that") and noun.dep_ == "acl:relcl":
                yield noun.head, "relative"
            else:
                yield subject, "copula"


def _objects(
    noun: Token,
    holder: Token,
    how: str,
    reader: StatementReader,
    gazetteer: Gazetteer,
    subject: Actor,
    is_role: bool,
) -> tuple[list[tuple[Participant, bool]], tuple[str, ...]]:
    """Return whose role it is, each with whether the phrase says so itself, and what else the phrase names."""
    cast = reader.arguments.cast
    owners: list[Participant] = []
    extra: list[str] = []
    bearers = [noun, holder] if how == "title" else [noun]
    for bearer in bearers:
        for child in bearer.children:
            if child in (noun, holder):
                continue
            inside = child.dep_ in ("nmod:poss", "amod", "compound", "nmod:desc") and child.i < bearer.i
            if inside:
                owners.extend(_owners(child, cast))
                for grandchild in child.children:
                    if grandchild.dep_ in ("amod", "compound", "nmod:poss"):
                        owners.extend(_owners(grandchild, cast))
    for child in noun.children:
        preposition = case_of(child) if child.dep_ == "nmod" else None
        if preposition in _OF:
            named = _owners(child, cast)
            if is_role and preposition != "of":
                named = [p for p in named if p.actor is not None and p.actor.kind != "place"]
            if not owners:
                owners.extend(named)
            elif named:
                span = reader.doc[child.left_edge.i : child.i + 1]
                extra.append(span.text)
    owners = [p for p in owners if p.actor is not None and p.actor.id != subject.id]
    if is_role:
        owners = [p for p in owners if p.actor is not None and p.actor.kind != "person"]
    if owners:
        return [(owners[0], True)], tuple(extra)
    if is_role and subject.country and how == "title" and _may_hold(noun, subject, gazetteer):
        # The title names no state, but the article says elsewhere whose it is.
        state = gazetteer.actor(subject.country)
        role = load_roles().roles.get(noun.lemma_.lower())
        if state is not None and (role is None or role.side == "state"):
            mention = Mention(Span(noun.idx, noun.idx + len(noun)), noun.text, None)
            return [(Participant(mention, state, "office", noun.lower_), False)], ()
    return [], ()


def _may_hold(noun: Token, person: Actor, gazetteer: Gazetteer) -> bool:
    """Tell whether a title without a state can be the person's own: somebody known holds only known offices."""
    offices = gazetteer.offices(person.id)
    lemma = noun.lemma_.lower()
    return not offices or any(lemma in office.title.lower() for office in offices)


def _owners(token: Token, cast: Cast) -> list[Participant]:
    direct = [p for p in cast.all_at(token.i) if p.actor is not None]
    return direct or [p for p in cast.inside(token) if p.actor is not None][:1]


def _of_verb(verb: Token, sentence: TokenSpan, reader: StatementReader) -> Iterator[Statement]:
    cue = load_standing_cues().get(("verb", verb.lemma_.lower()))
    if cue is None or cue.slot is None:
        return
    clause = reader.clauses.at(verb)
    subjects = (
        clause.slots.get("subj", ())
        if cue.relation not in ("basedIn", "locatedIn")
        else (clause.slots.get("obj", ()) or clause.slots.get("subj", ()))
    )
    for one in reader.arguments.read(subjects, whole=False):
        for other in reader.arguments.read(clause.slots.get(cue.slot, ()), whole=False):
            if one.indirect or other.indirect or one.participant.actor == other.participant.actor:
                continue
            if other.participant.role is not None:
                continue  # who led a country's delegation does not lead the country
            subject, target = (other, one) if cue.inverse else (one, other)
            kinds = reader.schema.standing[cue.relation]
            if not _fits(subject.participant, kinds.domain) or not _fits(target.participant, kinds.range):
                continue
            phrase = Phrase.verbal(cue.lemma, None, None, cue.slot if cue.slot != "obj" else None).text()
            if cue.inverse:
                phrase = f"{phrase} by"
            yield _statement(
                reader,
                sentence,
                verb,
                subject.participant,
                target.participant,
                Relation(phrase, verb.text, standing=cue.relation),
                (),
                rule="standing:verb",
            )


def _fits(participant: Participant, kinds: frozenset[str]) -> bool:
    return participant.actor is not None and (not kinds or participant.actor.kind in kinds)


def _of_adjective(
    adjective: Token, sentence: TokenSpan, reader: StatementReader, gazetteer: Gazetteer
) -> Iterator[Statement]:
    text = "".join(t.text for t in adjective.subtree).lower()
    cue = load_standing_cues().get(("adjective", text))
    if cue is None:
        return
    for subject in reader.arguments.cast.all_at(adjective.head.i):
        actor = subject.actor
        if actor is None or actor.kind not in ("media", "company") or not actor.country:
            continue
        state = gazetteer.actor(actor.country)
        if state is not None:
            mention = Mention(Span(adjective.idx, adjective.idx + len(adjective)), adjective.text, None)
            yield _statement(
                reader,
                sentence,
                adjective,
                subject,
                Participant(mention, state, "description"),
                Relation("owned by", text, standing=cue.relation),
                (),
                rule="standing:adjective",
                indirect=True,
            )


def _of_place(token: Token, sentence: TokenSpan, reader: StatementReader, gazetteer: Gazetteer) -> Iterator[Statement]:
    """Yield what a phrase says of where a place or an armed group is: "Mosul, Iraq", "the bridge in Mostar"."""
    first = token
    while first.dep_ == "conj" and first.head.i < first.i:
        first = first.head  # "in Syria and Iraq"
    head, how = first.head, case_of(first)
    cue = load_standing_cues().get(("preposition", how)) if how else None
    beside = how is None and first.dep_ in ("appos", "nmod:unmarked", "flat") and token.i == first.i
    if beside:
        # "Palmyra, Syria" names the wider after the narrower.
        named = token.pos_ == "PROPN" and head.i < token.i and reader.doc[head.i + 1].text == ","
        plain = all(t.dep_ == "punct" for t in token.lefts) and not list(token.conjuncts)
        cue = load_standing_cues().get(("preposition", "in")) if named and plain else None
    if cue is None or head.i >= token.i or first.dep_ not in ("nmod", "appos", "nmod:unmarked", "flat"):
        return
    if head.sent.root.i == head.i:
        return  # a dateline: "KYIV, Ukraine (AP)"
    cast = reader.arguments.cast
    within = [p for p in cast.all_at(token.i) if p.actor is not None and p.actor.kind in ("state", "place")]
    for subject in cast.all_at(head.i):
        actor = subject.actor
        if actor is None or actor.kind not in (("place",) if beside else ("place", "armed_group")):
            continue
        for place in within:
            if place.actor is None or place.actor.id == actor.id or not _lies_in(actor, place.actor, gazetteer):
                continue
            relation = Relation("located in" if beside else f"located {how}", how or token.text, standing=cue.relation)
            yield _statement(
                reader,
                sentence,
                token,
                subject,
                place,
                relation,
                (),
                rule="standing:place",
                indirect=actor.kind != "place",
                presupposed=True,
            )


def _lies_in(actor: Actor, place: Actor, gazetteer: Gazetteer) -> bool:
    """Whether nothing that the gazetteer knows speaks against a place's lying in another."""
    if actor.kind != "place" or actor.country is None:
        return True
    countries = {place.id, place.country}
    facts = gazetteer.facts(actor.id)
    return actor.country in countries or bool(facts and countries & set(facts.claimants))


def _statement(
    reader: StatementReader,
    sentence: TokenSpan,
    token: Token,
    subject: Participant,
    target: Participant,
    relation: Relation,
    extra: tuple[str, ...],
    *,
    rule: str,
    indirect: bool = False,
    presupposed: bool = False,
) -> Statement:
    event = Event(
        event_type="",
        mode=None,
        contexts=(),
        agents=(),
        recipients=(),
        predicate=token,
        phrase=Phrase(None, None, relation.phrase, None),
        rule=rule,
        cues=(),
        words=(token,),
    )
    return reader.standing(
        event,
        sentence,
        subject,
        target,
        relation,
        extra,
        confidence=0.75 if indirect else 0.9,
        presupposed=presupposed,
    )
