"""Suggesting a mapping from a file's header and its first rows."""

import re
from typing import Any

from xenia.connect.rules.canonical import RECORDS
from xenia.connect.rules.codes import LINES, STATUSES
from xenia.connect.types.canonical import Field, FieldType, Kind, Record

GUESSED_KINDS = (Kind.BOOKING, Kind.FEEDBACK, Kind.INTERACTION, Kind.EVENT, Kind.GUEST, Kind.PLACE)
DISTINCTIVE = {
    Kind.BOOKING: {"booking_key", "starts_on", "ends_on", "total", "booked_at", "nights", "adults"},
    Kind.FEEDBACK: {"feedback_key", "rating", "text"},
    Kind.INTERACTION: {"interaction_key", "agent", "duration_seconds", "subject"},
    Kind.EVENT: {"event_key", "anonymous_id", "session_id"},
    Kind.GUEST: {"phone", "email", "name", "surname", "id_number", "birth_date"},
    Kind.PLACE: {"place_key", "latitude", "longitude"},
}
CODE_WORDS: dict[str, dict[str, str]] = {
    "status": {
        "requested": "requested pending pendingpayment unpaid tentative 待付款 待支付 待确认",
        "reserved": "reserved booked duein expected 已预订 预订",
        "confirmed": "confirmed changed paid ticketed 已确认 已付款 已支付 已出票 已改签",
        "waitlisted": "waitlisted waitlist 候补",
        "in_house": "inhouse checkedin checkin inprogress travelling dueout 在住 已入住 出行中 进行中",
        "completed": "completed complete checkedout checkout done finished 已完成 完成 已离店 已出行 已使用",
        "cancelled": "cancelled canceled cancel closed refunded void 已取消 取消 已关闭 已退款 已退票",
        "no_show": "noshow 未到 未入住",
    },
    "line": {
        "air": "air flight flights airticket airline plane 机票 飞机 飞机票 国内机票 国际机票 航班",
        "hotel": "hotel hotels stay lodging accommodation room 酒店 住宿 客房 民宿",
        "rail": "rail train trains railway trainticket hsr 火车票 火车 高铁 动车 铁路",
        "ship": "ship cruise cruises ferry 邮轮 游轮 船票 轮渡",
        "car": "car cars carrental rentalcar carhire 租车 自驾 用车",
        "transfer": "transfer transfers pickup airporttransfer 接送 接送机 接机 送机 专车",
        "tour": "tour tours grouptour packagetour 跟团 跟团游 团队游 私家团 旅游团",
        "guide": "guide guides localguide 向导 导游 地陪",
        "attraction": "attraction attractions ticket tickets admission entrance 门票 景点 景点门票 景区",
        "restaurant": "restaurant restaurants dining meal food 餐饮 美食 餐厅 用餐",
        "meeting": "meeting meetings mice conference event 会议 会展 会务",
        "insurance": "insurance travelinsurance 保险 旅游保险 旅行险",
        "ancillary": "ancillary ancillaries addon extra extras visa wifi 附加服务 增值服务 签证 行李",
        "package": "package packages bundle 套餐 自由行 机酒 机加酒 度假套餐",
    },
    "channel": {
        "call": "call phone telephone 电话 来电 去电 呼入 呼出",
        "chat": "chat livechat im wechat webchat 在线聊天 聊天 在线客服 微信 在线",
        "email": "email mail 邮件 邮箱 电子邮件",
        "visit": "visit frontdesk walkin meeting 到访 上门 前台 面谈",
        "message": "message sms text 短信 消息 留言",
    },
    "gender": {"male": "m male man mr 男 男性 先生", "female": "f female woman ms mrs miss 女 女性 女士 小姐"},
}
"""Code list -> code -> the words by which exports say it, as `plain` leaves them."""
USUAL_LINES = (
    ("flight", "hotel", "train", "car", "ticket", "tour", "insurance"),
    ("机票", "酒店", "火车票", "租车", "门票", "跟团游", "保险"),
)
"""Words that come together: where the first rows hold one, later rows of the file are likely to hold the others."""
CURRENCY_WORDS = {"currency", "currencycode", "currencyisocode", "ccy", "币种", "货币", "币别"}


def plain(header: str) -> str:
    """The header without case, spaces and signs: `Order No.` and `order_no` are the same word."""
    return re.sub(r"[^0-9a-z一-鿿]", "", header.lower())


def suggest_mapping(header: list[str], sample: list[list[str]]) -> dict[str, Any]:
    """Returns a mapping document for the kind whose distinctive fields the header names most; columns nobody claims become attributes."""
    guesses = [(_claims(header, RECORDS[kind]), kind) for kind in GUESSED_KINDS]
    claims, kind = max(guesses, key=lambda guess: (len(DISTINCTIVE[guess[1]] & guess[0].keys()), len(guess[0])))
    fields = {name: _expression(RECORDS[kind].field(name), column, _values(header, sample, column)) for name, column in claims.items()}
    records: list[dict[str, Any]] = [{"kind": kind.value, "fields": fields | _required_defaults(RECORDS[kind], fields)}]
    _name_currency(RECORDS[kind], fields, header)
    claimed = {column for content in fields.values() for column in _named_columns(content)}
    if kind is Kind.BOOKING:
        guest = {
            name: column
            for name, column in _claims([one for one in header if one not in claimed], RECORDS[Kind.GUEST]).items()
            if name in DISTINCTIVE[Kind.GUEST]
        }
        if guest:
            records.append(_guest_beside(guest, claims, header, sample))
            claimed |= set(guest.values())
    spare = {f"attributes.{_attribute(column)}": {"from": column} for column in header if column not in claimed}
    if kind in (Kind.GUEST, Kind.BOOKING, Kind.EVENT, Kind.PLACE):
        records[0]["fields"] |= spare
    return {"name": f"{kind.value}", "title": {"zh": RECORDS[kind].title.zh, "en": RECORDS[kind].title.en}, "records": records}


