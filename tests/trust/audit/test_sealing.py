"""The sealer: what it takes, in which order, and what it signs. Rules L1 to L5 by number."""

import base64
import threading
from datetime import UTC, datetime

import orjson
import pytest
from django.db import ProgrammingError, connection, transaction

from tests.cast import DIRECTOR
from tests.trust.audit.logbook import CLERK, START, entry_at, seal, tamper, verify, write, write_batches
from xenia.kernel.actor import Actor
from xenia.kernel.errors import Refused
from xenia.trust.actions.audit import record
from xenia.trust.actions.sealing import seal_entries
from xenia.trust.models.audit import AuditCheckpoint, AuditEntry, AuditLeaf, AuditNode
from xenia.trust.queries.audit_tree import find_checkpoint, get_seal_state
from xenia.trust.rules import audit as rules
from xenia.trust.rules import merkle
from xenia.trust.types.access import Permission

pytestmark = pytest.mark.django_db


def test_l1_an_entry_is_gone_with_the_transaction_it_told_of() -> None:
    with transaction.atomic():
        write(1)
        transaction.set_rollback(True)
    assert (AuditEntry.objects.count(), seal()) == (0, 0)


@pytest.mark.parametrize("verb", ["UPDATE {0} SET {1}", "DELETE FROM {0}"])
@pytest.mark.parametrize(
    ("table", "change"), [("auditentry", "action = 'x'"), ("auditleaf", "hash = ''"), ("auditcheckpoint", "note = ''")]
)
def test_l1_the_database_refuses_every_change(verb: str, table: str, change: str) -> None:
    write_batches([2])
    with pytest.raises(ProgrammingError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(verb.format(f"trust_{table}", change))
    assert verify() == []


@pytest.mark.parametrize(("table", "trigger"), [("auditentry", "entries"), ("auditleaf", "leaves"), ("auditnode", "nodes")])
def test_l1_the_database_refuses_to_empty_the_log(table: str, trigger: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE trust_{table} ENABLE TRIGGER audit_{trigger}_stay_whole")  # off in tests, which empty every table
        with pytest.raises(ProgrammingError, match="append-only: TRUNCATE"):
            cursor.execute(f"TRUNCATE trust_{table}")


def test_l2_what_is_hashed_is_sorted_json_of_every_column() -> None:
    record(CLERK, "export.made", purpose="审计", details={"b": 1, "a": {"é": None}, "unit_id": "0" * 32}, now=START)
    seal()
    row = AuditEntry.objects.get()
    entry = {
        "action": "export.made", "actor_id": None, "actor_kind": "product", "actor_name": "front desk", "at": "2026-03-02T04:00:00.123456Z",
        "details": {"a": {"é": None}, "b": 1}, "id": row.id, "purpose": "审计", "request_id": "", "subject_id": "", "subject_kind": "",
        "transaction": row.transaction, "unit_id": "00000000-0000-0000-0000-000000000000",
    }  # fmt: skip
    assert {field.column for field in AuditEntry._meta.fields} == set(rules.COLUMNS) == set(entry)
    assert rules.canonical(entry) == orjson.dumps(entry)
    assert bytes(AuditLeaf.objects.get().hash) == merkle.leaf_hash(orjson.dumps(entry))


def test_l2_details_are_written_so_that_they_never_read_otherwise() -> None:
    said = {"share": 0.1, "at": datetime(2026, 1, 1, tzinfo=UTC), "kind": Permission.APPROVE, "set": {"b", "a"}, 1: (True, b"x")}
    assert rules.plain(said) == {
        "share": "0.1",
        "at": "2026-01-01T00:00:00+00:00",
        "kind": "approve",
        "set": ["a", "b"],
        "1": [True, "b'x'"],
    }


def test_l3_positions_have_no_gap_and_inner_nodes_stand_at_every_eighth_level() -> None:
    write_batches([255, 1, 300])
    assert list(AuditLeaf.objects.order_by("position").values_list("position", flat=True)) == list(range(556))
    assert list(AuditNode.objects.order_by("place").values_list("level", "place")) == [(8, 0), (8, 1)]
    assert verify() == []


def test_l4_nothing_is_sealed_twice_and_what_is_left_over_waits_for_the_next_batch() -> None:
    write(5)
    assert [seal_entries(actor=DIRECTOR, now=START, limit=2) for _ in range(4)] == [2, 2, 1, 0]
    assert list(AuditCheckpoint.objects.order_by("size").values_list("after", "size")) == [(0, 2), (2, 4), (4, 5)]
    assert verify() == []


def test_l5_the_checkpoint_is_a_signed_note_that_its_verifier_key_checks() -> None:
    write_batches([3])
    checkpoint = find_checkpoint(DIRECTOR)
    assert checkpoint is not None
    origin, size, root, after, horizon, at, empty, signature, end = checkpoint.note.split("\n")
    assert (origin, size, root, after, at) == (
        checkpoint.verifier.split("+")[0],
        "3",
        checkpoint.root,
        "after 0",
        "at 2026-03-02T04:00:00.123456Z",
    )
    assert (empty, end, signature.startswith(f"— {origin} "), len(base64.b64decode(signature.split(" ")[2]))) == ("", "", True, 68)
    note = rules.read_note(checkpoint.note, checkpoint.verifier)
    assert note is not None
    assert (note.size, f"horizon {note.horizon} {note.cluster}") == (3, horizon)


def test_l5_a_note_that_says_anything_else_is_not_signed() -> None:
    write_batches([3])
    checkpoint = find_checkpoint(DIRECTOR)
    assert checkpoint is not None
    for at in range(len(checkpoint.note)):
        changed = checkpoint.note[:at] + chr(ord(checkpoint.note[at]) ^ 1) + checkpoint.note[at + 1 :]
        assert rules.read_note(changed, checkpoint.verifier) is None, at


def test_l4_a_database_that_was_moved_goes_on_sealing_what_is_not_in_the_tree() -> None:
    """A dump restored elsewhere counts transactions from new: they all lie below the old horizon."""
    write_batches([2])
    tamper("UPDATE trust_auditcheckpoint SET horizon = 1000000000000, cluster = 'elsewhere'")
    write(1)
    assert (seal(1), get_seal_state(DIRECTOR).sealed, entry_at(2)) == (1, 3, AuditEntry.objects.latest("id").id)


def test_who_may_not_see_the_log_seals_nothing() -> None:
    write(1)
    with pytest.raises(Refused):
        seal_entries(actor=Actor(None, "nobody"), now=START)
    assert AuditLeaf.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_l4_a_transaction_that_takes_long_holds_nobody_up_and_comes_later() -> None:
    begun, may_end = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            write(1, action="slow.done")
            begun.set()
            may_end.wait(20)
        connection.close()

    thread = threading.Thread(target=slow)
    thread.start()
    begun.wait(20)
    write(2)
    assert seal() == 2
    may_end.set()
    thread.join()
    assert (seal(1), AuditEntry.objects.get(id=entry_at(2)).action, verify()) == (1, "slow.done", [])


@pytest.mark.django_db(transaction=True)
def test_l4_two_sealers_at_once_seal_each_entry_once() -> None:
    write(2_000)
    counts: list[int] = []

    def sealer() -> None:
        counts.extend(seal_entries(actor=DIRECTOR, now=START, limit=100) for _ in range(30))
        connection.close()

    threads = [threading.Thread(target=sealer) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    while seal():
        pass
    assert (sum(counts) <= 2_000, AuditLeaf.objects.count(), verify()) == (True, 2_000, [])
