#!/usr/bin/env python3
"""Does the time of a refusal tell what is wrong with a token?

    tests/api/timing.py <address of the site> <keys of tests/api/site.php as JSON> <requests>

Requests of every kind are interleaved, each round in another order. Each kind is compared with a wrong token by the
signed ranks of their differences. No kind may be told apart, and the control, which takes 1 ms longer (tests/api/delay.php), must be.
"""
import collections
import http.client
import json
import math
import random
import statistics
import sys
import time
import urllib.parse

# Of five comparisons, one in 3,000 runs reaches this by chance.
LIMIT = 4.0
WRONG = "mxc_" + "0" * 44


def kinds(keys):
    refused = keys["refused"]
    bearer = {name: {"Authorization": "Bearer " + token} for name, token in
              dict(refused, wrong=WRONG, malformed="nonsense").items()}
    return dict(bearer, missing={}, control=dict(bearer["wrong"], **{"X-Delay": "1"}))


def measure(site, headers_of, count):
    host = urllib.parse.urlsplit(site).netloc
    connection = http.client.HTTPConnection(host, timeout=60)
    times, statuses, order = collections.defaultdict(list), collections.defaultdict(set), list(headers_of)
    for round_ in range(count // len(order) + 1):
        random.shuffle(order)
        for kind in order:
            start = time.perf_counter()
            connection.request("GET", "/wp-json/mxchat/v1/transcripts", headers=headers_of[kind])
            answer = connection.getresponse()
            answer.read()
            elapsed = time.perf_counter() - start
            if round_ >= 3:  # The first requests warm up what is cached.
                times[kind].append(elapsed)
            statuses[kind].add(answer.status)
    return times, statuses


def signed_ranks(a, b):
    """How far the pairs of two samples lie apart, in standard deviations (Wilcoxon).

    A pair is of one round, so that a machine that is slow for a while is slow for both.
    """
    differences = sorted((x - y for x, y in zip(a, b) if x != y), key=abs)
    n = len(differences)
    if n == 0:
        return 0.0
    above = sum(rank for rank, difference in enumerate(differences, 1) if difference > 0)
    return (above - n * (n + 1) / 4) / math.sqrt(n * (n + 1) * (2 * n + 1) / 24)


def main():
    headers_of = kinds(json.loads(sys.argv[2]))
    times, statuses = measure(sys.argv[1], headers_of, int(sys.argv[3]))
    failed = []
    for kind in sorted(headers_of):
        z = signed_ranks(times[kind], times["wrong"])
        expected = {403} if kind == "other_scope" else {401}
        is_apart = abs(z) > LIMIT
        good = statuses[kind] == expected and is_apart == (kind == "control")
        if not good:
            failed.append(kind)
        print("%-12s %s  median %7.3f ms  z %6.2f  %s" % (
            kind, statuses[kind], 1000 * statistics.median(times[kind]), z, "ok" if good else "FAILED"))
    print("%d passed, %d failed" % (len(headers_of) - len(failed), len(failed)))
    return bool(failed)


sys.exit(main())
