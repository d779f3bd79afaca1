"""Components draw what they are given, in a way that can be read, heard and clicked."""

import re
from datetime import date
from typing import Any

import pytest
from django import forms
from django.core.paginator import Paginator
from django.db.models import BLANK_CHOICE_DASH
from django.template import Context, Template
from django.test import RequestFactory
from django.utils.translation import override

from bangfu.web.components import Progress, Tile
from bangfu.web.forms import DayField


def drawn(source: str, address: str = "/list/", **values: Any) -> str:
    request = RequestFactory().get(address)
    return Template("{% load bangfu %}" + source).render(Context({"request": request, **values}))


class Leave(forms.Form):
    person = forms.CharField(label="姓名", help_text="与身份证一致")
    starts_on = DayField(label="起始日期", required=False)
    kind = forms.ChoiceField(label="类别", choices=[("a", "事假")], widget=forms.RadioSelect)


class TestTable:
    SOURCE = (
        '{% table "名册" %}'
        "<thead><tr><th>姓名 <small>全称</small></th><th>天数</th></tr></thead>"
        '<tbody><tr><th>甲</th><td class="bf-number">3</td></tr>'
        '<tr><td colspan="2">合计</td></tr></tbody>{% endtable %}'
    )

    def test_tells_each_cell_the_heading_of_its_column(self) -> None:
        html = drawn(self.SOURCE)

        assert '<th data-label="姓名 全称">甲' in html
        assert '<td data-label="天数" class="bf-number">3' in html

    def test_leaves_cells_that_span_columns_alone(self) -> None:
        assert '<td colspan="2">合计' in drawn(self.SOURCE)

    def test_keeps_what_the_page_escaped_escaped(self) -> None:
        html = drawn(
            '{% table "名册" %}<thead><tr><th>{{ head }}</th></tr></thead>'
            "<tr><td>{{ cell }}</td></tr>{% endtable %}",
            head='A "<b>"',
            cell="<script>",
        )

        assert "<script>" not in html
        assert 'data-label="A &quot;&lt;b&gt;&quot;"' in html


class TestField:
    def test_ties_help_and_errors_to_the_control(self) -> None:
        html = drawn("{% field form.person %}", form=Leave({"person": ""}))

        described = re.search(r'aria-describedby="([^"]+)"', html)
        assert described
        for place in described[1].split():
            assert f'id="{place}"' in html
        assert 'aria-invalid="true"' in html

    def test_draws_a_day_as_the_browsers_own_field_in_every_language(self) -> None:
        form = Leave(initial={"starts_on": date(2025, 3, 17)})

        for language in ("zh-hans", "en"):
            with override(language):
                html = drawn("{% field form.starts_on %}", form=form)
            assert 'type="date"' in html
            assert 'value="2025-03-17"' in html

    def test_asks_to_choose_where_django_would_draw_dashes(self) -> None:
        class Filed(forms.Form):
            level = forms.TypedChoiceField(choices=[*BLANK_CHOICE_DASH, ("1", "正高级")])

        html = drawn("{% field form.level %}", form=Filed())

        assert '<option value="" selected>请选择</option>' in html

    def test_groups_choices_under_their_legend(self) -> None:
        html = drawn("{% field form.kind %}", form=Leave())

        assert "<fieldset" in html
        assert re.search(r"<legend[^>]*>类别</legend>", html)


class TestFilterBar:
    def test_counts_what_is_applied_and_offers_to_clear_it(self) -> None:
        html = drawn("{% filter_bar form %}", form=Leave({"person": "甲"}))

        assert "清除1项条件" in html
        assert '<a class="btn" href="/list/">' in html

    def test_asks_through_htmx_only_where_a_target_is_named(self) -> None:
        assert "hx-get" not in drawn("{% filter_bar form %}", form=Leave())
        assert 'hx-target="#rows"' in drawn('{% filter_bar form "#rows" %}', form=Leave())

    def test_unfolds_the_further_conditions_once_one_applies(self) -> None:
        class Wide(forms.Form):
            area = forms.CharField(required=False)
            kind = forms.CharField(required=False)
            state = forms.CharField(required=False)
            day = forms.CharField(required=False)

        assert '<details class="bf-more">' in drawn("{% filter_bar form %}", form=Wide({}))
        assert '<details class="bf-more">' in drawn("{% filter_bar form %}", form=Wide({"area": 1}))
        assert 'bf-more" open>' in drawn("{% filter_bar form %}", form=Wide({"day": 1}))


