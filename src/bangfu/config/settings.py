"""Django's settings. What an office may change comes from the environment, with a safe default.

``BANGFU_DATA``          folder of the embedded database, the secret key and uploads (default ./var)
``BANGFU_DATABASE_URL``  another database, for example ``postgresql:///bangfu``
``BANGFU_JOURNAL_ANCHORS``  files outside the database in which the journal's head is written down
``BANGFU_HOSTS``         names the site answers to, separated by commas
``BANGFU_HTTPS``         ``1`` behind TLS: cookies and redirects become strict
``BANGFU_PROXIES``       how many reverse proxies stand in front, so that visitors are told apart
``BANGFU_READER_URL``    an OpenAI-compatible address that may read notices too; none by default
``BANGFU_SITE``          how addresses in messages begin, for example ``https://bangfu.example``
``BANGFU_NOTIFY_EMAIL``  the mail gateway as an apprise address, ``{to}`` for whom; none by default
``BANGFU_NOTIFY_SMS``    the gateway of text messages, likewise
``BANGFU_NOTIFY_ROBOTS`` ``1``: groups of WeCom and DingTalk may be told through their robots
``BANGFU_DEBUG``         ``1`` while developing
"""

import os
import secrets
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

import bangfu

PACKAGE = Path(bangfu.__file__).parent
DATA = Path(os.environ.get("BANGFU_DATA", "var")).absolute()
# Reverse proxies in front of the site: so many of X-Forwarded-For, from the right, are their word.
PROXIES = int(os.environ.get("BANGFU_PROXIES", "0"))
DEBUG = os.environ.get("BANGFU_DEBUG") == "1"
HTTPS = os.environ.get("BANGFU_HTTPS") == "1"


def _secret_key() -> str:
    """The installation's own key, made once and readable by its owner alone."""
    kept = DATA / "secret_key"
    if not kept.exists():
        DATA.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
    return kept.read_text()


SECRET_KEY = _secret_key()
ALLOWED_HOSTS = os.environ.get("BANGFU_HOSTS", "127.0.0.1,localhost,[::1]").split(",")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "bangfu.web",
    "bangfu.apps.journal",
    "bangfu.apps.accounts",
    "bangfu.apps.webhooks",
    "bangfu.apps.evidence",
    "bangfu.apps.registry",
    "bangfu.apps.programmes",
    "bangfu.apps.readings",
    "bangfu.apps.branches",
    "bangfu.apps.intake",
    "bangfu.apps.postings",
    "bangfu.apps.duty",
    "bangfu.apps.planning",
    "bangfu.apps.activities",
    "bangfu.apps.capacity",
    "bangfu.apps.supervision",
    "bangfu.apps.targets",
    "bangfu.apps.voice",
    "bangfu.apps.spotchecks",
    "bangfu.apps.completion",
    "bangfu.apps.certificates",
    "bangfu.apps.indicators",
    "bangfu.apps.appraisal",
    "bangfu.apps.documents",
    "bangfu.apps.publicity",
    "bangfu.apps.desk",
    "bangfu.apps.notifications",
    "bangfu.apps.api",
    "bangfu.apps.fhir",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "bangfu.web.errors.NullCharacterMiddleware",
    "bangfu.web.errors.RefusalMiddleware",
    "bangfu.web.access.AccessMiddleware",
]

NAVIGATION = "bangfu.config.navigation.ENTRIES"
PLACES = "bangfu.config.places"
# Which apps hand facts over to indicators; some stand above the one that asks.
FACT_SOURCES = "bangfu.config.fact_sources.SOURCES"
# Lists that come in by workbook; most apps add one.
IMPORT_LISTS = "bangfu.config.import_lists.LISTS"
# What apps above appraisal count for its score tables.
APPRAISAL_MEASURES = "bangfu.config.fact_sources.MEASURES"
# Programs elsewhere that are told: public hosts alone, unless the office says otherwise.
WEBHOOK_SECONDS = float(os.environ.get("BANGFU_WEBHOOK_SECONDS", "10"))
WEBHOOK_PRIVATE = os.environ.get("BANGFU_WEBHOOK_PRIVATE") == "1"
# A second reader of notices: off unless an address is given, and asked only by a clerk's click.
SECOND_READER = {
    "url": os.environ.get("BANGFU_READER_URL", ""),
    "model": os.environ.get("BANGFU_READER_MODEL", "default"),
    "key": os.environ.get("BANGFU_READER_KEY", ""),
    "seconds": float(os.environ.get("BANGFU_READER_SECONDS", "60")),
    "private": os.environ.get("BANGFU_READER_PRIVATE") == "1",
}
CSRF_FAILURE_VIEW = "bangfu.web.errors.forged"
ROOT_URLCONF = "bangfu.config.urls"
WSGI_APPLICATION = "bangfu.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "bangfu.web.navigation.shell",
            ],
        },
    }
]


def _database() -> dict[str, Any]:
    """The embedded database, where no acknowledged write may be lost, or the server's."""
    if url := os.environ.get("BANGFU_DATABASE_URL"):
        found: dict[str, Any] = {
            **dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True)
        }
        if found["ENGINE"] == "django.db.backends.postgresql":
            # Whatever the server's own setting: what users were told is saved, is on its disk.
            found.setdefault("OPTIONS", {}).setdefault("options", "-c synchronous_commit=on")
        return found
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA / "bangfu.sqlite3",
        "CONN_MAX_AGE": 60,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # FULL: with NORMAL a power cut loses commits that users were told were saved.
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
                "PRAGMA cache_size=-32000; PRAGMA temp_store=MEMORY;"
            ),
        },
    }


DATABASES = {"default": _database()}
# The journal's head is written down here at least hourly; best on another disk or machine.
JOURNAL_ANCHORS = os.environ.get("BANGFU_JOURNAL_ANCHORS", str(DATA / "journal-anchors.log")).split(
    os.pathsep
)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "bangfu.apps.accounts.passwords.LongEnough",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "sign_in"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("中文")), ("en", _("English"))]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = DATA / "files"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
# A whole album chosen by mistake is answered beside its field, with everything else kept; each file
# may hold one descriptor, of which a process has 1024 as a rule.
DATA_UPLOAD_MAX_NUMBER_FILES = 500
FILE_UPLOAD_HANDLERS = [
    "bangfu.web.uploads.Ceiling",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# Where messages to people may leave, by the kind of way; an empty address is off. Robots of groups
# are at these two services' own hosts: nobody types in a host.
_ROBOTS = os.environ.get("BANGFU_NOTIFY_ROBOTS") == "1"
NOTIFICATION_GATEWAYS = {
    "email": os.environ.get("BANGFU_NOTIFY_EMAIL", ""),
    "sms": os.environ.get("BANGFU_NOTIFY_SMS", ""),
    "wecom": "wecombot://{to}/" if _ROBOTS else "",
    "dingtalk": "dingtalk://{to}/" if _ROBOTS else "",
}
SITE = os.environ.get("BANGFU_SITE", "").rstrip("/")

# Tokens of programs end after a year at most: MLPS 2.0 wants credentials changed regularly.
API_TOKEN_DAYS = 365
# How long a repeated request gets its first answer; the IETF draft (idempotency-key-header) leaves
# the time to the service and wants it published. A program cut off tries again within a day.
API_KEY_HOURS = 24
API_BODY_BYTES = 1024 * 1024
API_DEPTH = 12

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
# What a proxy says of TLS is believed where there is one: addresses in QR codes begin with it.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PROXIES else None
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
