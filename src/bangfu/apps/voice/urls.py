"""Addresses of public requests."""

from django.urls import path

from .views import causes, codes, handling, public, releasing, ties

urlpatterns = [
    path("requests/", handling.request_list, name="request_list"),
    path("requests/export/", handling.export_requests, name="export_requests"),
    path("requests/causes/", causes.request_causes, name="request_causes"),
    path("requests/causes/review/", causes.keep_review, name="keep_review"),
    path("requests/causes/reviews/", causes.cause_reviews, name="cause_reviews"),
    path("requests/causes/reviews/<int:pk>/", causes.cause_review, name="cause_review"),
    path("requests/codes/", codes.ask_code_list, name="ask_code_list"),
    path("requests/codes/<int:pk>/poster.pdf", codes.ask_poster, name="ask_poster"),
    path("requests/codes/<int:pk>/<slug:step>/", codes.end_ask_code, name="end_ask_code"),
    path("requests/<int:pk>/", handling.public_request, name="public_request"),
    path("requests/<int:pk>/approval/", releasing.approve_release, name="approve_release"),
    path(
        "requests/<int:pk>/approval/withdraw/", releasing.withdraw_release, name="withdraw_answer"
    ),
    path("requests/<int:pk>/as/<slug:kind>/", ties.tie_request, name="tie_request"),
    path("requests/<int:pk>/files/<int:file>/", handling.request_file, name="request_file"),
    path(
        "requests/<int:pk>/steps/<int:step>/files/<int:file>/",
        handling.request_step_file,
        name="request_step_file",
    ),
    path("requests/<int:pk>/<slug:step>/", handling.take_request_step, name="take_request_step"),
    # Without an account:
    path("ask/<str:token>/", public.ask, name="ask"),
    path("follow/", public.follow, name="follow_start"),
    path("follow/<str:receipt>/", public.follow, name="follow"),
    path("answered/", public.answered, name="answered"),
]
