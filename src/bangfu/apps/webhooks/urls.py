"""Addresses of subscriptions."""

from django.urls import path

from . import views

urlpatterns = [
    path("webhooks/", views.subscription_list, name="subscription_list"),
    path("webhooks/new/", views.new_subscription, name="new_subscription"),
    path("webhooks/<int:pk>/", views.one_subscription, name="one_subscription"),
    path("webhooks/<int:pk>/try/", views.try_subscription, name="try_subscription"),
    path("webhooks/<int:pk>/pause/", views.pause_subscription, name="pause_subscription"),
    path("webhooks/<int:pk>/resume/", views.resume_subscription, name="resume_subscription"),
    path("webhooks/<int:pk>/secret/", views.renew_secret, name="renew_webhook_secret"),
    path("webhooks/<int:pk>/end/", views.end_subscription, name="end_subscription"),
]
