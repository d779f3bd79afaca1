"""Programs are told in order, at least once, of what their holder may read, and of no name."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings
from standardwebhooks.webhooks import Webhook

from bangfu.apps.accounts import actions as accounts
from bangfu.apps.accounts.models import User
from bangfu.apps.webhooks import actions
from bangfu.apps.webhooks.models import Delivery, Subscription
from bangfu.apps.webhooks.secret import secret_of

from .conftest import Receiver, happens, subscribed


def tell_all(later: timedelta = timedelta()) -> int:
    return actions.tell_all(at=timezone.now() + later)


def entries(receiver: type[Receiver]) -> list[int]:
    return [json.loads(body)["data"]["entry"] for _headers, body in receiver.heard]


class TestTelling:
    def test_tells_what_happened_since_in_order_and_once(
        self, clerk: User, places: Any, receiver: type[Receiver]
    ) -> None:
        happens("need.stated", places.north)
        subscribed(clerk, receiver)
        numbers = [happens("need.stated", places.north), happens("posting.opened", places.south)]

        assert tell_all() == 2
        assert tell_all() == 0
        assert entries(receiver) == numbers

    def test_is_accepted_by_an_independent_receiver_and_holds_no_name(
        self, clerk: User, places: Any, receiver: type[Receiver]
    ) -> None:
        made = subscribed(clerk, receiver)
        number = happens("need.stated", places.north, clerk)
        tell_all()

        (headers, body), *_rest = receiver.heard
        heard = Webhook(secret_of(made)).verify(body, headers)
        assert heard["type"] == "need.stated"
        assert heard["data"] == {
            "entry": number,
            "subject": {"type": "registry.institution", "id": str(places.north.pk)},
            "area": places.north.area_code,
            "institution": "NORTH",
            "programme": "",
        }
        assert "姓名" not in body.decode()

    def test_tells_only_of_chosen_topics_and_of_places_in_reach(
        self, clerk: User, places: Any, receiver: type[Receiver]
    ) -> None:
        subscribed(clerk, receiver, "needs")
        happens("posting.opened", places.north)
        happens("need.stated", places.far)
        wanted = happens("need.stated", places.north)

        assert tell_all() == 1
        assert entries(receiver) == [wanted]
        assert Subscription.objects.get().told >= wanted

    def test_a_grant_that_ended_ends_the_telling_at_once(
        self, clerk: User, places: Any, receiver: type[Receiver]
    ) -> None:
        subscribed(clerk, receiver)
        happens("need.stated", places.north)
        for grant in clerk.grants.all():
            accounts.end_grant(grant=grant, by=None, on=timezone.localdate())

        assert tell_all() == 0
        assert receiver.heard == []


class TestFailing:
    def test_waits_and_goes_on_where_it_stopped(
        self, clerk: User, places: Any, receiver: type[Receiver]
    ) -> None:
        made = subscribed(clerk, receiver)
        first, second = happens("need.stated", places.north), happens("need.stated", places.south)
        receiver.answers[:] = [500]

        assert tell_all() == 0
        made.refresh_from_db()
        assert made.failures == 1
        assert tell_all() == 0
        assert tell_all(timedelta(seconds=6)) == 2
        assert entries(receiver) == [first, first, second]
        numbers = [headers["webhook-id"] for headers, _body in receiver.heard]
        assert numbers[0] == numbers[1] != numbers[2]
        made.refresh_from_db()
        assert made.failures == 0

    @pytest.mark.parametrize("status", [302, 404, 500])
    def test_whatever_is_no_success_is_tried_again(
        self, status: int, clerk: User, places: Any, receiver: type[Receiver]
    ) -> None:
        subscribed(clerk, receiver)
        happens("need.stated", places.north)
        receiver.answers[:] = [status]
        tell_all()

        assert len(receiver.heard) == 1
        assert Delivery.objects.get().failed_zh == f"答复状态{status}"

    def test_a_receiver_that_is_gone_is_paused_at_once(
        self, clerk: User, places: Any, receiver: type[Receiver]
    ) -> None:
        made = subscribed(clerk, receiver)
        happens("need.stated", places.north)
        receiver.answers[:] = [410]
        tell_all()

        made.refresh_from_db()
        assert made.paused_at is not None
        assert tell_all(timedelta(days=9)) == 0

    def test_after_three_days_it_is_paused_and_resumed_without_loss(
        self, clerk: User, places: Any, receiver: type[Receiver]
    ) -> None:
        made = subscribed(clerk, receiver)
        number = happens("need.stated", places.north)
        receiver.answers[:] = [503] * 10
        for _again in range(11):
            tell_all(timedelta(days=10))
            Subscription.objects.update(next_at=timezone.now())
        made.refresh_from_db()
        assert (made.failures, made.paused_at is None) == (10, False)

        actions.resume_subscription(subscription=made, by=clerk, at=timezone.now())
        assert tell_all() == 1
        assert entries(receiver)[-1] == number

    def test_one_that_does_not_answer_does_not_keep_the_others_waiting(
        self, clerk: User, far_clerk: User, places: Any, receiver: type[Receiver]
    ) -> None:
        subscribed(far_clerk, receiver, address="http://127.0.0.1:9/")
        subscribed(clerk, receiver)
        happens("need.stated", places.far)
        wanted = happens("need.stated", places.north)

        assert tell_all() == 1
        assert entries(receiver) == [wanted]

    def test_somebody_else_at_it_is_left_alone(
        self, clerk: User, places: Any, receiver: type[Receiver]
    ) -> None:
        made = subscribed(clerk, receiver)
        happens("need.stated", places.north)
        Subscription.objects.update(next_at=timezone.now() + timedelta(minutes=1))

        assert actions.tell(pk=made.pk, at=timezone.now()) == 0


class TestAddresses:
    @pytest.mark.parametrize(
        ("scheme", "host"),
        [
            *(("https", host) for host in ("10.0.0.8", "192.168.1.5", "169.254.169.254", "[::1]")),
            ("https", "[::ffff:10.0.0.8]"),
            *(("http", host) for host in ("127.0.0.1", "1.1.1.1")),
        ],
    )
    def test_within_the_network_or_without_encryption_nothing_is_sent(
        self,
        scheme: str,
        host: str,
        clerk: User,
        places: Any,
        receiver: type[Receiver],
        settings: Settings,
    ) -> None:
        settings.WEBHOOK_PRIVATE = False
        made = subscribed(clerk, receiver, address=f"{scheme}://{host}/hook")
        sent = actions.try_out(subscription=made, at=timezone.now())

        assert not sent.arrived
        assert sent.status is None

    def test_a_name_that_leads_into_the_network_is_refused_when_it_is_used(
        self, clerk: User, places: Any, receiver: type[Receiver], settings: Settings
    ) -> None:
        settings.WEBHOOK_PRIVATE = False
        made = subscribed(clerk, receiver, address="https://localhost/hook")
        sent = actions.try_out(subscription=made, at=timezone.now())

        assert sent.failed_zh == "不能使用内网地址"


def test_the_record_of_messages_is_kept_for_thirty_days(
    clerk: User, places: Any, receiver: type[Receiver]
) -> None:
    made = subscribed(clerk, receiver)
    actions.try_out(subscription=made, at=timezone.now())
    tell_all(timedelta(days=29))
    assert Delivery.objects.count() == 1
    tell_all(timedelta(days=31))
    assert Delivery.objects.count() == 0
