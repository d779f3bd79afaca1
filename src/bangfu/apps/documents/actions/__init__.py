"""What offices do with papers."""

from .batches import perform_batch, requeue_abandoned_batches, start_batch
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
    "perform_batch",
    "put_template",
    "requeue_abandoned_batches",
    "retire_template",
    "set_number_word",
    "start_batch",
    "withdraw_document",
]
