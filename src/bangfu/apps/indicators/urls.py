"""Addresses of indicators."""

from django.urls import path

from .views import exports, outcome, reading, statistics

urlpatterns = [
    path("indicators/", reading.indicator_list, name="indicator_list"),
    path("indicators/outcome/", outcome.outcome, name="outcome"),
    path("indicators/statistics/", statistics.statistic_list, name="statistic_list"),
    path("indicators/statistics/enter/", statistics.enter_statistic, name="enter_statistic"),
    path(
        "indicators/statistics/<int:pk>/withdraw/",
        statistics.withdraw_statistic,
        name="withdraw_statistic",
    ),
    path("indicators/one/<str:code>/", reading.indicator, name="indicator"),
    path("indicators/one/<str:code>/institutions/", reading.ranking, name="indicator_ranking"),
    path("indicators/one/<str:code>/export/", exports.export_indicator, name="export_indicator"),
]
