"""What a person is given of what loyalty keeps: memberships, and every movement of points on them."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection

from xenia.identity.queries.links import guests_of, homes_of
from xenia.kernel.actor import Actor
from xenia.kernel.texts import Text
from xenia.loyalty.models.programmes import Member
from xenia.loyalty.models.take_overs import FormerNumber
from xenia.loyalty.queries.loyalty_index import export_index
from xenia.trust.types.rights import Section

MEMBERSHIP = (
    ("programme", Text("计划", "Programme")),
    ("number", Text("会员号", "Number")),
    ("former_number", Text("原会员号", "Former number")),
    ("enrolled_on", Text("入会日", "Enrolled on")),
    ("state", Text("状态", "State")),
)
MOVEMENT = (
    ("at", Text("时间", "At")),
    ("kind", Text("种类", "Kind")),
    ("points", Text("积分", "Points")),
    ("phase", Text("阶段", "Phase")),
    ("cause", Text("缘由", "Cause")),
    ("source", Text("来源", "Source")),
    ("expires_on", Text("到期", "Ends on")),
)
COMPANY = (
    ("company", Text("企业", "Company")),
    ("role", Text("身份", "Role")),
    ("agreed_by", Text("同意方式", "Agreed by")),
    ("joined_on", Text("自", "From")),
    ("left_on", Text("至", "Until")),
)
COMPANIES = """
SELECT company.name, one.role, one.agreed_by, one.joined_on, one.left_on
FROM loyalty_companytie AS one JOIN loyalty_company AS company ON company.member_id = one.company_id
WHERE one.member_id = ANY (%s) ORDER BY one.id
"""
REWARD = (
    ("at", Text("时间", "At")),
    ("reward", Text("奖励", "Reward")),
    ("points", Text("积分", "Points")),
    ("money", Text("现金（最小单位）", "Money, minor units")),
    ("state", Text("状态", "State")),
    ("source", Text("用于", "For")),
)
REWARDS = """
SELECT one.ordered_at, reward.code, one.points, one.money_minor, one.state, one.source
FROM loyalty_rewardorder AS one JOIN loyalty_reward AS reward ON reward.id = one.reward_id WHERE one.member_id = ANY (%s) ORDER BY one.id
"""
COUPON = (
    ("at", Text("时间", "At")),
    ("coupon", Text("优惠券", "Coupon")),
    ("off", Text("优惠（最小单位）", "Off, minor units")),
    ("state", Text("状态", "State")),
    ("source", Text("用于", "For")),
)
COUPONS = """
SELECT given_at AS at, batch.code, 0, 'given', ''
FROM loyalty_coupon AS coupon JOIN loyalty_couponbatch AS batch ON batch.id = coupon.batch_id
WHERE coupon.member_id = ANY (%s)
UNION ALL
SELECT one.ordered_at, batch.code, use.off_minor, one.state, one.source FROM loyalty_couponorder AS one
JOIN loyalty_couponuse AS use ON use.order_id = one.id JOIN loyalty_couponbatch AS batch ON batch.id = use.batch_id
WHERE one.member_id = ANY (%s) OR one.guest_id = ANY (%s) ORDER BY 1
"""
CARD = (
    ("at", Text("时间", "At")),
    ("face", Text("面额（最小单位）", "Face, minor units")),
    ("left", Text("余额（最小单位）", "Left, minor units")),
    ("expires_on", Text("到期", "Ends on")),
)
CARDS = """
SELECT card.issued_at, card.face_minor, account.posted, card.expires_on FROM loyalty_giftcard AS card
JOIN loyalty_account AS account ON account.id = card.account_id WHERE card.member_id = ANY (%s) ORDER BY card.id
"""
REFERRAL = (
    ("at", Text("时间", "At")),
    ("code", Text("推荐码", "Code")),
    ("role", Text("角色", "As")),
    ("state", Text("状态", "State")),
    ("signs", Text("审核线索", "Signs looked at")),
)
REFERRALS = """
SELECT made_at AS at, code, 'code', CASE WHEN revoked_at IS NULL THEN 'live' ELSE 'revoked' END, '' FROM loyalty_referralcode
WHERE member_id = ANY (%s)
UNION ALL
SELECT made_at, '', CASE WHEN friend_id = ANY (%s) THEN 'friend' ELSE 'referrer' END, state, signs::text FROM loyalty_referral
WHERE friend_id = ANY (%s) OR referrer_id = ANY (%s) ORDER BY 1
"""
ADJUSTMENT = (
    ("at", Text("时间", "At")),
    ("kind", Text("种类", "Kind")),
    ("points", Text("积分", "Points")),
    ("reason", Text("原因", "Reason")),
    ("words", Text("说明", "In words")),
    ("state", Text("状态", "State")),
)
ADJUSTMENTS = """
SELECT one.asked_at, kind.code, one.points, one.reason, one.words, one.state FROM loyalty_adjustment AS one
JOIN loyalty_pointkind AS kind ON kind.id = one.point_kind_id WHERE one.member_id = ANY (%s) ORDER BY one.id
"""
PASSING = (
    ("at", Text("时间", "At")),
    ("kind", Text("方式", "Kind")),
    ("role", Text("角色", "As")),
    ("points", Text("积分", "Points")),
    ("message", Text("留言", "Message")),
    ("state", Text("状态", "State")),
)
PASSINGS = """
SELECT asked_at, kind, CASE WHEN giver_id = ANY (%s) THEN 'giver' ELSE 'taker' END, points, message, state FROM loyalty_passing
WHERE giver_id = ANY (%s) OR taker_id = ANY (%s) ORDER BY id
"""
FAMILY = (
    ("at", Text("时间", "At")),
    ("role", Text("角色", "As")),
    ("state", Text("状态", "State")),
    ("shares", Text("共用积分", "Shares points")),
)
FAMILIES = """
SELECT asked_at AS at, CASE WHEN guardian_id = ANY (%s) THEN 'guardian' ELSE role END, state, shares::text FROM loyalty_familytie
WHERE member_id = ANY (%s) OR guardian_id = ANY (%s)
UNION ALL
SELECT consented_at, CASE WHEN guardian_id = ANY (%s) THEN 'guardian' ELSE 'child' END, 'consented', '' FROM loyalty_guardianconsent
WHERE member_id = ANY (%s) OR guardian_id = ANY (%s) ORDER BY 1
"""
CLUB = (
    ("at", Text("时间", "At")),
    ("club", Text("俱乐部", "Club")),
    ("event", Text("活动", "Event")),
    ("state", Text("状态", "State")),
    ("guests", Text("随行人数", "Guests")),
    ("attended", Text("出席人数", "Came")),
)
CLUBS = """
SELECT one.created_at AS at, club.code, '', one.state, 0, NULL
FROM loyalty_clubmember AS one JOIN loyalty_club AS club ON club.id = one.club_id WHERE one.member_id = ANY (%s)
UNION ALL
SELECT reply.replied_at, club.code, event.code, CASE WHEN reply.turn IS NULL THEN 'no' ELSE 'yes' END, reply.guests, reply.attended
FROM loyalty_eventreply AS reply JOIN loyalty_clubmember AS one ON one.id = reply.club_member_id
JOIN loyalty_clubevent AS event ON event.id = reply.event_id JOIN loyalty_club AS club ON club.id = one.club_id
WHERE one.member_id = ANY (%s) ORDER BY 1
"""
PARTNER = (
    ("at", Text("时间", "At")),
    ("partner", Text("合作伙伴", "Partner")),
    ("reference", Text("流水号", "Reference")),
    ("kind", Text("类型", "Kind")),
    ("points", Text("积分", "Points")),
    ("amount", Text("伙伴侧数量", "At the partner")),
    ("state", Text("状态", "State")),
)
PARTNERS = """
SELECT one.ordered_at, partner.code, one.reference, one.kind, one.points, one.amount, one.state FROM loyalty_partnerline AS one
JOIN loyalty_partner AS partner ON partner.id = one.partner_id WHERE one.member_id = ANY (%s) ORDER BY one.id
"""
MOVEMENTS = """
SELECT one.at, kind.code, CASE WHEN account.id = one.to_account_id THEN one.amount ELSE -one.amount END, one.phase, one.cause, one.source,
       one.expires_on
