#!/usr/bin/env python3
"""Turns whose model always attacks: it asks for tools that there are not, for others' orders, for fifty things at once, it
says that it has confirmed, it obeys what a page tells it; and visitors replay, alter and steal confirmations.

    tests/api/attacks.py <address of the site> <folder of the site> <base URL of the upstream> <turns>

Every effect writes a line into a file. At the end each line belongs to one click of the person who was asked, and no answer
was a 5xx or named another's order.
"""
import collections
import concurrent.futures
import http.client
import json
import os
import random
import sys
import threading
import urllib.parse
import urllib.request

WORKERS = 6
GIFT, REFUND, ORDERS = "I want to buy a gift card", "refund every order of the shop", "where is my order"
GNOMES, IDLE = "How are garden gnomes painted?", "Tell me something nice"


class Broken(Exception):
    pass


class Shop:
    def __init__(self, url, folder, upstream):
        self.host = urllib.parse.urlsplit(url).netloc
        self.upstream = upstream.removesuffix("/v1")
        self.effects_file = os.path.join(folder, "www/wp-content/attacks-effects.jsonl")
        self.lock = threading.Lock()
        self.clicks = collections.Counter()
        self.requests = collections.Counter()

    def call(self, method, path, body=None, secret=None):
        headers = {"Content-Type": "application/json"}
        if secret is not None:
            headers["X-MxChat-Session"] = secret
        connection = http.client.HTTPConnection(self.host, timeout=120)
        connection.request(method, "/wp-json/mxchat/v1" + path, None if body is None else json.dumps(body), headers)
        response = connection.getresponse()
        text = response.read().decode()
        connection.close()
        with self.lock:
            self.requests[response.status] += 1
        if response.status >= 500:
            raise Broken("%s %s: %d %s" % (method, path, response.status, text[:300]))
        if "VICTIM" in text:
            raise Broken("%s %s tells of another's order: %s" % (method, path, text[:300]))
        return response.status, json.loads(text)

    def script(self, steps):
        request = urllib.request.Request(self.upstream + "/__script", method="POST", data=json.dumps(steps).encode(),
                                         headers={"Content-Type": "application/json"})
        urllib.request.urlopen(request, timeout=60).read()

    def effects(self):
        if not os.path.exists(self.effects_file):
            return []
        with open(self.effects_file, encoding="utf-8") as lines:
            return [json.loads(line) for line in lines]


class Visitor:
    """One turn with a model that does what the attack says."""

    def __init__(self, shop, number):
        self.shop = shop
        self.random = random.Random(number)
        self.nonce = "n%08d%s" % (number, os.urandom(4).hex())
        status, self.session = shop.call("POST", "/sessions", {})
        must(status == 201, "no session")

    def ask(self, text, *rounds, client_message_id=None):
        """The model gives these calls round by round, then says that all is done."""
        steps = [{"contains": self.nonce, "calls": calls, "text": "I have confirmed it for you."} for calls in rounds]
        self.shop.script([*steps, {"contains": self.nonce, "text": "All of it is confirmed and done."}])
        body = {"session_id": self.session["session_id"], "message": "%s %s" % (text, self.nonce)}
        if client_message_id is not None:
            body["client_message_id"] = client_message_id
        status, answer = self.shop.call("POST", "/chat", body, self.session["secret"])
        must(status == 200 and answer["engine"] == "responses", "the attacker was not asked: %s" % answer)
        return status, answer

    def decide(self, action_id, decision="confirm", secret=None, **more):
        return self.shop.call("POST", "/actions/%s/confirm" % urllib.parse.quote(action_id, safe=""), {"decision": decision, **more},
                              self.session["secret"] if secret is None else secret)

    def pending(self, answer):
        return [action for action in answer.get("actions", []) if action["status"] == "confirmation_required"]

    def call(self, name, **arguments):
        return {"name": name, "arguments": arguments}

    def wish(self):
        return self.nonce + "-%06x" % self.random.randrange(1 << 24)

    def click(self, action):
        """A person's click: from here on its effect is due, once."""
        with self.shop.lock:
            self.shop.clicks[action["name"], action["arguments"]["wish"], self.session["session_id"]] += 1
        status, answer = self.decide(action["id"])
        must(status == 200 and answer["action"]["status"] == "done", "a click has no effect: %s" % answer)


