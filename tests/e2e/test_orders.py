"""An order comes in by either channel and goes out to ERP and partner, and every one is accounted for."""
import pathlib
import re
import sys
import unittest
import xml.etree.ElementTree as ElementTree

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from orders import web_order, x12_interchange, x12_order  # noqa: E402
from running_site import KEY, RunningSite, wait_for  # noqa: E402


class OrdersTest(unittest.TestCase):
    def setUp(self):
        self.site = RunningSite()
        self.site.start()

    def tearDown(self):
        self.site.close()

    def erp_files(self, count):
        return wait_for(f"{count} files for the ERP", lambda: len(found := self.site.files("out/erp", ".xml")) >= count and found)

    def partner_files(self, count):
        return wait_for(f"{count} files for the partner",
                        lambda: len(found := self.site.files("out/partners", ".edi")) >= count and found)

    def erp_orders(self):
        return sorted(order.get("id") for path in self.site.files("out/erp", ".xml")
                      for order in ElementTree.parse(path).getroot().iter("SalesOrder"))

    def exceptions(self, count):
        return wait_for(f"{count} exceptions", lambda: len(found := self.site.json("exceptions", "list")) >= count and found)

    def test_an_interchange_becomes_one_erp_file_a_997_and_an_855(self):
        self.site.deliver_file("a.edi", x12_interchange(101, [x12_order("HS-1", 1), x12_order("HS-2", 2)]))
        self.erp_files(1)
        self.assertEqual(self.erp_orders(), ["HS-1", "HS-2"])
        texts = [path.read_text() for path in self.partner_files(2)]
        acknowledgement = next(text for text in texts if "ST*997*" in text)
        self.assertIn("AK1*PO*101~", acknowledgement)
        self.assertIn("AK9*A*2*2*2~", acknowledgement)
        response = next(text for text in texts if "ST*855*" in text)
        self.assertIn("*HS-1*", response)
        self.assertIn("*HS-2*", response)
        controls = [re.search(r"ISA.*?\*00401\*(\d{9})\*", text).group(1) for text in texts]
        self.assertEqual(sorted(controls), ["000000001", "000000002"])
        wait_for("the source's archive", lambda: not list((self.site.site / "in" / "edi").glob("*.edi")))

    def test_a_shop_order_becomes_the_same_canonical_order(self):
        status, answer = self.site.post_order(web_order("W-1"), key="W-1")
        self.assertEqual(status, 202)
        self.assertRegex(answer["id"], r"^M\d+$")
        self.erp_files(1)
        self.assertEqual(self.erp_orders(), ["W-1"])

    def test_the_same_request_again_is_recognised(self):
        first = self.site.post_order(web_order("W-2"), key="W-2")[1]["id"]
        status, again = self.site.post_order(web_order("W-2"), key="W-2")
        self.assertEqual((status, again["id"]), (200, first))
        status, _ = self.site.post_order(web_order("W-3"), key="W-2")
        self.assertIn(status, (409, 422))
        self.erp_files(1)
        self.assertEqual(self.erp_orders(), ["W-2"])

    def test_the_same_order_under_another_key_is_recognised_by_the_flow(self):
        self.site.post_order(web_order("W-4"), key="a")
        self.erp_files(1)
        self.site.post_order(web_order("W-4"), key="b")
        wait_for("the repeat's recognition", lambda: "recognised" in self.site.command("trace", "W-4", check=False).stdout)
        self.assertEqual(self.erp_orders(), ["W-4"])

    def test_the_same_interchange_again_makes_no_second_order_and_says_so(self):
        text = x12_interchange(7, [x12_order("HS-7", 1)])
        self.site.deliver_file("a.edi", text)
        self.partner_files(2)
        self.site.deliver_file("b.edi", text)
        wait_for("the repeat's recognition", lambda: "recognised" in self.site.command("trace", "b.edi", check=False).stdout)
        self.assertEqual(self.erp_orders(), ["HS-7"])
        self.assertEqual(len(self.site.files("out/partners", ".edi")), 2)

    def test_an_interchange_twice_in_one_file_is_taken_once_and_another_one_under_its_number_parked(self):
        text = x12_interchange(8, [x12_order("HS-80", 1)])
        self.site.deliver_file("a.edi", text + text + x12_interchange(8, [x12_order("HS-81", 1)]))
        [parked] = self.exceptions(1)
        self.assertEqual(parked["code"], "intake.duplicate-number")
        self.partner_files(2)
        self.assertIn("recognised", self.site.command("trace", "a.edi").stdout)
        self.assertEqual(self.erp_orders(), ["HS-80"])
        self.site.command("exceptions", "retry", parked["id"], "--why", "the partner counts it, too")
        wait_for("the other order", lambda: self.erp_orders() == ["HS-80", "HS-81"])
        self.partner_files(4)
        acknowledged = [path for path in self.site.files("out/partners", ".edi") if "ST*997*" in path.read_text()]
        self.assertEqual(len(acknowledged), 2)

    def test_a_bad_order_is_parked_and_its_neighbour_goes_on(self):
        bad = x12_order("HS-9", 2, quantity="twelve")
        self.site.deliver_file("a.edi", x12_interchange(9, [x12_order("HS-8", 1), bad]))
        self.erp_files(1)
        self.assertEqual(self.erp_orders(), ["HS-8"])
        parked = self.exceptions(1)
        self.assertEqual(len(parked), 1)
        self.assertIn("0002", parked[0]["subject"])
        acknowledgement = next(text for path in self.partner_files(2) if "ST*997*" in (text := path.read_text()))
        self.assertIn("AK5*R", acknowledgement)
        self.assertIn("AK9*P*2*2*1", acknowledgement)

    def test_a_body_that_is_no_json_is_refused_with_its_place_and_the_refusal_is_found_by_the_log(self):
        status, answer = self.site.post_order('{"number": "W-9", oops}', key="W-9")
        self.assertEqual((status, answer["offset"]), (400, 18))
        line = wait_for("the log's line", lambda: re.search(r"shop refused what .* sent, as (M\d+): .*\(json\.", self.site.log()))
        story = wait_for("the refusal", lambda: self.site.command("trace", line.group(1), check=False).stdout)
        self.assertIn("refused", story)
        self.assertIn("at byte 18", story)

    def test_what_a_partner_sends_wrongly_is_parked_with_its_reason(self):
        cases = {
            "unknown-partner.edi": (x12_interchange(11, [x12_order("HS-11", 1)], sender="NOBODY"), "partner.unknown"),
            "test-interchange.edi": (x12_interchange(12, [x12_order("HS-12", 1)], test="T"), "partner.wrong-use"),
            "not-edi.edi": ("Dear Sirs, please find our order attached.\n", "x12.not-edi"),
            "empty.edi": ("", "x12.empty-payload"),
            "truncated.edi": (x12_interchange(13, [x12_order("HS-13", 1)])[:300],
                              "x12.missing-transaction-trailer"),
            "wrong-ge.edi": (x12_interchange(14, [x12_order("HS-14", 1)]).replace("GE*1*", "GE*5*"),
                             "x12.group-count"),
        }
        for name, (text, _) in cases.items():
            self.site.deliver_file(name, text)
        wanted = {code for _, code in cases.values()}
        found = wait_for(f"exceptions {wanted}", lambda: wanted <= (
            codes := {each["code"] for each in self.site.json("exceptions", "list")}) and codes)
        # A cut interchange lacks its own trailer too; nothing else may be parked.
        self.assertEqual(found - wanted, found & {"x12.missing-interchange-trailer"})
        self.assertEqual(self.erp_orders(), [])

    def test_bad_json_is_refused_and_nothing_of_it_is_kept(self):
        self.assertEqual(self.site.post_order(b'{"orderId": "W-5",')[0], 400)
        status, problem = self.site.post_order({"orderId": "W-6"})
        self.assertEqual(status, 422)
        self.assertIn("/items", str(problem))
        wrong = web_order("W-7")
        wrong["items"][0]["quantity"] = "many"
        status, problem = self.site.post_order(wrong)
        self.assertEqual(status, 422)
        self.assertIn("/items/0/quantity", str(problem))
        self.assertEqual(self.site.post_order(web_order("W-8"), api_key="wrong")[0], 401)
        self.assertEqual(self.erp_orders(), [])
        self.assertEqual(self.site.json("exceptions", "list"), [])

    def test_trace_tells_the_whole_story(self):
        self.site.deliver_file("story.edi", x12_interchange(21, [x12_order("HS-21", 1)]))
        self.partner_files(2)
        for key in ("HS-21", "story.edi", "000000021"):
            wait_for("the run's end", lambda: "finished" in self.site.command("trace", key, check=False).stdout)
            story = self.site.command("trace", key).stdout
            for word in ("received", "split", "mapped", "began", "encoded", "sent", "acknowledged"):
                self.assertIn(word, story, f"{key}: {story}")

    def test_the_journal_is_sound_and_can_be_copied_while_the_host_runs(self):
        self.site.deliver_file("a.edi", x12_interchange(31, [x12_order("HS-31", 1)]))
        self.partner_files(2)
        copy = self.site.folder / "copy"
        self.site.command("journal", "backup", str(copy), "--why", "test")
        self.assertEqual(self.site.stop(), 0)
        self.assertEqual(self.site.json("journal", "verify")["faults"], 0)
        self.site.start()
        self.assertEqual(len(self.site.files("out/erp", ".xml")), 1)


