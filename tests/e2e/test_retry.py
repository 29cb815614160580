"""What a person can do about what was parked: correct, retry, acknowledge."""
import pathlib
import re
import sys
import unittest
import xml.etree.ElementTree as ElementTree

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from orders import web_order, x12_interchange, x12_order  # noqa: E402
from running_site import RunningSite, wait_for  # noqa: E402


class RetryTest(unittest.TestCase):
    def setUp(self):
        self.site = RunningSite()

    def tearDown(self):
        self.site.close()

    def edit(self, path, old, new):
        file = self.site.site / path
        text = file.read_text()
        self.assertIn(old, text)
        file.write_text(text.replace(old, new))

    def restart(self):
        self.assertEqual(self.site.stop(), 0)
        self.site.start()

    def exceptions(self, code):
        return [each for each in self.site.json("exceptions", "list") if each["code"] == code]

    def wait_for_exception(self, code):
        return wait_for(f"an exception {code}", lambda: self.exceptions(code))[0]

    def retry(self, exception, *options, check=True):
        return self.site.command("exceptions", "retry", exception["id"], "--why", "test", *options, check=check)

    def erp_orders(self):
        return sorted(order.get("id") for path in self.site.files("out/erp", ".xml")
                      for order in ElementTree.parse(path).getroot().iter("SalesOrder"))

    def wait_for_orders(self, *orders):
        wait_for(f"the orders {orders}", lambda: self.erp_orders() == sorted(orders))

    def acknowledgements(self):
        return [text for path in self.site.files("out/partners", ".edi") if "ST*997*" in (text := path.read_text())]

    def test_an_acknowledgement_that_could_not_be_written_is_written_by_a_retry_and_nothing_is_made_twice(self):
        self.edit("partners/harbor.xml", 'use="production"', 'use="production" group-sender="MUCH-TOO-LONG-FOR-GS02"')
        self.site.start()
        self.site.deliver_file("a.edi", x12_interchange(1, [x12_order("HS-1", 1), x12_order("HS-2", 2)]))
        parked = self.wait_for_exception("intake.not-acknowledged")
        self.assertIn("acknowledgement of group", parked["subject"])
        self.wait_for_orders("HS-1", "HS-2")
        self.assertEqual(self.acknowledgements(), [])
        self.edit("partners/harbor.xml", ' group-sender="MUCH-TOO-LONG-FOR-GS02"', "")
        self.restart()
        self.retry(parked)
        written = wait_for("the acknowledgement", self.acknowledgements)
        self.assertEqual(len(written), 1)
        self.assertIn("AK9*A*2*2*2", written[0])
        self.assertEqual(self.exceptions("intake.not-acknowledged"), [])
        self.assertEqual(self.erp_orders(), ["HS-1", "HS-2"])
        self.assertEqual(len(self.site.files("out/erp", ".xml")), 1)

    def test_an_acknowledgement_that_still_cannot_be_written_is_parked_again(self):
        self.edit("partners/harbor.xml", 'use="production"', 'use="production" group-sender="MUCH-TOO-LONG-FOR-GS02"')
        self.site.start()
        self.site.deliver_file("a.edi", x12_interchange(1, [x12_order("HS-1", 1)]))
        parked = self.wait_for_exception("intake.not-acknowledged")
        self.retry(parked)
        again = wait_for("another exception", lambda: [
            each for each in self.exceptions("intake.not-acknowledged") if each["id"] != parked["id"]])
        self.assertEqual(len(again), 1)
        self.wait_for_orders("HS-1")

    def test_a_wrong_count_of_groups_is_a_notice_that_is_acknowledged_by_discarding(self):
        self.site.start()
        self.site.deliver_file("a.edi", x12_interchange(2, [x12_order("HS-3", 1)]).replace("IEA*1*", "IEA*4*"))
        self.wait_for_orders("HS-3")
        notice = wait_for("the notice", lambda: self.site.json("exceptions", "list"))[0]
        self.assertTrue(notice["notice"])
        self.assertIn("interchange", notice["subject"])
        refused = self.retry(notice, check=False)
        self.assertEqual(refused.returncode, 1)
        self.assertIn("exception.notice", refused.stderr)
        self.assertIn(f"exceptions discard {notice['id']}", refused.stderr)
        self.assertNotIn("exceptions retry", self.site.command("exceptions", "show", notice["id"]).stdout)
        self.site.command("exceptions", "discard", notice["id"], "--why", "asked the partner, nothing is missing")
        self.assertEqual(self.site.json("exceptions", "list"), [])

    def test_a_group_with_a_wrong_count_is_taken_by_a_retry_once_the_agreement_allows_it(self):
        self.site.start()
        self.site.deliver_file("a.edi", x12_interchange(3, [x12_order("HS-4", 1)]).replace("GE*1*", "GE*3*"))
        parked = self.wait_for_exception("x12.group-count")
        self.assertEqual(self.erp_orders(), [])
        self.edit("partners/harbor.xml", '<release by="group"/>', '<release by="transaction"/>')
        self.restart()
        self.retry(parked)
        self.wait_for_orders("HS-4")
        self.assertEqual(self.site.json("exceptions", "list"), [])

    def test_an_interchange_under_a_number_that_came_before_is_taken_by_a_retry(self):
        self.site.start()
        self.site.deliver_file("a.edi", x12_interchange(4, [x12_order("HS-5", 1)]))
        self.wait_for_orders("HS-5")
        self.site.deliver_file("b.edi", x12_interchange(4, [x12_order("HS-6", 1)]))
        self.retry(self.wait_for_exception("intake.duplicate-number"))
        self.wait_for_orders("HS-5", "HS-6")
        self.assertEqual(self.site.json("exceptions", "list"), [])

    def test_an_unknown_partner_that_was_added_is_taken_by_a_retry_and_known_when_it_comes_again(self):
        self.site.start()
        text = x12_interchange(5, [x12_order("NB-1", 1)], sender="NOBODY")
        self.site.deliver_file("a.edi", text)
        parked = self.wait_for_exception("partner.unknown")
        self.edit("partners/harbor.xml", '<identity qualifier="ZZ" id="HARBORSTORES"/>',
                  '<identity qualifier="ZZ" id="HARBORSTORES"/><identity qualifier="ZZ" id="NOBODY"/>')
        self.restart()
        self.retry(parked)
        self.wait_for_orders("NB-1")
        self.site.deliver_file("b.edi", text)
        wait_for("the repeat's recognition",
                 lambda: "recognised" in self.site.command("trace", "b.edi", check=False).stdout)
        self.assertEqual(self.erp_orders(), ["NB-1"])

    def test_a_parked_run_takes_the_corrected_flow_and_trace_tells_so(self):
        self.edit("flows/order-to-erp.xml", 'test="count(lines) = 0"', 'test="count(lines) = 1"')
        self.site.start()
        self.site.post_order(web_order("W-1"), key="W-1")
        parked = self.wait_for_exception("flow.parked")
        self.edit("flows/order-to-erp.xml", 'test="count(lines) = 1"', 'test="count(lines) = 0"')
        self.restart()
        self.assertIn("with the present deployment", self.retry(parked).stdout)
        self.wait_for_orders("W-1")
        story = self.site.command("trace", "W-1").stdout
        self.assertRegex(story, r"began again.*deployment [0-9a-f]{12}")
        self.assertIn("test", story)

    def test_a_parked_run_keeps_its_flow_when_asked_to(self):
        self.edit("flows/order-to-erp.xml", 'test="count(lines) = 0"', 'test="count(lines) = 1"')
        self.site.start()
        self.site.post_order(web_order("W-2"), key="W-2")
        parked = self.wait_for_exception("flow.parked")
        self.edit("flows/order-to-erp.xml", 'test="count(lines) = 1"', 'test="count(lines) = 0"')
        self.restart()
        self.retry(parked, "--deployment", "original")
        again = wait_for("another exception", lambda: [
            each for each in self.exceptions("flow.parked") if each["id"] != parked["id"]])
        self.assertEqual(len(again), 1)
        self.assertEqual(self.erp_orders(), [])

    def test_a_changed_order_under_the_same_number_is_processed_when_a_person_accepts_it(self):
        self.site.start()
        self.site.post_order(web_order("W-3"), key="a")
        self.wait_for_orders("W-3")
        self.site.post_order(web_order("W-3", quantity=7), key="b")
        parked = self.wait_for_exception("flow.once-conflict")
        others = [each["id"] for each in self.exceptions("flow.once-conflict") if each["id"] != parked["id"]]
        self.assertEqual(self.site.json("exceptions", "show", parked["id"])["others"], others)
        self.retry(parked, "--accept-conflict")
        self.wait_for_orders("W-3", "W-3")
        self.assertIn("accepted", self.site.command("trace", "W-3").stdout)

    def test_a_delivery_that_is_sent_again_has_an_id_of_its_own_that_is_told(self):
        self.site.start()
        self.site.post_order(web_order("W-4"), key="W-4")
        self.wait_for_orders("W-4")
        [story] = self.site.json("trace", "W-4")
        delivery = next(event["subject"] for event in story if event["what"] == "encoded")
        told = self.site.command("resend", delivery, "--why", "lost").stdout
        self.assertRegex(told, rf"^{delivery} is on its way again, as S\d+\n$")
        answer = self.site.json("resend", delivery)
        self.assertEqual(answer["delivery"], delivery)
        for again in (told.split()[-1], answer["again"]):
            wait_for(f"the delivery {again}", lambda: " sent " in self.site.command("trace", again, check=False).stdout)
        [story] = self.site.json("trace", "W-4")
        told = {(event["subject"], event["what"], event["text"]) for event in story}
        self.assertIn((delivery, "sent again", f"as {answer['again']}"), told)
        self.assertTrue(any(what == "resend" and subject == delivery and text.endswith(": lost")
                            for subject, what, text in told))
        self.assertIn((answer["again"], "sent"), {(subject, what) for subject, what, _ in told})

    def test_what_is_parked_is_in_the_log_with_its_reason(self):
        self.site.start()
        self.site.deliver_file("a.edi", x12_interchange(6, [x12_order("HS-7", 1)], sender="NOBODY"))
        parked = self.wait_for_exception("partner.unknown")
        wait_for("the line", lambda: re.search(rf"warning +{parked['id']} parked: M\d+: .*\(partner.unknown\)",
                                               self.site.log()))
        self.assertIn("NOBODY", self.site.command("trace", "000000006").stdout)


