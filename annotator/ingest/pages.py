"""Web pages, through trafilatura: it finds the article in the page better than our rules would."""

from importlib.metadata import version

from annotator.errors import InputError
from annotator.ingest import metadata
from annotator.ingest.incoming import Draft, refused


def extracted(name: str, page: str, encoding: str) -> Draft | InputError:
    """The article of a page whose bytes are already text; the text is verbatim what the extractor gives."""
    try:
        from trafilatura import bare_extraction
    except ImportError:
        mend = "install it with pip install 'quotation-annotator[html]', or save the article as text"
        return refused(name, "web pages need the optional part “html” of this program", mend)
    document = bare_extraction(page, with_metadata=True, include_comments=False, include_tables=False)
    found = document if document is None or isinstance(document, dict) else document.as_dict()
    text = found and found.get("text")
    if not found or not isinstance(text, str):
        return refused(name, "no article was found in the page", "save the article as text")
    said = {
        "title": found.get("title"),
        "outlet": found.get("sitename") or found.get("hostname"),
        "date": found.get("date"),
        "author": found.get("author"),
        "url": found.get("url"),
        "extractor": f"trafilatura {version('trafilatura')}",
    }
    return Draft(text, metadata.source(name, said, encoding))
