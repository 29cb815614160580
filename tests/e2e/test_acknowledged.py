"""What becomes of documents that we sent: found by the partner's acknowledgement, expected, overdue."""
import pathlib
import re
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from orders import x12_interchange, x12_order  # noqa: E402
from running_site import RunningSite, wait_for  # noqa: E402

SEND = 'type="x12/004010/855" to="partners-out"/>'
RECEIVE_TA1 = """<receive type="x12/interchange/TA1" map="x12-ta1-to-functional-acknowledgement"
                          publish="functional-acknowledgement.received/1"/>"""
OVERDUE = """<flow name="overdue" version="1.0.0">
  <on event="functional-acknowledgement.overdue/1"/>
  <park reason="{$partner} owes us a {kind} for {delivery} with {join(documents, ', ')}"/>
</flow>"""


def acknowledgement(control, segments):
    return x12_interchange(control, [segments]).replace("GS*PO", "GS*FA")


def functional(group, decision="A", transactions=()):
    """A 997 for one of our groups; transactions are (control number, decision)."""
    segments = ["ST*997*0001", f"AK1*PR*{group}"]
    for control, each in transactions:
        segments += [f"AK2*855*{control}", f"AK5*{each}"]
    accepted = sum(each != "R" for _, each in transactions) if transactions else 1
    segments.append(f"AK9*{decision}*{max(1, len(transactions))}*{max(1, len(transactions))}*{accepted}")
    return segments + [f"SE*{len(segments) + 1}*0001"]


