"""What happens while people sign in, told to the audit log: allauth says it by signals, which are heard here and nowhere else."""

from typing import Any
from uuid import UUID

from allauth.account import signals as account_signals
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.mfa import signals as mfa_signals
from allauth.mfa.models import Authenticator
from allauth.socialaccount import signals as social_signals
from django.core.exceptions import PermissionDenied
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from xenia.trust.actions import sign_in as trust
from xenia.trust.types.sign_in import Device, SignInEvent, SignInFact

USER_AGENT_LETTERS_MAX = 200


def tell(request: HttpRequest, event: SignInEvent, *, user: Any = None, typed: str = "", method: str = "") -> None:
    """Writes the entry. `user` is whom it is about, where that is known; `typed` the address that somebody typed."""
    user_id = user.pk if user is not None and user.is_authenticated else None
    trust.record_sign_in(fact=SignInFact(event, device_of(request), user_id, typed, method), now=timezone.now())


def device_of(request: HttpRequest) -> Device:
    """The browser and the network address of a call; behind proxies as many as XENIA_PROXIES says are believed."""
    try:
        address = get_adapter().get_client_ip(request)
    except PermissionDenied:
        address = ""
    return Device(request.headers.get("User-Agent", "")[:USER_AGENT_LETTERS_MAX], address)


@receiver(account_signals.user_logged_in)
def on_signed_in(request: HttpRequest, user: Any, **_: Any) -> None:
    methods = [str(step.get("type") or step["method"]) for step in get_authentication_records(request, user)]
    tell(request, SignInEvent.DONE, user=user, typed=user.email, method="+".join(dict.fromkeys(methods)))


@receiver((account_signals.password_changed, account_signals.password_set))
def on_password_changed(request: HttpRequest, user: Any, **_: Any) -> None:
    tell(request, SignInEvent.PASSWORD_CHANGED, user=user)


@receiver(mfa_signals.authentication_failed)
def on_factor_failed(request: HttpRequest, user: Any, authenticator: Authenticator, **_: Any) -> None:
    tell(request, SignInEvent.FACTOR_FAILED, user=user, method=authenticator.type)


@receiver(social_signals.social_account_added)
def on_linked(request: HttpRequest, sociallogin: Any, **_: Any) -> None:
    tell(request, SignInEvent.LINKED, user=sociallogin.user, method="single_sign_on")


@receiver(post_save, sender=Authenticator)
def on_factor_saved(instance: Authenticator, created: bool, **_: Any) -> None:
    """allauth's own signal comes after the transaction; the entry belongs into it."""
    if created:
        is_codes = instance.type == Authenticator.Type.RECOVERY_CODES
        _tell_of(instance, SignInEvent.CODES_MADE if is_codes else SignInEvent.FACTOR_ADDED)


@receiver(post_delete, sender=Authenticator)
def on_factor_deleted(instance: Authenticator, **_: Any) -> None:
    """A factor's secret lies in a table of ours and goes with it; allauth deletes old recovery codes without a word."""
    for name in ("secret", "seed"):
        if name in instance.data:
            trust.forget_factor_secret(secret_id=UUID(instance.data[name]))
    _tell_of(instance, SignInEvent.FACTOR_REMOVED)


def _tell_of(factor: Authenticator, event: SignInEvent) -> None:
    """Without a request, or in that of a colleague, it is not the person's own doing: a reset has an entry of its own."""
    is_own = context.request is not None and context.request.user.pk == factor.user_id
    device = device_of(context.request) if is_own else Device("", "")
    fact = SignInFact(event, device, factor.user_id, method=factor.type, is_own=is_own)
    trust.record_sign_in(fact=fact, now=timezone.now())
