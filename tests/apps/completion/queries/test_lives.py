"""A posting's life as this stage knows it."""

from tests.apps.completion.conftest import World, evaluated

from bangfu.apps.completion import queries
from bangfu.core.duty.posting_life import State
from bangfu.core.duty.sides import Side


class TestLifeOf:
    def test_knows_who_has_evaluated(self, here: World) -> None:
        posting = here.handed_over()
        evaluated(posting, Side.HOST, Side.WORKER)

        life = queries.life_of(posting)

        assert life.state is State.HANDED_OVER
        assert life.evaluated == {Side.HOST, Side.WORKER}

    def test_is_told_of_a_certificate(self, here: World) -> None:
        posting = here.handed_over()
        posting.closed_on = posting.ends_before

        assert queries.life_of(posting).state is State.CLOSED
        assert queries.life_of(posting, certificate="7KQ4").state is State.CERTIFIED

    def test_asks_once_for_many(self, here: World, django_assert_num_queries: object) -> None:
        found = [here.handed_over(name) for name in ("林知远", "苏明哲", "许敬之")]
        evaluated(found[1], Side.SENDER)

        with django_assert_num_queries(1):  # type: ignore[operator]
            lives = queries.lives_of(found, certificates={found[2].pk: "7KQ4"})

        assert [lives[one.pk].evaluated for one in found] == [set(), {Side.SENDER}, set()]
        assert lives[found[2].pk].certificate == "7KQ4"
