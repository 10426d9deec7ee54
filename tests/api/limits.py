#!/usr/bin/env python3
"""Many requests at once against a limit of 20 an hour: exactly 20 pass, in every round.

    tests/api/limits.py <address of the site> <parallel requests> <rounds>

Every round is another visitor, named by X-Forwarded-For; the site trusts 127.0.0.1 as its proxy.
"""
import collections
import http.client
import random
import sys
import threading
import urllib.parse

LIMIT = 20


def statuses(host, address, count):
    """The statuses of `count` requests of one visitor that start together."""
    start, seen, lock = threading.Barrier(count), [], threading.Lock()

    def ask():
        start.wait()
        try:
            connection = http.client.HTTPConnection(host, timeout=300)
            connection.request("POST", "/wp-json/mxchat/v1/sessions", "{}",
                               {"Content-Type": "application/json", "X-Forwarded-For": address})
            status = connection.getresponse().status
        except OSError as error:
            status = type(error).__name__
        with lock:
            seen.append(status)

    threads = [threading.Thread(target=ask) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return collections.Counter(seen)


def main():
    site, count, rounds = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    host = urllib.parse.urlsplit(site).netloc
    passed = 0
    for number in range(rounds):
        address = "198.51.%d.%d" % (random.randrange(256), random.randrange(1, 255))
        seen = statuses(host, address, count)
        passed += seen == {201: LIMIT, 429: count - LIMIT}
        print("round %d: %s" % (number + 1, dict(seen)), flush=True)
    print("%d passed, %d failed" % (passed, rounds - passed))
    return passed != rounds


sys.exit(main())
