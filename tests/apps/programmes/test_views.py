"""The pages of programmes, as clerks, hosts and strangers meet them."""

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.apps.programmes import world
from tests.apps.programmes.world import SIXTH, TODAY, Places

from bangfu.apps.accounts.models import User
from bangfu.apps.programmes import actions
from bangfu.apps.programmes.models import Edition, Pairing, Party, Programme
from bangfu.core.programmes import load_all, shipped

PAGES = (
    "programme",
    "programme_leadership",
    "programme_pairings",
    "programme_rules",
    "programme_posts",
    "programme_targets",
    "programme_review",
    "programme_sources",
)
CODE = "harbour_village_doctors"


def signed_in(client: Client, user: User) -> Client:
    client.force_login(user)
    return client


def text_of(response: object) -> str:
    return re.sub(r"\s+", " ", response.content.decode())  # type: ignore[attr-defined]


def upload(text: str, name: str = "notice.toml") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode(), content_type="application/toml")


class TestProgrammeList:
    @pytest.mark.parametrize("rows", [10, 1000])
    def test_asks_as_many_queries_for_many_rows_as_for_few(
        self, client: Client, clerk: User, django_assert_num_queries, rows: int
    ) -> None:
        made = Programme.objects.bulk_create(
            Programme(code=f"p{n}", title_zh=f"项目{n}", area_code="3705") for n in range(rows)
        )
        Edition.objects.bulk_create(
            Edition(programme=one, number=1, text="x", digest=one.code, adopted_on=TODAY)
            for one in made
        )
        signed_in(client, clerk)

        # Session, account, grants, count, rows with their figures, names of areas.
        with django_assert_num_queries(6):
            shown = client.get("/programmes/")

        assert shown.content.decode().count('scope="row"') == min(rows, 50)
        assert len(shown.content) < 100 * 1024

    def test_shows_senders_hosts_and_edition(
        self, client: Client, clerk: User, programme: Programme
    ) -> None:
        shown = text_of(signed_in(client, clerk).get("/programmes/"))

        assert "港湾区驻村医师" in shown
        assert "第2026版" in shown

    def test_a_stranger_sees_none_of_it(
        self, client: Client, stranger: User, programme: Programme
    ) -> None:
        signed_in(client, stranger)

        assert "港湾区驻村医师" not in text_of(client.get("/programmes/"))
        for page in PAGES:
            assert client.get(reverse(page, args=[CODE])).status_code == 404

    def test_a_host_sees_the_programme_it_takes_part_in(
        self, client: Client, host_office: User, programme: Programme
    ) -> None:
        signed_in(client, host_office)

        assert "港湾区驻村医师" in text_of(client.get("/programmes/"))
        assert "新建或修订项目" not in text_of(client.get("/programmes/"))

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("words=港湾", True),
            ("words=海岛", False),
            ("state=over", False),
            ("state=nonsense", True),
        ],
    )
    def test_is_narrowed_by_its_address(
        self, client: Client, clerk: User, programme: Programme, query: str, found: bool
    ) -> None:
        shown = text_of(signed_in(client, clerk).get(f"/programmes/?{query}"))

        assert ("港湾区驻村医师" in shown) is found


