"""Whoever owns the database and changes any byte of the log is found, and the first bad entry is named (rule L8)."""

from collections.abc import Callable

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import DIRECTOR
from tests.trust.audit.logbook import entry_at, seal, tamper, verify, write, write_batches
from xenia.trust.models.audit import AuditCheckpoint
from xenia.trust.queries.audit_tree import find_checkpoint

pytestmark = pytest.mark.django_db
SIZES = (3, 7, 2, 12, 16)
COUNT = sum(SIZES)
WITH_NODES = (200, 100)
CHANGES = {
    "id": "id + 100000", "at": "at + interval '1 microsecond'", "action": "action || '.'", "actor_kind": "'key'",
    "actor_id": "gen_random_uuid()", "actor_name": "actor_name || ' '", "subject_kind": "'guest'", "subject_id": "subject_id || '0'",
    "unit_id": "gen_random_uuid()", "purpose": "''", "details": "details || '{\"field\": \"email\"}'", "request_id": "'x'",
    "transaction": "transaction + 1",
}  # fmt: skip
TREE_COLUMNS = [
    ("auditleaf", "position", "-1 - position", "position"), ("auditleaf", "entry_id", "-entry_id", "position"), ("auditleaf", "hash", "sha256(hash)", "position"),
    ("auditcheckpoint", "size", "size - 1", "size"), ("auditcheckpoint", "root", "sha256(root)", "size"), ("auditcheckpoint", "after", "\"after\" + 1", "size"),
    ("auditcheckpoint", "note", "note || ' '", "size"), ("auditcheckpoint", "horizon", "horizon + 1", "size"), ("auditcheckpoint", "cluster", "cluster || '1'", "size"),
    ("auditcheckpoint", "made_at", "made_at + interval '1 microsecond'", "size"),
]  # fmt: skip


