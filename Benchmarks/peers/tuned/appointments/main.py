"""The application: plain ASGI, four paths."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qs

import bcrypt
import orjson

from . import database, tokens
from .documents import answer

MOST_BYTES = 1 << 20
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]

HEALTHY = b'{"status":"ok"}'
UNAUTHORIZED = b'{"detail":"Not authenticated"}'
ME = (
    'select id, username, email, full_name as "fullName", role, is_active as "isActive", '
    'created_at as "createdAt", updated_at as "updatedAt" from users where id = $1 and is_active'
)
CREDENTIALS = "select id, role, hashed_password from users where username = $1 and is_active"


async def app(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    if scope["type"] == "lifespan":
        return await lifespan(receive, send)
    match scope["method"], scope["path"]:
        case "GET", "/health":
            await respond(send, 200, HEALTHY)
        case "POST", "/graphql":
            await graphql(scope, receive, send)
        case "GET", "/api/v1/users/me":
            await me(scope, send)
        case "POST", "/api/v1/token":
            await sign_in(receive, send)
        case _:
            await respond(send, 404, b'{"detail":"Not found"}')


async def lifespan(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            await database.connect()
            await send({"type": "lifespan.startup.complete"})
        else:
            await database.close()
            return await send({"type": "lifespan.shutdown.complete"})


async def graphql(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    claims = tokens.claims_of(scope["headers"])
    if claims is None:
        return await respond(send, 401, UNAUTHORIZED)
    try:
        request = orjson.loads(await body(receive))
        text, variables, operation = request["query"], request.get("variables") or {}, request.get("operationName")
    except (ValueError, KeyError, TypeError, AttributeError):
        return await respond(send, 400, b'{"errors":[{"message":"The body is no GraphQL request"}]}')
    await respond(send, 200, await answer(text, variables, operation, claims))


async def me(scope: dict[str, Any], send: Send) -> None:
    claims = tokens.claims_of(scope["headers"])
    row = await database.pool.fetchrow(ME, claims["sub"]) if claims else None
    if row is None:
        return await respond(send, 401, UNAUTHORIZED)
    await respond(send, 200, orjson.dumps(dict(row)))


async def sign_in(receive: Receive, send: Send) -> None:
    form = parse_qs((await body(receive)).decode("utf-8", "replace"))
    username, password = form.get("username", [""])[0], form.get("password", [""])[0]
    row = await database.pool.fetchrow(CREDENTIALS, username)
    # In a thread: bcrypt lets go of the interpreter's lock, and takes a quarter of a second.
    if row is None or not await asyncio.to_thread(bcrypt.checkpw, password.encode(), row["hashed_password"].encode()):
        return await respond(send, 401, b'{"detail":"Wrong username or password"}')
    token = tokens.issue(row["id"], row["role"])
    await respond(send, 200, orjson.dumps({"access_token": token, "token_type": "bearer"}))


async def body(receive: Receive) -> bytes:
    """Most come in one message. What is longer than is allowed is cut off, and is JSON no more."""
    content, more = b"", True
    while more and len(content) <= MOST_BYTES:
        message = await receive()
        content += message["body"]
        more = message.get("more_body", False)
    return content


async def respond(send: Send, status: int, content: bytes) -> None:
    length = str(len(content)).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", length)]
    if status == 401:
        headers.append((b"www-authenticate", b"Bearer"))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": content})