class TestPagination:
    def test_keeps_the_filters_of_the_address(self) -> None:
        leaf = Paginator(range(100), 10).page(4)

        html = drawn("{% pagination leaf %}", "/list/?area=3705&page=4", leaf=leaf)

        assert 'href="?area=3705&amp;page=5" rel="next"' in html
        assert "共100条，当前第31至40条" in html

    def test_says_how_many_there_are_even_on_a_single_page(self) -> None:
        html = drawn("{% pagination leaf %}", leaf=Paginator(range(3), 10).page(1))

        assert "共3条" in html
        assert "<ul>" not in html


class TestProgress:
    def test_asks_again_until_it_is_finished(self) -> None:
        running = Progress("测算", "/runs/1/", 0.4)
        finished = Progress("测算", "/runs/1/", 1.0, finished=True)

        assert 'hx-get="/runs/1/"' in drawn("{% progress box %}", box=running)
        assert "hx-get" not in drawn("{% progress box %}", box=finished)

    @pytest.mark.parametrize(("done", "percent"), [(-1.0, 0), (0.404, 40), (1.7, 100), (None, 0)])
    def test_stays_between_nothing_and_all(self, done: float | None, percent: int) -> None:
        assert Progress("测算", "", done).percent == percent


class TestStatus:
    def test_says_in_words_what_the_colour_repeats(self) -> None:
        html = drawn('{% status state "danger" %}', state="<空缺>")

        assert html == '<span class="bf-status bf-danger">&lt;空缺&gt;</span>'


class TestStats:
    def test_links_only_where_there_is_more_to_see(self) -> None:
        html = drawn(
            "{% stats tiles %}", tiles=[Tile("在岗", "3"), Tile("空缺", "1", url="/gaps/")]
        )

        assert html.count("<a ") == 1


class TestIcon:
    def test_is_silent_without_a_label(self) -> None:
        assert 'aria-hidden="true"' in drawn('{% icon "users" %}')
        assert 'role="img" aria-label="人员"' in drawn('{% icon "users" "人员" %}')

    def test_that_was_not_chosen_is_an_error(self) -> None:
        with pytest.raises(LookupError, match=r"icons\.txt"):
            drawn('{% icon "no-such-drawing" %}')


class TestWords:
    @pytest.mark.parametrize(
        ("source", "chinese", "english"),
        [
            ("{{ day|cn_date }}", "2025年3月17日", "17 Mar 2025"),
            ("{{ day|cn_month }}", "2025年3月", "Mar 2025"),
            ("{{ day|weekday }}", "星期一", "Monday"),
            ("{{ day|last_day }}", "2025年3月16日", "16 Mar 2025"),
            ("{{ none|cn_date }}", "—", "—"),
            ("{{ 48213|number }}", "48,213", "48,213"),
            ("{{ 12.5|number:1 }}", "12.5", "12.5"),
            ("{{ 0.957|percent }}", "95.7%", "95.7%"),
        ],
    )
    def test_are_an_officials_in_both_languages(
        self, source: str, chinese: str, english: str
    ) -> None:
        said = {}
        for language in ("zh-hans", "en"):
            with override(language):
                said[language] = drawn(source, day=date(2025, 3, 17), none=None)

        assert said == {"zh-hans": chinese, "en": english}

    @pytest.mark.parametrize(
        ("ends_before", "chinese"),
        [
            (date(2025, 4, 28), "还有41天"),
            (date(2025, 3, 18), "今天到期"),
            (date(2025, 3, 17), "已结束1天"),
        ],
    )
    def test_count_days_from_today_to_the_last_day(self, ends_before: date, chinese: str) -> None:
        html = drawn("{{ ends|days_left:today }}", ends=ends_before, today=date(2025, 3, 17))

        assert html == chinese
