from django.urls import path

from . import saved_views_requests as saved
from . import views

urlpatterns = [
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("password/", views.change_password, name="change_password"),
    path("accounts/", views.account_list, name="account_list"),
    path("accounts/new/", views.new_account, name="new_account"),
    path("accounts/<int:pk>/", views.account, name="account"),
    path("accounts/<int:pk>/close/", views.close_account, name="close_account"),
    path("accounts/<int:pk>/grants/", views.give_grant, name="give_grant"),
    path("grants/<int:pk>/end/", views.end_grant, name="end_grant"),
    path("saved-views/", saved.saved_view_list, name="saved_view_list"),
    path("saved-views/new/", saved.save_view, name="save_view"),
    path("saved-views/<int:pk>/rename/", saved.rename_view, name="rename_view"),
    path("saved-views/<int:pk>/up/", saved.move_view_up, name="move_view_up"),
    path("saved-views/<int:pk>/delete/", saved.delete_view, name="delete_view"),
]
