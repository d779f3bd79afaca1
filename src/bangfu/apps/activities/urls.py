"""Addresses of activities."""

from django.urls import path

from .views import confirming, drafts, entering, proofs

urlpatterns = [
    path("activities/new/", entering.enter, name="enter"),
    path("activities/new/<slug:kind>/", entering.enter_kind, name="enter_kind"),
    path("activities/outbox/", entering.outbox, name="outbox"),
    path("activities/worker.js", entering.worker, name="entry_worker"),
    path("activities/drafts/", drafts.draft_list, name="draft_list"),
    path("activities/drafts/<int:pk>/", drafts.draft, name="draft"),
    path("activities/drafts/<int:pk>/discard/", drafts.discard_draft, name="discard_draft"),
    path("activities/drafts/<int:pk>/files/<int:file>/", proofs.draft_file, name="draft_file"),
    path("activities/waiting/", confirming.waiting, name="waiting"),
    path("activities/<int:pk>/return/", confirming.return_activity, name="activity_return"),
    path("activities/<int:pk>/files/<int:file>/", proofs.activity_file, name="activity_file"),
]
