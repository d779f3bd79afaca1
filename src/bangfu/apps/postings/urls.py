from django.urls import path

from . import views

urlpatterns = [
    path("postings/", views.posting_list, name="posting_list"),
    path("postings/new/", views.new_posting, name="new_posting"),
    path("postings/<int:pk>/", views.posting, name="posting"),
    path("postings/<int:pk>/recall/", views.recall_posting, name="recall_posting"),
    path("postings/<int:pk>/replace/", views.replace_posting, name="replace_posting"),
]
