"""Where a web server enters."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bangfu.config.settings")
application = get_wsgi_application()

# Every page is imported before the first visitor comes. What was imported never dies: unless it is
# frozen, each full pass of the collector looks at all of it and one request in ten waits 80 ms.
_ = get_resolver().url_patterns
gc.collect()
gc.freeze()
