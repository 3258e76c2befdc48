"""The other executor: a query's list becomes one SELECT that returns the JSON, which is sent as it comes."""

from typing import Any

import orjson
from graphql import (
    BREAK,
    DocumentNode,
    GraphQLError,
    OperationDefinitionNode,
    Visitor,
    get_operation_ast,
    visit,
)
from graphql.execution.values import get_argument_values, get_variable_values

from . import database
from .model import TABLES
from .schema import schema
from .selection import Bound, Selected, field_nodes, fragments_of, selected
from .sql import Statement, json_list, json_row
from .statements import create_appointment, may_see_user, statistics
from .tokens import Claims


class Refused(Exception):
    """What validation of the document or of its variables has found."""

    def __init__(self, errors: list[GraphQLError]) -> None:
        self.errors = errors


class Program:
    """A document with one operation and one root field, and its statements for each set of filters given."""

    def __init__(self, operation: OperationDefinitionNode, root: Selected) -> None:
        self.operation = operation
        self.root = root
        self.envelope = b'{"data":{"%b":%%b}}' % root.key.encode()
        self.lists = [item for item in root.descendants() if item.is_list]
        self.statements: dict[Any, Statement] = {}

    async def run(self, raw_variables: dict[str, Any], claims: Claims) -> bytes:
        variables = get_variable_values(schema, self.operation.variable_definitions or (), raw_variables)
        if isinstance(variables, list):
            raise Refused(variables)
        if self.root.is_list:
            value = await self.page(variables, claims)
        else:
            value = await self.single(get_argument_values(self.root.definition, self.root.node, variables), claims)
        return self.envelope % value

    async def page(self, variables: dict[str, Any], claims: Claims) -> bytes:
        bound = Bound(self.lists, variables, claims)
        statement = self.statements.get(bound.shape)
        if statement is None:
            statement = self.statements[bound.shape] = Statement()
            statement.text = f"select {json_list(statement, self.root, bound)}::text"
        text = await database.pool.fetchval(statement.text, *(bound.values[slot] for slot in statement.slots))
        return text.encode()

    async def single(self, arguments: dict[str, Any], claims: Claims) -> bytes:
        name = self.root.name
        if name == "user":
            return await self.user(arguments["id"]) if may_see_user(claims, arguments["id"]) else b"null"
        if name == "appointmentStatistics":
            return orjson.dumps(picked(self.root, await statistics(claims, arguments["providerId"])))
        return orjson.dumps(picked(self.root, await create_appointment(claims, arguments["input"])))

    async def user(self, key: Any) -> bytes:
        statement = self.statements.get("user")
        if statement is None:
            statement = self.statements["user"] = Statement()
            alias, parameter = statement.alias(), statement.parameter("key")
            value, _ = json_row(statement, self.root, TABLES["user"], alias, None)
            statement.text = f"select {value}::text from users {alias} where {alias}.id = {parameter}"
        return (await database.pool.fetchval(statement.text, key) or "null").encode()


def picked(item: Selected, value: Any) -> Any:
    """What is selected of a value, under the selection's keys."""
    if isinstance(value, list):
        return [picked(item, element) for element in value]
    if not isinstance(value, dict):
        return value
    return {child.key: picked(child, value[child.name]) for child in item.children}


class Directives(Visitor):
    """Stops at the first directive of a document."""

    found = False

    def enter_directive(self, *_: Any) -> Any:
        self.found = True
        return BREAK


def compiled(document: DocumentNode) -> Program | None:
    """The document's program; nothing for one that is left to graphql-core: with several operations or several fields
    at its root, with introspection, or with directives."""
    operation = get_operation_ast(document)
    if operation is None:
        return None
    kind, fragments = schema.get_root_type(operation.operation), fragments_of(document)
    roots = list(field_nodes(operation.selection_set, fragments))
    # Fields of introspection are no fields of the type.
    if kind is None or len(roots) > 1 or roots[0].name.value not in kind.fields:
        return None
    visit(document, directives := Directives())
    root = selected(roots[0], kind, fragments)
    # Where there is a table, `__typename` is known.
    nameless = root.table is None and any(field.name == "__typename" for field in root.descendants())
    return None if directives.found or nameless else Program(operation, root)
