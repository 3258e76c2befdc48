"""What is sent: tokens, requests, the values that they are made of."""

import hmac
import unittest
from random import Random

from harness import chinook, tokens
from harness.inputs import Inputs
from harness.servers import HERE
from harness.workloads import ALL, Request


def some_inputs() -> Inputs:
    users = [(f"user {number}", f"user{number}", "client" if number > 2 else "admin") for number in range(50_000)]
    services = {f"provider {number}": [f"service {number}"] for number in range(200)}
    return Inputs("user 0", users, users[:500], [id for id, _, _ in users], services, list(services))


class Requests(unittest.TestCase):
    def test_a_token_is_signed_over_its_header_and_claims(self) -> None:
        text, _, signature = tokens.hs256("secret", {"sub": "me"}).rpartition(".")
        self.assertEqual(signature, tokens.encoded(hmac.digest(b"secret", text.encode(), "sha256")))

    def test_the_numbers_of_a_signature_have_32_bytes_each(self) -> None:
        # A number with the highest bit has a zero before it, a small one is short.
        der = bytes([0x30, 38, 2, 33, 0, *[0xFF] * 32, 2, 1, 5])
        self.assertEqual(tokens.raw_signature(der), b"\xff" * 32 + bytes(31) + b"\x05")

    def test_a_request_says_how_long_its_body_is(self) -> None:
        wire = Request("POST", "/graphql", '{"query": "é"}', token="abc").wire(80, keep_alive=False)
        head, _, body = wire.partition(b"\r\n\r\n")
        self.assertIn(f"Content-Length: {len(body)}".encode(), head.split(b"\r\n"))
        self.assertIn(b"Authorization: Bearer abc", head)
        self.assertIn(b"Connection: close", head)

    def test_no_two_appointments_are_at_one_time(self) -> None:
        inputs, random = some_inputs(), Random(1)
        made = [inputs.draw_create(random) for _ in range(20_000)]
        self.assertEqual(len({(values["providerId"], values["startsAt"]) for values in made}), len(made))

    def test_every_document_stands_in_both_dialects(self) -> None:
        ours, theirs = (
            {file.name for file in (HERE / "documents" / dialect).glob("*.graphql")}
            for dialect in ("plumbline", "peers")
        )
        self.assertEqual(ours, theirs)

    def test_names_of_workloads_are_unique(self) -> None:
        names = [workload.name for workload in [*ALL, *chinook.ALL]]
        self.assertEqual(len(names), len(set(names)))


if __name__ == "__main__":
    unittest.main()
