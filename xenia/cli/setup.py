"""What a command needs before it may touch data: Django, the keys, the first roles, the lake's tables."""


def prepare() -> None:
    """Safe to repeat; creates what is missing."""
    import django

    django.setup()
    from xenia.kernel.texts import Text
    from xenia.lake.tables import ensure_tables
    from xenia.settings import ENV
    from xenia.trust.actions import create_foundations
    from xenia.trust.vault import create_key_file

    create_key_file(ENV.key_file)
    create_foundations(company=Text("我的公司", "My company"))
    ensure_tables(ENV.lake_url)
