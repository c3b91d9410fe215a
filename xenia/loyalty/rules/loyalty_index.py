"""How evidence becomes points, dimensions and the index: rules LI3 to LI6 of docs/algorithms/loyalty-index.md. Pure."""

import math
from collections.abc import Mapping
from datetime import date, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter

from xenia.kernel.errors import Invalid, NotFound
from xenia.loyalty.rules.expiry import added_months
from xenia.loyalty.rules.index_evidence import BY_CODE, EVIDENCE
from xenia.loyalty.types.loyalty_index import Anchor, Dimension, DimensionPoints, EvidenceScale, IndexPoints, IndexPolicy

WEIGHT_MOST = 1_000
ANCHORS_MOST = 12
VALUE_MOST = 10.0**14
POINTS_MOST = 100
COVERAGE_DIGITS = 6
"""So that the last bit of a sum never decides whether an index is said."""
MOVED_POINTS = 5
"""A preview counts guests whose index moves by more than these points (LI6)."""
_POLICY = TypeAdapter(IndexPolicy)


def points_of(anchors: tuple[Anchor, ...], value: float) -> float:
    """Rule LI3: the points of a value, from 0 to 100: straight lines between the anchors, the first and the last beyond them."""
    if value <= anchors[0].value:
        return float(anchors[0].points)
    for low, high in pairwise(anchors):
        if value <= high.value:
            return low.points + (value - low.value) * (high.points - low.points) / (high.value - low.value)
    return float(anchors[-1].points)


def index_of(policy: IndexPolicy, evidence: Mapping[str, float | None]) -> IndexPoints:
    """Rules LI4 and LI5: the dimensions and the index of one guest. Evidence that is None or absent is not known, and counts for nothing
    but coverage."""
    dimensions = tuple(_dimension(policy, one, evidence) for one in Dimension)
    weights = {one.dimension: one.weight for one in policy.weights}
    whole = sum(weights.values())
    coverage = round(sum(weights[one.dimension] * one.coverage for one in dimensions) / whole, COVERAGE_DIGITS)
    counted = [(weights[one.dimension], one.points) for one in dimensions if one.points is not None and weights[one.dimension]]
    if not counted or coverage * 100 < policy.coverage_least_percent:
        return IndexPoints(None, coverage, dimensions)
    points = sum(weight * said for weight, said in counted) / sum(weight for weight, _ in counted)
    return IndexPoints(points, coverage, dimensions)


def _dimension(policy: IndexPolicy, dimension: Dimension, evidence: Mapping[str, float | None]) -> DimensionPoints:
    scales = scales_of(policy, dimension)
    known = [(one, value) for one in scales if (value := evidence.get(one.code)) is not None]
    whole, weight = sum(one.weight for one in scales), sum(one.weight for one, _ in known)
    if not weight:
        return DimensionPoints(dimension, None, 0.0)
    points = sum(one.weight * points_of(one.anchors, value) for one, value in known) / weight
    return DimensionPoints(dimension, points, weight / whole)


def scales_of(policy: IndexPolicy, dimension: Dimension) -> tuple[EvidenceScale, ...]:
    """The scales of a dimension's evidence."""
    return tuple(one for one in policy.scales if BY_CODE[one.code].dimension is dimension)


def checked_policy(policy: IndexPolicy) -> IndexPolicy:
    """Rule LI6: returns the policy; raises Invalid for one that names other dimensions or evidence than there are, or a scale that does not
    go one way."""
    if sorted(one.dimension for one in policy.weights) != sorted(Dimension):
        raise Invalid("index_dimensions", "Each of the six dimensions takes one weight.", "六个维度须各有一个权重。")
    if sorted(one.code for one in policy.scales) != sorted(one.code for one in EVIDENCE):
        raise Invalid("index_evidence", "Each evidence of the list takes one scale.", "清单中的每项依据须各有一条标尺。")
    for one in policy.weights:
        _weight(one.weight, one.dimension)
    if not sum(one.weight for one in policy.weights):
        raise Invalid(
            "index_weightless", "All dimensions weigh nothing; give one a weight above 0.", "各维度的权重都为 0；请至少设一个大于 0。"
        )
    if not 0 < policy.coverage_least_percent <= 100:
        told = f"The least coverage is {policy.coverage_least_percent} %; take 1 to 100."
        raise Invalid("index_coverage", told, f"最低依据覆盖为 {policy.coverage_least_percent}%；请取 1 到 100。")
    for scale in policy.scales:
        _check_scale(scale)
    return policy