class CheckTest(unittest.TestCase):
    def setUp(self):
        self.site = RunningSite()

    def tearDown(self):
        self.site.close()

    def check(self):
        return self.site.command("check", check=False)

    def test_check_knows_the_operations_of_services_and_the_kinds_of_adapters(self):
        config = self.site.site / "crossdock.xml"
        config.write_text(config.read_text().replace("</site>", """
  <adapter name="crm" plugin="http" type="http-service">
    <property name="url" value="http://127.0.0.1:9/"/>
    <property name="operation" value="check-credit POST /credit safe"/>
  </adapter>
</site>"""))
        flow = self.site.site / "flows" / "order-to-erp.xml"
        text = flow.read_text()
        flow.write_text(text.replace("<choose>", '<call service="crm" operation="check-credit"/><choose>'))
        self.assertEqual(self.check().stderr, "")
        flow.write_text(text.replace("<choose>", '<call service="crm" operation="check-debit"/>\n<choose>')
                        .replace('<send to="erp"', '<send to="edi-in"'))
        wrong = self.check()
        self.assertEqual(wrong.returncode, 1)
        self.assertRegex(wrong.stderr, r"order-to-erp\.xml:\d+:\d+: the service crm has no operation 'check-debit'; "
                                       r"it has check-credit")
        self.assertRegex(wrong.stderr, r"order-to-erp\.xml:\d+:\d+: the adapter 'edi-in' is no sink; there is erp")


if __name__ == "__main__":
    unittest.main()
