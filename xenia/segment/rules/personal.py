"""The part of audiences on the data map. Pure."""

from xenia.kernel.personal import Erasing, FoundBy, Handling, Whose, table
from xenia.kernel.texts import Text

_NUMBERS = Handling(Whose.GUEST, FoundBy.GUEST, Erasing.DELETE, "guests")
_BITS = Handling(
    Whose.GUEST, FoundBy.NOTHING, Erasing.KEEP, "",
    Text(
        "只有编号的比特；编号与客人的对应删除后，这些比特不再指向任何人，编号也不再使用。",
        "Bits by number: once the number's row is gone they point to nobody, and no number is given twice.",
    ),
)  # fmt: skip

STORES = (
    table(
        "segment_audience", "受众", "Audiences",
        none="id kind name_zh name_en note definition revision copied_from read created_by created_at changed_by changed_at archived_at members base "
        "findings made_of made_on made_at snapshot_id",
    ),
    table(
        "segment_audienceversion", "受众的版本", "Versions of audiences",
        none="id audience_id number name_zh name_en note definition saved_by saved_at",
    ),
    table("segment_guestnumber", "受众中的客人编号", "Numbers of guests in audiences", _NUMBERS, pseudonym="guest_id number"),
    table("segment_audiencemembers", "受众成员", "Members of audiences", _BITS, behaviour="bits", none="id audience_id chunk guests"),
    table(
        "segment_audiencechange", "受众成员的变动", "Changes of audiences", _BITS, behaviour="entered_numbers left_numbers",
        none="id audience_id at day snapshot_id revision before entered left members base",
    ),
    table(
        "segment_rebuild", "受众的计算", "Rebuilds of audiences",
        none="id state reason audience_ids day snapshot_id total done changed frozen message cancel_asked ordered_by created_at beat_at ended_at",
    ),
)  # fmt: skip
