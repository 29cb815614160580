"""Kills the host (or its workers) with SIGKILL at random moments while orders pass over both channels, and then counts.

What must hold at the end: every order that was acknowledged over HTTP, and every order of every interchange, is in the
ERP's files exactly once; every group has exactly one 997; the control numbers of what was sent are distinct and without
a gap; nothing is parked; the journal is sound.

    crash.py [--kills N] [--orders N] [--seed N] [--victim host|worker]
"""
import argparse
import http.client
import os
import pathlib
import random
import re
import signal
import subprocess
import sys
import threading
import time
import xml.etree.ElementTree as ElementTree
from collections import Counter

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "e2e"))
from orders import web_order, x12_interchange, x12_order  # noqa: E402
from running_site import PATIENCE, RunningSite, wait_for  # noqa: E402

ORDERS_AN_INTERCHANGE = 50


class Shop(threading.Thread):
    """Posts orders one after the other; what is not answered is sent again under its key, as shops do."""

    def __init__(self, site, numbers, name):
        super().__init__(name=name, daemon=True)
        self.site, self.numbers = site, numbers
        self.accepted = {}

    def run(self):
        connection = None
        for number in self.numbers:
            while True:
                try:
                    connection = connection or http.client.HTTPConnection("127.0.0.1", self.site.http_port, timeout=5 * PATIENCE)
                    status, answer = self.site.post_order(web_order(number), key=number, connection=connection)
                except (OSError, http.client.HTTPException):
                    connection = None
                    time.sleep(0.02)
                    continue
                if status in (200, 202):
                    self.accepted[number] = answer["id"]
                    break
                if status not in (429, 503):
                    raise AssertionError(f"order {number} was answered {status}: {answer}")
                time.sleep(0.02)


def workers_of(host):
    listed = subprocess.run(["pgrep", "-P", str(host.pid), "-f", "crossdock-worker"], capture_output=True, text=True)
    return [int(pid) for pid in listed.stdout.split()]


def run(options):
    chance = random.Random(options.seed)
    changes = {}
    if options.victim == "worker":
        for name in ("x12", "json", "xml", "edi-in", "erp"):
            changes[f'<adapter name="{name}" plugin='] = f'<adapter name="{name}" isolation="process" plugin='
    site = RunningSite(changes)
    try:
        interchanges = options.orders // 2 // ORDERS_AN_INTERCHANGE
        edi_numbers = [f"E-{index}" for index in range(interchanges * ORDERS_AN_INTERCHANGE)]
        web_numbers = [f"W-{index}" for index in range(options.orders - len(edi_numbers))]
        site.start()
        shops = [Shop(site, web_numbers[index::4], f"shop {index}") for index in range(4)]
        for shop in shops:
            shop.start()

        def deliver():
            for index in range(interchanges):
                first = index * ORDERS_AN_INTERCHANGE
                orders = [x12_order(number, at + 1) for at, number in
                          enumerate(edi_numbers[first:first + ORDERS_AN_INTERCHANGE])]
                site.deliver_file(f"orders-{index:05d}.edi", x12_interchange(index + 1, orders))
                time.sleep(0.01)

        partner = threading.Thread(target=deliver, daemon=True)
        partner.start()
        for kill in range(options.kills):
            time.sleep(chance.uniform(0.02, options.pause_s))
            if options.victim == "host":
                site.kill()
                site.start()
            else:
                victims = workers_of(site.host)
                if victims:
                    os.kill(chance.choice(victims), signal.SIGKILL)
            print(f"kill {kill + 1} of {options.kills}", flush=True)
        partner.join()
        for shop in shops:
            shop.join(600 * PATIENCE)
            assert not shop.is_alive(), f"{shop.name} is not through"
        verify(site, edi_numbers, web_numbers, shops, interchanges, options.timeout_s)
    except AssertionError:
        print(site.log()[-6000:], file=sys.stderr)
        raise
    finally:
        site.close()


def erp_orders(site):
    counted = Counter()
    for path in site.files("out/erp", ".xml"):
        for order in ElementTree.parse(path).getroot().iter("SalesOrder"):
            counted[order.get("id")] += 1
    return counted


def verify(site, edi_numbers, web_numbers, shops, interchanges, timeout_s):
    expected = Counter(edi_numbers + web_numbers)
    wait_for("all orders in the ERP", lambda: sum(erp_orders(site).values()) >= len(expected), timeout_s)
    wait_for("all 997s and 855s", lambda: len(site.files("out/partners", ".edi")) >= 2 * interchanges, timeout_s)
    time.sleep(1)
    counted = erp_orders(site)
    assert counted == expected, f"lost {list((expected - counted))[:5]}, too many {list((counted - expected))[:5]}"
    accepted = {}
    for shop in shops:
        accepted.update(shop.accepted)
    assert sorted(accepted) == sorted(web_numbers), "an order has no acknowledged id"
    assert len(set(accepted.values())) == len(accepted), "two orders were acknowledged with one id"
    groups, controls, responses = Counter(), [], Counter()
    for path in site.files("out/partners", ".edi"):
        text = path.read_text()
        controls.append(int(re.search(r"\*00401\*(\d{9})\*", text).group(1)))
        groups.update(re.findall(r"AK1\*PO\*(\d+)", text))
        responses.update(re.findall(r"\*(E-\d+)\*", text))
    assert groups == Counter({str(number + 1): 1 for number in range(interchanges)}), "the 997s are not one a group"
    assert responses == Counter(edi_numbers), "the 855s are not one an order"
    assert sorted(controls) == list(range(1, len(controls) + 1)), "control numbers have a gap or repeat"
    assert site.json("exceptions", "list") == [], "something is parked"
    assert site.stop() == 0
    assert site.json("journal", "verify")["faults"] == 0
    print(f"{len(expected)} orders, {interchanges} interchanges: each exactly once")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--orders", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--pause-s", type=float, default=1.0, help="the longest time between two kills")
    parser.add_argument("--timeout-s", type=float, default=300.0)
    parser.add_argument("--victim", choices=["host", "worker"], default="host")
    given = parser.parse_args()
    print(f"seed {given.seed}", flush=True)
    run(given)
