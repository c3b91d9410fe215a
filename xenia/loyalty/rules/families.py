"""Who belongs to a family, who may spend, whose points go first: rules FA6 to FA13 of docs/algorithms/family.md. Pure."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from xenia.kernel.errors import Conflict
from xenia.loyalty.rules.ledger import short_of_points
from xenia.loyalty.types.families import FamilyRole, Heir, SharedLot
from xenia.loyalty.types.programmes import FamilyPolicy, Member, MemberState
from xenia.profile.types.ages import AgeGroup

NEVER = date.max


def role_of(said: FamilyRole, group: AgeGroup | None) -> FamilyRole:
    """Rule FA8: today's role. The birth date decides where it is known, so who turns eighteen is an adult with no further deed; else what
    was said at joining."""
    if group is None:
        return said
    return FamilyRole.ADULT if group is AgeGroup.ADULT else FamilyRole.MINOR


def is_minor(said: FamilyRole | None, group: AgeGroup | None) -> bool:
    """Rule FA8: whether somebody counts as a minor today: by the birth date, else as was said in the family; else not."""
    return role_of(said or FamilyRole.ADULT, group) is FamilyRole.MINOR


def require_allowed(policy: FamilyPolicy) -> None:
    """Rule FA6: raises Conflict where the programme has no families."""
    if not policy.allowed:
        raise Conflict("family_not_allowed", "This programme has no families; its rules can allow them.", "该计划未开放家庭账户。")


def require_room(policy: FamilyPolicy, count: int) -> None:
    """Rule FA6: raises Conflict where a family, with those invited, is as large as it may be."""
    if count >= policy.members_max:
        told = f"A family has {policy.members_max} members at most, those invited among them."
        raise Conflict("family_full", told, f"一个家庭最多 {policy.members_max} 位会员（含已邀请）。")


def require_joinable(member: Member, *, minor: bool, as_role: FamilyRole) -> None:
    """Rules FA7 and FA8: raises Conflict for somebody who left, a minor who is invited like an adult, and an adult who is added like a
    minor."""
    if member.state is not MemberState.ACTIVE:
        raise Conflict("member_left", f"Member {member.number} is {member.state}.", f"会员 {member.number} 已不在计划中。")
    if minor and as_role is FamilyRole.ADULT:
        told = f"Member {member.number} is under eighteen; add the member with a guardian instead."
        raise Conflict("family_minor", told, f"会员 {member.number} 未满 18 周岁；请由监护人添加。")


def require_ward(number: str, group: AgeGroup | None) -> None:
    """Rule FA8: raises Conflict for a grown-up who is added like a minor: adults are asked."""
    if group is AgeGroup.ADULT:
        told = f"Member {number} is of age and decides alone; send an invitation."
        raise Conflict("family_of_age", told, f"会员 {number} 已成年，须本人同意；请发送邀请。")


def split(lots: Sequence[SharedLot], own: int, amount: int) -> dict[int, int]:
    """Rule FA10: how much each account gives: lots that end soonest first over all of them, on one day those of the account `own` before
    the others', then by id; what never ends goes last. Raises Conflict where all together do not hold so much."""
    given: dict[int, int] = {}
    wanted = amount
    for lot in sorted(lots, key=lambda one: (one.expires_on or NEVER, one.account_id != own, one.id)):
        part = min(lot.unused, wanted)
        if part > 0:
            given[lot.account_id] = given.get(lot.account_id, 0) + part
            wanted -= part
    if wanted:
        raise short_of_points(amount - wanted, amount)
    return given


def next_head(adults: Sequence[Heir]) -> UUID | None:
    """Rule FA12: who follows a head who leaves: the adult who has been in the family longest; None where there is none."""
    return min(adults, key=lambda one: (one.joined_on, str(one.member_id))).member_id if adults else None


def guardian_needed(number: str) -> Conflict:
    """The error for a minor who would spend alone (rule FA8)."""
    told = f"Member {number} is under eighteen; the guardian orders for the member. Name the guardian, or add one in a family first."
    return Conflict("guardian_needed", told, f"会员 {number} 未满 18 周岁，须由监护人办理；请填写监护人，或先在家庭中设置监护人。")


def consent_needed() -> Conflict:
    """The error for a child who would join without a guardian (rule FA13)."""
    told = "The guest is under fourteen; a guardian who is a member must agree. Give the number on the guardian's card."
    return Conflict("guardian_consent_needed", told, "客人未满 14 周岁，入会须由监护人同意；请填写监护人的会员号。")