class StartTest(unittest.TestCase):
    def setUp(self):
        self.site = RunningSite()

    def tearDown(self):
        self.site.close()

    def test_a_second_host_on_the_same_site_refuses_to_start(self):
        self.site.start()
        second = self.site.command("run", check=False)
        self.assertEqual(second.returncode, 1)
        self.assertIn("another host", second.stderr)

    def test_what_comes_right_after_ready_is_taken(self):
        self.site.start()
        self.assertEqual(self.site.post_once(web_order("W-10"), "W-10", KEY, None, None)[0], 202)

    def test_a_volume_that_is_short_of_space_takes_nothing_new_and_says_so(self):
        config = self.site.site / "crossdock.xml"
        config.write_text(config.read_text().replace('low-water="256MiB"', 'low-water="4194304GiB"'))
        self.site.start(expected="disk-low")
        self.assertEqual(self.site.post_once(web_order("W-11"), "W-11", KEY, None, None)[0], 503)
        wait_for("a line in the log", lambda: "short of space" in self.site.log())

    def test_a_broken_site_does_not_start_and_check_says_the_same(self):
        flow = self.site.site / "flows" / "order-to-erp.xml"
        flow.write_text(flow.read_text().replace('map="order-to-erp-xml"', 'map="order-to-erp-xlm"'))
        checked = self.site.command("check", check=False)
        self.assertEqual(checked.returncode, 1)
        self.assertRegex(checked.stderr, r"flows/order-to-erp\.xml:\d+:\d+: there is no map 'order-to-erp-xlm'; did you mean order-to-erp-xml\?")
        started = self.site.command("run", check=False)
        self.assertEqual(started.returncode, 1)
        self.assertIn("did you mean order-to-erp-xml?", started.stderr)

    def test_a_sink_that_cannot_write_parks_and_retry_goes_on(self):
        self.site.start()
        erp = self.site.site / "out" / "erp"
        erp.rename(self.site.site / "out" / "gone")
        (self.site.site / "out" / "erp").write_text("not a folder")
        self.site.post_order(web_order("W-9"), key="W-9")
        parked = wait_for("the exception", lambda: self.site.json("exceptions", "list"))
        (self.site.site / "out" / "erp").unlink()
        (self.site.site / "out" / "gone").rename(erp)
        self.site.command("exceptions", "retry", parked[0]["id"], "--why", "the folder is back")
        wait_for("the ERP's file", lambda: self.site.files("out/erp", ".xml"))
        self.assertEqual(self.site.json("exceptions", "list"), [])


if __name__ == "__main__":
    unittest.main()
