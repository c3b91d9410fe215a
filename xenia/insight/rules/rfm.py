"""Recency, frequency and money as scores of 1 to 5, and the groups they make. Rules F1 to F8 of docs/algorithms/rfm.md. Pure."""

from collections import Counter
from collections.abc import Sequence

from xenia.insight.types.policies import RfmThresholds
from xenia.insight.types.standing import Named
from xenia.kernel.texts import Text

VERSION = "2026-01"
FIFTHS = 5
SCORES = (1, 2, 3, 4, 5)
MEASURES = ("recency", "frequency", "money")
Cell = tuple[int, int]


def _named(code: str, zh: str, en: str, zh_means: str, en_means: str) -> Named:
    return Named(code, Text(zh, en), Text(zh_means, en_means))


GROUPS = (
    _named(
        "champions",
        "高价值常客",
        "Champions",
        "最近来过，来得最多：优先体验与新品，请其推荐",
        "Here lately and most often: first to try what is new, ask them to refer",
    ),
    _named("loyal", "忠诚常客", "Loyal guests", "来得多，也不算久：会员权益与升级", "Often here, and not long ago: benefits and upgrades"),
    _named(
        "potential",
        "潜力常客",
        "Potential regulars",
        "最近来过几次：引导入会与下一次预订",
        "A few times, lately: lead them to membership and the next booking",
    ),
    _named("recent", "新近客人", "Recent guests", "刚来过一次：做好首次体验的回访", "Here once, just now: follow up on the first stay"),
    _named(
        "promising", "待培养客人", "Promising", "不久前来过，次数少：提醒与轻量优惠", "Not long ago, seldom: a reminder and a small offer"
    ),
    _named(
        "attention",
        "需要关注",
        "Need attention",
        "频次与近度都居中：限时而贴合偏好的提议",
        "Middling in both: an offer that fits their taste, soon",
    ),
    _named(
        "drifting",
        "渐行渐远",
        "Drifting away",
        "来得少，也有一阵没来：换一个理由邀请",
        "Seldom here, and a while ago: give another reason to come",
    ),
    _named(
        "slipping",
        "老客流失风险",
        "Regulars at risk",
        "曾常来，已久未来：亲自联系，问清原因",
        "Once regular, long not here: call them and ask why",
    ),
    _named(
        "cannot_lose",
        "重点挽留",
        "Cannot lose",
        "曾来得最多，已久未来：由专人挽留",
        "Once here most often, long not here: win them back in person",
    ),
    _named("hibernating", "沉睡客人", "Hibernating", "来得少，已久未来：低成本唤醒", "Seldom, long ago: wake them at little cost"),
    _named("gone", "久未光顾", "Long gone", "来得少，最久未来：不必多投入", "Seldom, and the longest ago: spend little on them"),
)
BY_CODE = {group.code: group for group in GROUPS}
OLDEST = 2
"""Recency scores up to this one are of guests who have long not been here."""


def group_of(recency: int, frequency: int) -> str:
    """F6: the code of the group of a cell; scores outside 1 to 5 raise ValueError."""
    if recency not in SCORES or frequency not in SCORES:
        raise ValueError(f"There is no cell {recency}-{frequency}; scores go from 1 to 5.")
    if recency <= OLDEST:
        seldom = "gone" if recency == 1 else "hibernating"
        return {1: seldom, 2: seldom, 3: "slipping", 4: "slipping", 5: "cannot_lose"}[frequency]
    if recency == 3:
        return {1: "drifting", 2: "drifting", 3: "attention", 4: "loyal", 5: "loyal"}[frequency]
    if frequency == 1:
        return "recent" if recency == 5 else "promising"
    if frequency <= 3:
        return "potential"
    return "champions" if recency == 5 else "loyal"


CELLS: tuple[Cell, ...] = tuple((recency, frequency) for recency in SCORES for frequency in SCORES)
GROUP_OF = {cell: group_of(*cell) for cell in CELLS}


def fifth_of(rank: int, ties: int, guests: int) -> int:
    """F2 and F3: the fifth, 1 to 5, of guests who share a place: `rank` guests come before them, `ties` share it, of `guests` in all. The
    middle of those who share decides, so that equal guests are never told apart."""
    return 1 + FIFTHS * (2 * rank + ties) // (2 * guests)


def fifths(values: Sequence[tuple[float, ...]]) -> list[int]:
    """F2 and F3: the fifth of each of these, the least getting 1; later parts of a value decide among equal first ones."""
    ordered = sorted(values)
    first = {value: place for place, value in reversed(list(enumerate(ordered)))}
    ties = Counter(values)
    return [fifth_of(first[value], ties[value], len(ordered)) for value in values]


def threshold_score(measure: str, value: int, bounds: RfmThresholds) -> int:
    """F4: the score of a value by the bounds of the business."""
    if measure == "recency":
        return FIFTHS - sum(value > most for most in bounds.recency_days_most)
    least = bounds.frequency_least if measure == "frequency" else bounds.money_minor_least
    return 1 + sum(value >= one for one in least)


def cell_of(text: str) -> Cell:
    """A cell from its key, `5-4`; raises ValueError for what is none."""
    recency, frequency = (int(part) for part in text.split("-"))
    group_of(recency, frequency)
    return recency, frequency
