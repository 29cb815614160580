"""What becomes of an interchange that came before, as its agreement has it."""
import json
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from orders import web_order, x12_interchange, x12_order  # noqa: E402
from running_site import RunningSite, wait_for  # noqa: E402

FIRST = x12_interchange(40, [x12_order("HS-40", 1)])
OTHER = x12_interchange(40, [x12_order("HS-41", 1)])


class DuplicatesTest(unittest.TestCase):
    def setUp(self):
        self.site = RunningSite()

    def tearDown(self):
        self.site.close()

    def start(self, then):
        """A TA1 goes out for what is not accepted as it came."""
        harbor = self.site.site / "partners" / "harbor.xml"
        text = harbor.read_text()
        old = '<duplicates by="control-number" within="400d"/>'
        self.assertIn(old, text)
        harbor.write_text(text.replace(old, '<option name="interchange-acknowledgement" value="rejected"/>'
                                            f'<duplicates by="control-number" within="400d" then="{then}"/>'))
        self.site.start()
        self.site.deliver_file("first.edi", FIRST)
        self.wait_for_orders("HS-40")

    def wait_for_orders(self, *numbers):
        wait_for(f"the orders {numbers}", lambda: all(
            any(f'id="{number}"' in path.read_text() for path in self.site.files("out/erp", ".xml"))
            for number in numbers))

    def orders(self):
        return sum(path.read_text().count("<SalesOrder id=") for path in self.site.files("out/erp", ".xml"))

    def sent(self, what):
        return [text for path in self.site.files("out/partners", ".edi") if what in (text := path.read_text())]

    def exceptions(self):
        return self.site.json("exceptions", "list")

    def story(self, file):
        return self.site.command("trace", file, check=False).stdout

    def test_a_person_is_asked_even_when_it_is_the_same(self):
        self.start("ask")
        self.site.deliver_file("again.edi", FIRST)
        [parked] = wait_for("the question", self.exceptions)
        self.assertEqual(parked["code"], "intake.duplicate-number")
        self.assertIn("this came before, as M", parked["text"])
        self.site.command("exceptions", "retry", parked["id"], "--why", "they count it twice")
        wait_for("its acknowledgement", lambda: len(self.sent("ST*997*")) == 2)
        wait_for("the order's recognition by the flow", lambda: "recognised" in self.story("again.edi"))
        self.assertEqual((self.orders(), self.exceptions()), (1, []))

    def test_the_same_is_refused_and_the_partner_told(self):
        self.start("refuse")
        self.site.deliver_file("again.edi", FIRST)
        [text] = wait_for("the TA1", lambda: self.sent("TA1*"))
        self.assertIn("TA1*000000040*261120*0915*R*025~", text)
        self.assertIn("its agreement refuses it", self.story("again.edi"))
        self.assertEqual((self.orders(), len(self.sent("ST*997*")), self.exceptions()), (1, 1, []))

    def test_another_one_is_refused_and_a_person_told_that_it_is_not_there(self):
        self.start("refuse")
        self.site.deliver_file("other.edi", OTHER)
        [notice] = wait_for("the notice", self.exceptions)
        self.assertEqual(notice["code"], "intake.duplicate-refused")
        [text] = wait_for("the TA1", lambda: self.sent("TA1*"))
        self.assertIn("*R*025~", text)
        refused = self.site.command("exceptions", "retry", notice["id"], check=False)
        self.assertIn("nothing to try again", refused.stdout + refused.stderr)
        self.assertEqual(self.orders(), 1)

    def test_a_refusal_that_could_not_be_written_stays_one_when_it_is_written_later(self):
        self.start("refuse")
        self.site.stop()
        harbor = self.site.site / "partners" / "harbor.xml"
        harbor.write_text(harbor.read_text().replace('value="rejected"', 'value="sometimes"'))
        self.site.start()
        self.site.deliver_file("again.edi", FIRST)
        [parked] = wait_for("the exception", self.exceptions)
        self.assertEqual(parked["code"], "intake.not-acknowledged")
        self.site.stop()
        harbor.write_text(harbor.read_text().replace('value="sometimes"', 'value="rejected"'))
        self.site.start()
        self.site.command("exceptions", "retry", parked["id"])
        [text] = wait_for("the TA1", lambda: self.sent("TA1*"))
        self.assertIn("*R*025~", text)
        self.assertEqual((self.orders(), len(self.sent("ST*997*"))), (1, 1))

    def test_both_count_where_the_agreement_accepts_them(self):
        self.start("accept")
        self.site.deliver_file("other.edi", OTHER + FIRST)
        self.wait_for_orders("HS-40", "HS-41")
        wait_for("the acknowledgements", lambda: len(self.sent("ST*997*")) == 3)
        self.assertIn("its agreement takes it again", self.story("other.edi"))
        self.assertEqual((self.orders(), self.exceptions(), self.sent("TA1*")), (2, [], []))

    def test_what_was_never_taken_has_no_repeats(self):
        harbor = self.site.site / "partners" / "harbor.xml"
        known = harbor.read_text()
        harbor.write_text(known.replace("HARBORSTORES", "HARBORANNEXE"))
        self.site.start()
        self.site.deliver_file("twice.edi", FIRST + FIRST)
        parked = wait_for("both", lambda: len(found := self.exceptions()) == 2 and found)
        self.assertEqual({each["code"] for each in parked}, {"partner.unknown"})
        self.site.stop()
        harbor.write_text(known)
        self.site.start()
        first, second = sorted(each["id"] for each in parked)
        self.site.command("exceptions", "discard", first, "--why", "the second is the same")
        self.site.command("exceptions", "retry", second)
        self.wait_for_orders("HS-40")
        self.assertEqual((self.orders(), self.exceptions()), (1, []))

    def test_all_of_a_message_without_an_envelope_is_taken_by_the_retry(self):
        webshop = self.site.site / "partners" / "webshop.xml"
        text = webshop.read_text()
        self.assertIn('<duplicates by="none"/>', text)
        webshop.write_text(text.replace('<duplicates by="none"/>', '<duplicates by="digest" then="ask"/>'))
        config = self.site.site / "crossdock.xml"
        text = config.read_text()
        one = '<adapter name="json" plugin="json" width="2"/>'
        self.assertIn(one, text)
        text = text.replace(one, one[:-2] + '><property name="framing" value="lines"/></adapter>')
        config.write_text(text.replace(' checked="yes"', ""))
        self.site.start()
        lines = "".join(json.dumps(web_order(number)) + "\n" for number in ("W-40", "W-41"))
        as_lines = {"Content-Type": "application/x-ndjson"}
        self.assertEqual(self.site.post_order(lines, key="a", headers=as_lines)[0], 202)
        self.wait_for_orders("W-40", "W-41")
        self.assertEqual(self.site.post_order(lines, key="b", headers=as_lines)[0], 202)
        [parked] = wait_for("the question", self.exceptions)
        self.site.command("exceptions", "retry", parked["id"])
        wait_for("both orders' recognition by the flow", lambda: all(
            self.site.command("trace", number).stdout.count("recognised") == 1 for number in ("W-40", "W-41")))
        self.assertEqual((self.orders(), self.exceptions()), (2, []))


if __name__ == "__main__":
    unittest.main()
