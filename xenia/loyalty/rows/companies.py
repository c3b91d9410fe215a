"""Which members are companies, as the table keeps it. Private."""

from collections.abc import Collection
from uuid import UUID

from xenia.loyalty.models.companies import Company


def company_names(member_ids: Collection[UUID]) -> dict[UUID, str]:
    """The names of those of the members that are companies."""
    return dict(Company.objects.filter(member_id__in=member_ids).values_list("member_id", "name")) if member_ids else {}
