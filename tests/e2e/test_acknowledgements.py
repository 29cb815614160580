"""What a partner's 997 says of documents that we sent."""
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from orders import x12_interchange, x12_order  # noqa: E402
from running_site import RunningSite, wait_for  # noqa: E402

REJECTED = ["ST*997*0001", "AK1*PR*7", "AK2*855*0001", "AK5*A", "AK2*855*0002", "AK3*BAK*2**8", "AK4*4*373*8*20261340",
            "AK5*R*5", "AK9*P*2*2*1", "SE*10*0001"]
ACCEPTED = ["ST*997*0001", "AK1*PR*8", "AK9*A*1*1*1", "SE*4*0001"]

OWN_MAP = """<send document="functional-acknowledgement/1" map="functional-acknowledgement-to-x12-997"
                   type="x12/004010/997" to="partners-out"/>"""


def acknowledgement(control, segments):
    return x12_interchange(control, [segments]).replace("GS*PO", "GS*FA")


class AcknowledgementsTest(unittest.TestCase):
    def setUp(self):
        self.site = RunningSite()
        self.site.start()

    def tearDown(self):
        self.site.close()

    def test_a_rejection_waits_for_a_person_with_what_was_rejected(self):
        self.site.deliver_file("a.edi", acknowledgement(31, REJECTED))
        [parked] = wait_for("the exception", lambda: self.site.json("exceptions", "list"))
        self.assertEqual((parked["partner"], parked["flow"]), ("harbor", "acknowledgement-received"))
        self.assertEqual(parked["text"], "harbor: our group 7 of PR documents was partially-accepted; "
                                         "1 of 2 were accepted, not 0002")
        [shown] = self.site.json("show", "7")
        self.assertEqual(shown["type"], "functional-acknowledgement/1")
        self.assertEqual(shown["document"]["transactions"][1]["findings"][0]["value"], "20261340")

    def test_an_acknowledgement_is_never_acknowledged(self):
        self.site.deliver_file("a.edi", acknowledgement(33, ACCEPTED))
        wait_for("the exception", lambda: self.site.json("exceptions", "list"))
        self.site.stop()
        self.assertEqual(self.site.files("out/partners", ".edi"), [])

    def test_a_partner_may_have_a_map_of_its_own_for_what_it_gets(self):
        self.site.stop()
        harbor = self.site.site / "partners" / "harbor.xml"
        harbor.write_text(harbor.read_text().replace("</agreement>", OWN_MAP + "</agreement>"))
        self.site.start()
        self.site.deliver_file("a.edi", x12_interchange(34, [x12_order("HS-1", 1), x12_order("HS-2", 2, quantity="twelve")]))
        texts = wait_for("997 and 855", lambda: len(found := self.site.files("out/partners", ".edi")) == 2 and
                         [path.read_text() for path in found])
        [text] = [text for text in texts if "ST*997*" in text]
        for segment in ("AK1*PO*34~", "AK2*850*0001~\nAK5*A~", "AK3*PO1*7*PO1*8~\nAK4*2*330*6~", "AK5*R*5~", "AK9*P*2*2*1~"):
            self.assertIn(segment, text)
        self.assertNotIn("twelve", text)


if __name__ == "__main__":
    unittest.main()
