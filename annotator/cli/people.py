"""Who is at work: the name from --as, else ANNOTATOR_NAME, else the login."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from annotator.errors import UsageError

if TYPE_CHECKING:
    from annotator.store import Store

LONGEST = 60  # characters of a name

As = Annotated[
    str | None,
    typer.Option("--as", metavar="NAME", help="Who works.  [env: ANNOTATOR_NAME; default: login]"),
]


def worker(store: Store, said: str | None) -> str:
    """The person who is to annotate; the first one is added, a later unknown one after asking.

    Raises UsageError where the name cannot be one, or nobody is to be added.
    """
    from annotator.cli.say import say

    name = known_as(store, said)
    people = store.people()
    known = [one.name for one in people if one.retired is None]
    if name in known:
        return name
    if gone := next((one.retired for one in people if one.name == name), None):
        raise UsageError(
            f"{name} retired on {gone[:10]}; annotator annotators add {name} brings them back, "
            "or say who you are with --as NAME"
        )
    if not people:
        where = "" if said is not None else ", as you are logged in (another name: --as NAME)"
        say(f"you are {name}{where}")
    elif not _confirmed(name, known):
        raise UsageError(f"nobody was added; use one of the names {', '.join(known)} with --as NAME")
    store.add_actor(name)
    return name


def reader(store: Store, said: str | None) -> str | None:
    """The person whose work is to be shown; None where nobody is named and the login is not at work here.

    Raises UsageError where the name that was said is not known.
    """
    known = store.actors()
    if said is None:
        name = store.me.name if store.me is not None else login()
        return name if name in known else None
    if said not in known:
        raise UsageError(f"nobody is called {said} here; known are {', '.join(known) or 'none yet'}")
    return said


def known_as(store: Store, said: str | None) -> str:
    """The name that is said; on a server with roles whoever the role is, and else the login.

    Raises UsageError where another name is said than the server knows.
    """
    if store.me is None:
        return checked(said) if said is not None else login()
    if said is not None and checked(said) != store.me.name:
        raise UsageError(
            f"the database knows you as {store.me.name}, by its role {store.me.db_role}: "
            f"leave {said} away, or connect with their role"
        )
    if store.me.retired is not None:
        raise UsageError(f"{store.me.name} retired on {store.me.retired[:10]}; a lead can bring you back")
    return store.me.name


def login() -> str:
    """The name that this person is logged in as, or `annotator` where the system does not tell."""
    import getpass

    try:
        return checked(getpass.getuser())
    except (OSError, KeyError, ImportError, UsageError):  # no entry for this user, as in many containers
        return "annotator"


def checked(name: str) -> str:
    tidy = name.strip()
    if not tidy or len(tidy) > LONGEST or not tidy.isprintable():
        raise UsageError(f"“{name[:LONGEST]}” cannot be a name: it needs 1 to {LONGEST} printable characters")
    return tidy


def _confirmed(name: str, known: list[str]) -> bool:
    from difflib import get_close_matches

    from annotator.text.visible import visible

    verb = "is" if len(known) == 1 else "are"
    there = f"known {verb} {', '.join(known)}" if known else "all who were have retired"
    like = get_close_matches(name.casefold(), [other.casefold() for other in known], n=1, cutoff=0.75)
    meant = next((other for other in known if like and other.casefold() == like[0]), None)
    hint = f" If you are {meant}, say no and --as {meant}." if meant else ""
    question = f"nobody is called {name} here; {there}.{hint} Add {name}?"
    return typer.confirm(visible(question), default=False, err=True)
