"""`crossdock show` prints what a document, a message or a delivery holds, with a host and without."""
import json
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from orders import web_order, x12_interchange, x12_order  # noqa: E402
from running_site import RunningSite, wait_for  # noqa: E402


class ShowTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.site = RunningSite()
        cls.site.start()
        cls.interchange = x12_interchange(101, [x12_order("HS-1", 1), x12_order("HS-2", 2)])
        cls.site.deliver_file("a.edi", cls.interchange)
        cls.site.deliver_file("hostile.edi", b"ISA*\x1b[2J\x07 is no interchange\r\n")
        cls.site.deliver_file("binary.edi", b"ISA* and \xff is no UTF-8")
        cls.site.post_order(web_order("W-1"), key="W-1")
        wait_for("the ERP's files", lambda: len(cls.site.files("out/erp", ".xml")) == 2)
        wait_for("the partner's files", lambda: len(cls.site.files("out/partners", ".edi")) == 2)
        wait_for("the exceptions", lambda: len(cls.site.json("exceptions", "list")) == 2)

    @classmethod
    def tearDownClass(cls):
        cls.site.close()

    def show(self, *words):
        return self.site.command("show", *words).stdout

    def refusal(self, status, *words):
        done = self.site.command("show", *words, check=False)
        self.assertEqual((done.returncode, done.stdout), (status, ""))
        return done.stderr

    def test_orders_of_both_channels_have_the_same_canonical_fields(self):
        edi, web = (shown["document"] for shown in self.site.json("show", "HS-1", "W-1"))
        self.assertEqual((edi["number"], edi["channel"], edi["partner"]), ("HS-1", "edi", "harbor"))
        self.assertEqual((web["number"], web["channel"], web["partner"]), ("W-1", "web", "webshop"))
        self.assertEqual(edi["lines"][0]["quantity"], "12")
        self.assertEqual(web["lines"][0]["sku"], "CD-3310")
        self.assertLessEqual({"number", "purpose", "orderedOn", "currency", "parties", "lines"}, edi.keys() & web.keys())

    def test_a_document_is_laid_out_within_the_width_and_cut_to_the_lines_asked_for(self):
        title = self.show("HS-1").splitlines()[0]
        self.assertRegex(title, r"^D\d+  document  type order/1  partner harbor  channel edi  message M\d+  transaction 0001$")
        whole = self.show("HS-1", "--width", "60").splitlines()
        self.assertLess(max(map(len, whole)), 61)
        self.assertEqual(" ".join(whole[:2]).split(), title.split())
        self.assertEqual(json.loads("\n".join(whole[2:]))["number"], "HS-1")
        self.assertEqual(self.show("HS-1", "--width", "60", "--lines", "4").splitlines(),
                         whole[:6] + [f"… {len(whole) - 6} more lines"])

    def test_the_bytes_of_a_message_come_back_as_they_came(self):
        self.assertEqual(self.show("a.edi", "--raw"), self.interchange)
        self.assertIn(self.interchange, self.show("a.edi"))
        [shown] = self.site.json("show", "000000101")
        self.assertEqual((shown["kind"], shown["partner"] if "partner" in shown else "", shown["text"]),
                         ("message", "", self.interchange))

    def test_the_source_of_a_document_is_its_part_of_the_message(self):
        source = self.show("HS-2", "--source", "--raw")
        self.assertTrue(source.startswith("ST*850*0002~"), source)
        self.assertTrue(source.rstrip().endswith("*0002~"), source)
        self.assertIn(source, self.interchange)

    def test_a_delivery_shows_the_bytes_that_were_sent(self):
        delivered = {path.name: path.read_text() for path in self.site.files("out/partners", ".edi")}
        for name, text in delivered.items():
            delivery = name.removeprefix("harbor-").removesuffix(".edi")
            self.assertEqual(self.show(delivery, "--raw"), text)
            self.assertIn("  delivery  type x12/004010/", self.show(delivery).splitlines()[0])

    def test_bytes_from_elsewhere_do_not_steer_the_terminal(self):
        self.assertEqual(self.show("hostile.edi").splitlines()[1:], ["ISA*<1B>[2J<07> is no interchange"])
        self.assertEqual(self.show("hostile.edi", "--raw"), "ISA*\x1b[2J\x07 is no interchange\n")

    def test_bytes_that_are_no_text_are_said_to_be_none(self):
        self.assertIn("not UTF-8 from byte 9 on; --raw", self.show("binary.edi"))
        [entry] = self.site.json("show", "binary.edi")
        self.assertIsNone(entry["text"])

    def test_what_cannot_be_shown_is_said_with_what_would_be_right(self):
        self.assertIn("nothing in the journal is called 'HS-99'", self.refusal(1, "HS-99"))
        self.assertIn("name what to show", self.refusal(2))
        self.assertIn("take a number from 1 on", self.refusal(2, "HS-1", "--lines", "0"))
        self.assertIn("--lines", self.refusal(2, "HS-1", "--lines", "few"))
        self.assertIn("--raw writes one thing, and 2 are meant", self.refusal(2, "HS-1", "HS-2", "--raw"))
        self.assertIn("was not made from a part of a message", self.refusal(1, "a.edi", "--source"))
        parked = self.site.json("exceptions", "list")[0]["id"]
        self.assertIn(f"'crossdock exceptions show {parked}' shows it", self.refusal(1, parked))
        run = next(event["subject"] for event in self.site.json("trace", "HS-1")[0] if event["what"] == "began")
        document = self.site.json("show", "HS-1")[0]["id"]
        self.assertIn(f"{run} is a run: 'crossdock show {document}' shows its document", self.refusal(1, run))

    def test_no_host_is_needed(self):
        before = self.show("HS-1")
        self.site.stop()
        try:
            self.assertEqual(self.show("HS-1"), before)
        finally:
            self.site.start()


if __name__ == "__main__":
    unittest.main()
