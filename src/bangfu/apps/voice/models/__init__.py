"""Codes on posters, requests that came by them, steps taken, answers released, reviews."""

from .codes import AskCode, AskCodeQuerySet
from .releases import Release
from .requests import PublicRequest, PublicRequestQuerySet, RequestStep
from .reviews import CauseReview

__all__ = [
    "AskCode",
    "AskCodeQuerySet",
    "CauseReview",
    "PublicRequest",
    "PublicRequestQuerySet",
    "Release",
    "RequestStep",
]
