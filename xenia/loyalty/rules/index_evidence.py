"""The evidence of the loyalty index, once: what each is, when it is not known, and the scale it comes with. Pure.

Rules LI1 and LI2 of docs/algorithms/loyalty-index.md. A line is: code | source | unit | weight | anchors value:points, rising or falling |
中文名 | English name | 中文含义 | English meaning. Nothing here moves with how other guests do.
"""

from xenia.kernel.texts import Text
from xenia.loyalty.types.loyalty_index import (
    Anchor,
    Dimension,
    DimensionWeight,
    EvidenceScale,
    EvidenceSource,
    EvidenceUnit,
    IndexEvidence,
    IndexPolicy,
    LaterEvidence,
)

_LINES = {
    Dimension.BEHAVIOURAL: """
bookings_2y | bookings | count | 35 | 0:0 1:40 3:70 6:90 10:100 | 近两年预订 | Bookings in two years | 近 730 天下单的有效预订 | Bookings that stand, made in 730 days
trips_1y | trips | count | 20 | 0:0 1:40 2:60 4:85 6:100 | 近一年出行 | Trips in a year | 近 365 天开始的出行 | Trips that began in 365 days
rhythm | bookings | ratio | 20 | 0:100 1:80 2:40 4:0 | 距上次预订与自身节奏之比 | Silence against the own rhythm | 距上次预订的天数除以自己的平均间隔 | Days since the last booking by the own mean gap
tier_place | ledger | percent | 15 | 0:20 50:70 100:100 | 等级位置 | Place on the ladder of tiers | 从最低等级 0 到最高等级 100 | From 0 for the first tier to 100 for the highest
active_months | ledger | months | 10 | 0:0 3:50 6:80 12:100 | 近一年有积分往来的月数 | Months with points in a year | 近 365 天内赚取或使用积分的月份数 | Months of 365 days in which points were earned or used
""",
    Dimension.ECONOMIC: """
spend_1y | bookings | minor | 50 | 0:0 200000:40 500000:60 1500000:85 4000000:100 | 近一年消费 | Spend in a year | 近 365 天下单的有效预订金额 | Bookings that stand, made in 365 days
booking_mean | bookings | minor | 20 | 0:0 50000:40 150000:70 500000:100 | 每单均价 | Mean of a booking | 金额大于零的有效预订均值 | Mean of bookings that stand and cost something
promotions_2y | bookings | share | 30 | 0:100 0.25:80 0.5:50 1:10 | 用优惠码的比例 | Share with a promotion | 近两年使用优惠码的预订比例 | Of bookings of two years, those with a promotion code
""",
    Dimension.EMOTIONAL: """
rating_mean | reviews | stars | 50 | 1:0 2:20 3:45 4:75 5:100 | 平均评分 | Mean rating | 全部评分（5 分制）的平均 | Mean of all ratings, on a scale of five
rating_last | reviews | stars | 30 | 1:0 2:20 3:45 4:75 5:100 | 最近评分 | Last rating | 最近一次评分 | The last rating
rating_lowest | reviews | stars | 20 | 1:0 3:50 5:100 | 最低评分 | Lowest rating | 最低的一次评分 | The lowest rating
""",
    Dimension.INTENTION: """
trips_ahead | trips | count | 30 | 0:0 1:80 2:100 | 待出行 | Trips ahead | 尚未开始的有效预订 | Bookings that stand and have not begun
searches_30d | visits | count | 25 | 0:0 1:30 3:60 10:100 | 近 30 天搜索 | Searches in 30 days | 登录后的搜索次数 | Searches while signed in
form_steps_90d | visits | count | 15 | 0:0 1:40 3:70 8:100 | 近 90 天填单 | Form steps in 90 days | 开始预订或填写订单的步骤 | Steps of the booking form
saves_90d | visits | count | 10 | 0:0 1:50 3:80 5:100 | 近 90 天收藏 | Saves in 90 days | 收藏产品的次数 | Offers saved
friends | ledger | count | 20 | 0:0 1:70 3:100 | 推荐的朋友 | Friends referred | 用其推荐码加入、未被拒绝的朋友 | Friends who came with the code and were not refused
""",
    Dimension.KNOWLEDGE: """
lines_used | bookings | count | 30 | 0:0 1:25 2:60 3:85 4:100 | 用过的产品种类 | Kinds of products used | 酒店、机票、火车、旅游产品中用过几种 | Of hotels, flights, rail and tours, how many were ever booked
events_1y | visits | count | 30 | 0:0 1:20 10:60 50:100 | 近一年访问行为 | Events in a year | 登录后在应用与网站上的行为 | What was done in the app and on the site while signed in
uses_1y | ledger | count | 40 | 0:0 1:40 3:75 6:100 | 近一年使用会员权益 | Uses of the programme in a year | 兑换奖励、使用优惠券与权益的次数 | Rewards taken, coupons and benefits used
""",
    Dimension.RESPONSIBILITY: """
no_shows | bookings | share | 40 | 0:100 0.05:80 0.2:30 0.5:0 | 未到率 | Share of no-shows | 未到占已有结果的预订的比例 | Not shown up for, of bookings that came to an outcome
cancellations | bookings | share | 30 | 0:100 0.1:90 0.3:50 0.6:0 | 取消率 | Share cancelled | 取消占已有结果的预订的比例 | Cancelled, of bookings that came to an outcome
green_1y | ledger | count | 30 | 0:0 1:40 3:75 6:100 | 近一年绿色选择 | Green choices in a year | 获得绿色积分的次数 | Times that green points were given
""",
}  # fmt: skip
_UNKNOWN = {
    EvidenceSource.BOOKINGS: Text("没有相应的预订", "No booking that says it"),
    EvidenceSource.TRIPS: Text("没有预订，也没有出行", "Neither a booking nor a trip"),
    EvidenceSource.VISITS: Text("没有登录后的访问记录", "No visit while signed in is known"),
    EvidenceSource.REVIEWS: Text("没有有效评分", "No rating that counts"),
    EvidenceSource.LEDGER: Text("不是会员，或计划中没有这一项", "No member, or the programme has no such thing"),
}
_VOICE = Text("客声：问卷与评论", "Voice: surveys and reviews")
_SERVICE = Text("服务：投诉与承诺", "Service: complaints and promises")
_ENGAGE = Text("触达：消息与旅程", "Engage: messages and journeys")
_CORPORATE = Text("企业差旅", "Corporate travel")
LATER = (
    LaterEvidence(Dimension.EMOTIONAL, Text("净推荐值与满意度", "Net promoter score and satisfaction"), _VOICE),
    LaterEvidence(Dimension.EMOTIONAL, Text("评论中的情绪", "Feeling in what guests write"), _VOICE),
    LaterEvidence(Dimension.EMOTIONAL, Text("投诉与解决", "Complaints and how they ended"), _SERVICE),
    LaterEvidence(Dimension.INTENTION, Text("再次选择的意愿", "Intention to come again, as stated"), _VOICE),
    LaterEvidence(Dimension.INTENTION, Text("对消息的回应", "Answers to messages"), _ENGAGE),
    LaterEvidence(Dimension.ECONOMIC, Text("钱包份额", "Share of wallet"), _VOICE),
    LaterEvidence(Dimension.KNOWLEDGE, Text("对计划的了解", "What guests know of the programme"), _VOICE),
    LaterEvidence(Dimension.RESPONSIBILITY, Text("差旅中的低碳选择", "Low-carbon choices on business"), _CORPORATE),
)
"""Rule LI2: what comes with later parts of the product stands here and is never guessed."""


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.split("|")]


