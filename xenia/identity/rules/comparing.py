"""What comparing two readings says, thing by thing: the levels a comparison can reach, and which one two readings reach. Pure.

The same levels are written in SQL in `identity.matching`, for all pairs at once; a property test holds the two together.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import product

from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler

from xenia.identity.rules.reading import Reading
from xenia.kernel.texts import Text

UNKNOWN = -1
"""The level of a comparison where one side says nothing: no evidence either way (rule M20)."""
NEAR_LETTERS_MIN = 7
"""Latin names shorter than this (the bar between surname and given name counted) are never near: LI NA and LI NI are two people."""
ALIKE_MIN = 0.88
"""Jaro-Winkler similarity from which two foreign names are alike."""
SIMILAR_MIN, SIMILAR_LETTERS_MIN = 0.9, 5
"""The same for cities and addresses, and how long both must be."""
WORDS_SHARED_MIN = 2
"""Addresses that share so many words, and half the words of the shorter one, are alike."""
READINGS_NEAR = 2
"""How many readings of each name are tried for nearness."""
MAILBOX_LETTERS_MIN = 6
"""A mailbox shorter than this is no sign at another provider: wei@, info@."""


@dataclass(frozen=True)
class Level:
    """`code` is short and stable: models and stored matches name it."""

    code: str
    text: Text


@dataclass(frozen=True)
class Comparison:
    """Levels from 0 (nothing agrees) upwards."""

    code: str
    text: Text
    levels: tuple[Level, ...]


def _comparison(code: str, text: str, *levels: str) -> Comparison:
    zh, en = text.split("|")
    made = (level.split("|") for level in levels)
    return Comparison(code, Text(zh, en), tuple(Level(one, Text(of_zh, of_en)) for one, of_zh, of_en in made))


LOCAL = _comparison(
    "local",
    "姓名（汉字）|Name in characters",
    "other|姓名不同|Other name",
    "other_given|同姓不同名|Same surname, other given name",
    "surname|只知姓氏，且相同|Only the surname is known, and agrees",
    "homophone|同音不同字|Same sound, other characters",
    "same|汉字相同|Same characters",
)
LATIN = _comparison(
    "latin",
    "姓名（拼音）|Name in Latin letters",
    "other|姓名不同|Other name",
    "other_given|同姓不同名|Same surname, other given name",
    "surname|只知姓氏，且相同|Only the surname is known, and agrees",
    "alike|外文姓名相似|Alike, as foreign names are misspelt",
    "near|拼音只差一个字母|One letter apart",
    "sound|读音相同|Same sound",
)
BORN = _comparison(
    "born",
    "出生日期|Birth date",
    "other|出生日期不同|Other birth date",
    "near|出生日期相近，像笔误|Birth dates differ by a slip",
    "same|出生日期相同|Same birth date",
)
PHONE = _comparison("phone", "手机|Phone", "other|号码不同|Other number", "near|号码只差一位|One digit apart", "same|号码相同|Same number")
MAIL = _comparison(
    "mail",
    "邮箱|E-mail",
    "other|邮箱不同|Other address",
    "mailbox|邮箱名相同，服务商不同|Same name, other provider",
    "named|邮箱相同，由姓名组成|Same address, made of the name",
    "same|邮箱相同|Same address",
)
DOCUMENT = _comparison(
    "document",
    "证件|Document",
    "other|同类证件，号码不同|Same kind, other number",
    "near|证件号只差一位|One character apart",
    "same|证件号相同|Same number",
)
GENDER = _comparison("gender", "性别|Sex", "other|性别不同|Other sex", "same|性别相同|Same sex")
CITY = _comparison("city", "城市|City", "other|城市不同|Other city", "near|城市写法相近|City spelt alike", "same|城市相同|Same city")
ADDRESS = _comparison(
    "address", "地址|Address", "other|地址不同|Other address", "near|地址相近|Addresses alike", "same|地址相同|Same address"
)
COMPANY = _comparison("company", "单位|Company", "other|单位不同|Other company", "same|单位相同|Same company")
BOOKING = _comparison(
    "booking",
    "预订|Booking",
    "other|预订不同|Other booking",
    "beside|同一系统的同一预订|Same booking, same system",
    "same|不同系统的同一预订|Same booking, told by two systems",
)
COMPARISONS = (LOCAL, LATIN, BORN, PHONE, MAIL, DOCUMENT, GENDER, CITY, COMPANY, BOOKING, ADDRESS)
"""In the order in which stored levels stand."""


def levels_of(left: Reading, right: Reading) -> tuple[int, ...]:
    """Returns the level that each of COMPARISONS reaches, `UNKNOWN` where one side says nothing (rules M20 to M27)."""
    return tuple(compare(left, right) for compare in _COMPARE)


def local_level(left: Reading, right: Reading) -> int:
    """Returns how far two names agree that both are known in characters (rule M21)."""
    if not left.surnames or not right.surnames or not (left.local and right.local):
        return UNKNOWN
    if left.local == right.local and not left.is_weak:
        return 4
    return 3 if _share(left.loose_names, right.loose_names) else _surname_level(left, right)


def latin_level(left: Reading, right: Reading) -> int:
    """Returns how far two names agree of which one at least is known by its letters only (rule M21)."""
    if not left.surnames or not right.surnames or (left.local and right.local):
        return UNKNOWN
    if _share(left.loose_names, right.loose_names):
        return 5
    if _near_names(left.loose_names, right.loose_names):
        return 4
    agree = _surname_level(left, right)
    return 3 if agree < 2 and _alike_names(left, right) else agree


def name_level(left: Reading, right: Reading) -> int:
    """Returns the level of the one comparison of names that says something: 0 other name, 1 other given name, 2 surname only, 3 and above
    perhaps one name."""
    return max(local_level(left, right), latin_level(left, right))


def _surname_level(left: Reading, right: Reading) -> int:
    if not _share(left.surnames, right.surnames):
        return 0
    may_be = not left.initials or not right.initials or _share(left.initials, right.initials)
    return 2 if (left.is_weak or right.is_weak) and may_be else 1


def born_level(left: Reading, right: Reading) -> int:
    """Returns how far two birth dates agree; near is a slip of the pen: changed about, or one part wrong (M22)."""
    one, other = left.birth_date, right.birth_date
    if one is None or other is None:
        return UNKNOWN
    if one == other:
        return 2
    same_year, same_month, same_day = one.year == other.year, one.month == other.month, one.day == other.day
    swapped = same_year and one.month == other.day and one.day == other.month
    slipped = same_year and (same_month or same_day)
    other_year = same_month and same_day and abs(one.year - other.year) in (1, 10)
    return 1 if swapped or slipped or other_year else 0


def phone_level(left: Reading, right: Reading) -> int:
    """Returns whether two lists of phones share one, or their first ones are a digit apart (rule M23)."""
    if not left.phones or not right.phones:
        return UNKNOWN
    if _share(left.phones, right.phones):
        return 2
    return 1 if _near(left.phones[0], right.phones[0]) else 0


def mail_level(left: Reading, right: Reading) -> int:
    """Returns whether two addresses are one, or one mailbox at two providers; an office's says nothing (M24)."""
    if not left.email or not right.email or left.is_office or right.is_office:
        return UNKNOWN
    is_named = left.is_mailbox_named or right.is_mailbox_named
    if left.email == right.email:
        return 2 if is_named else 3
    if left.mailbox != right.mailbox:
        return 0
    return UNKNOWN if is_named else int(len(left.mailbox) >= MAILBOX_LETTERS_MIN)


