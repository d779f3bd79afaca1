"""Addresses of notices."""

from django.urls import path

from . import views

urlpatterns = [
    path("notices/", views.notices, name="notices"),
    path("notices/ways/", views.way_list, name="way_list"),
    path("notices/ways/new/<slug:kind>/", views.new_way, name="new_way"),
    path("notices/ways/<int:pk>/confirm/", views.confirm_way, name="confirm_way"),
    path("notices/ways/<int:pk>/end/", views.end_way, name="end_way"),
]
