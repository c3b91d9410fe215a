"""The key file: made once, the owner's alone, and refused with a sentence where it is missing or damaged."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from xenia.trust import vault
from xenia.trust.vault import VaultFault

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "我的 钥匙" / "keys.json"


def test_a_key_file_is_readable_by_its_owner_only_and_no_draft_is_left(path: Path) -> None:
    vault.create_key_file(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert [file.name for file in path.parent.iterdir()] == ["keys.json"]


def test_keys_that_exist_are_never_replaced(path: Path) -> None:
    vault.create_key_file(path)
    before = path.read_bytes()
    vault.create_key_file(path)
    assert path.read_bytes() == before


@pytest.mark.slow
def test_several_starts_at_once_agree_on_one_set_of_keys(path: Path) -> None:
    path.parent.mkdir()
    program = "import sys, pathlib; from xenia.trust import vault as v; p = pathlib.Path(sys.argv[1]); v.create_key_file(p); print(v.load_keys(p).index)"
    starts = [subprocess.Popen([sys.executable, "-c", program, path], stdout=subprocess.PIPE, cwd=ROOT) for _ in range(4)]
    held = [start.communicate()[0] for start in starts]
    assert (len(set(held)), len(held[0]) > 32) == (1, True)
    assert [file.name for file in path.parent.iterdir()] == ["keys.json"]


def test_the_draft_of_a_killed_start_is_no_hindrance(path: Path) -> None:
    path.parent.mkdir()
    path.with_suffix(f".{os.getpid()}.draft").write_text("half")
    vault.create_key_file(path)
    assert len(vault.load_keys(path).index) == 32


def test_a_missing_key_file_says_where_it_was_looked_for(path: Path) -> None:
    with pytest.raises(VaultFault, match="put it back from your backup, or set XENIA_KEY_FILE") as refused:
        vault.load_keys(path)
    assert (refused.value.code, str(path) in refused.value.message_zh) == ("key_file_missing", True)


@pytest.mark.parametrize(
    "change",
    [
        {"sealing": {}},
        {"sealing": {"1": "abcd"}},
        {"sealing": {"1": "no hex"}},
        {"sealing": ["a"]},
        {"current": 2},
        {"index": ""},
        {"index": "ab" * 31},
        {"ids": None},
        {"ids": ""},
    ],
)
def test_a_key_file_that_lacks_a_whole_key_is_refused(path: Path, change: dict[str, object]) -> None:
    vault.create_key_file(path)
    path.write_text(json.dumps(json.loads(path.read_text()) | change))
    with pytest.raises(VaultFault, match="is damaged or lacks a key; put it back") as refused:
        vault.load_keys(path)
    assert refused.value.code == "key_file_damaged"


@pytest.mark.parametrize("content", [b"", b"[]", b"null", b"\xff\xfe", b'{"version": 1', b"{}"])
def test_a_file_that_is_no_key_file_is_refused(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    with pytest.raises(VaultFault) as refused:
        vault.load_keys(path)
    assert refused.value.code == "key_file_damaged"
