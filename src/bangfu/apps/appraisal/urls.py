"""Addresses of appraisal."""

from django.urls import path

from .views import objections, rounds, schemes, schemes_editing, sheets

urlpatterns = [
    path("rounds/", rounds.round_list, name="round_list"),
    path("rounds/new/", rounds.new_round, name="new_round"),
    path("rounds/<int:pk>/", rounds.round_page, name="round"),
    path("rounds/<int:pk>/frozen.txt", rounds.frozen_round, name="frozen_round"),
    path("rounds/<int:pk>/end/<slug:step>/", rounds.end_round, name="end_round"),
    path("rounds/<int:pk>/steps/<slug:step>/", rounds.take_round_step, name="take_round_step"),
    path("sheets/<int:pk>/", sheets.sheet, name="sheet"),
    path("sheets/<int:pk>/items/<slug:item>/", sheets.give_points, name="give_points"),
    path("sheets/<int:pk>/steps/<slug:step>/", sheets.take_sheet_step, name="take_sheet_step"),
    path("sheets/<int:pk>/marks/<int:mark>/<int:file>/", sheets.mark_file, name="mark_file"),
    path("objections/<int:pk>/", objections.objection, name="objection"),
    path("objections/<int:pk>/files/<int:file>/", objections.objection_file, name="objection_file"),
    path("score-tables/", schemes.scheme_list, name="scheme_list"),
    path("score-tables/shipped/<slug:code>/", schemes.shipped_scheme, name="shipped_scheme"),
    path("score-tables/shipped/<slug:code>/copy/", schemes.copy_shipped, name="copy_shipped"),
    path("score-tables/<int:pk>/", schemes.scheme, name="scheme"),
    path("score-tables/<int:pk>/copy/", schemes.copy_scheme, name="copy_scheme"),
    path("score-tables/<int:pk>/table.toml", schemes.scheme_text, name="scheme_text"),
    path("score-tables/<int:pk>/items.xlsx", schemes.scheme_workbook, name="scheme_workbook"),
    path("score-tables/<int:pk>/head/", schemes_editing.edit_scheme_head, name="edit_scheme_head"),
    path("score-tables/<int:pk>/excel/", schemes_editing.upload_scheme, name="upload_scheme"),
    path("score-tables/<int:pk>/trial/", schemes_editing.try_scheme, name="try_scheme"),
    path("score-tables/<int:pk>/end/<slug:step>/", schemes.end_scheme, name="end_scheme"),
    path(
        "score-tables/<int:pk>/rows/<slug:part>/",
        schemes_editing.edit_scheme_row,
        name="add_scheme_row",
    ),
    path(
        "score-tables/<int:pk>/rows/<slug:part>/<slug:key>/",
        schemes_editing.edit_scheme_row,
        name="edit_scheme_row",
    ),
    path(
        "score-tables/<int:pk>/rows/<slug:part>/<slug:key>/<slug:step>/",
        schemes_editing.move_scheme_row,
        name="move_scheme_row",
    ),
]
