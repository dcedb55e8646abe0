"""The scheme and the guideline that hold in a project."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from annotator.errors import SchemeError
from annotator.model import QuoteType, Span
from annotator.resources import folder as resource
from annotator.scheme import Scheme, content_digest, parse_scheme
from annotator.store import Store
from annotator.text.marks import quotations
from annotator.text.types import derive_type


class Guidelines(NamedTuple):
    """The two files that say how to annotate. A team with a scheme of its own may have no guideline."""

    scheme: Path
    guideline: Path | None


def guidelines(folder: Path) -> Guidelines:
    """Those of the project in `folder` where it has a scheme, else the ones that come with the program."""
    own = folder / "guidelines"
    home = own if (own / "scheme.toml").exists() else resource("guidelines")
    guideline = home / "guideline.md"
    return Guidelines(home / "scheme.toml", guideline if guideline.exists() else None)


def text_of(path: Path) -> str:
    """A file of guidelines/, decoded as it stands: its digest is that of its bytes. Raises SchemeError."""
    try:
        return path.read_bytes().decode()
    except UnicodeDecodeError:
        raise SchemeError(f"{path} is not UTF-8; save it as UTF-8") from None
    except OSError as problem:
        raise SchemeError(f"{path} cannot be read ({problem.strerror}); mend its rights") from None


def pages(folder: Path) -> list[tuple[str, str]]:
    """(name, text) of all pages of the project's guideline, guideline.md first. Raises SchemeError."""
    files = guidelines(folder)
    found = sorted(files.scheme.parent.glob("*.md"), key=lambda path: (path != files.guideline, path.name))
    return [(path.name, text_of(path)) for path in found]


def scheme_of(folder: Path) -> Scheme:
    """The scheme that holds in the project in `folder`. Raises SchemeError."""
    path = guidelines(folder).scheme
    return parse_scheme(text_of(path), str(path))


def use_guidelines(store: Store, folder: Path) -> Scheme:
    """Let all that `store` does from now on be done under the project's scheme and guideline."""
    _unpack(store, folder)
    scheme = scheme_of(folder)
    store.use_scheme(scheme.name, scheme.version, scheme.digest, scheme.text)
    guideline = guidelines(folder).guideline
    if guideline is not None:
        text = text_of(guideline)
        store.use_guideline(content_digest(text), text)
    return scheme


def _unpack(store: Store, folder: Path) -> None:
    """A bundle brings its scheme and guideline along: where the folder has none, they are put there."""
    from annotator.cli.say import say

    home = folder / "guidelines"
    if (home / "scheme.toml").exists() or (handed := store.handed_out()) is None:
        return
    about, scheme, guideline = handed
    if not scheme or about.scheme == scheme_of(folder).digest:
        return
    home.mkdir(exist_ok=True)
    for name, text in (("guideline.md", guideline), ("scheme.toml", scheme)):
        if text:
            (home / name).write_bytes(text.encode())
    say(f"the scheme and the guideline of the bundle are in {home}")


def derived(text: str, content: Sequence[Span], parents: Sequence[Sequence[Span]]) -> QuoteType:
    """The type of a quote by the marks of `text`, in the form that the guideline's examples ask for it."""
    return derive_type(quotations(text), content, parents, text)
