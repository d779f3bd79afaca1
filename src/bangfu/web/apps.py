"""What all pages share, as a Django app: its templates, static files and template tags."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Templates, static files and the tag library ``bangfu``; no models."""

    name = "bangfu.web"
    label = "web"