class TestPagesOfAProgramme:
    @pytest.mark.parametrize("code", load_all(shipped()))
    @pytest.mark.parametrize("language", ["zh-hans", "en"])
    def test_every_page_of_every_programme_opens_in_both_languages(
        self, client: Client, code: str, language: str, db: None
    ) -> None:
        actions.adopt_edition(
            text=(shipped() / f"{code}.toml").read_text(), by=None, on=date(2026, 1, 1)
        )
        signed_in(client, world.user("nation", "commission_clerk", area="41"))
        client.force_login(world.user("all", "assessor", area=load_all(shipped())[code].area[:2]))

        for page in PAGES:
            shown = client.get(reverse(page, args=[code]), headers={"accept-language": language})

            assert shown.status_code == 200, page
            assert len(shown.content) < 100 * 1024, page
            assert "None" not in re.sub("<[^>]*>", "", shown.content.decode()), page

    @pytest.mark.parametrize("page", PAGES)
    def test_no_page_asks_the_database_much(
        self,
        client: Client,
        clerk: User,
        programme: Programme,
        places: Places,
        django_assert_max_num_queries,
        page: str,
    ) -> None:
        actions.open_pairing(
            programme=programme, sender=places.east, host=places.north, starts_on=TODAY, by=None
        )
        signed_in(client, clerk)

        with django_assert_max_num_queries(10):
            client.get(reverse(page, args=[CODE]))

    def test_a_programme_without_an_edition_is_not_there_yet(
        self, client: Client, clerk: User
    ) -> None:
        Programme.objects.create(code="bare", title_zh="空", area_code="3705")
        signed_in(client, clerk)

        assert client.get("/programmes/bare/").status_code == 404

    def test_rules_are_sentences_with_their_source(
        self, client: Client, clerk: User, programme: Programme
    ) -> None:
        shown = text_of(signed_in(client, clerk).get(f"/programmes/{CODE}/rules/"))

        assert "单位一对一结对。" in shown
        assert "每周在岗不少于4天。" in shown
        assert "港卫发〔2026〕6号" in shown
        assert "通知未写天数。" in shown

    def test_a_stage_done_without_has_no_tab(self, client: Client, db: None) -> None:
        text = (shipped() / "wolong_half_year_review.toml").read_text()
        actions.adopt_edition(text=text, by=None, on=TODAY)
        signed_in(client, world.user("wolong", "commission_clerk", area="4113"))

        shown = text_of(client.get("/programmes/wolong_half_year_review/"))

        assert "选派规则" not in shown
        assert "目标与进度" in shown

    def test_leadership_names_offices_and_registered_units(
        self, client: Client, clerk: User, programme: Programme
    ) -> None:
        shown = text_of(signed_in(client, clerk).get(f"/programmes/{CODE}/leadership/"))

        assert "驻村医师工作领导小组" in shown
        assert "区卫生健康局局长" in shown
        assert "北港镇卫生院" in shown

    def test_the_edition_can_be_read_and_downloaded_as_it_stood(
        self, client: Client, clerk: User, programme: Programme
    ) -> None:
        signed_in(client, clerk)

        shown = client.get(f"/programmes/{CODE}/editions/2026/")
        file = client.get(f"/programmes/{CODE}/editions/2026/file/")

        assert "few_days" in text_of(shown)
        assert file.content.decode() == Edition.objects.get().text
        assert "attachment" in file.headers["Content-Disposition"]
        assert client.get(f"/programmes/{CODE}/editions/1999/").status_code == 404


class TestNewEdition:
    def test_a_good_file_is_previewed_then_adopted(self, client: Client, clerk: User) -> None:
        signed_in(client, clerk)

        preview = client.post("/programmes/new/", {"file": upload(SIXTH)})
        assert "检查通过" in text_of(preview)
        assert not Programme.objects.exists()
        form = preview.context["page"].form
        adopted = client.post(
            "/programmes/adopt/",
            {"text": form.initial["text"], "name": form.initial["name"], "note": "首版"},
        )

        assert adopted.headers["Location"] == f"/programmes/{CODE}/"
        assert Edition.objects.get().note == "首版"

    def test_mistakes_are_listed_plainly_with_their_lines(
        self, client: Client, clerk: User
    ) -> None:
        wrong = SIXTH.replace("edition = 2026", "editoin = 2026").replace(
            'kind     = "presence"', 'kind     = "presense"'
        )

        shown = signed_in(client, clerk).post("/programmes/new/", {"file": upload(wrong)})

        assert shown.status_code == 422
        assert "有3处需要改正" in text_of(shown)
        assert "是否应为“edition”" in text_of(shown)
        assert "presence" in text_of(shown)
        assert not Programme.objects.exists()

    @pytest.mark.parametrize(
        ("content", "said"),
        [
            (SIXTH.encode("gbk"), "UTF-8"),
            (b"PK\x03\x04\xff\xfe", "UTF-8"),
            (b"[" * 5000, "TOML"),
            (b"", "空文件"),
            (b"#" * (1 << 20) + b"\n#", "1 MiB"),
        ],
    )
    def test_other_files_are_refused_in_words(
        self, client: Client, clerk: User, content: bytes, said: str
    ) -> None:
        file = SimpleUploadedFile("notice.toml", content)

        shown = signed_in(client, clerk).post("/programmes/new/", {"file": file})

        assert shown.status_code == 422
        assert said in text_of(shown)

    def test_a_revision_shows_what_it_changes(
        self, client: Client, clerk: User, programme: Programme
    ) -> None:
        newer = SIXTH.replace("edition = 2026", "edition = 2027").replace(
            "at_least = 4", "at_least = 5"
        )

        shown = text_of(signed_in(client, clerk).post("/programmes/new/", {"file": upload(newer)}))

        assert "现行版本为第2026版" in shown
        assert "at_least = 5" in shown

    def test_a_refused_adoption_keeps_the_preview_with_its_reason(
        self, client: Client, clerk: User, programme: Programme
    ) -> None:
        changed = SIXTH.replace("at_least = 4", "at_least = 5")

        shown = signed_in(client, clerk).post("/programmes/adopt/", {"text": changed})

        assert shown.status_code == 422
        assert "已采用且内容不同" in text_of(shown)
        assert Edition.objects.count() == 1

    def test_nobody_adopts_for_another_area(self, client: Client, stranger: User) -> None:
        shown = signed_in(client, stranger).post("/programmes/adopt/", {"text": SIXTH})

        assert "不在您的管理范围内" in text_of(shown)
        assert not Programme.objects.exists()

    def test_a_text_tampered_with_after_the_preview_is_checked_again(
        self, client: Client, clerk: User
    ) -> None:
        shown = signed_in(client, clerk).post("/programmes/adopt/", {"text": "code = 5"})

        assert shown.status_code == 422
        assert not Programme.objects.exists()

    def test_a_host_cannot_hand_in_a_definition(self, client: Client, host_office: User) -> None:
        signed_in(client, host_office)

        assert client.get("/programmes/new/").status_code == 403
        assert client.post("/programmes/adopt/", {"text": SIXTH}).status_code == 403


