"""A second reader asked from a draft, over real connections to a small server on this machine."""

import pytest
from django.test import Client
from django.urls import reverse
from tests.apps.programmes.test_second_reader import TASK, Model, _said, model
from tests.apps.readings.conftest import NOW
from tests.apps.readings.test_actions import accept_all, correct, value_at
from tests.apps.readings.test_views import page_of, text_of

from bangfu.apps.accounts.models import User
from bangfu.apps.journal.models import Entry
from bangfu.apps.programmes.second_reader import NoSecondReader
from bangfu.apps.readings import actions
from bangfu.apps.readings.models import NoticeReading

__all__ = ["model"]

QUOTE = "每季度检查一次，年底进行考核。"
ADDED = {"kind": "task", "value": "年底进行考核", "quote": QUOTE, "confidence": 0.9}


class TestAskSecondReader:
    def test_its_values_are_marked_and_decisions_stay(
        self, model: type[Model], reading: NoticeReading, clerk: User
    ) -> None:
        model.body = _said(ADDED, TASK)
        accept_all(reading, clerk)
        correct(value_at(reading, "title"), "业务院长选派", clerk)
        before = {value.place: value.verdict for value in reading.values.all()}

        actions.ask_second_reader(reading=reading, by=clerk, at=NOW)
        actions.perform_second(reading=reading, at=NOW)

        reading.refresh_from_db()
        assert reading.state == NoticeReading.State.READY
        (added,) = reading.values.filter(is_second=True)
        assert (added.kept, added.verdict) == ("年底进行考核", "open")
        assert value_at(reading, "title").kept == "业务院长选派"
        stayed = {v.place: v.verdict for v in reading.values.filter(is_second=False)}
        assert sorted(stayed.values()) == sorted(before.values())
        verbs = Entry.objects.values_list("verb", flat=True)
        assert {"reading.second_asked", "reading.second_read"} <= set(verbs)

    def test_what_it_refuses_is_said_and_the_draft_stays(
        self, model: type[Model], reading: NoticeReading, clerk: User, client: Client
    ) -> None:
        model.body = b"no list at all"
        count = reading.values.count()

        actions.ask_second_reader(reading=reading, by=clerk, at=NOW)
        actions.perform_second(reading=reading, at=NOW)

        reading.refresh_from_db()
        assert reading.state == NoticeReading.State.READY
        assert reading.values.count() == count
        client.force_login(clerk)
        assert "答复格式不对" in text_of(client.get(page_of(reading)))

    def test_the_clerk_is_told_where_the_text_goes_before_it_is_sent(
        self, model: type[Model], reading: NoticeReading, clerk: User, client: Client
    ) -> None:
        client.force_login(clerk)
        address = reverse("ask_second", args=[reading.pk])
        assert address in text_of(client.get(page_of(reading)))

        asked = text_of(client.get(address))

        assert "127.0.0.1" in asked
        assert "可能含有文中的人名" in asked
        assert model.asked == []
        client.post(address)
        assert "等待第二读者" in text_of(client.get(page_of(reading)))

    def test_there_is_no_button_where_none_is_configured(
        self, reading: NoticeReading, clerk: User, client: Client
    ) -> None:
        client.force_login(clerk)
        address = reverse("ask_second", args=[reading.pk])

        assert address not in text_of(client.get(page_of(reading)))
        assert client.get(address).status_code == 302
        with pytest.raises(NoSecondReader):
            actions.ask_second_reader(reading=reading, by=clerk, at=NOW)
