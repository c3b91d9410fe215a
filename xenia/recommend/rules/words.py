"""Reasons in words: what an agent says aloud with its numbers, and what a guest may read (rule RS5). Pure."""

from collections.abc import Callable, Sequence

from xenia.kernel.texts import Text
from xenia.recommend.rules.recommending import percent

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"
)  # fmt: skip
Both = tuple[Text, Text]
"""What an agent says, and what a guest may read."""


def words_of(city: str, told: Sequence[int | str]) -> Both | None:
    """A reason of a city in words; None for a code that this version does not know.

    onward, 31 of 100 from 大阪 to 京都: "Of guests who were in 大阪 last, 31 % went to 京都 next (31 of 100)."
    """
    code, *numbers = told
    say = _WORDS.get(str(code))
    return say(city, numbers) if say else None


def _again(city: str, numbers: Sequence[int | str]) -> Both:
    newest, before = int(numbers[0]), int(numbers[1])
    zh, en = _month(newest)
    if before >= 0:
        zh, en = f"{_month(before)[0]}和{zh}", f"{_month(before)[1]} and {en}"
    return Text(f"客人 {zh} 去过{city}", f"The guest was in {city} in {en}"), Text(f"您 {zh} 去过{city}", f"You were in {city} in {en}")


def _month(months: int) -> tuple[str, str]:
    year, month = 1970 + months // 12, months % 12
    return f"{year} 年 {month + 1} 月", f"{MONTHS[month]} {year}"


def _looked(city: str, numbers: Sequence[int | str]) -> Both:
    times = int(numbers[0])
    often = "once" if times == 1 else f"{times} times"
    return (
        Text(
            f"近 60 天在 App 上看过{city} {times} 次，还没有预订",
            f"Looked at {city} {often} in the app in the last 60 days, and has not booked",
        ),
        Text(f"您最近看过{city}", f"You looked at {city} lately"),
    )


def _onward(city: str, numbers: Sequence[int | str]) -> Both:
    count, of, last = int(numbers[0]), int(numbers[1]), numbers[2]
    share = percent(count, of)
    return (
        Text(
            f"上一站在{last}的客人里，{share}% 接着去了{city}（{of} 位中的 {count} 位）",
            f"Of guests who were in {last} last, {share} % went to {city} next ({count} of {of})",
        ),
        Text(f"去过{last}的旅客里，{share}% 下一站去了{city}", f"{share} % of travellers who had been in {last} went to {city} next"),
    )


def _season_origin(city: str, numbers: Sequence[int | str]) -> Both:
    count, of, month, origin = int(numbers[0]), int(numbers[1]), int(numbers[2]), numbers[3]
    return (
        Text(
            f"{month + 1} 月下单的{origin}客人里，{percent(count, of)}% 订了{city}（{of} 位中的 {count} 位），高于平时",
            f"Of guests from {origin} who order in {MONTHS[month]}, {percent(count, of)} % order {city} ({count} of {of}), more than usual",
        ),
        Text(f"{month + 1} 月里，{origin}旅客常订{city}", f"In {MONTHS[month]} travellers from {origin} often choose {city}"),
    )


def _origin(city: str, numbers: Sequence[int | str]) -> Both:
    count, of, origin = int(numbers[0]), int(numbers[1]), numbers[2]
    return (
        Text(
            f"{origin}客人里，{percent(count, of)}% 订过{city}（{of} 位中的 {count} 位），高于其他地区",
            f"Of guests from {origin}, {percent(count, of)} % have ordered {city} ({count} of {of}), more than from elsewhere",
        ),
        Text(f"{origin}旅客常去{city}", f"Travellers from {origin} often go to {city}"),
    )


def _season(city: str, numbers: Sequence[int | str]) -> Both:
    count, of, month = int(numbers[0]), int(numbers[1]), int(numbers[2])
    return (
        Text(
            f"{month + 1} 月下单的客人里，{percent(count, of)}% 订了{city}（{of} 位中的 {count} 位），高于平时",
            f"Of guests who order in {MONTHS[month]}, {percent(count, of)} % order {city} ({count} of {of}), more than usual",
        ),
        Text(f"{city}在 {month + 1} 月很受欢迎", f"{city} is often ordered in {MONTHS[month]}"),
    )


def _near(city: str, numbers: Sequence[int | str]) -> Both:
    km, last = int(numbers[0]), numbers[1]
    return (
        Text(f"离上一站{last}约 {km} 公里", f"About {km} km from {last}, the last city"),
        Text(f"离您去过的{last}约 {km} 公里", f"About {km} km from {last}, where you were last"),
    )


def _popular(city: str, numbers: Sequence[int | str]) -> Both:
    count, of = int(numbers[0]), int(numbers[1])
    return (
        Text(
            f"{percent(count, of)}% 的客人订过{city}（{of} 位中的 {count} 位）",
            f"{percent(count, of)} % of guests have ordered {city} ({count} of {of})",
        ),
        Text(f"{city}是大家常去的地方", f"{city} is a place that many travellers choose"),
    )


def _open(city: str, numbers: Sequence[int | str]) -> Both:
    return (
        Text("去的客人还不多，放进来让选择更宽", "Few guests have been there yet; it is here to widen the choice"),
        Text("一个少有人去的地方，或许您会喜欢", "A place off the beaten track that you may like"),
    )


_WORDS: dict[str, Callable[[str, Sequence[int | str]], Both]] = {
    "again": _again, "looked": _looked, "onward": _onward, "season_origin": _season_origin, "origin": _origin, "season": _season,
    "near": _near, "popular": _popular, "open": _open,
}  # fmt: skip
