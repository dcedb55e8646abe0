"""A whole corpus labelled on the dry screen, then with the same keys in a real terminal, and compared."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from annotator.work.worklist import Worklist
from scripts.benches.keying.arms import WHO, Corpus, at_work, project, texts, twin
from scripts.benches.keying.cast import Cast
from scripts.benches.keying.dry import Dry, raw
from scripts.benches.keying.hand import Hand, Stroke
from scripts.benches.keying.spans import Marker
from scripts.benches.keying.wanted import Story
from scripts.benches.terminal import Terminal, annotator

AT_ONCE = 50  # keys sent before the terminal is read again


class NotGoldError(Exception):
    """What came out is not what the gold says."""


def labelled(folder: Path, arm: str, corpus: Corpus, marker: Marker) -> list[Stroke]:
    """The keys that label all of `corpus`. They were pressed in a terminal, too, and gave the gold there."""
    planned = project(folder / f"{arm}-planned", arm, corpus)
    played = twin(planned, folder / f"{arm}-played")
    cast = Cast(corpus.stories, texts(planned, corpus.stories))
    with at_work(planned) as work:
        strokes = list(pressed(work, corpus.stories, marker, cast))
        check(work, corpus.stories, cast)
    play(played, [stroke.key for stroke in strokes])
    cast = Cast(corpus.stories, texts(played, corpus.stories))
    with at_work(played) as work:
        check(work, corpus.stories, cast)
    return strokes


def pressed(work: Worklist, stories: Sequence[Story], marker: Marker, cast: Cast) -> Iterator[Stroke]:
    """The keys that label all articles of a corpus, as they are pressed."""
    by_name = {Path(story.path).name: story for story in stories}
    screen = Dry(work)
    for n in range(len(stories)):
        if n:
            key = screen.key_of("finish")
            screen.press(key)
            yield Stroke(key, "going", None)
        hand = Hand(screen, by_name[Path(work.desk.article.sources[0].path).name], marker, cast)
        hand.article()
        yield from hand.strokes


def play(project: Path, keys: Sequence[str]) -> None:
    """Press `keys` in a terminal of 80 columns and 24 rows, and leave. Raises NoAnswerError."""
    command = [*annotator(), "--project", str(project), "annotate", "--as", WHO]
    with Terminal(command) as terminal:
        terminal.until(b"sentence ")
        terminal.settle()
        for n in range(0, len(keys), AT_ONCE):
            terminal.type(raw(keys[n : n + AT_ONCE]))
        terminal.type("Q")
        terminal.end()


def check(work: Worklist, stories: Sequence[Story], cast: Cast) -> None:
    """Raises NotGoldError where the database does not say all that the gold says, and nothing else."""
    by_name = {Path(story.path).name: story for story in stories}
    store = work.store
    for info in list(store.articles(work.layer)):
        story = by_name[Path(info.source.path).name]
        now = Worklist(store, work.actor, work.scheme, article=info.digest)
        wrong = list(_differences(now, story, cast))
        if wrong or info.reviewed != info.body:
            raise NotGoldError(f"{story.path}: {wrong[:3]}, {info.reviewed} of {info.body} sentences done")


def _differences(work: Worklist, story: Story, cast: Cast) -> Iterator[str]:
    desk = work.desk
    of = {q.content: q for q in desk.quotes.values()}
    ids = {w.key: of[w.content].id for w in story.quotes if w.content in of}
    notes = {n.quote: n.text for n in desk.notes.values()}
    if len(desk.quotes) != len(story.quotes):
        yield f"{len(desk.quotes)} quotes, and the gold has {len(story.quotes)}"
    if tuple(x.value for x in desk.labels.labels) != story.topics:
        yield "the topics of the article"
    for wanted in story.quotes:
        quote = of.get(wanted.content)
        if quote is None:
            yield f"no quote at {wanted.content}"
            continue
        left = cast.missing(wanted, quote, work.registry)
        left += ["parent"] if wanted.nested and quote.parent != ids.get(wanted.parent or "") else []
        left += ["about"] if quote.about != ids.get(wanted.about or "") else []
        left += ["comment"] if notes.get(quote.id, "") != wanted.note else []
        left += ["type"] if wanted.kind and desk.type_of(quote) != wanted.kind else []
        if not left:
            cast.give(wanted, quote)
        else:
            yield f"{', '.join(left)} of {wanted.content}"
