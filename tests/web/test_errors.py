"""Every failure is an official sentence with a next step, drawn without the database."""

import pytest
from django.test import Client, override_settings

pytestmark = pytest.mark.usefixtures("faulty_site")


@pytest.fixture
def faulty_site(settings: object, client: Client) -> None:
    settings.ROOT_URLCONF = "tests.web.faulty_addresses"  # type: ignore[attr-defined]
    client.raise_request_exception = False


# None of these tests asks for the database, and pytest-django refuses a query without it.
class TestErrorPages:
    @pytest.mark.parametrize(
        ("address", "status", "sentence"),
        [
            ("/malformed/", 400, "请求的内容有误"),
            ("/denied/", 403, "您没有办理此事项的权限"),
            ("/nowhere/", 404, "未找到该页面或记录"),
            ("/accepting/", 405, "此地址不能直接打开"),
            ("/refused/?words=%00", 400, "请求的内容有误"),
            ("/refused/", 409, "该人员已在柳林乡卫生院派驻。"),
            ("/broken/", 500, "系统出现故障，本次操作未完成"),
        ],
    )
    def test_say_what_happened_and_what_to_do(
        self, client: Client, address: str, status: int, sentence: str
    ) -> None:
        answer = client.get(address)

        assert answer.status_code == status
        assert sentence in answer.text
        assert "返回首页" in answer.text

    def test_are_in_the_readers_language(self, client: Client) -> None:
        answer = client.get("/refused/", headers={"accept-language": "en"})

        assert "The person is posted in Liulin already." in answer.text
        assert "This cannot be done now" in answer.text

    def test_never_show_the_fault_itself(self, client: Client) -> None:
        answer = client.get("/broken/")

        assert "a fault in the code" not in answer.text
        assert "发生时间" in answer.text

    def test_are_a_part_where_htmx_asked_for_a_part(self, client: Client) -> None:
        answer = client.get("/refused/", headers={"hx-request": "true"})

        assert "该人员已在柳林乡卫生院派驻。" in answer.text
        assert "<html" not in answer.text

    def test_answer_a_stale_form_with_a_way_on(self) -> None:
        strict = Client(enforce_csrf_checks=True)

        answer = strict.post("/language/", {"language": "en"})

        assert answer.status_code == 403
        assert "页面已过期，提交未被接受" in answer.text

    def test_refuse_a_host_that_is_not_ours(self, client: Client) -> None:
        with override_settings(ALLOWED_HOSTS=["office.example"]):
            answer = client.get("/refused/")

        assert answer.status_code == 400
