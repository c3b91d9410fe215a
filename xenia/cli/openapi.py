"""`xenia openapi`: prints the API's OpenAPI document, from which the front end's types are made. Needs no database."""

import json
import os
import sys

import django


def openapi() -> None:
    """Print the OpenAPI document of the API as JSON."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xenia.settings")
    django.setup()
    from xenia.web.api.main import document

    json.dump(document(), sys.stdout, indent=2, sort_keys=True, ensure_ascii=False)
    sys.stdout.write("\n")


if __name__ == "__main__":
    openapi()
