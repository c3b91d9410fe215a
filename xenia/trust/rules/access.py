"""What the business decided about access: the first set of roles, and the reach of a unit. Pure."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from xenia.kernel.texts import Text
from xenia.trust.types.access import Permission, Role

_P = Permission
FIRST_ROLES = (
    Role("administrator", Text("管理员", "Administrator"), frozenset(_P)),
    Role(
        "marketer",
        Text("营销", "Marketer"),
        frozenset(
            {
                _P.VIEW_GUESTS,
                _P.EDIT_GUESTS,
                _P.MANAGE_TAGS,
                _P.VIEW_BOOKINGS,
                _P.VIEW_INSIGHT,
                _P.VIEW_AUDIENCES,
                _P.EDIT_AUDIENCES,
                _P.VIEW_LOYALTY,
                _P.MANAGE_LOYALTY,
                _P.VIEW_SOURCES,
                _P.EXPORT_DATA,
                _P.DECIDE_PRICES,
            }
        ),
    ),
    Role(
        "service_agent",
        Text("客服", "Service agent"),
        frozenset(
            {
                _P.VIEW_GUESTS,
                _P.EDIT_GUESTS,
                _P.VIEW_BOOKINGS,
                _P.VIEW_INSIGHT,
                _P.VIEW_AUDIENCES,
                _P.VIEW_LOYALTY,
                _P.SERVE_MEMBERS,
                _P.ADJUST_POINTS,
                _P.REVEAL_CONTACTS,
                _P.RECORD_CONSENT,
            }
        ),
    ),
    Role(
        "sales",
        Text("销售", "Sales"),
        frozenset(
            {
                _P.VIEW_GUESTS,
                _P.EDIT_GUESTS,
                _P.VIEW_BOOKINGS,
                _P.VIEW_INSIGHT,
                _P.VIEW_AUDIENCES,
                _P.VIEW_LOYALTY,
                _P.REVEAL_CONTACTS,
                _P.DECIDE_PRICES,
            }
        ),
    ),
    Role(
        "analyst",
        Text("分析师", "Analyst"),
        frozenset(
            {
                _P.VIEW_GUESTS,
                _P.RESOLVE_GUESTS,
                _P.MANAGE_TAGS,
                _P.VIEW_BOOKINGS,
                _P.VIEW_INSIGHT,
                _P.VIEW_AUDIENCES,
                _P.EDIT_AUDIENCES,
                _P.VIEW_LOYALTY,
                _P.MANAGE_MODELS,
                _P.VIEW_SOURCES,
                _P.LOAD_DATA,
                _P.DECIDE_PRICES,
            }
        ),
    ),
    Role(
        "property_staff",
        Text("门店员工", "Property staff"),
        frozenset({_P.VIEW_GUESTS, _P.EDIT_GUESTS, _P.VIEW_BOOKINGS, _P.VIEW_LOYALTY, _P.SERVE_MEMBERS, _P.RECORD_CONSENT}),
    ),
    Role(
        "privacy_officer",
        Text("隐私官", "Privacy officer"),
        frozenset(_P)
        - {
            _P.LOAD_DATA,
            _P.MANAGE_SOURCES,
            _P.EXPORT_DATA,
            _P.DECIDE_PRICES,
            _P.MANAGE_PEOPLE,
            _P.MANAGE_KEYS,
            _P.REVEAL_CONTACTS,
            _P.EDIT_GUESTS,
            _P.MANAGE_TAGS,
            _P.MANAGE_MODELS,
            _P.EDIT_AUDIENCES,
        },
    ),
)

GUARDED_ROLES = frozenset({"administrator", "privacy_officer"})
"""Of the first roles, those that demand a second factor where people sign in over a network."""


def units_below(given: Iterable[UUID], parent_of: Mapping[UUID, UUID | None]) -> frozenset[UUID]:
    """Returns the given units and every unit below them; `parent_of` maps each unit to its parent, the root to None."""
    wanted = set(given)
    return frozenset(unit for unit in parent_of if wanted & set(_line_upwards(unit, parent_of)))


def _line_upwards(unit: UUID, parent_of: Mapping[UUID, UUID | None]) -> list[UUID]:
    line: list[UUID] = []
    at: UUID | None = unit
    while at is not None and at not in line:
        line.append(at)
        at = parent_of.get(at)
    return line
