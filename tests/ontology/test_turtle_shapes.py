"""The shapes let through what DESIGN's example looks like, and nothing that breaks one of its rules."""

import typing
from pathlib import Path

import pytest
from pyshacl import validate
from rdflib import SH, Graph
from rdflib.collection import Collection

from realpolitik.ontology import schema as schema_module
from realpolitik.ontology.namespaces import PREFIXES, RP
from realpolitik.ontology.records import LinkedBy, Precision

HOME = Path(str(schema_module.__file__)).parent

GOOD = """
actor:RUS a rp:State ; rdfs:label "Russia"@en ; rp:iso3 "RUS" ; owl:sameAs wd:Q159 .
actor:NATO a rp:Organisation ; rdfs:label "NATO"@en .
actor:person-alexander-grushko a rp:Person ; rdfs:label "Alexander Grushko"@en ; rp:country actor:RUS .
actor:RUS rel:ceased-cooperation-with actor:NATO .
rel:ceased-cooperation-with a rp:Relation ; rdfs:subPropertyOf plover:sanctions ;
    rdfs:label "ceased cooperation with"@en .
id:article-1 a schema:NewsArticle ; schema:headline "No cooperation" ; schema:datePublished "2019-04-15"^^xsd:date .
id:event-1 a plover:SANCTION, sem:Event ; rp:mode plover:sanction-discontinue ; rp:context plover:context-military ;
    rp:subject actor:RUS ; rp:object actor:NATO ;
    rp:earliest "2014-03-01"^^xsd:date ; rp:latest "2014-05-31"^^xsd:date ;
    rp:precision "season" ; rp:score -6.0 .
id:tie-1 a rp:Tie ; rp:standing rp:holdsOffice ; rp:subject actor:person-alexander-grushko ; rp:object actor:RUS ;
    rp:role "deputy foreign minister" .
id:statement-1 a rp:Statement ; rp:about id:event-1 ;
    rp:polarity rp:affirmed ; rp:status rp:actual ; rp:voice rp:selfReport ;
    rp:attributedTo actor:person-alexander-grushko ; rp:confidence 0.91 ; rp:rule "active" ; rp:cue "stopped" ;
    prov:wasQuotedFrom id:article-1 ; oa:exact "Russia has stopped all cooperation, Grushko said." ;
    nif:beginIndex "93"^^xsd:nonNegativeInteger ; nif:endIndex "142"^^xsd:nonNegativeInteger ;
    rp:subjectMention id:mention-1 ; rp:hasCue id:cue-1 .
id:mention-1 a rp:Mention ; nif:anchorOf "Russia" ; rp:denotes actor:RUS ; rp:linkedBy "name" ;
    nif:beginIndex "93"^^xsd:nonNegativeInteger ; nif:endIndex "99"^^xsd:nonNegativeInteger .
id:cue-1 a rp:Cue ; nif:anchorOf "stopped" ; rp:cueKind "operator" ;
    nif:beginIndex 104 ; nif:endIndex 111 .
"""


@pytest.fixture(scope="module")
def ontology() -> Graph:
    graph = Graph()
    for name in ("realpolitik.ttl", "plover.ttl"):
        graph.parse(HOME / name, format="turtle")
    return graph


@pytest.fixture(scope="module")
def shapes() -> Graph:
    return Graph().parse(HOME / "shapes.ttl", format="turtle")


def report(data: str, shapes: Graph, ontology: Graph) -> str | None:
    """Return None where the data keep to the shapes, else what SHACL says."""
    head = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
    graph = ontology + Graph().parse(data=head + data, format="turtle")
    conforms, _, text = validate(graph, shacl_graph=shapes, inference="none")
    return None if conforms else text


def test_turtle_shapes_are_themselves_sound(shapes: Graph) -> None:
    conforms, _, text = validate(Graph(), shacl_graph=shapes, meta_shacl=True)
    assert conforms, text


def test_turtle_shapes_accept_a_graph_as_designed(shapes: Graph, ontology: Graph) -> None:
    assert report(GOOD, shapes, ontology) is None


def test_turtle_shapes_accept_a_recipient_that_is_no_known_actor(shapes: Graph, ontology: Graph) -> None:
    data = GOOD.replace("rp:subject actor:RUS ; rp:object actor:NATO ;", "rp:subject actor:RUS ;")
    assert report(data.replace("rp:subjectMention", "rp:objectMention"), shapes, ontology) is None


