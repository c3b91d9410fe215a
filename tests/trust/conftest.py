"""The first roles and units in an empty database, with passwords hashed fast."""

import pytest


@pytest.fixture
def foundations(db: None, settings) -> None:
    from xenia.kernel.texts import Text
    from xenia.trust.actions.people import create_foundations

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    create_foundations(company=Text("云行旅业", "Yunxing Travel"))
