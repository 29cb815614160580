"""What a partner's 997 says of documents that we sent, and how we acknowledge what comes."""
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

    def change_agreement(self, inside):
        self.site.stop()
        harbor = self.site.site / "partners" / "harbor.xml"
        harbor.write_text(harbor.read_text().replace("<duplicates", inside + "<duplicates", 1))
        self.site.start()

    def sent(self, count):
        return wait_for(f"{count} files", lambda: len(found := self.site.files("out/partners", ".edi")) == count and
                        [path.read_text() for path in found])

    def test_an_agreement_may_have_999_and_ta1(self):
        self.change_agreement('<option name="acknowledgement" value="999"/>'
                              '<option name="interchange-acknowledgement" value="always"/>')
        self.site.deliver_file("a.edi", x12_interchange(35, [x12_order("HS-1", 1, quantity="twelve"), x12_order("HS-2", 2)]))
        texts = "".join(self.sent(3))
        self.assertIn("TA1*000000035*261120*0915*A*000~\nIEA*0*", texts)
        self.assertIn("*X*005010~\nST*999*", texts)
        self.assertIn("AK2*850*0001~\nIK3*PO1*7*PO1*8~\nIK4*2*330*6*TWELVE~".replace("TWELVE", "twelve"), texts)
        self.assertIn("AK9*P*2*2*1~", texts)

    def test_an_interchange_whose_trailer_is_wrong_is_accepted_with_errors_or_rejected(self):
        self.change_agreement('<option name="interchange-acknowledgement" value="rejected"/>')
        self.site.deliver_file("a.edi", x12_interchange(36, [x12_order("HS-1", 1)]).replace("IEA*1*", "IEA*2*"))
        self.assertIn("TA1*000000036*261120*0915*E*021~", "".join(self.sent(3)))
        self.assertIn("acknowledged", self.site.command("trace", "a.edi").stdout)

    def test_a_ta1_that_cannot_be_written_waits_for_a_person_and_is_written_by_the_retry(self):
        self.change_agreement('<option name="interchange-acknowledgement" value="sometimes"/>')
        self.site.deliver_file("a.edi", x12_interchange(37, [x12_order("HS-1", 1)]))
        [parked] = wait_for("the exception", lambda: self.site.json("exceptions", "list"))
        self.assertEqual(parked["code"], "intake.not-acknowledged")
        self.assertIn("the acknowledgement of the interchange cannot be written", parked["text"])
        self.assertEqual(len(self.sent(2)), 2)
        self.site.stop()
        harbor = self.site.site / "partners" / "harbor.xml"
        harbor.write_text(harbor.read_text().replace("sometimes", "always"))
        self.site.start()
        self.site.command("exceptions", "retry", parked["id"])
        self.assertIn("TA1*000000037*261120*0915*A*000~", "".join(self.sent(3)))
        self.assertEqual(self.site.json("exceptions", "list"), [])


EDIFACT = """<adapter name="edifact" plugin="edifact"/>
  <adapter name="edifact-in" plugin="file" type="file-source" format="edifact" poll="50ms">
    <property name="folder" value="in/edi"/>
    <property name="stable-for" value="50ms"/>
  </adapter>
  <adapter name="unused" plugin="file" type="file-source" format="x12" poll="500ms">"""
AGREEMENT = """<agreement name="harbor-edifact" format="edifact"><acknowledge to="partners-out"/></agreement></partner>"""


def orders(number):
    return [f"UNH+{number}+ORDERS:D:96A:UN", f"BGM+220+HS-{number}+9", "DTM+137:20261120:102", "LIN+1++4012345000016:EN",
            "QTY+21:3", "UNS+S", "CNT+2:1", f"UNT+8+{number}"]


def edifact(segments, count):
    return "'\n".join(["UNB+UNOC:3+HARBORSTORES:ZZ+098765432:01+261120:0915+REF7", *segments, f"UNZ+{count}+REF7"]) + "'\n"


class EdifactAcknowledgementsTest(unittest.TestCase):
    def setUp(self):
        self.site = RunningSite({'<adapter name="edi-in" plugin="file" type="file-source" format="x12" poll="50ms">': EDIFACT,
                                 'value="in/edi"/>\n    <property name="stable-for" value="50ms"/>\n  </adapter>\n  <adapter name="shop"':
                                 'value="in/unused"/>\n  </adapter>\n  <adapter name="shop"'})
        (self.site.site / "in" / "unused").mkdir()
        harbor = self.site.site / "partners" / "harbor.xml"
        harbor.write_text(harbor.read_text().replace("</partner>", AGREEMENT))
        self.site.start()

    def tearDown(self):
        self.site.close()

    def contrl(self, text):
        self.site.deliver_file("a.edi", text)
        [found] = wait_for("the CONTRL", lambda: self.site.files("out/partners", ".edi"))
        return found.read_text().replace("\n", "")

    def test_an_interchange_without_groups_gets_a_contrl(self):
        text = self.contrl(edifact(orders(1) + orders(2), 2))
        self.assertIn("UCI+REF7+HARBORSTORES:ZZ+098765432:01+7'UCM+1+ORDERS:D:96A:UN+7'UCM+2+ORDERS:D:96A:UN+7'UNT", text)

    def test_an_interchange_with_groups_gets_one_for_all_of_them(self):
        group = lambda name, number: [f"UNG+ORDERS+HARBOR+US+261120:0915+{name}+UN+D:96A", *orders(number), f"UNE+1+{name}"]
        text = self.contrl(edifact(group("G1", 1) + group("G2", 2), 2))
        self.assertIn("+7'UCF+G1+HARBOR+US+7'UCM+1+ORDERS:D:96A:UN+7'UCF+G2+HARBOR+US+7'UCM+2+ORDERS:D:96A:UN+7'UNT", text)

    def test_messages_of_an_interchange_whose_trailer_is_wrong_do_not_go_on(self):
        text = self.contrl(edifact(orders(1), 3))
        self.assertIn("UCI+REF7+HARBORSTORES:ZZ+098765432:01+4+29'UNT", text)


if __name__ == "__main__":
    unittest.main()
