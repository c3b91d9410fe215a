"""Whether a person has the second factor that a role demands."""

from uuid import UUID

from allauth.mfa.models import Authenticator

from xenia.kernel.actor import Actor
from xenia.kernel.errors import Refused
from xenia.trust.queries import sign_in as trust

SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def must_add_factor(user_id: UUID) -> bool:
    """Whether the person holds a role that demands a second factor and has neither an authenticator app nor a passkey."""
    return trust.demands_second_factor(user_id) and not Authenticator.objects.filter(user_id=user_id, type__in=SECOND_FACTORS).exists()


def require_factor(actor: Actor) -> None:
    """Raises Refused for a person who must first set up a second factor."""
    if actor.user_id is not None and must_add_factor(actor.user_id):
        raise Refused(
            "second_factor_needed",
            "Your role demands a second factor; set one up under My security, then go on.",
            "您的角色要求第二重验证；请先在“我的安全”中设置，然后继续。",
        )
