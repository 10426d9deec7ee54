#!/usr/bin/env python3
"""Many questions at once against a budget that holds one call of a model, at a provider that fails at random: what was
charged at the provider never passes the budget, and everybody gets an answer.

    tests/api/spend.py <address of the site> <folder of the site> <base URL of the upstream> <parallel questions>

Every question comes from a visitor of its own, named by X-Forwarded-For, or all from one; the site trusts 127.0.0.1 as
its proxy.
"""
import collections
import http.client
import json
import os
import random
import subprocess
import sys
import threading
import urllib.parse
import urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
QUESTION = "How long are returns accepted?"
# What the provider charges for each call that it answers.
USAGE = {"input_tokens": 500, "output_tokens": 100, "prompt_tokens": 500, "completion_tokens": 100, "total_tokens": 600}
CHARGED = 600
PLENTY = 10_000_000
FAILURES = [{"status": 500}, {"status": 503}, {"status": 429}, {"is_cut": True}, {"garbage": "oops"},
            {"cut_after": 3, "usage": USAGE}, {"end_after": 2, "usage": USAGE}]


class Site:
    def __init__(self, url, folder, upstream):
        self.host = urllib.parse.urlsplit(url).netloc
        self.folder = folder
        self.upstream = upstream.removesuffix("/v1")

    def post(self, address, path, body, more=()):
        connection = http.client.HTTPConnection(self.host, timeout=300)
        connection.request("POST", "/wp-json/mxchat/v1" + path, json.dumps(body),
                           {"Content-Type": "application/json", "X-Forwarded-For": address, **dict(more)})
        response = connection.getresponse()
        return response.status, json.loads(response.read())

    def session(self, address):
        status, session = self.post(address, "/sessions", {})
        assert status == 201, (status, session)
        return session

    def ask(self, address, session):
        return self.post(address, "/chat", {"session_id": session["session_id"], "message": QUESTION},
                         {"X-MxChat-Session": session["secret"]})

    def budget(self, *tokens):
        """Sets the budget from here on, and gives what was spent until here."""
        command = ["php", os.path.join(HERE, "spend-budget.php"), self.folder, *map(str, tokens)]
        return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)

    def script(self, steps):
        self.call("DELETE", "/__script")
        self.call("POST", "/__script", {"settings": {"delay_ms": 5, "chaos": 1, "chaos_steps": steps, "chaos_seed": random.randrange(2**31)}})

    def charged(self):
        calls = [call for call in self.call("GET", "/__journal") if call["method"] == "POST"]
        return CHARGED * sum(call["status"] == 200 for call in calls), collections.Counter(call["status"] for call in calls)

    def call(self, method, path, body=None):
        request = urllib.request.Request(self.upstream + path, method=method, headers={"Content-Type": "application/json"},
                                         data=None if body is None else json.dumps(body).encode())
        with urllib.request.urlopen(request, timeout=60) as response:
            return json.loads(response.read())


def unit(site):
    """What a call of a model reserves: a usage that the provider does not tell is settled in full."""
    site.script([{"usage": None}])
    before = site.budget(PLENTY, PLENTY)
    status, answer = site.ask("198.51.100.1", site.session("198.51.100.1"))
    assert status == 200 and answer["engine"] != "extractive", (status, answer)
    return site.budget() - before


def together(site, addresses):
    sessions = [site.session(address) for address in addresses]
    start, answers, lock = threading.Barrier(len(addresses)), [], threading.Lock()

    def ask(address, session):
        start.wait()
        try:
            answer = site.ask(address, session)
        except (OSError, ValueError) as error:
            answer = type(error).__name__, {}
        with lock:
            answers.append(answer)

    threads = [threading.Thread(target=ask, args=pair) for pair in zip(addresses, sessions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def holds(site, title, bound, budget, addresses, steps):
    site.script(steps)
    site.budget(*budget)
    answers = together(site, addresses)
    charged, calls = site.charged()
    statuses = collections.Counter(status for status, _ in answers)
    engines = collections.Counter(answer.get("engine") for _, answer in answers)
    print("%s: budget %d, charged %d; calls %s; answers %s by %s" %
          (title, bound, charged, dict(calls), dict(statuses), dict(engines)), flush=True)
    has_said = all(answer.get("message", {}).get("content") for _, answer in answers)
    is_bounded = charged <= bound and (sum(calls.values()) > 0) == (bound > 0)
    return is_bounded and statuses == {200: len(addresses)} and has_said


def main():
    site, count = Site(*sys.argv[1:4]), int(sys.argv[4])
    one = unit(site)
    print("one call reserves %d tokens" % one, flush=True)
    many = ["203.0.%d.%d" % (113 + number // 250, number % 250 + 1) for number in range(count)]
    # As many as a visitor may ask in a minute.
    alone = ["198.51.100.77"] * 15
    good = [{"usage": USAGE}]
    results = [
        holds(site, "the site has one call", one, (one, PLENTY), many, good + FAILURES),
        holds(site, "the site has some calls", 20 * one, (20 * one, PLENTY), many[:60], good * 10 + FAILURES),
        holds(site, "a visitor has one call", one, (PLENTY, one), alone, good),
        holds(site, "nobody has any", 0, (0, 0), many[:10], good),
    ]
    print("%d passed, %d failed" % (results.count(True), results.count(False)))
    return not all(results)


if __name__ == "__main__":
    sys.exit(main())
