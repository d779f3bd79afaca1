"""Addresses of the FHIR interface; FHIR's own have no slash at their end."""

from django.urls import path

from . import views

urlpatterns = [
    path("fhir/metadata", views.metadata, name="fhir_metadata"),
    path("fhir", views.root, name="fhir_root"),
    path("fhir/<str:kind>", views.search, name="fhir_search"),
    path("fhir/<str:kind>/<str:number>", views.read, name="fhir_read"),
    path("fhir/<path:rest>", views.nowhere, name="fhir_nowhere"),
]
