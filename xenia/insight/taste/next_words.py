"""The words of the next trip: what each score means, and why this place and this time, with the guest's own trips and searches."""

from collections.abc import Callable
from math import log

import numpy as np

from xenia.insight.judging import Array
from xenia.insight.taste import destinations, next_model, rhythm
from xenia.insight.taste.destinations import SPEAKS, Said
from xenia.insight.taste.next_model import NextTrip, State
from xenia.insight.taste.seasons import EN, ZH, date_of
from xenia.insight.taste.words import NO_BOOKING, SENSITIVE
from xenia.insight.types.judged import ReasonLine, Score, ScoreKind
from xenia.kernel.texts import Text

MONTHS = 6
QUESTION = Text("客人下次什么时候出发，去哪里，为了什么？", "When does a guest leave next, where to, and what for?")
NEEDS = Text(
    "至少半年的预订历史，两个 90 天中各有 10 位客人有新的出行；搜索行为会提高准确度。",
    "Half a year of bookings, with ten guests leaving on a new trip in each of two times 90 days; searches make it sharper.",
)
NOTHING = Text("没有预订，也没有搜索过目的地", "Neither booked nor looked for a place")
NO_PLACE = Text("没有已知的目的地", "No place is known")
NOT_BOOKED = Text("尚未预订的行程", "a trip that is not booked yet")


def _chance(name: str, label: tuple[str, str], meaning: tuple[str, str]) -> Score:
    return Score(name, ScoreKind.CHANCE, Text(*label), Text(*meaning), NOTHING)


SCORES = (
    _chance(
        "next_trip_chance_90d",
        ("90 天内出发的可能", "Leaves within 90 days"),
        (f"90 天内出发的可能，指{NOT_BOOKED.zh}", f"The chance of leaving within 90 days on {NOT_BOOKED.en}"),
    ),
    Score(
        "next_trip_month",
        ScoreKind.DATE,
        Text("最可能的月份", "Likeliest month"),
        Text("六个月中首次出发最可能的月份", "The month of the next six in which the first departure is likeliest"),
        NOTHING,
    ),
    Score(
        "next_trip_place",
        ScoreKind.TEXT,
        Text("最可能的目的地", "Likeliest place"),
        Text("出发时最可能去的地方" + SENSITIVE.zh, "Where to, should the guest leave" + SENSITIVE.en),
        NO_PLACE,
    ),
    Score(
        "next_trip_place_chance",
        ScoreKind.CHANCE,
        Text("去那里的可能", "Its chance"),
        Text("若出发，去该目的地的可能", "The chance of that place, should the guest leave"),
        NO_PLACE,
    ),
    Score(
        "next_trip_purpose",
        ScoreKind.TEXT,
        Text("最可能的目的", "Likeliest purpose"),
        Text("近两年份额最大的目的" + SENSITIVE.zh, "The purpose with the greatest share in two years" + SENSITIVE.en),
        NO_BOOKING,
    ),
    *(
        _chance(
            f"next_trip_chance_month_{month}",
            (f"第 {month} 个月出发的可能", f"Leaves in month {month}"),
            (
                f"自快照之日起第 {month} 个日历月（首月只计余下的天数）出发的可能",
                f"The chance of leaving in calendar month {month} from the day of the scores; of the first only the days left count",
            ),
        )
        for month in range(1, MONTHS + 1)
    ),
)


def reasons(model: NextTrip, state: State) -> tuple[ReasonLine, ...]:
    """Of the one guest of the state: the parts of the chance of the likeliest place, then the rhythm; the heaviest first."""
    lines = _rhythm_lines(model, state)
    if len(model.places.names):
        said = next_model.where_to(model, state)
        code, _ = destinations.best(model.places, said)
        lines += _place_lines(model, state, said, int(code[0]))
    return tuple(sorted(lines, key=lambda one: -abs(one.weight)))


