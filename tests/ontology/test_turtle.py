"""The ontology read as an ontologist would check it (after the pitfalls that OOPS! looks for)."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, XSD, BNode, Graph, Literal, Namespace, URIRef

from realpolitik.ontology import schema as schema_module
from realpolitik.ontology.namespaces import PLOVER, PREFIXES, RP

HOME = Path(str(schema_module.__file__)).parent
FILES = ("realpolitik.ttl", "plover.ttl")
SCHEMA_ORG = Namespace(PREFIXES["schema"])
KINDS_OF_PROPERTY = (OWL.ObjectProperty, OWL.DatatypeProperty)


@pytest.fixture(scope="module")
def ontology() -> Graph:
    graph = Graph()
    for name in FILES:
        graph.parse(HOME / name, format="ox-turtle")
    return graph


def own(graph: Graph) -> list[URIRef]:
    """Return the terms of our two namespaces."""
    terms = {term for term in graph.subjects() if str(term).startswith((str(RP), str(PLOVER)))}
    return sorted(term for term in terms if isinstance(term, URIRef))


def properties(graph: Graph) -> Iterator[URIRef]:
    for term in own(graph):
        if any((term, RDF.type, kind) in graph for kind in KINDS_OF_PROPERTY):
            yield term


def test_turtle_realpolitik_stays_small(ontology: Graph) -> None:
    ours = [term for term in own(ontology) if str(term).startswith(str(RP))]
    assert 20 <= sum((term, RDF.type, OWL.Class) in ontology for term in ours) <= 35
    assert 40 <= sum(term in set(properties(ontology)) for term in ours) <= 60


def test_turtle_has_no_blank_node(ontology: Graph) -> None:
    assert not [triple for triple in ontology if any(isinstance(node, BNode) for node in triple)]


def test_turtle_every_term_has_one_label_and_a_home(ontology: Graph) -> None:
    for term in own(ontology):
        labels = list(ontology.objects(term, RDFS.label))
        assert len(labels) == 1, term
        assert isinstance(labels[0], Literal)
        assert labels[0].language == "en", term
        assert len(list(ontology.objects(term, RDFS.isDefinedBy))) == 1, term


def test_turtle_every_term_has_definition_and_example(ontology: Graph) -> None:
    for term in own(ontology):
        if "cameo-" in term:
            continue
        definition = ontology.value(term, SKOS.definition)
        assert definition is not None, term
        assert definition.endswith("."), term
        assert definition != ontology.value(term, RDFS.label), term
        assert list(ontology.objects(term, SKOS.example)), term


def test_turtle_definitions_are_unlike(ontology: Graph) -> None:
    found: dict[str, URIRef] = {}
    for term in own(ontology):
        definition = ontology.value(term, SKOS.definition)
        assert str(definition) not in found, (term, found.get(str(definition)))
        if definition is not None:
            found[str(definition)] = term


def test_turtle_every_property_has_domain_and_range(ontology: Graph) -> None:
    known = set(own(ontology)) | {RDFS.Resource}
    for term in properties(ontology):
        domain, range_ = ontology.value(term, RDFS.domain), ontology.value(term, RDFS.range)
        assert domain in known, term
        if (term, RDF.type, OWL.ObjectProperty) in ontology:
            assert range_ in known, term
        else:
            assert str(range_).startswith(str(XSD)), term
        if domain == RDFS.Resource:
            assert len(list(ontology.objects(term, SCHEMA_ORG.domainIncludes))) > 1, term
        if range_ == RDFS.Resource:
            assert len(list(ontology.objects(term, SCHEMA_ORG.rangeIncludes))) > 1, term


def test_turtle_no_property_has_two_domains(ontology: Graph) -> None:
    for term in properties(ontology):
        assert len(list(ontology.objects(term, RDFS.domain))) == 1, term
        assert len(list(ontology.objects(term, RDFS.range))) == 1, term


def test_turtle_inverses_mirror_each_other(ontology: Graph) -> None:
    pairs = list(ontology.subject_objects(OWL.inverseOf))
    assert pairs
    for left, right in pairs:
        assert left != right
        assert (right, OWL.inverseOf, left) in ontology
        assert ontology.value(left, RDFS.domain) == ontology.value(right, RDFS.range)
        ends = SCHEMA_ORG.domainIncludes, SCHEMA_ORG.rangeIncludes
        assert set(ontology.objects(left, ends[0])) == set(ontology.objects(right, ends[1])), (left, right)
        assert set(ontology.objects(left, ends[1])) == set(ontology.objects(right, ends[0])), (left, right)


def test_turtle_symmetric_properties_have_like_ends(ontology: Graph) -> None:
    symmetric = list(ontology.subjects(RDF.type, OWL.SymmetricProperty))
    assert symmetric
    for term in symmetric:
        ends = (set(ontology.objects(term, SCHEMA_ORG[name])) for name in ("domainIncludes", "rangeIncludes"))
        assert next(ends) == next(ends), term
        assert ontology.value(term, OWL.inverseOf) is None


def test_turtle_no_term_is_left_alone(ontology: Graph) -> None:
    notations = set(ontology.objects(None, SKOS.notation))
    for term in own(ontology):
        links = {p for p, o in ontology.predicate_objects(term) if isinstance(o, URIRef)} - {RDFS.isDefinedBy, RDF.type}
        typed_by_us = any(str(cls).startswith(str(RP)) for cls in ontology.objects(term, RDF.type))
        used = (None, None, term) in ontology or any(Literal(code, datatype=term) == code for code in notations)
        assert links or typed_by_us or used, term


def test_turtle_no_term_is_used_but_not_declared(ontology: Graph) -> None:
    own_terms = set(own(ontology))
    for subject, predicate, value in ontology:
        for node in (subject, predicate, value):
            if str(node).startswith((str(RP), str(PLOVER))) and isinstance(node, URIRef):
                assert node in own_terms, node


def test_turtle_foreign_superterms_are_declared(ontology: Graph) -> None:
    standard = (str(RDF), str(OWL), str(RDFS))
    for predicate in (RDFS.subClassOf, RDFS.subPropertyOf):
        for term in ontology.objects(None, predicate):
            assert str(term).startswith(standard) or (term, RDF.type, None) in ontology, term


def test_turtle_class_tree_has_no_ring(ontology: Graph) -> None:
    for predicate in (RDFS.subClassOf, RDFS.subPropertyOf):
        for term in set(ontology.subjects(predicate)):
            above = [parent for parent in ontology.transitive_objects(term, predicate) if parent != term]
            for parent in above:
                assert (parent, predicate, term) not in ontology, (term, parent)


def test_turtle_classes_begin_upper_case_and_properties_lower_case(ontology: Graph) -> None:
    props = set(properties(ontology))
    for term in own(ontology):
        name = str(term).rsplit("#", 1)[1]
        if (term, RDF.type, OWL.Class) in ontology:
            assert name[0].isupper(), term
        elif term in props:
            assert name[0].islower(), term


def test_turtle_aligns_with_the_vocabularies_of_the_field(ontology: Graph) -> None:
    aligned = {
        str(parent)
        for predicate in (RDFS.subClassOf, RDFS.subPropertyOf, SKOS.closeMatch)
        for parent in ontology.objects(None, predicate)
    }
    for prefix in ("sem", "prov", "nif", "grasp", "skos", "schema"):
        assert any(term.startswith(PREFIXES[prefix]) for term in aligned), prefix


@pytest.mark.parametrize("name", [*FILES, "shapes.ttl"])
def test_turtle_prefixes_are_those_of_the_project(name: str) -> None:
    graph = Graph(bind_namespaces="none").parse(HOME / name, format="turtle")
    for prefix, iri in graph.namespaces():
        if prefix not in ("rps", "xml"):
            assert PREFIXES[prefix] == str(iri)
