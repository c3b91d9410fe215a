"""Members as the files that advertising platforms match: rule AU26 of docs/algorithms/audiences.md. Pure.

Each platform says how a value is written before it is hashed; what is written otherwise is matched with nobody. Sources: Google Customer
Match, Meta customer lists, TikTok customer files, Tencent customer files (HASH_MOBILE_PHONE), Ocean Engine data packages.
"""

from collections.abc import Collection
from dataclasses import dataclass
from hashlib import md5, sha256

from xenia.kernel.texts import Text

CHINA = "+86"
CHINESE_LETTERS = 14
"""+86 and eleven digits."""
DOTLESS = ("gmail.com", "googlemail.com")


@dataclass(frozen=True)
class Platform:
    """`email` and `phone`: the heading of their column, empty for a file without headings; None where the platform takes no such value.
    `takes_any_country`: else numbers of mainland China alone, as eleven digits."""

    code: str
    name: Text
    email: str | None
    phone: str
    has_plus: bool = False
    takes_any_country: bool = True
    is_md5: bool = False

    @property
    def headings(self) -> tuple[str, ...]:
        return (self.phone,) if self.email is None else (self.email, self.phone)


PLATFORMS = {
    one.code: one
    for one in (
        Platform("tencent", Text("腾讯广告", "Tencent Ads"), None, "", takes_any_country=False, is_md5=True),
        Platform("ocean_engine", Text("巨量引擎", "Ocean Engine"), None, "", takes_any_country=False),
        Platform("google", Text("Google", "Google"), "Email", "Phone", has_plus=True),
        Platform("meta", Text("Meta", "Meta"), "email", "phone"),
        Platform("tiktok", Text("TikTok", "TikTok"), "Email_SHA256", "Phone_SHA256", has_plus=True),
    )
}


def hashed_rows(platform: Platform, emails: Collection[str], phones: Collection[str]) -> list[tuple[str, ...]]:
    """Returns the lines that stand for one guest, each different value once; none where the platform takes none of them. `phones` in the
    form of E.164."""
    said = sorted({_digest(platform, email_for(platform, one)) for one in emails if "@" in one}) if platform.email is not None else []
    called = sorted({_digest(platform, number) for one in phones if (number := phone_for(platform, one))})
    if platform.email is None:
        return [(one,) for one in called]
    pairs = max(len(said), len(called))
    return [(said[place] if place < len(said) else "", called[place] if place < len(called) else "") for place in range(pairs)]


def seed_row(platform: Platform, canary: str) -> tuple[str, ...]:
    """Returns the line by which a file that allows no mark is known again: the digest of its canary, which matches nobody."""
    return (_digest(platform, canary), *("",) * (len(platform.headings) - 1))


def email_for(platform: Platform, value: str) -> str:
    """Small letters without blanks; Google wants the points before gmail.com taken out."""
    name, _, domain = "".join(value.split()).lower().rpartition("@")
    return f"{name.replace('.', '') if platform.code == 'google' and domain in DOTLESS else name}@{domain}"


def phone_for(platform: Platform, value: str) -> str:
    """The number as the platform wants it; empty for one that it does not take."""
    number = "+" + "".join(sign for sign in value if sign.isdigit())
    if not platform.takes_any_country:
        is_chinese = number.startswith(CHINA) and len(number) == CHINESE_LETTERS
        return number.removeprefix(CHINA) if is_chinese else ""
    return number if platform.has_plus else number.removeprefix("+")


def _digest(platform: Platform, value: str) -> str:
    made = md5(value.encode(), usedforsecurity=False) if platform.is_md5 else sha256(value.encode())
    return made.hexdigest()