def _guest_beside(guest: dict[str, str], claims: dict[str, str], header: list[str], sample: list[list[str]]) -> dict[str, Any]:
    fields = {name: _expression(RECORDS[Kind.GUEST].field(name), column, _values(header, sample, column)) for name, column in guest.items()}
    if "booker_key" in claims:
        fields["guest_key"] = {"from": claims["booker_key"]}
    return {"kind": "guest", "fields": fields}


def _name_currency(record: Record, fields: dict[str, Any], header: list[str]) -> None:
    """Money takes its currency from the column that is called so; without one it would be counted in the source's own."""
    column = next((column for column in header if plain(column) in CURRENCY_WORDS), None)
    for name, content in fields.items():
        known = record.field(name)
        if column is not None and known is not None and known.type is FieldType.MONEY:
            content["currency"] = {"from": column}


def _claims(header: list[str], record: Record) -> dict[str, str]:
    """Field name -> column, each column claimed once: the exact word before a word it contains."""
    words = {column: plain(column) for column in header}
    claims: dict[str, str] = {}
    for field in record.fields:
        hints = {plain(hint) for hint in (field.name, field.title.zh, field.title.en, *field.hints)}
        found = next((column for column, word in words.items() if word in hints and column not in claims.values()), None)
        if found is not None:
            claims[field.name] = found
    return claims


def _values(header: list[str], sample: list[list[str]], column: str) -> set[str]:
    place = header.index(column)
    return {row[place].strip() for row in sample if place < len(row) and row[place] and row[place].strip()}


def _expression(field: Field | None, column: str, values: set[str]) -> dict[str, Any]:
    expression: dict[str, Any] = {"from": column}
    if field is None:
        return expression
    if field.codes in CODE_WORDS:
        return expression | {
            "as": "enum",
            "table": _code_table(field.codes, values),
            "else": "other" if field.codes == "gender" else "keep",
        }
    if field.type is FieldType.INSTANT and values and all(re.fullmatch(r"1\d{9}", value) for value in values):
        return expression | {"format": "epoch_seconds"}
    if field.type is FieldType.INSTANT and values and all(re.fullmatch(r"1\d{12}", value) for value in values):
        return expression | {"format": "epoch_millis"}
    if field.type in (FieldType.DATE, FieldType.INSTANT) and (found := _slashed_format(values)):
        return expression | {"format": found}
    return expression


def _code_table(codes: str, values: set[str]) -> dict[str, str]:
    """The file's values with our codes; a value that says nothing we know is left for a person to decide."""
    known = {word: code for code, words in CODE_WORDS[codes].items() for word in (*words.split(), plain(code))}
    likely = values | (_usual_beside(values) if codes == "line" else set())
    return {value: known[plain(value)] for value in sorted(likely) if plain(value) in known}


def _usual_beside(values: set[str]) -> set[str]:
    """The words that usually stand beside the values, written in the same case."""
    beside: set[str] = set()
    for family in USUAL_LINES:
        example = next((value for value in sorted(values) if value.lower() in family), "")
        if example:
            write = str.upper if example.isupper() else str.title if example.istitle() else str.lower
            beside |= {write(word) for word in family}
    return beside


def _slashed_format(values: set[str]) -> str | None:
    """`%d/%m/%Y` or `%m/%d/%Y` where every value is written so; which of the two, by a part above 12 (day first where none tells)."""
    if not values or not all(re.fullmatch(r"\d{1,2}/\d{1,2}/\d{4}", value) for value in values):
        return None
    month_first = any(int(value.split("/")[1]) > 12 for value in values)
    return "%m/%d/%Y" if month_first else "%d/%m/%Y"


def _required_defaults(record: Record, fields: dict[str, Any]) -> dict[str, Any]:
    usual = {"line": LINES[1], "status": STATUSES[2], "kind": LINES[1], "name": "event", "channel": "call"}
    return {
        field.name: {"const": usual[field.name]}
        for field in record.fields
        if field.required and field.name not in fields and field.name in usual
    }


def _attribute(column: str) -> str:
    return re.sub(r"[.\s]+", "_", column.strip())[:60] or "column"


def fitted(document: dict[str, Any], header: list[str]) -> dict[str, Any]:
    """The document without the fields whose columns this file lacks: exports of one system differ in the columns a company chose."""
    records = []
    for record in document["records"]:
        fields = {name: content for name, content in record["fields"].items() if _is_read(content, header)}
        if any("from" in content for content in fields.values()):
            records.append(record | {"fields": fields})
    return document | {"records": records}


def _is_read(content: dict[str, Any], header: list[str]) -> bool:
    return all(column in header for column in _named_columns(content))


def _named_columns(content: dict[str, Any]) -> list[str]:
    """Every column the expression reads, also those its arguments name."""
    columns, currency = content.get("from", []), content.get("currency")
    named = [columns] if isinstance(columns, str) else list(columns)
    named += [currency["from"]] if isinstance(currency, dict) else []
    factors = content.get("times", [])
    named += [column for factor in factors for column in ([factor] if isinstance(factor, str) else factor)]
    return [*named, *content.get("plus_days", []), *content.get("minus_days", [])]
