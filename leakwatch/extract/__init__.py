"""Bytes → text and labelled fields: encodings, HTML, feeds; the only place that parses pages."""

from __future__ import annotations

from leakwatch.extract.addresses import absolute, canonical_url, unwrapped, with_parameter
from leakwatch.extract.answers import Answer, read_answer
from leakwatch.extract.decoding import decode, scrub
from leakwatch.extract.document import Document, read_document
from leakwatch.extract.feeds import Feed, FeedEntry, read_entries
from leakwatch.extract.fragments import fragment_text
from leakwatch.extract.hashing import content_hash
from leakwatch.extract.language import language_of
from leakwatch.extract.meaning import meaning_hash, without_noise
from leakwatch.extract.records import PageRecord, no_page, page_record, read_record
from leakwatch.extract.saved import read_saved
from leakwatch.extract.selecting import check_selector, parse_selector
from leakwatch.extract.table import Row, read_rows
from leakwatch.extract.xml_text import xml_bytes, xml_text

__all__ = [
    "Answer",
    "Document",
    "Feed",
    "FeedEntry",
    "PageRecord",
    "Row",
    "absolute",
    "canonical_url",
    "check_selector",
    "content_hash",
    "decode",
    "fragment_text",
    "language_of",
    "meaning_hash",
    "no_page",
    "page_record",
    "parse_selector",
    "read_answer",
    "read_document",
    "read_entries",
    "read_record",
    "read_rows",
    "read_saved",
    "scrub",
    "unwrapped",
    "with_parameter",
    "without_noise",
    "xml_bytes",
    "xml_text",
]
