"""Orders in EDIFACT come in beside those in X12, become the same canonical orders, and are answered with CONTRL."""
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from orders import x12_interchange, x12_order  # noqa: E402
from running_site import RunningSite, wait_for  # noqa: E402

NORDLAND = """<partner name="nordland" title="Nordland Handel">
  <identity qualifier="14" id="4012345000009"/>
  <agreement name="nordland-edi" format="edifact" use="production">
    <ours qualifier="14" id="4098765000003"/>
    <duplicates by="control-number" within="400d"/>
    <release by="transaction"/>
    <acknowledge to="partners-out" when="always"/>
    <receive type="edifact/D.96A/ORDERS" map="edifact-d96a-orders-to-order" publish="order.received/1"/>
  </agreement>
</partner>
"""


def message(number, reference, quantity="24", name="Nordland Handel"):
    segments = [f"BGM+220+{number}+9", "DTM+137:20260302:102", f"NAD+BY+4012345000009::9++{name}",
                "NAD+DP+4012345000108::9++Nordland Lager+Hafenweg 12+Hamburg++20457+DE", "CUX+2:EUR:9",
                "LIN+1++4006381333931:EN", "PIA+1+HS-1001:SA", f"QTY+21:{quantity}:PCE", "PRI+AAA:8,75", "UNS+S", "CNT+2:1"]
    return [f"UNH+{reference}+ORDERS:D:96A:UN:EAN008", *segments, f"UNT+{len(segments) + 2}+{reference}"]


def interchange(reference, messages):
    segments = [f"UNB+UNOC:3+4012345000009:14+4098765000003:14+260302:0915+{reference}"]
    for each in messages:
        segments += each
    segments.append(f"UNZ+{len(messages)}+{reference}")
    return "UNA:+,? '" + "'\n".join(segments) + "'\n"


class EdifactTest(unittest.TestCase):
    def setUp(self):
        self.site = RunningSite({' format="x12" poll': " poll",
                                 '<adapter name="json"': '<adapter name="edifact" plugin="edifact"/>\n  <adapter name="json"'})
        (self.site.site / "partners" / "nordland.xml").write_text(NORDLAND)
        self.site.command("check")
        self.site.start()

    def tearDown(self):
        self.site.close()

    def deliver(self, name, text):
        self.site.deliver_file(name, text.encode("iso-8859-1"))

    def responses(self):
        texts = [path.read_text() for path in self.site.files("out/partners", ".edi")]
        return [text for text in texts if "CONTRL" in text]

    def change(self, file, old, new):
        path = self.site.site / file
        text = path.read_text()
        self.assertIn(old, text)
        path.write_text(text.replace(old, new))

    def story(self, file):
        return self.site.command("trace", file, check=False).stdout

    def finished(self, number):
        return wait_for(f"the end of {number}", lambda: "finished" in self.site.command("trace", number, check=False).stdout)

    def test_an_order_becomes_the_canonical_one_and_is_acknowledged(self):
        self.deliver("a.edi", interchange("R1", [message("PO-1", "1", name="Nordland H\u00e4ndler")]))
        self.deliver("b.edi", x12_interchange(11, [x12_order("HS-1", 1)]))
        for number in ("PO-1", "HS-1"):
            self.finished(number)
        [shown] = self.site.json("show", "PO-1")
        order = shown["document"]
        self.assertEqual((shown["partner"], order["currency"], order["lines"][0]["amount"]), ("nordland", "EUR", "210.00"))
        self.assertEqual(order["parties"][0]["name"], "Nordland H\u00e4ndler")
        self.assertEqual(len(self.site.files("out/erp", ".xml")), 2)
        [response] = wait_for("the CONTRL", self.responses)
        self.assertIn("UNB+UNOC:3+4098765000003:14+4012345000009:14+", response)
        self.assertIn("UCI+R1+4012345000009:14+4098765000003:14+", response)

    def test_a_message_with_errors_is_rejected_and_its_neighbours_go_on(self):
        self.deliver("a.edi", interchange("R2", [message("PO-1", "1"), message("PO-2", "2", quantity="many"),
                                                 message("PO-3", "3")]))
        for number in ("PO-1", "PO-3"):
            self.finished(number)
        [parked] = wait_for("the exception", lambda: self.site.json("exceptions", "list"))
        self.assertIn("many", parked["text"])
        [response] = wait_for("the CONTRL", self.responses)
        self.assertIn("UCM+2+ORDERS:D:96A:UN:EAN008+4'", response)
        self.assertIn("UCS+9'", response)

    def test_the_same_interchange_again_is_recognised(self):
        for name in ("a.edi", "b.edi"):
            self.deliver(name, interchange("R3", [message("PO-1", "1")]))
        wait_for("the repeat", lambda: "recognised" in self.site.command("trace", "b.edi", check=False).stdout)
        self.finished("PO-1")
        self.assertEqual(len(self.site.files("out/erp", ".xml")), 1)

    def test_a_large_acknowledgement_that_came_before_is_refused_without_a_word_to_the_partner(self):
        self.site.stop()
        self.change("partners/nordland.xml", 'within="400d"/>', 'within="400d" then="refuse"/>')
        self.change("crossdock.xml", "</site>", '  <intake window="64KiB"/>\n</site>')
        self.site.start()
        answers = [f"UCM+{at}+ORDERS:D:96A:UN+7" for at in range(1, 4001)]
        large = interchange("R5", [["UNH+1+CONTRL:4:1:UN", "UCI+R4+4098765000003:14+4012345000009:14+7", *answers,
                                    "UNT+4003+1"]])
        self.deliver("large.edi", large)
        wait_for("its end", lambda: "split" in self.story("large.edi"))
        self.deliver("again.edi", large)
        wait_for("the refusal", lambda: "its agreement refuses it" in self.story("again.edi"))
        self.site.stop()
        self.assertEqual(self.responses(), [])

    def test_a_file_that_ends_too_early_keeps_what_is_whole_and_says_what_is_not(self):
        whole = interchange("R4", [message("PO-1", "1"), message("PO-2", "2")])
        self.deliver("a.edi", whole[:whole.index("QTY", whole.index("PO-2"))])
        parked = wait_for("the exceptions", lambda: self.site.json("exceptions", "list"))
        self.assertTrue(any("UNT" in each["text"] or "UNZ" in each["text"] for each in parked), parked)


if __name__ == "__main__":
    unittest.main()
