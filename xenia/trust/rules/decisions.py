"""What the business decided about prices and offers; the rules P1 to P8 of docs/algorithms/pricing-guard.md (PIPL art. 24). Pure."""

import json
from collections.abc import Iterable
from hashlib import sha256

from xenia.kernel.texts import Text
from xenia.trust.rules.consent import PERSONAL
from xenia.trust.types.decisions import DecisionInput, DecisionKind, InputClass, InputKind, NewPriceDecision

_I, _C = InputKind, InputClass
WORDS: dict[InputKind, tuple[InputClass, Text]] = {
    _I.PRODUCT: (_C.MARKET, Text("产品", "The product")),
    _I.DATE: (_C.MARKET, Text("日期", "The date")),
    _I.LEAD_TIME: (_C.MARKET, Text("提前预订天数", "Days booked ahead")),
    _I.LENGTH_OF_STAY: (_C.MARKET, Text("入住晚数", "Length of stay")),
    _I.PARTY_SIZE: (_C.MARKET, Text("人数", "Number of people")),
    _I.INVENTORY: (_C.MARKET, Text("剩余库存", "What is left")),
    _I.DEMAND: (_C.MARKET, Text("整体需求", "Demand by everyone")),
    _I.COMPETITOR_PRICE: (_C.MARKET, Text("市场价格", "Prices in the market")),
    _I.CHANNEL_COST: (_C.MARKET, Text("渠道成本", "Cost of the channel")),
    _I.CURRENCY: (_C.MARKET, Text("币种", "Currency")),
    _I.PUBLIC_PROMOTION: (_C.MARKET, Text("公开促销", "A promotion open to all")),
    _I.PUBLIC_TIER_BENEFIT: (_C.ENTITLEMENT, Text("公开的会员权益", "A published benefit of the tier")),
    _I.COUPON: (_C.ENTITLEMENT, Text("优惠券", "A coupon")),
    _I.CORPORATE_CONTRACT: (_C.ENTITLEMENT, Text("企业协议价", "A company's contract")),
    _I.PUBLISHED_CONCESSION: (
        _C.ENTITLEMENT,
        Text("公开的优待（儿童、老人、学生等）", "A published concession (children, seniors, students ...)"),
    ),
    _I.COMPENSATION: (_C.ENTITLEMENT, Text("服务补偿", "Compensation for something that went wrong")),
    _I.STATED_PREFERENCE: (_C.PREFERENCE, Text("您告诉我们的偏好", "A preference you told us")),
    _I.INTEREST: (_C.PREFERENCE, Text("推断的兴趣", "An interest we inferred")),
    _I.PAST_STAYS: (_C.PREFERENCE, Text("以往的预订", "Your earlier bookings")),
    _I.PURCHASE_POWER: (_C.PROFILE, Text("消费能力", "Purchase power")),
    _I.PRICE_SENSITIVITY: (_C.PROFILE, Text("价格敏感度", "Price sensitivity")),
    _I.DEVICE: (_C.PROFILE, Text("设备", "The device")),
    _I.BROWSING_FREQUENCY: (_C.PROFILE, Text("浏览次数", "How often someone looked")),
    _I.NEW_OR_RETURNING: (_C.PROFILE, Text("新客或老客", "New or returning")),
    _I.LOYALTY: (_C.PROFILE, Text("忠诚度", "Loyalty")),
    _I.CHURN_SCORE: (_C.PROFILE, Text("流失评分", "A churn score")),
    _I.LIFETIME_VALUE: (_C.PROFILE, Text("客户终身价值", "Lifetime value")),
    _I.LOCATION: (_C.PROFILE, Text("所在位置", "Where someone is")),
    _I.DEMOGRAPHIC: (_C.PROFILE, Text("年龄、性别等个人特征", "Age, gender and the like")),
}
"""What each input is called, and its class."""
PROMISE = Text(
    "我们不会根据消费能力、设备、浏览次数、新老客身份或忠诚度给出不同的价格。",
    "Nobody's price depends on purchase power, device, how often they look, on being new or returning, or on loyalty.",
)
EXPLANATION_LETTERS_MIN = 6


def class_of(kind: InputKind) -> InputClass:
    """Market, entitlement, preference or profile (P2 to P5)."""
    return WORDS[kind][0]


