"""Messages to programs: signed as the standard says, known again, tried again for three days."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from bangfu.core.webhooks.envelope import RETRIES, Envelope, envelope, next_try

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
FACTS = st.dictionaries(st.text(max_size=20), st.text(max_size=50) | st.integers(), max_size=5)


def made(**changes: object) -> Envelope:
    now = datetime.now(UTC)
    given_values = {"number": "7-41", "kind": "posting.opened", "at": now, "facts": {}, "now": now}
    return envelope(**{**given_values, "secret": SECRET, **changes})  # type: ignore[arg-type]


@given(FACTS)
def test_what_is_sent_is_accepted_by_an_independent_receiver(facts: dict[str, object]) -> None:
    sent = made(facts=facts)
    heard = Webhook(SECRET).verify(sent.body, dict(sent.headers))
    assert heard == json.loads(sent.body)
    assert heard["data"] == facts


@given(st.integers(0, 200), st.integers(1, 127))
def test_one_altered_byte_is_noticed(place: int, change: int) -> None:
    sent = made()
    altered = bytearray(sent.body)
    altered[place % len(altered)] ^= change
    with pytest.raises(WebhookVerificationError):
        Webhook(SECRET).verify(bytes(altered), dict(sent.headers))


def test_another_secret_or_an_old_message_is_not_accepted() -> None:
    other = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"
    with pytest.raises(WebhookVerificationError):
        Webhook(other).verify(made().body, dict(made().headers))
    old = made(now=datetime.now(UTC) - timedelta(hours=1))
    with pytest.raises(WebhookVerificationError):
        Webhook(SECRET).verify(old.body, dict(old.headers))


def test_it_is_tried_again_for_three_days_longer_and_longer() -> None:
    waits = [next_try(failures) for failures in range(1, len(RETRIES) + 2)]
    assert waits[-1] is None
    tries = [wait for wait in waits if wait]
    assert tries == sorted(tries)
    assert timedelta(days=3) < sum(tries, timedelta()) < timedelta(days=4)
