"""The bounded memory forgets what was used longest ago."""

from functools import partial

from typed_depends.reading.recent import Recent


def test_what_was_used_longest_ago_is_forgotten_first() -> None:
    made: list[int] = []
    recent: Recent[int, int] = Recent(2)

    def make(number: int) -> int:
        made.append(number)
        return number

    for number in (1, 2, 1, 3, 1, 2):
        assert recent.get_or_make(number, partial(make, number)) == number
    assert made == [1, 2, 3, 2]
    assert len(recent) == 2


def test_a_value_may_ask_for_another_while_it_is_made() -> None:
    recent: Recent[int, int] = Recent(4)
    assert recent.get_or_make(1, lambda: recent.get_or_make(2, lambda: 5) + 1) == 6


def test_unwanted_values_are_forgotten() -> None:
    recent: Recent[int, int] = Recent(4)
    for number in range(4):
        recent.get_or_make(number, partial(int, number))
    recent.forget(lambda value: value % 2 == 1)
    assert len(recent) == 2
