"""A real product with planted people: nothing of them lies anywhere in clear; and a backup of it, restored into an empty machine, is the same."""

import base64
import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import md5
from pathlib import Path
from typing import Any

import psycopg
import pytest
from deltalake import DeltaTable

from tests.host.planted import VALUES
from tests.product import ROOT, Product
from xenia.host.postgres import PROGRAMS, running
from xenia.kernel.ids import new_id
from xenia.lake.tables import TABLES
from xenia.trust.actions.erasure_ledger import ledger_path, note_erasure, read_ledgers
from xenia.trust.keyring.files import load_keys
from xenia.trust.keyring.masters import Masters
from xenia.trust.types.rights import Erased
from xenia.trust.vault import Vault

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def product() -> Iterator[Product]:
    folder = Path(tempfile.mkdtemp(prefix="xenia-backup-"))
    running = Product(folder / "home").start()
    planted = subprocess.run(
        [sys.executable, "-m", "tests.host.planted"], cwd=ROOT, env=running.environment, capture_output=True, text=True
    )
    assert planted.stdout.split()[-3:-1] == ["done", "101"], planted.stdout + planted.stderr
    yield running
    running.stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def backup(product: Product) -> Path:
    until_idle(url_of(product))
    target = product.home.with_name("backup")
    done = product.command("backup", str(target))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "The master key" in done.stdout
    return target


def url_of(product: Product) -> str:
    folder = product.home / "postgres"
    return f"postgresql://xenia:{(folder / 'password').read_text()}@127.0.0.1:{(folder / 'port').read_text()}/xenia"


def until_idle(url: str) -> None:
    """What came in is matched and computed; a table that a job still writes to would differ from its backup."""
    waiting = "SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing')"
    with psycopg.connect(url, autocommit=True) as connection:
        for _ in range(120):
            if connection.execute(waiting).fetchone() == (0,):
                return
            time.sleep(1)
    raise TimeoutError("The worker is still busy.")