def _place_lines(model: NextTrip, state: State, said: Said, code: int) -> list[ReasonLine]:
    """Each weight is the component's share of the chance of the place (they add up to one)."""
    place = str(model.places.names[code])
    values = destinations.at_truth(said, np.array([0]), np.array([code]))[0]
    parts = values * model.places.weights[said.pattern[0]]
    share = parts / max(parts.sum(), 1e-12)
    speaks = said.speaks[0]
    words: dict[str, Callable[[State, str], Text]] = {
        "own": _been,
        "own_season": _season_words,
        "wish": _looked,
        "next": _onward,
        "alike": _alike,
    }
    told = {name: float(share[at]) for at, name in enumerate(destinations.COMPONENTS[:-1]) if name not in SPEAKS or speaks[at]}
    usual = 1 - sum(told.values())
    lines = [ReasonLine(name, words[name](state, place), weight) for name, weight in told.items() if weight > 0.01]
    if usual > 0.01:
        words_usual = Text(
            f"这个时节 {100 * values[-1]:.0f} % 的出行去{place}", f"{100 * values[-1]:.0f} % of trips of this season go to {place}"
        )
        lines.append(ReasonLine("usual", words_usual, usual))
    return lines


def _onward(state: State, place: str) -> Text:
    last = str(state.trips.place[(state.trips.start <= state.day) & (state.trips.place != "")][-1])
    return Text(f"从{last}回来的客人常接着去{place}", f"After {last} guests often go to {place}")


def _alike(state: State, place: str) -> Text:
    return Text(f"去处相似的客人在这个时节去{place}", f"Guests with like journeys go to {place} in this season")


def _visits(state: State, place: str) -> Array:
    trips = state.trips
    return np.asarray(trips.start[(trips.place == place) & (trips.start <= state.day)])


def _been(state: State, place: str) -> Text:
    days = _visits(state, place)
    last = date_of(int(days.max()))
    return Text(
        f"{last.year} 年 {last.month} 月去过{place}，近三年共 {len(days)} 次",
        f"Was in {place} in {EN[last.month - 1]} {last.year}, {len(days)} times in three years",
    )


def _season_words(state: State, place: str) -> Text:
    """The season in which the guest went there most often."""
    trips = state.trips
    seasons = trips.season[(trips.place == place) & (trips.start <= state.day)]
    season = int(np.bincount(seasons).argmax())
    times = int((seasons == season).sum())
    return Text(f"{times} 次在{ZH[season]}去{place}", f"Went to {place} {times} times in {EN[season]}")


def _looked(state: State, place: str) -> Text:
    mine = state.wishes[state.wishes["place"] == place].iloc[0]
    ago = state.day - int(np.datetime64(mine["last_on"], "D").astype(int))
    times = int(mine["times"])
    return Text(
        f"近 60 天搜索或浏览过 {times} 次{place}，最近一次在 {ago} 天前",
        f"Looked for {place} {times} times in 60 days, last {ago} days ago",
    )


def _rhythm_lines(model: NextTrip, state: State) -> list[ReasonLine]:
    """How the guest's own chance of leaving compares with the company's: the logarithm of their ratio is the weight."""
    own = float(next_model.when_of(model, state, [state.window])[0, 0])
    company = 1 - np.exp(-rhythm.company_expected(model.rhythm, state.day, state.window) * model.rhythm.company_factor)
    weight = log(max(own, 1e-6) / max(float(company), 1e-6))
    gone = np.unique(state.trips.start[state.trips.start <= state.day])
    if len(gone) >= 2:
        gap, ago = round(float(gone[-1] - gone[0]) / (len(gone) - 1)), state.day - int(gone[-1])
        return [
            ReasonLine(
                "rhythm", Text(f"自身节奏约 {gap} 天一次，已过 {ago} 天", f"Travels every {gap} days or so; {ago} days have passed"), weight
            )
        ]
    if len(gone) == 1:
        ago = state.day - int(gone[0])
        words = Text(
            f"只有一次出行，{ago} 天前；其余按同类产品的通常频率",
            f"One trip so far, {ago} days ago; the rest is what is usual for the line",
        )
        return [ReasonLine("rhythm", words, weight)]
    return [ReasonLine("rhythm", Text("还没有出行；按同类产品的通常频率", "No trip yet; what is usual for the line"), weight)]
