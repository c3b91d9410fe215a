"""What may be entered of a guest by hand, and the form in which it is kept. Pure."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import phonenumbers
import pycountry
from email_validator import EmailNotValidError, validate_email

from xenia.kernel.errors import Invalid
from xenia.kernel.names import require_plain
from xenia.kernel.texts import Text

REGION = "CN"
LETTERS_MAX = {"address": 300, "name": 100, "name_latin": 100}
LETTERS_MAX_ELSE = 80
DOCUMENT_KINDS = (
    "resident_id", "passport", "home_return_permit", "taiwan_compatriot_permit", "hk_macau_permit", "to_taiwan_permit", "other",
)  # fmt: skip
GENDERS = ("female", "male", "other")
FIELDS = (
    "name", "name_latin", "gender", "birth_date", "phone", "email", "wechat_id", "id_type", "id_number", "id_country", "language",
    "nationality", "province", "city", "company", "address", "vip",
)  # fmt: skip
LEADING = ("name", "name_latin", "phone", "email", "id_number")
"""A guest is entered with one of these at least: without any nobody would find them again."""
_BORN_YEARS = 120


class _Wrong(Exception):
    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.text = Text(zh, en)


def checked_fields(values: Mapping[str, str], today: date) -> dict[str, Any]:
    """Returns the entered fields in canonical form, empty ones left out; raises Invalid that lists every fault with its field."""
    given = {name: value.strip() for name, value in values.items() if value and value.strip()}
    unknown = sorted(set(given) - set(FIELDS))
    if unknown:
        raise Invalid(
            "guest_field_unknown", f"A guest has no field {unknown[0]!r} that is entered by hand.", f"没有可手工填写的字段“{unknown[0]}”。"
        )
    kept: dict[str, Any] = {}
    faults: dict[str, Text] = {}
    for name, value in given.items():
        try:
            kept[name] = _CHECKS[name](value, today) if name in _CHECKS else _plain(name, value)
        except _Wrong as wrong:
            faults[name] = wrong.text
        except Invalid as hidden:
            faults[name] = Text(hidden.message_zh, hidden.message)
    if faults:
        raise invalid_fields(faults)
    if "id_number" in kept:
        kept.setdefault("id_type", "resident_id" if re.fullmatch(r"\d{17}[\dXx]", kept["id_number"]) else "passport")
        kept.setdefault("id_country", "CN")
    else:
        kept.pop("id_type", None)
        kept.pop("id_country", None)
    return kept


def invalid_fields(faults: Mapping[str, Text]) -> Invalid:
    """The refusal that names each wrong field."""
    en, zh = " ".join(one.en for one in faults.values()), "".join(one.zh for one in faults.values())
    return Invalid("guest_fields_wrong", en, zh, fields=sorted(faults))


def require_leading(kept: Mapping[str, Any]) -> None:
    """Raises Invalid for a new guest whom nothing would lead to."""
    if not any(kept.get(name) for name in LEADING):
        raise Invalid(
            "guest_unfindable",
            "Give a name, a phone, an e-mail address or a document: without one nobody finds the guest again.",
            "请至少填写姓名、手机、邮箱或证件中的一项，否则以后无法找到这位客人。",
        )


def _plain(name: str, value: str) -> str:
    require_plain(value)
    letters = LETTERS_MAX.get(name, LETTERS_MAX_ELSE)
    if len(value) > letters:
        raise _Wrong(f"“{value[:12]}…”超过 {letters} 个字符。", f"{name} has more than {letters} characters.")
    return value


def _phone(value: str, today: date) -> str:
    try:
        number = phonenumbers.parse(value, REGION)
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_valid_number(number):
        raise _Wrong(
            f"“{value}”不是有效的电话号码；国外号码请以 + 和国家代码开头。",
            f"{value!r} is no phone number; begin one from abroad with + and the country code.",
        )
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _email(value: str, today: date) -> str:
    try:
        return validate_email(value, check_deliverability=False).normalized.lower()
    except EmailNotValidError as wrong:
        raise _Wrong(f"“{value}”不是有效的邮箱地址。", f"{value!r} is no e-mail address.") from wrong


def _birth_date(value: str, today: date) -> str:
    try:
        born = date.fromisoformat(value)
    except ValueError as wrong:
        raise _Wrong(f"“{value}”不是日期；请按 1988-03-09 的格式填写。", f"{value!r} is no date; write it as 1988-03-09.") from wrong
    if not today.year - _BORN_YEARS <= born.year or born > today:
        raise _Wrong(f"出生日期 {born} 不合理。", f"Nobody was born on {born}; correct the date of birth.")
    return born.isoformat()


def _country(value: str, today: date) -> str:
    code = value.upper()
    if pycountry.countries.get(alpha_2=code) is None:
        raise _Wrong(f"没有国家或地区代码“{value}”。", f"There is no country {value!r}; give a code such as CN.")
    return code


def _one_of(codes: tuple[str, ...]) -> Callable[[str, date], str]:
    def check(value: str, today: date) -> str:
        if value not in codes:
            raise _Wrong(f"“{value}”不是可选项。", f"{value!r} is none of {', '.join(codes)}.")
        return value

    return check


def _document(value: str, today: date) -> str:
    number = re.sub(r"[\s-]", "", value).upper()
    if not re.fullmatch(r"[0-9A-Z]{4,24}", number):
        raise _Wrong(f"证件号“{value}”只能含字母与数字。", f"The document number {value!r} may hold letters and digits only.")
    return number


def _yes(value: str, today: date) -> bool:
    return value.lower() in ("true", "1", "yes")


_CHECKS: dict[str, Callable[[str, date], Any]] = {
    "phone": _phone, "email": _email, "birth_date": _birth_date, "nationality": _country, "id_country": _country,
    "gender": _one_of(GENDERS), "id_type": _one_of(DOCUMENT_KINDS), "id_number": _document, "vip": _yes,
}  # fmt: skip
