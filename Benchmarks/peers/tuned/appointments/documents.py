"""From the text of a document to the bytes of an answer. Parsed and validated documents are kept by their text."""

import logging
import os
from functools import lru_cache
from typing import Any

import orjson
from graphql import DocumentNode, GraphQLError, parse, validate

from .compiled import Program, Refused, compiled
from .resolve import run
from .schema import schema
from .tokens import Claims

COMPILES = os.environ.get("EXECUTOR") == "sql"
log = logging.getLogger(__name__)


@lru_cache(maxsize=500)
def prepared(text: str) -> tuple[DocumentNode, Program | None]:
    document = parse(text)
    mistakes = validate(schema, document)
    if mistakes:
        raise Refused(mistakes)
    return document, compiled(document) if COMPILES else None


async def answer(text: str, variables: dict[str, Any], operation: str | None, claims: Claims) -> bytes:
    try:
        document, program = prepared(text)
        if program is not None:
            return await program.run(variables, claims)
        result = await run(document, variables, operation, claims)
    except Refused as refused:
        return failed(refused.errors)
    except GraphQLError as error:
        return failed([error])
    return failed(result.errors, result.data) if result.errors else orjson.dumps({"data": result.data})


def failed(errors: list[GraphQLError], data: Any = None) -> bytes:
    return orjson.dumps({"data": data, "errors": [shown(error) for error in errors]})


def shown(error: GraphQLError) -> dict[str, Any]:
    """An error as the caller sees it: of a fault it is told no more than that there was one."""
    cause = error.original_error
    if cause is None or isinstance(cause, GraphQLError):
        return {**error.formatted}
    log.error("%s failed", error.path, exc_info=cause)
    return {**error.formatted, "message": "The server has failed"}
