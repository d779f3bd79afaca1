"""The Django application of the FHIR interface."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FhirConfig(AppConfig):
    """Institutions, workers and postings as FHIR R4; it keeps nothing of its own."""

    name = "bangfu.apps.fhir"
    label = "fhir"
    verbose_name = _("FHIR目录与报告")
    default_auto_field = "django.db.models.BigAutoField"
