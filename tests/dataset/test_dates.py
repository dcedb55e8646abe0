"""Dates in one form: what is read, and what is left alone."""

import pytest

from annotator.dataset.dates import iso, moment, told


@pytest.mark.parametrize(
    "said",
    [
        "2024-05-01",
        " 2024-05-01 ",
        "20240501",
        "2024-05-01T23:30:00-05:00",
        "2024-05-01 10:15",
        "2024-05-01T10:15:00.123Z",
        "May 1, 2024",
        "MAY 1st 2024",
        "Wednesday, May 1, 2024 at 10:15 am",
        "Wed, 01 May 2024 10:00:00 GMT",
        "1 May 2024",
        "1st of May, 2024",
        "01-May-2024",
        "2024/5/1",
        "01.05.2024",
        "1. 5. 2024",
    ],
)
def test_a_day_is_read(said: str) -> None:
    assert iso(said) == "2024-05-01"


@pytest.mark.parametrize(
    ("said", "day"),
    [("Sept. 9, 2023", "2023-09-09"), ("3 September 2023", "2023-09-03"), ("29.02.2024", "2024-02-29")],
)
def test_months_have_short_and_long_names(said: str, day: str) -> None:
    assert iso(said) == day


@pytest.mark.parametrize(
    "said",
    [
        "", "05/06/2024", "2024-13-01", "2024-02-30", "30 Februar 2024", "Maybe 1, 2024", "yesterday", "2024",
        "May 2024", "1 May 24", "2024-05-01x", "٢٠٢٤-٠٥-٠١", "1714521600", "May 1, 2024 or 2, 2024",
    ],
)  # fmt: skip
def test_what_names_no_day_or_two_is_not_read(said: str) -> None:
    assert iso(said) is None


def test_the_files_words_are_kept_where_they_say_more() -> None:
    assert told("2024-05-01") == ("2024-05-01", None)
    assert told("2024-05-01T10:15") == ("2024-05-01", "2024-05-01T10:15")
    assert told("soon") == (None, "soon")
    assert told(None) == (None, None)


@pytest.mark.parametrize("fraction", ["", ".1", ".125", ".125999"])
def test_a_time_has_three_digits_of_fractions(fraction: str) -> None:
    found = moment(f"2026-03-02T10:15:30{fraction}Z")
    assert found in ("2026-03-02T10:15:30.000Z", "2026-03-02T10:15:30.100Z", "2026-03-02T10:15:30.125Z")
    assert found.startswith(f"2026-03-02T10:15:30.{fraction[1:4]}")
