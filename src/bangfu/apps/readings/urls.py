"""Addresses of readings."""

from django.urls import path

from .views import adding, adopting, drafting, uploading

urlpatterns = [
    path("readings/", uploading.reading_list, name="reading_list"),
    path("readings/new/", uploading.new_reading, name="new_reading"),
    path("readings/<int:pk>/", drafting.reading, name="reading"),
    path("readings/<int:pk>/progress/", uploading.reading_progress, name="reading_progress"),
    path("readings/<int:pk>/restart/", uploading.restart_reading, name="restart_reading"),
    path("readings/<int:pk>/files/<int:file>/", uploading.reading_file, name="reading_file"),
    path(
        "readings/<int:pk>/values/<int:value>/",
        drafting.decide_value,
        name="decide_value",
    ),
    path("readings/<int:pk>/add/<slug:what>/", adding.add_entry, name="add_entry"),
    path("readings/<int:pk>/accept/", drafting.accept_part, name="accept_part"),
    path("readings/<int:pk>/adopt/", adopting.adopt_reading, name="adopt_reading"),
    path("readings/<int:pk>/discard/", adopting.discard_reading, name="discard_reading"),
    path("readings/<int:pk>/second/", adopting.ask_second, name="ask_second"),
]
