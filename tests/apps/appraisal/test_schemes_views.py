"""Pages of score tables: read, changed row by row, by Excel, tried on a round, frozen."""

from base64 import b64decode
from typing import Any

import msgspec
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from tests.apps.appraisal.conftest import Appraisal
from tests.apps.appraisal.test_schemes import NOW, Table, copied, table
from tests.apps.intake import world
from tests.core.appraisal.whole_tables import whole_tables

from bangfu.apps.appraisal import drafting
from bangfu.apps.appraisal.actions import schemes as actions
from bangfu.apps.appraisal.forms.scheme_rules import ItemForm
from bangfu.apps.appraisal.forms.schemes import HeadForm
from bangfu.apps.appraisal.models import Edition, Mark
from bangfu.apps.appraisal.queries.scheme_trials import trial
from bangfu.apps.appraisal.queries.schemes import scheme_of_draft
from bangfu.apps.appraisal.views.schemes_editing import ROW_FORMS
from bangfu.apps.registry.models import Area
from bangfu.core.appraisal import Scheme, shipped
from bangfu.core.appraisal.rules import FullOrNothing
from bangfu.core.appraisal.whole_workbook import write_scheme as write_items

__all__ = ["table"]


@pytest.fixture
def clerk(client: Client, table: Table) -> Client:
    client.force_login(table.clerk)
    return client


def sent(form: Any) -> dict[str, Any]:
    """What a browser would send back of a form nobody touched."""
    found = {}
    for bound in form:
        value = bound.value()
        if value is not None and value is not False:
            found[bound.html_name] = value
    return found


def row_page(client: Client, table: Table, part: str, key: str) -> Any:
    return client.get(f"/score-tables/{table.draft.pk}/rows/{part}/{key}/")


class TestEveryRowOfEveryShippedTable:
    @pytest.mark.parametrize("code", sorted(shipped()))
    def test_is_the_same_after_its_form(self, code: str) -> None:
        scheme = shipped()[code]
        for part in drafting.PARTS:
            for row in drafting.rows_of(scheme, part):
                self._there_and_back(scheme, part, row)

    def _there_and_back(self, scheme: Scheme, part: str, row: Any) -> None:
        kind: Any = ItemForm if part == "items" else ROW_FORMS[part]
        more = {"kind": type(row.rule)} if part == "items" else {}
        first = kind(scheme=scheme, initial={**kind.told(row), "version": 0}, **more)
        again = kind(sent(first), scheme=scheme, **more)
        assert again.is_valid(), (part, row, again.errors)
        assert again.stated(row, drafting.key_of(row)) == row

    @pytest.mark.parametrize("code", sorted(shipped()))
    def test_and_its_head_too(self, code: str) -> None:
        scheme = shipped()[code]
        self._head(scheme)

    @settings(
        max_examples=6,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.explicit, Phase.generate),
    )
    @given(whole_tables())
    def test_of_any_table_too(self, scheme: Scheme) -> None:
        self._head(scheme)
        for part in drafting.PARTS:
            for row in drafting.rows_of(scheme, part):
                self._there_and_back(scheme, part, row)

    def _head(self, scheme: Scheme) -> None:
        shown = HeadForm(scheme=scheme, initial={**HeadForm.told(scheme), "version": 0})
        form = HeadForm(sent(shown), scheme=scheme)
        assert form.is_valid(), form.errors
        assert form.onto(scheme) == scheme


