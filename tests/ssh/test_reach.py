"""What a session that is held to the screen could reach: no other program, and no file that it names."""

import ast

from annotator.tui.app import AnnotatorApp
from annotator.tui.screen import AnnotateScreen
from tests.conftest import ROOT

MODULES = {"subprocess", "pty", "webbrowser", "code", "pdb", "multiprocessing"}
CALLS = {"system", "popen", "suspend", "open_url", "deliver_text", "deliver_screenshot", "save_screenshot"}


def test_no_room_of_the_screen_starts_a_program() -> None:
    for file in (p for room in ("tui", "work", "plain") for p in (ROOT / "annotator" / room).rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                named = {name.name.partition(".")[0] for name in node.names}
            elif isinstance(node, ast.ImportFrom):
                named = {(node.module or "").partition(".")[0]}
            elif isinstance(node, ast.Attribute):
                assert node.attr not in CALLS, file
                assert not node.attr.startswith(("exec", "spawn", "posix_spawn")), file
                continue
            else:
                continue
            assert not named & MODULES, file


def test_textual_adds_no_command_but_to_leave_and_the_list_of_ours() -> None:
    assert not AnnotatorApp.COMMANDS, "no screenshot, nor any other of Textual's system commands"
    kinds = (*AnnotatorApp.__mro__, *AnnotateScreen.__mro__)
    actions = {b.action for kind in kinds for b in vars(kind).get("BINDINGS", ())}
    reading = {a for a in actions if a.startswith(("scroll", "page_", "app.focus", "screen."))}
    assert actions - reading <= {"quit", "help_quit", "command_palette"}
