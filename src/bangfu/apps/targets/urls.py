"""Addresses of targets."""

from django.urls import path

from .views import exports, figures, lagging, progress, reviews, single

urlpatterns = [
    path("targets/", progress.pace, name="pace"),
    path("targets/export/", exports.export_targets, name="export_targets"),
    path("targets/matrix/", progress.matrix, name="matrix"),
    path("targets/matrix/<slug:code>/<slug:on>/", progress.matrix_of, name="matrix_of"),
    path(
        "targets/matrix/<slug:code>/<slug:on>/<int:institution>/<int:number>",
        progress.matrix_cell,
        name="matrix_cell",
    ),
    path("targets/lags/", progress.lags, name="lags"),
    path("targets/lags/export/", exports.export_lags, name="export_lags"),
    path("targets/lags/explain/", lagging.explain_lag, name="explain_lag"),
    path("targets/lags/<int:pk>/", lagging.lag_note, name="lag_note"),
    path("targets/lags/<int:pk>/ledger/", lagging.take_to_ledger, name="take_lag_to_ledger"),
    path("targets/of/<int:institution>/", progress.targets_of, name="targets_of"),
    path("targets/one/", single.target, name="target"),
    path("targets/share/", single.share_target, name="share_target"),
    path("targets/report/", figures.report_figure, name="report_figure"),
    path("targets/report/<int:pk>/withdraw/", figures.withdraw_figure, name="withdraw_figure"),
    path("targets/report/<int:pk>/files/<int:file>/", figures.figure_file, name="figure_file"),
    path("targets/reviews/", reviews.reviews, name="reviews"),
    path("targets/reviews/<int:pk>/", reviews.review, name="review"),
]
