"""Addresses that fail as a machine does."""

import errno
import os

from django.contrib.auth import get_user_model
from django.db import OperationalError, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt

from bangfu.web.access import public

MESSAGES = {
    "locked": "database is locked",
    "io": "disk I/O error",
    "readonly": "attempt to write a readonly database",
}


@public
def failing(request: HttpRequest, how: str) -> HttpResponse:
    if how in MESSAGES:
        raise OperationalError(MESSAGES[how])
    number = getattr(errno, how)
    raise OSError(number, os.strerror(number))


@public
def reading(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(get_user_model().objects.count()))


@csrf_exempt
@public
def writing(request: HttpRequest) -> HttpResponse:
    with transaction.atomic():
        for number in range(2000):
            get_user_model().objects.create(username=f"{number}", name="x" * 60)
    return HttpResponse("saved")


urlpatterns = [
    path("failing/<str:how>/", failing),
    path("reading/", reading),
    path("writing/", writing),
    path("", include("bangfu.config.urls")),
]
handler500 = "bangfu.web.errors.failed"
