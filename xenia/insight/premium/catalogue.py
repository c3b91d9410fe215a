"""Every feature of the premium model: what it is, where it comes from, what its absence means, and which reason it belongs to (rule U5)."""

import re

from xenia.insight.explaining import Feature, Words
from xenia.insight.premium.features import CHOICES, MIXES, WINDOWS
from xenia.insight.reading.guides import ACTIONS

REASONS = {
    "premium_before": Words("以往是否买过精品服务", "whether the premium product was bought before"),
    "orders": Words("以往订单的数量和时间", "how many orders there were, and when"),
    "destinations": Words("以往去过的目的地", "where earlier orders went"),
    "form": Words("填单到支付走到哪一步、多久以前", "how far the order form was filled in, and how long ago"),
    "browse": Words("浏览产品的多少和时间", "how much was browsed, and when"),
    "opened": Words("打开应用的次数", "how often the app was opened"),
    "rhythm": Words("访问的节奏和最近一次访问", "the rhythm of visits, and the last one"),
    "reviews": Words("写过的评价", "the reviews that were written"),
    "profile": Words("资料中的性别、年龄段和地区", "gender, age band and region of the profile"),
}
ACTION_WORDS = {
    "x1": ("打开应用", "opening the app", "opened"),
    **{f"x{number}": (f"浏览(动作 {number})", f"browsing (action {number})", "browse") for number in (2, 3, 4)},
    **{f"x{number}": (f"填单到支付(动作 {number})", f"the form to payment (action {number})", "form") for number in (5, 6, 7, 8, 9)},
}
VISIT_WORDS = (
    ("最近一次访问", "the last visit"),
    ("倒数第二次访问", "the visit before the last"),
    ("倒数第三次访问", "the third last visit"),
)
NO_VISIT, NO_ORDER = ("没有访问", "no visit"), ("没有订单", "no order")
Line = tuple[str, str, str]


def _orders() -> dict[str, Line]:
    return {
        "orders": ("订单数", "orders", "orders"),
        "premium_orders": ("精品订单数", "premium orders", "premium_before"),
        "premium_share": ("精品订单占比", "share of orders that were premium", "premium_before"),
        "last_was_premium": ("最近一单是否精品", "whether the last order was premium", "premium_before"),
        "days_since_order": ("距最近一单的天数", "days since the last order", "orders"),
        "days_since_first_order": ("距第一单的天数", "days since the first order", "orders"),
        "days_since_premium": ("距最近精品单的天数", "days since the last premium order", "premium_before"),
        "order_gap_mean_days": ("两单间隔的平均天数", "mean days between orders", "orders"),
        "order_gap_last_days": ("最近两单间隔的天数", "days between the last two orders", "orders"),
    }


def _visits() -> dict[str, Line]:
    found = {
        "visits": ("访问次数", "visits", "rhythm"),
        "days_since_visit": ("距最近访问结束的天数", "days since the last visit ended", "rhythm"),
        "days_since_visit_began": ("距最近访问开始的天数", "days since the last visit began", "rhythm"),
        "days_since_first_visit": ("距第一次访问的天数", "days since the first visit", "rhythm"),
        "days_known": ("首末访问相隔的天数", "days from the first visit to the last", "rhythm"),
        "night_share": ("23 点到 6 点开始的访问占比", "share of visits begun from 23:00 to 6:00", "rhythm"),
        "weekend_share": ("周末访问占比", "share of visits begun at a weekend", "rhythm"),
        "gap_trend": ("最近间隔与平均间隔之比", "last gap between visits over the mean gap", "rhythm"),
        "overdue": ("距今天数与平均间隔之比", "days since the last visit over the mean gap", "rhythm"),
    }
    what = {
        "gap_days": ("访问间隔天数", "days between visits"),
        "visit_hours": ("访问时长(小时)", "hours of a visit"),
        "visit_actions": ("每次访问的动作数", "actions of a visit"),
    }
    how = {
        "mean": ("平均", "mean"),
        "deviation": ("标准差", "standard deviation"),
        "largest": ("最大", "largest"),
        "smallest": ("最小", "smallest"),
    }
    for name, (zh, en) in what.items():
        found |= {f"{name}_{key}": (f"{zh}：{zh_how}", f"{en}: {en_how}", "rhythm") for key, (zh_how, en_how) in how.items()}
    return found


def _actions() -> dict[str, Line]:
    found: dict[str, Line] = {}
    for action in ACTIONS:
        zh, en, reason = ACTION_WORDS[action]
        found |= {
            f"{action}_total": (f"{zh}：总次数", f"{en}: times", reason),
            f"{action}_visits": (f"{zh}：出现的访问数", f"{en}: visits with it", reason),
            f"{action}_largest": (f"{zh}：单次访问最多次数", f"{en}: most times in a visit", reason),
            f"{action}_per_hour": (f"{zh}：访问中每小时的次数", f"{en}: times an hour of visits", reason),
            f"{action}_share": (f"{zh}：占全部动作的比例", f"{en}: share of all actions", reason),
            f"{action}_days_since": (f"{zh}：距最近一次的天数", f"{en}: days since the last time", reason),
            f"{action}_days_before_end": (f"{zh}：最近一次早于最近访问的天数", f"{en}: days from the last time to the last visit", reason),
            f"{action}_days_to_first": (f"{zh}：从首次访问到首次出现的天数", f"{en}: days from the first visit to the first time", reason),
            f"{action}_visits_ago": (f"{zh}：最近一次是倒数第几次访问", f"{en}: how many visits ago", reason),
        }
        found |= {
            f"{action}_visit_{back}": (f"{zh}：{VISIT_WORDS[back][0]}的次数", f"{en}: times in {VISIT_WORDS[back][1]}", reason)
            for back in range(3)
        }
        for days in WINDOWS:
            found[f"{action}_{days}_days_own"] = (
                f"{zh}：最近访问前 {days} 天的次数",
                f"{en}: times in the {days} days to the last visit",
                reason,
            )
    return found


