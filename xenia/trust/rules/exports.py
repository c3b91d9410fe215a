"""What the business decided about exports: marks, limits, counts. Pure (rules W1 to W9 of docs/algorithms/exports.md)."""

import base64
from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import datetime
from functools import cache
from gettext import translation
from hashlib import blake2b
from uuid import UUID

import pycountry

from xenia.kernel.errors import Invalid
from xenia.kernel.texts import Text
from xenia.trust.types.exports import ExportColumn, ExportOrder, ExportPolicy, ExportSize, LimitState, PolicyCode, Recipient

MARK_COLUMN = "_export"
PURPOSE_LETTERS_MIN = 4
TEXT_LETTERS_MAX = 200
INTERNAL = "internal"
GUEST = "guest"
PACKAGE = "package"
"""Recipient and kind of a result package that was handed out: the register never has the guest's name."""
WHOLE = {
    PolicyCode.FOUR_EYES_PEOPLE: (0, 1_000_000_000),
    PolicyCode.YEARLY_PEOPLE: (0, 1_000_000_000),
    PolicyCode.YEARLY_PEOPLE_SENSITIVE: (0, 1_000_000_000),
    PolicyCode.NEAR_PERCENT: (1, 100),
    PolicyCode.KEPT_DAYS: (1, 90),
}


@cache
def countries() -> frozenset[str]:
    """Returns the codes of ISO 3166."""
    return frozenset(country.alpha_2 for country in pycountry.countries)


@cache
def country_in_words(code: str) -> Text:
    """Returns the country's name in both languages; a code of no country as it is."""
    found = pycountry.countries.get(alpha_2=code)
    if found is None:
        return Text(code, code)
    chinese = translation("iso3166-1", pycountry.LOCALES_DIR, languages=["zh_CN"], fallback=True)
    return Text(chinese.gettext(found.name), found.name)


def told(order: ExportOrder, title: Text, columns: tuple[ExportColumn, ...], size: ExportSize) -> list[Text]:
    """Returns the sentences a second person reads before agreeing: what leaves, about how many people, for whom, with what in it."""
    country, to = country_in_words(order.recipient.country), order.recipient.name.strip()
    agreement = order.recipient.agreement.strip()
    who = Text("公司内部", "the company itself") if to == INTERNAL else Text(to, to)
    under = Text(f"，协议 {agreement}", f", under the agreement {agreement}") if agreement else Text("", "")
    sentences = [
        Text(
            f"导出{title.zh}：{size.people:,} 人，{size.rows:,} 行，{order.format.upper()} 文件。",
            f"Exports {title.en}: {size.people:,} people, {size.rows:,} rows, as {order.format.upper()}.",
        ),
        Text(f"提供给：{who.zh}（{country.zh}）{under.zh}。", f"For: {who.en} ({country.en}){under.en}."),
        Text(f"字段：{'、'.join(column.title.zh for column in columns)}。", f"Fields: {', '.join(column.title.en for column in columns)}."),
    ]
    if order.with_contacts:
        sentences.append(Text("联系方式与证件为完整内容，不遮住。", "Contact values and documents in clear, not masked."))
    if is_sensitive(columns):
        sentences.append(Text("含敏感个人信息。", "Holds sensitive personal information."))
    return sentences


def canary_of(export_id: UUID, secret: bytes) -> str:
    """Returns the mark of one export, such as `XE-7KQ2M3VA`: nobody without the secret makes one that fits (rule W2)."""
    digest = blake2b(export_id.bytes, key=secret[:64], digest_size=5, person=b"export-canary").digest()
    return f"XE-{base64.b32encode(digest).decode()}"


def watermark(*, canary: str, name: str, at: datetime, recipient: Recipient) -> str:
    """Returns the line above and below the rows: who made the file, when, for whom and what for (rule W2)."""
    parts = ("Xenia 宾至", canary, name, f"{at:%Y-%m-%d %H:%M} UTC", f"{recipient.name} ({recipient.country})", recipient.purpose)
    return " · ".join([*parts, recipient.agreement] if recipient.agreement else parts)


def require_recipient(recipient: Recipient) -> None:
    """Raises Invalid where the register could not say for whom, where and what for (rule W1); outside the company it takes an agreement."""
    if not recipient.name.strip() or len(recipient.purpose.strip()) < PURPOSE_LETTERS_MIN:
        raise Invalid("export_reason_missing", "Say who gets the data and what for.", "请填写接收方和用途。")
    if any(len(text) > TEXT_LETTERS_MAX for text in (recipient.name, recipient.purpose, recipient.agreement)):
        raise Invalid(
            "export_text_long", "Recipient, purpose and agreement have 200 letters at most.", "接收方、用途和协议各不超过 200 字。"
        )
    if recipient.country not in countries():
        raise Invalid("country_unknown", f"There is no country {recipient.country!r}; give its ISO code, such as CN.", "请选择国家或地区。")
    if recipient.name != INTERNAL and not recipient.agreement.strip():
        raise Invalid(
            "export_agreement_missing",
            "Data that leaves the company needs an agreement: give its number.",
            "数据提供给公司以外的接收方须有协议；请填写协议编号。",
        )


def needs_four_eyes(people: int, policy: ExportPolicy) -> bool:
    """Whether so many people take a second person's word (rule W3): the limit itself does not."""
    return people > policy.four_eyes_people


def limit_state(people: int, limit: int, near_percent: int) -> LimitState:
    """Returns where a year's count stands (rule W5): over from the limit itself on, near from `near_percent` of it."""
    if people >= limit:
        return LimitState.OVER
    return LimitState.NEAR if people * 100 >= limit * near_percent else LimitState.WITHIN


def is_sensitive(columns: tuple[ExportColumn, ...]) -> bool:
    """Whether a file with these columns holds sensitive personal information (rule W6)."""
    return any(column.is_sensitive for column in columns)


def file_name(kind: str, canary: str, at: datetime, suffix: str) -> str:
    """Returns what the file is called: kind, day, mark; nothing of the filter."""
    return f"{kind}-{at:%Y%m%d}-{canary}.{suffix}"


def policy_of(rows: Mapping[str, str]) -> ExportPolicy:
    """Returns the company's policy from its rows; what they do not name is as the product ships it."""
    known = {field.name for field in fields(ExportPolicy)}
    given = {code: int(value) if PolicyCode(code) in WHOLE else value for code, value in rows.items() if code in known}
    return replace(ExportPolicy(), **given)  # type: ignore[arg-type]


def require_policy(code: PolicyCode, value: str) -> None:
    """Raises Invalid for a value the policy cannot have."""
    if code is PolicyCode.HOME_COUNTRY:
        if value not in countries():
            raise Invalid("country_unknown", f"There is no country {value!r}; give its ISO code, such as CN.", "请选择国家或地区。")
        return
    low, high = WHOLE[code]
    if not value.isascii() or not value.isdigit() or len(value) > len(str(high)) or not low <= int(value) <= high:
        raise Invalid(
            "policy_value_wrong",
            f"{code.value} is {value!r}; give a whole number from {low:,} to {high:,}.",
            f"{code.value} 的值是“{value}”；请填写 {low:,} 到 {high:,} 的整数。",
        )
