"""The master key: from a file, the environment or a key service; lost, wrong or damaged it stops the start; it can be changed."""

import base64
import os
import stat
import sys
from pathlib import Path

import pytest

from xenia.trust.adapters.key_command.client import KeyCommand
from xenia.trust.keyring.files import create_key_file, load_keys, open_key_file, rewrap
from xenia.trust.keyring.masters import Masters, VaultFault, fingerprint, next_to, write_master_file
from xenia.trust.types.encryption import MasterKind

SERVICE = """#!{python}
import base64, os, sys
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
held, given = AESGCM(bytes(32)), base64.b64decode(sys.stdin.readline())
if sys.argv[1] == "wrap":
    nonce = os.urandom(12)
    print(base64.b64encode(nonce + held.encrypt(nonce, given, b"")).decode())
else:
    print(base64.b64encode(held.decrypt(given[:12], given[12:], b"")).decode())
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "keys.json"


@pytest.fixture
def service(tmp_path: Path) -> KeyCommand:
    return KeyCommand((str(script(tmp_path, SERVICE.format(python=sys.executable))),))


def script(folder: Path, content: str) -> Path:
    made = folder / "service"
    made.write_text(content)
    made.chmod(stat.S_IRWXU)
    return made


def code_of(path: Path, masters: Masters) -> str:
    with pytest.raises(VaultFault) as refused:
        load_keys(path, masters)
    assert refused.value.message_zh != refused.value.message
    return refused.value.code


def test_k2_a_master_key_that_is_lost_wrong_or_damaged_is_told_apart(path: Path) -> None:
    create_key_file(path, masters=Masters())
    place = path.with_name("master.key")
    kept = place.read_bytes()
    place.write_bytes(kept[:20])
    assert code_of(path, Masters()) == "master_key_damaged"
    write_master_file(place, os.urandom(32))
    assert code_of(path, Masters()) == "master_key_wrong"
    place.unlink()
    assert code_of(path, Masters()) == "master_key_missing"


def test_the_sentence_names_both_fingerprints_and_no_key(path: Path) -> None:
    right, wrong = os.urandom(32), os.urandom(32)
    create_key_file(path, masters=Masters(right))
    with pytest.raises(VaultFault) as refused:
        load_keys(path, Masters(wrong))
    assert [fingerprint(key) in refused.value.message for key in (right, wrong)] == [True, True]
    assert not [
        key for key in (right, wrong) if base64.b64encode(key).decode() in refused.value.message or key.hex() in refused.value.message
    ]


def test_a_master_key_of_the_environment_leaves_no_file(path: Path) -> None:
    create_key_file(path, masters=Masters(os.urandom(32)))
    assert [file.name for file in path.parent.iterdir()] == ["keys.json"]


def test_a_master_key_that_was_put_in_its_place_before_the_first_start_is_used(path: Path) -> None:
    place, master = path.with_name("elsewhere.key"), os.urandom(32)
    write_master_file(place, master)
    create_key_file(path, masters=Masters(file=place))
    assert open_key_file(path, Masters(master)).keys == load_keys(path, Masters(file=place))


def test_k6_the_master_key_changes_and_the_keys_stay(path: Path) -> None:
    create_key_file(path, masters=Masters())
    before, old = load_keys(path, Masters()), open_key_file(path, Masters()).master_key.fingerprint
    changed = rewrap(path, to=MasterKind.FILE, masters=Masters())
    assert (load_keys(path, Masters()), changed.master_key.fingerprint != old) == (before, True)
    assert sorted(file.name for file in path.parent.iterdir()) == ["keys.json", f"master-{old}.key", "master.key"]


def test_k6_a_change_of_the_master_key_that_was_killed_between_its_two_files_is_finished_by_the_next_start(path: Path) -> None:
    create_key_file(path, masters=Masters())
    before, place = load_keys(path, Masters()), path.with_name("master.key")
    old = place.read_bytes()
    rewrap(path, to=MasterKind.FILE, masters=Masters())
    place.rename(next_to(place))
    place.write_bytes(old)
    assert load_keys(path, Masters()) == before
    assert not next_to(place).exists()


def test_k6_keys_move_from_the_file_to_the_environment_and_to_the_service_and_back(path: Path, service: KeyCommand) -> None:
    create_key_file(path, masters=Masters())
    before, given = load_keys(path, Masters()), os.urandom(32)
    rewrap(path, to=MasterKind.ENVIRONMENT, new_master=given, masters=Masters())
    assert (load_keys(path, Masters(given)), path.with_name("master.key").exists()) == (before, False)
    rewrap(path, to=MasterKind.SERVICE, masters=Masters(given, service=service))
    assert load_keys(path, Masters(service=service)) == before
    rewrap(path, to=MasterKind.FILE, masters=Masters(service=service))
    assert load_keys(path, Masters()) == before


def test_keys_behind_a_service_open_through_it_only(path: Path, service: KeyCommand) -> None:
    create_key_file(path, masters=Masters(service=service))
    assert open_key_file(path, Masters(service=service)).master_key.kind is MasterKind.SERVICE
    assert code_of(path, Masters(os.urandom(32))) == "key_service_missing"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("#!/bin/sh\necho no right to use this key >&2; exit 3\n", "ended with code 3: no right to use this key"),
        ("#!/bin/sh\necho '***'\n", "its answer is not base64"),
        ("#!/bin/sh\necho\n", "its answer has 0 bytes"),
        ("#!/bin/sh\ncat\n", "gave the key back unwrapped"),
    ],
)
def test_a_service_that_fails_is_a_sentence(path: Path, content: str, said: str) -> None:
    with pytest.raises(VaultFault, match=said) as refused:
        create_key_file(path, masters=Masters(service=KeyCommand((str(script(path.parent, content)),))))
    assert (refused.value.code, path.exists()) == ("key_service_fault", False)


def test_a_service_that_is_not_there_is_a_sentence(path: Path) -> None:
    with pytest.raises(VaultFault, match="No such file or directory"):
        create_key_file(path, masters=Masters(service=KeyCommand(("/nowhere/at/all",))))
