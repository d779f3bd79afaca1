"""Addresses of Party branches."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
