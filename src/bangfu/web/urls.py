"""The addresses that belong to no stage: the gallery of components."""

from django.urls import path

from . import gallery

urlpatterns = [
    path("gallery/", gallery.components, name="gallery"),
    path("gallery/proof/<int:pk>/", gallery.proof, name="gallery_proof"),
    path("gallery/progress/", gallery.progress, name="gallery_progress"),
]
