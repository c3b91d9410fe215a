"""The folder of an outbound-travel company's export: profiles, orders, reviews, app sessions, and who went on to buy the premium
product."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from xenia.insight.reading.tables import Array, Unreadable, instants, numbers, read_table, whole

ACTIONS = tuple(f"x{number}" for number in range(1, 10))
NO_REVIEWS = pd.DataFrame({"guest": [], "order": [], "rating": [], "tags": [], "words": []}).astype(
    {"guest": "int64", "order": "int64", "rating": "float64", "tags": "object", "words": "object"}
)


@dataclass(frozen=True)
class GuideFrames:
    """What is known of guests of one company.

    guests: `guest` (int64, unique, rising), `gender`, `province`, `age` (text, empty when unknown).
    orders: `guest`, `order`, `at` (seconds), `premium` (0 or 1), `city`, `country`, `continent`.
    sessions: `guest`, `began`, `ended` (seconds), `x1` .. `x9` (counts of actions).
    reviews: `guest`, `order`, `rating` (NaN when unknown), `tags` (joined by |), `words`.
    label: 1 who bought the premium product next, 0 who did not, in the order of `guests`; None where nobody knows yet.
    """

    guests: pd.DataFrame
    orders: pd.DataFrame
    sessions: pd.DataFrame
    reviews: pd.DataFrame
    label: Array | None

    @property
    def until(self) -> float:
        """The last instant the data knows of, seconds; nought where it knows of none."""
        ends = [column.max() for column in (self.orders["at"], self.sessions["ended"]) if len(column)]
        return float(max(ends, default=0.0))


def read_guides(path: Path, *, is_whole: bool = True) -> GuideFrames:
    """The folder (or any file in it) as frames. The label is read where `premium_order_label.csv` is there. Raises Unreadable.

    `is_whole` False: no label is read, reviews may lack, and guests who only have orders count as guests of whom nothing else is known.
    """
    folder = path if path.is_dir() else path.parent
    if not folder.is_dir():
        raise Unreadable(
            "file_unreadable",
            f"There is no folder {path}; give the folder with profiles.csv.",
            f"找不到文件夹 {path}；请给出 profiles.csv 所在的文件夹。",
        )
    guests = _profiles(folder / "profiles.csv")
    orders, sessions = _orders(folder / "orders.csv"), _sessions(folder / "sessions.csv")
    if not is_whole:
        said = folder / "reviews.csv"
        return GuideFrames(_with_strangers(guests, orders), orders, sessions, _reviews(said) if said.is_file() else NO_REVIEWS, None)
    label = _label(folder / "premium_order_label.csv", guests["guest"].to_numpy())
    return GuideFrames(guests, orders, sessions, _reviews(folder / "reviews.csv"), label)


def _with_strangers(guests: pd.DataFrame, orders: pd.DataFrame) -> pd.DataFrame:
    known = pd.concat([guests, orders[["guest"]].drop_duplicates()], ignore_index=True)
    return known.drop_duplicates("guest").fillna("").sort_values("guest", ignore_index=True)


def _profiles(path: Path) -> pd.DataFrame:
    table = read_table(path, ("userid", "gender", "province", "age"))
    table["guest"] = whole(table, "userid", path)
    table = table.drop(columns="userid").drop_duplicates("guest", keep="last")
    return table.sort_values("guest", ignore_index=True)


def _orders(path: Path) -> pd.DataFrame:
    table = read_table(path, ("userid", "orderid", "orderTime", "orderType", "city", "country", "continent"))
    kinds = whole(table, "orderType", path)
    if not np.isin(kinds, (0, 1)).all():
        raise Unreadable(
            "file_unreadable",
            f"{path}: orderType is 1 for premium, else 0; mend the column.",
            f"{path}:orderType 只能是 1(精品)或 0;请更正。",
        )
    found = pd.DataFrame({"guest": whole(table, "userid", path), "order": whole(table, "orderid", path)})
    found["at"], found["premium"] = numbers(table, "orderTime", path), kinds
    return found.join(table[["city", "country", "continent"]]).drop_duplicates("order", ignore_index=True)


def _sessions(path: Path) -> pd.DataFrame:
    table = read_table(path, ("userid", "starttime", "endtime", *ACTIONS))
    found = pd.DataFrame({"guest": whole(table, "userid", path)})
    found["began"], found["ended"] = instants(table, "starttime", path), instants(table, "endtime", path)
    for action in ACTIONS:
        found[action] = numbers(table, action, path, empty=0.0)
    return found


def _reviews(path: Path) -> pd.DataFrame:
    table = read_table(path, ("userid", "orderid", "rating", "tags", "commentsKeyWords"))
    found = pd.DataFrame({"guest": whole(table, "userid", path), "order": whole(table, "orderid", path)})
    found["rating"] = numbers(table, "rating", path, empty=float("nan"))
    found["tags"], found["words"] = table["tags"], table["commentsKeyWords"]
    return found


def _label(path: Path, guests: Array) -> Array | None:
    if not path.is_file():
        return None
    table = read_table(path, ("userid", "orderType"))
    known = pd.Series(whole(table, "orderType", path), index=whole(table, "userid", path))
    said = known[~known.index.duplicated(keep="last")].reindex(guests)
    if said.isna().any():
        lacking = int(guests[said.isna().to_numpy()][0])
        raise Unreadable(
            "file_unreadable",
            f"{path} says nothing of guest {lacking}; every profile needs a label.",
            f"{path} 没有客人 {lacking} 的标签；每位客人都要有。",
        )
    return np.asarray(said.to_numpy().astype(np.int64))
