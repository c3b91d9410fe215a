"""A change of the sealing key: everything is sealed anew, whatever interrupts it, and the old key leaves only when nothing uses it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.cast import DIRECTOR, LIN_WEI, NOON, PEOPLE, PHONE, SATO_YUKI, ZHANG_WEI, load, open_source, people_file, with_fields
from xenia import wiring
from xenia.connect import models
from xenia.connect.queries.uploads import stream_factory, upload_path
from xenia.kernel.errors import Conflict
from xenia.settings import ENV
from xenia.trust.actions import rotation as performing
from xenia.trust.actions.encryption import cancel_rotation, ensure_check, resume_rotation, start_rotation
from xenia.trust.actions.rotation import perform_rotation
from xenia.trust.keyring.files import create_key_file, describe_key_file, load_keys
from xenia.trust.queries.encryption import get_rotation, is_of_this_database
from xenia.trust.types.encryption import Rotation, RotationState
from xenia.trust.vault import Vault, head_key_number, vault_of

pytestmark = pytest.mark.django_db
CHILD = "import django; django.setup()\nfrom xenia.trust.actions import rotation\nfrom xenia import wiring\nfrom datetime import UTC, datetime\nfrom uuid import UUID\nimport sys, time\nrotation.ROWS_A_BATCH = 1\nslow = rotation._write_rows\nrotation._write_rows = lambda *a: (slow(*a), time.sleep(0.05))\nrotation.perform_rotation(rotation_id=UUID(sys.argv[1]), places=wiring.SEALED, clock=lambda: datetime.now(UTC))\n"  # fmt: skip


@pytest.fixture
def source_id(tmp_path: Path, db: None, empty_home: Path) -> Iterator[UUID]:
    """A source with three people, an upload and a row in quarantine, under keys of this test's own."""
    kept = ENV.key_file
    object.__setattr__(ENV, "key_file", tmp_path / "keys.json")
    create_key_file(ENV.key_file, now=NOON)
    ensure_check(now=NOON)
    yield filled("people")
    object.__setattr__(ENV, "key_file", kept)


def filled(code: str) -> UUID:
    source_id = open_source(code, location="sftp://u:p@files.example/orders")
    broken = with_fields(PEOPLE, birth_date={"from": "birth_date", "as": "date", "format": "%Y-%m-%d"})
    load(source_id, people_file(LIN_WEI, ZHANG_WEI, SATO_YUKI) + "G11,,,,,,,not a day,,\n", broken, name="people.csv")
    return source_id


def begin() -> UUID:
    return start_rotation(actor=DIRECTOR, reason="yearly", now=NOON)


def perform(rotation_id: UUID, *, settle: timedelta = timedelta(0), now: datetime = NOON + timedelta(seconds=1)) -> Rotation:
    perform_rotation(rotation_id=rotation_id, places=wiring.SEALED, clock=lambda: now, settle=settle)
    return get_rotation(DIRECTOR, rotation_id)


def phone_of(name: str) -> str:
    record = models.GuestRecord.objects.get(name=name)
    return vault_of(ENV.key_file).open(bytes(record.phone_sealed), field="connect.guest_record.phone", row=record.record_id)


def numbers_in_use() -> set[int]:
    """The keys of everything that is sealed in the database and on disk."""
    found = {number for path in (ENV.home / "uploads").iterdir() if (number := head_key_number(path)) is not None}
    with connection.cursor() as cursor:
        for one in wiring.SEALED.columns:
            cursor.execute(f'SELECT DISTINCT get_byte("{one.column}", 0) FROM "{one.table}" WHERE length("{one.column}") > 0')
            found |= {row[0] for row in cursor.fetchall()}
    return found


def test_k5_after_a_rotation_only_the_new_key_is_left_and_everything_opens(source_id: UUID) -> None:
    assert numbers_in_use() == {1}
    done = perform(begin())
    assert (done.state, done.from_keys, done.to_key, done.done == done.total > 0) == (RotationState.DONE, (1,), 2, True)
    assert (numbers_in_use(), [key.number for key in describe_key_file(ENV.key_file)[1]]) == ({2}, [2])
    assert phone_of("林薇") == PHONE
    upload = models.Upload.objects.get(source_id=source_id)
    assert stream_factory(upload.id)().read().startswith(b"id,name,latin")


def test_k5_blind_indexes_and_the_check_value_stay_good(source_id: UUID) -> None:
    before = list(models.GuestRecord.objects.order_by("record_id").values_list("phone_index", "key_index"))
    perform(begin())
    assert list(models.GuestRecord.objects.order_by("record_id").values_list("phone_index", "key_index")) == before
    assert is_of_this_database(Vault(load_keys(ENV.key_file)))


