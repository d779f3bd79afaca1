"""Every address of the product."""

from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

from bangfu.web.access import public

urlpatterns: list[URLPattern | URLResolver] = [
    path("language/", public(set_language), name="set_language"),
    path("", include("bangfu.apps.accounts.urls")),
    path("", include("bangfu.apps.journal.urls")),
]
