"""The other executor: a query's list becomes one SELECT that returns the JSON, which is sent as it comes."""

from typing import Any

import orjson
from graphql import DocumentNode, FieldNode, FragmentDefinitionNode, GraphQLError, OperationDefinitionNode
from graphql.execution.values import get_argument_values, get_variable_values

from . import database
from .model import TABLES
from .schema import schema
from .selection import Bound, Selected, selected
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
        self.head = b'{"data":{' + orjson.dumps(root.key) + b":"
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
        return self.head + value + b"}}"

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


def program(document: DocumentNode) -> Program | None:
    """Nothing for what graphql-core does better: several roots, introspection, directives."""
    operations = [node for node in document.definitions if isinstance(node, OperationDefinitionNode)]
    fragments = {node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)}
    if len(operations) != 1 or len(operations[0].selection_set.selections) != 1:
        return None
    root = operations[0].selection_set.selections[0]
    if not isinstance(root, FieldNode) or root.name.value.startswith("__") or "@" in document.loc.source.body:
        return None
    kind = schema.get_root_type(operations[0].operation)
    found = selected(root, kind, fragments)
    # `__typename` is known where a table is.
    simple = all(item.name != "__typename" or found.table for item in found.descendants())
    return Program(operations[0], found) if simple else None
