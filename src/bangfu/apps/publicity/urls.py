"""Addresses of what offices write for the public, and of what everybody reads."""

from django.urls import path

from .views import lists, public, stories

urlpatterns = [
    path("publicity/", lists.publication_list, name="publication_list"),
    path("publicity/lists/new/", lists.new_publication, name="new_publication"),
    path("publicity/lists/<int:pk>/", lists.publication, name="publication"),
    path("publicity/lists/<int:pk>/revise/", lists.revise_publication, name="revise_publication"),
    path(
        "publicity/lists/<int:pk>/release/", lists.release_publication, name="release_publication"
    ),
    path(
        "publicity/lists/<int:pk>/withdraw/",
        lists.withdraw_publication,
        name="withdraw_publication",
    ),
    path("publicity/stories/", stories.story_list, name="story_list"),
    path("publicity/stories/new/", stories.new_story, name="new_story"),
    path("publicity/stories/<int:pk>/", stories.story, name="story"),
    path("publicity/stories/<int:pk>/files/<int:file>/", stories.story_file, name="story_file"),
    path("publicity/stories/<int:pk>/revise/", stories.revise_story, name="revise_story"),
    path("publicity/stories/<int:pk>/release/", stories.release_story, name="release_story"),
    path("publicity/stories/<int:pk>/withdraw/", stories.withdraw_story, name="withdraw_story"),
    # Without an account:
    path("public/", public.public_front, name="public_front"),
    path("public/lists/", public.public_lists, name="public_lists"),
    path("public/lists/<int:pk>/", public.public_list, name="public_list"),
    path("public/stories/", public.public_stories, name="public_stories"),
    path("public/stories/<int:pk>/", public.public_story, name="public_story"),
    path("public/stories/<int:pk>/photo/", public.story_photo, name="story_photo"),
]
