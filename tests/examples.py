"""How many examples a costly property is tried with: few each time, many when somebody asks for it."""

from hypothesis import settings

LONGER = 20  # times; `pytest --hypothesis-profile=long`, see conftest.py


def tries(few: int) -> int:
    """`few`, or many times as many in the long profile."""
    return few * LONGER if settings.get_current_profile_name() == "long" else few
