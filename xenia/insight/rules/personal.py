"""Insight's part of the data map. Pure."""

from xenia.insight.rules.catalogue import FEATURES
from xenia.insight.types.features import FeatureKind
from xenia.kernel.personal import NOBODY, Erasing, FoundBy, Handling, Place, Whose, store, table
from xenia.kernel.texts import Text

_FEATURES = Handling(Whose.GUEST, FoundBy.GUEST, Erasing.DELETE, "guests")
_FINANCE = " ".join(one.name for one in FEATURES if one.kind is FeatureKind.MINOR or "minor" in one.name)
_OTHER = " ".join(one.name for one in FEATURES if one.name not in _FINANCE.split())

STORES = (
    table(
        "insight_snapshot", "特征快照的生成", "Makings of the feature snapshot",
        none="id as_of state is_full stage done total rows computed seconds message cancel_asked ordered_by policies rates_mark "
        "created_at started_at ended_at beat_at",
    ),
    table(
        "insight_modelrun", "模型的训练与评分", "Trainings and scorings of models",
        none="id task kind state reason as_of snapshot_id versions stage done total rows seconds message cancel_asked ordered_by created_at "
        "started_at ended_at beat_at",
    ),
    table(
        "insight_modelversion", "模型版本", "Versions of models",
        none="id kind number state features judged histograms horizon_days why_not has_file owner_id trained_at seconds published_at published_by "
        "publish_reason",
    ),
    table("insight_drift", "模型特征的漂移", "Drift of models", none="id version_id run_id measured_at rows indexes largest feature"),
    table("insight_goalresult", "质量目标的结果", "Results of quality goals", none="id task value low high rows data note measured_at"),
    store(Place.FILES, "models", Text("训练好的模型", "Trained models"), NOBODY, none="version_id parameters"),
    table("insight_policyrow", "洞察规则", "Policies of insight", none="id kind version value changed_by changed_at"),
    table(
        "insight_raterow", "自定汇率", "Own rates of exchange", none="id currency valid_from rate against entered_by entered_at"
    ),
    table(
        "insight_groupname", "客人群组的名称", "Names of guest groups", none="number name named_by named_at"
    ),
    table("insight_groupsize", "客人群组的人数", "Sizes of guest groups", none="id run_id number guests at"),
    table(
        "insight_associationrun", "关联计算", "Searches for associations",
        none="id as_of state stage done total guests items tested kept seconds message cancel_asked ordered_by created_at started_at "
        "ended_at beat_at",
    ),
    table("insight_associationitem", "关联项", "Items of associations", none="id run_id code name_zh name_en guests"),
    table(
        "insight_associationrule", "关联", "Associations",
        none="id run_id place conditions other guests_conditions guests_other guests_both confidence lift lift_low lift_high conviction "
        "chance corrected",
    ),
    store(
        Place.LAKE, "guest_features", Text("客人特征快照", "Feature snapshot of guests"), _FEATURES,
        pseudonym="guest_id", finance=_FINANCE, behaviour=_OTHER,
    ),
    store(
        Place.LAKE, "guest_standing", Text("客人所处阶段与 RFM", "Stage and RFM of guests"), _FEATURES, pseudonym="guest_id",
        finance="minor money money_bound", behaviour="is_agency bookings last_booked_on stage since typical_days first_line days_ago "
        "recency_days bookings_730d recency frequency length price recency_bound frequency_bound group group_bound",
    ),
    store(
        Place.LAKE, "guest_stage_moves", Text("客人阶段的变化", "Changes of guests' stages"), _FEATURES,
        pseudonym="guest_id", behaviour="moved_on before after",
    ),
)  # fmt: skip
