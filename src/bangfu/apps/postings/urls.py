from django.urls import path

from .views import postings, steps

urlpatterns = [
    path("postings/", postings.posting_list, name="posting_list"),
    path("postings/new/", postings.new_posting, name="new_posting"),
    path("postings/<int:pk>/", postings.posting, name="posting"),
    path("postings/<int:pk>/replace/", postings.replace_posting, name="replace_posting"),
    path("postings/<int:pk>/<slug:step>/", steps.take_step, name="take_step"),
]
