"""The two channels that orders come over: a partner who drops files and shops that post."""
import http.client
import threading
import time

from orders import web_order, x12_interchange, x12_order
from running_site import KEY, PATIENCE


class Shop(threading.Thread):
    """Posts orders one after the other; what is not answered is sent again under its key, as shops do."""

    def __init__(self, site, numbers, name):
        super().__init__(name=name, daemon=True)
        self.site, self.numbers = site, numbers
        self.accepted = {}
        self.requests = self.known = self.unanswered = self.turned_away = 0
        self.done = False

    @property
    def sent(self):
        return len(self.accepted)

    def run(self):
        connection = None
        for number in self.numbers:
            while number not in self.accepted:
                self.requests += 1
                try:
                    connection = connection or http.client.HTTPConnection("127.0.0.1", self.site.http_port,
                                                                          timeout=5 * PATIENCE)
                    status, answer = self.site.post_once(web_order(number), number, KEY, connection, None)
                except (OSError, http.client.HTTPException):
                    connection = None
                    self.unanswered += 1
                    time.sleep(0.02)
                    continue
                if status in (200, 202):
                    self.known += status == 200
                    self.accepted[number] = answer["id"]
                    continue
                if status not in (429, 503):
                    raise AssertionError(f"order {number} was answered {status}: {answer}")
                self.turned_away += 1
                time.sleep(0.02)
        self.done = True


class Partner(threading.Thread):
    """Drops interchanges into the folder, as far as it is allowed to."""

    def __init__(self, site, interchanges, orders_each):
        super().__init__(name="the partner", daemon=True)
        self.site = site
        self.numbers = [f"E-{index}" for index in range(interchanges * orders_each)]
        self.interchanges = []
        for index in range(interchanges):
            own = self.numbers[index * orders_each:(index + 1) * orders_each]
            self.interchanges.append(x12_interchange(index + 1, [x12_order(number, at + 1)
                                                                 for at, number in enumerate(own)]))
        self.orders_each = orders_each
        self.allowed = 0
        self.changed = threading.Condition()
        self.delivered = 0
        self.done = False

    @property
    def sent(self):
        return self.delivered * self.orders_each

    def allow(self, share):
        with self.changed:
            self.allowed = max(self.allowed, -(-len(self.interchanges) * share // 1))
            self.changed.notify()

    def run(self):
        for index, text in enumerate(self.interchanges):
            with self.changed:
                self.changed.wait_for(lambda: index < self.allowed)
            self.site.deliver_file(f"orders-{index:05d}.edi", text)
            self.delivered = index + 1
        self.done = True
