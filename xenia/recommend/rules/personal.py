"""Recommend's part of the data map. Pure."""

from xenia.kernel.personal import Erasing, FoundBy, Handling, Whose, table

_GUEST = Handling(Whose.GUEST, FoundBy.GUEST, Erasing.DELETE, "guests")

STORES = (
    table(
        "recommend_listrun", "推荐清单的生成", "Makings of lists of destinations",
        none="id state version_id version_number as_of done total guests message cancel_asked ordered_by ordered_at beat_at ended_at",
    ),
    table("recommend_guestlist", "客人的推荐目的地", "Destinations recommended to guests", _GUEST, pseudonym="guest_id", behaviour="items", none="id run_id"),
    table(
        "recommend_cityanswer", "客人对目的地的答复", "What guests said of destinations", _GUEST, pseudonym="guest_id", behaviour="city answer",
        none="id said_at said_by",
    ),
    table(
        "recommend_impression", "展示过的推荐", "Recommendations shown", _GUEST, pseudonym="guest_id", behaviour="items surface",
        none="id list_id version_number shown_at",
    ),
    table("recommend_booked", "推荐之后的预订", "Bookings after recommendations", _GUEST, behaviour="city booked_at", pseudonym="guest_id impression_id", none="id"),
    table("recommend_click", "推荐的点击", "Clicks on recommendations", _GUEST, behaviour="city", pseudonym="guest_id impression_id", none="id clicked_at"),
)  # fmt: skip
