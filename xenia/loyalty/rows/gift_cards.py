"""Rows of gift cards: found by their codes, and the rules they were issued under. Private."""

from uuid import UUID

from xenia.kernel.errors import NotFound
from xenia.loyalty.models import gift_cards as models
from xenia.loyalty.rules.codes import checked_code
from xenia.loyalty.rules.gift_cards import policy_of
from xenia.loyalty.types.gift_cards import GiftPolicy
from xenia.loyalty.types.ledger import Phase
from xenia.settings import ENV
from xenia.trust.vault import vault_of

CODE_FIELD = "loyalty.gift_card.code_index"


def index_of(code: str) -> bytes:
    """The keyed hash under which a code is kept (rule CO2)."""
    return vault_of(ENV.key_file).index(code, field=CODE_FIELD)


def policy_of_card(row: models.GiftCard) -> GiftPolicy:
    """The rules under which a card was issued."""
    version = models.GiftPolicy.objects.filter(programme_id=row.programme_id, number=row.policy_number).first()
    return policy_of(version.value) if version else GiftPolicy()


def card_row(programme_id: UUID, code: str) -> models.GiftCard:
    """The row of the card with the code."""
    index = index_of(checked_code(code))
    row = models.GiftCard.objects.filter(programme_id=programme_id, code_index=index).first()
    if row is None:
        raise unknown_card()
    return row


def use_key(use_id: UUID) -> str:
    """The key of the promise that holds so much of a card."""
    return f"gift-use:{use_id.hex}"


def posted_key(use_id: UUID) -> str:
    """The key of the transfer that took what was used off the card."""
    return f"{use_key(use_id)}:{Phase.POST}"


def unknown_card() -> NotFound:
    """The error for a card that is not there."""
    return NotFound("gift_card_unknown", "There is no such gift card; look at the code again.", "没有这张礼品卡；请核对卡码。")
