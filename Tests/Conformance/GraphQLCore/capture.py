#!/usr/bin/env python3
"""Writes the parser and validation cases of graphql-core as JSON, for `GraphQLCoreTests`.

usage: capture.py SOURCE > cases.json

SOURCE is an unpacked source distribution of graphql-core 3.3 (`pip download --no-deps --no-binary :all:
graphql-core==3.3.2`), whose own tests are run, with what they ask and what they are answered written down.
Needs pytest and pytest-describe.
"""

import contextlib
import json
import os
import re
import sys

SOURCE = os.path.abspath(sys.argv[1])
os.chdir(SOURCE)
sys.path[:0] = [SOURCE, os.path.join(SOURCE, "src")]

import graphql.language
import graphql.language.lexer
import graphql.language.parser
import graphql.type
import graphql.utilities
import pytest
from graphql import GraphQLError, print_schema

records = {}
sources_of_schemas = {}


def record(**case):
    records.setdefault(json.dumps(case, sort_keys=True), case)


def printed(schema):
    """The schema's text without what the September 2025 edition does not have."""
    text = re.sub(r"(?m)^directive @\w+.* on DIRECTIVE_DEFINITION$", "", print_schema(schema))
    text = re.sub(r"(?m)^directive @\w+.* on FRAGMENT_VARIABLE_DEFINITION$", "", text)
    return re.sub(r" \| (DIRECTIVE|FRAGMENT_VARIABLE)_DEFINITION", "", text)


def formatted(errors):
    return [{"message": e.message, "locations": [list(l) for l in e.locations or []]} for e in errors]


def wrap(modules, name, observe):
    original = getattr(modules[0], name)

    def wrapper(*args, **kwargs):
        try:
            result = original(*args, **kwargs)
        except Exception as error:
            observe(args, kwargs, None, error)
            raise
        observe(args, kwargs, result, None)
        return result

    for module in modules:
        setattr(module, name, wrapper)
    return original


def text(source):
    return source.body if isinstance(source, graphql.language.Source) else source


def observe_parse(entry):
    def observe(args, kwargs, result, error):
        plain = len(args) == 1 and not set(kwargs) - {"no_location"}
        if not plain or not isinstance(text(args[0]), str):
            return
        if entry == "parse" and error is None:
            # graphql-core takes empty selection sets unless told otherwise; the specification has none.
            try:
                plain_parse(args[0], allow_empty_selection_sets=False)
            except GraphQLError as refusal:
                error = refusal
        if error is None or isinstance(error, GraphQLError):
            errors = formatted([error]) if error else []
            with contextlib.suppress(UnicodeEncodeError):
                text(args[0]).encode()
                record(kind=entry, document=text(args[0]), errors=errors)

    return observe


plain_parse = graphql.language.parse
for entry in ["parse", "parse_value", "parse_const_value", "parse_type", "parse_schema_coordinate"]:
    wrap([graphql.language, graphql.language.parser, graphql], entry, observe_parse(entry))


plain_advance = graphql.language.Lexer.advance


def advance(lexer):
    try:
        return plain_advance(lexer)
    except GraphQLError as error:
        # Limits are not of the language; coordinates have a lexer of their own.
        is_lexical = "aborted" not in error.message and ": Invalid character:" not in error.message
        with contextlib.suppress(UnicodeEncodeError):
            lexer.source.body.encode()
            if is_lexical:
                record(kind="lex", document=lexer.source.body, errors=formatted([error]))
        raise


graphql.language.Lexer.advance = advance


def observe_build(args, kwargs, result, error):
    if len(args) != 1 or not isinstance(args[0], str) or set(kwargs) - {"no_location"}:
        return
    if result is not None:
        sources_of_schemas[id(result)] = (result, args[0])


def observe_validate_schema(args, kwargs, result, error):
    known = sources_of_schemas.get(id(args[0]))
    if not known or result is None:
        return
    # Some tests change a schema after it was built; its text does not tell that.
    errors = formatted(result)
    if errors == formatted(plain_validate_schema(plain_build_schema(known[1]))):
        record(kind="schema", document=known[1], errors=errors)


def observe_coordinate(args, kwargs, result, error):
    schema, coordinate = args
    if error is None or isinstance(error, GraphQLError):
        record(
            kind="coordinate",
            schema=printed(schema),
            document=text(coordinate),
            found=type(result).__name__ if result else None,
            errors=[],
        )
    else:
        message = {"message": str(error), "locations": []}
        record(kind="coordinate", schema=printed(schema), document=text(coordinate), found=None, errors=[message])


plain_build_schema = wrap([graphql.utilities, graphql], "build_schema", observe_build)
plain_validate_schema = wrap([graphql.type, graphql, sys.modules["graphql.type.validate"]], "validate_schema", observe_validate_schema)
wrap([graphql.utilities, graphql], "resolve_schema_coordinate", observe_coordinate)

import tests.validation.harness as harness  # noqa: E402


def is_parsed(document):
    try:
        plain_parse(document, allow_empty_selection_sets=False)
    except GraphQLError:
        return False
    return True


def assert_validation_errors(rule, query_str, errors, schema=harness.test_schema, hide_suggestions=False):
    document = plain_parse(query_str, experimental_fragment_arguments=True)
    returned = harness.validate(schema, document, [rule], hide_suggestions=hide_suggestions)
    assert returned == errors
    if not rule.__module__.startswith("graphql."):
        return returned
    # Some schemas have scalars of Python's; their text does not tell that.
    with contextlib.suppress(TypeError):
        rebuilt = plain_build_schema(printed(schema))
        errors = harness.validate(rebuilt, document, [rule], hide_suggestions=hide_suggestions)
        if formatted(errors) != formatted(returned):
            return returned
    record(
        kind="validation",
        rule=rule.__name__,
        schema=printed(schema),
        document=query_str,
        hidesSuggestions=hide_suggestions,
        isExperimental=not is_parsed(query_str),
        errors=formatted(returned),
    )
    return returned


def assert_sdl_validation_errors(rule, sdl_str, errors, schema=None):
    returned = harness.validate_sdl(plain_parse(sdl_str), schema, [rule])
    assert returned == errors
    record(
        kind="sdl",
        rule=rule.__name__,
        schema=printed(schema) if schema else None,
        document=sdl_str,
        errors=formatted(returned),
    )
    return returned


harness.assert_validation_errors = assert_validation_errors
harness.assert_sdl_validation_errors = assert_sdl_validation_errors

with contextlib.redirect_stdout(sys.stderr):
    folders = ["tests/language", "tests/validation", "tests/type", "tests/utilities"]
    pytest.main(["-o", "addopts=", "-q", "-p", "no:cacheprovider", *folders])

json.dump(list(records.values()), sys.stdout, indent=1, ensure_ascii=True)
