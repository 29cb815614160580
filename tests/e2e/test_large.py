"""Interchanges larger than the window: one group, released in parts."""
import collections
import pathlib
import re
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from orders import x12_interchange, x12_order  # noqa: E402
from running_site import RunningSite, wait_for  # noqa: E402

ORDERS = 3000
BAD = 1700

OWN_MAP = """<send document="functional-acknowledgement/1" map="functional-acknowledgement-to-x12-997"
                   type="x12/004010/997" to="partners-out"/>"""


def interchange(control, quantity_of_bad="twelve", orders=ORDERS, lines=2):
    return x12_interchange(control, [x12_order(f"L-{at}", at % 9999 + 1, lines, quantity_of_bad if at == BAD else "12")
                                     for at in range(orders)])


class LargeTest(unittest.TestCase):
    def setUp(self):
        self.site = RunningSite({'<journal low-water="256MiB"/>':
                                 '<journal low-water="256MiB"/>\n  <intake window="64KiB"/>'})
        self.site.start()

    def tearDown(self):
        self.site.close()

    def orders_sent(self):
        return collections.Counter(number for path in self.site.files("out/erp", ".xml")
                                   for number in re.findall(r'<SalesOrder id="([^"]+)"', path.read_text()))

    def acknowledgement(self):
        def found():
            return [text for path in self.site.files("out/partners", ".edi") if "AK1*" in (text := path.read_text())]
        [text] = wait_for("the 997", found, timeout_s=60)
        return text

    def expected(self, orders=ORDERS):
        return collections.Counter(f"L-{at}" for at in range(orders) if at != BAD)

    def all_but_the_bad_one_went_out(self, orders=ORDERS):
        text = self.acknowledgement()
        self.assertEqual(re.findall(r"AK2\*850\*(\d+)", text), [f"{BAD % 9999 + 1:04d}"])
        self.assertIn(f"AK9*P*{orders}*{orders}*{orders - 1}~", text)
        wait_for("all orders", lambda: sum(self.orders_sent().values()) >= orders - 1, timeout_s=60)
        self.assertEqual(self.orders_sent(), self.expected(orders))
        [parked] = self.site.json("exceptions", "list")
        self.assertEqual(parked["code"], "x12.bad-number")

    def test_the_good_orders_of_a_large_group_go_out_and_the_acknowledgement_names_the_bad_one(self):
        self.site.deliver_file("a.edi", interchange(1))
        self.all_but_the_bad_one_went_out()
        [parked] = self.site.json("exceptions", "list")
        self.site.command("exceptions", "retry", parked["id"], "--why", "to see it read again")
        [again] = wait_for("the same again", lambda: [each for each in self.site.json("exceptions", "list")
                                                      if each["id"] != parked["id"]])
        self.assertEqual(again["code"], parked["code"])
        self.assertEqual(self.orders_sent(), self.expected())
        self.site.deliver_file("b.edi", interchange(1))
        wait_for("the repeat", lambda: "it was recognised" in self.site.command("trace", "b.edi", check=False).stdout)
        self.assertEqual(self.orders_sent(), self.expected())

    def test_an_interchange_twice_in_one_file_is_taken_once_and_the_second_waits_for_a_person(self):
        self.site.deliver_file("a.edi", 2 * interchange(1, quantity_of_bad="12", orders=400))
        [parked] = wait_for("the second", lambda: self.site.json("exceptions", "list"))
        self.assertEqual(parked["code"], "intake.duplicate-number")
        self.assertIn("AK9*A*400*400*400~", self.acknowledgement())
        self.assertEqual(self.site.stop(), 0)
        self.site.start()
        self.assertEqual(self.orders_sent(), collections.Counter(f"L-{at}" for at in range(400)))
        self.assertEqual(len(self.site.json("exceptions", "list")), 1)

    def test_a_host_that_dies_between_parts_goes_on_with_the_next(self):
        self.site.deliver_file("a.edi", interchange(2, orders=9000, lines=12))
        wait_for("the first part", lambda: self.site.files("out/erp", ".xml"))
        self.site.kill()
        # The acknowledgement goes with the last part: without it the host died between parts.
        self.assertEqual([path for path in self.site.files("out/partners", ".edi") if "AK1*" in path.read_text()], [])
        self.site.start()
        self.all_but_the_bad_one_went_out(9000)
        self.assertEqual(self.site.stop(), 0)
        self.assertEqual(self.site.json("journal", "verify")["faults"], 0)

    def test_a_partner_with_a_map_of_its_own_gets_the_same_counts(self):
        self.site.stop()
        harbor = self.site.site / "partners" / "harbor.xml"
        harbor.write_text(harbor.read_text().replace("</agreement>", OWN_MAP + "</agreement>"))
        self.site.start()
        self.site.deliver_file("a.edi", interchange(4))
        self.all_but_the_bad_one_went_out()

    def test_nothing_of_a_large_group_goes_out_when_its_trailer_is_wrong(self):
        self.site.deliver_file("a.edi", interchange(3, "12").replace(f"GE*{ORDERS}*", f"GE*{ORDERS + 1}*"))
        self.assertIn(f"AK9*R*{ORDERS + 1}*{ORDERS}*0", self.acknowledgement())
        [parked] = wait_for("the exception", lambda: self.site.json("exceptions", "list"))
        self.assertEqual(parked["partner"], "harbor")
        self.assertEqual(self.orders_sent(), collections.Counter())


if __name__ == "__main__":
    unittest.main()
