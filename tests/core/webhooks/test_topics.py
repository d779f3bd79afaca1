"""Topics: every verb of the journal stands in one of them, or is told to nobody."""

from collections import Counter

from bangfu.apps.journal import verbs
from bangfu.core.webhooks.topics import UNTOLD, known, told, topics


def test_every_verb_has_its_one_place() -> None:
    placed = Counter(verb for topic in topics().values() for verb in topic.verbs)
    placed.update(UNTOLD)
    used = {verb.partition(".")[0] for verb in verbs.every()}
    assert used == set(placed)
    assert set(placed.values()) == {1}


def test_accounts_and_tokens_are_told_to_nobody() -> None:
    everything = list(topics())
    secret = [verb for verb in verbs.every() if verb.partition(".")[0] in UNTOLD]
    assert secret
    assert not any(told(everything, verb) for verb in secret)


def test_unknown_topics_are_left_out() -> None:
    assert known(["postings", "nonsense", "needs"]) == ("needs", "postings")
