"""Sealed files: whole or not at all, in their own order, under their own name."""

import struct
from pathlib import Path

import pytest

from xenia.trust.keyring.files import create_key_file, load_keys
from xenia.trust.keyring.masters import VaultFault
from xenia.trust.vault import FRAME_BYTES, Vault

FRAME = 5 + 12 + FRAME_BYTES + 16
HEAD = 8


@pytest.fixture
def safe(tmp_path: Path) -> Vault:
    create_key_file(tmp_path / "keys.json")
    return Vault(load_keys(tmp_path / "keys.json"))


def sealed(safe: Vault, path: Path, content: bytes) -> Path:
    writer = safe.writer(path)
    for start in range(0, len(content), 300_000):
        writer.write(content[start : start + 300_000])
    writer.close()
    return path


def code_of(safe: Vault, path: Path) -> str:
    with pytest.raises(VaultFault) as refused:
        safe.reader(path).read()
    assert path.name in refused.value.message
    assert refused.value.message_zh != refused.value.message
    return refused.value.code


@pytest.mark.parametrize("size", [0, 1, FRAME_BYTES - 1, FRAME_BYTES, FRAME_BYTES + 1, 3 * FRAME_BYTES + 7])
def test_a_file_opens_as_it_was_whatever_its_size(safe: Vault, tmp_path: Path, size: int) -> None:
    content = bytes(range(251)) * (size // 251 + 1)
    path = sealed(safe, tmp_path / "a.sealed", content[:size])
    assert safe.reader(path).read() == content[:size]
    assert content[:200] not in path.read_bytes() or size < 200


@pytest.mark.parametrize(
    "kept", [0, 3, 7, 8, 10, 13, 24, 25, 40, FRAME, FRAME + HEAD, FRAME + HEAD + 5, FRAME + HEAD + 10, 2 * FRAME + HEAD]
)
def test_a_file_cut_anywhere_is_noticed(safe: Vault, tmp_path: Path, kept: int) -> None:
    path = sealed(safe, tmp_path / "a.sealed", b"x" * (2 * FRAME_BYTES + 100))
    path.write_bytes(path.read_bytes()[:kept])
    assert code_of(safe, path) == "file_cut"


@pytest.mark.parametrize("place", range(HEAD, HEAD + 5 + 12 + 20))
def test_a_change_of_any_byte_is_noticed(safe: Vault, tmp_path: Path, place: int) -> None:
    path = sealed(safe, tmp_path / "a.sealed", b"four")
    changed = bytearray(path.read_bytes())
    changed[place] ^= 0x01
    path.write_bytes(changed)
    assert code_of(safe, path) in ("seal_broken", "file_cut")


def test_the_first_bytes_tell_whose_file_it_is(safe: Vault, tmp_path: Path) -> None:
    path = sealed(safe, tmp_path / "a.sealed", b"four")
    whole = path.read_bytes()
    path.write_bytes(b"order,total\n1,2\n")
    assert code_of(safe, path) == "file_not_sealed"
    path.write_bytes(whole[:7] + b"\x09" + whole[8:])
    assert code_of(safe, path) == "key_unknown"


def test_frames_cannot_change_places_be_left_out_or_end_early(safe: Vault, tmp_path: Path) -> None:
    path = sealed(safe, tmp_path / "a.sealed", b"x" * (2 * FRAME_BYTES + 100))
    whole = path.read_bytes()
    head, one, two, last = whole[:HEAD], whole[HEAD : HEAD + FRAME], whole[HEAD + FRAME : HEAD + 2 * FRAME], whole[HEAD + 2 * FRAME :]
    ended = one[:4] + b"\x01" + one[5:]
    for wrong in (head + two + one + last, head + one + last, head + one + one + last, head + ended):
        path.write_bytes(wrong)
        assert code_of(safe, path) == "seal_broken"


def test_a_file_moved_to_anothers_place_does_not_open(safe: Vault, tmp_path: Path) -> None:
    path = sealed(safe, tmp_path / "a.sealed", b"the orders of March")
    assert code_of(safe, path.rename(tmp_path / "b.sealed")) == "seal_broken"


def test_a_length_that_was_changed_asks_for_no_more_memory_than_a_frame(safe: Vault, tmp_path: Path) -> None:
    path = sealed(safe, tmp_path / "a.sealed", b"four")
    whole = path.read_bytes()
    path.write_bytes(whole[:HEAD] + struct.pack(">I", 0xFFFFFFFF) + whole[HEAD + 4 :])
    assert code_of(safe, path) == "file_cut"
