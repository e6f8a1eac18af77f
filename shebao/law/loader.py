"""Reads all law files of a directory into one :class:`Law`, or says everything that is wrong with them."""

from functools import cache
from pathlib import Path

from shebao.law.book import Law
from shebao.law.errors import LawError, Problem
from shebao.law.nodes import Reader
from shebao.law.reading import Content, read_file
from shebao.law.values import CodeTable, Series, Source

DATA = Path(__file__).parent / "data"


@cache
def law() -> Law:
    """The law files shipped with Shebao, read once per process."""
    return load()


def load(directory: Path = DATA) -> Law:
    """All ``*.yaml`` files under ``directory``, checked; :class:`LawError` lists every fault with file and line."""
    paths = sorted(directory.rglob("*.yaml"))
    contents = [read_file(Reader(path, path.relative_to(directory).as_posix())) for path in paths]
    problems = [problem for content in contents for problem in content.reader.problems]
    if not paths:
        problems.append(Problem(str(directory), 0, "no law files"))
    sources = _sources(contents, problems)
    series = _all_series(contents, problems)
    tables = _all_tables(contents, problems)
    if problems:
        raise LawError(problems)
    return Law(sources, series, tables)


def _sources(contents: list[Content], problems: list[Problem]) -> dict[str, Source]:
    sources: dict[str, Source] = {}
    for content in contents:
        for node, source in content.register:
            if source.mark in sources:
                content.reader.fault(node, f"source '{source.mark}' is registered twice")
            sources[source.mark] = source
    for content in contents:
        for mark, node in content.sources.items():
            if mark not in sources:
                problems.append(Problem(content.reader.name, node.start_mark.line + 1, f"unknown source '{mark}'"))
    return sources


def _all_series(contents: list[Content], problems: list[Problem]) -> dict[str, Series]:
    found: dict[str, Series] = {}
    for content in contents:
        for node, series in content.series:
            if series.name in found:
                line = node.start_mark.line + 1
                problems.append(Problem(content.reader.name, line, f"series '{series.name}' is defined twice"))
            found[series.name] = series
    return found


def _all_tables(contents: list[Content], problems: list[Problem]) -> dict[str, CodeTable]:
    found: dict[str, CodeTable] = {}
    for content in contents:
        for node, table in content.tables:
            if table.name in found:
                line = node.start_mark.line + 1
                problems.append(Problem(content.reader.name, line, f"table '{table.name}' is defined twice"))
            found[table.name] = table
    return found
