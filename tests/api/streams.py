#!/usr/bin/env python3
"""Answers as streams, with real requests: first byte, resume, stop, a visitor who leaves, the bound of answers at once.

    tests/api/streams.py <address of the site> <address of the scripted model> <answers at once>
"""
import http.client
import json
import os
import sys
import threading
import time
import urllib.parse

GRACE = int(os.environ.get("MXCHAT_GRACE", 15))
WORDS = "One two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty."
LONG = " ".join([WORDS] * 40)
results = []


def check(name, is_right, detail=""):
    results.append(bool(is_right))
    print("%s %s %s" % ("ok  " if is_right else "FAIL", name, detail))


class Site:
    def __init__(self, address):
        self.host = urllib.parse.urlsplit(address).netloc

    def open(self, method, path, body=None, headers=(), timeout=60):
        connection = http.client.HTTPConnection(self.host, timeout=timeout)
        connection.request(method, "/wp-json/mxchat/v1/" + path, body and json.dumps(body), {"Content-Type": "application/json", **dict(headers)})
        return connection, connection.getresponse()

    def page(self, path):
        connection = http.client.HTTPConnection(self.host, timeout=60)
        connection.request("GET", path)
        response = connection.getresponse()
        response.read()
        connection.close()
        assert response.status == 200, (path, response.status)

    def ask(self, *arguments, **named):
        connection, response = self.open(*arguments, **named)
        text = response.read()
        connection.close()
        return response.status, json.loads(text), response.headers


class Upstream:
    def __init__(self, address):
        self.host = urllib.parse.urlsplit(address).netloc

    def call(self, method, path, body=None):
        connection = http.client.HTTPConnection(self.host, timeout=10)
        connection.request(method, path, body and json.dumps(body), {"Content-Type": "application/json", "Authorization": "Bearer sk-test"})
        text = connection.getresponse().read()
        connection.close()
        return json.loads(text) if text else None

    def script(self, text, delay_ms, times=1):
        self.call("DELETE", "/__script")
        self.call("POST", "/__script", {"queue": [{"text": text, "delay_ms": delay_ms, "times": times}], "settings": {"key": "sk-test"}})

    def is_speaking(self):
        calls = self.calls()
        return bool(calls) and calls[-1]["ended_at"] is None

    def calls(self):
        return [entry for entry in self.call("GET", "/__journal") if entry["method"] == "POST" and entry["path"].endswith("/responses")]


class Visitor:
    def __init__(self, site):
        self.site = site
        status, session, _ = site.ask("POST", "sessions", {})
        assert status == 201, session
        self.session_id, self.secret = session["session_id"], {"X-MxChat-Session": session["secret"]}

    def question(self, message, message_id):
        return {"session_id": self.session_id, "message": message, "client_message_id": message_id}

    def stream(self, message, message_id, **named):
        return Stream(*self.site.open("POST", "chat", self.question(message, message_id), {**self.secret, "Accept": "text/event-stream"}, **named))

    def resume(self, turn_id, after, **named):
        return Stream(*self.site.open("GET", "chat/%s/events" % turn_id, None, {**self.secret, "Accept": "text/event-stream", "Last-Event-ID": str(after)}, **named))

    def poll(self, turn_id, after):
        return self.site.ask("GET", "chat/%s/events?after=%d" % (turn_id, after), None, self.secret)

    def stop(self, turn_id):
        return self.site.ask("POST", "chat/%s/stop" % turn_id, {}, self.secret)

    def messages(self):
        return self.site.ask("GET", "sessions/%s/messages" % self.session_id, None, self.secret)[1]["items"]


class Stream:
    def __init__(self, connection, response):
        self.connection, self.response, self.began = connection, response, time.perf_counter()
        self.events, self.times = [], []

    def read(self, until=lambda event: event["name"] == "done"):
        event = {}
        for line in self.response:
            line = line.decode().rstrip("\n")
            if line == "" and "name" in event:
                self.events.append(event)
                self.times.append(time.perf_counter())
                if until(event):
                    break
                event = {}
            elif line.startswith("id: "):
                event["id"] = int(line[4:])
            elif line.startswith("event: "):
                event["name"] = line[7:]
            elif line.startswith("data: "):
                event["data"] = json.loads(line[6:])
        return self

    def leave(self):
        self.connection.sock and self.connection.sock.close()
        self.response.close()
        self.connection.close()

    @property
    def text(self):
        return text_of(self.events)


