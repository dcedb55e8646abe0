"""Rulings at the sections of a guideline."""

from annotator.guideline.ruled import REST, id_of, place_of, ruled
from annotator.guideline.sections import sections
from annotator.model import Ruling

EVERY = sections("# Guide\n\nHello.\n\n## R1 Quotes {#quote}\n\nMark them.\n\n## Loose ends\n\nNone.\n")
AT = "2024-05-02T10:00:00.000Z"


def on(section: str, text: str = "So it *is*.") -> tuple[Ruling, str]:
    return Ruling("id", "lena", section, text), AT


def test_a_section_is_found_by_id_by_title_and_by_its_beginning() -> None:
    assert [place_of(EVERY, word) for word in ("quote", "loose ends", "R1", "nothing", "")] == [
        1,
        2,
        1,
        None,
        None,
    ]
    assert [id_of(section) for section in EVERY] == ["Guide", "quote", "Loose ends"]


def test_a_ruling_stands_below_the_heading_and_markdown_in_it_is_no_markdown() -> None:
    first, second, third = ruled(EVERY, [on("quote")])
    says = "> **Ruling of lena, 2024-05-02:** So it \\*is\\*\\.\n"
    assert second.text == f"## R1 Quotes\n\n{says}\nMark them.\n"
    assert (first, third) == (EVERY[0], EVERY[2])


def test_nothing_of_a_ruling_can_command_a_terminal() -> None:
    text = ruled(EVERY, [on("quote", "red \x1b[31m\u202e")])[1].text
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_before_the_first_heading_it_stands_at_the_top() -> None:
    (found,) = ruled(sections("Hello.\n"), [on("")])
    assert found.text == "> **Ruling of lena, 2024-05-02:** So it \\*is\\*\\.\n\nHello.\n"


def test_several_stand_in_their_order() -> None:
    text = ruled(EVERY, [on("quote", "one"), on("quote", "two")])[1].text
    assert text.index("one") < text.index("two")


def test_what_is_on_no_section_any_more_stands_at_the_end() -> None:
    *before, last = ruled(EVERY, [on("gone")])
    assert before == EVERY
    assert last.title == REST
    assert "on “gone”" in last.text
