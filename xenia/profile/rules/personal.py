"""Profile's part of the data map. Pure."""

from xenia.kernel.personal import Erasing, FoundBy, Handling, Whose, table

_CARD = Handling(Whose.GUEST, FoundBy.GUEST, Erasing.DELETE, "guests")

STORES = (
    table(
        "profile_card", "客人卡片", "Guest cards", _CARD,
        identity="words places", pseudonym="guest_id", none="unit_ids source_ids run_ids newest_at",
    ),
)  # fmt: skip
