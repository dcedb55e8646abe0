"""What a dataset depends on beside its bundles: as JSON can hold it, so that a snapshot freezes it, too."""

from dataclasses import asdict, dataclass, field
from typing import Any

from annotator import __version__
from annotator.model import ADJUDICATED
from annotator.store import Store


@dataclass(frozen=True, slots=True)
class Facts:
    """`people`: the number of each by name. `layers`: [kind, name, version] of each. `entries`: for each
    entry of the registry the name of the one that it stands for today. `settled_by`: who adjudicated.
    """

    tool: str = __version__
    scheme: dict[str, str] | None = None  # name, version, digest, text
    guideline: str | None = None  # its digest
    layers: list[list[str]] = field(default_factory=list)
    people: dict[str, int] = field(default_factory=dict)
    settled_by: list[str] = field(default_factory=list)
    entries: dict[str, str] = field(default_factory=dict)

    def of_kind(self, kind: str) -> list[list[str]]:
        """The layers of a kind, by name."""
        return sorted(layer for layer in self.layers if layer[0] == kind)


def facts(store: Store) -> dict[str, Any]:
    """The facts of a database as JSON. Who has no number yet gets one.

    Call it after the look that bundles come from has begun: then it knows everybody who is in them.
    """
    scheme = store.last_scheme()
    return asdict(
        Facts(
            scheme=scheme._asdict() if scheme else None,
            guideline=store.last_guideline(),
            layers=[[x.kind.value, x.name, x.version] for x in store.layers()],
            people=dict(sorted(store.pseudonyms().items())),
            settled_by=store.who_made(ADJUDICATED),
            entries=_entries(store),
        )
    )


def of_json(told: dict[str, Any]) -> Facts:
    """Facts as `facts` told them. What an older version did not tell has its default."""
    known = Facts.__dataclass_fields__
    return Facts(**{key: value for key, value in told.items() if key in known})


def _entries(store: Store) -> dict[str, str]:
    speakers = {one.id: one for one in store.speakers()}
    found = {}
    for one in speakers.values():
        at, seen = one, {one.id}
        while at.merged_into in speakers and at.merged_into not in seen:
            seen.add(at.merged_into)
            at = speakers[at.merged_into]
        found[one.id] = at.name
    return dict(sorted(found.items()))
