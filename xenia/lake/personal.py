"""The lake's part of the data map: which columns of which fact tables say something of a person. Pure."""

from xenia.kernel.personal import Category, Column, Erasing, FoundBy, Handling, Place, Store, Whose
from xenia.kernel.texts import Text
from xenia.lake.tables import COMMON, TABLES

_DELETED = Handling(Whose.GUEST, FoundBy.RECORD, Erasing.DELETE)
_CUT = Text(
    "金额、日期与产品保留用于财务和统计；与人的关联换成无人保存的随机代号，自由文本清空。",
    "Amounts, dates and products stay for finance and statistics; the link to a person becomes a random pseudonym nobody keeps; "
    "free text is blanked.",
)
_OF_BOOKING = Handling(Whose.GUEST, FoundBy.BOOKING, Erasing.ANONYMISE, "bookings", _CUT)


def _kept(base: Handling, retention: str) -> Handling:
    return Handling(base.whose, base.found_by, base.erasing, retention, base.why)


_DECLARED: dict[str, tuple[Text, Handling, dict[str, str]]] = {
    "booking_versions": (
        Text("预订的各个版本", "Versions of bookings"),
        Handling(Whose.GUEST, FoundBy.RECORD, Erasing.ANONYMISE, "bookings", _CUT),
        {
            "pseudonym": "booker_id payer_id traveller_ids booking_id booking_key external_reference parent_key",
            "finance": "total_minor currency",
            "free_text": "attributes cancel_reason",
            "identity": "company",
        },
    ),
    "booking_items": (
        Text("预订项目", "Booking items"),
        _OF_BOOKING,
        {
            "pseudonym": "booking_id booking_key item_key",
            "document": "ticket_number_last4",
            "free_text": "attributes",
            "finance": "amount_minor currency",
        },
    ),
    "payments": (
        Text("付款", "Payments"),
        _OF_BOOKING,
        {"pseudonym": "booking_id booking_key payment_key", "finance": "amount_minor currency method"},
    ),
    "booking_status_changes": (
        Text("预订状态变更", "Status changes of bookings"),
        _OF_BOOKING,
        {"pseudonym": "booking_id booking_key", "free_text": "reason"},
    ),
    "behaviour_events": (
        Text("行为", "Behaviour events"),
        _kept(_DELETED, "behaviour"),
        {
            "pseudonym": "record_id anonymous_id session_id event_key",
            "behaviour": "name device page destination at ended_at",
            "free_text": "properties",
        },
    ),
    "interactions": (
        Text("沟通", "Interactions"),
        _kept(_DELETED, "interactions"),
        {
            "pseudonym": "record_id interaction_key",
            "behaviour": "channel direction at ended_at duration_seconds outcome",
            "free_text": "subject text",
            "identity": "agent",
        },
    ),
    "feedback": (
        Text("评价", "Feedback"),
        _kept(_DELETED, "feedback"),
        {"pseudonym": "record_id feedback_key booking_key", "behaviour": "rating at touchpoint channel", "free_text": "title text tags"},
    ),
    "guest_traits": (
        Text("客人特征", "Traits of guests"),
        _kept(_DELETED, "guests"),
        {"pseudonym": "record_id", "behaviour": "name at", "free_text": "value"},
    ),
    "guest_facts": (
        Text("客人资料（无联系方式）", "Facts about guests, without contacts"),
        _kept(_DELETED, "guests"),
        {
            "pseudonym": "record_id",
            "identity": "gender birth_year_band language nationality country province city vip membership_programme membership_tier company",
            "free_text": "tags attributes",
        },
    ),
    "places": (Text("产品与地点", "Products and places"), Handling(Whose.NOBODY, FoundBy.NOTHING, Erasing.NOTHING), {}),
}
NOT_OF_A_PERSON = {
    "booking_versions": "line status channel destination_city destination_country property purpose market_code source_code rate_code "
    "promotion_code time_zone booked_at modified_at cancelled_on starts_on ends_on adults children infants rooms nights",
    "booking_items": "kind status supplier product origin destination carrier number departs_zone arrives_zone cabin fare_class property "
    "room_type departs_at arrives_at departs_on arrives_on quantity",
    "payments": "status paid_at",
    "booking_status_changes": "status changed_at",
    "behaviour_events": "time_zone",
    "interactions": "",
    "feedback": "language rating_max",
    "guest_traits": "",
    "guest_facts": "created_at modified_at",
    "places": "place_key kind name name_en city country currency attributes latitude longitude rating price_minor",
}
"""What the company looked at and found to say nothing of a person by itself. A column in neither list fails the build."""


def _store(name: str) -> Store:
    title, handling, personal = _DECLARED[name]
    columns = [Column(column, Category(category)) for category, names in personal.items() for column in names.split()]
    columns += [Column(column, Category.NONE) for column in (*NOT_OF_A_PERSON[name].split(), *COMMON.names)]
    return Store(
        Place.LAKE, name, title, tuple(columns), handling.whose, handling.found_by, handling.erasing, handling.retention, handling.why
    )


STORES = tuple(_store(name) for name in _DECLARED)
UNDECLARED = tuple(name for name in TABLES if name not in _DECLARED)
