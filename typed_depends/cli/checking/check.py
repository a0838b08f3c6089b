"""One check, from paths to a report; asked again, with the files as they are then."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from mypy_plugin.codes import DEPENDS_UNTYPED
from typed_depends.cli.checking.cache import cache_folder
from typed_depends.cli.checking.codes import chosen
from typed_depends.cli.checking.configuration import configuration, stored
from typed_depends.cli.checking.discovery import Module, python_files, relevant
from typed_depends.cli.checking.interpreter import Interpreter, find_interpreter
from typed_depends.cli.checking.layout import Run, module_name, runs
from typed_depends.cli.checking.mypy_run import (
    Answer,
    Outcome,
    arguments,
    is_python,
    read_answer,
)
from typed_depends.cli.checking.project import Project, read_project
from typed_depends.cli.finding import SYNTAX, Finding, Report
from typed_depends.cli.mistakes import UsageError

Ask = Callable[[Sequence[str], Path, Path], Answer]
"""Runs mypy with arguments: where, and with a folder of the run's own for what outlives it."""

_FRAMEWORKS = {"fastapi", "typed_depends"}


@dataclass(frozen=True, slots=True)
class Request:
    """What the user asked for."""

    paths: tuple[Path, ...]
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    python: Path | None = None
    cache: Path | None = None


def find_mistakes(request: Request, ask: Ask) -> Report:
    """Return everything found. Raises `UsageError` if nothing could be checked."""
    for path in request.paths:
        if not path.exists():
            raise UsageError(f'"{path}" does not exist', "Give files and folders of your program.")
    project = read_project(request.paths[0])
    codes = chosen(request.select, request.ignore, strict=project.strict)
    exclude = list(project.exclude)
    files = list(python_files(request.paths, exclude))
    asked = {file.resolve() for file in files}
    # What a file imports may make it worth checking, wherever in the project that is.
    around = python_files((*files, project.folder), exclude)
    everything = relevant(around, project.frameworks)
    modules = [module for module in everything if module.path.resolve() in asked]
    if not modules:
        return Report((), 0, _nothing(request.paths, len(files), project))
    wanted = _wanted(modules)
    interpreter = find_interpreter(request.python, project.folder, wanted)
    cache = cache_folder(request.cache, project.folder)
    config = partial(configuration, project, interpreter, untyped=DEPENDS_UNTYPED.code in codes)
    top = _top(project, request.paths)
    outcomes = [
        _checked(run, config, cache, number, top, ask)
        for number, run in enumerate(runs(everything, top))
        if run.restrict(asked)
    ]
    findings = {
        finding
        for outcome in outcomes
        for finding in outcome.findings
        if Path(finding.file).resolve() in asked and finding.code in {*codes, SYNTAX}
    }
    warnings = dict.fromkeys(line for outcome in outcomes for line in outcome.warnings)
    missing = {name for outcome in outcomes for name in outcome.missing} & wanted
    if missing and missing == wanted and not findings:
        raise UsageError(*_nothing_installed(sorted(missing), interpreter))
    for name in sorted(missing):
        warnings[_not_installed(name, interpreter)] = None
    return Report(tuple(sorted(findings)), len(modules), tuple(warnings))


def _checked(
    run: Run,
    configuration: Callable[[Run, set[str]], str],
    cache: Path,
    number: int,
    start: Path,
    ask: Ask,
) -> Outcome:
    """Run mypy until nothing stops it: what does is reported, and not looked into again.

    All runs share what mypy knows of the framework.
    """
    folder = cache / str(number)
    folder.mkdir(exist_ok=True)
    files = dict(run.files)
    skipped = {name for one in run.unfollowed for name in (one, f"{one}.*")}
    told: dict[str, Finding] = {}
    warnings: list[str] = []
    while True:
        config = stored(configuration(run, skipped), folder)
        outcome = read_answer(ask(arguments(files.values(), config, cache), start, folder), start)
        for finding in sorted(outcome.findings):
            if finding.code == SYNTAX:  # what follows in the same file follows from it
                told.setdefault(finding.file, finding)
        if not outcome.broken and not outcome.misplaced:
            break
        left_out = {file.resolve() for file in outcome.broken | outcome.misplaced}
        if outcome.broken:
            left_out |= {file.resolve() for file in files.values() if not is_python(file)}
        names = {module_name(file, run.roots) for file in left_out}
        if names <= skipped:
            raise UsageError("mypy could not run", f"It stops at {', '.join(sorted(names))}.")
        skipped |= names
        files = {name: file for name, file in files.items() if file.resolve() not in left_out}
        warnings += [
            f"{os.path.relpath(file)} was left out: two modules would have its name"
            for file in sorted(outcome.misplaced)
        ]
        if not files:
            return Outcome(findings=list(told.values()), warnings=warnings)
    outcome.findings += told.values()
    outcome.warnings = [*warnings, *outcome.warnings]
    return outcome


def _wanted(modules: Sequence[Module]) -> set[str]:
    """Return the frameworks the files import."""
    return {name[0] for module in modules for name in module.imports if name} & _FRAMEWORKS


def _top(project: Project, paths: Sequence[Path]) -> Path:
    """Return the folder above which nothing is imported from: the project's, where it has one."""
    resolved = [path.resolve() for path in paths]
    if all(path.is_relative_to(project.folder) for path in resolved):
        return project.folder
    return Path(os.path.commonpath([path if path.is_dir() else path.parent for path in resolved]))


def _nothing(paths: Sequence[Path], files: int, project: Project) -> tuple[str, ...]:
    where = ", ".join(str(path) for path in paths)
    if not files:
        return (f"There are no Python files under {where}.",)
    names = " or ".join(sorted(project.frameworks))
    return (f"None of the {files} files under {where} names {names}.",)


def _not_installed(name: str, interpreter: Interpreter) -> str:
    found, remedy = _nothing_installed([name], interpreter)
    return f"{found}, so what depends on it was not checked. {remedy}"


def _nothing_installed(names: Sequence[str], interpreter: Interpreter) -> tuple[str, str]:
    """Say that frameworks are missing, and how to name the Python that has them."""
    are = "is" if len(names) == 1 else "are"
    return (
        f"{' and '.join(names)} {are} not installed for {interpreter.path}",
        "Give the Python of your project: --python .venv/bin/python",
    )
