"""What is remembered of files and folders that were taken in, a short text each."""

from sqlalchemy import Connection

from annotator.store import tables as t


def remember(connection: Connection, path: str, text: str) -> None:
    """From now on `text` is what is remembered of `path`."""
    c = t.corpus_state.c
    row = t.corpus_state.update().where(c.path == path).values(fingerprint=text)
    if not connection.execute(row).rowcount:
        connection.execute(t.corpus_state.insert().values(path=path, fingerprint=text))
