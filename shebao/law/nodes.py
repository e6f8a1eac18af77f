"""YAML as nodes that know their line, so that every fault can be shown where it stands."""

from collections.abc import Iterator
from pathlib import Path

import yaml

from shebao.law.errors import Problem

_Loader: type[yaml.SafeLoader | yaml.CSafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NULL = "tag:yaml.org,2002:null"


class Reader:
    """One law file while it is read; collects what is wrong with it."""

    def __init__(self, path: Path, name: str) -> None:
        self.name = name
        self.problems: list[Problem] = []
        self.root = self._compose(path)

    def _compose(self, path: Path) -> yaml.Node | None:
        try:
            node = yaml.compose(path.read_text(encoding="utf-8"), Loader=_Loader)
        except UnicodeDecodeError as error:
            self.problems.append(Problem(self.name, 1, f"not UTF-8: {error.reason}"))
            return None
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            self.problems.append(Problem(self.name, line, f"not YAML: {error.problem}"))
            return None
        except yaml.YAMLError as error:
            self.problems.append(Problem(self.name, 1, f"not YAML: {error}"))
            return None
        if node is None:
            self.problems.append(Problem(self.name, 1, "the file is empty"))
        return node

    def fault(self, node: yaml.Node, text: str) -> None:
        """Note that something is wrong at ``node``."""
        self.problems.append(Problem(self.name, line_of(node), text))

    def where(self, node: yaml.Node) -> str:
        """``node``'s place as file:line."""
        return f"{self.name}:{line_of(node)}"

    def mapping(self, node: yaml.Node | None, known: frozenset[str], what: str) -> dict[str, yaml.Node]:
        """The entries of a mapping; unknown and doubled keys are faults, nulls are left out."""
        if not isinstance(node, yaml.MappingNode):
            if node is not None:
                self.fault(node, f"{what} must be a mapping")
            return {}
        entries: dict[str, yaml.Node] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            if key not in known:
                self.fault(key_node, f"unknown key '{key}' in {what}")
            elif key in entries:
                self.fault(key_node, f"key '{key}' twice in {what}")
            entries[key] = value_node
        return {key: value for key, value in entries.items() if value.tag != _NULL}

    def items(self, node: yaml.Node | None, what: str) -> Iterator[yaml.Node]:
        """The items of a list."""
        if isinstance(node, yaml.SequenceNode):
            yield from node.value
        elif node is not None:
            self.fault(node, f"{what} must be a list")

    def text(self, node: yaml.Node | None, what: str) -> str:
        """The text of a scalar exactly as written, empty if there is none."""
        if node is None:
            return ""
        if not isinstance(node, yaml.ScalarNode):
            self.fault(node, f"{what} must be a single value")
            return ""
        return str(node.value)

    def texts(self, node: yaml.Node | None, what: str) -> tuple[str, ...]:
        """A list of texts; a single one stands for a list of one."""
        if isinstance(node, yaml.SequenceNode):
            return tuple(self.text(item, what) for item in node.value)
        text = self.text(node, what)
        return (text,) if text else ()

    def flag(self, node: yaml.Node | None, what: str) -> bool:
        """True or false; anything else is a fault."""
        text = self.text(node, what)
        if node is not None and text not in ("true", "false"):
            self.fault(node, f"{what} must be true or false, not '{text}'")
        return text == "true"


def line_of(node: yaml.Node) -> int:
    """The line of ``node``, counted from 1."""
    return int(node.start_mark.line) + 1
