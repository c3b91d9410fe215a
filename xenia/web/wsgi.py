"""What granian runs."""

import os

from django.core.wsgi import get_wsgi_application

from xenia.web.logs import configure_logs

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xenia.settings")

configure_logs()
application = get_wsgi_application()
