"""Filters that people keep: each account its own, few, and each once."""

import pytest
from django.http import QueryDict
from django.test import Client
from tests.apps.intake import world

from bangfu.apps.accounts import saved_views
from bangfu.apps.accounts.models import SavedView, User
from bangfu.apps.journal.models import Entry
from bangfu.web.exports import filters_in

pytestmark = pytest.mark.django_db
LIST = "posting_list"


@pytest.fixture
def clerk() -> User:
    return world.user("clerk", "commission_clerk", area="3705")


@pytest.fixture
def colleague() -> User:
    return world.user("colleague", "commission_clerk", area="3705")


def saved(by: User, title: str = "在岗", query: str = "state=serving") -> SavedView:
    return saved_views.save_view(page=LIST, query=query, title=title, by=by)


def titles(user: User) -> list[str]:
    return [row.title for row in saved_views.views_of(user, page=LIST)]


class TestSaveView:
    def test_keeps_the_filters_and_tells_the_journal_once(self, clerk: User) -> None:
        before = Entry.objects.count()

        view = saved(clerk, query="page=3&words=&state=serving&form=resident")

        assert view.query == "form=resident&state=serving"
        assert Entry.objects.count() == before + 1
        assert Entry.objects.order_by("number").last().facts == {"list": LIST, "title": "在岗"}

    @pytest.mark.parametrize(
        ("page", "query", "title", "refusal"),
        [
            (LIST, "state=serving", "另一个", saved_views.AlreadySaved),
            (LIST, "page=2&state=serving", "另一个", saved_views.AlreadySaved),
            (LIST, "state=closed", "在岗", saved_views.TitleTaken),
            (LIST, "page=2&words=", "空", saved_views.NothingToSave),
            (LIST, f"words={'字' * 900}", "长", saved_views.FiltersTooLong),
            ("no_such_list", "state=closed", "甲", saved_views.UnknownList),
            ("posting", "state=closed", "甲", saved_views.UnknownList),
        ],
    )
    def test_refuses(
        self, clerk: User, page: str, query: str, title: str, refusal: type[Exception]
    ) -> None:
        saved(clerk)

        with pytest.raises(refusal):
            saved_views.save_view(page=page, query=query, title=title, by=clerk)

        assert SavedView.objects.count() == 1

    def test_the_same_on_another_list_and_for_another_account(
        self, clerk: User, colleague: User
    ) -> None:
        saved(clerk)
        saved(colleague)
        saved_views.save_view(page="need_list", query="state=serving", title="在岗", by=clerk)

        assert SavedView.objects.count() == 3

    def test_twenty_of_a_list_and_no_more(self, clerk: User) -> None:
        for number in range(saved_views.MOST):
            saved(clerk, f"第{number}个", f"words={number}")

        with pytest.raises(saved_views.TooManyViews, match="最多保存20个"):
            saved(clerk, "又一个", "words=x")


class TestOrder:
    def test_the_last_saved_stands_last_until_it_is_moved(self, clerk: User) -> None:
        for title in "甲乙丙":
            saved(clerk, title, f"words={title}")

        saved_views.move_view_up(view=SavedView.objects.get(title="丙"), by=clerk)

        assert titles(clerk) == ["甲", "丙", "乙"]

    def test_the_first_stays_and_leaves_no_entry(self, clerk: User) -> None:
        view = saved(clerk)
        before = Entry.objects.count()

        saved_views.move_view_up(view=view, by=clerk)

        assert Entry.objects.count() == before


class TestRename:
    def test_to_a_title_that_is_free(self, clerk: User) -> None:
        view = saved(clerk)
        saved(clerk, "办结", "state=closed")

        saved_views.rename_view(view=view, title="正在岗", by=clerk)
        with pytest.raises(saved_views.TitleTaken):
            saved_views.rename_view(view=view, title="办结", by=clerk)

        assert titles(clerk) == ["正在岗", "办结"]


class TestPages:
    def test_the_bar_offers_to_save_what_is_filtered_and_marks_what_is_open(
        self, client: Client, clerk: User
    ) -> None:
        client.force_login(clerk)

        assert "bf-saved" not in client.get("/postings/").text
        filtered = client.get("/postings/?state=serving&words=&page=1").text
        assert 'name="query" value="state=serving"' in filtered

        answer = client.post(
            "/saved-views/new/", {"page": LIST, "query": "state=serving", "title": "在岗"}
        )

        assert answer.url == "/postings/?state=serving"
        shown = client.get(answer.url).text
        assert 'href="/postings/?state=serving" aria-current="page"' in shown
        assert "保存当前筛选" not in shown
        assert 'aria-current="page">在岗' not in client.get("/postings/").text

    def test_a_refused_title_is_asked_for_again(self, client: Client, clerk: User) -> None:
        saved(clerk)
        client.force_login(clerk)

        answer = client.post(
            "/saved-views/new/", {"page": LIST, "query": "state=closed", "title": "在岗"}
        )

        assert answer.status_code == 422
        assert "已有名为“在岗”的常用筛选" in answer.text
        assert 'value="state=closed"' in answer.text

    @pytest.mark.parametrize("step", ["rename", "up", "delete"])
    def test_a_view_of_another_account_answers_like_an_absent_one(
        self, client: Client, clerk: User, colleague: User, step: str
    ) -> None:
        view = saved(colleague)
        client.force_login(clerk)

        answers = [
            client.post(f"/saved-views/{pk}/{step}/", {"title": "我的"})
            for pk in (view.pk, view.pk + 999)
        ]

        assert [answer.status_code for answer in answers] == [404, 404]
        assert titles(colleague) == ["在岗"]
        assert titles(clerk) == []

    def test_the_page_of_all_renames_and_deletes(self, client: Client, clerk: User) -> None:
        view = saved(clerk)
        client.force_login(clerk)

        client.post(f"/saved-views/{view.pk}/rename/", {"title": "正在岗"})
        shown = client.get("/saved-views/").text
        assert "正在岗" in shown
        assert "派驻" in shown

        client.post(f"/saved-views/{view.pk}/delete/")
        assert "还没有常用筛选" in client.get("/saved-views/").text

    def test_costs_a_list_one_query_however_many_views(
        self, client: Client, clerk: User, django_assert_num_queries
    ) -> None:
        client.force_login(clerk)
        for count in (1, 10):
            saved(clerk, f"第{count}个", f"words={count}")
            with django_assert_num_queries(6):
                client.get("/postings/")


class TestFilters:
    def test_read_the_same_in_every_order(self) -> None:
        given = QueryDict("b=2&a=1&a=0&page=7&as=csv&c=%20&d=")

        assert filters_in(given) == "a=0&a=1&b=2"
        assert filters_in(QueryDict(filters_in(given))) == filters_in(given)
