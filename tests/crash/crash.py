"""Kills the host (or its workers) with SIGKILL at random moments while orders pass over both channels, and then counts.

What must hold at the end: every order that was acknowledged over HTTP, and every order of every interchange, is in the
ERP's files exactly once; every group has exactly one 997 and every order one line of an 855; the control numbers of what
was sent are distinct and without a gap; nothing is parked; the journal is sound.

    crash.py [--kills N] [--orders N] [--seed N] [--victim host|worker] [--build DIR]

The kills are spread over the orders: each waits until its share of them has been sent, and a random moment more, so that
orders pass at every one of them. The seed fixes those moments' lengths; what the host is doing then is chance.
"""
import argparse
import os
import pathlib
import random
import signal
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "e2e"))
from accounts import Accounts  # noqa: E402
from channels import Partner, Shop  # noqa: E402
from running_site import PATIENCE, PROGRAMS, RunningSite, wait_for  # noqa: E402

ORDERS_AN_INTERCHANGE = 50
SHOPS = 4


def workers_of(host):
    listed = subprocess.run(["pgrep", "-P", str(host.pid), "-f", "crossdock-worker"], capture_output=True, text=True)
    return [int(pid) for pid in listed.stdout.split()]


class Killer:
    """Kills, and keeps what each kill met."""

    def __init__(self, site, chance, victim):
        self.site, self.chance, self.victim = site, chance, victim
        self.kills, self.during_start, self.longest_start_s = 0, 0, 0.0

    def kill(self):
        self.kills += 1
        if self.victim == "worker":
            # One that was killed again and again is not started again at once.
            victims = wait_for("a worker that can be killed", lambda: workers_of(self.site.host), 120)
            os.kill(self.chance.choice(victims), signal.SIGKILL)
            return
        self.site.kill()
        while self.chance.random() < 0.2:
            # Recovery is killed too; it comes on top of the kills that were asked for.
            self.site.launch()
            time.sleep(self.chance.uniform(0, 0.3))
            self.site.kill()
            self.during_start += 1
        began = time.monotonic()
        self.site.start(timeout_s=60)
        self.longest_start_s = max(self.longest_start_s, time.monotonic() - began)


def run(options):
    chance = random.Random(options.seed)
    changes = {}
    if options.victim == "worker":
        for name in ("x12", "json", "xml", "edi-in", "erp"):
            changes[f'<adapter name="{name}" plugin='] = f'<adapter name="{name}" isolation="process" plugin='
    site = RunningSite(changes, options.build / "bin" if options.build else PROGRAMS)
    keep = False
    try:
        partner = Partner(site, options.orders // 2 // ORDERS_AN_INTERCHANGE, ORDERS_AN_INTERCHANGE)
        web_numbers = [f"W-{index}" for index in range(options.orders - len(partner.numbers))]
        shops = [Shop(site, web_numbers[index::SHOPS], f"shop {index}") for index in range(SHOPS)]
        channels = [partner, *shops]
        accounts = Accounts(site, partner, shops)
        killer = Killer(site, chance, options.victim)
        site.start()
        for channel in channels:
            channel.start()
        began = time.monotonic()
        for kill in range(options.kills):
            share = (kill + 1) / (options.kills + 1)
            # The partner keeps pace with the shops, so that both channels are busy to the last kill.
            partner.allow(share)
            while sum(channel.sent for channel in channels) < share * options.orders:
                assert all(channel.is_alive() or channel.done for channel in channels), "a sender has died"
                time.sleep(0.002)
            time.sleep(chance.uniform(0, options.pause_s))
            met = accounts.snapshot()
            killer.kill()
            print(f"kill {kill + 1} of {options.kills}: {met}", flush=True)
        partner.allow(1.0)
        for channel in channels:
            channel.join(options.timeout_s * PATIENCE)
            assert channel.done, f"{channel.name} is not through"
        accounts.settle(options.timeout_s)
        print(f"took          {time.monotonic() - began:.0f} s\n"
              f"killed        {options.victim} {killer.kills} times"
              + (f", and {killer.during_start} times while it started; the longest start took "
                 f"{killer.longest_start_s:.1f} s" if options.victim == "host" else ""))
        for line in accounts.compare():
            print(line, flush=True)
        print(f"{options.orders} orders, {len(partner.interchanges)} interchanges: each exactly once")
    except AssertionError:
        print(site.log()[-6000:], file=sys.stderr)
        keep = options.keep
        if keep:
            print(f"the site is kept in {site.folder}", file=sys.stderr)
        raise
    finally:
        site.close(keep)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--orders", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--pause-s", type=float, default=0.3, help="the longest time that a kill waits when it is due")
    parser.add_argument("--timeout-s", type=float, default=600.0)
    parser.add_argument("--victim", choices=["host", "worker"], default="host")
    parser.add_argument("--build", type=pathlib.Path, help="the build whose programs are tried, such as build/release")
    parser.add_argument("--keep", action="store_true", help="leaves the site's folder there when something is wrong")
    given = parser.parse_args()
    print(f"seed {given.seed}", flush=True)
    run(given)
