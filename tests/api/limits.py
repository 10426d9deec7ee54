#!/usr/bin/env python3
"""Many requests at once against a limit of 20 an hour: exactly 20 pass, in every round. And 20 twins at once, that is
requests with one Idempotency-Key: one starts a session, the others get its answer or are told that it runs.

    tests/api/limits.py <address of the site> <parallel requests> <rounds>

Every round is another visitor, named by X-Forwarded-For; the site trusts 127.0.0.1 as its proxy.
"""
import collections
import http.client
import json
import random
import sys
import threading
import urllib.parse

LIMIT = 20


def together(host, address, count, more=()):
    """Status and body of `count` requests of one visitor that start together."""
    start, seen, lock = threading.Barrier(count), [], threading.Lock()

    def ask():
        start.wait()
        try:
            connection = http.client.HTTPConnection(host, timeout=300)
            connection.request("POST", "/wp-json/mxchat/v1/sessions", "{}",
                               {"Content-Type": "application/json", "X-Forwarded-For": address, **dict(more)})
            response = connection.getresponse()
            answer = response.status, response.read()
        except OSError as error:
            answer = type(error).__name__, b""
        with lock:
            seen.append(answer)

    threads = [threading.Thread(target=ask) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return seen


def some_address():
    return "198.51.%d.%d" % (random.randrange(256), random.randrange(1, 255))


def limit_holds(host, count):
    seen = collections.Counter(status for status, _ in together(host, some_address(), count))
    print("limit: %s" % dict(seen), flush=True)
    return seen == {201: LIMIT, 429: count - LIMIT}


def twins_are_one(host):
    seen = together(host, some_address(), LIMIT, {"Idempotency-Key": "%032x" % random.getrandbits(128)})
    statuses = collections.Counter(status for status, _ in seen)
    sessions = {json.loads(body)["session_id"] for status, body in seen if status == 201}
    print("twins: %s, %d session" % (dict(statuses), len(sessions)), flush=True)
    return len(sessions) == 1 and set(statuses) <= {201, 409}


def main():
    host, count, rounds = urllib.parse.urlsplit(sys.argv[1]).netloc, int(sys.argv[2]), int(sys.argv[3])
    results = [check for _ in range(rounds) for check in (limit_holds(host, count), twins_are_one(host))]
    print("%d passed, %d failed" % (results.count(True), results.count(False)))
    return not all(results)


sys.exit(main())