class TestPages:
    def test_list_and_tables_are_read(self, clerk: Client, table: Table) -> None:
        assert "本县派驻人员考核表" in clerk.get("/score-tables/").content.decode()
        for address in (
            f"/score-tables/{table.draft.pk}/",
            "/score-tables/shipped/party_branch_stars/",
        ):
            assert clerk.get(address).status_code == 200

    def test_the_list_asks_the_same_for_ten_tables(
        self, clerk: Client, table: Table, django_assert_num_queries: Any
    ) -> None:
        clerk.get("/score-tables/")
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(
            connection,
        ) as few:
            clerk.get("/score-tables/")
        for _number in range(9):
            copied(table.clerk)
        with django_assert_num_queries(len(few)):
            clerk.get("/score-tables/")

    def test_copies_a_shipped_table(self, clerk: Client, table: Table) -> None:
        answer = clerk.post(
            "/score-tables/shipped/wolong_performance/copy/",
            {"title": "本县考核表", "number": 2026, "area": "370523"},
        )
        made = Edition.objects.latest("pk")
        assert answer.headers["Location"] == f"/score-tables/{made.pk}/"

    def test_the_second_of_a_year_is_told_where_the_first_is(
        self, clerk: Client, table: Table
    ) -> None:
        table.freeze()
        page = f"/score-tables/{table.draft.pk}/copy/"
        asked = {"title": "明年的表", "number": 2027, "area": "370523", "keep_code": "on"}

        assert clerk.post(page, asked).status_code == 302
        answer = clerk.post(page, asked)

        assert answer.status_code == 422
        assert "已有2027年版（编制中），请换一个年份，或修改已有的草稿。" in answer.text
        assert 'value="明年的表"' in answer.text

    def test_a_city_makes_a_table_for_a_county_below(self, client: Client, table: Table) -> None:
        for code, name, level, above in (
            ("3705", "东海市", 2, "37"),
            ("370523", "清水县", 3, "3705"),
            ("370523101", "河口镇", 4, "370523"),
            ("3706", "远山市", 2, "37"),
        ):
            Area.objects.create(
                code=code, name=name, level=level, parent_code=above, valid_from=world.SINCE
            )
        client.force_login(world.user("city", "commission_clerk", area="3705"))
        page = "/score-tables/shipped/wolong_performance/copy/"

        offered = client.get(page).context["page"].form.fields["area"].choices
        asked = {"title": "县考核表", "number": 2026}
        client.post(page, asked | {"area": "370523"})
        outside = client.post(page, asked | {"area": "3706"})

        assert offered == [("3705", "东海市"), ("370523", "\u3000清水县")]
        assert Edition.objects.latest("pk").scheme.area_code == "370523"
        assert outside.status_code == 422

    def test_others_are_refused(self, client: Client, table: Table) -> None:
        client.force_login(world.user("host", "host_office", at=world.places().north.code))
        assert client.get(f"/score-tables/{table.draft.pk}/").status_code == 404
        assert client.get("/score-tables/shipped/wolong_performance/copy/").status_code == 403


class TestEditing:
    def test_points_that_do_not_add_up_are_told_with_their_place(
        self, clerk: Client, table: Table
    ) -> None:
        key = table.scheme.items[0].code
        page = row_page(clerk, table, "items", key).context["page"]
        address = f"/score-tables/{table.draft.pk}/rows/items/{key}/"
        assert clerk.post(address, sent(page.form) | {"points": "99"}).status_code == 302
        said = clerk.get(f"/score-tables/{table.draft.pk}/").content.decode()
        assert "各项目合计" in said
        assert "/rows/blocks/" in said

    def test_the_second_of_two_is_told_and_loses_nothing(self, clerk: Client, table: Table) -> None:
        key = table.scheme.items[0].code
        address = f"/score-tables/{table.draft.pk}/rows/items/{key}/"
        read = sent(row_page(clerk, table, "items", key).context["page"].form)
        clerk.post(address, read | {"title": "甲改的"})
        answer = clerk.post(address, read | {"title": "乙改的"})
        assert answer.status_code == 422
        assert "别人改过这份草稿" in answer.content.decode()
        again = sent(answer.context["page"].form)
        assert again["title"] == "乙改的"
        assert clerk.post(address, again).status_code == 302

    def test_a_rule_is_chosen_and_tried(self, clerk: Client, table: Table) -> None:
        address = f"/score-tables/{table.draft.pk}/rows/items/?rule=tiers"
        block = table.scheme.blocks[0].code
        given = {
            "version": 0,
            "title": "在岗率",
            "block": block,
            "sort": "scored",
            "part": "whole",
            "points": "10",
            "input": "on_post_rate",
            "tiers": "95% 10\n90％ 8",
            "absent": "",
        }
        answer = clerk.post(address, given | {"try": "1", "try_on_post_rate": "92%"})
        page = answer.context["page"]
        assert page.outcome == "得8分"
        assert "95%" in page.sentence
        assert table.scheme == scheme_of_draft(Edition.objects.get(pk=table.draft.pk))
        assert clerk.post(address, given).status_code == 302
        made = scheme_of_draft(Edition.objects.get(pk=table.draft.pk)).items[-1]
        assert made.rule.tiers[1].bound == 0.9  # type: ignore[union-attr]

    def test_what_is_no_number_is_told_beside_its_field(self, clerk: Client, table: Table) -> None:
        key = table.scheme.items[0].code
        read = sent(row_page(clerk, table, "items", key).context["page"].form)
        address = f"/score-tables/{table.draft.pk}/rows/items/{key}/"
        answer = clerk.post(address, read | {"points": "十分"})
        assert answer.status_code == 422
        assert "points" in answer.context["page"].form.errors

    def test_a_frozen_table_refuses_every_page(self, clerk: Client, table: Table) -> None:
        clerk.post(f"/score-tables/{table.draft.pk}/end/freeze/", {"version": 0})
        assert Edition.objects.get(pk=table.draft.pk).state == Edition.State.FROZEN
        key = table.scheme.items[0].code
        answer = clerk.post(f"/score-tables/{table.draft.pk}/rows/items/{key}/up/", {"version": 0})
        assert answer.status_code == 409
        assert "不能再改" in answer.content.decode()


