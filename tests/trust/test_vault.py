"""Sealed values and files: they open where they were sealed, and nowhere else, and not after a change of a single bit."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from xenia.kernel.ids import new_id
from xenia.trust.keyring.files import add_sealing_key, create_key_file, load_keys
from xenia.trust.keyring.masters import VaultFault
from xenia.trust.vault import Vault

PHONE, FIELD, ROW = "+8613800001111", "connect.guest_record.phone", new_id()


@pytest.fixture
def safe(tmp_path: Path) -> Vault:
    create_key_file(tmp_path / "keys.json")
    return Vault(load_keys(tmp_path / "keys.json"))


@pytest.mark.parametrize("value", [PHONE, "", "林薇 🧳", "x" * 100_000])
def test_a_value_opens_as_it_was(safe: Vault, value: str) -> None:
    assert safe.open(safe.seal(value, field=FIELD, row=ROW), field=FIELD, row=ROW) == value


def test_a_sealed_value_holds_nothing_of_it_and_is_never_the_same_twice(safe: Vault) -> None:
    sealed = [safe.seal(PHONE, field=FIELD, row=ROW) for _ in range(100)]
    assert len(set(sealed)) == 100
    assert not [one for one in sealed if PHONE.encode() in one or b"13800001111" in one]


def test_a_change_of_any_bit_is_noticed(safe: Vault) -> None:
    sealed = safe.seal(PHONE, field=FIELD, row=ROW)
    for place in range(len(sealed)):
        for bit in range(8):
            changed = bytearray(sealed)
            changed[place] ^= 1 << bit
            with pytest.raises(VaultFault):
                safe.open(bytes(changed), field=FIELD, row=ROW)


def test_a_value_cut_or_made_longer_anywhere_is_noticed(safe: Vault) -> None:
    sealed = safe.seal(PHONE, field=FIELD, row=ROW)
    for wrong in [sealed[:length] for length in range(len(sealed))] + [sealed + b"\0", sealed[:1] + sealed]:
        with pytest.raises(VaultFault):
            safe.open(wrong, field=FIELD, row=ROW)


@pytest.mark.parametrize(("field", "row"), [(FIELD, new_id()), ("connect.guest_record.email", ROW)])
def test_a_value_copied_to_another_row_or_field_does_not_open(safe: Vault, field: str, row: object) -> None:
    with pytest.raises(VaultFault, match="changed, moved, or sealed with another key") as refused:
        safe.open(safe.seal(PHONE, field=FIELD, row=ROW), field=field, row=row)  # type: ignore[arg-type]
    assert (refused.value.code, PHONE in refused.value.message) == ("seal_broken", False)


def test_another_companys_key_does_not_open_it(safe: Vault, tmp_path: Path) -> None:
    create_key_file(tmp_path / "other.json")
    other = Vault(load_keys(tmp_path / "other.json"))
    with pytest.raises(VaultFault) as refused:
        other.open(safe.seal(PHONE, field=FIELD, row=ROW), field=FIELD, row=ROW)
    assert refused.value.code == "seal_broken"


def with_second_key(path: Path) -> Vault:
    add_sealing_key(path, after=1, now=datetime(2026, 3, 2, tzinfo=UTC))
    return Vault(load_keys(path))


def test_after_the_key_was_changed_old_values_open_and_new_ones_need_the_new_key(safe: Vault, tmp_path: Path) -> None:
    turned = with_second_key(tmp_path / "keys.json")
    assert turned.open(safe.seal(PHONE, field=FIELD, row=ROW), field=FIELD, row=ROW) == PHONE
    with pytest.raises(VaultFault, match="sealed with a key that is not in the key file; put that key back"):
        safe.open(turned.seal(PHONE, field=FIELD, row=ROW), field=FIELD, row=ROW)
    assert turned.index(PHONE, field=FIELD) == safe.index(PHONE, field=FIELD)


def test_a_blind_index_is_the_same_for_the_same_value_field_and_key_only(safe: Vault, tmp_path: Path) -> None:
    create_key_file(tmp_path / "other.json")
    other = Vault(load_keys(tmp_path / "other.json"))
    index = safe.index(PHONE, field=FIELD)
    assert (len(index), index, safe.indexes(["x", PHONE], field=FIELD)[1]) == (16, safe.index(PHONE, field=FIELD), index)
    assert index not in (
        safe.index(PHONE + "1", field=FIELD), safe.index(PHONE, field="connect.guest_record.email"), other.index(PHONE, field=FIELD),
    )  # fmt: skip


def test_a_check_value_is_known_by_the_same_keys_only(safe: Vault, tmp_path: Path) -> None:
    create_key_file(tmp_path / "other" / "keys.json")
    other = Vault(load_keys(tmp_path / "other" / "keys.json"))
    sealed = safe.check_value(ROW)
    assert (safe.is_of_check(sealed, ROW), other.is_of_check(sealed, ROW), safe.is_of_check(sealed, new_id())) == (True, False, False)


def test_many_values_are_sealed_as_each_would_be_alone(safe: Vault) -> None:
    rows = [new_id() for _ in range(300)]
    sealed = safe.seals([f"{PHONE}{place}" for place in range(300)], field=FIELD, rows=rows)
    assert [safe.open(one, field=FIELD, row=row) for one, row in zip(sealed, rows, strict=True)] == [
        f"{PHONE}{place}" for place in range(300)
    ]
    assert len({one[1:13] for one in sealed}) == 300
