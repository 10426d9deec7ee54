#!/usr/bin/env python3
"""Many requests at once against a limit of 20 an hour: exactly 20 pass, in every round. And 20 twins at once, that is
requests with one Idempotency-Key: one starts a session, the others get its answer or are told that it runs. And 20
pass where an hour ends meanwhile and the next begins.

    tests/api/limits.py <address of the site> <parallel requests> <rounds>

Every round is another visitor, named by X-Forwarded-For; the site trusts 127.0.0.1 as its proxy.
"""
import collections
import http.client
import json
import random
import sys
import threading
import time
import urllib.parse

LIMIT = 20


def post(host, path, address, body, more=()):
    connection = http.client.HTTPConnection(host, timeout=300)
    connection.request("POST", "/wp-json/mxchat/v1" + path, json.dumps(body),
                       {"Content-Type": "application/json", "X-Forwarded-For": address, **dict(more)})
    response = connection.getresponse()
    return response.status, response.read()


def together(count, ask):
    """Status and body of `count` requests that start together."""
    start, seen, lock = threading.Barrier(count), [], threading.Lock()

    def run():
        start.wait()
        try:
            answer = ask()
        except OSError as error:
            answer = type(error).__name__, b""
        with lock:
            seen.append(answer)

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return seen


def some_address():
    return "198.51.%d.%d" % (random.randrange(256), random.randrange(1, 255))


def statuses_of(answers):
    return collections.Counter(status for status, _ in answers)


def limit_holds(host, count):
    address = some_address()
    seen = statuses_of(together(count, lambda: post(host, "/sessions", address, {})))
    print("limit: %s" % dict(seen), flush=True)
    return seen == {201: LIMIT, 429: count - LIMIT}


def twins_are_one(host, _count):
    address, key = some_address(), {"Idempotency-Key": "%032x" % random.getrandbits(128)}
    seen = together(LIMIT, lambda: post(host, "/sessions", address, {}, key))
    statuses = statuses_of(seen)
    sessions = {json.loads(body)["session_id"] for status, body in seen if status == 201}
    print("twins: %s, %d session" % (dict(statuses), len(sessions)), flush=True)
    return len(sessions) == 1 and set(statuses) <= {201, 409}


def limit_holds_over_the_turn(host, count):
    """An hour ends while the first 20 pass: the site's clock is set so that it does (tests/api/limits-settings.php)."""
    address, turn = some_address(), time.time() + random.uniform(0.02, 0.4)
    seen = statuses_of(together(count, lambda: post(host, "/sessions", address, {}, {"X-Hour-Ends-At": "%.4f" % turn})))
    print("turn: %s" % dict(seen), flush=True)
    return seen == {201: LIMIT, 429: count - LIMIT}


def main():
    host, count, rounds = urllib.parse.urlsplit(sys.argv[1]).netloc, int(sys.argv[2]), int(sys.argv[3])
    checks = (limit_holds, twins_are_one, limit_holds_over_the_turn)
    results = [check(host, count) for _ in range(rounds) for check in checks]
    print("%d passed, %d failed" % (results.count(True), results.count(False)))
    return not all(results)


sys.exit(main())
