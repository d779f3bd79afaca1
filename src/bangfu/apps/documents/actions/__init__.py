"""What offices do with papers."""

from .papers import (
    draft_document,
    drop_draft,
    fill_in,
    issue_document,
    withdraw_document,
)
from .templates import put_template, retire_template, set_number_word

__all__ = [
    "draft_document",
    "drop_draft",
    "fill_in",
    "issue_document",
    "put_template",
    "retire_template",
    "set_number_word",
    "withdraw_document",
]
