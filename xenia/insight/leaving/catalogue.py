"""What the model of leaving reads: features of the snapshot and its own, and the reason that each belongs to (LV5, LV8)."""

from xenia.insight.explaining import Words
from xenia.insight.facts.leaving import SEASON
from xenia.insight.rules.catalogue import FEATURES
from xenia.insight.types.features import FeatureKind

NUMERIC = (FeatureKind.WHOLE, FeatureKind.MINOR, FeatureKind.REAL, FeatureKind.SHARE)
LEFT_OUT = ("records", "lrfmc_length_months", "lrfmc_recency_months")
"""Records are counted as they are linked today: a guest who came back has one more, which a past moment cannot know. The others say in
months what age and silence say in days."""
OWN = ("alive", "expected_bookings", "overdue_ratio_season")
NUMBERS = (*(one.name for one in FEATURES if one.kind in NUMERIC and one.name not in LEFT_OUT), *SEASON, *OWN)
CHOICES = tuple(one.name for one in FEATURES if one.kind is FeatureKind.TEXT)
REASONS = {
    "rhythm": Words("自身节奏与沉默天数", "own rhythm and silence"),
    "season": Words("往年同期", "the same season of earlier years"),
    "frequency": Words("预订次数", "how often they booked"),
    "spend": Words("消费", "spend"),
    "ended": Words("取消与未到", "cancellations and no-shows"),
    "kind": Words("预订的种类与渠道", "what they book, and where"),
    "promotion": Words("优惠", "promotions"),
    "trips": Words("出行", "trips"),
    "company": Words("同行人", "companions"),
    "visits": Words("搜索与浏览", "searches and views"),
    "contacts": Words("沟通", "contacts"),
    "reviews": Words("评价", "reviews"),
}
BY_THEME = {
    "bookings": "frequency", "money": "spend", "rhythm": "rhythm", "channels": "kind", "trips": "trips", "companions": "company",
    "people_booked": "company", "segments": "kind", "places": "kind", "visits": "visits", "contacts": "contacts", "reviews": "reviews",
}  # fmt: skip
BY_NAME = {
    **dict.fromkeys(("recency_days", "alive", "overdue_ratio_season"), "rhythm"),
    **dict.fromkeys(("season_share", *SEASON), "season"),
    **dict.fromkeys(("repeats", "repeat_span_days", "gap_days_mean", "gap_days_median", "gap_days_sd", "expected_bookings"), "frequency"),
    **dict.fromkeys(("repeat_minor_mean", "repeat_minor_sd"), "spend"),
    **dict.fromkeys(("cancellations", "no_shows", "cancellation_share", "no_show_share", "bookings_open", "bookings_asked"), "ended"),
    **dict.fromkeys(("lead_days_mean", "nights_mean", "business_share", "weekend_share", "hotel_share", "air_share"), "kind"),
    **dict.fromkeys(("rail_share", "tour_share", "domestic_share"), "kind"),
    **dict.fromkeys(("promotion_share", "promotion_share_730d"), "promotion"),
    **dict.fromkeys(("party_mean", "children_share"), "company"),
    **dict.fromkeys(("segment_minor_mean",), "spend"),
    **dict.fromkeys(("places_searched", "place_searched_top", "place_wanted"), "visits"),
}
_THEME = {one.name: one.theme for one in FEATURES}
REASON_OF = {name: BY_NAME.get(name) or BY_THEME[_THEME[name]] for name in (*NUMBERS, *CHOICES)}
