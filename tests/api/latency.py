#!/usr/bin/env python3
"""Eight visitors ask the chat at once, each without a pause: the slowest in a hundred take at most twice the median.

    tests/api/latency.py <address of the site> <questions of each visitor>

Between its questions each visitor asks for the types of posts, which is WordPress alone. Where that varies more, because
the machine has other work, the chat may vary as much.
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


def ask(connection, path, body=None, headers=()):
    start = time.perf_counter()
    connection.request("GET" if body is None else "POST", "/wp-json/" + path, body and json.dumps(body),
                       {"Content-Type": "application/json", **dict(headers)})
    response = connection.getresponse()
    text = response.read()
    return time.perf_counter() - start, response.status, text


def visit(host, count, start, chat, bare, statuses):
    connection = http.client.HTTPConnection(host, timeout=120)
    session = json.loads(ask(connection, "mxchat/v1/sessions", {"bot_id": "default"})[2])
    secret = {"X-MxChat-Session": session["secret"]}
    start.wait()
    for number in range(WARM_UP + count):
        message = {"session_id": session["session_id"], "message": QUESTIONS[number % len(QUESTIONS)]}
        for times, request in ((chat, ("mxchat/v1/chat", message, secret)), (bare, ("wp/v2/types",))):
            elapsed, status, _ = ask(connection, *request)
            statuses.append(status)
            if number >= WARM_UP:
                times.append(1000 * elapsed)


def describe(name, times):
    median, p99 = (sorted(times)[len(times) * percent // 100] for percent in (50, 99))
    print("%s: median %.1f ms, p99 %.1f ms, p99 : median %.2f" % (name, median, p99, p99 / median))
    return p99 / median


def main():
    host, count = urllib.parse.urlsplit(sys.argv[1]).netloc, int(sys.argv[2])
    chat, bare, statuses, start = [], [], [], threading.Barrier(VISITORS)
    threads = [threading.Thread(target=visit, args=(host, count, start, chat, bare, statuses)) for _ in range(VISITORS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    refused = sum(status != 200 for status in statuses)
    print("%d answers, %d refused" % (len(chat), refused))
    allowed = max(2, describe("WordPress alone", bare))
    passed = int(len(chat) == VISITORS * count and refused == 0) + int(describe("chat", chat) <= allowed)
    print("%d passed, %d failed" % (passed, 2 - passed))
    return passed < 2


sys.exit(main())
