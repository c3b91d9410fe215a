"""The tie of a member to a family, as the table keeps it. Private."""

from uuid import UUID

from xenia.loyalty.models.families import FamilyTie
from xenia.loyalty.types.families import TieState


def tie_of(member_id: UUID) -> FamilyTie | None:
    """The tie of a member who is in a family, None for who is in none."""
    return FamilyTie.objects.filter(member_id=member_id, state=TieState.IN.value).first()
