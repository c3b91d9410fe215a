"""The catalogue of what guests like and need: each kind with the values people choose among. Pure."""

from collections.abc import Mapping

from xenia.kernel.errors import Invalid, NotFound
from xenia.kernel.texts import Text
from xenia.profile.types.traits import TraitKind, TraitValue

FREE_LETTERS_MAX = 200
_FLIGHT, _ROOM, _FOOD, _CARE, _TRIP = (
    Text("飞行", "Flying"), Text("住宿", "Staying"), Text("饮食", "Food"), Text("关怀", "Care"), Text("行程", "Travelling"),
)  # fmt: skip


_VALUES = {
    "seat": """window=靠窗|Window; aisle=靠过道|Aisle; front=前排|Front; exit=出口排|Exit row; bulkhead=首排|Bulkhead""",
    "cabin": """economy=经济舱|Economy; premium=超级经济舱|Premium economy; business=公务舱|Business; first=头等舱|First""",
    "room": """quiet=安静|Quiet; away_lift=远离电梯|Away from the lift; near_lift=靠近电梯|Near the lift; view=景观|With a view;
        corner=转角|Corner; connecting=连通房|Connecting; non_smoking=无烟|Non-smoking; smoking=可吸烟|Smoking""",
    "floor": """high=高楼层|High; low=低楼层|Low; middle=中间楼层|Middle""",
    "bed": """king=大床|King; twin=双床|Twin; extra=加床|Extra bed; cot=婴儿床|Cot""",
    "pillow": """soft=软枕|Soft; firm=硬枕|Firm; feather_free=无羽绒|Feather-free; extra=多一个|One more""",
    "meal": """vegetarian=素食|Vegetarian; vegan=纯素|Vegan; halal=清真|Halal; kosher=犹太洁食|Kosher; no_pork=不吃猪肉|No pork;
        no_spice=不吃辣|Nothing spicy; child=儿童餐|Child's meal""",
    "accessibility": """wheelchair=轮椅|Wheelchair; step_free=无台阶|Step-free; hearing=听力协助|Hearing; sight=视力协助|Sight;
        walking=行走不便|Walks with difficulty; service_animal=服务犬|Service animal""",
    "do_not_disturb": """morning=上午|Mornings; night=夜间|At night; calls=不要来电|No calls; housekeeping=不要客房服务|No housekeeping""",
    "contact_way": """phone=电话|Phone; wechat=微信|WeChat; sms=短信|Text message; email=邮件|E-mail""",
    "guide_language": """zh=普通话|Mandarin; yue=粤语|Cantonese; en=英语|English; ja=日语|Japanese; ko=韩语|Korean; fr=法语|French;
        de=德语|German; es=西班牙语|Spanish; ru=俄语|Russian""",
    "pace": """slow=慢游|Slow; steady=适中|Steady; full=紧凑|Full days""",
}
"""Kind -> the values people choose among, as `code=中文|English`."""


def _values(kind: str) -> tuple[TraitValue, ...]:
    found = []
    for one in _VALUES[kind].split(";"):
        code, _, names = one.strip().partition("=")
        zh, _, en = names.partition("|")
        found.append(TraitValue(code, Text(zh, en)))
    return tuple(found)


_KINDS = (
    TraitKind("seat", Text("座位", "Seat"), _FLIGHT, _values("seat")),
    TraitKind("cabin", Text("舱位", "Cabin"), _FLIGHT, _values("cabin")),
    TraitKind("airline", Text("航空公司", "Airline"), _FLIGHT, is_many=True),
    TraitKind("room", Text("房间", "Room"), _ROOM, _values("room"), is_many=True),
    TraitKind("floor", Text("楼层", "Floor"), _ROOM, _values("floor")),
    TraitKind("bed", Text("床型", "Bed"), _ROOM, _values("bed")),
    TraitKind("pillow", Text("枕头", "Pillow"), _ROOM, _values("pillow")),
    TraitKind("amenity", Text("客房用品", "In the room"), _ROOM, is_many=True),
    TraitKind("meal", Text("餐食", "Meal"), _FOOD, _values("meal"), is_many=True),
    TraitKind("drink", Text("饮品", "Drink"), _FOOD, is_many=True),
    TraitKind("allergy", Text("过敏", "Allergy"), _FOOD, is_many=True, is_sensitive=True),
    TraitKind("accessibility", Text("无障碍需求", "Accessibility"), _CARE, _values("accessibility"), is_many=True, is_sensitive=True),
    TraitKind("do_not_disturb", Text("请勿打扰", "Do not disturb"), _CARE, _values("do_not_disturb"), is_many=True),
    TraitKind("contact_way", Text("联系方式偏好", "Reach by"), _CARE, _values("contact_way")),
    TraitKind("guide_language", Text("向导语言", "Language of the guide"), _TRIP, _values("guide_language")),
    TraitKind("pace", Text("节奏", "Pace"), _TRIP, _values("pace")),
    TraitKind("interest", Text("兴趣", "Interest"), _TRIP, is_many=True),
    TraitKind("celebration", Text("纪念日", "Celebration"), _TRIP, is_many=True),
)  # fmt: skip
KINDS: Mapping[str, TraitKind] = {kind.code: kind for kind in _KINDS}
SENSITIVE = frozenset(code for code, kind in KINDS.items() if kind.is_sensitive)
"""What health or a belief can be read from: sealed at rest, and shown only to those who may edit guests."""
NO_GROUP = Text("来源", "From sources")


def kind_of(code: str) -> TraitKind:
    """Returns the kind of the catalogue, or a source's own name as a kind of free words."""
    return KINDS.get(code) or TraitKind(code, Text(code, code), NO_GROUP, is_many=False)


def require_kind(code: str) -> TraitKind:
    """Returns the kind of the catalogue; raises NotFound for a code it lacks."""
    if code not in KINDS:
        raise NotFound("trait_kind_unknown", f"There is no kind {code!r}; use {', '.join(KINDS)}.", f"没有“{code}”这种偏好。")
    return KINDS[code]


def checked_value(kind: TraitKind, value: str) -> str:
    """Returns the value of a kind as it is kept; raises Invalid for a code the kind lacks, nothing, or too many words."""
    said = " ".join(value.replace("\x00", "").split())
    codes = [one.code for one in kind.values]
    if codes and said not in codes:
        raise Invalid(
            "trait_value_unknown",
            f"{kind.name.en} has no value {said!r}; use {', '.join(codes)}.",
            f"“{kind.name.zh}”没有“{said}”这个选项。",
        )
    if not 0 < len(said) <= FREE_LETTERS_MAX:
        raise Invalid("trait_value_length", f"Give 1 to {FREE_LETTERS_MAX} characters.", f"请填写 1 至 {FREE_LETTERS_MAX} 个字符。")
    return said


def value_name(kind: TraitKind, value: str) -> Text:
    """The value in words."""
    return next((one.name for one in kind.values if one.code == value), Text(value, value))


def code_told(name: str, value: str) -> tuple[str, str] | None:
    """Returns kind and value of a trait as a source names it: by code or by name in either language. None for a kind of its own."""
    known = " ".join(name.split()).casefold()
    kind = next((one for one in _KINDS if known in (one.code, one.name.zh.casefold(), one.name.en.casefold())), None)
    if kind is None:
        return None
    said = " ".join(value.split())
    for one in kind.values:
        if said.casefold() in (one.code, one.name.zh.casefold(), one.name.en.casefold()):
            return kind.code, one.code
    return kind.code, said[:FREE_LETTERS_MAX]
