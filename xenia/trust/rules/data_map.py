"""The data map as people read it: what is held of a person, why, how it is erased, how long it is kept. Pure."""

from collections.abc import Sequence

from xenia.kernel.personal import Category, Erasing, FoundBy, Place, Store, Whose
from xenia.kernel.texts import Text
from xenia.trust.types.data_map import ColumnGroup, MapRow
from xenia.trust.types.rights import Section

CATEGORY_WORDS = {
    Category.IDENTITY: Text("身份", "Identity"),
    Category.CONTACT: Text("联系方式", "Contact"),
    Category.DOCUMENT: Text("证件", "Documents"),
    Category.BEHAVIOUR: Text("行为", "Behaviour"),
    Category.FINANCE: Text("财务", "Finance"),
    Category.FREE_TEXT: Text("自由文本", "Free text"),
    Category.PSEUDONYM: Text("代号", "Pseudonyms"),
    Category.NONE: Text("不涉及个人", "Not of a person"),
}
PLACE_WORDS = {
    Place.DATABASE: Text("数据库", "Database"),
    Place.LAKE: Text("数据湖", "Lake"),
    Place.FILES: Text("文件", "Files"),
}
WHOSE_WORDS = {Whose.GUEST: Text("客人", "Guests"), Whose.STAFF: Text("员工", "People of the house"), Whose.NOBODY: Text("无", "Nobody")}
FOUND_WORDS = {
    FoundBy.RECORD: Text("按客人记录编号", "By guest record id"),
    FoundBy.GUEST: Text("按客人编号", "By guest id"),
    FoundBy.BLIND_INDEX: Text("按盲索引", "By blind index"),
    FoundBy.BOOKING: Text("按预订", "By booking"),
    FoundBy.READING: Text("逐条打开查找", "Opened and read, one by one"),
    FoundBy.ACCOUNT: Text("按账号", "By account"),
    FoundBy.NOTHING: Text("—", "—"),
}
ERASING_WORDS = {
    Erasing.DELETE: Text("删除", "Deleted"),
    Erasing.BLANK: Text("清空", "Blanked"),
    Erasing.ANONYMISE: Text("匿名化", "Made anonymous"),
    Erasing.EXPIRE: Text("立即到期", "Ended at once"),
    Erasing.KEEP: Text("依法保留", "Kept on a legal ground"),
    Erasing.NOTHING: Text("无需处理", "Nothing to do"),
}


def map_rows(stores: Sequence[Store]) -> list[MapRow]:
    """Returns the whole map, what is about guests first."""
    order = list(Whose)
    return [
        _row(store) for store in sorted(stores, key=lambda store: (order.index(store.whose), list(Place).index(store.place), store.name))
    ]


def _row(store: Store) -> MapRow:
    by = {category: tuple(column.name for column in store.columns if column.category is category) for category in Category}
    groups = tuple(ColumnGroup(category.value, CATEGORY_WORDS[category], names) for category, names in by.items() if names)
    return MapRow(
        place=store.place.value,
        place_title=PLACE_WORDS[store.place],
        name=store.name,
        title=store.title,
        whose=store.whose.value,
        whose_title=WHOSE_WORDS[store.whose],
        groups=groups,
        found_by=FOUND_WORDS[store.found_by],
        erasing=store.erasing.value,
        erasing_title=ERASING_WORDS[store.erasing],
        retention=store.retention,
        why=store.why,
    )


def map_section(stores: Sequence[Store]) -> Section:
    """The part of a package that tells a guest what kinds of data are held, and what becomes of them (PIPL 17, 44; GDPR 15)."""
    columns = (
        ("what", Text("数据", "Data")),
        ("kinds", Text("类别", "Kinds")),
        ("erasing", Text("删除时", "When erased")),
        ("why", Text("说明", "Note")),
    )
    rows = []
    for row in map_rows([store for store in stores if store.whose is Whose.GUEST]):
        kinds = [group.title for group in row.groups if group.category != Category.NONE]
        rows.append(
            {
                "what": _both(row.title),
                "kinds": " · ".join(_both(kind) for kind in kinds),
                "erasing": _both(row.erasing_title),
                "why": _both(row.why) if row.why.zh else "",
            }
        )
    return Section("map", "trust", Text("我们保存哪些数据", "What we hold"), columns, tuple(rows))


def _both(text: Text) -> str:
    return f"{text.zh} {text.en}"
