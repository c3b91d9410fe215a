"""Insight's part of the data map. Pure."""

from xenia.insight.rules.catalogue import FEATURES
from xenia.insight.types.features import FeatureKind
from xenia.kernel.personal import Erasing, FoundBy, Handling, Place, Whose, store, table
from xenia.kernel.texts import Text

_FEATURES = Handling(Whose.GUEST, FoundBy.GUEST, Erasing.DELETE, "guests")
_FINANCE = " ".join(one.name for one in FEATURES if one.kind is FeatureKind.MINOR or "minor" in one.name)
_OTHER = " ".join(one.name for one in FEATURES if one.name not in _FINANCE.split())

STORES = (
    table(
        "insight_snapshot", "特征快照的生成", "Makings of the feature snapshot",
        none="id as_of state is_full stage done total rows computed seconds message cancel_asked ordered_by created_at started_at ended_at "
        "beat_at",
    ),
    store(
        Place.LAKE, "guest_features", Text("客人特征快照", "Feature snapshot of guests"), _FEATURES,
        pseudonym="guest_id", finance=_FINANCE, behaviour=_OTHER,
    ),
    store(
        Place.LAKE, "guest_standing", Text("客人所处阶段与 RFM", "Stage and RFM of guests"), _FEATURES, pseudonym="guest_id",
        finance="minor money money_bound", behaviour="is_agency bookings last_booked_on stage since typical_days days_ago recency_days "
        "bookings_730d recency frequency length price recency_bound frequency_bound group group_bound",
    ),
    store(
        Place.LAKE, "guest_stage_moves", Text("客人阶段的变化", "Changes of guests' stages"), _FEATURES,
        pseudonym="guest_id", behaviour="moved_on before after",
    ),
)  # fmt: skip
