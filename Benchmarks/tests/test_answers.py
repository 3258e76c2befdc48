"""How answers of servers are compared with the database."""

import unittest

from harness.check import comparable, leaves, refused


class Answers(unittest.TestCase):
    def test_names_and_nesting_are_free_and_the_order_is_not(self) -> None:
        ours = {"data": {"appointments": {"nodes": [{"id": 1, "client": {"name": "Ada"}}]}}}
        theirs = {"data": {"list": [{"key": 1, "who": "Ada"}]}}
        self.assertEqual(list(leaves(ours)), list(leaves(theirs)))
        self.assertNotEqual(list(leaves([1, 2])), list(leaves([2, 1])))

    def test_times_agree_by_their_instant(self) -> None:
        self.assertEqual(comparable("2024-01-01T08:00:00Z"), comparable("2024-01-01 09:00:00+01:00"))
        self.assertNotEqual(comparable("2024-01-01T08:00:00Z"), comparable("2024-01-01T08:00:00"))

    def test_enums_agree_in_either_case(self) -> None:
        self.assertEqual(comparable("ADMIN"), comparable("admin"))

    def test_a_refusal_gives_nothing_away(self) -> None:
        self.assertTrue(refused(401, {"detail": "no"}))
        self.assertTrue(refused(200, {"errors": [{}], "data": {"user": None}}))
        self.assertFalse(refused(200, {"errors": [{}], "data": {"user": {"id": 1}}}))
        self.assertFalse(refused(200, {"data": {"user": None}}))
        self.assertFalse(refused(500, {"errors": [{}]}))


if __name__ == "__main__":
    unittest.main()
