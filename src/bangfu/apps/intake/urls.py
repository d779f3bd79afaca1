from django.urls import path

from . import views

urlpatterns = [
    path("needs/new/", views.new_need, name="new_need"),
    path("needs/<int:pk>/withdraw/", views.withdraw_need, name="withdraw_need"),
    path("nominations/", views.nomination_list, name="nomination_list"),
    path("nominations/new/", views.new_nomination, name="new_nomination"),
    path("nominations/<int:pk>/withdraw/", views.withdraw_nomination, name="withdraw_nomination"),
]
