"""What is said before any key: to somebody new what to do first, or that nothing is left to do."""

from annotator.work.worklist import Worklist


def is_new(work: Worklist) -> bool:
    """Whether this person never did anything here."""
    return not work.corpus()[0] and not work.store.history(work.actor, 1)


def nothing_left(work: Worklist) -> str:
    """What to say where all that one has is finished; empty where it is not, or more can be taken."""
    reviewed, body = work.corpus()
    takes_more = work.queue.way.task is not None and work.queue.way.task.pool
    return work.queue.over() if reviewed >= body and not takes_more else ""
