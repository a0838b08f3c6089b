"""Tells what came with a repository, from the index that git keeps.

Git itself is not asked: what a repository configures, git runs.
"""

from pathlib import Path
from typing import Final

_COMPRESSED: Final = 4
"""The first version of an index whose paths are not written whole."""


def is_checked_in(folder: Path) -> bool:
    """Tell whether a folder, or what is in it, is part of the repository around it."""
    folder = folder.parent.resolve() / folder.name
    root = next((one for one in folder.parents if (one / ".git").exists()), None)
    if root is None:
        return False
    try:
        index = (_kept_in(root / ".git") / "index").read_bytes()
    except OSError:
        return False
    names = [
        # A link may lead to another folder of the same repository.
        one.name[1:] if _is_compressed(index) else one.relative_to(root).as_posix()
        for one in {folder, folder.resolve()}
        if one.is_relative_to(root)
    ]
    return any(f"{name}{end}".encode() in index for name in names for end in "/\0")


def _is_compressed(index: bytes) -> bool:
    """Tell whether paths stand in an index without what the one before begins with."""
    return int.from_bytes(index[4:8], "big") >= _COMPRESSED


def _kept_in(git: Path) -> Path:
    """Return the folder that `.git` is, or that it names, as in a worktree."""
    if git.is_dir():
        return git
    return git.parent / git.read_text(encoding="utf-8").removeprefix("gitdir:").strip()
