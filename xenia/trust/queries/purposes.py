"""Reads of purposes and their published notices, and of whom a new version would ask again."""

from django.db.models import Count, Q

from xenia.kernel.actor import Actor
from xenia.kernel.errors import NotFound
from xenia.kernel.texts import Text
from xenia.trust.models import consent as models
from xenia.trust.rows.consent import purpose_of
from xenia.trust.types.access import Permission
from xenia.trust.types.consent import Channel, Purpose, PurposeNotice


def list_purposes(actor: Actor) -> list[Purpose]:
    """Returns every purpose, open or not, in the company's order."""
    actor.require(Permission.VIEW_GUESTS)
    return [purpose_of(row) for row in models.Purpose.objects.order_by("place", "code")]


def get_purpose(actor: Actor, code: str) -> Purpose:
    """Returns one purpose; raises NotFound."""
    actor.require(Permission.VIEW_GUESTS)
    row = models.Purpose.objects.filter(code=code).first()
    if row is None:
        raise NotFound(
            "purpose_not_found",
            f"There is no purpose {code!r}; the purposes are listed under Consent.",
            f"没有用途“{code}”；请在“同意管理”中查看。",
        )
    return purpose_of(row)


def list_notices(actor: Actor, purpose: str) -> list[PurposeNotice]:
    """Returns every version of a purpose's notice, the newest first."""
    get_purpose(actor, purpose)
    rows = models.Notice.objects.filter(purpose_id=purpose).select_related("published_by").order_by("-version")
    return [_notice(row) for row in rows]


def list_notices_shown(actor: Actor) -> list[PurposeNotice]:
    """Returns, of every purpose that has one, the version that is shown now: what the desk reads out."""
    actor.require(Permission.VIEW_GUESTS)
    shown = Q(pk__isnull=True)
    for purpose, version in models.Purpose.objects.filter(notice_version__gt=0).values_list("code", "notice_version"):
        shown |= Q(purpose_id=purpose, version=version)
    return [_notice(row) for row in models.Notice.objects.filter(shown).select_related("published_by")]


def count_asked_again(actor: Actor, purpose: str) -> dict[Channel, int]:
    """Returns, by channel, how many consents would no longer count after a version that asks again, before it is published."""
    actor.require(Permission.MANAGE_CONSENT)
    held = get_purpose(actor, purpose)
    rows = models.CurrentConsent.objects.filter(purpose_id=purpose, said="given", notice_version__gte=held.counts_from)
    counted = dict(rows.values_list("channel").annotate(Count("guest_id")).order_by())
    return {channel: counted.get(channel.value, 0) for channel in held.channels}


def _notice(row: models.Notice) -> PurposeNotice:
    return PurposeNotice(
        purpose=row.purpose_id,
        version=row.version,
        text=Text(row.text_zh, row.text_en),
        change=Text(row.change_zh, row.change_en),
        asks_again=row.asks_again,
        in_use_from=row.in_use_from,
        published_at=row.published_at,
        published_by=row.published_by.name if row.published_by else "",
    )
