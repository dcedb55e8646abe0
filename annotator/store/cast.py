"""The registry as a bulk run meets it: entries that proposals bring, and that go with the last of them."""

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, select

from annotator.errors import StoreError
from annotator.model import Speaker
from annotator.store import read
from annotator.store import tables as t
from annotator.store.rows import insert
from annotator.store.write import chunks, speaker_row

_s = t.speaker.c
_AGAIN = t.speaker.update().where(_s.id == bindparam("key"))


class Cast:
    """Those of the registry that one transaction of the layer with the key `layer` names or brings."""

    def __init__(self, connection: Connection, layer: int, uids: Sequence[str]) -> None:
        """`uids` may hold some twice, and some that are not there."""
        self._connection, self._layer = connection, layer
        self.keys: dict[str, int] = {}  # of the live ones
        self._gone: dict[str, int] = {}
        self._new: dict[str, Speaker] = {}
        self._read(list(dict.fromkeys(uids)))

    def _read(self, uids: Sequence[str]) -> None:
        for some in chunks(uids):
            rows = self._connection.execute(select(_s.uid, _s.id, _s.deleted).where(_s.uid.in_(some)))
            for uid, key, deleted in rows:
                (self._gone if deleted else self.keys)[uid] = key

    def bring(self, speakers: Sequence[Speaker]) -> list[Speaker]:
        """Those of `speakers` that the registry lacks; `write` puts them there. Raises StoreError."""
        lacking = [s for s in speakers if s.id not in self.keys and s.id not in self._new]
        if merged := next((speaker for speaker in lacking if speaker.merged_into), None):
            raise StoreError(f"a program merges no entries ({merged.name}); it proposes that")
        self._new |= {speaker.id: speaker for speaker in lacking}
        return lacking

    def write(self, named: Sequence[str]) -> None:
        """Put there what was brought. Raises StoreError where `named` has one that is not there then."""
        if lost := set(named) - self.keys.keys() - self._new.keys():
            raise StoreError(f"the registry has no speaker {min(lost)}; read it and the article again")
        if not self._new:
            return
        again = {uid: key for uid in self._new if (key := self._gone.get(uid))}
        rows = {uid: speaker_row(s) | {"brought_by": self._layer} for uid, s in self._new.items()}
        if again:
            self._connection.execute(_AGAIN, [rows[uid] | {"key": key} for uid, key in again.items()])
            self._forget_aliases(list(again.values()))
        if new := [row | {"uid": uid} for uid, row in rows.items() if uid not in again]:
            insert(self._connection, t.speaker, new)
        self._read(list(self._new))
        self._write_aliases()

    def _write_aliases(self) -> None:
        rows = [
            {"speaker": self.keys[uid], "n": n, "alias": alias}
            for uid, speaker in self._new.items()
            for n, alias in enumerate(speaker.aliases)
        ]
        insert(self._connection, t.alias, rows)

    def drop(self, uids: Sequence[str]) -> list[Speaker]:
        """Of these, remove what proposals brought, no person has touched and nothing names; the entries."""
        v, q = t.quote_voice.c, t.quote.c
        voices = t.quote_voice.join(t.quote, q.id == v.quote)
        named = select(v.quote).select_from(voices).where(v.speaker == _s.id, q.deleted == 0)
        dropped: list[Speaker] = []
        for some in chunks(uids):
            alone = _s.uid.in_(some) & _s.brought_by.is_not(None) & ~named.correlate(t.speaker).exists()
            dropped += read.speakers(self._connection, alone)
        for some in chunks([speaker.id for speaker in dropped]):
            self._connection.execute(t.speaker.update().where(_s.uid.in_(some)).values(deleted=1))
        return dropped

    def _forget_aliases(self, keys: Sequence[int]) -> None:
        for some in chunks(keys):
            self._connection.execute(t.alias.delete().where(t.alias.c.speaker.in_(some)))
