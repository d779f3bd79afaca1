"""Addresses of capacity."""

from django.urls import path

from .views import ending, entering, items, learning, lists

urlpatterns = [
    path("capacity/", lists.item_list, name="capacity_list"),
    path("capacity/export/", lists.item_export, name="capacity_export"),
    path("capacity/hosts/", lists.four_things, name="capacity_four"),
    path("capacity/hosts/export/", lists.four_export, name="capacity_four_export"),
    path("capacity/pupils/", lists.chains, name="capacity_chains"),
    path("capacity/pupils/export/", lists.chain_export, name="capacity_chains_export"),
    path("capacity/new/", entering.choose_kind, name="capacity_new"),
    path("capacity/new/<slug:kind>/", entering.new_item, name="new_capacity"),
    path("capacity/<int:pk>/", items.item, name="capacity_item"),
    path("capacity/<int:pk>/files/<int:file>/", items.item_file, name="capacity_file"),
    path("capacity/<int:pk>/proof/", items.add_proof, name="add_capacity_proof"),
    path("capacity/<int:pk>/plan/", items.plan, name="plan_capacity"),
    path("capacity/<int:pk>/reach/<slug:code>/", items.reach, name="reach_milestone"),
    path("capacity/<int:pk>/correct/<slug:code>/", items.correct, name="correct_milestone"),
    path("capacity/<int:pk>/undo/<slug:code>/", ending.undo, name="undo_milestone"),
    path("capacity/<int:pk>/skills/", learning.add_skill, name="add_skill"),
    path(
        "capacity/<int:pk>/skills/<int:skill>/<slug:code>/", learning.skill_step, name="skill_step"
    ),
    path("capacity/<int:pk>/drop/<int:skill>/", learning.drop_skill, name="drop_skill"),
    path(
        "capacity/<int:pk>/confirm/<slug:what>/<int:row>/",
        learning.confirm_alone,
        name="confirm_alone",
    ),
    path(
        "capacity/<int:pk>/return/<slug:what>/<int:row>/",
        learning.return_alone,
        name="return_alone",
    ),
    path("capacity/<int:pk>/verify/", ending.verify, name="verify_capacity"),
    path("capacity/<int:pk>/stop/", ending.stop, name="stop_capacity"),
    path("capacity/<int:pk>/resume/", ending.resume, name="resume_capacity"),
    path("capacity/<int:pk>/withdraw/", ending.withdraw, name="withdraw_capacity"),
]
