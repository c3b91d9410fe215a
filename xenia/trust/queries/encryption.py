"""Reads of encryption: which keys there are, how a change of keys goes on, whether these keys are this database's own."""

from collections import defaultdict
from uuid import UUID

from xenia.kernel.actor import Actor
from xenia.kernel.errors import NotFound
from xenia.kernel.texts import Text
from xenia.settings import ENV
from xenia.trust.keyring.files import describe_key_file
from xenia.trust.models.encryption import KeyRotation, KeyRotationPart, SealCheck
from xenia.trust.types.access import Permission
from xenia.trust.types.encryption import Encryption, Rotation, RotationPart, RotationState
from xenia.trust.vault import Vault

NEWEST = 20


def get_encryption(actor: Actor) -> Encryption:
    """Returns the keys by number and age, where the master key comes from, and the newest rotations."""
    actor.require(Permission.MANAGE_KEYS)
    master, keys = describe_key_file(ENV.key_file)
    return Encryption(master, keys, tuple(_rotations(list(KeyRotation.objects.order_by("-asked_at")[:NEWEST]))))


def get_rotation(actor: Actor, rotation_id: UUID) -> Rotation:
    """Returns one rotation; raises NotFound."""
    actor.require(Permission.MANAGE_KEYS)
    row = KeyRotation.objects.filter(id=rotation_id).first()
    if row is None:
        raise NotFound("rotation_not_found", f"There is no key rotation {rotation_id}.", "没有这次密钥轮换。")
    return _rotations([row])[0]


def is_of_this_database(vault: Vault) -> bool:
    """Whether the keys open what the database holds to know them by; True for a new database. Starts ask, so it takes no actor."""
    return all(vault.is_of_check(bytes(row.check_sealed), row.id) for row in SealCheck.objects.all())


def _rotations(rows: list[KeyRotation]) -> list[Rotation]:
    parts: dict[UUID, list[RotationPart]] = defaultdict(list)
    for part in KeyRotationPart.objects.filter(rotation__in=rows).order_by("id"):
        parts[part.rotation_id].append(RotationPart(part.name, part.total, part.done, part.is_done))
    return [_rotation(row, tuple(parts[row.id])) for row in rows]


def _rotation(row: KeyRotation, parts: tuple[RotationPart, ...]) -> Rotation:
    return Rotation(
        id=row.id,
        state=RotationState(row.state),
        from_keys=tuple(row.from_keys),
        to_key=row.to_key,
        reason=row.reason,
        asked_by_name=row.asked_by_name,
        asked_at=row.asked_at,
        started_at=row.started_at,
        ended_at=row.ended_at,
        message=Text(**row.message) if row.message else None,
        parts=parts,
    )
