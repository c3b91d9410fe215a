"""The words of taste: what each score means, and the reasons of a purpose with the guest's own numbers."""

import numpy as np
import pandas as pd

from xenia.insight import boosting
from xenia.insight.judging import Array
from xenia.insight.rules.taste import PURPOSE_NAMES, PURPOSES
from xenia.insight.taste.journeys import Journeys
from xenia.insight.taste.profile import Profiles
from xenia.insight.taste.purpose import REASON_OF, PurposeModel, stated_of
from xenia.insight.types.judged import ReasonLine, Score, ScoreKind
from xenia.kernel.texts import Text

QUESTION = Text(
    "客人为什么出行，喜欢什么价位、时间、同伴和目的地？", "What does a guest travel for, at what price, when, with whom and where?"
)
NEEDS = Text(
    "至少两种目的各有 10 条写明目的的预订；有行程项目和搜索行为时更完整。",
    "Ten bookings each of at least two purposes that state theirs; items of bookings and searches make it fuller.",
)
NO_BOOKING = Text("没有有效预订", "No booking that stands")
NO_PRICE = Text("没有可比较的价格", "No price that can be compared")
NO_WISH = Text("近 60 天没有搜索过尚未预订的目的地", "Looked for no place in 60 days that is not booked")
NO_TEXT = Text("预订没有说明", "No booking says it")
FEW = Text("；预订少时向同类产品的通常值靠拢", "; with few bookings drawn towards what is usual for the line")
SENSITIVE = Text("。敏感（个保法第 28 条）：可能透露健康、信仰或家庭", ". Sensitive (PIPL 28): may reveal health, belief or family")


def _score(name: str, kind: ScoreKind, label: tuple[str, str], meaning: tuple[str, str], null: Text, *, sensitive: bool = False) -> Score:
    more = SENSITIVE if sensitive else Text("", "")
    return Score(name, kind, Text(*label), Text(meaning[0] + more.zh, meaning[1] + more.en), null)


def _purpose_share(name: str) -> Score:
    words = PURPOSE_NAMES[name]
    meaning = (f"近两年预订中{words.zh}目的所占的份额{FEW.zh}", f"Share of {words.en} among bookings of two years{FEW.en}")
    return _score(f"{name}_share", ScoreKind.CHANCE, (f"{words.zh}占比", f"Share of {words.en}"), meaning, NO_BOOKING, sensitive=True)


def _place(number: int) -> tuple[Score, Score]:
    label = (f"第 {number} 常去", f"Place number {number}")
    meaning = (f"预订第 {number} 多的目的地", f"The destination booked most, number {number}")
    share = (f"该目的地的份额{FEW.zh}", f"Share of that destination{FEW.en}")
    return (
        _score(f"place_{number}", ScoreKind.TEXT, label, meaning, NO_TEXT, sensitive=True),
        _score(f"place_{number}_share", ScoreKind.CHANCE, (f"{label[0]}占比", f"Share of place {number}"), share, NO_TEXT, sensitive=True),
    )


