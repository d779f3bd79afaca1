"""Addresses of papers."""

from django.urls import path

from .views import batches, papers, templates

urlpatterns = [
    path("documents/", papers.document_list, name="document_list"),
    path("documents/export/", papers.export_documents, name="export_documents"),
    path("documents/new/", papers.new_document, name="new_document"),
    path("documents/new/<slug:kind>/", papers.choose_subject, name="choose_subject"),
    path("documents/new/<slug:kind>/all/", batches.new_batch, name="new_batch"),
    path("documents/batches/<int:pk>/", batches.document_batch, name="document_batch"),
    path("documents/batches/<int:pk>/progress/", batches.batch_progress, name="batch_progress"),
    path("documents/batches/<int:pk>/papers.zip", batches.batch_archive, name="batch_archive"),
    path("documents/templates/", templates.document_templates, name="document_templates"),
    path("documents/templates/<int:pk>/retire/", templates.retire_template, name="retire_template"),
    path(
        "documents/templates/<int:office>/<slug:kind>/",
        templates.document_template,
        name="document_template",
    ),
    path(
        "documents/templates/<int:office>/<slug:kind>/file.docx",
        templates.document_template_file,
        name="document_template_file",
    ),
    path("documents/<int:pk>/", papers.document, name="document"),
    path("documents/<int:pk>/issue/", papers.issue_document, name="issue_document"),
    path("documents/<int:pk>/drop/", papers.drop_draft, name="drop_draft"),
    path("documents/<int:pk>/withdraw/", papers.withdraw_document, name="withdraw_document"),
    path("documents/<int:pk>/paper.<slug:ending>", papers.document_file, name="document_file"),
]