@pytest.mark.parametrize(("path", "alias"), [("linkedBy", LinkedBy), ("precision", Precision)])
def test_turtle_shapes_lists_are_those_of_the_records(shapes: Graph, path: str, alias: object) -> None:
    lists = [shapes.value(shape, SH["in"]) for shape in shapes.subjects(SH.path, RP[path])]
    found = [{str(value) for value in Collection(shapes, node)} for node in lists if node]
    assert found == [set(typing.get_args(alias))]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("id:event-1 a", "[] a", "IRI"),
        ("rp:confidence 0.91", 'rp:confidence "0.91"^^xsd:double', "xsd:decimal from 0 to 1"),
        ("rp:confidence 0.91", "rp:confidence 1.01", "xsd:decimal from 0 to 1"),
        ("rp:confidence 0.91", "rp:confidence 0.9, 0.8", "xsd:decimal from 0 to 1"),
        ("rp:polarity rp:affirmed ;", "", "exactly one polarity"),
        ("rp:polarity rp:affirmed", "rp:polarity rp:affirmed, rp:negated", "exactly one polarity"),
        ("rp:status rp:actual", "rp:status rp:affirmed", "exactly one status"),
        ("rp:voice rp:selfReport", 'rp:voice "self"', "exactly one voice"),
        ("rp:voice rp:selfReport", "rp:voice rp:publisher", "no speaker"),
        ("rp:about id:event-1 ;", "", "about exactly one"),
        ("rp:about id:event-1", "rp:about actor:RUS", "about exactly one"),
        ('rp:rule "active" ;', "", "names the one rule"),
        ('oa:exact "Russia has stopped all cooperation, Grushko said." ;', "", "holds its sentence"),
        ("prov:wasQuotedFrom id:article-1 ;", "", "links the one article"),
        ("prov:wasQuotedFrom id:article-1 ;", "prov:wasQuotedFrom id:event-1 ;", "links the one article"),
        ("prov:wasQuotedFrom id:article-1 ;", 'prov:wasQuotedFrom "article 1" ;', "links the one article"),
        ('nif:beginIndex "93"^^xsd:nonNegativeInteger', "nif:beginIndex 93.0", "span begins"),
        ('nif:beginIndex "93"^^xsd:nonNegativeInteger', "nif:beginIndex -1", "span begins"),
        ('nif:beginIndex "93"^^xsd:nonNegativeInteger', 'nif:beginIndex "93"', "span begins"),
        ('nif:endIndex "142"', 'nif:endIndex "93"', "before its end"),
        ('nif:endIndex "99"', 'nif:endIndex "92"', "before its end"),
        ('"2014-03-01"^^xsd:date', '"2014"^^xsd:gYear', "one xsd:date"),
        ('"2014-05-31"^^xsd:date', '"2014-02-28"^^xsd:date', "not after its end"),
        ('rp:precision "season"', 'rp:precision "spring"', "one of the ten"),
        ("rp:score -6.0", "rp:score -60.0", "from -10 to 10"),
        ("rp:subject actor:RUS ;", "", "has a subject"),
        ("rp:subject actor:RUS ;", "rp:subject id:article-1 ;", "has a subject"),
        ("a plover:SANCTION, sem:Event", "a plover:WAR, sem:Event", "class of the ontology"),
        ("a plover:SANCTION, sem:Event", "a plover:SANCTION, plover:AID, sem:Event", "at most one PLOVER type"),
        ("plover:sanction-discontinue", "plover:coerce-seize", "event's own type"),
        ("plover:sanction-discontinue", "plover:discontinue", "at most one mode"),
        ("plover:context-military", "plover:context-war", "PLOVER's"),
        ("rp:subject actor:RUS ; rp:object actor:NATO ;", "rp:subject actor:RUS ;", "needs a recipient"),
        ("rp:standing rp:holdsOffice", "rp:standing rp:score", "one standing relation"),
        ("rp:object actor:RUS ;\n    rp:role", "rp:role", "two ends"),
        ('actor:NATO a rp:Organisation ; rdfs:label "NATO"@en', "actor:NATO a rp:Organisation", "needs a label"),
        ("a rp:Organisation", "a rp:Alliance", "actor"),
        ('rp:iso3 "RUS"', 'rp:iso3 "Russia"', "three capitals"),
        ("owl:sameAs wd:Q159", "owl:sameAs wd:P31", "Wikidata item"),
        ('rdfs:label "ceased cooperation with"@en', "rdfs:seeAlso id:event-1", "needs a label"),
        ('"2019-04-15"^^xsd:date', '"15 April 2019"', "article's date"),
        ('rp:linkedBy "name"', 'rp:linkedBy "guess"', "eight ways"),
        ('rp:cueKind "operator" ;', "", "tells its kind"),
    ],
)
def test_turtle_shapes_refuse_a_broken_rule(shapes: Graph, ontology: Graph, old: str, new: str, message: str) -> None:
    assert GOOD.count(old) >= 1
    text = report(GOOD.replace(old, new, 1), shapes, ontology)
    assert text is not None
    assert message in text
