"""The secret that a subscription's messages are signed with: made when it is needed, never kept.

As with request codes (decision 0018), nobody who reads the database or a backup of it can sign.
"""

import base64

from django.utils.crypto import salted_hmac

from bangfu.core.webhooks.envelope import PREFIX

from .models import Subscription


def secret_of(subscription: Subscription) -> str:
    """``whsec_`` and 256 bits in base64; another one with each turn."""
    value = f"{subscription.pk}/{subscription.turn}"
    made = salted_hmac("webhooks.secret", value, algorithm="sha256").digest()
    return PREFIX + base64.b64encode(made).decode()
