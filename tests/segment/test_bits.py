"""Sets of guests as bits: what is written is read again, and what moved adds up. Rules AU19 and AU20."""

import numpy as np
import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from xenia.segment.rules.bits import CHUNK, chunks_of, count_of, moved, numbers_of, packed, unpacked

NUMBERS = st.lists(st.integers(0, 3 * CHUNK), unique=True).map(lambda found: np.array(sorted(found), np.int64))


@given(NUMBERS)
def test_au19_numbers_are_read_again_from_bits_and_from_steps(numbers: np.ndarray) -> None:
    chunks = chunks_of(numbers)
    assert numbers_of(chunks).tolist() == numbers.tolist() == unpacked(packed(numbers)).tolist()
    assert sum(map(count_of, chunks.values())) == len(numbers)


@given(NUMBERS, NUMBERS)
def test_au20_before_and_entered_without_left_is_after(before: np.ndarray, after: np.ndarray) -> None:
    entered, left = (set(found.tolist()) for found in moved(before, after))
    assert (set(before.tolist()) | entered) - left == set(after.tolist())
    assert (entered & set(before.tolist()), left - set(before.tolist())) == (set(), set())


def test_au19_nobody_has_no_chunk_and_number_65537_is_bit_1_of_chunk_1() -> None:
    chunks = chunks_of(np.array([3, 65_537]))
    assert (chunks_of(np.zeros(0, np.int64)), sorted(chunks), [len(bits) for bits in chunks.values()]) == ({}, [0, 1], [8_192, 8_192])
    assert (chunks[0][0], chunks[1][0]) == (0b1000, 0b10)


@pytest.mark.django_db
def test_au19_the_database_reads_the_same_bits() -> None:
    bits = chunks_of(np.array([0, 9, 65_535]))[0]
    with connection.cursor() as cursor:
        cursor.execute("SELECT get_bit(%s, 0), get_bit(%s, 1), get_bit(%s, 9), get_bit(%s, 65535), bit_count(%s)", [bits] * 5)
        assert cursor.fetchone() == (1, 0, 1, 1, 3)
