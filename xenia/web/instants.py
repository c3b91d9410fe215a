"""Instants that requests bring: with an offset, kept in UTC. Python takes offsets that PostgreSQL does not."""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime


def in_utc(value: datetime) -> datetime:
    """Returns the same instant in UTC; raises ValueError for one outside the years 1 to 9999 there."""
    try:
        return value.astimezone(UTC)
    except OverflowError:
        raise ValueError(f"{value} is outside the years 1 to 9999 in UTC; give another instant") from None


Instant = Annotated[AwareDatetime, AfterValidator(in_utc)]
"""An instant with its offset; without one the request is refused, for nobody knows whose clock it was."""
