"""The sentences of `depends-cycle`."""

from collections.abc import Iterable

from typed_depends.wording.sentence import Sentence


def cycle(names: Iterable[str]) -> Sentence:
    """Say that a provider needs itself. `names` starts and ends with the same one."""
    drawn = list(names)
    way = " → ".join(drawn)
    if len(drawn) == 2:
        remedy = f'Let "{drawn[0]}" depend on another provider, or on none.'
    else:
        remedy = (
            f'Break the circle: let "{drawn[-2]}" do without "{drawn[0]}", or move what both need '
            "into a third provider."
        )
    return Sentence(f'"{drawn[0]}" needs itself: {way}', remedy)