def text_of(events):
    return "".join(event["data"]["text"] for event in events if event["name"] == "delta")


def ids_are_whole(events):
    return [event["id"] for event in events] == list(range(1, len(events) + 1))


def words(number):
    return lambda event: event["name"] == "delta" and event["id"] >= number


def wait_for(is_so, seconds):
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        value = is_so()
        if value:
            return value
        time.sleep(0.2)
    return None


def streams_word_by_word(site, upstream):
    upstream.script(WORDS, 100)
    sent = time.perf_counter()
    stream = Visitor(site).stream("Count to twenty.", "m1").read(words(4))
    check("the first words come while the model speaks", upstream.is_speaking(), "the first byte after %.3f s" % (stream.times[0] - sent))
    stream.read()
    deltas = [time for time, event in zip(stream.times, stream.events) if event["name"] == "delta"]
    check("the words come one after the other", deltas[-1] - deltas[0] > 0.6, "%.2f s from the first to the last" % (deltas[-1] - deltas[0]))
    check("the text is whole", stream.text == WORDS)
    check("events are numbered without a gap", ids_are_whole(stream.events))
    check("the message is the text", [event["data"]["message"]["content"] for event in stream.events if event["name"] == "message"] == [WORDS])


def comes_back(site, upstream):
    upstream.script(WORDS, 80)
    visitor = Visitor(site)
    first = visitor.stream("Count to twenty.", "m1").read(words(6))
    turn_id = first.events[0]["data"]["turn_id"]
    first.leave()
    second = visitor.resume(turn_id, first.events[-1]["id"]).read()
    check("resumed: the text is whole, each piece once", text_of(first.events + second.events) == WORDS)
    check("resumed: events are numbered without a gap", ids_are_whole(first.events + second.events))
    again = visitor.stream("Count to twenty.", "m1").read()
    check("asked again: the same events", again.text == WORDS and ids_are_whole(again.events))
    check("one call of the model", len(upstream.calls()) == 1, "%d" % len(upstream.calls()))
    check("one answer is stored", [item["content"] for item in visitor.messages() if item["role"] == "assistant"] == [WORDS])


def asks_twice_at_once(site, upstream):
    upstream.script(WORDS, 60)
    visitor = Visitor(site)
    first = visitor.stream("Count to twenty.", "m1").read(words(5))
    twin = visitor.stream("Count to twenty.", "m1").read()
    first.read()
    check("a twin gets the same answer", twin.text == WORDS and ids_are_whole(twin.events))
    check("one call for both", len(upstream.calls()) == 1)


def thread_is_busy(site, upstream):
    upstream.script(LONG, 60)
    visitor = Visitor(site)
    stream = visitor.stream("Count to twenty.", "m1").read(words(5))
    status, body, headers = site.ask("POST", "chat", visitor.question("Another.", "m2"), visitor.secret)
    check("another question meanwhile is refused", (status, body["code"]) == (409, "mxchat_thread_busy") and headers["Retry-After"])
    visitor.stop(stream.events[0]["data"]["turn_id"])
    stream.read()
    status, body, _ = site.ask("POST", "chat", visitor.question("Another.", "m3"), visitor.secret)
    check("right after it is answered", status == 200, "%d" % status)


def runs_one_at_a_time(site, upstream, count=12):
    """The answer goes on until the others are refused."""
    upstream.script(LONG, 60, times=count)
    visitor, statuses, start = Visitor(site), [], threading.Barrier(count)

    def ask(number):
        start.wait()
        statuses.append(site.ask("POST", "chat", visitor.question("Count to twenty.", "p%d" % number), visitor.secret, timeout=120)[0])

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    wait_for(lambda: len(statuses) == count - 1, 40)
    visitor.stop(visitor.messages()[-1]["turn_id"])
    for thread in threads:
        thread.join()
    check("%d questions at once in a thread: one is answered" % count, sorted(statuses) == [200] + [409] * (count - 1), str(sorted(statuses)))
    check("and the model is called once", len(upstream.calls()) == 1)


def stops(site, upstream):
    upstream.script(LONG, 60)
    visitor = Visitor(site)
    stream = visitor.stream("Count to twenty.", "m1").read(words(5))
    asked = time.perf_counter()
    status, body, _ = visitor.stop(stream.events[0]["data"]["turn_id"])
    stream.read()
    took = time.perf_counter() - asked
    check("a stop is answered", (status, body["status"]) == (200, "stopping"))
    check("the stream ends soon", took < 10, "%.2f s" % took)
    check("the message says so", [event["data"]["finish"] for event in stream.events if event["name"] in ("message", "done")] == ["stopped", "stopped"])
    kept = visitor.messages()[-1]
    check("what was said is kept", kept["finish"] == "stopped" and LONG.startswith(kept["content"]) and kept["content"] != "")
    check("the upstream is let go", wait_for(lambda: is_closed(upstream), 10))


