"""Instants that requests bring are kept in UTC, whatever their offset."""

from datetime import UTC, datetime

import pytest
from pydantic import TypeAdapter, ValidationError

from xenia.web.instants import Instant

READ = TypeAdapter(Instant)


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("2026-03-02T12:00:00+08:00", datetime(2026, 3, 2, 4, tzinfo=UTC)),
        ("2026-03-02T12:00:00Z", datetime(2026, 3, 2, 12, tzinfo=UTC)),
        ("1383-02-15T08:57:45-19:41", datetime(1383, 2, 16, 4, 38, 45, tzinfo=UTC)),
    ],
)
def test_an_offset_that_the_database_does_not_know_is_taken_too(said: str, kept: datetime) -> None:
    assert (READ.validate_python(said), READ.validate_python(said).tzinfo) == (kept, UTC)


@pytest.mark.parametrize("said", ["2026-03-02T12:00:00", "0001-01-01T00:00:00+08:00", "9999-12-31T23:59:59-08:00", "soon"])
def test_what_is_no_instant_is_refused(said: str) -> None:
    with pytest.raises(ValidationError):
        READ.validate_python(said)