@pytest.mark.parametrize("column", CHANGES)
@settings(max_examples=3, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(position=st.integers(0, COUNT - 1))
def test_l8_an_edited_column_of_an_entry_is_found_and_the_entry_named(column: str, position: int) -> None:
    with undone():
        write_batches(SIZES)
        entry = entry_at(position)
        tamper(f"UPDATE trust_auditentry SET {column} = {CHANGES[column]} WHERE id = {entry}")
        first = verify()[0]
        assert (first.code, first.first_position, first.entry_id) == (
            "entry_missing" if column == "id" else "entry_changed",
            position,
            entry,
        )


@pytest.mark.parametrize(("table", "column", "change", "key"), TREE_COLUMNS)
@settings(max_examples=3, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(place=st.integers(0, 4))
def test_l8_an_edited_column_of_the_tree_or_a_checkpoint_is_found(table: str, column: str, change: str, key: str, place: int) -> None:
    with undone():
        write_batches(SIZES)
        tamper(
            f'UPDATE trust_{table} SET "{column}" = {change} WHERE {key} = (SELECT {key} FROM trust_{table} ORDER BY {key} OFFSET {place} LIMIT 1)'
        )
        assert verify() != []


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(position=st.integers(0, COUNT - 1), data=st.data())
def test_l8_removing_swapping_and_rewriting_are_found_and_named(position: int, data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(sorted(DEEDS)))
    other = data.draw(st.integers(0, COUNT - 1).filter(lambda one: one != position))
    with undone():
        write_batches(SIZES)
        DEEDS[kind](position, other)
        first = verify()[0]
        batch = next(until for until in batch_ends() if position < until)
        assert first.first_position is not None
        assert first.first_position <= min(position, other) if kind == "swap" else first.first_position <= position < batch
        looks_moved_up = kind == "remove_both" and position == COUNT - 1  # the end cut off, or a gap closed: nobody can tell
        assert first.code == "tree_changed" if looks_moved_up else first.code in NAMED[kind]


def batch_ends() -> list[int]:
    return [sum(SIZES[: at + 1]) for at in range(len(SIZES))]


def remove_entry(position: int, other: int) -> None:
    tamper(f"DELETE FROM trust_auditentry WHERE id = {entry_at(position)}")


def remove_both(position: int, other: int) -> None:
    entry = entry_at(position)
    tamper(f"DELETE FROM trust_auditentry WHERE id = {entry}", f"DELETE FROM trust_auditleaf WHERE position = {position}")


def close_the_gap(position: int, other: int) -> None:
    """The entry is taken out and everything behind it moves up, as if it had never been."""
    entry = entry_at(position)
    moved = f"UPDATE trust_auditleaf SET position = -position - 1 WHERE position > {position}"
    tamper(
        f"DELETE FROM trust_auditentry WHERE id = {entry}", f"DELETE FROM trust_auditleaf WHERE position = {position}", moved,
        "UPDATE trust_auditleaf SET position = -position - 2 WHERE position < 0",
    )  # fmt: skip


def swap(position: int, other: int) -> None:
    """Two leaves change places with their hashes: every entry still fits its leaf."""
    tamper(
        *(
            f"UPDATE trust_auditleaf SET position = {to} WHERE position = {at}"
            for at, to in ((position, -1), (other, position), (-1, other))
        )
    )


def rewrite(position: int, other: int) -> None:
    """The entry is changed, and its leaf made to fit."""
    from xenia.trust.queries.audit_tree import entry_rows
    from xenia.trust.rules.audit import canonical, entry_of
    from xenia.trust.rules.merkle import leaf_hash

    entry = entry_at(position)
    tamper(f"UPDATE trust_auditentry SET purpose = 'nothing' WHERE id = {entry}")
    (row,) = entry_rows(f"WHERE e.id = {entry}")
    tamper(f"UPDATE trust_auditleaf SET hash = '\\x{leaf_hash(canonical(entry_of(row))).hex()}' WHERE position = {position}")


DEEDS: dict[str, Callable[[int, int], None]] = {
    "remove": remove_entry, "remove_both": remove_both, "close": close_the_gap, "swap": swap, "rewrite": rewrite,
}  # fmt: skip
NAMED = {
    "remove": {"entry_missing"}, "remove_both": {"leaf_missing"}, "close": {"tree_changed", "leaf_missing"}, "swap": {"tree_changed"},
    "rewrite": {"tree_changed"},
}  # fmt: skip


def test_l8_an_entry_put_in_behind_the_horizon_is_found() -> None:
    write_batches(SIZES)
    tamper(
        "INSERT INTO trust_auditentry SELECT id + 5000, at, action, actor_kind, actor_id, actor_name, subject_kind, subject_id, unit_id, purpose, details, request_id, 3 FROM trust_auditentry ORDER BY id LIMIT 1"
    )
    (found,) = verify()
    assert (found.code, found.entry_id) == ("entry_inserted", entry_at(0) + 5000)


def test_l8_a_leaf_that_nobody_signed_is_found() -> None:
    write_batches(SIZES)
    write(1)
    tamper(f"INSERT INTO trust_auditleaf SELECT {COUNT}, max(id), sha256('') FROM trust_auditentry")
    assert [(one.code, one.first_position) for one in verify()] == [("leaf_unsigned", COUNT)]


@pytest.mark.parametrize(
    ("deed", "code"),
    [
        ("UPDATE trust_auditnode SET hash = sha256(hash)", "node_changed"),
        ("DELETE FROM trust_auditnode", "node_changed"),
        ("INSERT INTO trust_auditnode (level, place, hash) VALUES (8, 7, '')", "node_changed"),
        ("UPDATE trust_auditnode SET place = 9", "node_changed"),
        ("UPDATE trust_auditnode SET level = 16", "node_changed"),
    ],
)
def test_l8_an_inner_node_that_was_touched_is_found(deed: str, code: str) -> None:
    write_batches(WITH_NODES)
    tamper(deed)
    assert verify()[0].code == code


def test_l8_a_signature_of_another_checkpoint_is_found() -> None:
    write_batches(SIZES)
    first, second = AuditCheckpoint.objects.order_by("size")[:2]
    tamper(
        f"UPDATE trust_auditcheckpoint SET note = {quoted(first.note.split(chr(10) * 2)[0] + chr(10) * 2 + second.note.split(chr(10) * 2)[1])} WHERE size = {first.size}"
    )
    assert [one.code for one in verify()] == ["checkpoint_unsigned"]


def test_l8_a_checkpoint_that_was_taken_away_is_missed() -> None:
    write_batches(SIZES)
    tamper("DELETE FROM trust_auditcheckpoint WHERE size = 10")
    assert [one.code for one in verify()] == ["checkpoint_missing"]


@pytest.mark.parametrize("column", ["origin = 'other'", "public_key = sha256(public_key)", "private_sealed = sha256(private_sealed)"])
def test_l8_a_key_put_in_place_of_the_sealers_is_found(column: str) -> None:
    write_batches([3])
    tamper(f"UPDATE trust_auditkey SET {column}")
    assert "key_changed" in {one.code for one in verify()}


def test_l8_a_tail_cut_off_with_all_that_tells_of_it_is_found_by_a_checkpoint_handed_out_before() -> None:
    write_batches(SIZES)
    handed = find_checkpoint(DIRECTOR)
    assert handed is not None
    entry = entry_at(24)
    tamper(
        "DELETE FROM trust_auditcheckpoint WHERE size > 24",
        "DELETE FROM trust_auditleaf WHERE position >= 24",
        f"DELETE FROM trust_auditentry WHERE id >= {entry}",
    )
    assert (verify(), [(one.code, one.first_position) for one in verify(handed.note)]) == ([], [("log_cut", 24)])


def test_l8_a_tail_cut_off_that_a_checkpoint_still_covers_is_found() -> None:
    write_batches(SIZES)
    tamper(f"DELETE FROM trust_auditentry WHERE id > {entry_at(29)}", "DELETE FROM trust_auditleaf WHERE position > 29")
    assert [(one.code, one.first_position, one.last_position) for one in verify()] == [
        ("tree_changed", 24, COUNT - 1), ("leaf_missing", 30, COUNT - 1),
    ]  # fmt: skip


def test_l8_a_log_begun_anew_with_the_same_key_is_found_by_a_checkpoint_handed_out_before() -> None:
    write_batches(SIZES)
    handed = find_checkpoint(DIRECTOR)
    assert handed is not None
    tamper(
        "DELETE FROM trust_auditcheckpoint",
        "DELETE FROM trust_auditleaf",
        "DELETE FROM trust_auditnode",
        "UPDATE trust_auditentry SET purpose = 'clean'",
    )
    seal()
    assert (verify(), [one.code for one in verify(handed.note)]) == ([], ["checkpoint_differs"])


def test_l8_a_checkpoint_of_another_log_is_said_to_be_foreign() -> None:
    write_batches(SIZES)
    handed = find_checkpoint(DIRECTOR)
    assert handed is not None
    assert (verify(handed.note), [one.code for one in verify(handed.note.replace("after 24", "after 23"))]) == ([], ["checkpoint_foreign"])


def test_l8_an_empty_log_and_one_that_was_left_alone_are_good() -> None:
    assert verify() == []
    write_batches(WITH_NODES)
    write(5)
    assert verify() == []


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def undone():  # type: ignore[no-untyped-def]
    """Each example in a transaction of its own that is rolled back, so that the next begins with an empty log."""
    from contextlib import contextmanager

    from django.db import transaction

    @contextmanager
    def once():  # type: ignore[no-untyped-def]
        with transaction.atomic():
            yield
            transaction.set_rollback(True)

    assert connection.in_atomic_block
    return once()
