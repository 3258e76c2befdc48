"""The tuned executor: graphql-core's, over rows that the roots' resolvers have read whole."""

from types import CoroutineType
from typing import Any

from graphql import DocumentNode, ExecutionResult, execute

from . import database
from .rows import Reader
from .schema import schema
from .selection import selected
from .statements import create_appointment, may_see_user, statistics
from .tokens import Claims

USER = (
    'select id, username, email, full_name as "fullName", upper(role) as role, is_active as "isActive" '
    "from users where id = $1"
)
MOST_READERS = 512
# By the node's identity; the reader keeps the node, so that no other can take its place.
readers: dict[int, Reader] = {}


def member(source: Any, info: Any, **arguments: Any) -> Any:
    """A list stands under its key, as a row may have several of one field; all else under its name."""
    return source[info.path.key if arguments else info.field_name]


async def resolve_user(_: Any, info: Any, id: Any) -> Any:
    return await database.pool.fetchrow(USER, id) if may_see_user(info.context, id) else None


async def resolve_list(_: Any, info: Any, **__: Any) -> Any:
    node = info.field_nodes[0]
    reader = readers.get(id(node))
    if reader is None:
        if len(readers) >= MOST_READERS:
            readers.clear()
        reader = readers[id(node)] = Reader(selected(node, info.parent_type, info.fragments))
    return await reader.read(info.variable_values, info.context)


async def resolve_statistics(_: Any, info: Any, providerId: Any) -> Any:
    return await statistics(info.context, providerId)


async def resolve_create(_: Any, info: Any, input: Any) -> Any:
    return await create_appointment(info.context, input)


query, mutation = schema.query_type, schema.mutation_type
assert query and mutation
query.fields["user"].resolve = resolve_user
query.fields["appointments"].resolve = resolve_list
query.fields["providers"].resolve = resolve_list
query.fields["appointmentStatistics"].resolve = resolve_statistics
mutation.fields["createAppointment"].resolve = resolve_create


def comes_later(value: Any) -> bool:
    """Asked of each member of each row, so no more than has to be: the async functions above are all that waits."""
    return type(value) is CoroutineType


async def run(
    document: DocumentNode, variables: dict[str, Any], operation: str | None, claims: Claims
) -> ExecutionResult:
    result = execute(
        schema,
        document,
        context_value=claims,
        variable_values=variables,
        operation_name=operation,
        field_resolver=member,
        is_awaitable=comes_later,
    )
    return result if isinstance(result, ExecutionResult) else await result
