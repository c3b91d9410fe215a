"""What counts as which purpose, price band and company on a journey, and how long a taste or a wish says something. Pure."""

from xenia.kernel.texts import Text

PURPOSES = ("business", "leisure", "family", "group")
PURPOSE_NAMES = {
    "business": Text("商务", "business"),
    "leisure": Text("休闲", "leisure"),
    "family": Text("探亲访友与家庭", "family and friends"),
    "group": Text("团体", "groups"),
}
PURPOSE_WORDS = {
    "business": ("business", "corporate", "mice", "work", "商务", "公务", "差旅", "会议", "出差"),
    "leisure": ("leisure", "holiday", "vacation", "tourism", "休闲", "度假", "旅游", "观光"),
    "family": ("family", "visit", "vfr", "friends", "探亲", "访友", "探亲访友", "家庭", "亲子"),
    "group": ("group", "tour group", "团队", "团体", "团建", "跟团"),
}
"""What sources write, in lower case, and the purpose it means (TA1). Any other word counts as not stated."""
HISTORY_DAYS = 1095
"""Bookings made earlier say nothing of a taste any more."""
PURPOSE_DAYS = 730
LOOK_DAYS = 60
"""How long a search or a view counts as a wish (TA7)."""
LOOK_HALF_LIFE = 14.0
"""Days after which a search or a view weighs half."""
MARKET_ROWS_MIN = 30
"""A city is a market of its own from so many priced bookings of a line and year; others are compared within the country or abroad."""
BANDS = (("economy", 0.30), ("middle", 0.65), ("upper", 0.85), ("luxury", 1.01))
"""Price bands and the rank of price below which each ends (TA5)."""
GROUP_PARTY_MIN = 6
"""So many people on one booking are a group."""
RETURN_DAYS = 30
"""A journey that leads back where the one before began, begun within so many days, is its way back and no trip of its own (TA8)."""
AHEAD_DAYS = 90
EXAMPLES_MIN = 10
"""A purpose or a window with fewer examples is not learnt."""


def band_of(rank: float) -> str:
    """The price band of a rank between 0 and 1."""
    return next(name for name, below in BANDS if rank < below)
