"""Sends random operations to a running server and to graphql-core with naive resolvers, and compares the answers.

    python3 differential.py CONFIGURATION.json

The configuration has `base` (the server), `model` (what `plumbline schema json` prints), `sdl`, `rows` (of each entity, as
JSON of PostgreSQL), `secret` (of the tokens, HS256), `seed`, `count`, and `log`, the file for the operations that were sent.
"""

import base64
import hashlib
import hmac
import http.client
import json
import random
import sys
import time
from decimal import Decimal
from urllib.parse import urlsplit

from graphql import parse, validate

from aggregates import ABOUT
from model import ANONYMOUS, Model
from naive import CURSOR, Naive, schema_of
from operations import Operations
from shrink import smaller

CALLERS = 8


class Server:
    """A server that answers GraphQL over HTTP."""

    def __init__(self, base, secret):
        self.connection = http.client.HTTPConnection(urlsplit(base).netloc, timeout=120)
        self.secret = secret

    def answer(self, text, variables, token):
        headers = {"Content-Type": "application/json", "Accept": "application/graphql-response+json"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        self.connection.request("POST", "/graphql", json.dumps({"query": text, "variables": variables}), headers)
        response = self.connection.getresponse()
        return json.loads(response.read())

    def token(self, caller):
        """A token as the server itself issues them."""
        if caller.key is None:
            return None
        now = int(time.time())
        claims = {"sub": caller.key, "roles": sorted(caller.roles), "iat": now, "exp": now + 86_400, "jti": caller.key}
        signed = ".".join(base64url(json.dumps(part).encode()) for part in ({"alg": "HS256", "typ": "JWT"}, claims))
        signature = hmac.digest(self.secret.encode(), signed.encode(), hashlib.sha256)
        return f"{signed}.{base64url(signature)}"


def base64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class Differential:
    def __init__(self, configuration):
        self.seed = configuration["seed"]
        self.count = configuration["count"]
        self.log = open(configuration["log"], "w")
        with open(configuration["model"]) as model, open(configuration["rows"]) as rows:
            self.model = Model(json.load(model), json.load(rows, parse_float=Decimal))
        with open(configuration["sdl"]) as sdl:
            self.schema = schema_of(sdl.read())
        self.naive = Naive(self.model, self.schema)
        self.server = Server(configuration["base"], configuration["secret"])
        self.random = random.Random(self.seed)
        self.operations = Operations(self.model, self.schema, self.random)
        # Few enough to come back to the cursors that they were given.
        callers = [ANONYMOUS] + self.model.callers()[:CALLERS]
        self.callers = [(caller, self.server.token(caller)) for caller in callers]
        self.rows = 0

    def run(self):
        """Whether all answers were the same."""
        for number in range(self.count):
            caller, token = self.random.choice(self.callers)
            operation = self.operations.next(caller)
            errors = validate(self.schema, parse(operation.text))
            if errors:
                print(f"The generator made an invalid document:\n{operation.text}\n{errors[0].message}")
                return False
            self.note(operation, caller, token)
            server, naive = self.answers(operation.text, operation, caller, token)
            difference = differing(server, naive)
            if difference:
                self.report(number, operation, caller, token)
                return False
            self.learn(server.get("data"), naive.get("data"), self.operations.cursors_of(caller), operation.orders, None)
        print(f"{self.count} operations of {len(self.callers)} callers: the same answers, with {self.rows} rows.")
        return True

    def note(self, operation, caller, token):
        sent = {
            "query": operation.text, "variables": json.dumps(operation.variables_of(0)), "token": token,
            "key": caller.key, "roles": sorted(caller.roles),
        }
        self.log.write(json.dumps(sent) + "\n")

    def answers(self, text, operation, caller, token):
        server = self.server.answer(text, operation.variables_of(0), token)
        return server, self.naive.execute(text, operation.variables_of(1), caller)

    def learn(self, server, naive, cursors, orders, order):
        """Keeps the cursors of a page, which are each side's own."""
        if isinstance(naive, dict):
            self.rows += 1
            for key, value in naive.items():
                self.learn(server[key], value, cursors, orders, orders.get(key, order))
        elif isinstance(naive, list):
            for left, right in zip(server, naive):
                self.learn(left, right, cursors, orders, order)
        elif isinstance(naive, str) and naive.startswith(CURSOR) and order:
            known = cursors.setdefault(order, [])
            if len(known) < 50:
                known.append((server, naive))

    def report(self, number, operation, caller, token):
        def differs(text):
            server, naive = self.answers(text, operation, caller, token)
            return differing(server, naive) is not None and codes(server) == expected

        expected = codes(self.answers(operation.text, operation, caller, token)[0])
        text = smaller(operation, self.schema, differs)
        server, naive = self.answers(text, operation, caller, token)
        used = {name: value for name, value in operation.variables_of(0).items() if f"${name}" in text}
        print(f"Operation {number} of seed {self.seed} differs at {differing(server, naive)}, asked by {caller}:\n{text}")
        print(f"variables: {json.dumps(used)}")
        print(f"server: {json.dumps(server)[:4000]}\nnaive:  {json.dumps(naive, default=str)[:4000]}")


def differing(server, naive):
    """The path of the first difference; None if there is none."""
    errors = [[error(each) for each in answer.get("errors", [])] for answer in (server, naive)]
    if errors[0] != errors[1]:
        return "errors"
    return different(server.get("data"), naive.get("data"), "data")


def codes(answer):
    return [error(each)[2] for each in answer.get("errors", [])]


def error(document):
    code = document.get("code") or document.get("extensions", {}).get("code")
    return document["message"], document.get("path"), code


def different(server, naive, path):
    if isinstance(naive, dict):
        # In the order of the document, too.
        if not isinstance(server, dict) or list(server) != list(naive):
            return path
        return next(filter(None, (different(server[key], naive[key], f"{path}.{key}") for key in naive)), None)
    if isinstance(naive, list):
        if not isinstance(server, list) or len(server) != len(naive):
            return path
        pairs = enumerate(zip(server, naive))
        return next(filter(None, (different(left, right, f"{path}.{index}") for index, (left, right) in pairs)), None)
    if isinstance(naive, str) and naive.startswith(CURSOR):
        return None if isinstance(server, str) and server else path
    if isinstance(naive, str) and naive.startswith(ABOUT):
        expected = Decimal(naive.removeprefix(ABOUT))
        return None if abs(Decimal(server) - expected) <= Decimal("1e-12") * max(1, abs(expected)) else path
    return None if type(server) is type(naive) and server == naive else path


if __name__ == "__main__":
    with open(sys.argv[1]) as file:
        sys.exit(0 if Differential(json.load(file)).run() else 1)
