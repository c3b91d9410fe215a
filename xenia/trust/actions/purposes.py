"""Writes of purposes and notices. A published notice is never changed; the next version takes its place."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from xenia.kernel.actor import Actor
from xenia.kernel.errors import Conflict, Invalid, NotFound
from xenia.news.publish import publish
from xenia.trust.actions.audit import record
from xenia.trust.models import consent as models
from xenia.trust.rows.consent import purpose_of
from xenia.trust.rules import purposes as rules
from xenia.trust.types.access import Permission
from xenia.trust.types.audit import Subject, SubjectKind
from xenia.trust.types.consent import NewNotice, Purpose

NEWS = "ConsentChanged"


def create_first_purposes() -> None:
    """Creates the purposes a company starts with where there are none; safe to repeat. Called at the first start, before anyone acts."""
    if models.Purpose.objects.exists():
        return
    rows = [models.Purpose(code=purpose.code, place=place, **_columns(purpose)) for place, purpose in enumerate(rules.FIRST_PURPOSES)]
    models.Purpose.objects.bulk_create(rows, ignore_conflicts=True)


@transaction.atomic
def create_purpose(*, actor: Actor, purpose: Purpose, now: datetime) -> None:
    """Adds a purpose, last in the order; raises Invalid with what is missing, Conflict where the code is taken."""
    actor.require_for_company(Permission.MANAGE_CONSENT)
    _require_whole(purpose)
    try:
        with transaction.atomic():
            models.Purpose.objects.create(code=purpose.code, place=models.Purpose.objects.count(), **_columns(purpose))
    except IntegrityError as taken:
        raise Conflict(
            "purpose_taken", f"There is a purpose {purpose.code!r} already; change it instead.", f"用途“{purpose.code}”已存在；请直接修改。"
        ) from taken
    record(actor, "purpose.created", subject=_subject(purpose.code), details={"basis": purpose.pipl_basis.value}, now=now)


@transaction.atomic
def change_purpose(*, actor: Actor, purpose: Purpose, now: datetime) -> bool:
    """Changes a purpose; returns whether guests have to be asked again (N6): then no earlier consent counts from now on.

    The numbers of notices in `purpose` are ignored. Raises NotFound, or Invalid with what is missing.
    """
    actor.require_for_company(Permission.MANAGE_CONSENT)
    _require_whole(purpose)
    row = _locked(purpose.code)
    before = purpose_of(row)
    again = rules.asks_again(before, purpose)
    counts_from = row.notice_version + 1 if again else row.counts_from
    models.Purpose.objects.filter(code=row.code).update(**_columns(purpose), counts_from=counts_from)
    changed = sorted(name for name, value in _columns(purpose).items() if value != _columns(before)[name])
    record(actor, "purpose.changed", subject=_subject(row.code), details={"fields": changed, "asks_again": again}, now=now)
    if again:
        publish(NEWS, {"purpose": row.code, "asked_again": True}, now=now)
    return again


@transaction.atomic
def publish_notice(*, actor: Actor, purpose: str, notice: NewNotice, now: datetime) -> int:
    """Publishes the next version of a purpose's notice and returns its number; where it asks again, no earlier consent counts (N6).

    Raises NotFound, or Invalid where a text is missing or the version would be older than the one before.
    """
    actor.require_for_company(Permission.MANAGE_CONSENT)
    row = _locked(purpose)
    version, since = row.notice_version + 1, notice.in_use_from or now
    fault = rules.fault_of_notice(notice, version=version)
    if fault:
        raise Invalid("notice_incomplete", fault.en, fault.zh)
    _require_order(row, since, now)
    again = notice.asks_again and version > 1
    models.Notice.objects.create(
        purpose=row, version=version, text_zh=notice.text.zh.strip(), text_en=notice.text.en.strip(), change_zh=notice.change.zh.strip(),
        change_en=notice.change.en.strip(), asks_again=again, in_use_from=since, published_at=now, published_by_id=actor.user_id,
    )  # fmt: skip
    counts_from = version if again else row.counts_from
    models.Purpose.objects.filter(code=purpose).update(notice_version=version, counts_from=counts_from)
    record(actor, "notice.published", subject=_subject(purpose), details={"version": version, "asks_again": again}, now=now)
    if again:
        publish(NEWS, {"purpose": purpose, "asked_again": True}, now=now)
    return version


def _columns(purpose: Purpose) -> dict[str, Any]:
    """The columns a person decides about."""
    return {
        "name_zh": purpose.name.zh.strip(),
        "name_en": purpose.name.en.strip(),
        "description_zh": purpose.description.zh.strip(),
        "description_en": purpose.description.en.strip(),
        "pipl_basis": purpose.pipl_basis.value,
        "gdpr_basis": purpose.gdpr_basis.value,
        "separate": purpose.separate.value,
        "channels": [channel.value for channel in purpose.channels],
        "valid_months": purpose.valid_months,
        "guardian": purpose.guardian,
        "is_open": purpose.is_open,
    }


def _require_whole(purpose: Purpose) -> None:
    fault = rules.fault_of_purpose(purpose)
    if fault:
        raise Invalid("purpose_incomplete", fault.en, fault.zh)


def _require_order(row: models.Purpose, since: datetime, now: datetime) -> None:
    before = models.Notice.objects.filter(purpose=row).order_by("-version").values_list("in_use_from", flat=True).first()
    if since > now or (before is not None and since <= before):
        raise Invalid(
            "notice_out_of_order",
            f"The notice would be in use from {since.isoformat()}; give an instant after the version before, and not in the future.",
            f"启用时间 {since.isoformat()} 不正确；须晚于上一版，且不能在未来。",
        )


def _locked(code: str) -> models.Purpose:
    row = models.Purpose.objects.select_for_update().filter(code=code).first()
    if row is None:
        raise NotFound("purpose_not_found", f"There is no purpose {code!r}; create it first.", f"没有用途“{code}”；请先建立。")
    return row


def _subject(code: str) -> Subject:
    return Subject(SubjectKind.PURPOSE, code)
