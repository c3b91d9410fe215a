"""Names of tags: codes made of them, and names that are nearly the same. Pure."""

import re
import unicodedata
from collections.abc import Mapping
from uuid import UUID

from pypinyin import lazy_pinyin
from rapidfuzz import fuzz

from xenia.kernel.errors import Invalid
from xenia.kernel.names import skeleton
from xenia.kernel.texts import Text
from xenia.profile.types.tags import TagDraft

NAME_LETTERS_MAX = 40
MEANING_LETTERS = range(4, 501)
LINEAGE_LETTERS_MAX = 2_000
PLURAL_LETTERS_MIN = 4
NEAR = 80
"""Names at least so alike (0 to 100) are pointed out before a tag is made."""
_FILLERS = re.compile(r"(客人|客户|用户|人群|标签|guests?|customers?|tags?)", re.IGNORECASE)


def code_of(name: Text) -> str:
    """`High value` -> `high_value`, `高净值` -> `gao_jing_zhi`: small letters, digits and lines, up to 50."""
    said = name.en.strip() or " ".join(lazy_pinyin(name.zh))
    plain = unicodedata.normalize("NFKD", said).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:50] or "tag"


def likeness(one: Text, other: Text) -> int:
    """How alike two names are, 0 to 100: the better of the two languages, without words such as 客人 or `guests`, in any order of words."""
    return max(_alike(one.zh, other.zh), _alike(one.en, other.en))


def near_names(name: Text, known: Mapping[UUID, Text]) -> list[tuple[UUID, int]]:
    """Returns the known names that are at least NEAR, the nearest first."""
    found = [(one, likeness(name, other)) for one, other in known.items()]
    return sorted([(one, alike) for one, alike in found if alike >= NEAR], key=lambda pair: (-pair[1], str(pair[0])))


def _alike(one: str, other: str) -> int:
    left, right = _bare(one), _bare(other)
    if not left or not right:
        return 0
    return 100 if left == right else min(99, int(max(fuzz.ratio(left, right), fuzz.token_sort_ratio(left, right))))


def _bare(name: str) -> str:
    """Without fillers, English words in the singular: `Families` and `Family` are one."""
    seen = skeleton(name)
    return " ".join(_singular(word) for word in _FILLERS.sub(" ", seen).split()) or seen


def _singular(word: str) -> str:
    if not word.isascii() or len(word) < PLURAL_LETTERS_MIN or not word.endswith("s") or word.endswith("ss"):
        return word
    return word[:-3] + "y" if word.endswith("ies") else word[:-1]


def checked_draft(draft: TagDraft) -> TagDraft:
    """Returns the draft without space around its texts; raises Invalid for a name or a definition that is missing or too long."""
    name = Text(draft.name.zh.strip(), draft.name.en.strip())
    meaning = Text(draft.meaning.zh.strip(), draft.meaning.en.strip())
    for said in (name.zh, name.en):
        if not 0 < len(said) <= NAME_LETTERS_MAX:
            raise Invalid(
                "tag_name_length",
                f"Give the tag a name of 1 to {NAME_LETTERS_MAX} characters in both languages.",
                f"请填写中英文名称，各 1 至 {NAME_LETTERS_MAX} 个字符。",
            )
    for said in (meaning.zh, meaning.en):
        if len(said) not in MEANING_LETTERS:
            raise Invalid(
                "tag_meaning_length",
                "Say in 4 to 500 characters whom the tag is for, in both languages, so that everybody uses it alike.",
                "请用 4 至 500 个字符写明哪些客人适用（中英文都要），让大家理解一致。",
            )
    if len(draft.lineage) > LINEAGE_LETTERS_MAX:
        raise Invalid(
            "tag_lineage_length",
            f"The lineage has more than {LINEAGE_LETTERS_MAX:,} characters.",
            f"来历说明超过 {LINEAGE_LETTERS_MAX:,} 个字符。",
        )
    return TagDraft(name, meaning, draft.way, draft.lineage.strip(), draft.owner_id)