SCORES = (
    _score(
        "purpose",
        ScoreKind.TEXT,
        ("主要目的", "Purpose"),
        ("份额最大的目的", "The purpose with the greatest share"),
        NO_BOOKING,
        sensitive=True,
    ),
    _score("purpose_chance", ScoreKind.CHANCE, ("主要目的占比", "Its share"), ("主要目的的份额", "The share of that purpose"), NO_BOOKING),
    *(_purpose_share(name) for name in PURPOSES),
    _score(
        "price_band",
        ScoreKind.TEXT,
        ("价位", "Price band"),
        (
            "经济(低于 30 %)、中档、较高(65 % 起)、高端(85 % 起)，按价格位次",
            "economy (rank below 30 %), middle, upper (from 65 %), luxury (from 85 %)",
        ),
        NO_PRICE,
    ),
    _score(
        "price_rank",
        ScoreKind.CHANCE,
        ("价格位次", "Rank of price"),
        (f"在同产品线、同市场、同年的价格中的平均位次{FEW.zh}", f"Mean rank among prices of the same line, market and year{FEW.en}"),
        NO_PRICE,
    ),
    _score(
        "price_sure",
        ScoreKind.CHANCE,
        ("价位把握", "How sure the price is"),
        ("价格位次中出自本人预订的比例", "How much of the rank comes from the guest's own bookings"),
        NO_BOOKING,
    ),
    _score(
        "lead_days_usual",
        ScoreKind.REAL,
        ("通常提前天数", "Usual lead days"),
        (f"下单到出发的天数{FEW.zh}", f"Days from booking to start{FEW.en}"),
        NO_BOOKING,
    ),
    _score(
        "nights_usual", ScoreKind.REAL, ("通常晚数", "Usual nights"), (f"每次的晚数{FEW.zh}", f"Nights of a booking{FEW.en}"), NO_BOOKING
    ),
    _score(
        "company",
        ScoreKind.TEXT,
        ("同行", "Company"),
        (
            "独行、两人、三至五人、带儿童、六人以上团体中最常见的一种；儿童只说「带儿童」，不作家庭推断",
            "The commonest of alone, pair, three to five, with children, group of six or more; of children nothing more is inferred",
        ),
        NO_BOOKING,
        sensitive=True,
    ),
    _score(
        "company_share",
        ScoreKind.CHANCE,
        ("同行占比", "Its share"),
        (f"这种同行的份额{FEW.zh}", f"Share of that company{FEW.en}"),
        NO_BOOKING,
    ),
    *(score for number in (1, 2, 3) for score in _place(number)),
    _score("room_usual", ScoreKind.TEXT, ("常住房型", "Usual room"), ("住得最多的房型", "The room type taken most"), NO_TEXT),
    _score("cabin_usual", ScoreKind.TEXT, ("常坐舱位", "Usual cabin"), ("坐得最多的舱位", "The cabin taken most"), NO_TEXT),
    _score(
        "taste_bookings",
        ScoreKind.WHOLE,
        ("依据的预订数", "Bookings behind it"),
        ("近三年有效预订数", "Bookings of three years that stand"),
        NO_BOOKING,
    ),
    _score(
        "wish_place",
        ScoreKind.TEXT,
        ("想去", "Wished for"),
        ("近 60 天搜索最强、尚未预订的目的地", "The place looked for most in 60 days and not booked since"),
        NO_WISH,
        sensitive=True,
    ),
    _score(
        "wish_strength",
        ScoreKind.REAL,
        ("愿望强度", "Strength of the wish"),
        ("每次搜索或浏览计 1，14 天减半", "Each search or view counts one and weighs half after 14 days"),
        NO_WISH,
    ),
    _score("wish_times", ScoreKind.WHOLE, ("搜索次数", "Times looked for"), ("近 60 天的次数", "Searches and views in 60 days"), NO_WISH),
)


def baseline_words(model: PurposeModel) -> Text:
    """What the model is compared with, and which purposes had too few examples to be learnt."""
    few = [(PURPOSE_NAMES[name], count) for name, count in model.left_out.items()]
    zh, en = "、".join(f"{words.zh}({count} 条)" for words, count in few), ", ".join(f"{words.en} ({count})" for words, count in few)
    return Text(
        "各产品线最常见的目的" + (f"。例子不足 10 条、未学习：{zh}" if few else ""),
        "The commonest purpose of each line" + (f". Not learnt, fewer than ten examples: {en}" if few else ""),
    )


def reasons(
    model: PurposeModel, rows: Journeys, columns: dict[str, Array], found: Profiles, wishes: pd.DataFrame
) -> tuple[ReasonLine, ...]:
    """The heaviest first: what was stated, then what the trees made of the other bookings (TreeSHAP, summed by what it tells of)."""
    place = int(found.purposes[0].argmax())
    name = PURPOSES[place]
    kept = np.flatnonzero(rows.kept)
    lines = [_stated_line(rows, name)] if (stated_of(rows)[kept] == place).any() else []
    silent = kept[stated_of(rows)[kept] < 0]
    if len(silent) and name in model.purposes:
        lines += _shap_lines(model, rows, columns, silent, name)
    lines += _wish_lines(wishes)
    return tuple(sorted(lines, key=lambda one: -abs(one.weight)))


