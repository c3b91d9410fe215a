"""Associations: what is compared with what, and what never is. Pure; docs/algorithms/associations.md."""

from xenia.kernel.texts import Text

CITY, LINE, CABIN, TAG = "city", "line", "cabin", "tag"
GUESTS_LEAST = 30
"""AS2: so many guests have all things of a rule; fewer could be accidents, and could be named."""
SIZE_MAX = 3
RULES_MAX = 1_000
KIND_NAMES = {
    CITY: Text("目的地", "Destination"),
    LINE: Text("产品线", "Product line"),
    CABIN: Text("舱位", "Cabin"),
    TAG: Text("标签", "Tag"),
}
LINE_NAMES = {
    "air": Text("机票", "Flights"), "hotel": Text("酒店", "Hotels"), "rail": Text("火车", "Rail"), "ship": Text("邮轮", "Cruises"),
    "car": Text("租车", "Car hire"), "transfer": Text("接送", "Transfers"), "tour": Text("跟团", "Tours"), "guide": Text("向导", "Guides"),
    "attraction": Text("景点", "Attractions"), "restaurant": Text("餐饮", "Restaurants"), "meeting": Text("会议", "Meetings"),
    "insurance": Text("保险", "Insurance"), "ancillary": Text("附加服务", "Extras"), "package": Text("套餐", "Packages"),
}  # fmt: skip
CABIN_NAMES = {
    "economy": Text("经济舱", "Economy"),
    "premium_economy": Text("超级经济舱", "Premium economy"),
    "business": Text("商务舱", "Business class"),
    "first": Text("头等舱", "First class"),
    "second_seat": Text("二等座", "Second class by rail"),
    "first_seat": Text("一等座", "First class by rail"),
    "business_seat": Text("商务座", "Business class by rail"),
}
CABIN_WORDS = {
    "y": "economy", "economy class": "economy", "经济舱": "economy", "w": "premium_economy", "premium": "premium_economy",
    "premium economy": "premium_economy", "超级经济舱": "premium_economy", "c": "business", "j": "business", "business class": "business",
    "商务舱": "business", "公务舱": "business", "f": "first", "first class": "first", "头等舱": "first", "second": "second_seat",
    "二等座": "second_seat", "一等座": "first_seat", "商务座": "business_seat", "特等座": "business_seat",
}  # fmt: skip
TIED = frozenset({LINE, CABIN})
"""AS1: a cabin is of a flight or a train by itself; that it comes with one is no finding."""
SENSITIVE_WORDS = (
    "health", "medic", "ill", "disease", "allerg", "disab", "wheelchair", "pregnan", "diabet", "relig", "muslim", "halal", "kosher",
    "buddh", "christian", "ethnic", "race", "racial", "politic", "sexual", "gay", "lesbian", "lgbt", "crimin", "biometric", "passport",
    "bank", "salary", "income", "minor", "child", "kid", "baby", "infant", "健康", "医疗", "疾病", "慢病", "过敏", "残", "轮椅", "无障碍",
    "孕", "糖尿", "宗教", "信仰", "穆斯林", "清真", "佛", "基督", "民族", "种族", "政治", "党员", "同性", "性取向", "犯罪", "人脸", "指纹",
    "证件", "银行", "账户", "收入", "工资", "未成年", "儿童", "孩", "婴",
)  # fmt: skip


def is_sensitive(*words: str) -> bool:
    """Whether the words of a tag touch what PIPL 28 protects: health, faith, origin, money, children under 14 ... (AS6). Where in doubt,
    yes: a tag that is left out costs one line of a table."""
    parts = " ".join(words).lower().replace("_", " ")
    return any(_says(parts, word) for word in SENSITIVE_WORDS)


def _says(text: str, word: str) -> bool:
    return word in text if not word.isascii() else any(part.startswith(word) for part in text.split())


def kind_of(item: str) -> str:
    """`city:三亚` is a `city`."""
    return item.partition(":")[0]


def may_go_together(one: tuple[str, ...], other: str) -> bool:
    """Whether a rule between these would be a finding: not with a cabin and a line in it (AS1)."""
    kinds = {kind_of(item) for item in (*one, other)}
    return not kinds >= TIED


def name_of(item: str, tags: dict[str, Text]) -> Text:
    """An item in words; what has no name is called as its source calls it."""
    kind, _, code = item.partition(":")
    named = {LINE: LINE_NAMES, CABIN: CABIN_NAMES, TAG: tags}.get(kind, {})
    return named.get(code, Text(code, code))