def test_k5_old_keys_wait_until_nobody_can_be_writing_with_them(source_id: UUID) -> None:
    rotation_id = begin()
    assert perform(rotation_id, settle=timedelta(minutes=2)).state is RotationState.SETTLING
    assert [key.number for key in describe_key_file(ENV.key_file)[1]] == [1, 2]
    late = models.GuestRecord.objects.get(name="林薇")
    old = Vault(load_keys(ENV.key_file))
    old._current = 1
    late.phone_sealed = old.seal(PHONE, field="connect.guest_record.phone", row=late.record_id)
    late.save()
    assert perform(rotation_id).state is RotationState.SETTLING  # what came late is found, and sealed by the next pass
    assert perform(rotation_id).state is RotationState.DONE
    assert (numbers_in_use(), phone_of("林薇")) == ({2}, PHONE)


def test_k5_a_value_that_does_not_open_keeps_the_old_key_and_is_told(source_id: UUID) -> None:
    record = models.GuestRecord.objects.get(name="林薇")
    whole = bytes(record.phone_sealed)
    models.GuestRecord.objects.filter(record_id=record.record_id).update(phone_sealed=whole[:-1] + b"\0")
    rotation_id = begin()
    failed = perform(rotation_id)
    assert (failed.state, failed.message.en if failed.message else "") == (
        RotationState.FAILED,
        "1 of connect_guestrecord do not open, so the old keys stay. Restore them from your backup, then go on.",
    )
    assert 1 in [key.number for key in describe_key_file(ENV.key_file)[1]]
    models.GuestRecord.objects.filter(record_id=record.record_id).update(phone_sealed=whole)
    resume_rotation(actor=DIRECTOR, rotation_id=rotation_id, now=NOON)
    assert perform(rotation_id).state is RotationState.DONE


def test_a_rotation_that_is_cancelled_stops_between_two_batches_and_goes_on_later(source_id: UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(performing, "ROWS_A_BATCH", 1)
    rotation_id, write = begin(), performing._write_rows

    def cancel_first(*arguments: object) -> None:
        write(*arguments)  # type: ignore[arg-type]
        performing.KeyRotation.objects.filter(id=rotation_id).update(cancel_asked=True)

    monkeypatch.setattr(performing, "_write_rows", cancel_first)
    half = perform(rotation_id)
    assert (half.state, half.done, numbers_in_use()) == (RotationState.CANCELLED, 1, {1, 2})
    monkeypatch.setattr(performing, "_write_rows", write)
    resume_rotation(actor=DIRECTOR, rotation_id=rotation_id, now=NOON)
    assert (perform(rotation_id).state, numbers_in_use()) == (RotationState.DONE, {2})


def test_one_rotation_at_a_time_and_what_waits_is_cancelled_at_once(source_id: UUID) -> None:
    rotation_id = begin()
    with pytest.raises(Conflict, match="A key rotation goes on"):
        begin()
    cancel_rotation(actor=DIRECTOR, rotation_id=rotation_id, now=NOON)
    assert (perform(rotation_id).state, numbers_in_use()) == (RotationState.CANCELLED, {1})
    assert ProcrastinateJob.objects.filter(task_name="xenia.trust.rotate_keys").count() == 1


def test_a_file_that_is_being_written_is_left_alone_and_holds_the_old_key(source_id: UUID) -> None:
    writer = vault_of(ENV.key_file).writer(ENV.home / "uploads" / "open.sealed")
    writer.write(b"x" * 3_000_000)
    writer._out.flush()
    rotation_id = begin()
    assert (perform(rotation_id).state, perform(rotation_id).state) == (RotationState.SETTLING, RotationState.SETTLING)
    writer.close()
    perform(rotation_id)
    assert (perform(rotation_id).state, numbers_in_use()) == (RotationState.DONE, {2})
    assert vault_of(ENV.key_file).reader(ENV.home / "uploads" / "open.sealed").read() == b"x" * 3_000_000


def test_a_file_that_expired_meanwhile_does_not_come_back(source_id: UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    path = upload_path(models.Upload.objects.get(source_id=source_id).id)
    monkeypatch.setattr(performing, "seal_file_anew", lambda vault, file: (file.unlink(), performing_seal(vault, file))[1])
    done = perform(begin())
    assert (done.state, path.exists(), list(path.parent.iterdir())) == (RotationState.DONE, False, [])


def performing_seal(vault: Vault, path: Path) -> bool:
    raise FileNotFoundError(path)


@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
def test_k5_a_rotation_that_was_killed_goes_on_where_it_stood(source_id: UUID) -> None:
    rotation_id = begin()
    environment = os.environ | {"XENIA_KEY_FILE": str(ENV.key_file), "XENIA_DATABASE_URL": database_of_the_test()}
    child = subprocess.Popen([sys.executable, "-c", CHILD, str(rotation_id)], env=environment)
    while get_rotation(DIRECTOR, rotation_id).done < 2 and child.poll() is None:
        time.sleep(0.01)
    child.send_signal(signal.SIGKILL)
    child.wait()
    half = get_rotation(DIRECTOR, rotation_id)
    assert (half.state, numbers_in_use()) == (RotationState.RUNNING, {1, 2})
    assert (perform(rotation_id, now=datetime.now(UTC)).state, numbers_in_use()) == (RotationState.DONE, {2})


def database_of_the_test() -> str:
    head, _, _ = os.environ["XENIA_DATABASE_URL"].rpartition("/")
    return f"{head}/{connection.settings_dict['NAME']}"
