"""What people are called in a dataset: by a number, or by their names where that was asked for."""

from annotator.dataset.facts import Facts
from annotator.dataset.record import Record
from annotator.model import LayerKind


class Names:
    """The names of one dataset. `real`: people go by their own."""

    def __init__(self, facts: Facts, real: bool) -> None:
        self.real = real
        self._numbers = facts.people
        self._layers: dict[tuple[str, str, str], Record] = {}

    def number(self, person: str) -> int:
        """That of a person."""
        return self._numbers[person]

    def called(self, person: str) -> str:
        """What a person goes by."""
        return person if self.real else f"annotator-{self._numbers[person]}"

    def layer(self, layer: Record) -> Record:
        """A layer of a record as the dataset has it."""
        key = (layer["kind"], layer["name"], layer["version"])
        found = self._layers.get(key)
        if found is None:
            shown = self.called(key[1]) if key[0] == LayerKind.HUMAN else key[1]
            found = self._layers[key] = {"kind": key[0], "name": shown, "version": key[2]}
        return found

    def stable(self, person: str) -> str:
        """The same for a person whether names are told or not."""
        return f"annotator-{self._numbers[person]}"