class TestEnrol:
    def test_offers_what_the_definition_selects_and_enrols_what_is_chosen(
        self, client: Client, clerk: User, places: Places
    ) -> None:
        programme = actions.adopt_edition(text=SIXTH, by=None, on=TODAY).programme
        address = f"/programmes/{CODE}/leadership/hosts/enrol/"
        signed_in(client, clerk)

        offered = text_of(client.get(address))
        assert "北港镇卫生院" in offered
        assert "城东医院" not in offered
        client.post(address, {"institutions": [places.north.pk], "starts_on": "2026-03-01"})

        (party,) = Party.objects.filter(programme=programme)
        assert (party.institution, party.role, party.party_code) == (places.north, "host", "hosts")
        assert "北港镇卫生院" not in text_of(client.get(address))

    def test_an_institution_not_offered_cannot_be_slipped_in(
        self, client: Client, clerk: User, places: Places
    ) -> None:
        actions.adopt_edition(text=SIXTH, by=None, on=TODAY)
        signed_in(client, clerk)

        shown = client.post(
            f"/programmes/{CODE}/leadership/hosts/enrol/",
            {"institutions": [places.far.pk], "starts_on": "2026-03-01"},
        )

        assert shown.status_code == 422
        assert not Party.objects.exists()

    def test_is_closed_to_who_may_not_change_the_programme(
        self, client: Client, stranger: User, programme: Programme
    ) -> None:
        signed_in(client, stranger)

        address = f"/programmes/{CODE}/leadership/hosts/enrol/"
        assert client.get(address).status_code == 404


class TestPairings:
    def test_are_opened_replaced_and_kept(
        self, client: Client, clerk: User, programme: Programme, places: Places
    ) -> None:
        signed_in(client, clerk)
        client.post(
            f"/programmes/{CODE}/pairings/new/",
            {"sender": places.east.pk, "host": places.north.pk, "starts_on": "2026-03-01"},
        )
        pairing = Pairing.objects.get()

        client.post(
            f"/programmes/{CODE}/pairings/{pairing.pk}/end/",
            {"ends_before": "2026-09-01", "sender": places.west.pk},
        )

        shown = text_of(client.get(f"/programmes/{CODE}/pairings/"))
        assert "城东医院" in shown
        assert "由“城西医院 → 北港镇卫生院”接续" in shown
        assert Pairing.objects.count() == 2

    def test_a_refusal_stands_beside_its_form(
        self, client: Client, clerk: User, programme: Programme, places: Places
    ) -> None:
        signed_in(client, clerk)
        given = {"sender": places.east.pk, "host": places.north.pk, "starts_on": "2026-03-01"}
        client.post(f"/programmes/{CODE}/pairings/new/", given)

        again = client.post(f"/programmes/{CODE}/pairings/new/", {**given, "host": places.south.pk})

        assert again.status_code == 422
        assert "一对一结对" in text_of(again)
