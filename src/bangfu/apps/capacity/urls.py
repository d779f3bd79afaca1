"""Addresses of capacity."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