class AcknowledgedTest(unittest.TestCase):
    def setUp(self):
        self.site = RunningSite()
        self.harbor = self.site.site / "partners" / "harbor.xml"

    def tearDown(self):
        self.site.close()

    def expect(self, what):
        self.harbor.write_text(self.harbor.read_text().replace(SEND, SEND.replace("/>", f" {what}/>")))

    def send_orders(self, control, *numbers):
        """Orders come in, their 855s go out; answers the interchange that we sent."""
        self.site.deliver_file(f"{control}.edi", x12_interchange(
            control, [x12_order(number, at + 1) for at, number in enumerate(numbers)]))
        return wait_for("our 855", lambda: next((text for path in self.site.files("out/partners", ".edi")
                                                 if "ST*855*" in (text := path.read_text()) and numbers[0] in text), None))

    def numbers(self, text):
        interchange = re.search(r"IEA\*1\*(\d+)", text).group(1)
        return interchange, re.search(r"GE\*\d+\*(\d+)", text).group(1), re.findall(r"ST\*855\*(\d+)", text)

    def story(self, key):
        return self.site.command("trace", key, check=False).stdout

    def delivery_of(self, order):
        return wait_for(f"the delivery of {order}", lambda: re.search(r"(S\d+)\s+encoded\s+x12", self.story(order))).group(1)

    def state(self, delivery):
        [shown] = self.site.json("show", delivery)
        return shown.get("acknowledgement")

    def test_an_acknowledgement_finds_what_it_answers(self):
        self.site.start()
        text = self.send_orders(41, "HS-1", "HS-2")
        _, group, transactions = self.numbers(text)
        self.site.deliver_file("a.edi", acknowledgement(42, functional(group, "P", [(transactions[0], "A"), (transactions[1], "R")])))
        [parked] = wait_for("the exception", lambda: self.site.json("exceptions", "list"))
        self.assertEqual(parked["flow"], "acknowledgement-received")
        partial = self.state(self.delivery_of("HS-1"))
        self.assertRegex(partial, r"^partially-accepted by D\d+ \(997\)$")
        document = partial.split()[2]
        [shown] = self.site.json("show", document)
        self.assertEqual(shown["document"]["correlation"], "found")
        self.assertEqual(len(shown["document"]["documents"]), 2)
        rejected = shown["document"]["transactions"][1]
        self.assertEqual((rejected["decision"], rejected["document"]), ("rejected", shown["document"]["documents"][1]))
        # The story of an order tells its own transaction's fate.
        self.assertIn("rejected", self.story("HS-2").split("answered")[1])
        self.assertIn(f"{rejected['document']} as transaction {transactions[1]}: rejected", " ".join(self.story("HS-2").split()))
        self.assertNotIn(f"{rejected['document']} as transaction", self.story("HS-1"))

    def test_a_second_acknowledgement_of_the_same_is_said_and_does_not_count(self):
        self.site.start()
        text = self.send_orders(43, "HS-3")
        _, group, _ = self.numbers(text)
        delivery = self.delivery_of("HS-3")
        self.site.deliver_file("a.edi", acknowledgement(44, functional(group)))
        wait_for("the answer", lambda: "accepted by" in (self.state(delivery) or ""))
        self.site.deliver_file("b.edi", acknowledgement(45, functional(group, "R", [("0001", "R")])))
        wait_for("the second", lambda: "that does not count" in " ".join(self.story(delivery).split()))
        self.assertTrue(self.state(delivery).startswith("accepted by"))
        self.assertIn("acknowledgement.repeated", self.story("b.edi"))
        [parked] = wait_for("the exception", lambda: self.site.json("exceptions", "list"))
        self.assertEqual(parked["flow"], "acknowledgement-received")

    def test_an_acknowledgement_of_what_was_never_sent_waits_for_a_person(self):
        self.site.start()
        self.site.deliver_file("a.edi", acknowledgement(46, functional(9999)))
        [parked] = wait_for("the exception", lambda: self.site.json("exceptions", "list"))
        self.assertEqual(parked["text"], "harbor answers 9999 with accepted, which we did not send")
        self.assertIn("acknowledgement.unknown", self.story("a.edi"))

    def test_a_ta1_is_about_the_interchange(self):
        self.harbor.write_text(self.harbor.read_text().replace("</agreement>", RECEIVE_TA1 + "</agreement>"))
        self.expect('expects="997" within="1h"')
        self.site.start()
        text = self.send_orders(47, "HS-4")
        interchange, group, _ = self.numbers(text)
        delivery = self.delivery_of("HS-4")
        self.assertRegex(self.state(delivery), "^997 expected by ")
        envelope = acknowledgement(48, []).splitlines()
        self.site.deliver_file("a.edi", "\n".join([envelope[0], f"TA1*{interchange}*261120*0915*A*000~", "IEA*0*000000048~"]))
        wait_for("the TA1", lambda: "(TA1)" in (self.state(delivery) or ""))
        # It only says that the envelope arrived: the 997 is another first.
        self.site.deliver_file("b.edi", acknowledgement(49, functional(group)))
        wait_for("the 997", lambda: "a 997 for group PR" in self.story(delivery))
        self.assertNotIn("does not count", self.story(delivery))
        self.assertEqual(self.site.json("exceptions", "list"), [])

    def test_what_is_overdue_is_seen_after_a_restart_and_closed_by_an_answer_that_comes_late(self):
        self.expect('expects="997" within="2s" overdue="functional-acknowledgement.overdue/1"')
        (self.site.site / "flows" / "overdue.xml").write_text(OVERDUE)
        self.site.start()
        text = self.send_orders(50, "HS-5")
        _, group, _ = self.numbers(text)
        delivery = self.delivery_of("HS-5")
        self.site.kill()
        self.site.start()
        parked = wait_for("both exceptions", lambda: len(found := self.site.json("exceptions", "list")) == 2 and found)
        by_code = {each["code"]: each for each in parked}
        overdue = by_code["acknowledgement.overdue"]
        self.assertIn(f"harbor has not acknowledged {delivery} (x12/004010/855) with a 997", overdue["text"])
        self.assertIn("acknowledgement.overdue", self.story("HS-5"))
        [told] = [each for each in parked if each["flow"] == "overdue"]
        self.assertRegex(told["text"], rf"^harbor owes us a 997 for {delivery} with D\d+$")
        refused = self.site.command("exceptions", "retry", overdue["id"], check=False)
        self.assertIn(f"resend {delivery}", refused.stderr)
        self.site.deliver_file("a.edi", acknowledgement(51, functional(group)))
        wait_for("the late answer", lambda: "acknowledgement.overdue" not in {each["code"] for each in self.site.json("exceptions", "list")})
        self.assertIn("it came late", self.story("HS-5"))
        self.assertTrue(self.state(delivery).startswith("accepted by"))

    def test_what_is_expected_and_cannot_come_is_a_mistake_of_the_site(self):
        self.expect('expects="997" overdue="late.order/1"')
        text = self.harbor.read_text()
        self.harbor.write_text(re.sub(r'\s*<receive type="x12/004010/997"[^>]*/>', "", text))
        self.assertIn("partner.acknowledgement-not-received", self.site.command("check", check=False).stderr)
        self.harbor.write_text(text)
        (self.site.site / "flows" / "late.xml").write_text(OVERDUE.replace("functional-acknowledgement.overdue/1", "late.order/1")
                                                           .replace('"/>', '" document="order/1"/>', 1)
                                                           .replace("{kind} for {delivery} with {join(documents, ', ')}", "{number}"))
        self.assertIn("flow.topic-type", self.site.command("check", check=False).stderr)

    def test_one_that_comes_in_time_leaves_nothing_open(self):
        self.expect('expects="997" within="3s"')
        self.site.start()
        text = self.send_orders(52, "HS-6")
        self.site.deliver_file("a.edi", acknowledgement(53, functional(self.numbers(text)[1])))
        delivery = self.delivery_of("HS-6")
        wait_for("the answer", lambda: "accepted by" in (self.state(delivery) or ""))
        self.site.stop()
        self.site.start()
        time.sleep(4)
        self.assertEqual(self.site.json("exceptions", "list"), [])

    def test_two_answers_in_one_message_end_what_is_expected_once(self):
        self.harbor.write_text(self.harbor.read_text().replace("</agreement>", RECEIVE_TA1 + "</agreement>"))
        self.expect('expects="997" within="1h"')
        self.site.start()
        text = self.send_orders(54, "HS-7")
        interchange, group, _ = self.numbers(text)
        delivery = self.delivery_of("HS-7")
        both = acknowledgement(55, functional(group, "R", [("0001", "R")]))
        self.site.deliver_file("a.edi", both.replace("GS*", f"TA1*{interchange}*261120*0915*R*021~\nGS*"))
        wait_for("both", lambda: self.story(delivery).count("answered") == 2)
        [parked, other] = wait_for("both exceptions", lambda: len(found := self.site.json("exceptions", "list")) == 2 and found)
        self.assertEqual({parked["flow"], other["flow"]}, {"acknowledgement-received"})

    def test_a_host_that_is_killed_takes_each_acknowledgement_once(self):
        self.expect('expects="997" within="1h"')
        self.site.start()
        deliveries = []
        for at in range(4):
            text = self.send_orders(60 + at, f"HS-K{at}")
            deliveries.append(self.delivery_of(f"HS-K{at}"))
            self.site.deliver_file(f"ack-{at}.edi", acknowledgement(70 + at, functional(self.numbers(text)[1])))
            time.sleep(0.03 * at)
            self.site.kill()
            self.site.start()
        for delivery in deliveries:
            wait_for("the answer", lambda: "accepted by" in (self.state(delivery) or ""))
            story = " ".join(self.story(delivery).split())
            self.assertEqual(story.count("answered"), 1, story)
        self.assertEqual(self.site.json("exceptions", "list"), [])


if __name__ == "__main__":
    unittest.main()
