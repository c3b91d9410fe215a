"""Identity's part of the data map. Pure."""

from xenia.kernel.personal import Erasing, FoundBy, Handling, Whose, table

_LINK = Handling(Whose.GUEST, FoundBy.RECORD, Erasing.DELETE, "guests")

STORES = (
    table("identity_guest", "客人", "Guests", Handling(Whose.GUEST, FoundBy.GUEST, Erasing.DELETE, "guests"), pseudonym="id"),
    table("identity_guestlink", "归属", "Guest links", _LINK, pseudonym="record_id guest_id", none="valid_from"),
)
