"""From the text of a document to the bytes of an answer. Parsed and validated documents are kept by their text."""

import logging
import os
from typing import Any

import orjson
from graphql import DocumentNode, GraphQLError, parse, validate

from .compiled import Program, Refused, program
from .resolve import run
from .schema import schema
from .tokens import Claims

COMPILES = os.environ.get("EXECUTOR") == "sql"
MOST_DOCUMENTS = 512
log = logging.getLogger(__name__)
documents: dict[str, tuple[DocumentNode, Program | None]] = {}


def prepared(text: str) -> tuple[DocumentNode, Program | None]:
    found = documents.get(text)
    if found is None:
        document = parse(text)
        if errors := validate(schema, document):
            raise Refused(errors)
        if len(documents) >= MOST_DOCUMENTS:
            documents.clear()
        found = documents[text] = document, program(document) if COMPILES else None
    return found


async def answer(text: str, variables: dict[str, Any], operation: str | None, claims: Claims) -> bytes:
    try:
        document, compiled = prepared(text)
        if compiled is not None:
            return await compiled.run(variables, claims)
    except Refused as invalid:
        return failure(invalid.errors)
    except GraphQLError as error:
        return failure([error])
    result = await run(document, variables, operation, claims)
    return failure(result.errors, result.data) if result.errors else orjson.dumps({"data": result.data})


def failure(errors: list[GraphQLError], data: Any = None) -> bytes:
    formatted = [error.formatted for error in errors]
    for error, shown in zip(errors, formatted):
        if error.original_error and not isinstance(error.original_error, GraphQLError):
            log.error("a resolver failed", exc_info=error.original_error)
            shown["message"] = "Internal error"
    return orjson.dumps({"errors": formatted, "data": data})
