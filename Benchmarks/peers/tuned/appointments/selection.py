"""What a document selects, with its arguments: the form that both executors make SQL from."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLObjectType,
    SelectionSetNode,
    get_named_type,
)
from graphql.execution.values import get_argument_values

from .model import TABLES, Table
from .schema import MOST_ROWS, refusal
from .tokens import Claims

TABLE_OF_TYPE = {table.typename: table for table in TABLES.values()}
# Where a statement's parameter comes from: the list and its argument, or a name for all lists.
Slot = tuple[int, str] | str


@dataclass(slots=True, eq=False)
class Selected:
    """A field of the selection; `table` is that of its rows, where it has any."""

    key: str
    name: str
    node: FieldNode
    definition: Any
    table: Table | None = None
    children: list["Selected"] = field(default_factory=list)

    @property
    def is_list(self) -> bool:
        return self.definition is not None and "first" in self.definition.args

    def descendants(self) -> Iterator["Selected"]:
        """The field, and all below it."""
        yield self
        for child in self.children:
            yield from child.descendants()


Fragments = dict[str, FragmentDefinitionNode]


def fragments_of(document: DocumentNode) -> Fragments:
    found: Fragments = {}
    for definition in document.definitions:
        if isinstance(definition, FragmentDefinitionNode):
            found[definition.name.value] = definition
    return found


def selected(node: FieldNode, parent: GraphQLObjectType, fragments: Fragments) -> Selected:
    key = (node.alias or node.name).value
    if node.name.value == "__typename":
        return Selected(key, "__typename", node, None)
    definition = parent.fields[node.name.value]
    kind: Any = get_named_type(definition.type)
    result = Selected(key, node.name.value, node, definition, TABLE_OF_TYPE.get(kind.name))
    by_key: dict[str, Selected] = {}
    for child in field_nodes(node.selection_set, fragments):
        found = selected(child, kind, fragments)
        if found.key in by_key:
            # Validation has made sure that both are the same field with the same arguments.
            by_key[found.key].children += found.children
        else:
            by_key[found.key] = found
    result.children = list(by_key.values())
    return result


def field_nodes(selection_set: SelectionSetNode | None, fragments: Fragments) -> Iterator[FieldNode]:
    """The fields of a selection, those of fragments included; conditions of types always hold here."""
    for selection in selection_set.selections if selection_set else ():
        if isinstance(selection, FieldNode):
            yield selection
        elif isinstance(selection, FragmentSpreadNode):
            yield from field_nodes(fragments[selection.name.value].selection_set, fragments)
        else:
            yield from field_nodes(selection.selection_set, fragments)  # type: ignore[attr-defined]


class Bound:
    """The arguments of a selection's lists for one request, which filters are given, and who asks."""

    def __init__(self, lists: list[Selected], variables: dict[str, Any], claims: Claims) -> None:
        self.values: dict[Slot, Any] = {"caller": caller_id(claims)}
        self.sees_all = sees_all(claims)
        filters: list[tuple[str, ...]] = []
        for item in lists:
            arguments = get_argument_values(item.definition, item.node, variables)
            first = arguments.pop("first")
            if not 1 <= first <= MOST_ROWS:
                raise refusal(f"first is between 1 and {MOST_ROWS}", "BAD_USER_INPUT")
            arguments |= arguments.pop("filter", None) or {}
            given = {name: value for name, value in arguments.items() if value is not None}
            filters.append(tuple(given))
            self.values[id(item), "first"] = first
            for name, value in given.items():
                self.values[id(item), name] = value
        self.filters = {id(item): names for item, names in zip(lists, filters)}
        # What the statements' texts depend on.
        self.shape = self.sees_all, tuple(filters)


def sees_all(claims: Claims) -> bool:
    return claims["role"] != "client"


def caller_id(claims: Claims) -> str:
    return str(claims["sub"])
