"""The product's settings, as tests need them: quick, and away from the product's own data."""

import os
import tempfile

# A test must not write where the product keeps its data.
os.environ["BANGFU_DATA"] = tempfile.mkdtemp(prefix="bangfu-tests-")

from bangfu.config.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    # Hashed names need files collected beforehand; tests serve them as they stand.
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
