"""`xenia migrate`: tables as this release needs them."""


def migrate() -> None:
    """Bring the database's tables up to date. Safe to repeat, and to start on several machines at once."""
    import django

    django.setup()

    from xenia.host import preflight, tables
    from xenia.settings import ENV

    preflight.check_answers(ENV.database_url)
    preflight.ensure_keys(ENV.key_file, ENV.database_url)
    tables.bring_up_to_date(is_told=True)
