"""Real pages, read where they stand: none of them is taken for a wall."""

from __future__ import annotations

import pytest

from benchmarks.corpus import ABSENT, CORPUS, Kind, Served, corpus_files
from leakwatch.crawl.walls import Answer, wall_of
from leakwatch.extract import read_document
from leakwatch.models import Marks

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not CORPUS.is_dir(), reason=ABSENT),
]


@pytest.mark.parametrize("served", Served)
def test_no_real_page_is_taken_for_anything_else(served: Served) -> None:
    pages = [file for file in corpus_files() if file.kind is Kind.PAGE]
    assert len(pages) > 200
    taken = {}
    for file in pages:
        document = read_document(
            file.body, url="https://corpus.example/file", content_type=file.content_type(served)
        )
        name = wall_of(Answer(document=document, body=file.body), Marks())
        if name is not None:
            taken[file.name] = name
    assert taken == {}