def is_closed(upstream):
    calls = upstream.calls()
    return bool(calls) and calls[-1]["client_gone_at"] is not None


def leaves(site, upstream):
    upstream.script(LONG, 250)
    visitor = Visitor(site)
    stream = visitor.stream("Count to twenty.", "m1").read(words(5))
    turn_id = stream.events[0]["data"]["turn_id"]
    left = time.monotonic()
    stream.leave()
    closed = wait_for(lambda: is_closed(upstream) and time.monotonic() - left, GRACE + 10)
    check("stays away: the upstream is cancelled in time", closed and GRACE - 1 < closed, closed and "%.1f s after leaving, a grace of %d s" % (closed, GRACE))
    kept = wait_for(lambda: [item for item in visitor.messages() if item["role"] == "assistant"], 10)
    check("stays away: the partial answer is marked", kept and kept[0]["finish"] == "cut" and kept[0]["content"] != "")
    late = visitor.poll(turn_id, 0)
    check("back later: the events tell the same", late[1]["status"] == "done" and text_of([{"name": event["event"], "data": event["data"]} for event in late[1]["events"]]) == kept[0]["content"])


def polls(site, upstream):
    upstream.script(WORDS, 150)
    visitor = Visitor(site)
    asked = time.perf_counter()
    status, body, _ = site.ask("POST", "chat", visitor.question("Count to twenty.", "m1"), {**visitor.secret, "Prefer": "respond-async"})
    took = time.perf_counter() - asked
    check("polling: told before the model has ended", status == 202 and took < 20 * 0.150, "%d after %.2f s" % (status, took))
    events, polls_made = [], 0
    while not events or events[-1]["event"] != "done":
        _, page, _ = visitor.poll(body["turn_id"], events[-1]["id"] if events else 0)
        events += page["events"]
        polls_made += 1
        time.sleep(0.3)
    check("polling: the text comes in pieces and whole", polls_made > 3 and text_of([{"name": event["event"], "data": event["data"]} for event in events]) == WORDS)
    check("polling: events are numbered without a gap", ids_are_whole(events))


def is_foreign(site, upstream):
    upstream.script("Yes.", 0)
    stream = Visitor(site).stream("Hello?", "m1").read()
    stranger = Visitor(site)
    foreign = stranger.poll(stream.events[0]["data"]["turn_id"], 0)[:2]
    unknown = stranger.poll("turn_" + "0" * 32, 0)[:2]
    check("a foreign turn looks like an unknown one", foreign == unknown and foreign[0] == 404)


def is_bounded(site, upstream, limit):
    """The site gives as many answers at once as its setting says, streamed or not."""
    upstream.script(LONG, 60, times=limit)
    held = [(visitor, visitor.stream("Count.", "m1").read(words(4))) for visitor in (Visitor(site) for _ in range(limit))]
    visitor = Visitor(site)
    for delivery, header in (("streamed", {"Accept": "text/event-stream"}), ("whole", {}), ("polled", {"Prefer": "respond-async"})):
        status, body, headers = site.ask("POST", "chat", visitor.question("One more.", "m1"), {**visitor.secret, **header})
        check("one more than the bound is refused, %s" % delivery, (status, body["code"]) == (503, "mxchat_streams_busy") and headers["Retry-After"])
    for holder, stream in held:
        holder.stop(stream.events[0]["data"]["turn_id"])
        stream.read()
    upstream.script("Yes.", 0)
    check("a place that is free again is given", visitor.stream("One more.", "m1").read().text == "Yes.")


def main():
    site, upstream, count = Site(sys.argv[1]), Upstream(sys.argv[2]), int(sys.argv[3])
    for test in (streams_word_by_word, comes_back, asks_twice_at_once, thread_is_busy, runs_one_at_a_time, stops, leaves, polls, is_foreign):
        test(site, upstream)
    is_bounded(site, upstream, count)
    return summary()


def summary():
    print("%d passed, %d failed" % (sum(results), len(results) - sum(results)))
    return not all(results)


if __name__ == "__main__":
    sys.exit(main())