def _stated_line(rows: Journeys, name: str) -> ReasonLine:
    kept = rows.kept
    said = int((stated_of(rows)[kept] == PURPOSES.index(name)).sum())
    words = PURPOSE_NAMES[name]
    return ReasonLine(
        "stated",
        Text(f"{int(kept.sum())} 次预订中有 {said} 次写明为{words.zh}", f"{said} of {int(kept.sum())} bookings state {words.en}"),
        float(said),
    )


def _shap_lines(model: PurposeModel, rows: Journeys, columns: dict[str, Array], silent: Array, name: str) -> list[ReasonLine]:
    one = model.trees[name]
    part = {column: values[silent] for column, values in columns.items()}
    shares = boosting.shares_of(one.trees, boosting.matrix_of(one.names, one.choices, part, len(silent))).mean(axis=0)
    sums: dict[str, float] = {}
    for column, value in zip(one.names, shares, strict=False):
        sums[REASON_OF[column]] = sums.get(REASON_OF[column], 0.0) + float(value)
    told = {key: _telling(key, rows.where(silent), part) for key, value in sums.items() if abs(value) > 0.05}
    return [ReasonLine(key, words, sums[key]) for key, words in told.items() if words]


def _telling(key: str, rows: Journeys, part: dict[str, Array]) -> Text | None:
    """One reason with the guest's numbers, over bookings that do not state their purpose; None where the numbers are no reason."""
    count = len(rows)
    weekday = int(np.isin(part["weekday"], (0, 1, 2, 3)).sum())
    alone, children = int((part["party"] == 1).sum()), int((part["has_children"] > 0).sum())
    paid = int((part["has_company"] > 0).sum())
    lead, nights = (_mean(part[name]) for name in ("lead", "nights"))
    return {
        "weekday": Text(f"{count} 次中有 {weekday} 次在周一至周四出发", f"{weekday} of {count} begin from Monday to Thursday")
        if weekday
        else Text(f"{count} 次都不在周一至周四出发", f"None of {count} begins from Monday to Thursday"),
        "when": Text("下单和出发的时间", "When the bookings were made and begin"),
        "lead": Text(f"平均提前 {lead:.0f} 天预订", f"Booked {lead:.0f} days ahead on average"),
        "nights": Text(f"平均 {_short(nights)} 晚", f"{_short(nights)} nights on average") if nights else None,
        "party": _party_words(count, alone, children),
        "payer": Text(f"{count} 次中有 {paid} 次由公司付款；预订渠道", f"{paid} of {count} paid for by a company; the channel")
        if paid
        else Text("预订渠道", "The channel"),
        "before": Text("以往写明的目的", "The purposes stated before"),
        "kind": Text("产品、舱位和房型", "The product, cabin and room"),
    }[key]


def _party_words(count: int, alone: int, children: int) -> Text | None:
    """How many travel alone and with children, as far as any do."""
    parts = [(f"{alone} 次独行", f"{alone} alone")] if alone else []
    parts += [(f"{children} 次带儿童", f"{children} with children")] if children else []
    if not parts:
        return None
    return Text(f"{count} 次中 {'，'.join(zh for zh, _ in parts)}", f"Of {count}, {' and '.join(en for _, en in parts)}")


def _short(number: float) -> str:
    """With one decimal, where it is not nought."""
    return f"{number:.1f}".removesuffix(".0")


def _mean(values: Array) -> float:
    known = values[np.isfinite(values)]
    return float(known.mean()) if len(known) else 0.0


def _wish_lines(wishes: pd.DataFrame) -> list[ReasonLine]:
    return [
        ReasonLine(
            "wish",
            Text(
                f"近 60 天搜索或浏览过 {int(row.wish_times)} 次{row.wish_place}",
                f"Looked for {row.wish_place} {int(row.wish_times)} times in 60 days",
            ),
            0.0,
        )
        for row in wishes.itertuples()
    ]
