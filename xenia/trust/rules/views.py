"""What the business decided about saved views: which filters a view keeps, who sees a list. Pure.

A view is kept in clear and may be shared, so it keeps choices only: never a search for words, which may be a name or a phone, and never
the id of one guest. A shared view shows its reader no row more: it holds filters, and the list still asks who is looking.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from xenia.kernel.actor import Actor
from xenia.kernel.errors import Invalid
from xenia.kernel.names import require_plain
from xenia.trust.types.access import Permission
from xenia.trust.types.views import ListCode, ViewDraft

NAME_LETTERS_MAX = 60
VIEWS_MAX = 50
"""Of one person in one list."""
COLUMNS_MAX = 40
CODE = re.compile(r"[a-z][a-z0-9_.-]{0,79}")
ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
PLACE = re.compile(r"[^\d@]{1,60}")
"""A province or city: no digit and no @, so that no phone or address of a guest passes for one."""

KEPT: Mapping[ListCode, Mapping[str, re.Pattern[str]]] = {
    ListCode.BOOKINGS: {
        "line": CODE, "status": CODE, "source_id": ID, "run_id": ID,
        "starts_from": DAY, "starts_until": DAY, "booked_from": DAY, "booked_until": DAY,
    },
    ListCode.GUESTS: {"source_id": ID, "province": PLACE, "city": PLACE, "run_id": ID},
    ListCode.RUNS: {"source_id": ID, "state": CODE},
    ListCode.QUARANTINE: {"source_id": ID, "run_id": ID, "rule": CODE, "field": CODE, "state": CODE},
    ListCode.AUDIT: {"action": CODE, "subject_kind": CODE, "unit_id": ID, "since": DAY, "until": DAY},
    ListCode.REQUESTS: {"state": CODE, "kind": CODE},
    ListCode.EXPORTS: {"kind": CODE},
}  # fmt: skip
"""What a view of each list keeps, by the names of its address."""
NEEDED: Mapping[ListCode, tuple[Permission, ...]] = {
    ListCode.BOOKINGS: (Permission.VIEW_BOOKINGS,),
    ListCode.GUESTS: (Permission.VIEW_GUESTS,),
    ListCode.RUNS: (Permission.VIEW_SOURCES,),
    ListCode.QUARANTINE: (Permission.VIEW_SOURCES,),
    ListCode.AUDIT: (Permission.VIEW_AUDIT,),
    ListCode.REQUESTS: (Permission.HANDLE_REQUESTS,),
    ListCode.EXPORTS: (Permission.EXPORT_DATA, Permission.VIEW_AUDIT),
}
"""What it takes to open each list, and so to keep or see its views: one of these."""


def may_open(actor: Actor, listed: ListCode) -> bool:
    """Whether the actor may open the list at all."""
    return any(actor.may(permission) for permission in NEEDED[listed])


def require_list(actor: Actor, listed: ListCode) -> None:
    """Raises Refused where the actor may not open the list."""
    if not may_open(actor, listed):
        actor.require(NEEDED[listed][0])


def checked_draft(listed: ListCode, draft: ViewDraft) -> ViewDraft:
    """Returns the draft with its name trimmed; raises Invalid for a name, a filter or a column that a view cannot have."""
    name = " ".join(draft.name.split())
    if not 1 <= len(name) <= NAME_LETTERS_MAX:
        raise Invalid(
            "view_name_wrong",
            f"The name has {len(name)} letters; give it 1 to {NAME_LETTERS_MAX}.",
            f"名称有 {len(name)} 个字；请填写 1 至 {NAME_LETTERS_MAX} 个字。",
        )
    require_plain(name)
    for filter_name, value in draft.filters.items():
        _require_kept(listed, filter_name, value)
    if len(draft.columns) > COLUMNS_MAX or not all(CODE.fullmatch(column) for column in draft.columns):
        raise Invalid(
            "view_columns_wrong", "These are not columns of a list; choose them on the page.", "列的选择无法识别；请在页面上选择。"
        )
    return replace(draft, name=name)


def may_delete(actor: Actor, *, owner_id: UUID, is_shared: bool) -> bool:
    """Returns whether the actor may delete the view: the owner may, and of a shared one who manages the people of the whole company,
    for its owner may have left."""
    return owner_id == actor.user_id or (is_shared and actor.units is None and actor.may(Permission.MANAGE_PEOPLE))


def _require_kept(listed: ListCode, name: str, value: str) -> None:
    """The message leaves the value out: it may be what must not be kept."""
    pattern = KEPT[listed].get(name)
    if pattern is None:
        raise Invalid(
            "view_filter_not_kept",
            f"A view of {listed.value} does not keep {name!r}; it keeps {', '.join(KEPT[listed])}. Save it without.",
            f"视图不保存筛选“{name}”；请去掉后再保存。",
        )
    if not pattern.fullmatch(value):
        raise Invalid(
            "view_filter_wrong",
            f"The value of {name!r} is none the list offers; choose it on the page.",
            f"筛选“{name}”的值不是列表中的选项；请在页面上选择。",
        )
