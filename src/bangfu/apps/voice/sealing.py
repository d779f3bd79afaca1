"""The blank form's seal: which form it is, which phone it went to, and when."""

import secrets
from dataclasses import dataclass

from django.core import signing

SALT = "voice.ask"
LONGEST_SEAL = 400


@dataclass(frozen=True, slots=True)
class Seal:
    """What a form carries through: its own number, the phone's, and since when it is open."""

    form_key: str
    browser: str
    opened: float


def new_seal(browser: str, *, now: float) -> tuple[str, Seal]:
    """The seal of a blank form, as text and as value."""
    seal = Seal(secrets.token_hex(16), browser, now)
    return signing.dumps([seal.form_key, seal.browser, round(now, 1)], salt=SALT), seal


def read_seal(text: str) -> Seal | None:
    """A seal of ours, however old: a page left open over night is not lost; nothing otherwise."""
    try:
        form_key, browser, opened = signing.loads(text[:LONGEST_SEAL], salt=SALT)
    except (signing.BadSignature, ValueError):
        return None
    return Seal(str(form_key), str(browser), float(opened))