class TestRemoval:
    def test_asks_before_a_row_goes(self, clerk: Client, table: Table) -> None:
        key = table.scheme.items[0].code
        address = f"/score-tables/{table.draft.pk}/rows/items/{key}/remove/"
        page = clerk.get(address).context["page"]
        assert any("各项目合计" in line for line in page.consequences)
        assert table.scheme == scheme_of_draft(Edition.objects.get(pk=table.draft.pk))
        clerk.post(address, {"version": page.version})
        left = scheme_of_draft(Edition.objects.get(pk=table.draft.pk)).items
        assert key not in {item.code for item in left}


class TestWorkbook:
    def test_goes_down_and_up_again(self, clerk: Client, table: Table) -> None:
        base = f"/score-tables/{table.draft.pk}"
        content = clerk.get(f"{base}/items.xlsx").content
        answer = self._upload(clerk, base, content)
        assert answer.context["page"].same

    def test_is_looked_at_before_it_replaces(self, clerk: Client, table: Table) -> None:
        base = f"/score-tables/{table.draft.pk}"
        first = table.scheme.items[0]
        changed = drafting.moved(table.scheme, "items", first.code, by=1)
        answer = self._upload(clerk, base, write_items(changed))
        page = answer.context["page"]
        assert table.draft.version == Edition.objects.get(pk=table.draft.pk).version
        clerk.post(f"{base}/excel/", {"text": page.text, "version": page.version})
        assert scheme_of_draft(Edition.objects.get(pk=table.draft.pk)).items == changed.items

    def test_mistakes_are_named_by_cell(self, clerk: Client, table: Table) -> None:
        from tests.apps.appraisal.test_schemes import with_points

        from bangfu.apps.appraisal.queries.schemes import problems_of

        wrong = with_points(table.scheme, table.scheme.items[0].code, 99)
        assert problems_of(wrong)
        answer = self._upload(clerk, f"/score-tables/{table.draft.pk}", write_items(wrong))
        assert answer.status_code == 422
        page = answer.context["page"]
        assert page.errors
        assert b64decode(page.marked).startswith(b"PK")
        assert page.marked in answer.content.decode()

    def test_what_is_no_workbook_is_refused(self, clerk: Client, table: Table) -> None:
        answer = self._upload(clerk, f"/score-tables/{table.draft.pk}", b"nothing")
        assert answer.status_code == 422

    def _upload(self, client: Client, base: str, content: bytes) -> Any:
        file = SimpleUploadedFile("items.xlsx", content)
        return client.post(f"{base}/excel/", {"version": 0, "file": file})


class TestTrial:
    def test_shows_old_and_new_and_keeps_nothing(
        self, appraisal: Appraisal, client: Client
    ) -> None:
        appraisal.close_all()
        source = scheme_of_draft(appraisal.edition)
        draft = actions.copy_edition(
            source=source,
            area_code="370523",
            title=source.title,
            number=source.edition,
            by=appraisal.clerk,
            at=NOW,
        )
        same = trial(scheme_of_draft(draft), appraisal.round, appraisal.clerk, "zh-hans")
        assert [row.difference for row in same.rows] == [0, 0]
        whole = scheme_of_draft(draft)
        presence = drafting.row_of(whole, "items", "presence")
        strict = FullOrNothing(input="on_post_rate", at_least=1)
        harder = drafting.with_row(whole, "items", msgspec.structs.replace(presence, rule=strict))
        marks = Mark.objects.count()
        fewer = trial(harder, appraisal.round, appraisal.clerk, "zh-hans")
        assert sorted(row.difference or 0 for row in fewer.rows) == [-54, 0]
        assert (fewer.up, fewer.down) == (0, 1)
        changed = next(row for row in fewer.rows if row.difference)
        assert [(one.title, one.before, one.after) for one in changed.moved] == [("在岗率", 54, 0)]
        assert [row.moved for row in same.rows] == [[], []]
        assert [row.rank_before for row in same.rows] == [row.rank_after for row in same.rows]
        assert Mark.objects.count() == marks
        client.force_login(appraisal.clerk)
        answer = client.get(f"/score-tables/{draft.pk}/trial/?round={appraisal.round.pk}")
        assert answer.status_code == 200
        assert "新旧对照" in answer.content.decode()
