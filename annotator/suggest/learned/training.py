"""Learning all that can be learned from a project's labels, and whether it is better than the rules."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from annotator.agreement.rates import Rate
from annotator.suggest.learned import span_training
from annotator.suggest.learned.example import Example
from annotator.suggest.learned.figures import Comparison, compared, folds
from annotator.suggest.learned.groups import learn_groups
from annotator.suggest.learned.measuring import found
from annotator.suggest.learned.ruled import Ruled, ruled
from annotator.suggest.learned.spans import Spans
from annotator.suggest.learned.tasks import TASKS, Task
from annotator.text.marks import quotations
from annotator.text.words import Words

SPANS = "spans"
ARTICLES = 8  # fewest: below it, neither the parts nor the resampling say anything
QUOTES = 100
FOLDS = 5


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: what was learned from how much, and whether it serves.

    `questions` are quotes, quotations or labels; `needs` is how many of them there must be. `comparison` is
    None where too little is there; `why` then says so.
    """

    name: str
    rule: str
    articles: int
    questions: int
    needs: int
    comparison: Comparison | None = None
    why: str = ""

    @property
    def serves(self) -> bool:
        """Whether it beats the rules by more than chance."""
        return self.comparison is not None and self.comparison.better


@dataclass(frozen=True)
class Trained:
    """The table and the models: `others` by the name of their task, those that do not serve included."""

    rows: list[Row]
    spans: Spans | None = None
    others: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Plan:
    """How to train: parts of the cross-validation, the seed of all chance, processes side by side."""

    parts: int = FOLDS
    seed: int = 0
    jobs: int = 1

    @property
    def steps(self) -> int:
        """Two sequence models for each part and for all, and a model of each task."""
        return 2 * (self.parts + 1) + len(TASKS)


def train(
    examples: Sequence[Example],
    texts: Sequence[Sequence[str]] = (),
    plan: Plan = Plan(),
    tell: Callable[[str], None] = lambda _: None,
    by_rule: Ruled = ruled,
    step: Callable[[], None] = lambda: None,
) -> Trained:
    """Learn from `examples`; `texts` are the words of other articles: they tell what words are used alike.

    `step` is called at most `plan.steps` times.
    """
    row, spans = _spans(examples, texts, plan, tell, by_rule, step)
    rows, others = [row], dict[str, Any]()
    for task in TASKS:
        tell(f"learning: {task.name}")
        row, model = _task(task, examples, plan)
        step()
        rows.append(row)
        if model is not None:
            others[task.name] = model
    return Trained(rows, spans, others)


def _spans(
    examples: Sequence[Example],
    texts: Sequence[Sequence[str]],
    plan: Plan,
    tell: Callable[[str], None],
    by_rule: Ruled,
    step: Callable[[], None],
) -> tuple[Row, Spans | None]:
    with_quotes = [e for e in examples if e.quotes]
    number = sum(len(e.quotes) for e in examples)
    row = Row(SPANS, "rules for reading", len(with_quotes), number, QUOTES)
    if why := _too_little(row):
        return why, None
    if len(folds([e.story for e in examples], plan.parts, plan.seed)) < 2:
        return _without(row, "all articles are of one story"), None
    tell("learning: words that are used alike")
    own = [Words(e.article.text, e.sentences).lower for e in examples]
    groups = learn_groups([*own, *texts], plan.seed)
    tell(f"learning: spans, in {plan.parts} parts and once from all")
    learned = span_training.learn(
        examples, by_rule, groups, parts=plan.parts, seed=plan.seed, jobs=plan.jobs, step=step
    )
    mine = [found(e, given) for e, given in zip(examples, learned.held_out, strict=True)]
    rules = [found(e, _ruled(e, by_rule)) for e in examples]
    return _compared(row, rules, mine, plan), learned.model


def _ruled(example: Example, by_rule: Ruled) -> Any:
    text = example.article.text
    return by_rule(Words(text, example.sentences), quotations(text))


def _task(task: Task[Any, Any], examples: Sequence[Example], plan: Plan) -> tuple[Row, Any]:
    asked = [(e, questions) for e in examples if (questions := task.questions(e))]
    every = [questions for _, questions in asked]
    row = Row(task.name, task.rule, len(asked), sum(map(len, every)), task.needs)
    if why := _too_little(row):
        return why, None
    if not task.differ([q for questions in every for q in questions]):
        return _without(row, "all answers are the same"), None
    rules, mine = [Rate()] * len(asked), [Rate()] * len(asked)
    held = folds([e.story for e, _ in asked], plan.parts, plan.seed)
    if len(held) < 2:
        return _without(row, "all articles are of one story"), None
    for part in held:
        others = [q for n, questions in enumerate(every) if n not in part for q in questions]
        if not task.differ(others):
            return _without(row, "the articles differ too much to be told from each other"), None
        model = task.fit(others, plan.seed)
        for n in part:
            rules[n], mine[n] = task.by_rule(others, every[n]), task.by_model(model, every[n])
    model = task.fit([q for questions in every for q in questions], plan.seed)
    return _compared(row, rules, mine, plan), model


def _compared(row: Row, rules: Sequence[Rate], mine: Sequence[Rate], plan: Plan) -> Row:
    comparison = compared(rules, mine, plan.seed)
    return Row(row.name, row.rule, row.articles, row.questions, row.needs, comparison)


def _too_little(row: Row) -> Row | None:
    if row.articles >= ARTICLES and row.questions >= row.needs:
        return None
    return _without(row, f"too little: {row.needs} in {ARTICLES} articles are needed")


def _without(row: Row, why: str) -> Row:
    return Row(row.name, row.rule, row.articles, row.questions, row.needs, None, why)
