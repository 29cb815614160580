"""An order that was rejected is found by its number: what came, why it was not taken, and nothing of its neighbours."""
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from orders import web_order, x12_interchange, x12_order  # noqa: E402
from running_site import RunningSite, wait_for  # noqa: E402


class RejectedTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.site = RunningSite()
        cls.site.start()
        cls.site.deliver_file("a.edi", x12_interchange(31, [x12_order("HS-1", 1), x12_order("HS-2", 2, quantity="twelve"),
                                                            x12_order("HS-3", 3, quantity="many")]))
        cls.site.deliver_file("b.edi", x12_interchange(32, [x12_order("HS-4", 1)]).replace("GE*1*", "GE*3*"))
        wait_for("the exceptions", lambda: len(cls.site.json("exceptions", "list")) == 3)
        wait_for("the ERP's file", lambda: cls.site.files("out/erp", ".xml"))

    @classmethod
    def tearDownClass(cls):
        cls.site.close()

    def trace(self, key):
        return self.site.command("trace", key).stdout

    def test_a_transaction_with_errors_is_found_with_its_reason_and_without_its_neighbours(self):
        story = self.trace("HS-2")
        self.assertIn("a.edi by edi-in", story)
        self.assertRegex(story, r"parked +rejected:\n +segment \d+: .*twelve.*\(x12.bad-number\)\n")
        self.assertNotIn("many", story)
        self.assertEqual(len(self.site.json("trace", "HS-2")), 1)

    def test_a_code_is_said_once(self):
        for line in (self.trace("HS-2") + self.site.log() + self.site.command("exceptions", "list").stdout).splitlines():
            self.assertLess(line.count("(x12.bad-number)"), 2, line)

    def test_a_sound_transaction_of_a_rejected_group_is_found(self):
        self.assertRegex(self.trace("HS-4"), r"parked +rejected:\n.*\(x12.group-count\)")

    def test_what_came_of_a_rejected_transaction_is_shown(self):
        shown = self.site.command("show", "HS-2", "--raw").stdout
        self.assertTrue(shown.startswith("ST*850*0002~") and "twelve" in shown and "many" not in shown, shown)
        self.assertRegex(self.site.command("show", "HS-2").stdout,
                         r"^X\d+  transaction  message M\d+  partner harbor  transaction 0002  parked as x12.bad-number")

    def test_a_web_order_that_does_not_fit_its_schema_is_found_with_its_reason(self):
        order = web_order("W-1")
        del order["items"]
        status, _ = self.site.post_order(order, key="W-1")
        self.assertEqual(status, 422)
        story = wait_for("the refusal", lambda: self.site.command("trace", "W-1", check=False).stdout)
        self.assertRegex(story, r"M\d+ +refused +.* by shop, nothing of it was kept: .*web-order/1")
        self.assertIn("/items", story)
        refused = self.site.command("show", "W-1", check=False)
        self.assertIn("nothing of it was kept", refused.stderr)
        self.site.post_order(web_order("W-1"), key="W-1-again")
        wait_for("the order", lambda: '"number": "W-1"' in self.site.command("show", "W-1", check=False).stdout)

    def test_an_order_is_found_however_often_its_number_was_refused_since(self):
        self.site.post_order(web_order("W-7"), key="W-7")
        order = web_order("W-7")
        del order["items"]
        for attempt in range(12):
            self.site.post_order(order, key=f"W-7-{attempt}")
        wait_for("the order", lambda: " mapped " in self.trace("W-7"))
        found = wait_for("the refusals", lambda: self.site.command("trace", "W-7") if self.trace("W-7").count(" refused ") == 10 else None)
        self.assertIn(" mapped ", found.stdout)
        self.assertIn("2 earlier ones with this key are not told", found.stderr)

    def test_a_key_that_is_too_long_for_one_is_none(self):
        number = "W" * 300
        self.assertEqual(self.site.post_order(web_order(number), key="long")[0], 422)
        self.assertEqual(self.site.command("trace", number, check=False).returncode, 1)


class RetriedTest(unittest.TestCase):
    """A person corrects a document."""

    def setUp(self):
        self.site = RunningSite()
        flow = self.site.site / "flows" / "order-to-erp.xml"
        flow.write_text(flow.read_text().replace('test="count(lines) = 0"', 'test="number = \'W-1\'"'))
        self.site.start()
        self.site.post_order(web_order("W-1"), key="W-1")
        self.parked = wait_for("the exception", lambda: self.site.json("exceptions", "list"))[0]["id"]
        self.document = self.site.folder / "order.json"
        self.document.write_text(self.site.command("exceptions", "show", self.parked, "--document").stdout)

    def tearDown(self):
        self.site.close()

    def retry(self, text, check=False):
        self.document.write_text(text)
        return self.site.command("exceptions", "retry", self.parked, "--input", str(self.document), check=check)

    def test_the_new_number_is_found_and_the_old_one_still_is(self):
        self.retry(self.document.read_text().replace('"W-1"', '"W-1B"'), check=True)
        [shown] = self.site.json("show", "W-1B")
        self.assertEqual(shown["document"]["number"], "W-1B")
        self.assertRegex(shown["edited"], r"^by \S+ for R\d+$")
        self.assertIn(", with an edited document", self.site.command("trace", "W-1B").stdout)
        for number in ("W-1", "W-1B"):
            wait_for(f"the end of {number}", lambda: "finished" in self.site.command("trace", number, check=False).stdout)

    def test_a_document_that_does_not_fit_its_type_is_refused_with_its_place_and_nothing_is_done(self):
        text = self.document.read_text().replace('"W-1"', '"W-2"')
        refused = self.retry(text.replace('"quantity": "1"', '"quantity": "one"'))
        self.assertEqual(refused.returncode, 1)
        line = next(number for number, each in enumerate(text.splitlines(), 1) if '"quantity"' in each)
        self.assertIn(f"line {line}, /lines/0/quantity: ", refused.stderr)
        self.assertIn("(exception.invalid-input)", refused.stderr)
        refused = self.retry(text[:-3])
        self.assertRegex(refused.stderr, r"the edited document:\d+:\d+: .*\(json\.")
        self.assertEqual([each["id"] for each in self.site.json("exceptions", "list")], [self.parked])
        self.assertEqual(self.site.command("trace", "W-2", check=False).returncode, 1)

    def test_what_is_parked_is_shown_in_lines_that_fit_and_a_retry_is_shown_how(self):
        shown = self.site.command("exceptions", "show", self.parked).stdout
        self.assertLess(max(map(len, shown.splitlines())), 101, shown)
        self.assertIn('\n  "number": "W-1",', shown)
        self.assertIn(f"crossdock exceptions retry {self.parked} --input order.json", shown)


if __name__ == "__main__":
    unittest.main()
