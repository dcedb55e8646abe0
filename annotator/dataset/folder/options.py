"""What a dataset folder may be asked to be."""

from dataclasses import dataclass

COMPRESSIONS = ("zst", "gz")
UNSAID = "other"  # what the Hub takes for a licence that is not told


@dataclass(frozen=True, slots=True)
class Options:
    """`gold`: words that name gold layers to take where nothing is adjudicated, the first that is there."""

    names: bool = False
    gold: tuple[str, ...] = ()
    compress: str | None = None  # zst or gz
    parquet: bool = False
    title: str = "Quotations in news"
    license: str = UNSAID
    language: str = "en"

    @property
    def ending(self) -> str:
        """That of a data file."""
        if self.parquet:
            return ".parquet"
        return ".jsonl" if self.compress is None else f".jsonl.{self.compress}"
