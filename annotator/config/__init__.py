"""The settings of a project: defaults < annotator.toml < environment < flag.

A project is a folder. Its annotator.toml may be missing; what stands in it is small and known, and
anything else in it is refused with its line, so that a misspelt setting is not silently without effect.
"""

import os
from collections.abc import Mapping
from pathlib import Path

from annotator.config.address import address
from annotator.config.endpoint import is_loopback
from annotator.config.reading import line_of, no_theme, read_settings
from annotator.config.values import DATABASE, FILE, THEMES, Complaint, Config, EndpointSettings, Settings
from annotator.errors import UsageError

__all__ = [
    "DATABASE",
    "FILE",
    "THEMES",
    "Complaint",
    "Config",
    "EndpointSettings",
    "Settings",
    "is_loopback",
    "line_of",
    "load",
    "project_folder",
    "read_settings",
    "settings_text",
]


def load(project: str | None, db: str | None, environ: Mapping[str, str]) -> Config:
    """The settings of the project in folder `project`; `db` is a file name or an address. None: not said.

    Raises UsageError where the folder is missing, annotator.toml is wrong, or a name cannot be used.
    """
    folder = project_folder(project, environ)
    settings, found = read_settings(settings_text(folder))
    if found:
        raise UsageError(f"{found[0]}; mend that line, annotator check lists all of them")
    if db == "":
        raise UsageError("--db needs the name of a database file or an address, and is empty")
    if word := db or environ.get("ANNOTATOR_DB"):
        database, file = address(word, _here())
    else:
        database, file = address(settings.db or DATABASE, folder)
    name = environ.get("ANNOTATOR_NAME") or None
    theme = environ.get("ANNOTATOR_THEME") or settings.theme
    if theme not in THEMES:
        raise UsageError(f"ANNOTATOR_THEME: {no_theme(theme)}")
    said = (settings.keys, settings.endpoint, settings.rules, theme, settings.mouse)
    return Config(folder, database, file, name, *said)


def project_folder(project: str | None, environ: Mapping[str, str]) -> Path:
    """The folder of the project, absolute. Raises UsageError where there is none."""
    folder = Path(os.path.normpath(_here() / (project or environ.get("ANNOTATOR_PROJECT") or "")))
    if not folder.is_dir():
        raise UsageError(f"there is no folder {folder}; annotator init {folder} makes a project there")
    return folder


def settings_text(folder: Path) -> str:
    """annotator.toml as it stands in `folder`, "" where it has none. Raises UsageError."""
    try:
        return (folder / FILE).read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError:
        raise UsageError(f"{folder / FILE} is not UTF-8; save it as UTF-8") from None
    except OSError as problem:
        raise UsageError(f"{folder / FILE} cannot be read ({problem.strerror}); mend its rights") from None


def _here() -> Path:
    try:
        return Path.cwd()
    except FileNotFoundError:
        raise UsageError("the folder that you are in was removed; go to another one") from None
