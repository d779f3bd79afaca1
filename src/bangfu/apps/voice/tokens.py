"""The secrets of codes and receipts, made from what is kept and the installation's secret key."""

import base64

from django.utils.crypto import salted_hmac

from bangfu.core.voice.codes import ALPHABET, LENGTH, grouped

from .models import AskCode

TOKEN_BYTES = 16


def token_of(code: AskCode) -> str:
    """The 128 bits behind a poster, as they stand in its address."""
    return token_from(code.seed)


def token_from(seed: str) -> str:
    """The token of a seed: the same as long as the installation keeps its key."""
    made = salted_hmac("voice.code", seed, algorithm="sha256").digest()[:TOKEN_BYTES]
    return base64.urlsafe_b64encode(made).decode().rstrip("=")


def receipt_from(form_key: str) -> str:
    """The receipt of a form: sent twice, it is the same, though only its digest is kept."""
    made = salted_hmac("voice.receipt", form_key, algorithm="sha256").digest()
    return grouped("".join(ALPHABET[byte % 32] for byte in made[:LENGTH]))


def browser_digest(number: str) -> str:
    """A phone's random number as it is kept: told apart from others, not to be traced back."""
    return salted_hmac("voice.browser", number, algorithm="sha256").hexdigest()