def document_level(left: Reading, right: Reading) -> int:
    """Returns whether two documents are one; documents of two kinds or of two countries say nothing (rule M25)."""
    if not left.document or not right.document or left.document_kind != right.document_kind or _abroad(left, right):
        return UNKNOWN
    if left.document == right.document:
        return 2
    return 1 if _near(left.document_alike, right.document_alike) else 0


def booking_level(left: Reading, right: Reading) -> int:
    """Returns whether both stand on one booking: told by two systems they are often one person, told by one they seldom are (rule M27)."""
    if not left.bookings or not right.bookings:
        return UNKNOWN
    if not _share(left.bookings, right.bookings):
        return 0
    return 1 if left.source == right.source else 2


def _abroad(left: Reading, right: Reading) -> bool:
    """Whether two countries issued the documents; one that is not told may be any."""
    return bool(left.document_country and right.document_country and left.document_country != right.document_country)


def city_level(left: Reading, right: Reading) -> int:
    """Returns whether two cities are one, or spelt alike."""
    if not left.city or not right.city:
        return UNKNOWN
    return 2 if left.city == right.city else int(_similar(left.city, right.city))


def address_level(left: Reading, right: Reading) -> int:
    """Returns whether two addresses are one, or written alike."""
    if not left.address or not right.address:
        return UNKNOWN
    if left.address == right.address:
        return 2
    one, other = set(left.address.split()), set(right.address.split())
    shared = len(one & other)
    is_near = (shared >= WORDS_SHARED_MIN and 2 * shared >= min(len(one), len(other))) or _similar(left.address, right.address)
    return int(is_near)


def _similar(left: str, right: str) -> bool:
    """Jaro-Winkler (Winkler 1990), for text of some length: names of Chinese cities have two characters and are never alike."""
    return min(len(left), len(right)) >= SIMILAR_LETTERS_MIN and JaroWinkler.similarity(left, right) >= SIMILAR_MIN


def _alike_names(left: Reading, right: Reading) -> bool:
    """Whether two names of which one at least is not Chinese are spelt alike: pinyin is too short and too regular for that."""
    if (left.is_chinese and right.is_chinese) or not left.loose_names or not right.loose_names:
        return False
    pairs = product(left.loose_names[:READINGS_NEAR], right.loose_names[:READINGS_NEAR])
    return any(JaroWinkler.similarity(one, other) >= ALIKE_MIN for one, other in pairs)


def _equal(left: str, right: str) -> int:
    return UNKNOWN if not left or not right else int(left == right)


_COMPARE: tuple[Callable[[Reading, Reading], int], ...] = (
    local_level,
    latin_level,
    born_level,
    phone_level,
    mail_level,
    document_level,
    lambda left, right: _equal(left.gender, right.gender),
    city_level,
    lambda left, right: _equal(left.company, right.company),
    booking_level,
    address_level,
)


def _share(left: Sequence[str], right: Sequence[str]) -> bool:
    return not set(left).isdisjoint(right)


def _near(left: str, right: str) -> bool:
    """At most one letter added, lost, changed, or two neighbours changed about."""
    return DamerauLevenshtein.distance(left, right, score_cutoff=1) <= 1


def _near_names(left: Sequence[str], right: Sequence[str]) -> bool:
    pairs = product(left[:READINGS_NEAR], right[:READINGS_NEAR])
    return any(_near(one, other) for one, other in pairs if len(one) >= NEAR_LETTERS_MIN and len(other) >= NEAR_LETTERS_MIN)
