"""What a property is called, where a booking says so beside the property's code. Pure."""

from collections.abc import Iterable, Mapping
from typing import Any

NAMING = ("property_name", "propertyName", "hotel_name", "hotelName", "酒店名称", "酒店名", "门店名称")
"""The attributes in which exports carry the name beside the code, the likeliest first."""


def names_property(fields: Iterable[str]) -> bool:
    """Whether a mapping with these fields brings a property's code and, in an attribute, its name."""
    held = set(fields)
    return "property" in held and any(f"attributes.{name}" in held for name in NAMING)


def name_in(attributes: Mapping[str, Any]) -> str:
    """The property's name among a booking's attributes; "" where there is none."""
    return next((str(attributes[name]).strip() for name in NAMING if attributes.get(name)), "")
