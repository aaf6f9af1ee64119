"""Readers: files, pages and tables into articles."""

from realpolitik.extractors.readers.articles import Markup, read_article_text, read_articles
from realpolitik.extractors.readers.decoding import MAX_BYTES
from realpolitik.extractors.readers.files import SUFFIXES

__all__ = ["MAX_BYTES", "SUFFIXES", "Markup", "read_article_text", "read_articles"]
