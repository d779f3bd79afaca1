"""Addresses of activities."""

from django.urls import path

from .views import confirming, correcting, drafts, entering, ledger, months, pointers, proofs

urlpatterns = [
    path("activities/", ledger.activity_list, name="activity_list"),
    path("activities/export/", ledger.export_activities, name="export_activities"),
    path("activities/<int:pk>/", ledger.activity, name="activity"),
    path("activities/<int:pk>/correct/", correcting.correct_activity, name="correct_activity"),
    path("activities/<int:pk>/withdraw/", ledger.withdraw_activity, name="withdraw_activity"),
    path("activities/pointers/", pointers.doubles, name="doubles"),
    path("activities/pointers/export/", pointers.export_doubles, name="export_doubles"),
    path("activities/pointers/<int:pk>/", pointers.settle_double, name="settle_double"),
    path("activities/months/", months.ledger_months, name="ledger_months"),
    path(
        "activities/months/<slug:code>/<int:year>/<int:number>/lock/",
        months.lock_month,
        name="lock_month",
    ),
    path(
        "activities/months/<slug:code>/<int:year>/<int:number>/reopen/",
        months.reopen_month,
        name="reopen_month",
    ),
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
