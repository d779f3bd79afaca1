"""Addresses of targets."""

from datetime import date

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from .views import lagging, progress, reviews, single


class DayConverter(StringConverter):
    """A day as 2025-06-30."""

    regex = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> date:  # type: ignore[override]
        """The day; an address with a day that does not exist leads nowhere."""
        return date.fromisoformat(value)

    def to_url(self, value: object) -> str:
        """The day as it stands in addresses."""
        return value.isoformat() if isinstance(value, date) else str(value)


register_converter(DayConverter, "day")

urlpatterns = [
    path("targets/", progress.pace, name="pace"),
    path("targets/matrix/", progress.matrix, name="matrix"),
    path("targets/matrix/<slug:code>/<day:on>/", progress.matrix_of, name="matrix_of"),
    path(
        "targets/matrix/<slug:code>/<day:on>/<int:institution>/<int:number>",
        progress.matrix_cell,
        name="matrix_cell",
    ),
    path("targets/lags/", progress.lags, name="lags"),
    path("targets/lags/explain/", lagging.explain_lag, name="explain_lag"),
    path("targets/lags/<int:pk>/", lagging.lag_note, name="lag_note"),
    path("targets/lags/<int:pk>/ledger/", lagging.take_to_ledger, name="take_lag_to_ledger"),
    path("targets/of/<int:institution>/", progress.targets_of, name="targets_of"),
    path("targets/one/", single.target, name="target"),
    path("targets/share/", single.share_target, name="share_target"),
    path("targets/report/", single.report_figure, name="report_figure"),
    path("targets/report/<int:pk>/withdraw/", single.withdraw_figure, name="withdraw_figure"),
    path("targets/reviews/", reviews.reviews, name="reviews"),
    path("targets/reviews/<int:pk>/", reviews.review, name="review"),
]
