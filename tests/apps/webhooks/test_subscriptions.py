"""Subscriptions: refused in words, one's own alone, a secret that is told once and never kept."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from bangfu.apps.accounts.models import User
from bangfu.apps.journal.models import Entry
from bangfu.apps.webhooks import actions
from bangfu.apps.webhooks.actions.subscriptions import (
    MOST,
    AddressUnfit,
    AlreadyEnded,
    NoTopic,
    TooManySubscriptions,
)
from bangfu.apps.webhooks.models import Subscription
from bangfu.apps.webhooks.secret import secret_of

from .conftest import Receiver, subscribed

FILLED_IN = {"title": "市级数据平台", "about": ["needs"]}


class TestSubscribing:
    @pytest.mark.parametrize(
        "address",
        ["platform.example", "ftp://platform.example/", "https://u:p@x.example/", "https://"],
    )
    def test_refuses_what_is_no_address_of_a_server(
        self, address: str, clerk: User, receiver: type[Receiver]
    ) -> None:
        with pytest.raises(AddressUnfit):
            subscribed(clerk, receiver, address=address)

    def test_refuses_unknown_topics_alone(self, clerk: User, receiver: type[Receiver]) -> None:
        with pytest.raises(NoTopic):
            subscribed(clerk, receiver, "nonsense")

    def test_refuses_more_than_one_account_keeps(
        self, clerk: User, receiver: type[Receiver]
    ) -> None:
        for _each in range(MOST):
            subscribed(clerk, receiver)
        with pytest.raises(TooManySubscriptions):
            subscribed(clerk, receiver)

    def test_each_step_has_its_one_entry(self, clerk: User, receiver: type[Receiver]) -> None:
        made = subscribed(clerk, receiver)
        actions.pause_subscription(subscription=made, by=clerk, at=timezone.now())
        actions.pause_subscription(subscription=made, by=clerk, at=timezone.now())
        actions.resume_subscription(subscription=made, by=clerk, at=timezone.now())
        actions.renew_secret(subscription=made, by=clerk)
        actions.end_subscription(subscription=made, by=clerk, at=timezone.now())

        verbs = Entry.objects.filter(verb__startswith="webhook.").order_by("number")
        steps = ["made", "paused", "resumed", "secret_renewed", "ended"]
        assert [one.verb.partition(".")[2] for one in verbs] == steps
        with pytest.raises(AlreadyEnded):
            actions.renew_secret(subscription=made, by=clerk)

    def test_no_secret_is_kept_and_each_has_its_own(
        self, clerk: User, receiver: type[Receiver]
    ) -> None:
        made, other = subscribed(clerk, receiver), subscribed(clerk, receiver)
        before = secret_of(made)
        renewed = actions.renew_secret(subscription=made, by=clerk)

        assert len({before, secret_of(renewed), secret_of(other)}) == 3
        kept = str(list(Subscription.objects.values()) + list(Entry.objects.values()))
        assert before not in kept


class TestPages:
    def test_the_secret_is_shown_once(
        self, client: Client, clerk: User, receiver: type[Receiver]
    ) -> None:
        client.force_login(clerk)
        answer = client.post("/webhooks/new/", {**FILLED_IN, "address": receiver.address})
        made = Subscription.objects.get()
        assert secret_of(made) in answer.content.decode()
        assert answer.headers["Cache-Control"] == "no-store"
        assert secret_of(made) not in client.get(f"/webhooks/{made.pk}/").content.decode()

    def test_what_was_typed_stays_where_it_is_refused(self, client: Client, clerk: User) -> None:
        client.force_login(clerk)
        answer = client.post("/webhooks/new/", {**FILLED_IN, "address": "platform.example"})
        assert answer.status_code == 422
        assert "接收地址不能使用" in answer.content.decode()
        assert 'value="platform.example"' in answer.content.decode()

    def test_a_trial_is_sent_and_recorded(
        self, client: Client, clerk: User, receiver: type[Receiver]
    ) -> None:
        made = subscribed(clerk, receiver)
        client.force_login(clerk)
        answer = client.post(f"/webhooks/{made.pk}/try/", follow=True)
        assert "测试消息已送达" in answer.content.decode()
        assert len(receiver.heard) == 1

    @pytest.mark.parametrize("step", ["", "try/", "pause/", "resume/", "secret/", "end/"])
    def test_another_accounts_look_absent(
        self, step: str, client: Client, clerk: User, far_clerk: User, receiver: type[Receiver]
    ) -> None:
        made = subscribed(clerk, receiver)
        client.force_login(far_clerk)
        ask = client.post if step else client.get
        assert ask(f"/webhooks/{made.pk}/{step}").status_code == 404
        assert ask(f"/webhooks/987654/{step}").status_code == 404

    def test_the_list_asks_as_much_for_many_as_for_few(
        self,
        client: Client,
        clerk: User,
        receiver: type[Receiver],
        django_assert_num_queries: Any,
    ) -> None:
        client.force_login(clerk)
        subscribed(clerk, receiver)
        client.get("/webhooks/")
        with django_assert_num_queries(4):
            client.get("/webhooks/")
        for _each in range(10):
            subscribed(clerk, receiver)
        with django_assert_num_queries(4):
            client.get("/webhooks/")
