"""What came in against what came out."""
import random
import re
import time
import xml.etree.ElementTree as ElementTree
from collections import Counter

from running_site import wait_for

TRACED = 20  # acknowledged ids that are looked up one by one


class Accounts:
    """Reads each file that the host wrote once: under its name it never changes."""

    def __init__(self, site, partner, shops):
        self.site, self.partner, self.shops = site, partner, shops
        self.read = set()
        self.erp, self.groups, self.responses, self.controls = Counter(), Counter(), Counter(), []

    def new_files(self, folder, ending):
        fresh = [path for path in self.site.files(folder, ending) if path not in self.read]
        self.read.update(fresh)
        return fresh

    def read_files(self):
        for path in self.new_files("out/erp", ".xml"):
            self.erp.update(order.get("id") for order in ElementTree.parse(path).getroot().iter("SalesOrder"))
        for path in self.new_files("out/partners", ".edi"):
            text = path.read_text()
            opened, closed = re.match(r"ISA.*?\*00401\*(\d{9})\*", text), re.search(r"IEA\*1\*(\d{9})~\s*$", text)
            assert opened and closed and opened.group(1) == closed.group(1), f"{path.name} is not whole"
            self.controls.append(int(opened.group(1)))
            self.groups.update(re.findall(r"AK1\*PO\*(\d+)", text))
            self.responses.update(re.findall(r"\*(E-\d+)\*", text))

    @property
    def acknowledged(self):
        return {number: id for shop in self.shops for number, id in dict(shop.accepted).items()}

    def snapshot(self):
        """What was under way: taken in by the host, and not yet in a file for the ERP."""
        self.read_files()
        acknowledged = self.acknowledged
        waiting = sum(number not in self.erp for number in acknowledged)
        files = sum(1 for _ in (self.site.site / "in" / "edi").glob("*.edi"))
        return (f"{len(acknowledged)} web orders acknowledged, {waiting} of them not out yet; "
                f"{self.partner.delivered} interchanges sent, {files} not taken yet; {sum(self.erp.values())} orders out")

    def settle(self, timeout_s):
        """Waits until everything that must come has come, and a moment for what must not."""
        orders = len(self.partner.numbers) + sum(len(shop.numbers) for shop in self.shops)

        def all_there():
            self.read_files()
            return sum(self.erp.values()) >= orders and len(self.controls) >= 2 * len(self.partner.interchanges)
        wait_for("all orders in the ERP, all 997s and 855s", all_there, timeout_s)
        time.sleep(1)
        self.read_files()

    def compare(self):
        """Asserts, and tells what was compared."""
        site, partner, shops = self.site, self.partner, self.shops
        web_numbers = [number for shop in shops for number in shop.numbers]
        expected = Counter(partner.numbers + web_numbers)
        acknowledged = self.acknowledged
        assert sorted(acknowledged) == sorted(web_numbers), "an order has no acknowledged id"
        assert len(set(acknowledged.values())) == len(acknowledged), "two orders were acknowledged with one id"
        yield (f"sent          {len(partner.interchanges)} interchanges with {len(partner.numbers)} orders; "
               f"{len(web_numbers)} web orders in {sum(shop.requests for shop in shops)} requests, of which "
               f"{sum(shop.unanswered for shop in shops)} had no answer, {sum(shop.turned_away for shop in shops)} were "
               "turned away, and each of these was sent again")
        yield (f"acknowledged  {len(acknowledged)} web orders with {len(set(acknowledged.values()))} ids, "
               f"{sum(shop.known for shop in shops)} of them as known already")
        lost, extra = expected - self.erp, self.erp - expected
        assert self.erp == expected, f"lost {list(lost)[:5]}, too many {list(extra)[:5]}"
        yield f"ERP           {sum(self.erp.values())} orders with {len(self.erp)} numbers: those that were sent"
        groups = Counter({str(number + 1): 1 for number in range(len(partner.interchanges))})
        assert self.groups == groups, "the 997s are not one a group"
        yield f"997s          {sum(self.groups.values())} for {len(groups)} groups"
        assert self.responses == Counter(partner.numbers), "the 855s are not one an order"
        yield f"855s          {sum(self.responses.values())} orders answered of {len(partner.numbers)}"
        assert sorted(self.controls) == list(range(1, len(self.controls) + 1)), "control numbers have a gap or repeat"
        yield f"control       numbers 1 to {len(self.controls)}, each once"
        assert site.json("exceptions", "list") == [], "something is parked"
        left = list((site.site / "in" / "edi").glob("*.edi"))
        assert not left, f"{left[0].name} was not taken"
        yield "parked        nothing; no file is left in the folder"
        assert site.stop() == 0, "the host did not stop cleanly"
        for number in random.sample(sorted(acknowledged), min(TRACED, len(acknowledged))):
            told = str(site.json("trace", acknowledged[number]))
            assert number in told, f"{acknowledged[number]} was acknowledged for {number}, and its trace tells of another"
        assert site.json("journal", "verify")["faults"] == 0, "the journal has faults"
        yield f"journal       sound; {min(TRACED, len(acknowledged))} acknowledged ids traced to their orders"
