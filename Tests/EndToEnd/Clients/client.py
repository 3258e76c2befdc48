"""What the Python client `gql` does with the reference application: client.py URL (the fixture's rows are loaded)."""

import sys

import requests
from gql import Client, gql
from gql.transport.exceptions import TransportQueryError
from gql.transport.requests import RequestsHTTPTransport

base = sys.argv[1]
provider = "00000000-0000-7000-8000-000000000011"
service = "00000000-0000-7000-8000-000000000021"
ada = "00000000-0000-7000-8000-0000000000c1"


def sign_in(name):
    answer = requests.post(
        f"{base}/api/v1/token",
        data={"grant_type": "password", "username": name, "password": "plumbline-demo"},
    )
    headers = {"Authorization": f"Bearer {answer.json()['access_token']}"}
    transport = RequestsHTTPTransport(f"{base}/graphql", headers=headers)
    # Reads the schema by introspection and checks every document against it before it is sent.
    return Client(transport=transport, fetch_schema_from_transport=True)


page = gql("""
    query Page($provider: ID!, $from: DateTime!, $after: String, $before: String, $first: Int, $last: Int) {
      appointments(
        filter: { providerId: { eq: $provider }, startsAt: { gte: $from } }
        orderBy: [{ startsAt: ASC }]
        first: $first, last: $last, after: $after, before: $before
      ) {
        nodes { id client { fullName } service { name } provider { name } }
        pageInfo { hasNextPage startCursor endCursor }
      }
    }
""")
create = gql("""
    mutation Book($input: CreateAppointmentInput!) { createAppointment(input: $input) { id endsAt status } }
""")

with sign_in("omar") as staff:
    common = {"provider": provider, "from": "2030-01-01T00:00:00Z"}
    first = staff.execute(page, variable_values={**common, "first": 1})["appointments"]
    assert first["nodes"][0]["client"]["fullName"] == "Ada Client", first
    after = {"first": 1, "after": first["pageInfo"]["endCursor"]}
    second = staff.execute(page, variable_values={**common, **after})["appointments"]
    assert second["nodes"][0]["client"]["fullName"] == "Ben Client", second
    before = {"last": 1, "before": second["pageInfo"]["startCursor"]}
    assert staff.execute(page, variable_values={**common, **before})["appointments"]["nodes"] == first["nodes"]

with sign_in("ada") as client:
    mine = client.execute(page, variable_values=common)["appointments"]["nodes"]
    assert [row["client"]["fullName"] for row in mine] == ["Ada Client"], mine
    booking = {"clientId": ada, "providerId": provider, "serviceId": service, "startsAt": "2030-06-01T08:00:00Z"}
    made = client.execute(create, variable_values={"input": booking})["createAppointment"]
    assert made["endsAt"] == "2030-06-01T08:45:00Z" and made["status"] == "REQUESTED", made
    try:
        client.execute(create, variable_values={"input": booking})
        raise AssertionError("booked twice")
    except TransportQueryError as error:
        assert error.errors[0]["extensions"]["code"] == "SLOT_TAKEN", error.errors

print("the client is content")
