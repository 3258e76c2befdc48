"""Values of the scalars that GraphQL does not have itself, and what an answer must not be."""

import schemathesis
from hypothesis import strategies
from schemathesis.graphql import nodes

whole = strategies.integers(min_value=-(2**63), max_value=2**63 - 1)
times = strategies.datetimes(timezones=strategies.timezones()).map(lambda time: time.isoformat())

schemathesis.graphql.scalar("BigInt", whole.map(str).map(nodes.String))
schemathesis.graphql.scalar("DateTime", times.map(nodes.String))


@schemathesis.check
def no_fault(context, response, case):
    """Refusing what was sent is right; failing at it is not, whatever the status."""
    if response.status_code >= 500 or '"code":"INTERNAL"' in response.text:
        raise AssertionError(f"{response.status_code}: {response.text}")
