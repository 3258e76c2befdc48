#!/usr/bin/env python3
"""Runs the cross-language corpus graphql-conformance against Plumbline's conformance server.

Expected results are made by graphql-core 3.3 (the port of the corpus's reference, graphql-js 17), with the corpus's
fixed wiring: `pip install 'graphql-core>=3.3.2'`.

    run.py CORPUS SERVER

CORPUS is the folder `corpus` of a clone of https://github.com/jbellenger/graphql-conformance, SERVER the executable
`plumbline-conformance`.
"""

import http.client
import json
import pathlib
import socket
import subprocess
import sys
import time

import graphql

sys.setrecursionlimit(20_000)


def cases(corpus):
    """Yields (name, schema, document, variables); schemas in their folders, documents below, variables below those."""
    for schema in sorted(corpus.glob("*/schema.graphqls")):
        for document in sorted(schema.parent.glob("*/query.graphql")):
            variables = sorted(document.parent.glob("*/variables.json")) or [None]
            for file in variables:
                name = str((file or document).parent.relative_to(corpus))
                yield name, schema.read_text(), document.read_text(), json.loads(file.read_text()) if file else None


def fixed_value(type_, schema):
    if isinstance(type_, graphql.GraphQLNonNull):
        return fixed_value(type_.of_type, schema)
    if isinstance(type_, graphql.GraphQLList):
        return [fixed_value(type_.of_type, schema)] * 2
    if isinstance(type_, graphql.GraphQLEnumType):
        return next(iter(type_.values.values())).value
    if isinstance(type_, graphql.GraphQLUnionType):
        return {"__typename": min(member.name for member in type_.types)}
    if isinstance(type_, graphql.GraphQLInterfaceType):
        return {"__typename": max(member.name for member in schema.get_implementations(type_).objects)}
    if isinstance(type_, graphql.GraphQLObjectType):
        return {}
    return {"Int": 2, "Float": 3.14, "Boolean": True, "ID": "id"}.get(type_.name, "str")


class WithoutIncrementalDelivery(graphql.Visitor):
    """`@defer` and `@stream` change when parts come, not what they are once they are put together."""

    def enter_directive(self, node, *_):
        if node.name.value in ("defer", "stream"):
            return graphql.REMOVE


def is_incremental(document):
    return any(f"@{name}" in document for name in ("defer", "stream"))


def expected(schema, document, variables):
    parsed = graphql.parse(document)
    errors = graphql.validate_schema(schema) or graphql.validate(schema, parsed)
    if errors:
        return {"errors": [error.formatted for error in errors]}
    result = graphql.execute_sync(
        schema,
        graphql.visit(parsed, WithoutIncrementalDelivery()),
        variable_values=variables,
        field_resolver=lambda _source, info, **_arguments: fixed_value(info.return_type, info.schema),
    )
    response = {"data": result.data}
    if result.errors:
        response["errors"] = [error.formatted for error in result.errors]
    return response


def ask(connection, schema, document, variables):
    """Returns the response, its parts put together, and how many parts there were."""
    body = {"schema": schema, "query": document, **({} if variables is None else {"variables": variables})}
    connection.request("POST", "/execute", json.dumps(body), {"Content-Type": "application/json"})
    answer = connection.getresponse()
    text = answer.read().decode()
    if answer.status != 200:
        return {"status": answer.status, "body": text}, 1
    kind = answer.headers["Content-Type"]
    if not kind.startswith("multipart/mixed"):
        return json.loads(text), 1
    boundary = kind.split("boundary=")[1]
    parts = [json.loads(part.split("\r\n\r\n", 1)[1]) for part in text.split(f"--{boundary}")[1:-1]]
    return joined(parts), len(parts)


def joined(parts):
    """Puts the parts of an incrementally delivered response together, and checks that each keeps the rules."""
    response = {"data": parts[0]["data"]}
    errors = list(parts[0].get("errors", []))
    pending = {}
    for index, part in enumerate(parts):
        assert part["hasNext"] == (index < len(parts) - 1), "hasNext is wrong"
        for announced in part.get("pending", []):
            assert announced["id"] not in pending, "an id is announced twice"
            pending[announced["id"]] = announced["path"]
        for increment in part.get("incremental", []):
            target = response["data"]
            for step in pending[increment["id"]] + increment.get("subPath", []):
                target = target[step]
            if "items" in increment:
                target.extend(increment["items"])
            else:
                assert not target.keys() & increment["data"].keys(), "a member is sent twice"
                target.update(increment["data"])
            errors += increment.get("errors", [])
        for completed in part.get("completed", []):
            pending.pop(completed["id"])
            errors += completed.get("errors", [])
    assert not pending, "something announced never came"
    return response | ({"errors": errors} if errors else {})


def main():
    corpus, server = pathlib.Path(sys.argv[1]), sys.argv[2]
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen([server, str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    counts = {"plain": [0, 0], "with @defer or @stream": [0, 0]}
    most = 1
    try:
        connection = connect(port)
        schemas = {}
        for name, sdl, document, variables in cases(corpus):
            if sdl not in schemas:
                schemas = {sdl: graphql.build_schema(sdl)}
            wanted = expected(schemas[sdl], document, variables)
            got, parts = ask(connection, sdl, document, variables)
            count = counts["with @defer or @stream" if is_incremental(document) else "plain"]
            count[1] += 1
            most = max(most, parts)
            if got == wanted:
                count[0] += 1
            else:
                print(f"{name}\n  expected {json.dumps(wanted)[:2000]}\n  got      {json.dumps(got)[:2000]}")
    finally:
        process.kill()
    for kind, (right, total) in counts.items():
        print(f"{right} of {total} {kind}")
    print(f"at most {most} parts to a response")
    sys.exit(any(right < total for right, total in counts.values()))


def connect(port):
    for _ in range(100):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            connection.request("GET", "/health")
            if connection.getresponse().read() == b"ok":
                return connection
        except OSError:
            time.sleep(0.1)
    sys.exit("the server does not answer")


if __name__ == "__main__":
    main()
