"""Writes of encryption: the value by which keys are known again; asking for a change of keys, starting, stopping, going on."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from procrastinate.contrib.django import app
from procrastinate.types import TimeDeltaParams

from xenia.kernel.actor import Actor
from xenia.kernel.errors import Conflict, NotFound, Refused
from xenia.kernel.ids import new_id
from xenia.kernel.texts import Text
from xenia.settings import ENV
from xenia.trust.actions.approvals import ask
from xenia.trust.actions.audit import record
from xenia.trust.keyring.files import describe_key_file, rewrap
from xenia.trust.models.encryption import KeyRotation, KeyRotationPart, SealCheck
from xenia.trust.types.access import Permission
from xenia.trust.types.approvals import ApprovalKind
from xenia.trust.types.audit import Subject, SubjectKind
from xenia.trust.types.encryption import MasterKey, MasterKind, RotationState
from xenia.trust.vault import vault_of

ROTATION_TASK = "xenia.trust.rotate_keys"
ROTATION_TOLD = (
    Text(
        "生成新的数据密钥，把全公司所有加密内容（客人的联系方式、证件、加密文件）重新加密。",
        "Makes a new sealing key and seals everything of the whole company anew: guests' contact values, documents, sealed files.",
    ),
    Text(
        "在后台进行，期间照常使用；完成后旧密钥移除。",
        "It runs in the background while everyone works on; at its end the old keys are gone.",
    ),
)


def ensure_check(*, now: datetime) -> None:
    """Keeps a value sealed with these keys, so that a later start knows them again; does nothing where there is one. Starts do it."""
    if not SealCheck.objects.exists():
        row_id = new_id()
        SealCheck.objects.create(id=row_id, check_sealed=vault_of(ENV.key_file).check_value(row_id), made_at=now)


@transaction.atomic
def ask_rotation(*, actor: Actor, reason: str, now: datetime) -> UUID:
    """Returns the id of the request that a second person decides; raises Conflict while a rotation goes on."""
    _require_keys(actor)
    _refuse_second()
    payload = {"reason": reason.strip(), "told": ROTATION_TOLD}
    return ask(actor=actor, kind=ApprovalKind.KEY_ROTATION, payload=payload, reason=reason, now=now)


@transaction.atomic
def start_rotation(*, actor: Actor, reason: str, now: datetime) -> UUID:
    """Returns the id of the rotation, queued in this transaction (rule K4). Called for an approved request, or by the command line."""
    _require_keys(actor)
    _refuse_second()
    _, keys = describe_key_file(ENV.key_file)
    old = [key.number for key in keys if not key.is_current] + [key.number for key in keys if key.is_current]
    try:
        with transaction.atomic():
            row = KeyRotation.objects.create(from_keys=old, reason=reason, asked_by=actor.user_id, asked_by_name=actor.name, asked_at=now)
    except IntegrityError as second:
        raise _rotating() from second
    record(actor, "rotation.started", subject=subject_of(row.id), details={"from_keys": old}, now=now)
    defer_rotation(row.id)
    return row.id


@transaction.atomic
def cancel_rotation(*, actor: Actor, rotation_id: UUID, now: datetime) -> None:
    """Stops the rotation after its present batch. What is sealed anew stays so, no key goes; raises Conflict where it is over."""
    row = _changeable(actor, rotation_id)
    if RotationState(row.state).is_over:
        raise Conflict("rotation_over", f"This rotation is {row.state} already.", "这次轮换已经结束。")
    row.cancel_asked = True
    if row.state != RotationState.RUNNING:
        row.state, row.ended_at = RotationState.CANCELLED, now
    row.save()
    record(actor, "rotation.cancelled", subject=subject_of(row.id), now=now)


@transaction.atomic
def resume_rotation(*, actor: Actor, rotation_id: UUID, now: datetime) -> None:
    """Lets a cancelled or failed rotation go on where it stood; raises Conflict for any but the newest, or while another goes on."""
    row = _changeable(actor, rotation_id)
    newest = KeyRotation.objects.order_by("-asked_at").values_list("id", flat=True).first()
    if row.state not in (RotationState.CANCELLED, RotationState.FAILED) or row.id != newest:
        raise Conflict(
            "rotation_not_resumable", "Only the newest rotation, cancelled or failed, can go on.", "只有最近一次已取消或失败的轮换可继续。"
        )
    row.state, row.cancel_asked, row.message, row.ended_at = RotationState.WAITING, False, None, None
    row.save()
    KeyRotationPart.objects.filter(rotation=row, broken__gt=0).update(is_done=False, position="", broken=0)
    record(actor, "rotation.resumed", subject=subject_of(row.id), now=now)
    defer_rotation(row.id)


def rewrap_keys(*, actor: Actor, to: MasterKind, new_master: bytes | None, now: datetime) -> MasterKey:
    """Wraps the keys by a new master key and returns what it is known by (rule K6). Nothing sealed changes."""
    _require_keys(actor)
    before, _ = describe_key_file(ENV.key_file)
    after = rewrap(ENV.key_file, to=to, new_master=new_master).master_key
    details = {"from": before.fingerprint, "to": after.fingerprint, "kind": after.kind.value}
    record(actor, "master_key.changed", subject=Subject(SubjectKind.KEY, after.fingerprint), details=details, now=now)
    return after


def defer_rotation(rotation_id: UUID, *, seconds: int = 0) -> None:
    """Queues the rotation's job, at once or later."""
    later: TimeDeltaParams | None = {"seconds": seconds} if seconds else None
    app.configure_task(ROTATION_TASK, queue="care", schedule_in=later).defer(rotation_id=str(rotation_id))


def subject_of(rotation_id: UUID) -> Subject:
    """What the entries of a rotation are about."""
    return Subject(SubjectKind.KEY, str(rotation_id))


def _changeable(actor: Actor, rotation_id: UUID) -> KeyRotation:
    _require_keys(actor)
    row = KeyRotation.objects.select_for_update().filter(id=rotation_id).first()
    if row is None:
        raise NotFound("rotation_not_found", f"There is no key rotation {rotation_id}.", "没有这次密钥轮换。")
    return row


def _require_keys(actor: Actor) -> None:
    """The keys are the whole company's: a person of one property does not change them, whatever the role says."""
    actor.require(Permission.MANAGE_KEYS)
    if actor.units is not None:
        raise Refused(
            "keys_need_whole_company",
            "The keys guard the whole company; only someone who sees all of it changes them.",
            "密钥保护整个公司的数据；只有可查看全公司的人员才能更改。",
        )


def _refuse_second() -> None:
    if KeyRotation.objects.exclude(state__in=[state for state in RotationState if state.is_over]).exists():
        raise _rotating()


def _rotating() -> Conflict:
    return Conflict("rotation_goes_on", "A key rotation goes on; wait for it, or cancel it.", "密钥轮换正在进行；请等待完成或先取消。")
