"""The key file: made once, wrapped by the master key, the owner's alone, and refused with a sentence where it is missing or damaged."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from xenia.trust.keyring.files import add_sealing_key, create_key_file, describe_key_file, load_keys, retire_sealing_keys, wrap_plain_file
from xenia.trust.keyring.masters import VaultFault
from xenia.trust.types.encryption import SealingKey
from xenia.trust.vault import vault_of

ROOT = Path(__file__).resolve().parents[2]
NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "我的 钥匙" / "keys.json"


def test_k1_both_files_are_readable_by_their_owner_only_and_no_draft_is_left(path: Path) -> None:
    create_key_file(path)
    assert {file.name: file.stat().st_mode & 0o777 for file in path.parent.iterdir()} == {"keys.json": 0o600, "master.key": 0o600}


def test_k1_the_key_file_holds_no_key_in_clear(path: Path) -> None:
    create_key_file(path)
    keys, content = load_keys(path), path.read_text()
    assert not [key for key in (*keys.sealing.values(), keys.index, keys.ids) if key.hex() in content]


def test_keys_that_exist_are_never_replaced(path: Path) -> None:
    create_key_file(path)
    before = path.read_bytes()
    create_key_file(path)
    assert path.read_bytes() == before


@pytest.mark.slow
def test_several_starts_at_once_agree_on_one_set_of_keys(path: Path) -> None:
    path.parent.mkdir()
    program = "import sys, pathlib; from xenia.trust.keyring import files as k; p = pathlib.Path(sys.argv[1]); k.create_key_file(p); print(k.load_keys(p).index)"
    starts = [subprocess.Popen([sys.executable, "-c", program, path], stdout=subprocess.PIPE, cwd=ROOT) for _ in range(4)]
    held = [start.communicate()[0] for start in starts]
    assert (len(set(held)), len(held[0]) > 32) == (1, True)
    assert sorted(file.name for file in path.parent.iterdir()) == ["keys.json", "master.key"]


def test_the_draft_of_a_killed_start_is_no_hindrance(path: Path) -> None:
    path.parent.mkdir()
    path.with_name("keys.json.draft").write_text("half")
    create_key_file(path)
    assert len(load_keys(path).index) == 32


def test_k2_a_missing_key_file_says_where_it_was_looked_for(path: Path) -> None:
    with pytest.raises(VaultFault, match="put it back from your backup, or set XENIA_KEY_FILE") as refused:
        load_keys(path)
    assert (refused.value.code, str(path) in refused.value.message_zh) == ("key_file_missing", True)


@pytest.mark.parametrize(
    "change",
    [
        {"sealing": {}},
        {"sealing": {"1": "abcd"}},
        {"sealing": ["a"]},
        {"current": 2},
        {"index": ""},
        {"index": "ab" * 40},
        {"ids": None},
        {"mac": ""},
        {"version": 3},
    ],
)
def test_k2_a_key_file_that_was_changed_anywhere_is_refused(path: Path, change: dict[str, object]) -> None:
    create_key_file(path)
    path.write_text(json.dumps(json.loads(path.read_text()) | change))
    with pytest.raises(VaultFault, match="is damaged or lacks a key; put it back") as refused:
        load_keys(path)
    assert refused.value.code == "key_file_damaged"


def test_k2_two_keys_that_changed_places_are_noticed(path: Path) -> None:
    create_key_file(path)
    content = json.loads(path.read_text())
    path.write_text(json.dumps(content | {"index": content["ids"], "ids": content["index"]}))
    with pytest.raises(VaultFault) as refused:
        load_keys(path)
    assert refused.value.code == "key_file_damaged"


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"null", b"\xff\xfe", b'{"version": 2', b"{}", b'{"version": 2}', b'{"version": 2, "master": []}']
)
def test_k2_a_file_that_is_no_key_file_is_refused(path: Path, content: bytes) -> None:
    create_key_file(path)
    path.write_bytes(content)
    with pytest.raises(VaultFault) as refused:
        load_keys(path)
    assert refused.value.code == "key_file_damaged"


def plain_file(path: Path) -> dict[str, object]:
    """As the first release wrote it: keys in clear."""
    content = {
        "version": 1,
        "current": 1,
        "sealing": {"1": os.urandom(32).hex()},
        "index": os.urandom(32).hex(),
        "ids": os.urandom(32).hex(),
    }
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(content))
    return content


def test_k3_keys_in_clear_are_wrapped_once_and_stay_the_same_keys(path: Path) -> None:
    content = plain_file(path)
    before = load_keys(path)
    assert (wrap_plain_file(path), wrap_plain_file(path)) == (True, False)
    assert load_keys(path) == before
    assert str(content["index"]) not in path.read_text()


def test_k3_a_file_in_clear_that_lacks_a_key_is_refused(path: Path) -> None:
    path.parent.mkdir()
    path.write_text(json.dumps(plain_file(path) | {"index": "ab"}))
    with pytest.raises(VaultFault, match="is damaged or lacks a key"):
        load_keys(path)


def test_k4_a_new_key_seals_at_once_and_the_old_one_opens_until_it_leaves(path: Path) -> None:
    create_key_file(path, now=NOON)
    assert (add_sealing_key(path, after=1, now=NOON), add_sealing_key(path, after=1, now=NOON)) == (2, 2)
    assert describe_key_file(path)[1] == (SealingKey(1, NOON, False), SealingKey(2, NOON, True))
    retire_sealing_keys(path, (1, 2))
    assert describe_key_file(path)[1] == (SealingKey(2, NOON, True),)


def test_k4_numbers_begin_again_after_255_and_pass_over_those_in_use(path: Path) -> None:
    create_key_file(path, now=NOON)
    for number in range(1, 255):
        assert add_sealing_key(path, after=number, now=NOON) == number + 1
        retire_sealing_keys(path, (number,) if number != 3 else ())
    assert [
        add_sealing_key(path, after=255, now=NOON),
        add_sealing_key(path, after=1, now=NOON),
        add_sealing_key(path, after=2, now=NOON),
    ] == [1, 2, 4]


def test_a_running_process_takes_up_a_changed_key_file_and_keeps_its_keys_where_the_file_breaks(path: Path) -> None:
    create_key_file(path, now=NOON)
    assert vault_of(path) is vault_of(path)
    add_sealing_key(path, after=1, now=NOON)
    assert vault_of(path).current == 2
    path.write_text("broken")
    assert vault_of(path).current == 2
