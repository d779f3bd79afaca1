"""The Django application of evidence."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EvidenceConfig(AppConfig):
    """Files that prove what is recorded: checked, cleaned, stored by content."""

    name = "bangfu.apps.evidence"
    label = "evidence"
    verbose_name = _("佐证材料")
    default_auto_field = "django.db.models.BigAutoField"
