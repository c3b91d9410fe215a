"""Reads of signing in: who must have a second factor."""

from uuid import UUID

from xenia.trust.models import people as models


def demands_second_factor(user_id: UUID) -> bool:
    """Whether a role of this person demands a second factor. Asked while a person comes in, before there is an actor."""
    return models.User.objects.filter(id=user_id, roles__demands_mfa=True).exists()


def find_active_user(email: str) -> UUID | None:
    """Returns the id of the active user with this address, in any case of letters. Asked by single sign-on, before there is an actor."""
    return models.User.objects.filter(email__iexact=email.strip(), is_active=True).values_list("id", flat=True).first()
