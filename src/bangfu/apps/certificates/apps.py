"""The certificates' Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CertificatesConfig(AppConfig):
    """Certificates of service, their public verification, calendars and public rosters."""

    name = "bangfu.apps.certificates"
    label = "certificates"
    verbose_name = _("服务证明")
    default_auto_field = "django.db.models.BigAutoField"