def in_simple_encodings(value: str) -> set[bytes]:
    """What a thief would look for: the value as it is, in GBK and UTF-16, in hexadecimal, and in base64 at each of its three places."""
    forms = {value.encode(), value.encode("gbk"), value.encode("utf-16-le"), value.replace("-", "").encode()}
    forms |= {form.hex().encode() for form in set(forms)}
    for form in (value.encode(), value.encode("gbk")):
        forms |= {base64.b64encode(b"x" * lead + form)[(lead * 4 + 2) // 3 + (1 if lead else 0) : -4] for lead in range(3)}
    return {form for form in forms if len(form) >= 6}


def found_in(content: bytes, where: str) -> list[tuple[str, str]]:
    lowered = content.lower()
    return [
        (name, where)
        for name, value in VALUES.items()
        if any(form in content or form.lower() in lowered for form in in_simple_encodings(value))
    ]


def dump_of(url: str) -> bytes:
    """A real dump as text: what a thief of a backup, or of a replica, would read."""
    return subprocess.run([PROGRAMS / "pg_dump", "--format=plain", "--inserts", url], capture_output=True, check=True).stdout


def test_a_dump_of_the_database_holds_none_of_the_planted_values(product: Product) -> None:
    dump = dump_of(url_of(product))
    assert ("周种子".encode() in dump, b"procrastinate_jobs" in dump, b"connect_quarantinedrow" in dump) == (True, True, True)
    assert found_in(dump, "dump") == []


def test_no_file_of_lake_uploads_spill_and_logs_holds_any_of_the_planted_values(product: Product) -> None:
    files = [path for path in product.home.rglob("*") if path.is_file() and "postgres/data" not in str(path)]
    kinds = {path.relative_to(product.home).parts[0] for path in files}
    assert {"lake", "uploads", "logs", "keys.json"} <= kinds
    assert [found for path in [*files, product.output] for found in found_in(path.read_bytes(), str(path))] == []


def test_the_search_itself_would_find_them() -> None:
    value = VALUES["address"]
    for form in (value.encode(), value.encode("gbk"), value.encode().hex().encode(), base64.b64encode(b"ab" + value.encode() + b"z")):
        assert found_in(b"noise" + form + b"noise", "here") == [("address", "here")]


def test_a_backup_is_whole_private_and_without_the_master_key(product: Product, backup: Path) -> None:
    manifest = json.loads((backup / "manifest.json").read_text())
    names = {file["path"].split("/")[0] for file in manifest["files"]}
    assert names == {"database.dump", "lake", "files", "keys"}
    assert (manifest["lake"]["booking_versions"], manifest["tables"]["connect_guestrecord"], manifest["has_master_key"]) == (
        101,
        101,
        False,
    )
    assert {path.stat().st_mode & 0o077 for path in backup.rglob("*") if path.is_file() and path.name != "manifest.json"} == {0}
    assert (product.home / "master.key").read_text().strip() not in (backup / "keys" / "keys.json").read_text()
    assert "Whole: " in product.command("backup", "verify", str(backup)).stdout


def test_a_backup_of_which_any_file_was_changed_cut_or_removed_is_refused(product: Product, backup: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    for change in ("append", "remove", "add"):
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(backup, copy)
        victim = next((copy / "lake" / "booking_versions").glob("*.parquet"))
        {"append": lambda: victim.open("ab").write(b"x"), "remove": victim.unlink, "add": lambda: (copy / "new").write_text("x")}[change]()  # noqa: B023
        refused = product.command("backup", "verify", str(copy))
        assert (refused.returncode, "use another backup" in refused.stderr) == (1, True)


def test_an_unfinished_backup_is_no_backup(product: Product, backup: Path, tmp_path: Path) -> None:
    shutil.copytree(backup, tmp_path / "copy", ignore=shutil.ignore_patterns("manifest.json"))
    refused = product.command("backup", "verify", str(tmp_path / "copy"))
    assert (refused.returncode, "holds no manifest.json" in refused.stderr) == (1, True)


def test_a_target_that_exists_is_refused(product: Product, backup: Path) -> None:
    refused = product.command("backup", str(backup))
    assert (refused.returncode, "exists already" in refused.stderr) == (1, True)


def test_a_restore_over_something_is_refused(product: Product, backup: Path) -> None:
    refused = product.command("restore", str(backup))
    assert (refused.returncode, "restored into an empty home" in refused.stderr) == (1, True)


def restored(product: Product, backup: Path, home: Path, *options: str, master: str) -> "tuple[Product, subprocess.CompletedProcess[str]]":
    other = Product(home)
    environment = other.environment | ({"XENIA_MASTER_KEY": master} if master else {})
    command = [sys.executable, "-m", "xenia", "restore", str(backup), *options]
    return other, subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)


@pytest.mark.parametrize(
    ("master", "said"), [("", "The master key file"), (base64.b64encode(b"\1" * 32).decode(), "were wrapped by the master key")]
)
def test_without_the_right_master_key_nothing_is_restored(product: Product, backup: Path, tmp_path: Path, master: str, said: str) -> None:
    other, refused = restored(product, backup, tmp_path / "home", master=master)
    assert (refused.returncode, said in refused.stderr) == (1, True)
    assert {path.name for path in other.home.iterdir()} <= {"session_secret", "logs"}


def rows_of(url: str) -> dict[str, str]:
    """A checksum of each table: of all its rows as text, in the order of that text. What the restore itself may change is left out."""
    with psycopg.connect(url) as connection:
        tables = [row[0] for row in connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()]
        kept = [table for table in tables if not table.startswith(("procrastinate_", "trust_audit"))]
        return {
            table: md5(
                "\n".join(row[0] for row in connection.execute(f'SELECT t::text FROM "{table}" t ORDER BY 1').fetchall()).encode()
            ).hexdigest()
            for table in kept
        }


def lake_of(home: Path) -> dict[str, list[dict[str, Any]]]:
    return {name: sorted(DeltaTable(str(home / "lake" / name)).to_pyarrow_table().to_pylist(), key=str) for name in TABLES}


def test_the_drill_a_backup_restored_into_an_empty_machine_is_the_same_and_runs(product: Product, backup: Path, tmp_path: Path) -> None:
    before = (rows_of(url_of(product)), lake_of(product.home))
    other = Product(tmp_path / "restored")
    other.home.mkdir()
    shutil.copy(product.home / "master.key", other.home / "master.key")
    done = other.command("restore", str(backup))
    assert (done.returncode, "all compared" in done.stdout) == (0, True), done.stdout + done.stderr
    other.start()
    try:
        assert (rows_of(url_of(other)), lake_of(other.home)) == before
        assert phone_of(other) == f"+86{VALUES['phone']}"
        assert sorted(path.name for path in (other.home / "uploads").iterdir()) == sorted(
            path.name for path in (product.home / "uploads").iterdir()
        )
    finally:
        other.stop()


def phone_of(product: Product) -> str:
    """What the restored keys make of the restored row."""
    with psycopg.connect(url_of(product)) as connection:
        row = connection.execute("SELECT record_id, phone_sealed FROM connect_guestrecord WHERE name = '周种子'").fetchone()
    assert row is not None
    return Vault(load_keys(product.home / "keys.json", Masters())).open(bytes(row[1]), field="connect.guest_record.phone", row=row[0])


def one_row(url: str, statement: str, *values: object) -> Any:
    with psycopg.connect(url) as connection:
        return connection.execute(statement, values).fetchone()


def ledger_with(product: Product, name: str, folder: Path) -> Path:
    """The ledger of a machine that erased this guest after its last backup, and was lost."""
    (record_id,) = one_row(url_of(product), "SELECT record_id FROM connect_guestrecord WHERE name = %s", name)
    note_erasure(folder / "keys.json", Erased(datetime.now(UTC), new_id(), "pipl", "desk", (record_id,), ()))
    return ledger_path(folder / "keys.json")


def test_with_the_master_key_in_the_set_no_other_is_needed_and_later_erasures_are_done_again(product: Product, tmp_path: Path) -> None:
    made = product.command("backup", "--with-master-key", str(tmp_path / "set"))
    assert "whoever has the set can read everything" in made.stdout
    ledger = ledger_with(product, "客人50", tmp_path)
    other, done = restored(product, tmp_path / "set", tmp_path / "home", "--erasures", str(ledger), master="")
    assert (done.returncode, "1 done again, 0 left" in done.stdout) == (0, True), done.stdout + done.stderr
    assert load_keys(other.home / "keys.json", Masters()) == load_keys(product.home / "keys.json", Masters())
    with running(other.home / "postgres", log=tmp_path / "postgres.log"):
        names = "SELECT count(*) FILTER (WHERE name = '客人50'), count(*) FROM connect_guestrecord"
        entry = "SELECT details->'erasures', details->>'by' <> '' FROM trust_auditentry WHERE action = 'backup.restored'"
        assert (one_row(url_of(other), names), one_row(url_of(other), entry)) == ((0, 100), (1, True))
    assert [one.record_ids for one in read_ledgers([ledger_path(other.home / "keys.json")])][-1:] != []


def test_a_backup_that_is_cancelled_leaves_nothing(product: Product, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "xenia", "backup", str(tmp_path / "set")]
    child = subprocess.Popen(command, cwd=ROOT, env=product.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert child.stdout is not None
    child.stdout.readline()
    child.terminate()
    _, said = child.communicate()
    assert (child.returncode, "Stopped, as asked" in said, [*tmp_path.iterdir()]) == (1, True, [])


def test_a_product_that_is_stopped_is_backed_up_too_and_keys_of_another_database_stop_its_start(product: Product, tmp_path: Path) -> None:
    product.stop()
    assert product.command("backup", str(tmp_path / "set")).returncode == 0
    kept = (product.home / "keys.json").read_bytes()
    (product.home / "keys.json").unlink()
    program = (
        "from pathlib import Path; import sys; from xenia.trust.keyring.files import create_key_file; create_key_file(Path(sys.argv[1]))"
    )
    subprocess.run([sys.executable, "-c", program, product.home / "keys.json"], cwd=ROOT, env=product.environment, check=True)
    refused = product.command("run", "--no-demo")
    assert (refused.returncode, "are not those of this database" in refused.stderr) == (1, True)
    (product.home / "keys.json").write_bytes(kept)
