"""The Django application of appraisal."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AppraisalConfig(AppConfig):
    """Score tables, rounds, sheets with a column per review level, objections, grades and stars."""

    name = "bangfu.apps.appraisal"
    label = "appraisal"
    verbose_name = _("考核")
    default_auto_field = "django.db.models.BigAutoField"
