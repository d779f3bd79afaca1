from django.urls import path

from .views import imports, institutions, workers

urlpatterns = [
    path("institutions/", institutions.institution_list, name="institution_list"),
    path("institutions/new/", institutions.new_institution, name="new_institution"),
    path("institutions/import/", imports.import_institutions, name="import_institutions"),
    path("institutions/template/", imports.institution_template, name="institution_template"),
    path("institutions/<int:pk>/", institutions.institution, name="institution"),
    path(
        "institutions/<int:pk>/change/", institutions.change_institution, name="change_institution"
    ),
    path("institutions/<int:pk>/merge/", institutions.merge_institution, name="merge_institution"),
    path("institutions/<int:pk>/close/", institutions.close_institution, name="close_institution"),
    path(
        "institutions/<int:pk>/departments/new/", institutions.new_department, name="new_department"
    ),
    path("institutions/<int:pk>/workers/new/", workers.new_worker, name="new_worker"),
    path("departments/import/", imports.import_departments, name="import_departments"),
    path("departments/template/", imports.department_template, name="department_template"),
    path("departments/<int:pk>/change/", institutions.change_department, name="change_department"),
    path("workers/", workers.worker_list, name="worker_list"),
    path("workers/import/", imports.import_workers, name="import_workers"),
    path("workers/template/", imports.worker_template, name="worker_template"),
    path("workers/<int:pk>/", workers.worker, name="worker"),
    path("workers/<int:pk>/change/", workers.change_worker, name="change_worker"),
    path("workers/<int:pk>/transfer/", workers.transfer_worker, name="transfer_worker"),
    path("workers/<int:pk>/retire/", workers.retire_worker, name="retire_worker"),
    path("imports/of/<slug:code>/", imports.import_list, name="import_list"),
    path("imports/of/<slug:code>/template/", imports.import_template, name="import_template"),
    path("imports/<int:pk>/", imports.upload, name="upload"),
    path("imports/<int:pk>/marked/", imports.marked_upload, name="marked_upload"),
    path("imports/<int:pk>/take/", imports.take_upload, name="take_upload"),
    path("imports/<int:pk>/discard/", imports.discard_upload, name="discard_upload"),
]
