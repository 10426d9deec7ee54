#!/usr/bin/env python3
"""Eight visitors ask the chat at once, each without a pause: the slowest in a hundred take at most twice the median.

    tests/api/latency.py <address of the site> <questions of each visitor>
"""
import http.client
import json
import sys
import threading
import time
import urllib.parse

VISITORS = 8
QUESTIONS = ["How long do I have to return shoes?", "Do you repair zips?", "What is the capital of Peru?",
             "When are you open on Sunday?", "How much is a full resole of welted boots?"]
# The first questions of a worker fill its caches.
WARM_UP = 10


def post(connection, path, body, headers=()):
    start = time.perf_counter()
    connection.request("POST", "/wp-json/mxchat/v1/" + path, json.dumps(body),
                       {"Content-Type": "application/json", **dict(headers)})
    response = connection.getresponse()
    text = response.read()
    return time.perf_counter() - start, response.status, text


def visit(host, count, start, times, statuses):
    connection = http.client.HTTPConnection(host, timeout=120)
    session = json.loads(post(connection, "sessions", {})[2])
    start.wait()
    for number in range(WARM_UP + count):
        elapsed, status, _ = post(connection, "chat", {
            "session_id": session["session_id"], "message": QUESTIONS[number % len(QUESTIONS)],
        }, {"X-MxChat-Session": session["secret"]})
        statuses.append(status)
        if number >= WARM_UP:
            times.append(1000 * elapsed)


def main():
    host, count = urllib.parse.urlsplit(sys.argv[1]).netloc, int(sys.argv[2])
    times, statuses, start = [], [], threading.Barrier(VISITORS)
    threads = [threading.Thread(target=visit, args=(host, count, start, times, statuses)) for _ in range(VISITORS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    times.sort()
    refused = sum(status != 200 for status in statuses)
    is_whole = len(times) == VISITORS * count and refused == 0
    median, p99 = times[len(times) // 2], times[len(times) * 99 // 100]
    print("%d answers, %d refused; median %.1f ms, p99 %.1f ms, p99 : median %.2f"
          % (len(times), refused, median, p99, p99 / median))
    passed = int(is_whole) + int(p99 <= 2 * median)
    print("%d passed, %d failed" % (passed, 2 - passed))
    return passed < 2


sys.exit(main())
