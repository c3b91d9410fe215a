"""Phones and e-mail addresses in one form, and the evidence in them. Pure (rules M10, M11)."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from phonenumbers import PhoneNumberType

from xenia.identity.rules.placeholders import is_placeholder_email, is_placeholder_phone

CHINESE_MOBILE = re.compile(r"(?:\+?86|0086)?(1[3-9]\d{9})")
_SEPARATORS = re.compile(r"[\s()（）.\-_/]+")
_SEVERAL = re.compile(r"[,;，；、|]| / ")
MISTYPED_DOMAINS = {
    "gmial.com": "gmail.com", "gmai.com": "gmail.com", "gamil.com": "gmail.com", "gmail.con": "gmail.com",
    "gmail.cn": "gmail.com", "qq.con": "qq.com", "qq.cn": "qq.com", "qq.om": "qq.com", "qq.co": "qq.com",
    "163.con": "163.com", "163.cn": "163.com", "126.con": "126.com", "hotmial.com": "hotmail.com",
    "hotmai.com": "hotmail.com", "hotmail.con": "hotmail.com", "outlok.com": "outlook.com",
    "outlook.con": "outlook.com", "sina.con": "sina.com", "foxmail.con": "foxmail.com", "yahoo.con": "yahoo.com",
    "iclod.com": "icloud.com",
}  # fmt: skip
SAME_DOMAINS = {"googlemail.com": "gmail.com", "vip.qq.com": "qq.com"}
_SHARED = """
info sales booking bookings reservation reservations office travel trip hr admin reception contact service kefu order orders finance
ticket tickets
"""
_SHARED_MAILBOXES = frozenset(_SHARED.split())


@dataclass(frozen=True)
class Phone:
    """`number`: E.164, or the digits where it is none. `is_mobile`: a number that one person usually carries."""

    number: str
    is_mobile: bool


@dataclass(frozen=True)
class Email:
    """`address`: as it is compared. `mailbox`: what stands before the @. `is_shared`: an office's address, which many people use."""

    address: str
    mailbox: str
    is_shared: bool


@lru_cache(maxsize=200_000)
def read_phones(text: str, region: str = "CN") -> tuple[Phone, ...]:
    """Returns the numbers that a cell holds, in order; placeholders and what is no number are left out (rules M2, M10).

    `region`: ISO 3166 code of the source's numbers, for those written without a country code.
    """
    parts = (_phone(part.strip(), region) for part in _SEVERAL.split(text) if part.strip())
    return tuple(dict.fromkeys(part for part in parts if part))


@lru_cache(maxsize=200_000)
def read_email(text: str) -> Email | None:
    """Returns the address in one form, None for a placeholder or what is no address (rules M2, M11).

    Small letters; a mistyped domain that is nobody's mended; after + nothing; in gmail.com without dots, which it ignores.
    """
    bare = re.sub(r"\s", "", text).lower().replace("＠", "@").removeprefix("mailto:").strip("<>;,.")
    try:
        checked = validate_email(bare, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        return None
    mailbox, domain = checked.local_part.lower(), checked.ascii_domain or checked.domain
    domain = MISTYPED_DOMAINS.get(domain, domain)
    domain = SAME_DOMAINS.get(domain, domain)
    mailbox = mailbox.partition("+")[0] or mailbox
    if domain == "gmail.com":
        mailbox = mailbox.replace(".", "")
    address = f"{mailbox}@{domain}"
    return None if is_placeholder_email(address) else Email(address, mailbox, mailbox in _SHARED_MAILBOXES)


def _phone(text: str, region: str) -> Phone | None:
    bare = _SEPARATORS.sub("", unicodedata.normalize("NFKC", text))
    if mobile := CHINESE_MOBILE.fullmatch(bare) if region == "CN" or bare.startswith(("+86", "0086", "86")) else None:
        return None if is_placeholder_phone(mobile[1]) else Phone(f"+86{mobile[1]}", True)
    found = _valid(text, region) or _valid("+" + re.sub(r"^(00|\+)", "", bare), region) or _possible(text, region)
    if found is None or is_placeholder_phone(str(found.national_number)):
        return None
    kind = phonenumbers.number_type(found)
    return Phone(
        phonenumbers.format_number(found, phonenumbers.PhoneNumberFormat.E164),
        kind in (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE),
    )


def _valid(text: str, region: str) -> phonenumbers.PhoneNumber | None:
    number = _parsed(text, region)
    return number if number is not None and phonenumbers.is_valid_number(number) else None


def _possible(text: str, region: str) -> phonenumbers.PhoneNumber | None:
    number = _parsed(text, region)
    return number if number is not None and phonenumbers.is_possible_number(number) else None


def _parsed(text: str, region: str) -> phonenumbers.PhoneNumber | None:
    try:
        return phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
