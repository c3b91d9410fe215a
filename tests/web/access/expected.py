"""What each operation of the API needs, by its operation id. A route that is not in this table fails the build.

`{record_id}` and the like, in the address, the body or the query, stand for a thing of the own unit, and then for the same thing of another
unit, which must answer as if it did not exist. Write the smallest body that passes the check of its form, so that the permission is what
is tried.
"""

from dataclasses import dataclass, field
from typing import Any

from xenia.trust.types.access import Permission

P = Permission
NOBODY = "00000000-0000-7000-8000-000000000000"
"""An id that nothing has."""
OPEN, MACHINE = "open", "machine"


@dataclass(frozen=True)
class Needs:
    """`permissions`: all of them are needed; none: whoever is signed in. `company_wide`: a person of one unit is refused all the same.
    `absent`: the id in the address is NOBODY, so that who may ask hears 404. `path`: names in the address that are no ids. `other`: the
    answers allowed for a thing of another unit. `by`: people, OPEN (strangers too) or MACHINE (a push key of its own)."""

    permissions: tuple[P, ...] = ()
    body: Any = None
    query: dict[str, str] = field(default_factory=dict)
    company_wide: bool = False
    absent: bool = False
    path: dict[str, str] = field(default_factory=dict)
    other: frozenset[int] = frozenset({404})
    by: str = "people"


def may(*permissions: P, **more: Any) -> Needs:
    return Needs(permissions, **more)


EMPTY = frozenset({200})
SETTINGS = {"code": "matrix", "name": "matrix", "kind": "file", "unit_code": "{unit_code}"}
PERSON = {
    "name": "新人",
    "title": "",
    "language": "zh-CN",
    "role_codes": ["property_staff"],
    "unit_codes": ["{unit_code}"],
    "reason": "matrix",
}
ROLE = {"name_zh": "值班", "name_en": "Duty", "permissions": ["view_guests"], "clear_fields": [], "reason": "matrix"}
PURPOSE = {
    "name_zh": "用途", "name_en": "Purpose", "description_zh": "说明", "description_en": "Words", "pipl_basis": "consent", "gdpr_basis": "consent",
    "channels": ["sms"],
}  # fmt: skip
PRICE = {
    "kind": "price", "record_id": "{record_id}", "decided_by": "matrix", "model_version": "1", "inputs": [], "offer": "room", "price_minor": 1,
    "public_price_minor": 1, "currency": "CNY", "explanation_zh": "说明", "explanation_en": "Words",
}  # fmt: skip
SHOWN = {"shown": [{"id": NOBODY, "guest_id": NOBODY, "surface": "app", "cities": ["三亚"]}]}
INDEX_POLICY = {"weights": [], "coverage_least_percent": 40, "scales": []}
BATCH = {
    "code": "SPRING", "name_zh": "春季券", "name_en": "Spring", "mode": "unique", "total": 1, "terms": {"worth": "amount", "amount_minor": 1},
}  # fmt: skip
REWARD = {
    "code": "NIGHT", "name_zh": "房晚", "name_en": "Night", "kind": "free_night", "terms": {"points": 1}, "valid_from": "2099-01-01",
}  # fmt: skip
CLUB = {
    "code": "CIRCLE", "name_zh": "会", "name_en": "Circle", "promise_zh": "专人联系", "promise_en": "Somebody to call", "capacity": 1, "seen_number": 0,
}  # fmt: skip
EVENT = {
    "code": "DINNER", "name_zh": "晚宴", "name_en": "Dinner", "place": "外滩", "starts_at": "2099-01-02T10:00:00Z", "ends_at": "2099-01-02T12:00:00Z",
    "places": 1, "reply_until": "2099-01-01",
}  # fmt: skip
STAY = {"public_minor": 1, "currency": "CNY", "line": "hotel", "channel": "direct", "starts_on": "2099-01-01"}
MEMBER_PRICE = {
    "code": "MEMBER", "name_zh": "会员价", "name_en": "Member price", "terms": {"worth": "permille", "permille": 1}, "valid_from": "2099-01-01",
}  # fmt: skip
PARTNER = {"code": "BANK", "name_zh": "银行", "name_en": "Bank", "kind": "bank", "currency": "CNY"}
PARTNER_RATES = {"rates": {"earn": {"points": 1, "per": 2_000, "price_per_1000": 1_500}}, "valid_from": "2099-01-01"}
COUPONS = {"spend_minor": 1, "currency": "CNY", "codes": ["SPRING26"]}
EVERYONE = {"version": 1, "where": {"everyone": True}}
ACCOUNT = {"name": "robot", "purpose": "matrix", "owner_id": "{person_id}", "scopes": [], "unit_codes": ["{unit_code}"]}
OPT_IN = {"record_id": NOBODY, "purpose": "marketing", "channel": "sms", "said": "given", "decided_at": "2026-03-01T00:00:00Z"}
CALL = {"direction": "inbound", "outcome": "solved", "began_at": "2026-03-01T00:00:00Z", "summary": "matrix"}
TASK = {"text": "matrix", "due_on": "2099-01-01", "assignee_id": NOBODY}
TAG = {"name_zh": "矩阵", "name_en": "Matrix", "meaning_zh": "测试用的标签", "meaning_en": "For the matrix"}
RECIPIENT = {"name": "matrix", "country": "CN", "purpose": "matrix"}
EXCHANGE = {
    "recipient": RECIPIENT, "what": "guests", "fields_sent": ["name"], "people": 1, "is_sensitive": False, "sent_at": "2026-03-01T00:00:00Z",
}  # fmt: skip
CLOCK = {"count": 15, "unit": "working_days"}
PROGRAMME = {"code": "MATRIX", "name_zh": "矩阵", "name_en": "Matrix"}
EARNING_RULE = {"name": {"zh": "矩阵", "en": "Matrix"}, "kind": "POINTS", "basis": "night", "points_milli": 1000}
MATCH = {"tier": "GOLD", "days": 90, "evidence": "card", "reference": "M-1"}
CHALLENGE = {"tier": "GOLD", "days": 60, "asks": [{"measure": "NIGHTS", "least": 8}]}
PROGRAMME_RULES = {
    "seen_version": 1, "passing": {}, "family": {}, "expiry_mode": "never", "expiry_months": 1, "expiry_years": 1, "debt_max": 0, "backdate_days_max": 0, "adjust_max": 0,
    "face_minor_per_1000": 1,
}  # fmt: skip
RIGHTS = {
    "pipl": CLOCK,
    "gdpr": CLOCK,
    "bulk_people": 10,
    "package_days": 7,
    "on_key": "block",
    "on_document": "flag",
    "on_contact": "flag",
}
INCIDENT = {"kind": "leak", "title": "matrix", "happened": "matrix", "laws": ["pipl"], "found_at": "2026-03-01T00:00:00Z"}
HOURS = dict.fromkeys(("pipl_hours", "gdpr_hours", "cyber_hours", "critical_hours"), 24)
PEOPLE = {"larger_people": 10, "major_people": 100, "extreme_people": 1000}
INCIDENT_POLICY = HOURS | PEOPLE | {"summary_days": 30, "is_critical": 0, "assessment_years": 3}
ASSESSMENT = {
    "title": "matrix", "occasions": ["sharing"], "activity": "matrix", "necessity": "matrix", "risks": "matrix", "measures": "matrix",
    "risk": "low", "assessed_on": "2026-03-01",
}  # fmt: skip
VIEW = {"name": "matrix", "filters": {"status": "confirmed"}, "columns": {"source": True}}
DOCUMENT: dict[str, Any] = {"document": {"name": "matrix", "records": []}}

