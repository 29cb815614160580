"""The story of a document is whole, and has nothing in it that belongs to another."""
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from orders import x12_interchange, x12_order  # noqa: E402
from running_site import RunningSite, wait_for  # noqa: E402


class TraceTest(unittest.TestCase):
    def setUp(self):
        self.site = RunningSite()
        self.site.start()
        self.site.deliver_file("a.edi", x12_interchange(11, [x12_order("HS-1", 1), x12_order("HS-2", 2, quantity="twelve")]))
        [self.parked] = wait_for("the exception", lambda: self.site.json("exceptions", "list"))
        wait_for("the end of HS-1's run", lambda: "finished" in self.site.command("trace", "HS-1", check=False).stdout)

    def tearDown(self):
        self.site.close()

    def story(self, key):
        [story] = self.site.json("trace", key)
        return [(event["subject"][0], event["what"]) for event in story]

    def test_an_order_is_told_from_its_receipt_to_its_end(self):
        story = self.story("HS-1")
        for happened in (("M", "received"), ("M", "split"), ("D", "mapped"), ("R", "began"), ("S", "encoded"), ("S", "sent"),
                         ("S", "acknowledged"), ("R", "finished")):
            self.assertIn(happened, story)
        self.assertEqual(story[0], ("M", "received"))

    def test_a_rejected_neighbour_is_told_with_the_message_and_not_with_the_order(self):
        self.assertNotIn("X", [subject for subject, _ in self.story("HS-1")])
        self.assertIn(("X", "parked"), self.story("a.edi"))

    def test_a_transaction_that_is_tried_again_and_parked_again_is_one_story(self):
        self.site.command("exceptions", "retry", self.parked["id"])
        again = wait_for("the next exception",
                         lambda: [each["id"] for each in self.site.json("exceptions", "list") if each["id"] != self.parked["id"]])
        self.assertIn(again[0], self.site.command("trace", self.parked["id"]).stdout)
        self.assertEqual(len(self.site.json("trace", "HS-2")), 1)

    def test_a_decision_is_told_once_with_who_and_why(self):
        self.site.command("exceptions", "discard", self.parked["id"], "--why", "sent again")
        for key in ("a.edi", self.parked["id"]):
            told = [line for line in self.site.command("trace", key).stdout.splitlines() if " discard " in line]
            self.assertEqual(len(told), 1, told)
            self.assertRegex(told[0], r"by \S+: sent again$")


if __name__ == "__main__":
    unittest.main()
