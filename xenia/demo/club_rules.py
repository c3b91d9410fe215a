"""What the demonstration's programme 云行会 gives and asks for: its rules of earning and its tiers."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from xenia.kernel.texts import Text
from xenia.loyalty.types.earning import Action, Basis, Caps, Conditions, Earner, EarningRule, Family, Multiplier
from xenia.loyalty.types.programmes import ExpiryMode, ExpiryPolicy, FamilyPolicy, PassingPolicy, ProgrammeDraft, ProgrammePolicy
from xenia.loyalty.types.tiers import Benefit, Threshold, Tier, TierPolicy

DRAFT = ProgrammeDraft("YUNXING", Text("云行会", "Yunxing Club"))
POLICY = ProgrammePolicy(
    expiry=ExpiryPolicy(ExpiryMode.MONTHS, months=18),
    face_minor_per_1000=2_000,
    passing=PassingPolicy(allowed=True),
    family=FamilyPolicy(allowed=True),
)
"""Points live for eighteen months; a thousand are worth twenty yuan. Members give points to each other, and spend as families."""


def _tier(code: str, percent: int) -> Multiplier:
    return Multiplier(Family.TIER, percent, Conditions(tiers=(code,)))


RULES = {
    "BASE": EarningRule(
        Text("消费积分：每 1 元 1 分", "A point a yuan"), "POINTS", Basis.SPEND, points_milli=1_000, per=100,
        multipliers=(
            _tier("SILVER", 110), _tier("GOLD", 125), _tier("PLATINUM", 150),
            Multiplier(Family.FESTIVAL, 200, Conditions(festivals=("Spring Festival",))),
            Multiplier(Family.CHANNEL, 110, Conditions(channels=("APP",))),
        ),
    ),
    "COMPANY": EarningRule(
        Text("企业会员积分：每 10 元 1 分", "For companies: a point for each ten yuan"), "POINTS", Basis.SPEND,
        points_milli=1_000, per=1_000, earner=Earner.COMPANY,
    ),
    "TIER": EarningRule(
        Text("定级积分：每 10 元 1 分", "A tier point for each ten yuan"), "TIER", Basis.SPEND, points_milli=1_000, per=1_000,
        whole_units=True,
    ),
    "NIGHTS": EarningRule(Text("定级晚数", "Nights"), "NIGHTS", Basis.NIGHT, points_milli=1_000),
    "REVIEW": EarningRule(
        Text("点评奖励", "For a review"), "POINTS", Basis.ACTION, points_milli=200_000, when=Conditions(actions=(Action.REVIEW,)),
        caps=Caps(per_month=600),
    ),
}  # fmt: skip

UPGRADE, LOUNGE = Text("客房升级", "Room upgrades"), Text("贵宾休息室", "Lounge passes")
FIRST = Benefit("FIRST", Text("优先登机与入住", "Boarding and check-in first"))
TIERS = TierPolicy(
    (
        Tier("CLASSIC", Text("普卡", "Classic")),
        Tier("SILVER", Text("银卡", "Silver"), (Threshold("NIGHTS", 8), Threshold("TIER", 1_500)),
             benefits=(Benefit("UPGRADE", UPGRADE, 1),)),
        Tier("GOLD", Text("金卡", "Gold"), (Threshold("NIGHTS", 20), Threshold("TIER", 4_000)),
             benefits=(Benefit("UPGRADE", UPGRADE, 3), Benefit("LOUNGE", LOUNGE, 2), FIRST)),
        Tier("PLATINUM", Text("白金卡", "Platinum"), (Threshold("NIGHTS", 40), Threshold("TIER", 9_000)),
             benefits=(Benefit("UPGRADE", UPGRADE, 6), Benefit("LOUNGE", LOUNGE, 6), FIRST)),
    )
)  # fmt: skip


def before(now: datetime, *, days: int = 0, hours: int = 0) -> datetime:
    """So long before `now`, and never before this month began: the months before are closed."""
    zone = ZoneInfo(DRAFT.time_zone)
    month = datetime.combine(now.astimezone(zone).date().replace(day=1), time(), zone)
    return max(month, now - timedelta(days=days, hours=hours))
