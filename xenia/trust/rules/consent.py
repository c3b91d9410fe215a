"""What the business decided about consent; the rules N1 to N14 of docs/algorithms/consent.md. Pure."""

import calendar
import re
from collections.abc import Iterable, Mapping
from datetime import datetime

from xenia.kernel.texts import Text
from xenia.trust.types.consent import CHILD_BELOW_YEARS, Channel, ConsentReason, Mark, NewDecision, Purpose, Said, Terms

STRICTNESS = (Said.GIVEN, Said.REFUSED, Said.WITHDRAWN)
"""From the mildest to the strictest."""
PERSONAL = re.compile(r"@|(?<!\d)1[3-9]\d{9}(?!\d)|\+\d{7,}|(?<!\d)\d{17}[\dXx](?!\d)|(?<![A-Z0-9])[EGP]\d{8}(?!\d)")

REASONS = {
    ConsentReason.NOT_NEEDED: Text("不需要同意：依据合同、法定义务等处理。", "No consent is needed: this rests on a contract or a duty."),
    ConsentReason.GIVEN: Text("客人已同意，且仍然有效。", "The guest agreed, and the consent is valid."),
    ConsentReason.REFUSED: Text("客人拒绝了。", "The guest said no."),
    ConsentReason.WITHDRAWN: Text("客人撤回了同意。", "The guest withdrew."),
    ConsentReason.EXPIRED: Text("同意已到期；需要重新征求。", "The consent has run out; ask again."),
    ConsentReason.OUTDATED: Text("告知内容已变更；需要重新征求。", "What is done with the data has changed since; ask again."),
    ConsentReason.NOT_ASKED: Text("还没有问过客人。", "The guest was never asked."),
    ConsentReason.CLOSED: Text("这一用途已停用。", "This purpose is no longer in use."),
    ConsentReason.RESTRICTED: Text("客人已反对或要求停止处理。", "The guest objected, or asked that the data rest."),
}


def reason_of(purpose: Purpose | Terms, said: Said | None, *, is_outdated: bool = False, is_expired: bool = False) -> ConsentReason:
    """Why something may or may not be done, from what the guest said last and whether that still counts (N1, N3 to N7)."""
    if not purpose.is_open:
        return ConsentReason.CLOSED
    if not purpose.needs_consent:
        objected = purpose.may_object and said in (Said.REFUSED, Said.WITHDRAWN)
        return ConsentReason.WITHDRAWN if objected else ConsentReason.NOT_NEEDED
    if said is None:
        return ConsentReason.NOT_ASKED
    if said is not Said.GIVEN:
        return ConsentReason(said.value)
    if is_outdated:
        return ConsentReason.OUTDATED
    return ConsentReason.EXPIRED if is_expired else ConsentReason.GIVEN


def judge(purpose: Purpose | Terms, mark: Mark | None, now: datetime, *, is_restricted: bool = False) -> ConsentReason:
    """Where a guest with this decision stands at `now`: expired from `expires_at` on (N5), outdated below `counts_from` (N6).

    `is_restricted`: the guest's right stands before whatever was said (N13).
    """
    if is_restricted:
        return ConsentReason.RESTRICTED
    if mark is None:
        return reason_of(purpose, None)
    is_expired = mark.expires_at is not None and mark.expires_at <= now
    return reason_of(purpose, mark.said, is_outdated=mark.notice_version < purpose.counts_from, is_expired=is_expired)


def latest(marks: Iterable[Mark]) -> Mark | None:
    """The decision that counts: the one made last; of two in the same instant the stricter, then the one recorded last (N2, N4)."""
    return max(marks, key=lambda mark: (mark.decided_at, STRICTNESS.index(mark.said), mark.id), default=None)


def stricter(a: Mark | None, b: Mark | None) -> Mark | None:
    """Which of two people's decisions counts once they are known to be one person (N11).

    A withdrawal before a refusal before a consent, whichever was said later; of two consents the one under the older notice, then the one
    that ends first; of two equal ones the later. Silence gives way to any decision.
    """
    held = [mark for mark in (a, b) if mark is not None]
    return max(held, key=_strictness, default=None)


def of_one_guest(held: Iterable[tuple[Mark, datetime]]) -> Mark | None:
    """What counts for a guest of several ids (N14), from what counts for each id and since when it is known to be this guest's.

    A word said when two ids were known to be one replaces what was said under the other before, as a last word does (N2); of what is left
    the strictest counts (N11).
    """
    each = list(held)
    strictest: Mark | None = None
    for mark, since in each:
        if not any(_replaces(other, mark, max(since, also)) for other, also in each):
            strictest = stricter(strictest, mark)
    return strictest


def _replaces(later: Mark, mark: Mark, one_since: datetime) -> bool:
    return later.decided_at >= one_since and latest((mark, later)) is not mark and later is not mark


