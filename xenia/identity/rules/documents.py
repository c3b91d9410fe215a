"""Identity documents and birth dates in one form, and what a Chinese resident number says of its holder. Pure (rules M12 to M14)."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import pycountry
from stdnum.cn import ric

from xenia.identity.rules.placeholders import is_placeholder_birth_date, is_placeholder_document

RESIDENT, PASSPORT, HOME_RETURN, TAIWAN_COMPATRIOT, HK_MACAU, TO_TAIWAN, OTHER = (
    "resident_id", "passport", "home_return_permit", "taiwan_compatriot_permit", "hk_macau_permit", "to_taiwan_permit", "other",
)  # fmt: skip
_KINDS = (
    (RESIDENT, re.compile(r"身份证|居民|resident|national.?id|\bid.?card\b|^id$|^ni$|identity", re.IGNORECASE)),
    (HOME_RETURN, re.compile(r"回乡|来往内地|home.?return", re.IGNORECASE)),
    (TAIWAN_COMPATRIOT, re.compile(r"台胞|来往大陆|compatriot", re.IGNORECASE)),
    (HK_MACAU, re.compile(r"往来港澳|港澳通行|hk.?macau", re.IGNORECASE)),
    (TO_TAIWAN, re.compile(r"往来台湾|to.?taiwan", re.IGNORECASE)),
    (PASSPORT, re.compile(r"护照|passport|^pp?$|^pt$", re.IGNORECASE)),
)
_SHAPES = (
    (RESIDENT, re.compile(r"\d{17}[\dX]|\d{15}")),
    (HOME_RETURN, re.compile(r"[HM]\d{8}(\d{2})?")),
    (HK_MACAU, re.compile(r"[CW][A-Z0-9]\d{7}")),
    (TO_TAIWAN, re.compile(r"[LT]\d{8}")),
    (PASSPORT, re.compile(r"(E[A-HJ-NP-Z]|[DEGPS])\d{7,8}|1[45]\d{7}")),
)
ISSUERS = {RESIDENT: "CN", HOME_RETURN: "CN", TAIWAN_COMPATRIOT: "CN", HK_MACAU: "CN", TO_TAIWAN: "CN"}
"""Who issues a kind of document, whatever the cell of the country says; a passport's country is its own."""
_ALIKE = str.maketrans("OQDILZSBG", "000112586")
"""What a scanner or a hand takes for a digit."""
RESIDENT_DIGITS = 18


@dataclass(frozen=True)
class Document:
    """`number`: capitals and digits. `country`: ISO 3166 alpha-2 of the issuer, "" where nobody said. `is_checked`: its own check digit is
    right. `alike`: the number with what looks alike made one, for near comparison. Birth date and sex are those of a resident number."""

    kind: str
    country: str
    number: str
    is_checked: bool
    alike: str
    birth_date: date | None = None
    sex: str = ""


@lru_cache(maxsize=200_000)
def read_document(number: str, kind: str = "", country: str = "") -> Document | None:
    """Returns the document, None for a placeholder (rules M2, M12, M13). A kind that nobody named is taken from the number's shape.

    A resident number of 15 digits becomes the one of 18 that replaced it in 1999.
    """
    bare = re.sub(r"[^0-9A-Z]", "", unicodedata.normalize("NFKC", number).upper().replace("×", "X"))
    if is_placeholder_document(bare):
        return None
    named = _kind_of(kind, bare)
    if named == RESIDENT:
        return _resident(bare)
    issuer = ISSUERS.get(named) or _country(country)
    return Document(named, issuer, bare, False, _alike(bare))


def read_birth_date(text: str, today: date) -> date | None:
    """Returns the date of birth, None for a placeholder, a date that is none or lies ahead (rules M2, M14).

    ISO, digits only, Chinese, and with slashes: year first, or day and month, of which the one over 12 is the day; where both fit, the day
    stands first except before a slash of the United States, which nobody can see: the comparison knows swapped days (rule M22).
    """
    parts = [int(part) for part in re.findall(r"\d+", text.split("T")[0].split(" ")[0] if re.match(r"\d{4}-", text) else text)]
    if len(parts) == 1 and re.fullmatch(r"\d{8}", text.strip()):
        parts = [int(text.strip()[:4]), int(text.strip()[4:6]), int(text.strip()[6:])]
    if len(parts) < 3:
        return None
    year, month, day = (parts[0], parts[1], parts[2]) if parts[0] > 31 else (parts[2], parts[1], parts[0])
    if month > 12:
        month, day = day, month
    try:
        born = date(year, month, day)
    except ValueError:
        return None
    return None if is_placeholder_birth_date(born, today) else born


def _kind_of(kind: str, bare: str) -> str:
    named = next((code for code, pattern in _KINDS if kind.strip() and pattern.search(kind.strip())), "")
    shaped = next((code for code, pattern in _SHAPES if pattern.fullmatch(bare)), "")
    if shaped == RESIDENT and len(bare) == RESIDENT_DIGITS:
        return RESIDENT if named in ("", RESIDENT, OTHER) or ric.is_valid(bare) else named
    return named or shaped or OTHER


def _resident(bare: str) -> Document:
    number = _eighteen(bare) if re.fullmatch(r"\d{15}", bare) else bare
    is_right = ric.is_valid(number)
    born = ric.get_birth_date(number) if is_right else None
    sex = ("male" if int(number[16]) % 2 else "female") if is_right else ""
    return Document(RESIDENT, "CN", number, is_right, _alike(number), born, sex)


def _eighteen(fifteen: str) -> str:
    seventeen = f"{fifteen[:6]}19{fifteen[6:]}"
    return seventeen + str(ric.calc_check_digit(seventeen + "0"))


def _alike(number: str) -> str:
    """The number with its letters O, I, S ... taken for the digits they look like; the first letter of a passport stays what it is."""
    return number[:1] + number[1:].translate(_ALIKE)


def _country(text: str) -> str:
    """ISO 3166 alpha-2 of a code of two or three letters, as passports have it; "" for what is neither."""
    code = text.strip().upper()
    found = pycountry.countries.get(alpha_2=code) or pycountry.countries.get(alpha_3=code)
    return str(found.alpha_2) if found else ""
