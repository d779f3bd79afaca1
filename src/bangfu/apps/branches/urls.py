"""Addresses of Party branches."""

from django.urls import path

from .views import founding, importing, keeping, lists, single

urlpatterns = [
    path("branches/", lists.branch_list, name="branch_list"),
    path("branches/export/", lists.branch_export, name="export_branches"),
    path("branches/coverage/", lists.branch_coverage, name="branch_coverage"),
    path("branches/new/", founding.new_branch, name="new_branch"),
    path("branches/import/", importing.import_branches, name="import_branches"),
    path("branches/import/template/", importing.branch_template, name="branch_template"),
    path("branches/import/<int:pk>/", importing.branch_upload, name="branch_upload"),
    path("branches/import/<int:pk>/marked/", importing.marked_branches, name="marked_branches"),
    path("branches/import/<int:pk>/take/", importing.take_branches, name="take_branches"),
    path("branches/import/<int:pk>/discard/", importing.discard_branches, name="discard_branches"),
    path("branches/at/<int:pk>/", lists.branch_place, name="branch_place"),
    path("branches/at/<int:pk>/found/", founding.found_branch, name="found_branch"),
    path("branches/at/<int:pk>/join/", founding.join_institutions, name="join_institutions"),
    path("branches/at/<int:pk>/count/", founding.count_place, name="count_place"),
    path("branches/<int:pk>/", single.branch, name="branch"),
    path("branches/<int:pk>/set/", single.re_set_branch, name="re_set_branch"),
    path("branches/<int:pk>/secretary/", single.change_secretary, name="change_secretary"),
    path("branches/<int:pk>/election/", single.hold_election, name="hold_election"),
    path("branches/<int:pk>/join/", single.join_one, name="join_one"),
    path("branches/<int:pk>/leave/<int:place>/", single.leave_joint, name="leave_joint"),
    path("branches/<int:pk>/dissolve/", single.dissolve_branch, name="dissolve_branch"),
    path("branches/<int:pk>/merge/", single.merge_branch, name="merge_branch"),
    path("branches/<int:pk>/members/", keeping.count_members, name="count_members"),
    path("branches/<int:pk>/development/", keeping.record_development, name="record_development"),
    path("branches/<int:pk>/papers/", keeping.keep_paper, name="keep_paper"),
    path("branches/<int:pk>/papers/<int:paper>/remove/", keeping.remove_paper, name="remove_paper"),
    path("branches/papers/<int:pk>/files/<int:file>/", keeping.paper_file, name="paper_file"),
]
