"""What a command needs before it may touch data: Django, a database that answers, its keys, tables of this release."""


def prepare() -> None:
    """Safe to repeat; creates what is missing. Raises StartFault with a sentence where the product is not running or its keys are gone."""
    import django

    django.setup()
    from xenia.host import preflight, tables
    from xenia.settings import ENV

    preflight.check_answers(ENV.database_url)
    preflight.ensure_keys(ENV.key_file, ENV.database_url)
    tables.bring_up_to_date()
