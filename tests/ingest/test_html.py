"""Web pages: their article, through the optional extractor."""

import sys
from pathlib import Path

import pytest

from annotator.model import RegionKind
from tests.ingest.reading import one, refusal, written

PAGE = """\
<html lang="en"><head><meta charset="{charset}"><title>Velden votes to stay | The Herald</title>
<meta name="author" content="Ana Ruiz"><meta property="og:site_name" content="The Herald">
<meta property="article:published_time" content="2021-05-04T10:00:00Z"></head>
<body><nav><a href="/">Home</a></nav><article><h1>Velden votes to stay</h1>
<p>The council of Velden said on Monday that it would not sell the harbour, “not for any price in the
world,” as the mayor put it in a café.</p><p>“We will stay,” said Ana Ruiz, the mayor. “Nobody asked us to
leave, and nobody will.” The vote came after a long night of talks that led nowhere.</p><p>Otto Marn, who
leads the opposition, said that the vote was a farce &amp; a shame.</p></article></body></html>
"""


@pytest.mark.parametrize(
    ("declared", "codec", "read_as"),
    [("utf-8", "utf-8", "utf-8"), ("iso-8859-1", "cp1252", "declared cp1252"), ("rot13", "utf-8", "utf-8")],
)
def test_the_article_of_a_page(tmp_path: Path, declared: str, codec: str, read_as: str) -> None:
    pytest.importorskip("trafilatura", reason="needs the extra html")
    found = one(written(tmp_path, "a.html", PAGE.format(charset=declared).encode(codec)))
    article, (source,) = found.article, found.article.sources
    assert (source.title, source.outlet, source.author) == ("Velden votes to stay", "The Herald", "Ana Ruiz")
    assert (source.date, source.encoding) == ("2021-05-04", read_as)
    assert source.extra[0][0] == "extractor"
    assert "“We will stay,” said Ana Ruiz, the mayor." in article.text
    assert "farce & a shame." in article.text
    assert "Home" not in article.text
    assert [(r.kind, r.span.of(article.text).strip()) for r in found.regions] == [
        (RegionKind.HEADLINE, "Velden votes to stay")
    ]


def test_a_page_without_an_article(tmp_path: Path) -> None:
    pytest.importorskip("trafilatura", reason="needs the extra html")
    assert "no article was found" in refusal(written(tmp_path, "a.htm", "<html></html>"))


def test_without_the_extractor_the_sentence_names_the_extra(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    path = written(tmp_path, "a.html", PAGE)
    assert "pip install 'quotation-annotator[html]'" in refusal(path)
