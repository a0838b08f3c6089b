"""One mistake in a form that both halves share: its code and its sentence.

The halves say the same sentence; what differs is how a module is named in it, what a value
is called whose name only the source knows, and at which member a circle begins.
"""

import re
from typing import TypeAlias

Finding: TypeAlias = tuple[str, str]

_QUALIFIED = re.compile(r"\b(?:[A-Za-z_]\w*\.)+([A-Za-z_]\w*)")


def finding(code: str, sentence: str) -> Finding:
    """Return the mistake's form."""
    sentence = _QUALIFIED.sub(r"\1", sentence).replace("_whole", "")
    sentence = re.sub(r'(\(\.\.\.\)|\[\.\.\.\])"', '"', sentence)  # what a call or a class is given
    sentence = re.sub(
        r'"(/m\d+(/\{t\d+\})?)+/', '"/', sentence
    )  # a prefix that another module may give
    sentence = re.sub(r'"([pP]\d+)_"', r'"\1"', sentence)  # what is imported by another name
    if code == "depends-cycle":
        names = sentence.partition(": ")[2].split(" → ")
        return code, " ".join(sorted(set(names))).lower()
    inverts = ", which ends first" in sentence or "(lifespan) is set up once" in sentence
    if code == "depends-override" and inverts:
        code = "depends-scope"  # in the running program, a replacement is like any other provider
    # Of several things that end first, the running program names one for each lifetime.
    sentence = re.sub(r' holds ".*" \(\w+\), which', " holds something, which", sentence)
    sentence = re.sub(r"given .*?, which cannot", "given something that cannot", sentence)
    sentence = re.sub(
        r"replaced by .*?, which cannot", "replaced by something that cannot", sentence
    )
    sentence = re.sub(
        r"^.* is overridden, but it cannot", "something is overridden, but cannot", sentence
    )
    # A type variable makes mypy forget what a TypedDict is called.
    sentence = re.sub(r'"TypedDict\(.*?\)"', '"Basket"', sentence)
    # Without what stands in the marker, which mypy does not keep.
    sentence = re.sub(r'" in ".*" is not defined', '" is not defined', sentence)
    return code, sentence.lower()