def name_of(kind: InputKind) -> Text:
    """What a guest is told that it is."""
    return WORDS[kind][1]


def needs_profiling(decision: NewPriceDecision) -> bool:
    """Whether the decision looks at this guest's preferences, which takes the guest's consent to profiling (P5)."""
    return any(class_of(one.kind) is InputClass.PREFERENCE for one in decision.inputs)


def fault_of(decision: NewPriceDecision) -> tuple[str, Text] | None:
    """What keeps a decision from being made, as a code and a sentence that names the input; None where nothing does (P1 to P4, P6, P8)."""
    if not decision.inputs:
        return "inputs_missing", Text("没有说明依据；请列出全部输入。", "The decision names no inputs; list all of them.")
    for one in decision.inputs:
        fault = _fault_of_input(decision.kind, one)
        if fault:
            return fault
    if min(len(decision.explanation.zh.strip()), len(decision.explanation.en.strip())) < EXPLANATION_LETTERS_MIN:
        return "explanation_missing", Text(
            "缺少向客人解释的中文或英文说明。", "The sentence that explains it to the guest is missing in Chinese or in English."
        )
    return _fault_of_price(decision)


def _fault_of_input(kind: DecisionKind, one: DecisionInput) -> tuple[str, Text] | None:
    name, group = name_of(one.kind), class_of(one.kind)
    if group is InputClass.PROFILE:
        return "priced_by_profile", Text(
            f"输入“{name.zh}”（{one.kind}）属于按个人画像定价，个人信息保护法第二十四条不允许；请移除该输入。",
            f"The input {one.kind} ({name.en.lower()}) would price by profile, which PIPL art. 24 forbids; take it out.",
        )
    if group is InputClass.PREFERENCE and kind is DecisionKind.PRICE:
        return "priced_by_preference", Text(
            f"输入“{name.zh}”（{one.kind}）只能用于挑选展示的内容，不能用于定价；请移除该输入。",
            f"The input {one.kind} ({name.en.lower()}) may choose what is shown, never what it costs; take it out.",
        )
    if PERSONAL.search(one.value):
        return "input_personal", Text(
            f"输入“{name.zh}”（{one.kind}）的值像是联系方式或证件号；请改用代码。",
            f"The value of the input {one.kind} looks like a contact or a document; give a code.",
        )
    return None


def _fault_of_price(decision: NewPriceDecision) -> tuple[str, Text] | None:
    """P6: nobody pays more than the public price, and less only where an entitlement says so."""
    asked, public = decision.price_minor, decision.public_price_minor
    if min(asked, public) < 0 or asked > public:
        return "price_above_public", Text(
            f"价格 {asked} 高于公开价 {public}（最小货币单位）；任何客人都不应高于公开价。",
            f"The price {asked} is above the public price {public} (minor units); nobody pays more than the public price.",
        )
    entitled = any(class_of(one.kind) is InputClass.ENTITLEMENT for one in decision.inputs)
    if asked < public and not entitled:
        return "price_unexplained", Text(
            f"价格 {asked} 低于公开价 {public}，但输入中没有权益、优惠券或协议；请补充依据。",
            f"The price {asked} is below the public price {public}, and no benefit, coupon or contract among the inputs says why; add it.",
        )
    return None


def same_inputs(decision: NewPriceDecision) -> bytes:
    """A hash of everything that was stated but the guest: two decisions with the same hash must ask the same price (P7)."""
    stated = sorted((one.kind.value, one.value) for one in decision.inputs)
    known = [
        decision.kind.value,
        decision.decided_by,
        decision.model_version,
        decision.offer,
        decision.currency,
        decision.public_price_minor,
    ]
    return sha256(json.dumps([known, stated], separators=(",", ":"), ensure_ascii=False).encode()).digest()


def unstated_fault(price_minor: int, other_minor: int) -> Text:
    """What is said where the same inputs led to another price before (P7)."""
    return Text(
        f"相同的输入此前得出价格 {other_minor}，这次是 {price_minor}：有未说明的依据；请列出全部输入。",
        f"The same inputs led to the price {other_minor} before and to {price_minor} now: something was not stated; list all inputs.",
    )


def parse_inputs(held: Iterable[tuple[str, str]]) -> tuple[DecisionInput, ...]:
    """The inputs as they were stored."""
    return tuple(DecisionInput(InputKind(kind), value) for kind, value in held)