def _check_scale(scale: EvidenceScale) -> None:
    label, falling = BY_CODE[scale.code].label, BY_CODE[scale.code].is_falling
    _weight(scale.weight, scale.code)
    if not 2 <= len(scale.anchors) <= ANCHORS_MOST:
        told = f"{label.en} has {len(scale.anchors)} points on its scale; take 2 to {ANCHORS_MOST}."
        raise Invalid("index_anchors", told, f"“{label.zh}”的标尺有 {len(scale.anchors)} 个点；请取 2 到 {ANCHORS_MOST} 个。")
    for one in scale.anchors:
        if not (math.isfinite(one.value) and 0 <= one.value <= VALUE_MOST and 0 <= one.points <= POINTS_MOST):
            told = f"{label.en}: {one.value:g} for {one.points} points cannot be; values are 0 or more, points 0 to 100."
            raise Invalid("index_anchor", told, f"“{label.zh}”：值 {one.value:g} 对应 {one.points} 分不可用；值不小于 0，分为 0 到 100。")
    for low, high in pairwise(scale.anchors):
        one_way = low.points >= high.points if falling else low.points <= high.points
        if low.value >= high.value or not one_way:
            way, zh = ("fall", "递减") if falling else ("rise", "递增")
            told = f"{label.en}: values must rise and points {way}; {low.value:g} to {high.value:g} does not."
            raise Invalid("index_scale_turns", told, f"“{label.zh}”：值须递增、分须{zh}；{low.value:g} 到 {high.value:g} 不符合。")


def _weight(weight: int, of: str) -> None:
    if not 0 <= weight <= WEIGHT_MOST:
        raise Invalid(
            "index_weight", f"The weight of {of} is {weight}; take 0 to {WEIGHT_MOST}.", f"权重 {weight} 无效；请取 0 到 {WEIGHT_MOST}。"
        )


def as_value(policy: IndexPolicy) -> dict[str, Any]:
    """The policy as JSON."""
    value: dict[str, Any] = _POLICY.dump_python(policy, mode="json")
    return value


def policy_of(value: dict[str, Any], default: IndexPolicy) -> IndexPolicy:
    """A policy from its JSON; evidence that came since is as the product brought it, and what is no more is passed over."""
    kept = _POLICY.validate_python(value)
    said = {one.code: one for one in kept.scales}
    return IndexPolicy(kept.weights, kept.coverage_least_percent, tuple(said.get(one.code, one) for one in default.scales))


def version_of(month: date) -> UUID:
    """Rule LI7: the name under which a month is kept in the lake: later months are greater, and a month written again replaces itself."""
    return UUID(int=month.year * 12 + month.month - 1)


def month_of(version: UUID) -> date:
    """The first day of the month of `version_of`."""
    year, month = divmod(version.int, 12)
    return date(year, month + 1, 1)


def month_ends_before(day: date, months: int) -> list[date]:
    """The last days of so many months before that of the day, the oldest first."""
    first = day.replace(day=1)
    return [added_months(first, 1 - back) - timedelta(days=1) for back in range(months, 0, -1)]


def missing_index() -> NotFound:
    """What is said before the first computation."""
    return NotFound(
        "index_missing",
        "The loyalty index was not computed yet; it is every night after the snapshot, or order it under Insight, Loyalty index.",
        "忠诚指数尚未计算；系统每晚在快照之后计算，也可在“洞察 · 忠诚指数”中立即计算。",
    )
