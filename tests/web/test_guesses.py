"""CO1: who is wrong about codes too often must wait."""

from uuid import UUID

import pytest

from xenia.kernel.actor import Actor
from xenia.kernel.errors import Conflict, XeniaError
from xenia.loyalty.rules.codes import wrong_code
from xenia.web.guesses import KEY_WRONG_MOST, WINDOW_MINUTES, WRONG_MOST, Guesses
from xenia.web.problems import TooOften

CLERK, OTHER = (Actor(UUID(int=n), "clerk", units=None) for n in (1, 2))
ENGINE = Actor(None, "engine", units=None, kind="key", key_id=UUID(int=3))


def guess(guesses: Guesses, actor: Actor, error: XeniaError | None = None) -> str:
    try:
        with guesses.of(actor):
            if error:
                raise error
    except XeniaError as refused:
        return refused.code
    return ""


def test_co1_who_was_wrong_too_often_waits_even_with_a_right_code() -> None:
    now = [0.0]
    guesses = Guesses(clock=lambda: now[0])

    said = [guess(guesses, CLERK, wrong_code()) for _ in range(WRONG_MOST)]

    assert (set(said), guess(guesses, CLERK), guess(guesses, OTHER)) == ({"code_wrong"}, "codes_too_often", "")
    now[0] += 60 * WINDOW_MINUTES
    assert guess(guesses, CLERK) == ""


def test_co1_a_coupon_that_is_refused_for_its_rules_is_no_guess_and_a_key_guesses_for_many() -> None:
    guesses = Guesses(clock=lambda: 0.0)

    for _ in range(WRONG_MOST + 1):
        guess(guesses, CLERK, Conflict("coupon_over", "over"))
        guess(guesses, ENGINE, wrong_code())

    assert (guess(guesses, CLERK), guess(guesses, ENGINE)) == ("", "")
    for _ in range(KEY_WRONG_MOST):
        guess(guesses, ENGINE, wrong_code())
    with pytest.raises(TooOften, match="wait"), guesses.of(ENGINE):
        pass
