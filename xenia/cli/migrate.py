"""`xenia migrate`: tables as this release needs them."""


def migrate() -> None:
    """Bring the database's tables up to date. Safe to repeat, and to start on several machines at once."""
    import django

    django.setup()

    from xenia.host import tables

    tables.bring_up_to_date()
