"""Addresses of the desk."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.home, name="home"),
    path("board/", views.board_page, name="board"),
    path("board/why/<int:need>/", views.why_empty, name="why_empty"),
    path("timeline/", views.timeline_page, name="timeline"),
]
