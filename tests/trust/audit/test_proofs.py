"""Proofs that a third party checks without the product. Rules L6 and L7 by number."""

import base64
import subprocess
import sys
from dataclasses import asdict
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cast import DIRECTOR
from tests.trust.audit.logbook import entry_at, seal, write, write_batches
from xenia.kernel.errors import Invalid, NotFound
from xenia.trust.queries.audit_tree import find_checkpoint, find_proof, get_consistency
from xenia.trust.rules import merkle
from xenia.trust.types.audit import Proof

SCRIPT = Path(__file__).resolve().parents[3] / "docs" / "verify_audit.py"
LEAVES = [merkle.leaf_hash(bytes([number])) for number in range(70)]


def root_of(leaves: list[bytes]) -> bytes:
    """The definition of RFC 9162, word by word."""
    if len(leaves) < 2:
        return leaves[0] if leaves else sha256(b"").digest()
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return merkle.node_hash(root_of(leaves[:split]), root_of(leaves[split:]))


@lru_cache(None)
def perfect(level: int, place: int) -> bytes:
    return root_of(LEAVES[place << level : (place + 1) << level])


@given(st.integers(0, 70))
def test_l3_the_growing_tree_has_the_root_that_the_definition_says(size: int) -> None:
    frontier = merkle.Frontier()
    for leaf in LEAVES[:size]:
        list(frontier.add(leaf))
    assert frontier.root() == root_of(LEAVES[:size]) == merkle.frontier_of(size, perfect).root()


@given(st.integers(1, 70), st.data())
def test_l6_the_path_of_every_leaf_leads_to_the_root_and_no_other_leads_there(size: int, data: st.DataObject) -> None:
    position = data.draw(st.integers(0, size - 1))
    path = merkle.inclusion_path(position, size, perfect)
    assert merkle.root_by_inclusion(LEAVES[position], position, size, path) == root_of(LEAVES[:size])
    for other in (position - 1, position + 1):
        assert merkle.root_by_inclusion(LEAVES[position], other, size, path) != root_of(LEAVES[:size])
    assert merkle.root_by_inclusion(LEAVES[position], position, size, [*path, LEAVES[0]]) != root_of(LEAVES[:size])


@given(st.integers(1, 70), st.data())
def test_l7_a_tree_is_consistent_with_every_smaller_one_and_with_no_other(new: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(1, new))
    path = merkle.consistency_path(old, new, perfect)
    now = (new, root_of(LEAVES[:new]))
    assert merkle.is_consistent((old, root_of(LEAVES[:old])), now, path)
    assert not merkle.is_consistent((old, root_of(LEAVES[1 : old + 1])), now, path)


def test_the_vectors_of_certificate_transparency_hold() -> None:
    """The eight leaves that the reference implementation of certificate transparency is tested with."""
    leaves = [
        bytes.fromhex(text) for text in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
    ]
    frontier = merkle.Frontier()
    for leaf in leaves:
        list(frontier.add(merkle.leaf_hash(leaf)))
    assert frontier.root().hex() == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"


def check(proof: Proof, verifier: str, folder: Path) -> "subprocess.CompletedProcess[str]":
    file = folder / "proof.json"
    file.write_bytes(orjson.dumps(asdict(proof)))
    return subprocess.run([sys.executable, "-I", str(SCRIPT), str(file), verifier], capture_output=True, text=True)


@pytest.mark.django_db
def test_l6_the_proof_of_an_entry_is_checked_by_a_script_of_forty_lines(tmp_path: Path) -> None:
    write_batches([300, 7])
    proof = find_proof(DIRECTOR, entry_at(299))
    assert proof is not None
    done = check(proof, proof.verifier, tmp_path)
    assert (done.stdout, done.returncode) == (f"Proven: entry {entry_at(299)} (contact.revealed) stands at position 299 of 307.\n", 0)
    assert len(SCRIPT.read_text(encoding="utf-8").splitlines()) <= 40


@pytest.mark.django_db
@pytest.mark.parametrize("part", ["entry", "position", "size", "path", "checkpoint", "signature", "verifier"])
def test_l6_a_proof_with_anything_changed_proves_nothing(part: str, tmp_path: Path) -> None:
    write_batches([20])
    proof = find_proof(DIRECTOR, entry_at(5))
    assert proof is not None
    said, key = asdict(proof), proof.verifier
    if part == "entry":
        said["entry"]["purpose"] = "nothing"
    elif part in ("position", "size"):
        said[part] += 1
    elif part == "path":
        said["path"] = (base64.b64encode(LEAVES[0]).decode(), *said["path"][1:])
    elif part == "checkpoint":
        said["checkpoint"] = said["checkpoint"].replace("after 0", "after 1")
    elif part == "signature":
        said["checkpoint"] = said["checkpoint"][:-10] + "AAAAAAAA=\n"
    else:
        key = key.split("+")[0] + "+00000000+" + key.split("+", 2)[2]
    done = check(Proof(**said), key, tmp_path)
    assert (done.stdout, done.returncode) == ("", 1)


@pytest.mark.django_db
def test_l6_an_entry_that_waits_has_no_proof_yet_and_one_that_is_not_there_is_not_found() -> None:
    write_batches([2])
    write(1)
    assert find_proof(DIRECTOR, entry_at(1) + 1) is None
    with pytest.raises(NotFound, match="no audit entry"):
        find_proof(DIRECTOR, 10**9)


@pytest.mark.django_db
def test_l7_an_older_checkpoint_is_shown_to_be_the_beginning_of_the_newest() -> None:
    write_batches([13])
    old = find_checkpoint(DIRECTOR)
    write(290)
    seal(1)
    new, proof = find_checkpoint(DIRECTOR), get_consistency(DIRECTOR, old_size=13)
    assert old is not None
    assert new is not None
    ends = [(one.size, base64.b64decode(one.root)) for one in (old, new)]
    assert merkle.is_consistent(ends[0], ends[1], [base64.b64decode(one) for one in proof.path])
    with pytest.raises(Invalid, match="holds 303 sealed entries"):
        get_consistency(DIRECTOR, old_size=304)
