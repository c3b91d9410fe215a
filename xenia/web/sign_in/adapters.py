"""What allauth asks us: who may sign up (nobody), how tries are counted, where secrets lie, whom single sign-on means."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.usersessions.adapter import DefaultUserSessionsAdapter
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone

from xenia.trust.actions import sign_in as actions
from xenia.trust.queries import sign_in as queries
from xenia.trust.types.sign_in import SignInEvent
from xenia.web.sign_in.recorded import tell

PRODUCT = "Xenia 宾至"


def name_of(user: Any) -> str:
    """How a person is called where allauth shows one."""
    return str(user.name)


class AccountAdapter(DefaultAccountAdapter):
    """Passwords: counted by the address that was typed, whichever network it was typed in."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            tell(request, SignInEvent.LOCKED, typed=credentials.get("email", ""), method="password")
            raise

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        tell(request, SignInEvent.FAILED, typed=credentials.get("email", ""), method="password")

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """allauth's own key holds the host name of the request, which would give a guesser as many tries as we have names."""
        return f"password:{credentials.get('email', '').lower()}"

    def logout(self, request: HttpRequest) -> None:
        if request.user.is_authenticated:
            tell(request, SignInEvent.OUT, user=request.user)
        super().logout(request)


class FactorAdapter(DefaultMFAAdapter):
    """Second factors: their secrets are sealed in a table of ours; allauth's holds the id of the row."""

    def encrypt(self, text: str) -> str:
        return str(actions.seal_factor_secret(secret=text, now=timezone.now()))

    def decrypt(self, encrypted_text: str) -> str:
        return actions.open_factor_secret(secret_id=UUID(encrypted_text))

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {**super().get_public_key_credential_rp_entity(), "name": PRODUCT}


class SessionsAdapter(DefaultUserSessionsAdapter):
    """Sessions that a person ends are gone with the next call: Django's row is deleted, not only ours."""

    def end_sessions(self, sessions: Iterable[Any]) -> None:
        for session in sessions:
            tell(context.request, SignInEvent.SESSION_REVOKED, user=session.user)
            session.end()


class SingleSignOnAdapter(DefaultSocialAccountAdapter):
    """Single sign-on: only for people who exist here, found by an address that the provider has verified, linked at the first time."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        typed = next((one.email for one in sociallogin.email_addresses), "")
        tell(request, SignInEvent.FAILED, typed=typed, method="single_sign_on")
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        sociallogin.account.extra_data = {}  # what else the provider says of the person is none of our business
        if sociallogin.is_existing:
            sociallogin.account.save(update_fields=["extra_data"])
            return
        verified = [one.email for one in sociallogin.email_addresses if one.verified is True]
        user_id = next((found for email in verified if (found := queries.find_active_user(email))), None)
        if user_id is not None:
            sociallogin.connect(request, get_user_model().objects.get(pk=user_id))

    def on_authentication_error(self, request: HttpRequest, provider: Any, *args: Any, **kwargs: Any) -> None:
        tell(request, SignInEvent.FAILED, method="single_sign_on")
