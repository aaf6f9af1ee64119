"""Statements to RDF, and RDF to queries, networks, exports and the page."""

from realpolitik.graph.store import GraphStore, open_graph

__all__ = ["GraphStore", "open_graph"]
