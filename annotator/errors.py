"""What can go wrong in a way that the person at the keyboard can mend.

Each error is one sentence that says what is wrong and how to mend it, and knows its exit code.
"""

from enum import IntEnum


class Exit(IntEnum):
    """Every exit code of the program."""

    OK = 0
    PROBLEM = 1  # anything of ours that has no code of its own
    USAGE = 2  # wrong words on the command line (the number that click uses)
    INPUT = 3  # a file could not be used; the others were
    SCHEME = 4  # the scheme or the guideline is wrong
    STORE = 5  # the database cannot be opened, is newer, or did not take a change
    TERMINAL = 6  # a screen was asked for where there is none
    INTERRUPTED = 130  # Ctrl-C
    TERMINATED = 143  # SIGTERM while the screen was shown


class AnnotatorError(Exception):
    """The family. `str(error)` is the sentence."""

    exit_code = Exit.PROBLEM


class UsageError(AnnotatorError):
    """The command line, configuration or a name on it is wrong."""

    exit_code = Exit.USAGE


class InputError(AnnotatorError):
    """A file to take in cannot be used as it stands."""

    exit_code = Exit.INPUT


class SchemeError(AnnotatorError):
    """The scheme or the guideline cannot be used as it stands."""

    exit_code = Exit.SCHEME


class StoreError(AnnotatorError):
    """The database cannot be opened, is newer than this program, or did not take a change."""

    exit_code = Exit.STORE


class TerminalError(AnnotatorError):
    """A screen was asked for and there is no terminal to show it on."""

    exit_code = Exit.TERMINAL


class Terminated(AnnotatorError):
    """The system, or somebody, told the program to end."""

    exit_code = Exit.TERMINATED