def must(is_so, otherwise):
    if not is_so:
        raise Broken(otherwise)


def unknown_tools(visitor):
    names = ["wp_delete_user", "confirm", "confirm_action", "execute_php", "mxchat_refund", "refund_everything "]
    status, answer = visitor.ask(IDLE, [visitor.call(name, id=1) for name in names[:3]], [visitor.call(name) for name in names[3:]])
    must(status == 200 and not answer["actions"], "an unknown tool did something")


def others_orders(visitor):
    calls = [visitor.call("order_history"), visitor.call("order_history", customer_id=1), visitor.call("order_history", email="guest@example.com")]
    status, answer = visitor.ask(ORDERS, calls)
    must(status == 200 and all("my-account" in card["url"] for action in answer["actions"] for card in action.get("cards", [])), "an order of somebody")
    status, _ = visitor.shop.call("POST", "/actions/proof", {"session_id": visitor.session["session_id"], "email": "guest@example.com"}, visitor.session["secret"])
    must(status == 202, "a proof")
    visitor.ask(ORDERS + " again", calls)


def without_click(visitor):
    status, answer = visitor.ask(IDLE, [visitor.call("pay_out", wish=visitor.wish())],
                                 [visitor.call("confirm", decision="confirm"), visitor.call("pay_out", wish=visitor.wish(), confirmed=True)],
                                 [visitor.call("pay_out", wish="yes, I confirm")])
    must(status == 200 and visitor.pending(answer), "it is not asked")


def fifty_calls(visitor):
    status, answer = visitor.ask(IDLE, *[[visitor.call("pay_out", wish=visitor.wish()) for _ in range(10)] for _ in range(5)])
    must(status == 200 and 10 <= len(visitor.pending(answer)) <= 16, "fewer than it may, or more than a turn may ask")


def the_same_again_and_again(visitor):
    wish = visitor.wish()
    status, answer = visitor.ask(IDLE, *[[visitor.call("pay_out", wish=wish)] for _ in range(8)])
    must(status == 200 and len(visitor.pending(answer)) <= 2, "the same, asked again and again")


def poisoned_page(visitor):
    status, answer = visitor.ask(GNOMES, [visitor.call("refund_everything", wish="all"), visitor.call("pay_out", wish=visitor.wish())])
    must(status == 200 and all(action.get("name") != "refund_everything" for action in answer["actions"]), "a page gave a tool")


def not_for_visitors(visitor):
    status, answer = visitor.ask(REFUND, [visitor.call("refund_everything", wish="all")])
    must(status == 200 and not answer["actions"], "the owner's action for a visitor")


def wrong_arguments(visitor):
    deep = {"wish": {}}
    for _ in range(40):
        deep = {"wish": deep}
    calls = [{"name": "pay_out", "arguments": text} for text in ("[]", "{\"wish\":7}", "{\"wish\":\"", json.dumps(deep), "{}", "null", "{\"wish\":\"a\",\"as\":1}")]
    status, answer = visitor.ask(IDLE, calls)
    must(status == 200 and not visitor.pending(answer), "arguments that do not fit")


def asked(visitor):
    status, answer = visitor.ask(GIFT)
    must(status == 200, "no answer")
    [action] = visitor.pending(answer)
    return action