def _strictness(mark: Mark) -> tuple[int, int, bool, float, datetime]:
    ends = mark.expires_at.timestamp() if mark.expires_at else 0.0
    return STRICTNESS.index(mark.said), -mark.notice_version, mark.expires_at is not None, -ends, mark.decided_at


def expiry_of(purpose: Purpose, said: Said, decided_at: datetime) -> datetime | None:
    """When a consent runs out (exclusive): `valid_months` calendar months later, on the month's last day where it is shorter (N5)."""
    if said is not Said.GIVEN or purpose.valid_months is None:
        return None
    months = decided_at.year * 12 + decided_at.month - 1 + purpose.valid_months
    year, month = divmod(months, 12)
    day = min(decided_at.day, calendar.monthrange(year, month + 1)[1])
    return decided_at.replace(year=year, month=month + 1, day=day)


def to_withdraw(purposes: Iterable[Purpose]) -> list[tuple[Purpose, Channel]]:
    """Every purpose and channel on which "no more of anything" is written down, asked or not, so that no late file says otherwise (N12)."""
    return [(purpose, channel) for purpose in purposes if purpose.needs_consent or purpose.may_object for channel in purpose.channels]


def fault_of(purpose: Purpose | None, in_use_from: Mapping[int, datetime], new: NewDecision, now: datetime) -> Text | None:
    """What is wrong with a decision that is to be recorded, None where nothing is (N1, N8 to N10).

    `in_use_from`: since when each published version of the purpose's notice has been shown.
    """
    if new.guest_id is None:
        return Text("没有找到这位客人；请检查来源与编号。", "There is no such guest; check the source and the key.")
    if purpose is None:
        return Text(f"没有用途“{new.purpose}”；请先建立。", f"There is no purpose {new.purpose!r}; create it first.")
    if new.channel not in purpose.channels:
        known = ", ".join(purpose.channels)
        return Text(
            f"用途“{purpose.name.zh}”没有渠道“{new.channel}”；可用：{known}。",
            f"{purpose.name.en} has no channel {new.channel.value!r}; it has {known}.",
        )
    if new.decided_at > now:
        when = new.decided_at.isoformat()
        return Text(f"决定时间 {when} 在未来；请检查。", f"It was decided at {when}, which is still to come; check the time.")
    if PERSONAL.search(new.reference):
        return Text(
            "凭证编号像是电话、邮箱或证件号；请填写表单号或工单号。",
            "The reference looks like a phone, an e-mail address or a document; give the number of a form or a case.",
        )
    return _fault_of_basis(purpose, new) or (_fault_of_consent(purpose, in_use_from, new) if new.said is Said.GIVEN else None)


def _fault_of_basis(purpose: Purpose, new: NewDecision) -> Text | None:
    if not purpose.is_open:
        return Text(f"用途“{purpose.name.zh}”已停用。", f"{purpose.name.en} is no longer in use.")
    if purpose.needs_consent or (purpose.may_object and new.said is not Said.GIVEN):
        return None
    return Text(
        f"“{purpose.name.zh}”不依据同意，无需客人决定。",
        f"{purpose.name.en} does not rest on consent; there is nothing for the guest to decide.",
    )


def _fault_of_consent(purpose: Purpose, in_use_from: Mapping[int, datetime], new: NewDecision) -> Text | None:
    if not in_use_from:
        return Text(
            f"“{purpose.name.zh}”还没有发布告知书；请先发布。",
            f"{purpose.name.en} has no published notice; publish one before asking anyone.",
        )
    shown = in_use_from.get(new.notice_version)
    if shown is None or shown > new.decided_at:
        return Text(
            f"告知书第 {new.notice_version} 版在决定时尚未使用；请填写当时展示的版本。",
            f"Version {new.notice_version} of the notice was not in use when this was decided; give the version that was shown.",
        )
    if purpose.guardian and new.is_child and not new.by_guardian:
        return Text(
            f"客人未满 {CHILD_BELOW_YEARS} 周岁，须由监护人同意；请向监护人说明后再记录。",
            f"The guest is under {CHILD_BELOW_YEARS}; a guardian has to agree. Ask the guardian, then record it.",
        )
    return None


def outdated_fault(purpose: Purpose, new: NewDecision) -> Text | None:
    """At the desk a consent is recorded only under a notice that still counts: someone has the new words at hand (N10)."""
    if new.said is not Said.GIVEN or new.notice_version >= purpose.counts_from:
        return None
    return Text(
        f"告知书已更新为第 {purpose.notice_version} 版；请刷新页面，读出新的内容后再记录。",
        f"The notice is now version {purpose.notice_version}; reload the page, read out the new words, then record it.",
    )