def _mixes() -> dict[str, Line]:
    mixes = {
        f"{top}_per_{bottom}": (
            f"{ACTION_WORDS[top][0]}与{ACTION_WORDS[bottom][0]}次数之比",
            f"{ACTION_WORDS[top][1]} per {ACTION_WORDS[bottom][1]}",
            ACTION_WORDS[top][2],
        )
        for top, bottom in MIXES
    }
    found = dict(mixes)
    mixes |= {
        "form_share": ("填单动作的比例", "share of form actions", "form"),
        "browse_share": ("浏览动作的比例", "share of browsing", "browse"),
    }
    for name, (zh, en, reason) in mixes.items():
        found |= {f"{name}_visit_{back}": (f"{VISIT_WORDS[back][0]}：{zh}", f"{en}, {VISIT_WORDS[back][1]}", reason) for back in range(2)}
        found |= {
            f"{name}_mean": (f"各次访问平均：{zh}", f"{en}, mean over visits", reason),
            f"{name}_most": (f"各次访问最高：{zh}", f"{en}, most of a visit", reason),
        }
    return found


def _last_visits() -> dict[str, Line]:
    found: dict[str, Line] = {}
    for back, (zh, en) in enumerate(VISIT_WORDS):
        found |= {
            f"hours_visit_{back}": (f"{zh}的时长(小时)", f"hours of {en}", "rhythm"),
            f"gap_days_visit_{back}": (f"{zh}之前间隔的天数", f"days before {en}", "rhythm"),
            f"hour_began_visit_{back}": (f"{zh}开始的钟点", f"hour of the day when {en} began", "rhythm"),
            f"hour_ended_visit_{back}": (f"{zh}结束的钟点", f"hour of the day when {en} ended", "rhythm"),
            f"weekday_visit_{back}": (f"{zh}是周几(0 为周一)", f"weekday of {en}, 0 is Monday", "rhythm"),
            f"actions_visit_{back}": (f"{zh}的动作数", f"actions of {en}", "rhythm"),
            f"pace_visit_{back}": (f"{zh}每小时的动作数", f"actions an hour of {en}", "rhythm"),
            f"deepest_step_visit_{back}": (
                f"{zh}走到的最深一步(5 到 9,0 为没有)",
                f"deepest step of the form in {en}, 5 to 9, 0 for none",
                "form",
            ),
        }
    for days in WINDOWS:
        found[f"visits_{days}_days_own"] = (f"最近访问前 {days} 天的访问数", f"visits in the {days} days to the last one", "rhythm")
    return found | {
        "visits_after_order": ("最近一单之后的访问数", "visits after the last order", "rhythm"),
        "days_order_to_last_visit": ("最近一单到最近访问的天数", "days from the last order to the last visit", "orders"),
        "days_first_visit_to_order": ("首次访问到最近一单的天数", "days from the first visit to the last order", "orders"),
        "days_order_to_next_visit": ("最近一单到其后首次访问的天数", "days from the last order to the next visit", "orders"),
    }


def _reviews() -> dict[str, Line]:
    return {
        "reviews": ("评价数", "reviews", "reviews"),
        "rating_mean": ("评分平均", "mean rating", "reviews"),
        "review_tags": ("最近评价的标签数", "tags of the last review", "reviews"),
        "review_words": ("最近评价的关键词数", "keywords of the last review", "reviews"),
        "reviews_of_older_orders": ("对更早订单(不在订单表中)的评价数", "reviews of older orders that the history lacks", "reviews"),
    }


def _choices() -> dict[str, Line]:
    words = {
        "gender": "性别",
        "province": "省份",
        "age": "年龄段",
        "last_city": "最近一单的城市",
        "last_country": "最近一单的国家",
        "last_continent": "最近一单的大洲",
    }
    return {
        name: (words[name], name.replace("_", " of the order: ", 1), "destinations" if name.startswith("last_") else "profile")
        for name in CHOICES
    }


def _features() -> tuple[Feature, ...]:
    found = []
    parts = (
        ("orders", _orders()),
        ("sessions", _visits() | _actions() | _mixes() | _last_visits()),
        ("reviews", _reviews()),
        ("profiles, orders", _choices()),
    )
    for source, lines in parts:
        for name, (zh, en, reason) in lines.items():
            absent_zh, absent_en = _absent(source, name)
            found.append(Feature(name, zh, en, source, absent_zh, absent_en, reason))
    return tuple(found)


def _absent(source: str, name: str) -> tuple[str, str]:
    if source == "reviews":
        return "没有评价", "no review"
    if source == "profiles, orders":
        return NO_ORDER if name.startswith("last_") else ("未填写", "not given")
    if source == "orders" or re.search(r"order", name):
        return NO_ORDER
    if re.search(r"gap|trend|overdue|visit_1$|deviation", name):
        return "访问次数不够", "too few visits"
    return ("没有这一动作", "never done") if re.match(r"x\d_", name) else NO_VISIT


FEATURES = _features()
REASON_OF = {feature.name: feature.reason for feature in FEATURES}
