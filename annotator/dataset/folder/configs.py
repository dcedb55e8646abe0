"""The configs of a folder: what each is called, where its files are, what a line of it is."""

from dataclasses import dataclass
from functools import cached_property

from annotator.dataset.schema.schemas import annotations_schema, articles_schema, quotes_schema
from annotator.dataset.schema.shapes import Schema, Shape, shape
from annotator.dataset.views.tasks import Task


@dataclass(frozen=True)
class Config:
    """`schema` is the JSON Schema of a line: everything else that is said of its keys is read off it."""

    name: str
    folder: str
    words: str  # what a line is, for people
    schema: Schema

    @cached_property
    def shape(self) -> dict[str, Shape]:
        """What keys there are, of which types."""
        return shape(self.schema)


def of_task(task: Task) -> Config:
    """The config that a view for a task is."""
    return Config(task.name, task.name, task.says, task.schema)


QUOTES = Config("quotes", "data", "a gold quote, with soft labels", quotes_schema())
ANNOTATIONS = Config("annotations", "annotations", "what one annotator judged", annotations_schema())
ARTICLES = Config("articles", "articles", "a text, with its sentences", articles_schema())
ALWAYS = (QUOTES, ANNOTATIONS, ARTICLES)
