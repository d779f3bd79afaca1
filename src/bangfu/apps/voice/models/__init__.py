"""Codes on posters, requests that came by them, the steps taken, answers released."""

from .codes import AskCode, AskCodeQuerySet
from .releases import Release
from .requests import PublicRequest, PublicRequestQuerySet, RequestStep

__all__ = [
    "AskCode",
    "AskCodeQuerySet",
    "PublicRequest",
    "PublicRequestQuerySet",
    "Release",
    "RequestStep",
]
