"""Addresses of spot checks."""

from django.urls import path

from .views import checking, drawing, findings, from_requests, ties

urlpatterns = [
    path("spot-checks/", drawing.draw_list, name="draw_list"),
    path("spot-checks/draws/new/", drawing.new_draw, name="new_draw"),
    path("spot-checks/draws/<int:pk>/", drawing.draw, name="draw"),
    path("spot-checks/draws/<int:pk>/record.json", drawing.draw_record, name="draw_record"),
    path("spot-checks/draws/<int:pk>/<slug:step>/", drawing.take_draw_step, name="take_draw_step"),
    path("spot-checks/mine/", checking.own_check_list, name="own_checks"),
    path("spot-checks/ties/", ties.ties, name="ties"),
    path("spot-checks/ties/<int:pk>/end/", ties.end_tie, name="end_tie"),
    path("spot-checks/findings/", findings.finding_list, name="finding_list"),
    path("spot-checks/findings/export/", findings.export_findings, name="export_findings"),
    path(
        "spot-checks/findings/from-request/<int:pk>/",
        from_requests.finding_of_request,
        name="finding_of_request",
    ),
    path("spot-checks/findings/<int:pk>/", findings.finding, name="finding"),
    path(
        "spot-checks/findings/<int:pk>/<slug:step>/",
        findings.take_finding_step,
        name="take_finding_step",
    ),
    path(
        "spot-checks/findings/<int:pk>/steps/<int:step>/files/<int:file>/",
        findings.finding_file,
        name="finding_file",
    ),
    path("spot-checks/<int:pk>/", checking.check, name="spot_check"),
    path("spot-checks/<int:pk>/record/", checking.record_check, name="record_check"),
    path("spot-checks/<int:pk>/drop/", checking.drop_check, name="drop_check"),
    path("spot-checks/<int:pk>/finding/", checking.raise_finding, name="raise_finding"),
    path("spot-checks/<int:pk>/files/<int:file>/", checking.check_file, name="check_file"),
    # Without an account:
    path("draws/<slug:code>/", drawing.commitment, name="draw_commitment"),
]
