"""Addresses of the interface and of the pages about its tokens."""

from django.urls import path

from .views import tokens

urlpatterns = [
    path("tokens/", tokens.token_list, name="token_list"),
    path("tokens/<int:pk>/revoke/", tokens.revoke_token, name="revoke_token"),
    path("tokens/programs/new/", tokens.new_program_account, name="new_program_account"),
]