TAKE_OVER = {"source_id": NOBODY, "members_upload": NOBODY, "balances_upload": NOBODY}
ACCOUNTING = {
    "seen_number": 0, "revenue_account": "6001", "deferred_account": "2205", "expense_account": "6601", "expected_permille": 850,
}  # fmt: skip
EXPECTED: dict[str, Needs] = {
    # session, setup, links
    "get_session": may(),
    "change_session": may(body={"language": "en"}),
    "sign_out": may(),
    "get_setup_link": may(by=OPEN),
    "create_first_administrator": may(by=OPEN, body={"name": "x", "email": "x@x.example", "password": "x"}),
    "get_link": may(by=OPEN),
    "use_link": may(by=OPEN, body={"password": "x"}),
    # home, search, reference
    "get_home": may(),
    "get_glance": may(),
    "list_notifications": may(),
    "search": may(body={"text": "张伟"}),
    "list_presets": may(),
    "list_kinds": may(),
    "list_permissions": may(),
    "list_scopes": may(P.MANAGE_KEYS),
    # guests and bookings
    "list_guests": may(P.VIEW_GUESTS, query={"source_id": "{source_id}"}, other=EMPTY),
    "get_guest": may(P.VIEW_GUESTS),
    "list_guest_timeline": may(P.VIEW_GUESTS),
    "list_guest_companions": may(P.VIEW_GUESTS),
    "search_guests": may(P.VIEW_GUESTS, body={"text": "张伟"}, other=EMPTY),
    "count_guests": may(P.VIEW_GUESTS, body={"text": "张伟"}, other=EMPTY),
    "get_record": may(P.VIEW_GUESTS),
    "reveal_contact": may(P.REVEAL_CONTACTS, P.VIEW_GUESTS, body={"field": "phone", "purpose": "call_back"}),
    "list_bookings": may(P.VIEW_BOOKINGS, query={"source_id": "{source_id}"}, other=EMPTY),
    "get_booking_totals": may(P.VIEW_BOOKINGS, query={"source_id": "{source_id}"}, other=EMPTY),
    "search_bookings": may(P.VIEW_BOOKINGS, body={"text": "张伟"}, other=EMPTY),
    "get_found_totals": may(P.VIEW_BOOKINGS, body={"text": "张伟"}, other=EMPTY),
    "get_booking": may(P.VIEW_BOOKINGS),
    "list_booking_versions": may(P.VIEW_BOOKINGS),
    # identity: the steward's desk
    "list_asked_pairs": may(P.RESOLVE_GUESTS, P.VIEW_GUESTS),
    "count_asked_pairs": may(P.RESOLVE_GUESTS, P.VIEW_GUESTS),
    "count_acceptable_pairs": may(P.RESOLVE_GUESTS, P.VIEW_GUESTS, query={"weight_min": "5"}),
    "accept_asked_pairs": may(P.RESOLVE_GUESTS, P.VIEW_GUESTS, body={"weight_min": 5}),
    "get_record_pair": may(P.RESOLVE_GUESTS, P.VIEW_GUESTS, absent=True),
    "list_identity_decisions": may(P.RESOLVE_GUESTS, P.VIEW_GUESTS),
    "say_of_records": may(
        P.RESOLVE_GUESTS, P.VIEW_GUESTS, body={"left_id": "{record_id}", "right_id": NOBODY, "said": "same"}, absent=True
    ),
    "undo_identity_decision": may(P.RESOLVE_GUESTS, absent=True),
    "split_guest_record": may(P.RESOLVE_GUESTS, P.VIEW_GUESTS, body={"reason": "matrix"}),
    "why_one_guest": may(P.VIEW_GUESTS),
    "get_precision_report": may(P.RESOLVE_GUESTS),
    "list_pairs_to_review": may(P.RESOLVE_GUESTS, P.VIEW_GUESTS),
    "draw_review_sample": may(P.RESOLVE_GUESTS, body={"seed": 1}, company_wide=True),
    "list_match_runs": may(P.RESOLVE_GUESTS, P.VIEW_GUESTS),
    "get_match_run": may(P.RESOLVE_GUESTS, absent=True),
    "order_match_run": may(P.RESOLVE_GUESTS, company_wide=True),
    "cancel_match_run": may(P.RESOLVE_GUESTS, company_wide=True, absent=True),
    "review_drawn_pair": may(P.RESOLVE_GUESTS, body={"is_same": True}, path={"pair_id": "999999999"}, absent=True),
    # insight
    "list_features": may(P.VIEW_INSIGHT),
    "summarise_feature": may(P.VIEW_INSIGHT, company_wide=True, path={"name": "no_such_feature"}, absent=True),
    "get_guest_features": may(P.VIEW_INSIGHT, P.VIEW_GUESTS, absent=True),
    "get_rfm_map": may(P.VIEW_INSIGHT, company_wide=True, absent=True),
    "get_rfm_migration": may(P.VIEW_INSIGHT, company_wide=True, absent=True, query={"before": "2026-01-31", "after": "2026-02-28"}),
    "get_lifecycle": may(P.VIEW_INSIGHT, company_wide=True, absent=True),
    "list_guests_behind": may(P.VIEW_INSIGHT, P.VIEW_GUESTS, company_wide=True, absent=True, query={"kind": "stage", "key": "lost"}),
    "get_guest_rfm": may(P.VIEW_INSIGHT, P.VIEW_GUESTS, absent=True),
    "get_guest_lifecycle": may(P.VIEW_INSIGHT, P.VIEW_GUESTS, absent=True),
    "list_insight_policies": may(P.VIEW_INSIGHT),
    "change_insight_policy": may(
        P.MANAGE_MODELS, P.VIEW_INSIGHT, company_wide=True, body={"seen_version": 0, "policy": {"kind": "leaving", "horizon_days": 200}}
    ),
    "preview_insight_policy": may(
        P.MANAGE_MODELS, P.VIEW_INSIGHT, company_wide=True, absent=True, body={"policy": {"kind": "leaving", "horizon_days": 200}}
    ),
    "get_rate_sheet": may(P.VIEW_INSIGHT),
    "list_entered_rates": may(P.VIEW_INSIGHT),
    "read_pasted_rates": may(P.VIEW_INSIGHT, body={"text": "USD,2026-11-01,7.12"}),
    "enter_rates": may(P.MANAGE_MODELS, P.VIEW_INSIGHT, company_wide=True, body={"text": "USD,2026-11-01,7.12"}),
    "get_tier_counts": may(P.VIEW_INSIGHT, company_wide=True, absent=True),
    "get_value_deciles": may(P.VIEW_INSIGHT, company_wide=True, absent=True),
    "get_guest_tier": may(P.VIEW_INSIGHT, P.VIEW_GUESTS, absent=True),
    # segment
    "get_audience_catalogue": may(P.VIEW_AUDIENCES, P.VIEW_INSIGHT, P.VIEW_GUESTS, company_wide=True),
    "suggest_audience_values": may(
        P.VIEW_AUDIENCES, P.VIEW_INSIGHT, P.VIEW_GUESTS, company_wide=True, query={"field": "feature.city_top"}, absent=True
    ),
    "preview_audience": may(P.VIEW_AUDIENCES, P.VIEW_INSIGHT, P.VIEW_GUESTS, company_wide=True, body={"definition": EVERYONE}, absent=True),
    "explain_audience_guest": may(
        P.VIEW_AUDIENCES, P.VIEW_INSIGHT, P.VIEW_GUESTS, company_wide=True, body={"definition": EVERYONE, "guest_id": NOBODY}, absent=True
    ),
    "contrast_audience": may(
        P.VIEW_AUDIENCES, P.VIEW_INSIGHT, P.VIEW_GUESTS, company_wide=True, body={"definition": EVERYONE}, absent=True
    ),
    "overlap_audiences": may(
        P.VIEW_AUDIENCES, P.VIEW_INSIGHT, P.VIEW_GUESTS, company_wide=True, body={"definitions": [EVERYONE]}, absent=True
    ),
    "list_audiences": may(P.VIEW_AUDIENCES, company_wide=True),
    "create_audience": may(
        P.EDIT_AUDIENCES,
        P.VIEW_AUDIENCES,
        P.VIEW_INSIGHT,
        P.VIEW_GUESTS,
        company_wide=True,
        body={"name_zh": "全部", "definition": EVERYONE},
    ),
    "create_audience_list": may(P.EDIT_AUDIENCES, P.VIEW_GUESTS, company_wide=True, body=b"guest_id\n", query={"name_zh": "名单"}),
    "list_audience_rebuilds": may(P.VIEW_AUDIENCES, company_wide=True),
    "order_audience_rebuild": may(P.EDIT_AUDIENCES, company_wide=True, body={}),
    "cancel_audience_rebuild": may(P.EDIT_AUDIENCES, company_wide=True, absent=True),
    "list_audiences_of_guest": may(P.VIEW_AUDIENCES, P.VIEW_INSIGHT, P.VIEW_GUESTS, absent=True),
    "list_audiences_fitting_guest": may(P.VIEW_AUDIENCES, P.VIEW_INSIGHT, P.VIEW_GUESTS, company_wide=True, absent=True),
    "get_audience": may(P.VIEW_AUDIENCES, company_wide=True, absent=True),
    "save_audience": may(
        P.EDIT_AUDIENCES, company_wide=True, absent=True, body={"name_zh": "全部", "definition": EVERYONE, "seen_revision": 1}
    ),
    "archive_audience": may(P.EDIT_AUDIENCES, company_wide=True, absent=True),
    "copy_audience": may(P.EDIT_AUDIENCES, company_wide=True, absent=True, body={"name_zh": "副本"}),
    "list_audience_days": may(P.VIEW_AUDIENCES, company_wide=True, absent=True),
    "list_audience_changes": may(P.VIEW_AUDIENCES, company_wide=True, absent=True),
    "list_audience_moved": may(P.VIEW_AUDIENCES, company_wide=True, absent=True, path={"change_id": "1", "side": "entered"}),
    "list_audience_members": may(P.VIEW_AUDIENCES, company_wide=True, absent=True),
    "explain_audience_member": may(P.VIEW_AUDIENCES, company_wide=True, absent=True),
    "list_demand_series": may(P.VIEW_INSIGHT, company_wide=True),
    "get_demand": may(P.VIEW_INSIGHT, company_wide=True, query={"series": "company"}),
    "get_pick_up": may(P.VIEW_INSIGHT, company_wide=True, query={"series": "company"}),
    "get_elasticities": may(P.VIEW_INSIGHT, company_wide=True, query={"series": "company"}),
    "list_bookings_at_risk": may(P.VIEW_INSIGHT, P.VIEW_BOOKINGS, absent=True),
    "summarise_bookings_at_risk": may(P.VIEW_INSIGHT, P.VIEW_BOOKINGS, absent=True),
    "list_leaving": may(P.VIEW_INSIGHT, P.VIEW_GUESTS, company_wide=True, absent=True),
    "summarise_leaving": may(P.VIEW_INSIGHT, P.VIEW_GUESTS, company_wide=True, absent=True),
    "list_programmes": may(P.VIEW_LOYALTY),
    "create_programme": may(P.MANAGE_LOYALTY, body=PROGRAMME, company_wide=True),
    "get_programme": may(P.VIEW_LOYALTY, absent=True),
    "set_programme_state": may(P.MANAGE_LOYALTY, body={"state": "open"}, company_wide=True, absent=True),
    "change_programme_rules": may(P.MANAGE_LOYALTY, body=PROGRAMME_RULES, company_wide=True, absent=True),
    "enrol_guest": may(P.SERVE_MEMBERS, P.VIEW_LOYALTY, body={"guest_id": NOBODY}, absent=True),
    "list_memberships": may(P.VIEW_LOYALTY, P.VIEW_GUESTS),
    "get_member": may(P.VIEW_LOYALTY, absent=True),
    "list_balances": may(P.VIEW_LOYALTY, absent=True),
    "list_point_lots": may(P.VIEW_LOYALTY, absent=True, path={"kind": "POINTS"}),
    "list_entries": may(P.VIEW_LOYALTY, absent=True),
    "leave_programme": may(P.SERVE_MEMBERS, P.VIEW_LOYALTY, absent=True),
    "get_liability": may(P.VIEW_LOYALTY, company_wide=True, absent=True),
    "reconcile_liability": may(P.VIEW_LOYALTY, company_wide=True, absent=True),
    "get_closed_month": may(P.VIEW_LOYALTY, company_wide=True, absent=True, path={"month": "2026-03"}),
    "close_month": may(P.MANAGE_LOYALTY, body={"month": "2026-03"}, company_wide=True, absent=True),
    "get_closing": may(P.VIEW_LOYALTY, company_wide=True, absent=True),
    "cancel_closing": may(P.MANAGE_LOYALTY, company_wide=True, absent=True),
    "change_accounting": may(P.MANAGE_LOYALTY, body=ACCOUNTING, company_wide=True, absent=True),
    "find_comparison": may(P.VIEW_LOYALTY, company_wide=True, absent=True),
    "compare_bookings": may(P.MANAGE_LOYALTY, company_wide=True, absent=True),
    "cancel_comparison": may(P.MANAGE_LOYALTY, company_wide=True, absent=True),
    "list_booking_differences": may(P.VIEW_LOYALTY, company_wide=True, absent=True),
    "list_take_overs": may(P.MANAGE_LOYALTY, company_wide=True, absent=True),
    "check_take_over": may(P.MANAGE_LOYALTY, P.LOAD_DATA, body=TAKE_OVER, company_wide=True, absent=True),
    "get_take_over": may(P.MANAGE_LOYALTY, company_wide=True, absent=True),
    "carry_out_take_over": may(P.MANAGE_LOYALTY, P.LOAD_DATA, company_wide=True, absent=True),
    "cancel_take_over": may(P.MANAGE_LOYALTY, company_wide=True, absent=True),
    "count_take_over_faults": may(P.MANAGE_LOYALTY, company_wide=True, absent=True),
    "list_take_over_faults": may(P.MANAGE_LOYALTY, company_wide=True, absent=True),
    "download_take_over_faults": may(P.MANAGE_LOYALTY, P.LOAD_DATA, company_wide=True, absent=True),
    "prove_take_over": may(P.MANAGE_LOYALTY, company_wide=True, absent=True),
    "get_programme_overview": may(P.VIEW_LOYALTY, company_wide=True, absent=True),
    "list_members": may(P.VIEW_LOYALTY, absent=True),
    "get_entry_trail": may(P.VIEW_LOYALTY, absent=True, path={"entry_id": NOBODY}),
    "list_earning_rules": may(P.VIEW_LOYALTY),
    "set_earning_rule": may(
        P.MANAGE_LOYALTY, body={"rule": EARNING_RULE, "valid_from": "2099-01-01"}, company_wide=True, absent=True, path={"code": "MATRIX"}
    ),
    "end_earning_rule": may(P.MANAGE_LOYALTY, body={"ends_on": "2099-01-01"}, company_wide=True, absent=True, path={"code": "MATRIX"}),
    "list_budgets": may(P.VIEW_LOYALTY, absent=True),
    "fund_budget": may(P.MANAGE_LOYALTY, body={"points": 1, "reference": "m"}, company_wide=True, absent=True, path={"code": "MATRIX"}),
    "list_unearned": may(P.VIEW_LOYALTY, company_wide=True),
    "simulate_earning": may(P.VIEW_LOYALTY, body={"months": 1}, company_wide=True, absent=True),
    "find_simulation": may(P.VIEW_LOYALTY, company_wide=True, absent=True, path={"code": "MATRIX"}),
    "get_simulation": may(P.VIEW_LOYALTY, company_wide=True, absent=True),
    "cancel_simulation": may(P.VIEW_LOYALTY, company_wide=True, absent=True),
    "order_earning": may(P.MANAGE_LOYALTY, company_wide=True),
    "list_claims": may(P.VIEW_LOYALTY, company_wide=True, absent=True),
    "list_member_claims": may(P.VIEW_LOYALTY, absent=True),
    "claim_stay": may(P.SERVE_MEMBERS, P.VIEW_LOYALTY, body={"booking_id": NOBODY, "proof": "folio"}, absent=True),
    "grant_claim": may(P.MANAGE_LOYALTY, P.VIEW_LOYALTY, company_wide=True, absent=True),
    "refuse_claim": may(P.MANAGE_LOYALTY, P.VIEW_LOYALTY, body={"why": "not_theirs"}, company_wide=True, absent=True),
    "list_tier_versions": may(P.VIEW_LOYALTY),
    "set_tiers": may(
        P.MANAGE_LOYALTY, body={"policy": {"tiers": []}, "valid_from": "2099-01-01", "seen_number": 0}, company_wide=True, absent=True
    ),
    "add_tier_measure": may(P.MANAGE_LOYALTY, body={"code": "STAYS", "name_zh": "次", "name_en": "Stays"}, company_wide=True, absent=True),
    "get_tier_board": may(P.VIEW_LOYALTY, company_wide=True, absent=True),
    "order_tier_review": may(P.MANAGE_LOYALTY, company_wide=True),
    "list_near_members": may(P.VIEW_LOYALTY, company_wide=True, absent=True),
    "get_member_tier": may(P.VIEW_LOYALTY, absent=True),
    "list_tier_changes": may(P.VIEW_LOYALTY, absent=True),
    "list_given_tiers": may(P.VIEW_LOYALTY, absent=True),
    "offer_tier_match": may(P.ADJUST_POINTS, P.VIEW_LOYALTY, body=MATCH, absent=True),
    "offer_tier_challenge": may(P.ADJUST_POINTS, P.VIEW_LOYALTY, body=CHALLENGE, absent=True),
    "give_tier_by_hand": may(
        P.MANAGE_LOYALTY, P.VIEW_LOYALTY, body={"tier": "GOLD", "until": "2099-01-01", "reason": "recovery"}, absent=True
    ),
    "accept_tier_offer": may(P.SERVE_MEMBERS, absent=True),
    "withdraw_given_tier": may(P.ADJUST_POINTS, absent=True),
    "use_benefit": may(P.SERVE_MEMBERS, P.VIEW_LOYALTY, body={"benefit": "UPGRADE", "key": "m"}, absent=True),
    "confirm_benefit_use": may(P.SERVE_MEMBERS, absent=True),
    "give_benefit_back": may(P.SERVE_MEMBERS, absent=True),
    "list_coupon_batches": may(P.VIEW_LOYALTY, absent=True),
    "create_coupon_batch": may(P.MANAGE_LOYALTY, P.VIEW_LOYALTY, body=BATCH, company_wide=True, absent=True),
    "get_coupon_batch": may(P.VIEW_LOYALTY, absent=True),
    "set_coupon_terms": may(
        P.MANAGE_LOYALTY, P.VIEW_LOYALTY, body={"terms": BATCH["terms"], "seen_number": 1}, company_wide=True, absent=True
    ),
    "set_coupon_batch_open": may(P.MANAGE_LOYALTY, P.VIEW_LOYALTY, body={"is_open": False}, company_wide=True, absent=True),
    "print_coupon_codes": may(P.MANAGE_LOYALTY, P.VIEW_LOYALTY, body={"count": 1}, company_wide=True, absent=True),
    "list_coupon_orders": may(P.VIEW_LOYALTY, company_wide=True, absent=True),
    "list_coupon_bundles": may(P.VIEW_LOYALTY, absent=True),
    "create_coupon_bundle": may(
        P.MANAGE_LOYALTY,
        P.VIEW_LOYALTY,
        body={"code": "GIFT", "name_zh": "礼包", "name_en": "Gift", "parts": []},
        company_wide=True,
        absent=True,
    ),
    "list_member_coupons": may(P.VIEW_LOYALTY, absent=True),
    "claim_coupon": may(P.SERVE_MEMBERS, P.VIEW_LOYALTY, absent=True),
    "claim_coupon_bundle": may(P.SERVE_MEMBERS, absent=True),
    "quote_coupons": may(P.SERVE_MEMBERS, P.VIEW_LOYALTY, body=COUPONS, absent=True),
    "hold_coupons": may(P.SERVE_MEMBERS, P.VIEW_LOYALTY, body=COUPONS, absent=True),
    "get_coupon_order": may(P.SERVE_MEMBERS, absent=True),
    "confirm_coupon_order": may(P.SERVE_MEMBERS, absent=True),
    "give_coupon_order_back": may(P.SERVE_MEMBERS, absent=True),
    "list_rewards": may(P.VIEW_LOYALTY, absent=True),
    "create_reward": may(P.MANAGE_LOYALTY, P.VIEW_LOYALTY, body=REWARD, company_wide=True, absent=True),
    "get_reward": may(P.VIEW_LOYALTY, absent=True),
    "list_reward_versions": may(P.VIEW_LOYALTY, absent=True),
    "set_reward_terms": may(
        P.MANAGE_LOYALTY, P.VIEW_LOYALTY, body={"terms": {"points": 1}, "valid_from": "2099-01-01"}, company_wide=True, absent=True
    ),
    "add_reward_stock": may(P.MANAGE_LOYALTY, P.VIEW_LOYALTY, body={"pieces": 1}, company_wide=True, absent=True),
    "quote_reward": may(P.SERVE_MEMBERS, P.VIEW_LOYALTY, body={"reward_id": NOBODY}, absent=True),
    "reserve_reward": may(P.SERVE_MEMBERS, P.VIEW_LOYALTY, body={"reward_id": NOBODY}, absent=True),
    "list_reward_orders": may(P.VIEW_LOYALTY, absent=True),
    "list_programme_reward_orders": may(P.VIEW_LOYALTY, company_wide=True, absent=True),
    "get_reward_order": may(P.VIEW_LOYALTY, absent=True),
    "confirm_reward": may(P.SERVE_MEMBERS, P.VIEW_LOYALTY, absent=True),
    "cancel_reward": may(P.SERVE_MEMBERS, P.VIEW_LOYALTY, absent=True),
    "list_adjustments": may(P.VIEW_LOYALTY, absent=True),
    "get_adjustment_limit": may(P.ADJUST_POINTS, P.VIEW_LOYALTY, absent=True),
    "adjust_points": may(P.ADJUST_POINTS, P.VIEW_LOYALTY, body={"points": 1, "reason": "goodwill", "words": "matrix"}, absent=True),
    "take_back_adjustment": may(P.ADJUST_POINTS, body={"words": "matrix"}, absent=True),
    "get_passing_room": may(P.VIEW_LOYALTY, absent=True),
    "list_company_members": may(P.VIEW_LOYALTY, absent=True),
    "enrol_company": may(P.SERVE_MEMBERS, P.VIEW_LOYALTY, body={"name": "matrix"}, absent=True),
    "get_company_place": may(P.VIEW_LOYALTY, absent=True),
    "add_company_traveller": may(P.SERVE_MEMBERS, P.VIEW_LOYALTY, body={"number": "1000000016", "agreed_by": "desk"}, absent=True),
    "remove_company_traveller": may(P.SERVE_MEMBERS, P.VIEW_LOYALTY, absent=True),
    "get_family": may(P.VIEW_LOYALTY, absent=True),
    "open_family": may(P.SERVE_MEMBERS, P.VIEW_LOYALTY, body={"shares": False}, absent=True),
    "invite_to_family": may(P.SERVE_MEMBERS, P.VIEW_LOYALTY, body={"number": "1000000016"}, absent=True),
    "add_minor": may(P.SERVE_MEMBERS, P.VIEW_LOYALTY, body={"number": "1000000016"}, absent=True),
    "answer_family_invitation": may(P.SERVE_MEMBERS, P.VIEW_LOYALTY, body={"accept": False}, absent=True),
    "withdraw_family_invitation": may(P.SERVE_MEMBERS, P.VIEW_LOYALTY, absent=True),
    "set_family_sharing": may(P.SERVE_MEMBERS, P.VIEW_LOYALTY, body={"shares": False}, absent=True),
    "leave_family": may(P.SERVE_MEMBERS, P.VIEW_LOYALTY, absent=True),
    "list_passings": may(P.VIEW_LOYALTY, absent=True),
    "pass_points": may(P.SERVE_MEMBERS, P.VIEW_LOYALTY, body={"kind": "gift", "taker_number": "1000000016", "points": 100}, absent=True),
    "accept_passing": may(P.SERVE_MEMBERS, P.VIEW_LOYALTY, absent=True),
    "return_passing": may(P.SERVE_MEMBERS, P.VIEW_LOYALTY, absent=True),
    "list_clubs": may(P.VIEW_LOYALTY, absent=True),
    "set_club": may(P.MANAGE_LOYALTY, P.VIEW_LOYALTY, body=CLUB, company_wide=True, absent=True),
    "list_club_members": may(P.VIEW_LOYALTY, company_wide=True, absent=True),
    "invite_to_club": may(P.MANAGE_LOYALTY, P.VIEW_LOYALTY, body={"member_id": NOBODY}, absent=True),
    "list_member_clubs": may(P.VIEW_LOYALTY, absent=True),
    "answer_club_invitation": may(P.SERVE_MEMBERS, P.VIEW_LOYALTY, body={"is_accepted": True}, absent=True),
    "leave_club": may(P.SERVE_MEMBERS, P.VIEW_LOYALTY, absent=True),
    "set_club_contact": may(P.SERVE_MEMBERS, P.VIEW_LOYALTY, body={"contact_id": None}, absent=True),
    "list_club_events": may(P.VIEW_LOYALTY, absent=True),
    "set_club_event": may(P.MANAGE_LOYALTY, P.VIEW_LOYALTY, body=EVENT, company_wide=True, absent=True),
    "cancel_club_event": may(P.MANAGE_LOYALTY, P.VIEW_LOYALTY, company_wide=True, absent=True),
    "list_event_replies": may(P.VIEW_LOYALTY, company_wide=True, absent=True),
    "reply_to_event": may(P.SERVE_MEMBERS, P.VIEW_LOYALTY, body={"guests": 0}, absent=True),
    "note_attendance": may(P.SERVE_MEMBERS, P.VIEW_LOYALTY, body={"came": 1}, absent=True),
    "list_member_prices": may(P.VIEW_LOYALTY, absent=True),
    "create_member_price": may(P.MANAGE_LOYALTY, P.VIEW_LOYALTY, body=MEMBER_PRICE, company_wide=True, absent=True),
    "list_member_price_versions": may(P.VIEW_LOYALTY, absent=True),
    "set_member_price": may(
        P.MANAGE_LOYALTY,
        P.VIEW_LOYALTY,
        body={"terms": MEMBER_PRICE["terms"], "valid_from": "2099-01-01"},
        company_wide=True,
        absent=True,
    ),
    "list_tier_prices": may(P.VIEW_LOYALTY, body=STAY, absent=True),
    "quote_member_price": may(P.DECIDE_PRICES, P.VIEW_LOYALTY, body=STAY, absent=True),
    "list_partners": may(P.VIEW_LOYALTY, company_wide=True, absent=True),
    "create_partner": may(P.MANAGE_LOYALTY, P.VIEW_LOYALTY, body=PARTNER, company_wide=True, absent=True),
    "get_partner": may(P.VIEW_LOYALTY, absent=True),
    "change_partner": may(P.MANAGE_LOYALTY, P.VIEW_LOYALTY, body={"name_zh": "银行", "name_en": "Bank"}, company_wide=True, absent=True),
    "set_partner_state": may(P.MANAGE_LOYALTY, P.VIEW_LOYALTY, body={"state": "active"}, company_wide=True, absent=True),
    "list_partner_rates": may(P.VIEW_LOYALTY, absent=True),
    "set_partner_rates": may(P.MANAGE_LOYALTY, P.VIEW_LOYALTY, body=PARTNER_RATES, company_wide=True, absent=True),
    "get_partner_statement": may(P.VIEW_LOYALTY, company_wide=True, absent=True),
    "list_partner_lines": may(P.VIEW_LOYALTY, company_wide=True, absent=True),
    "quote_partner": may(P.VIEW_LOYALTY, body={"kind": "earn", "amount": 1}, absent=True),
    "accrue_at_partner": may(P.SERVE_MEMBERS, P.VIEW_LOYALTY, body={"member_number": "1000000016", "amount": 1}, absent=True),
    "redeem_at_partner": may(P.SERVE_MEMBERS, P.VIEW_LOYALTY, body={"member_number": "1000000016", "points": 1}, absent=True),
    "reverse_at_partner": may(P.SERVE_MEMBERS, P.VIEW_LOYALTY, body={"of": "E1"}, absent=True),
    "get_partner_line": may(P.VIEW_LOYALTY, absent=True),
    "confirm_partner_line": may(P.SERVE_MEMBERS, P.VIEW_LOYALTY, absent=True),
    "cancel_partner_line": may(P.SERVE_MEMBERS, P.VIEW_LOYALTY, absent=True),
    "list_partner_files": may(P.MANAGE_LOYALTY, P.VIEW_LOYALTY, company_wide=True, absent=True),
    "check_partner_file": may(P.MANAGE_LOYALTY, P.LOAD_DATA, P.VIEW_LOYALTY, body={"upload_id": NOBODY}, company_wide=True, absent=True),
    "get_partner_file": may(P.MANAGE_LOYALTY, company_wide=True, absent=True),
    "carry_out_partner_file": may(P.MANAGE_LOYALTY, company_wide=True, absent=True),
    "cancel_partner_file": may(P.MANAGE_LOYALTY, company_wide=True, absent=True),
    "count_partner_faults": may(P.MANAGE_LOYALTY, company_wide=True, absent=True),
    "list_partner_faults": may(P.MANAGE_LOYALTY, company_wide=True, absent=True),
    "download_partner_faults": may(P.MANAGE_LOYALTY, company_wide=True, absent=True),
    "get_gift_policy": may(P.VIEW_LOYALTY, absent=True),
    "set_gift_policy": may(P.MANAGE_LOYALTY, P.VIEW_LOYALTY, body={"policy": {}, "seen_number": 0}, company_wide=True, absent=True),
    "get_gift_liability": may(P.VIEW_LOYALTY, company_wide=True, absent=True),
    "get_gift_statement": may(P.VIEW_LOYALTY, company_wide=True, absent=True),
    "list_gift_cards": may(P.VIEW_LOYALTY, company_wide=True, absent=True),
    "list_gift_card_uses": may(P.VIEW_LOYALTY, absent=True),
    "issue_gift_card": may(P.SERVE_MEMBERS, P.VIEW_LOYALTY, body={"face_minor": 1}, absent=True),
    "find_gift_card": may(P.SERVE_MEMBERS, P.VIEW_LOYALTY, body={"code": "HZJ72N0BF7FC8469"}, absent=True),
    "list_member_gift_cards": may(P.VIEW_LOYALTY, absent=True),
    "get_gift_card": may(P.VIEW_LOYALTY, absent=True),
    "extend_gift_card": may(P.SERVE_MEMBERS, P.VIEW_LOYALTY, absent=True),
    "pay_out_gift_card": may(P.ADJUST_POINTS, P.VIEW_LOYALTY, absent=True),
    "hold_gift_card": may(P.SERVE_MEMBERS, P.VIEW_LOYALTY, body={"code": "HZJ72N0BF7FC8469", "amount_minor": 1}, absent=True),
    "confirm_gift_use": may(P.SERVE_MEMBERS, P.VIEW_LOYALTY, absent=True),
    "give_gift_back": may(P.SERVE_MEMBERS, P.VIEW_LOYALTY, body={}, absent=True),
    "list_referral_terms": may(P.VIEW_LOYALTY, absent=True),
    "set_referral_terms": may(
        P.MANAGE_LOYALTY, P.VIEW_LOYALTY, body={"terms": {}, "valid_from": "2099-01-01", "seen_number": 0}, company_wide=True, absent=True
    ),
    "fund_referrals": may(P.MANAGE_LOYALTY, P.VIEW_LOYALTY, body={"points": 1}, company_wide=True, absent=True),
    "get_referral_board": may(P.VIEW_LOYALTY, company_wide=True, absent=True),
    "list_referrals": may(P.VIEW_LOYALTY, company_wide=True, absent=True),
    "enrol_referred": may(P.SERVE_MEMBERS, body={"guest_id": NOBODY, "code": "HZJ72N0BF7FC8469"}, absent=True),
    "find_referral_code": may(P.VIEW_LOYALTY, absent=True),
    "make_referral_code": may(P.SERVE_MEMBERS, P.VIEW_LOYALTY, absent=True),
    "revoke_referral_code": may(P.SERVE_MEMBERS, P.VIEW_LOYALTY, absent=True),
    "list_member_referrals": may(P.VIEW_LOYALTY, absent=True),
    "give_referral_code": may(P.SERVE_MEMBERS, P.VIEW_LOYALTY, body={"code": "HZJ72N0BF7FC8469"}, absent=True),
    "get_referral": may(P.VIEW_LOYALTY, absent=True),
    "approve_referral": may(P.MANAGE_LOYALTY, company_wide=True, absent=True),
    "refuse_referral": may(P.MANAGE_LOYALTY, body={"why": "ring"}, company_wide=True, absent=True),
    "list_groups": may(P.VIEW_INSIGHT, company_wide=True, absent=True),
    "name_group": may(P.MANAGE_MODELS, body={"name": "x"}, company_wide=True, absent=True, path={"number": "1"}),
    "list_group_guests": may(P.VIEW_INSIGHT, P.VIEW_GUESTS, company_wide=True, absent=True, path={"number": "1"}),
    "list_associations": may(P.VIEW_INSIGHT, company_wide=True),
    "order_associations": may(P.MANAGE_MODELS, company_wide=True),
    "cancel_associations": may(P.MANAGE_MODELS, company_wide=True, absent=True),
    "list_association_guests": may(P.VIEW_INSIGHT, P.VIEW_GUESTS, company_wide=True, absent=True),
    "list_snapshots": may(P.VIEW_INSIGHT),
    "get_snapshot": may(P.VIEW_INSIGHT, absent=True),
    "order_snapshot": may(P.MANAGE_MODELS, body={"is_full": False}, company_wide=True),
    "cancel_snapshot": may(P.MANAGE_MODELS, company_wide=True, absent=True),
    # insight: the model register
    "list_models": may(P.VIEW_INSIGHT, P.VIEW_GUESTS),
    "list_model_runs": may(P.VIEW_INSIGHT, P.VIEW_GUESTS),
    "get_model_run": may(P.VIEW_INSIGHT, absent=True),
    "cancel_model_run": may(P.MANAGE_MODELS, company_wide=True, absent=True),
    "train_models": may(P.MANAGE_MODELS, body={"kinds": []}, company_wide=True),
    "score_with_models": may(P.MANAGE_MODELS, company_wide=True, absent=True),
    "get_model_version": may(P.VIEW_INSIGHT, absent=True),
    "publish_model": may(P.MANAGE_MODELS, body={"reason": "matrix"}, company_wide=True, absent=True),
    "list_model_versions": may(P.VIEW_INSIGHT, path={"kind": "no_such_kind"}, absent=True),
    "roll_back_model": may(P.MANAGE_MODELS, body={"reason": "matrix"}, company_wide=True, path={"kind": "no_such_kind"}, absent=True),
    "list_quality_goals": may(P.VIEW_INSIGHT),
    "get_guest_scores": may(P.VIEW_INSIGHT, P.VIEW_GUESTS, absent=True),
    "explain_guest_score": may(P.VIEW_INSIGHT, P.VIEW_GUESTS, absent=True, path={"kind": "no_such_kind"}),
    "list_scored_guests": may(P.VIEW_INSIGHT, P.VIEW_GUESTS, company_wide=True, absent=True, query={"score": "alive_chance"}),
    "count_scored_guests": may(P.VIEW_INSIGHT, P.VIEW_GUESTS, company_wide=True, absent=True, query={"score": "alive_chance"}),
    # recommendations
    "get_destinations": may(P.VIEW_INSIGHT, P.VIEW_GUESTS, absent=True),
    "answer_city": may(P.VIEW_INSIGHT, P.EDIT_GUESTS, P.VIEW_GUESTS, body={"city": "三亚", "answer": "been"}, absent=True),
    "take_back_answer": may(P.VIEW_INSIGHT, P.EDIT_GUESTS, P.VIEW_GUESTS, body={"city": "三亚"}, absent=True),
    "log_impressions": may(P.VIEW_INSIGHT, P.VIEW_GUESTS, body=SHOWN, absent=True),
    "log_click": may(P.VIEW_INSIGHT, body={"city": "三亚"}, absent=True),
    "list_list_runs": may(P.VIEW_INSIGHT),
    "get_results": may(P.VIEW_INSIGHT, company_wide=True),
    "list_behind_results": may(P.VIEW_INSIGHT, P.VIEW_GUESTS, company_wide=True, query={"became": "clicked"}),
    "order_lists": may(P.MANAGE_MODELS, company_wide=True, absent=True),
    "cancel_lists": may(P.MANAGE_MODELS, company_wide=True, absent=True),
    # the loyalty index
    "get_guest_index": may(P.VIEW_LOYALTY, P.VIEW_GUESTS, absent=True),
    "get_index_board": may(P.VIEW_LOYALTY, P.VIEW_INSIGHT, company_wide=True, absent=True),
    "list_index_groups": may(P.VIEW_LOYALTY, P.VIEW_INSIGHT, company_wide=True, absent=True, query={"by": "tier"}),
    "list_index_guests": may(P.VIEW_LOYALTY, P.VIEW_INSIGHT, P.VIEW_GUESTS, company_wide=True, absent=True),
    "list_index_movers": may(P.VIEW_LOYALTY, P.VIEW_INSIGHT, P.VIEW_GUESTS, company_wide=True, absent=True),
    "get_index_policy": may(P.VIEW_LOYALTY, P.VIEW_INSIGHT),
    "change_index_policy": may(P.MANAGE_LOYALTY, body={"policy": INDEX_POLICY, "seen_number": 0}, company_wide=True),
    "preview_index_policy": may(P.MANAGE_LOYALTY, body={"policy": INDEX_POLICY}, company_wide=True),
    "list_index_runs": may(P.VIEW_LOYALTY),
    "order_index": may(P.MANAGE_LOYALTY, body={}, company_wide=True, absent=True),
    "cancel_index": may(P.MANAGE_LOYALTY, company_wide=True, absent=True),
    # sources, uploads, runs, quarantine, push
    "list_sources": may(P.VIEW_SOURCES),
    "create_source": may(P.MANAGE_SOURCES, body=SETTINGS),
    "get_source": may(P.VIEW_SOURCES),
    "change_source": may(P.MANAGE_SOURCES, body=SETTINGS),
    "list_mappings": may(P.VIEW_SOURCES),
    "save_mapping": may(P.LOAD_DATA, body=DOCUMENT),
    "list_push_keys": may(P.MANAGE_SOURCES),
    "create_push_key": may(P.MANAGE_SOURCES, body={"name": "matrix"}),
    "revoke_push_key": may(P.MANAGE_SOURCES),
    "get_pull": may(P.VIEW_SOURCES),
    "pull_source": may(P.LOAD_DATA),
    "store_upload": may(P.LOAD_DATA, body=b"order\n1\n"),
    "get_upload": may(P.VIEW_SOURCES),
    "inspect_upload": may(P.LOAD_DATA, body={}),
    "suggest_mapping": may(P.LOAD_DATA),
    "preview_mapping": may(P.LOAD_DATA, body=DOCUMENT),
    "list_runs": may(P.VIEW_SOURCES, query={"source_id": "{source_id}"}, other=EMPTY),
    "start_run": may(P.LOAD_DATA, body={"upload_id": "{upload_id}", "mapping_id": "{mapping_id}"}),
    "get_run": may(P.VIEW_SOURCES),
    "cancel_run": may(P.LOAD_DATA),
    "resume_run": may(P.LOAD_DATA),
    "list_quarantined_rows": may(P.VIEW_SOURCES, query={"source_id": "{source_id}"}, other=EMPTY),
    "list_quarantine_rules": may(P.VIEW_SOURCES, query={"source_id": "{source_id}"}, other=EMPTY),
    "get_quarantined_row": may(P.VIEW_SOURCES),
    "mend_quarantined_row": may(P.LOAD_DATA, body={"values": {}}),
    "replay_quarantined_rows": may(P.LOAD_DATA, body={"source_id": "{source_id}"}),
    "discard_quarantined_rows": may(P.LOAD_DATA, body={"row_ids": ["{row_id}"]}, other=frozenset({404, 409, 422})),
    "push_records": may(by=MACHINE, body=[]),
    # people, roles, units, approvals
    "list_people": may(P.MANAGE_PEOPLE),
    "invite_person": may(P.MANAGE_PEOPLE, body=PERSON | {"email": "new@yunxing.example"}, other=frozenset({403})),
    "get_colleague": may(P.MANAGE_PEOPLE),
    "change_person": may(P.MANAGE_PEOPLE, body=PERSON),
    "deactivate_person": may(P.MANAGE_PEOPLE),
    "open_account": may(P.MANAGE_PEOPLE, body={"reason": "matrix"}),
    "reset_factors": may(P.MANAGE_PEOPLE, body={"reason": "matrix"}),
    "list_roles": may(P.MANAGE_PEOPLE),
    "create_role": may(P.MANAGE_PEOPLE, body=ROLE | {"code": "duty"}, company_wide=True),
    "change_role": may(P.MANAGE_PEOPLE, body=ROLE, company_wide=True),
    "delete_role": may(P.MANAGE_PEOPLE, company_wide=True),
    "demand_second_factor": may(P.MANAGE_TRUST, body={"demands": True}, path={"code": "sales"}, company_wide=True),
    "list_units": may(),
    "create_unit": may(
        P.MANAGE_TRUST,
        body={"code": "lobby", "name_zh": "大堂", "name_en": "Lobby", "kind": "team", "parent_code": "{unit_code}"},
        other=frozenset({422}),
    ),
    "change_unit": may(P.MANAGE_TRUST, body={"name_zh": "新名", "name_en": "New"}),
    "list_approvals": may(),
    "get_approval": may(absent=True),
    "decide_approval": may(P.APPROVE, body={"approve": True}, company_wide=True, absent=True),
    "withdraw_approval": may(absent=True),
    # service accounts and keys
    "list_service_accounts": may(P.MANAGE_KEYS),
    "create_service_account": may(P.MANAGE_KEYS, body=ACCOUNT, other=frozenset({403, 404, 422})),
    "change_service_account": may(P.MANAGE_KEYS, body=ACCOUNT, absent=True),
    "end_service_account": may(P.MANAGE_KEYS, absent=True),
    "create_key": may(P.MANAGE_KEYS, body={}, absent=True),
    "revoke_key": may(P.MANAGE_KEYS, absent=True),
    # audit
    "list_audit_entries": may(P.VIEW_AUDIT, query={"unit_id": "{unit_id}"}, other=EMPTY),
    "list_audit_actions": may(P.VIEW_AUDIT),
    "get_audit_state": may(P.VIEW_AUDIT),
    "get_audit_consistency": may(P.VIEW_AUDIT, query={"old_size": "1"}),
    "list_audit_verifications": may(P.VIEW_AUDIT),
    "verify_audit_log": may(P.VIEW_AUDIT),
    "get_audit_verification": may(P.VIEW_AUDIT, absent=True),
    "cancel_audit_verification": may(P.VIEW_AUDIT, absent=True),
    "get_audit_entry": may(P.VIEW_AUDIT, absent=True),
    # consent and decisions
    "list_purposes": may(P.VIEW_GUESTS),
    "create_purpose": may(P.MANAGE_CONSENT, body=PURPOSE | {"code": "matrix"}, company_wide=True),
    "change_purpose": may(P.MANAGE_CONSENT, body=PURPOSE, company_wide=True),
    "list_notices_shown": may(P.VIEW_GUESTS),
    "list_notices": may(P.VIEW_GUESTS),
    "publish_notice": may(P.MANAGE_CONSENT, body={"text_zh": "告知", "text_en": "Notice"}, company_wide=True),
    "count_asked_again": may(P.MANAGE_CONSENT),
    "list_consent_numbers": may(P.MANAGE_CONSENT),
    "list_consent_guests": may(P.MANAGE_CONSENT, query={"purpose": "service", "channel": "sms", "reason": "given"}),
    "import_consents": may(P.MANAGE_CONSENT, body={"rows": [OPT_IN]}),
    "list_guest_consents": may(P.VIEW_GUESTS),
    "record_consent": may(P.RECORD_CONSENT, body={"purpose": "marketing", "channel": "sms", "said": "withdrawn"}),
    "list_guest_decisions": may(P.VIEW_GUESTS),
    "withdraw_all_consents": may(P.RECORD_CONSENT, body={}),
    "list_decisions": may(P.MANAGE_CONSENT),
    "register_decision": may(P.DECIDE_PRICES, body=PRICE),
    "explain_decision": may(P.VIEW_GUESTS, absent=True),
    "list_guest_prices": may(P.VIEW_GUESTS),
    # encryption
    "get_encryption": may(P.MANAGE_KEYS),
    "ask_key_rotation": may(P.MANAGE_KEYS, body={"reason": "matrix"}, company_wide=True),
    "cancel_key_rotation": may(P.MANAGE_KEYS, absent=True, company_wide=True),
    "resume_key_rotation": may(P.MANAGE_KEYS, absent=True, company_wide=True),
    # requests, the data map, retention
    "list_requests": may(P.HANDLE_REQUESTS),
    "open_request": may(P.HANDLE_REQUESTS, body={"kind": "know", "record_ids": ["{record_id}"]}),
    "find_subject_records": may(P.HANDLE_REQUESTS, body={"name": "张伟"}),
    "list_met_again": may(P.HANDLE_REQUESTS),
    "list_alike_records": may(P.HANDLE_REQUESTS),
    "get_request": may(P.HANDLE_REQUESTS, absent=True),
    "check_request_identity": may(P.HANDLE_REQUESTS, body={"phone": "13800001111"}, absent=True),
    "waive_request_identity": may(P.HANDLE_REQUESTS, body={"text": "matrix"}, absent=True),
    "start_request": may(P.HANDLE_REQUESTS, absent=True),
    "resume_request": may(P.HANDLE_REQUESTS, absent=True),
    "complete_request_step": may(P.HANDLE_REQUESTS, body={"text": "matrix"}, absent=True),
    "answer_request": may(P.HANDLE_REQUESTS, body={"text": "matrix"}, absent=True),
    "refuse_request": may(P.HANDLE_REQUESTS, body={"text": "matrix"}, absent=True),
    "extend_request": may(P.HANDLE_REQUESTS, body={"until": "2027-01-01", "because": "matrix"}, absent=True),
    "lift_request_restriction": may(P.HANDLE_REQUESTS, body={"text": "matrix"}, absent=True),
    "download_request_package": may(P.HANDLE_REQUESTS, absent=True),
    "get_guest_rights": may(P.VIEW_GUESTS),
    "list_data_map": may(P.HANDLE_REQUESTS),
    "get_rights_policy": may(P.HANDLE_REQUESTS),
    "change_rights_policy": may(P.MANAGE_RETENTION, body=RIGHTS, company_wide=True),
    "list_retention_rules": may(P.MANAGE_RETENTION),
    "change_retention_rule": may(P.MANAGE_RETENTION, body={"days": 30}, path={"code": "uploads"}, company_wide=True),
    "list_retention_reports": may(P.MANAGE_RETENTION),
    "order_retention_report": may(P.MANAGE_RETENTION, body={}),
    "get_retention_report": may(P.MANAGE_RETENTION, absent=True),
    "list_legal_holds": may(P.MANAGE_RETENTION),
    "place_legal_hold": may(P.MANAGE_RETENTION, body={"reason": "matrix", "record_ids": ["{record_id}"]}),
    "lift_legal_hold": may(P.MANAGE_RETENTION, absent=True),
    # exports
    "list_exports": may(P.EXPORT_DATA),
    "order_export": may(P.EXPORT_DATA, body={"kind": "guests", "recipient": RECIPIENT}),
    "get_export_counters": may(P.VIEW_AUDIT, company_wide=True),
    "change_export_policy": may(P.MANAGE_TRUST, body={"value": "1000"}, path={"code": "four_eyes_people"}, company_wide=True),
    "record_exchange": may(P.EXPORT_DATA, body=EXCHANGE),
    "get_export": may(P.EXPORT_DATA, absent=True),
    "cancel_export": may(P.EXPORT_DATA, absent=True),
    "download_export": may(P.EXPORT_DATA, absent=True),
    # saved views of lists
    "list_views": may(P.VIEW_BOOKINGS, query={"list_code": "bookings"}),
    "save_view": may(P.VIEW_BOOKINGS, body=VIEW | {"list_code": "bookings"}),
    "change_view": may(body=VIEW, absent=True),
    "delete_view": may(absent=True),
    "choose_default_view": may(P.VIEW_BOOKINGS, body={"list_code": "bookings", "view_id": None}),
    # incidents, assessments, signals
    "list_incidents": may(P.MANAGE_INCIDENTS),
    "register_incident": may(P.MANAGE_INCIDENTS, body=INCIDENT),
    "get_incident_policy": may(P.MANAGE_INCIDENTS),
    "change_incident_policy": may(P.MANAGE_INCIDENTS, body=INCIDENT_POLICY, company_wide=True),
    "get_incident": may(P.MANAGE_INCIDENTS, absent=True),
    "change_incident": may(P.MANAGE_INCIDENTS, body=INCIDENT, absent=True),
    "count_affected": may(P.MANAGE_INCIDENTS, body={}, absent=True),
    "list_affected": may(P.MANAGE_INCIDENTS, absent=True),
    "make_incident_notice": may(P.MANAGE_INCIDENTS, body={"duty": "pipl_authority"}, absent=True),
    "mark_incident_notice_sent": may(P.MANAGE_INCIDENTS, body={"how": "matrix", "sent_at": "2026-03-01T00:00:00Z"}, absent=True),
    "waive_incident_duty": may(P.MANAGE_INCIDENTS, body={"duty": "pipl_guests", "reason": "matrix"}, absent=True),
    "step_incident": may(P.MANAGE_INCIDENTS, body={"state": "contained"}, absent=True),
    "note_incident": may(P.MANAGE_INCIDENTS, body={"text": "matrix"}, absent=True),
    "list_assessments": may(P.MANAGE_INCIDENTS),
    "record_assessment": may(P.MANAGE_INCIDENTS, body=ASSESSMENT),
    "delete_assessment": may(P.MANAGE_INCIDENTS, absent=True),
    "list_signals": may(P.MANAGE_INCIDENTS),
    "decide_signal": may(P.MANAGE_INCIDENTS, body={"release": True, "note": "matrix"}, absent=True),
    # what people do for guests
    "enter_guest": may(P.EDIT_GUESTS, body={"fields": {"city": "上海"}}),
    "find_likely_guests": may(P.EDIT_GUESTS, body={"phone": "13800001111"}),
    "mend_guest": may(P.EDIT_GUESTS, body={"fields": {}}),
    "list_guest_moments": may(P.VIEW_GUESTS),
    "list_guest_peers": may(P.VIEW_GUESTS),
    "write_note": may(P.EDIT_GUESTS, body={"text": "matrix"}),
    "list_note_versions": may(P.VIEW_GUESTS, absent=True),
    "change_note": may(P.VIEW_GUESTS, body={"text": "matrix", "version": 1}, absent=True),
    "delete_note": may(P.VIEW_GUESTS, absent=True),
    "log_call": may(P.EDIT_GUESTS, body=CALL),
    "delete_call": may(P.VIEW_GUESTS, absent=True),
    "list_guest_tasks": may(P.VIEW_GUESTS),
    "set_task": may(P.EDIT_GUESTS, body=TASK),
    "change_task": may(P.VIEW_GUESTS, body=TASK | {"version": 1}, absent=True),
    "close_task": may(P.VIEW_GUESTS, body={"state": "done", "version": 1}, absent=True),
    "list_my_tasks": may(P.VIEW_GUESTS),
    "get_my_desk": may(P.VIEW_GUESTS),
    "list_my_mentions": may(P.VIEW_GUESTS),
    "see_my_mentions": may(P.VIEW_GUESTS, body={"ids": []}),
    "get_guest_owners": may(P.VIEW_GUESTS),
    "give_owner": may(P.EDIT_GUESTS, body={"owner_id": None, "unit_id": None}),
    "attach_file": may(P.EDIT_GUESTS, body=b"a,b\n"),
    "download_file": may(P.VIEW_GUESTS, absent=True),
    "delete_file": may(P.VIEW_GUESTS, absent=True),
    # people around guests
    "get_guest_relations": may(P.VIEW_GUESTS),
    "get_guest_graph": may(P.VIEW_GUESTS),
    "add_guest_relation": may(P.EDIT_GUESTS, body={"other_id": "{record_id}", "kind": "household"}),
    "confirm_guest_relation": may(P.EDIT_GUESTS, absent=True),
    "deny_guest_relation": may(P.EDIT_GUESTS, absent=True),
    "remove_guest_relation": may(P.EDIT_GUESTS, absent=True),
    # preferences and tags
    "list_trait_kinds": may(P.VIEW_GUESTS),
    "get_guest_traits": may(P.VIEW_GUESTS),
    "say_trait": may(P.EDIT_GUESTS, body={"kind": "seat", "value": "window"}),
    "end_trait": may(P.EDIT_GUESTS, absent=True),
    "list_tags": may(P.VIEW_GUESTS),
    "find_near_tags": may(P.VIEW_GUESTS),
    "list_tag_owners": may(P.MANAGE_TAGS),
    "create_tag": may(P.MANAGE_TAGS, body=TAG),
    "get_tag": may(P.VIEW_GUESTS, absent=True),
    "change_tag": may(P.MANAGE_TAGS, body=TAG | {"version": 1}, absent=True),
    "retire_tag": may(P.MANAGE_TAGS, body={"is_retired": True}, absent=True),
    "list_tagged_guests": may(P.VIEW_GUESTS, absent=True),
    "list_tag_batches": may(P.MANAGE_TAGS),
    "order_tag_batch": may(P.MANAGE_TAGS, body={"tag_id": NOBODY, "deed": "put", "guest_ids": [NOBODY]}, absent=True),
    "get_tag_batch": may(P.MANAGE_TAGS, absent=True),
    "cancel_tag_batch": may(P.MANAGE_TAGS, absent=True),
    "undo_tag_batch": may(P.MANAGE_TAGS, absent=True),
    "get_guest_tags": may(P.VIEW_GUESTS),
    "put_guest_tag": may(P.EDIT_GUESTS, absent=True),
    "take_guest_tag": may(P.EDIT_GUESTS, absent=True),
}
