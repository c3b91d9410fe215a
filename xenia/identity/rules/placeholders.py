"""Values that fill a field and say nothing: they must never link two records (rule M2). Pure."""

import re
from datetime import date


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


NAMES = _words(
    """
    无 無 未知 不详 不明 没有 暂无 空 测试 测试用户 测试客人 客人 散客 旅客 顾客 客户 游客 匿名 匿名用户 用户
    本人 同上 待定 待补 先生 女士 小姐
    n/a na n.a. none null nil nan unknown unnamed noname anonymous anon guest customer user passenger traveller traveler test tester
    testing tba tbd tbc xxx xx x aaa abc asdf qwerty admin dummy sample demo fnu lnu undefined missing
    """
)
"""Small letters; compared with the whole name, and with the name where spaces are taken out."""
_REPEATED = re.compile(r"(.)\1*")
_NAME_PATTERNS = (
    re.compile(r"(客人|旅客|乘客|用户|会员|guest|passenger|pax|user|member|test|测试)[\s_#-]*[a-z0-9]{0,10}", re.IGNORECASE),
    re.compile(r"[\W\d_]*"),
)
MAILBOXES = _words(
    """
    test tests testing a aa aaa abc asdf qwerty none no nomail noemail no-email no-mail na n.a null nil unknown anonymous noreply
    no-reply donotreply do-not-reply example sample dummy fake user customer guest mail email 1 11 111 123 1234 12345 123456
    """
)
DOMAINS = _words(
    """
    test.com test.cn none.com no.com nomail.com noemail.com example.invalid email.com mail.com a.com abc.com xxx.com aa.com
    noreply.com
    """
)
PHONES = _words(
    """
    13800138000 13800138001 13888888888 13000000000 13900000000 13912345678 13812345678 18888888888 4000000000 10086 10010 10000
    """
)
"""China Mobile's sample number and what clerks type; digits without country code."""
BIRTH_DATES = frozenset(
    (date(1900, 1, 1), date(1901, 1, 1), date(1911, 11, 11), date(1970, 1, 1), date(1980, 1, 1), date(1990, 1, 1), date(2000, 1, 1))
)
"""What forms and databases write where nobody knows; a real birthday among them costs a little evidence, never a link."""
BIRTH_YEAR_MIN = 1905
COUNTED_DIGITS_MIN = 7
"""So many digits counting up or down are nobody's number; fewer may well be."""


def is_placeholder_name(name: str) -> bool:
    """Whether the name names nobody: 无, N/A, 测试, Guest 12, ------."""
    low = " ".join(name.lower().split())
    bare = re.sub(r"[\s.]", "", low)
    if low in NAMES or bare in NAMES or not bare:
        return True
    if any(pattern.fullmatch(low) for pattern in _NAME_PATTERNS):
        return True
    return len(bare) > 2 and bare.isascii() and _REPEATED.fullmatch(bare) is not None


def is_placeholder_phone(number: str) -> bool:
    """Whether the number (E.164 or digits) is nobody's: 13800138000, one digit throughout, digits counting up or down."""
    digits = re.sub(r"\D", "", number)
    national = digits[2:] if number.startswith("+86") or (digits.startswith("86") and len(digits) == 13) else digits
    if national in PHONES or not national:
        return True
    tail = national[-8:]
    return _REPEATED.fullmatch(tail) is not None or tail in "01234567890123456789" or tail in "98765432109876543210"


def is_placeholder_email(address: str) -> bool:
    """Whether the address is nobody's: test@test.com, noreply@..., a mailbox of a domain that takes no mail."""
    mailbox, _, domain = address.lower().rpartition("@")
    if not mailbox or domain in DOMAINS or domain.endswith((".invalid", ".test")):
        return True
    return mailbox in MAILBOXES or _REPEATED.fullmatch(mailbox) is not None


def is_placeholder_document(number: str) -> bool:
    """Whether the number of a document is filled in: zeros, one letter or digit throughout, 123456789."""
    bare = re.sub(r"[^0-9A-Za-z]", "", number).upper()
    digits = re.sub(r"\D", "", bare)
    if len(bare) < 5 or not digits:
        return True
    if _REPEATED.fullmatch(digits):
        return True
    return len(digits) >= COUNTED_DIGITS_MIN and (digits in "01234567890123456789" or digits in "98765432109876543210")


def is_placeholder_birth_date(day: date, today: date) -> bool:
    """Whether the date is what a form writes by itself, or nobody alive was born on it."""
    return day in BIRTH_DATES or day.year < BIRTH_YEAR_MIN or day > today
