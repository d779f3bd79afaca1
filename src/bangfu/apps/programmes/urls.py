"""Addresses of programmes."""

from django.urls import path

from .views import adopting, enrolling, reading

urlpatterns = [
    path("programmes/", reading.programme_list, name="programme_list"),
    path("programmes/new/", adopting.new_edition, name="new_edition"),
    path("programmes/adopt/", adopting.adopt_edition, name="adopt_edition"),
    path("programmes/<slug:code>/", reading.programme, name="programme"),
    path(
        "programmes/<slug:code>/leadership/",
        reading.programme_leadership,
        name="programme_leadership",
    ),
    path(
        "programmes/<slug:code>/leadership/<slug:party>/enrol/", enrolling.enrol, name="enrol_party"
    ),
    path("programmes/<slug:code>/pairings/", reading.programme_pairings, name="programme_pairings"),
    path("programmes/<slug:code>/pairings/new/", enrolling.new_pairing, name="new_pairing"),
    path(
        "programmes/<slug:code>/pairings/<int:pk>/end/", enrolling.end_pairing, name="end_pairing"
    ),
    path("programmes/<slug:code>/rules/", reading.programme_rules, name="programme_rules"),
    path("programmes/<slug:code>/posts/", reading.programme_posts, name="programme_posts"),
    path("programmes/<slug:code>/targets/", reading.programme_targets, name="programme_targets"),
    path("programmes/<slug:code>/review/", reading.programme_review, name="programme_review"),
    path("programmes/<slug:code>/sources/", reading.programme_sources, name="programme_sources"),
    path(
        "programmes/<slug:code>/sources/<int:file>/",
        reading.programme_source,
        name="programme_source",
    ),
    path(
        "programmes/<slug:code>/editions/<int:number>/",
        reading.programme_edition,
        name="programme_edition",
    ),
    path(
        "programmes/<slug:code>/editions/<int:number>/file/",
        reading.programme_edition_file,
        name="programme_edition_file",
    ),
]