def altered_ids(visitor):
    action = asked(visitor)
    place = visitor.random.randrange(4, len(action["id"]))
    other = action["id"][:place] + visitor.random.choice("0123456789abcdef") + action["id"][place + 1:]
    for wrong in {other, action["id"] + "0", action["id"][:-1], "cnf_", action["name"], action["id"].upper()} - {action["id"]}:
        status, _ = visitor.decide(wrong)
        must(status in (400, 404), "an altered id: %d" % status)


def stolen(visitor):
    action = asked(visitor)
    _, thief = visitor.shop.call("POST", "/sessions", {})
    status, _ = visitor.decide(action["id"], secret=thief["secret"])
    must(status == 404, "another session confirms")
    status, _ = visitor.decide(action["id"], secret="x" * 43)
    must(status in (401, 403, 404), "nobody confirms")
    status, _ = visitor.shop.call("POST", "/chat", {"session_id": visitor.session["session_id"], "message": "yes"}, thief["secret"])
    must(status in (401, 403, 404), "a session of somebody else")


def words_are_no_click(visitor):
    action = asked(visitor)
    for text in ("yes", "confirm", "I confirm " + action["id"]):
        visitor.ask(text, [visitor.call("confirm", id=action["id"]), visitor.call("buy_gift", wish="yes", confirmation=action["id"])])


def cancelled(visitor):
    action = asked(visitor)
    must(visitor.decide(action["id"], "cancel")[0] == 200, "not cancelled")
    must(visitor.decide(action["id"])[0] == 409, "what was cancelled is confirmed")


def clicked_and_replayed(visitor):
    action = asked(visitor)
    visitor.click(action)
    for _ in range(3):
        visitor.decide(action["id"], arguments={"wish": "something else"})
    must(visitor.decide(action["id"], "cancel")[0] == 409, "what is done is cancelled")


def other_arguments(visitor):
    action = asked(visitor)
    status, _ = visitor.decide(action["id"], "sure")
    must(status == 400, "no decision")
    visitor.click(action)


def said_twice(visitor):
    answers = [visitor.ask(GIFT, client_message_id="m-" + visitor.nonce)[1] for _ in range(2)]
    ids = {action["id"] for answer in answers for action in visitor.pending(answer)}
    must(len(ids) == 1, "one message, %d questions" % len(ids))


ATTACKS = [unknown_tools, others_orders, without_click, fifty_calls, the_same_again_and_again, poisoned_page, not_for_visitors,
           wrong_arguments, altered_ids, stolen, words_are_no_click, cancelled, clicked_and_replayed, other_arguments, said_twice]


def turn(shop, number):
    attack = ATTACKS[number % len(ATTACKS)]
    try:
        attack(Visitor(shop, number))
        return None
    except Exception as error:  # noqa: BLE001: whatever went wrong is the result
        return attack.__name__, "%s: %s" % (type(error).__name__, error)


def main():
    shop, count = Shop(*sys.argv[1:4]), int(sys.argv[4])
    shop.script({"settings": {"delay_ms": 0}})
    with concurrent.futures.ThreadPoolExecutor(WORKERS) as pool:
        broken = [result for result in pool.map(lambda number: turn(shop, number), range(count)) if result]
    for (attack, error), times in collections.Counter(broken).most_common(20):
        print("%4d × %s: %s" % (times, attack, error))
    effects = collections.Counter((name, arguments["wish"], session) for name, arguments, session, _ in shop.effects())
    as_clicked = effects == shop.clicks and sum(shop.clicks.values()) > 0
    print("%d turns of %d attacks, answers %s; %d clicks, %d effects" %
          (count, len(ATTACKS), dict(sorted(shop.requests.items())), sum(shop.clicks.values()), sum(effects.values())))
    for extra in list((effects - shop.clicks).elements())[:10]:
        print("without a click:", extra)
    results = [as_clicked] + [attack.__name__ not in {name for name, _ in broken} for attack in ATTACKS]
    print("%d passed, %d failed" % (results.count(True), results.count(False)))
    return not all(results)


if __name__ == "__main__":
    sys.exit(main())
