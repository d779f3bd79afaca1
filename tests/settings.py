"""The product's settings, as tests need them: quick, and away from the product's own data."""

import os
import tempfile
from pathlib import Path

# A test must not write where the product keeps its data. One folder for each process, also where
# these settings are read twice; conftest removes it.
_folder = Path(tempfile.gettempdir()) / f"bangfu-tests-{os.getpid()}"
_folder.mkdir(mode=0o700, exist_ok=True)
os.environ["BANGFU_DATA"] = str(_folder)

from bangfu.config.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    # Hashed names need files collected beforehand; tests serve them as they stand.
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