def _evidence(dimension: Dimension, line: str) -> IndexEvidence:
    code, source, unit, _, anchors, zh, en, zh_means, en_means = _cells(line)
    points = [one.points for one in _anchors(anchors)]
    return IndexEvidence(
        code=code,
        dimension=dimension,
        source=EvidenceSource(source),
        unit=EvidenceUnit(unit),
        is_falling=points[0] > points[-1],
        label=Text(zh, en),
        meaning=Text(zh_means, en_means),
        unknown_when=_UNKNOWN[EvidenceSource(source)],
    )


def _anchors(text: str) -> tuple[Anchor, ...]:
    pairs = (one.split(":") for one in text.split())
    return tuple(Anchor(float(value), int(points)) for value, points in pairs)


def _scale(line: str) -> EvidenceScale:
    cells = _cells(line)
    return EvidenceScale(cells[0], int(cells[3]), _anchors(cells[4]))


_ALL = [(dimension, line) for dimension, lines in _LINES.items() for line in lines.strip().splitlines()]
EVIDENCE = tuple(_evidence(dimension, line) for dimension, line in _ALL)
BY_CODE = {one.code: one for one in EVIDENCE}
DEFAULT = IndexPolicy(
    weights=(
        DimensionWeight(Dimension.BEHAVIOURAL, 25),
        DimensionWeight(Dimension.ECONOMIC, 20),
        DimensionWeight(Dimension.EMOTIONAL, 20),
        DimensionWeight(Dimension.INTENTION, 15),
        DimensionWeight(Dimension.KNOWLEDGE, 10),
        DimensionWeight(Dimension.RESPONSIBILITY, 10),
    ),
    coverage_least_percent=40,
    scales=tuple(_scale(line) for _, line in _ALL),
)
"""What the product comes with. Money in minor units of the currency of reports."""
