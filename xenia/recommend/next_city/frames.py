"""The company's own bookings, visits and profiles as the frames that the model of the next city reads (rules RS1 and RS2)."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any

import airportsdata
import numpy as np
import pandas as pd

from xenia.insight.facts import taste
from xenia.insight.facts.app_visits import visits_one_by_one
from xenia.insight.facts.known import guest_map
from xenia.insight.per_guest import ordered
from xenia.insight.reading.guides import ACTIONS, NO_REVIEWS, GuideFrames
from xenia.insight.taste.journeys import Journeys, read_journeys
from xenia.insight.taste.trips import ways_back
from xenia.lake.read import Session
from xenia.recommend.facts import countries
from xenia.recommend.next_city.gazetteer import EARTH_KM, LIES_AT
from xenia.recommend.rules.recommending import AIRPORT_KM, STAY_GAP_DAYS

DAY = 86_400
NOON = 12.0
SEXES = {"male": "男", "female": "女"}
VISIT = {"x1": "others", "x2": "searches", "x3": "views", "x4": "saves", "x5": "form_steps"}
SERVED = {"KIX": "大阪", "NRT": "东京", "CTS": "札幌", "EWR": "纽约"}
"""Airports that lie nearer to another city than to the one they serve."""
_AIRPORT = re.compile(r"[A-Z]{3}")


@dataclass(frozen=True)
class LakeFrames:
    """`frames` of all wanted guests, by `guest_no`; `ids` (text) of the guests by their number; `wishes` looked for and not booked since:
    `guest_no`, `place`, `times`. `frames.orders` has `start` beside, the first day of the stay in days since 1970."""

    frames: GuideFrames
    ids: dict[int, str]
    wishes: pd.DataFrame


def frames_at(session: Session, as_of: datetime, *, is_learning: bool = False) -> LakeFrames:
    """What is known of everybody whom the session may look at. Agencies in disguise are absent. `is_learning`: bookings that were told
    later than they were made count from when they were made."""
    journeys = read_journeys(session.execute(taste.journeys(as_of, backfilled=is_learning)))
    traders = set(session.execute(taste.agencies(as_of, backfilled=is_learning))["guest_no"].to_pylist())
    guests = _guests(session, as_of, traders)
    orders = _orders(stays_of(_placed(journeys)), _countries(session, as_of))
    frames = GuideFrames(guests, orders, _visits(session, as_of, guests), NO_REVIEWS, None)
    wished = session.execute(taste.wishes(as_of, backfilled=is_learning)).to_pandas()
    wished = wished[~wished["is_booked"].astype(bool)][["guest_no", "place", "times"]]
    return LakeFrames(frames, _ids(session), wished)


def _ids(session: Session) -> dict[int, str]:
    rows = session.execute(guest_map().filter(guest_map().is_wanted).select("guest_no", "guest_id"))
    return dict(zip(rows["guest_no"].to_pylist(), rows["guest_id"].to_pylist(), strict=True))


def _guests(session: Session, as_of: datetime, traders: set[int]) -> pd.DataFrame:
    """Everybody, whether anything is known of them or not: who has no order gets a list too."""
    wanted = session.execute(guest_map().filter(guest_map().is_wanted).select("guest_no").distinct())["guest_no"].to_numpy()
    told = session.execute(taste.people(as_of)).to_pandas().set_index("guest_no")
    numbers = np.sort(wanted[~np.isin(wanted, list(traders))])
    held = told.reindex(numbers).fillna("")
    return pd.DataFrame(
        {
            "guest": numbers.astype(np.int64),
            "gender": held["gender"].map(SEXES).fillna("").to_numpy(dtype=object),
            "province": held["province"].to_numpy(dtype=object),
            "age": held["birth_year_band"].map(decade_of).to_numpy(dtype=object),
        }
    )


def decade_of(band: str) -> str:
    """The decade of birth as the model knows it: `90后` of `90后`, `1990s` or `1990-1999`; '' of anything else."""
    found = re.search(r"(?:19|20)?(\d)0", band)
    return f"{found[1]}0后" if found and ("后" in band or re.match(r"(19|20)\d0", band)) else ""


def _countries(session: Session, as_of: datetime) -> dict[str, str]:
    rows = session.execute(countries(as_of))
    return dict(zip(rows["city"].to_pylist(), rows["country"].to_pylist(), strict=True))


def _visits(session: Session, as_of: datetime, guests: pd.DataFrame) -> pd.DataFrame:
    rows = session.execute(visits_one_by_one(as_of)).to_pandas()
    rows = rows[rows["guest_no"].isin(guests["guest"]) & rows["began"].notna() & rows["ended"].notna()]
    found = {
        "guest": rows["guest_no"].to_numpy(np.int64),
        "began": rows["began"].to_numpy(np.int64),
        "ended": rows["ended"].to_numpy(np.int64),
    }
    for action in ACTIONS:
        found[action] = rows[VISIT[action]].to_numpy(float) if action in VISIT else np.zeros(len(rows))
    return pd.DataFrame(found)


def _placed(rows: Journeys) -> Journeys:
    """Rule RS2: where a booking names no city, where its only journey leads to."""
    place, goal = rows.texts["place"], rows.texts["goal"]
    lacking = (np.asarray(place.codes) < 0) & (np.asarray(goal.codes) >= 0)
    if not lacking.any():
        return rows
    names = np.asarray(place.astype(object), dtype=object)
    goals = np.asarray(goal.astype(object), dtype=object)
    said = pd.DataFrame({"goal": goals, "place": names}).dropna()
    usual = said.groupby(["goal", "place"]).size().reset_index(name="times").sort_values(["times", "place"], ascending=[False, True])
    known = dict(usual.drop_duplicates("goal")[["goal", "place"]].itertuples(index=False))
    names[lacking] = [known.get(one) or city_of_goal(one) for one in goals[lacking]]
    return replace(rows, texts=rows.texts | {"place": pd.Categorical([one or None for one in names])})


@cache
def city_of_goal(goal: str) -> str:
    """Rule RS2: the city of an airport's code, of the gazetteer where one lies near it, else as the table of airports says; what is no code
    is a city itself."""
    if goal in SERVED:
        return SERVED[goal]
    airport = _airports().get(goal) if _AIRPORT.fullmatch(goal) else None
    if airport is None:
        return "" if _AIRPORT.fullmatch(goal) else goal
    away = {city: _km(airport["lat"], airport["lon"], *at) for city, at in LIES_AT.items()}
    nearest = min(away, key=lambda city: away[city])
    return nearest if away[nearest] <= AIRPORT_KM else str(airport["city"] or "")


@cache
def _airports() -> Mapping[str, Any]:
    codes: Mapping[str, Any] = airportsdata.load("IATA")
    return codes


def _km(one: float, along: float, other: float, far: float) -> float:
    first, second = np.radians([one, other])
    cosine = np.sin(first) * np.sin(second) + np.cos(first) * np.cos(second) * np.cos(np.radians(along - far))
    return float(EARTH_KM * np.arccos(np.clip(cosine, -1, 1)))


def stays_of(rows: Journeys) -> pd.DataFrame:
    """Rule RS1: one row a stay of a guest in a city: `guest`, `city`, `at` (seconds, of its first booking), `start` (days). Flight and
    hotel of the same city are one stay; a way back is none."""
    place = np.asarray(rows.texts["place"].codes)
    rows = rows.where(rows.kept & np.isfinite(rows.starts) & (place >= 0))
    rows = rows.where(ordered(rows.booking, rows.made, rows.starts, rows.person))
    rows = rows.where(~ways_back(rows))
    hour = np.nan_to_num(rows.numbers["hour"], nan=NOON)
    ends = np.where(np.isfinite(rows.ends), np.maximum(rows.ends, rows.starts), rows.starts)
    found = pd.DataFrame(
        {
            "guest": rows.guests[rows.person], "code": np.asarray(rows.texts["place"].codes), "at": rows.made * DAY + hour * 3600,
            "start": rows.starts, "end": ends,
        }
    ).sort_values(["guest", "code", "start"], kind="stable")  # fmt: skip
    same = (found["guest"] == found["guest"].shift()) & (found["code"] == found["code"].shift())
    begins = ~(same & (found["start"] - found["end"].shift() <= STAY_GAP_DAYS))
    stays = found.groupby(begins.cumsum()).agg(guest=("guest", "first"), code=("code", "first"), at=("at", "min"), start=("start", "min"))
    names = np.asarray(rows.texts["place"].categories, dtype=object)
    stays["city"] = names[stays["code"].to_numpy()] if len(stays) else np.zeros(0, dtype=object)
    return stays.sort_values(["guest", "at", "start", "code"], kind="stable", ignore_index=True)


def _orders(stays: pd.DataFrame, country: dict[str, str]) -> pd.DataFrame:
    """Stays as orders, numbered in the order in which they were booked and begin."""
    return pd.DataFrame(
        {
            "guest": stays["guest"].to_numpy(np.int64), "order": np.arange(len(stays)), "at": stays["at"].to_numpy(np.int64),
            "premium": np.zeros(len(stays), dtype=np.int64), "city": stays["city"].to_numpy(dtype=object),
            "country": stays["city"].map(country).fillna("").to_numpy(dtype=object),
            "continent": np.full(len(stays), "", dtype=object), "start": stays["start"].to_numpy(np.int64),
        }
    )  # fmt: skip


def parts_of(found: LakeFrames, guests_max: int) -> Iterator[LakeFrames]:
    """The same, so many guests at a time: what bounds memory."""
    numbers = found.frames.guests["guest"].to_numpy()
    for first in range(0, len(numbers), guests_max):
        low, high = numbers[first], numbers[min(first + guests_max, len(numbers)) - 1]
        mine = found.frames.guests[found.frames.guests["guest"].between(low, high)].reset_index(drop=True)
        orders, sessions = (
            one[one["guest"].between(low, high)].reset_index(drop=True) for one in (found.frames.orders, found.frames.sessions)
        )
        wishes = found.wishes[found.wishes["guest_no"].between(low, high)]
        yield LakeFrames(GuideFrames(mine, orders, sessions, NO_REVIEWS, None), found.ids, wishes)