FROM loyalty_account AS account JOIN loyalty_pointkind AS kind ON kind.id = account.point_kind_id
JOIN loyalty_transfer AS one ON account.id IN (one.from_account_id, one.to_account_id)
WHERE account.member_id = ANY (%s) ORDER BY one.id
"""


def export_subject(actor: Actor, record_ids: Sequence[UUID], now: datetime) -> list[Section]:
    """Returns the memberships of the guests of these records everything that moved on their accounts, and their rewards,
    coupons, referrals, gift cards, clubs and lines of partners, and the loyalty index with its evidence."""
    actor.require("handle_requests")
    guests = guests_of(actor, record_ids)
    members = list(
        Member.objects.filter(guest_id__in={*guests, *homes_of(actor, guests)}).select_related("programme").order_by("created_at", "id")
    )
    ids, homes = [one.id for one in members], list({*guests, *homes_of(actor, guests)})
    former = dict(FormerNumber.objects.filter(member_id__in=ids, number__isnull=False).values_list("member_id", "number"))
    said = tuple(
        {
            "programme": one.programme.code,
            "number": one.number,
            "former_number": former.get(one.id) or "",
            "enrolled_on": one.enrolled_on.isoformat(),
            "state": one.state,
        }
        for one in members
    )
    found = [
        Section("memberships", "loyalty", Text("会员身份", "Memberships"), MEMBERSHIP, said),
        _section("points", Text("积分流水", "Movements of points"), MOVEMENT, (MOVEMENTS, [ids])),
        _section("adjustments", Text("人工调整", "Adjustments by hand"), ADJUSTMENT, (ADJUSTMENTS, [ids])),
        _section("passings", Text("积分转赠", "Points passed on"), PASSING, (PASSINGS, [ids, ids, ids])),
        _section("families", Text("家庭", "Families"), FAMILY, (FAMILIES, [ids] * 6)),
        _section("companies", Text("企业会员", "Companies"), COMPANY, (COMPANIES, [ids])),
        _section("rewards", Text("奖励兑换", "Rewards ordered"), REWARD, (REWARDS, [ids])),
        _section("coupons", Text("优惠券", "Coupons"), COUPON, (COUPONS, [ids, ids, homes])),
        _section("referrals", Text("推荐", "Referrals"), REFERRAL, (REFERRALS, [ids, ids, ids, ids])),
        _section("gift_cards", Text("礼品卡", "Gift cards"), CARD, (CARDS, [ids])),
        _section("partners", Text("合作伙伴", "Partners"), PARTNER, (PARTNERS, [ids])),
        _section("clubs", Text("俱乐部", "Clubs"), CLUB, (CLUBS, [ids, ids])),
    ]
    always = ("memberships", "points") if members else ()
    return [*(one for one in found if one.rows or one.code in always), *export_index(actor, record_ids)]


def _section(code: str, title: Text, columns: tuple[tuple[str, Text], ...], asked: tuple[str, list[list[UUID]]]) -> Section:
    with connection.cursor() as cursor:
        cursor.execute(*asked)
        rows = cursor.fetchall()
    names = [name for name, _ in columns]
    said = tuple(dict(zip(names, ("" if one is None else str(one) for one in row), strict=True)) for row in rows)
    return Section(code, "loyalty", title, columns, said)
