"""Every address of the product."""

from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

from bangfu.web.access import public

urlpatterns: list[URLPattern | URLResolver] = [
    path("language/", public(set_language), name="set_language"),
    path("", include("bangfu.web.urls")),
    path("", include("bangfu.apps.desk.urls")),
    path("", include("bangfu.apps.journal.urls")),
    path("", include("bangfu.apps.registry.urls")),
    path("", include("bangfu.apps.readings.urls")),
    path("", include("bangfu.apps.programmes.urls")),
    path("", include("bangfu.apps.intake.urls")),
    path("", include("bangfu.apps.postings.urls")),
    path("", include("bangfu.apps.duty.urls")),
    path("", include("bangfu.apps.planning.urls")),
    path("", include("bangfu.apps.activities.urls")),
    path("", include("bangfu.apps.capacity.urls")),
    path("", include("bangfu.apps.supervision.urls")),
    path("", include("bangfu.apps.targets.urls")),
    path("", include("bangfu.apps.voice.urls")),
    path("", include("bangfu.apps.branches.urls")),
    path("", include("bangfu.apps.spotchecks.urls")),
    path("", include("bangfu.apps.indicators.urls")),
    path("", include("bangfu.apps.appraisal.urls")),
    path("", include("bangfu.apps.documents.urls")),
    path("", include("bangfu.apps.evidence.urls")),
    path("", include("bangfu.apps.completion.urls")),
    path("", include("bangfu.apps.certificates.urls")),
    path("", include("bangfu.apps.publicity.urls")),
    path("", include("bangfu.apps.accounts.urls")),
    path("", include("bangfu.apps.webhooks.urls")),
    path("", include("bangfu.apps.notifications.urls")),
    path("", include("bangfu.apps.api.urls")),
    path("", include("bangfu.apps.fhir.urls")),
]

handler400 = "bangfu.web.errors.bad_request"
handler403 = "bangfu.web.errors.forbidden"
handler404 = "bangfu.web.errors.not_found"
handler500 = "bangfu.web.errors.failed"
