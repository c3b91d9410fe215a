"""A record of a person as the matcher compares it: each field in one form, fillers gone. Pure."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from xenia.identity.rules.contacts import read_email, read_phones
from xenia.identity.rules.documents import Document, read_birth_date, read_document
from xenia.identity.rules.names import Name, is_pinyin, latin_surnames, loose, read_name, tidied
from xenia.identity.rules.titles import CHILD_BELOW_YEARS, read_title

MEN = frozenset(("m", "male", "男", "男性", "先生", "mr", "1"))
WOMEN = frozenset(("f", "female", "女", "女性", "女士", "小姐", "mrs", "ms", "miss", "2", "0"))
_CITY_ENDS = re.compile(r"(特别行政区|自治州|地区|市|区|县)$")
_COMPANY_ENDS = re.compile(r"(集团)?(股份)?(有限)?(责任)?公司$")
_COMPANY_WORDS = re.compile(r"\b(co|ltd|inc|corp|company|limited|llc|gmbh)\b\.?")
_FILLED = frozenset(("无", "未知", "不详", "n/a", "na", "none", "null", "-", "unknown", "other", "其他"))


@dataclass(frozen=True, slots=True)
class Reading:
    """One record. Texts are "" and lists empty where nothing is known. `names`: every reading as `surname|given`, `surnames` and
    `initials` (`surname|g`) likewise; `loose_names` without the difference of ü and u. `document`: kind and number as one text;
    `document_alike`: its number with what looks alike made one; `is_checked`: its check digit is right. `gender`: m, f or "".
    `is_chinese`: the name is written in characters, or readable as pinyin. `address`: letters and digits only. `is_mailbox_named`: the
    mailbox is made of the name. `is_grown`: the title says so; `is_child`: the birth date says so today.
    """

    local: str
    surname: str
    given: str
    names: tuple[str, ...]
    loose_names: tuple[str, ...]
    surnames: tuple[str, ...]
    initials: tuple[str, ...]
    is_weak: bool
    gender: str
    birth_date: date | None
    phones: tuple[str, ...]
    email: str
    mailbox: str
    is_office: bool
    document: str
    document_kind: str
    document_country: str
    document_alike: str
    is_checked: bool
    city: str
    company: str
    bookings: tuple[str, ...]
    source: str = ""
    member: str = ""
    is_mailbox_named: bool = False
    is_grown: bool = False
    is_child: bool = False
    is_chinese: bool = False
    address: str = ""


def read_record(row: Mapping[str, str], *, today: date, region: str = "CN") -> Reading:
    """Returns the record of a row with the columns name, name_latin, gender, birth_date, phone, email, id_type, id_number, id_country,
    city, company, booking_ref, source, membership_number and address, any of which may be empty or missing; several bookings
    are separated by spaces (rules M1 to M19)."""

    def cell(column: str) -> str:
        return row.get(column) or ""

    name = read_name(cell("name"), cell("name_latin"))
    document = read_document(cell("id_number"), cell("id_type"), cell("id_country")) if cell("id_number") else None
    email = read_email(cell("email")) if cell("email") else None
    title = read_title(cell("name"), cell("name_latin"))
    born = (document.birth_date if document else None) or (read_birth_date(cell("birth_date"), today) if cell("birth_date") else None)
    names = tuple(dict.fromkeys(loose(one) for one in _joined(name)))
    return Reading(
        local=name.local,
        surname=name.surname,
        given=name.given,
        names=_joined(name),
        loose_names=names,
        surnames=tuple(dict.fromkeys(loose(surname) for surname, _ in name.latin if surname)),
        initials=tuple(dict.fromkeys(f"{loose(surname)}|{given[:1]}" for surname, given in name.latin if surname and given)),
        is_weak=name.is_weak,
        gender=(document.sex[:1] if document else "") or _gender(cell("gender")) or title.gender,
        birth_date=born,
        phones=tuple(phone.number for phone in read_phones(cell("phone"), region)) if cell("phone") else (),
        email=email.address if email else "",
        mailbox=email.mailbox if email else "",
        is_office=email.is_shared if email else False,
        document=_document(document),
        document_kind=document.kind if document else "",
        document_country=document.country if document else "",
        document_alike=document.alike if document else "",
        is_checked=document.is_checked if document else False,
        city=_city(cell("city")),
        company=_company(cell("company")),
        bookings=tuple(dict.fromkeys(cell("booking_ref").upper().split()))[:BOOKINGS_MAX],
        source=cell("source"),
        member=cell("membership_number").strip().upper(),
        is_mailbox_named=_is_of_name(email.mailbox, names) if email else False,
        is_grown=title.is_grown,
        is_chinese=_is_chinese(name),
        address=_address(cell("address")),
        is_child=born is not None and (today - born).days < 365.25 * CHILD_BELOW_YEARS,
    )


def _joined(name: Name) -> tuple[str, ...]:
    return tuple(f"{surname}|{given}" for surname, given in name.latin if surname and len(given) > 1)


BOOKINGS_MAX = 20
"""More bookings of one record are not compared: who travels so much is known by more than them."""


def _is_chinese(name: Name) -> bool:
    """Whether the name is written in characters, or in pinyin as far as a slip lets one see."""
    return bool(name.local) or any(one in latin_surnames() or (is_pinyin(one) and is_pinyin(given)) for one, given in name.latin)


NAMED_DIGITS_MAX = 2
"""A mailbox of a name and so many digits is still one that a namesake may have; a whole year or phone number in it is not."""


def _is_of_name(mailbox: str, names: Iterable[str]) -> bool:
    """Whether the mailbox says no more than the name: wei.wang, wangwei88, wwang."""
    letters, digits = re.sub(r"[^a-z]", "", mailbox), sum(letter.isdigit() for letter in mailbox)
    if digits > NAMED_DIGITS_MAX or not letters:
        return False
    for name in names:
        surname, _, given = name.partition("|")
        if letters in (surname + given, given + surname, given, surname, given[:1] + surname, surname + given[:1]):
            return True
    return False


def _document(document: Document | None) -> str:
    return f"{document.kind} {document.number}" if document else ""


@lru_cache(maxsize=1_000)
def _gender(text: str) -> str:
    """m, f, or "" for anything else (rule M17)."""
    low = text.strip().lower()
    return "m" if low in MEN else "f" if low in WOMEN else ""


@lru_cache(maxsize=50_000)
def _city(text: str) -> str:
    """The city without 市 and the like (rule M18)."""
    low = tidied(text).lower()
    return "" if low in _FILLED else _CITY_ENDS.sub("", low) or low


def _address(text: str) -> str:
    """The address in small letters and digits without what only separates (rule M18)."""
    low = unicodedata.normalize("NFKC", tidied(text)).lower() if text else ""
    return "" if low in _FILLED else re.sub(r"[\W_]+", " ", low).strip()


@lru_cache(maxsize=50_000)
def _company(text: str) -> str:
    """The company without its legal form (rule M19)."""
    low = unicodedata.normalize("NFKC", tidied(text)).lower()
    bare = re.sub(r"[\W_]+", "", _COMPANY_WORDS.sub("", low))
    return "" if low in _FILLED else _COMPANY_ENDS.sub("", bare) or bare
