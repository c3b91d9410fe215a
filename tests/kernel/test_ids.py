"""Identifiers are UUIDv7: sorted by the time they were made in, the same again where a write is repeated."""

import time
from uuid import UUID

import pytest

from xenia.kernel.ids import derived_id, milliseconds_of, new_id

SECRET = b"s" * 32


def test_a_new_id_is_a_version_7_uuid_of_this_moment() -> None:
    before, made, after = time.time_ns() // 1_000_000, new_id(), time.time_ns() // 1_000_000
    assert (made.version, made.variant) == (7, "specified in RFC 4122")
    assert before <= milliseconds_of(made) <= after


def test_ids_made_one_after_the_other_differ_and_sort_by_when_they_were_made() -> None:
    made = [new_id() for _ in range(2_000)]
    assert len(set(made)) == 2_000
    assert made == sorted(made)


def test_a_derived_id_is_the_same_for_the_same_moment_secret_and_name() -> None:
    made = derived_id(made_at_ms=1_772_424_000_000, secret=SECRET, name="guest:G1")
    assert made == derived_id(made_at_ms=1_772_424_000_000, secret=SECRET, name="guest:G1")
    assert (made.version, made.variant, milliseconds_of(made)) == (7, "specified in RFC 4122", 1_772_424_000_000)


@pytest.mark.parametrize(
    "other",
    [
        {"made_at_ms": 1_772_424_000_001, "secret": SECRET, "name": "guest:G1"},
        {"made_at_ms": 1_772_424_000_000, "secret": b"t" * 32, "name": "guest:G1"},
        {"made_at_ms": 1_772_424_000_000, "secret": SECRET, "name": "guest:G2"},
    ],
)
def test_another_moment_secret_or_name_gives_another_id(other: dict[str, object]) -> None:
    made = derived_id(made_at_ms=1_772_424_000_000, secret=SECRET, name="guest:G1")
    assert made != derived_id(**other)  # type: ignore[arg-type]


def test_all_74_free_bits_come_from_the_name() -> None:
    made = [derived_id(made_at_ms=0, secret=SECRET, name=str(number)).int for number in range(200)]
    fixed = 0x7 << 76 | 0b10 << 62
    ones, zeros = 0, 0
    for identifier in made:
        ones |= identifier
        zeros |= ~identifier
    assert (ones & zeros & ((1 << 80) - 1)).bit_count() == 74
    assert all(identifier & fixed == fixed for identifier in made)


def test_the_millisecond_of_an_id_is_read_from_its_first_48_bits() -> None:
    assert milliseconds_of(UUID("019cacd0-4b00-7000-8000-000000000000")) == 0x019CACD04B00
