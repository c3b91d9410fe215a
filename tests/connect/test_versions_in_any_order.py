"""Where rows or files say when they were true, the order in which files come does not change the end (property-tested)."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import NOON, ORDERS, facts_of, load, open_source, with_fields
from xenia.connect import models

DATED = with_fields(ORDERS, modified_at={"from": "modified"}, starts_on=None, ends_on=None)
PLAIN = with_fields(ORDERS, starts_on=None, ends_on=None)
START = datetime(2026, 1, 1, tzinfo=UTC)

row = st.tuples(st.sampled_from("ABC"), st.sampled_from(["reserved", "confirmed", "cancelled"]), st.integers(0, 4))
files = st.lists(st.lists(row, min_size=1, max_size=4), min_size=2, max_size=4)
quick = settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def end_state(source_id: UUID) -> tuple[Any, Any]:
    """What is current: in PostgreSQL, and in the lake."""
    served = models.Booking.objects.filter(source_id=source_id).order_by("booking_key").values_list("booking_key", "status", "order_at")
    facts = facts_of(source_id, current=True)
    return list(served), sorted((fact["booking_key"], fact["status"], fact["order_at"]) for fact in facts)


def dated_file(rows: Sequence[tuple[str, str, int]]) -> str:
    lines = [f"{key},{status},1,{START + timedelta(days=day):%Y-%m-%d %H:%M:%S}" for key, status, day in rows]
    return "\n".join(["order,status,total,modified", *lines]) + "\n"


def plain_file(rows: Sequence[tuple[str, str, int]]) -> str:
    newest = {key: status for key, status, _ in rows}
    return "\n".join(["order,status,total", *(f"{key},{status},1" for key, status in newest.items())]) + "\n"


def loaded(contents: Sequence[tuple[str, datetime | None]], document: dict[str, Any]) -> tuple[Any, Any]:
    """The end state of a fresh source that was given the files one after the other."""
    source_id = open_source(f"s-{uuid4().hex}")
    for hour, (content, as_of) in enumerate(contents):
        load(source_id, content, document, as_of=as_of, clock=lambda hour=hour: NOON + timedelta(hours=hour))
    return end_state(source_id)


@pytest.mark.slow
@quick
@given(files=files, random=st.randoms(use_true_random=False))
def test_the_order_of_files_does_not_matter_where_rows_say_when_they_changed(db: None, files: Any, random: Any) -> None:
    contents = [(dated_file(rows), None) for rows in files]
    first = loaded(contents, DATED)
    random.shuffle(contents)
    assert first[0] == first[1]
    assert loaded(contents, DATED) == first


@pytest.mark.slow
@quick
@given(files=files, random=st.randoms(use_true_random=False))
def test_the_order_of_files_does_not_matter_where_files_say_when_they_were_true(db: None, files: Any, random: Any) -> None:
    contents = [(plain_file(rows), START + timedelta(days=place)) for place, rows in enumerate(files)]
    first = loaded(contents, PLAIN)
    random.shuffle(contents)
    assert first[0] == first[1]
    assert loaded(contents, PLAIN) == first


@pytest.mark.slow
@quick
@given(rows=st.lists(row, min_size=2, max_size=10), cut=st.integers(1, 9))
def test_one_file_or_two_make_no_difference(db: None, rows: Any, cut: int) -> None:
    whole, parts = dated_file(rows), [rows[:cut], rows[cut:]]
    assert loaded([(whole, None)], DATED) == loaded([(dated_file(part), None) for part in parts if part], DATED)
