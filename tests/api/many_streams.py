#!/usr/bin/env python3
"""Many answers at once, what that does to other pages, and visitors who leave where the grace is the default.

    tests/api/many_streams.py <address of the site> <address of the scripted model> <answers at once>
"""
import sys
import threading
import time

from streams import GRACE, LONG, WORDS, Site, Upstream, Visitor, check, ids_are_whole, leaves, summary, text_of, words

ORDINARY = {"GET /health": "/wp-json/mxchat/v1/health", "the front page": "/"}
SAMPLES = 50
TEXT = " ".join([WORDS] * 8)


def milliseconds(site, path):
    start = time.perf_counter()
    site.page(path)
    return 1000 * (time.perf_counter() - start)


def times_while(site, goes_on):
    """How long ordinary pages take, by name, until it is over; each is asked once at least."""
    times = {name: [] for name in ORDINARY}
    while goes_on(len(times["the front page"])) or not times["the front page"]:
        for name, path in ORDINARY.items():
            times[name].append(milliseconds(site, path))
    return times


def percentile(times, percent):
    return sorted(times)[min(len(times) - 1, len(times) * percent // 100)]


def compared(before, after):
    pairs = [(percentile(before, percent), percentile(after, percent)) for percent in (50, 95)]
    return ", ".join("p%d %.0f → %.0f ms (%.1f times)" % (percent, old, new, new / old) for percent, (old, new) in zip((50, 95), pairs))


def seconds_for(site, count, path):
    """Until the last of so many who ask for a page at once has it."""
    threads = [threading.Thread(target=site.page, args=(path,)) for _ in range(count)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - began


def visit(visitor, streams, begun, start):
    start.wait()
    stream = visitor.stream("Count to twenty, eight times.", "m1", timeout=120)
    stream.status = stream.response.status
    stream.status == 200 and stream.read(words(1))
    begun.append(time.perf_counter())
    stream.status == 200 and stream.read()
    streams.append(stream)


def many(site, upstream, count):
    times_while(site, lambda asked: asked < 3)
    idle = times_while(site, lambda asked: asked < SAMPLES)
    page_views = seconds_for(site, count, "/")
    upstream.script(TEXT, 200, times=count)
    streams, begun, start = [], [], threading.Barrier(count + 1)
    threads = [threading.Thread(target=visit, args=(Visitor(site), streams, begun, start)) for _ in range(count)]
    for thread in threads:
        thread.start()
    start.wait()
    began = time.perf_counter()
    at_the_start = times_while(site, lambda _: len(begun) < count)
    meanwhile = times_while(site, lambda asked: asked < SAMPLES)
    are_running = not streams
    for thread in threads:
        thread.join()
    # Before and after: what else the machine does is in it either way.
    after = times_while(site, lambda asked: asked < SAMPLES)
    idle = {name: idle[name] + after[name] for name in ORDINARY}
    check("%d at once: all are served" % count, [stream.status for stream in streams] == [200] * count, str([stream.status for stream in streams if stream.status != 200][:5]))
    for stream in [stream for stream in streams if stream.text != TEXT][:3]:
        print("    not whole:", [event for event in stream.events if event["name"] != "delta"][-2:], repr(stream.text[-80:]))
    check("%d at once: every text is whole" % count, all(stream.text == TEXT for stream in streams), "%d broken" % sum(stream.text != TEXT for stream in streams))
    check("%d at once: no event is lost, doubled or out of order" % count, all(ids_are_whole(stream.events) for stream in streams))
    check("%d at once: one call of the model each" % count, len(upstream.calls()) == count)
    check("%d at once: they go on while the pages are asked" % count, are_running)
    beginning = max(begun) - began
    check("%d begin in no more than three times the time of %d page views" % (count, count), beginning <= 3 * page_views, "%.2f s against %.2f s" % (beginning, page_views))
    for name in ORDINARY:
        print("     while %d begin, %s: %s" % (count, name, compared(idle[name], at_the_start[name])))
        # The median: what else a busy machine does shows in the slowest pages, with streams or without.
        check("while %d go on, %s takes less than twice its idle time" % (count, name), percentile(meanwhile[name], 50) <= 2 * percentile(idle[name], 50), compared(idle[name], meanwhile[name]))


def comes_back_within_the_grace(site, upstream):
    upstream.script(LONG, 250)
    visitor = Visitor(site)
    first = visitor.stream("Count to twenty.", "m1").read(words(5))
    turn_id = first.events[0]["data"]["turn_id"]
    first.leave()
    time.sleep(GRACE - 5)
    second = visitor.resume(turn_id, first.events[-1]["id"]).read(words(first.events[-1]["id"] + 4 * (GRACE + 2)))
    said = text_of(first.events + second.events)
    check("away for less than the grace: the answer goes on, past the time at which it would have ended", LONG.startswith(said) and upstream.is_speaking(), "%d words" % len(said.split()))
    check("away for less than the grace: one call of the model", len(upstream.calls()) == 1)
    visitor.stop(turn_id)
    second.read()


def main():
    site, upstream, count = Site(sys.argv[1]), Upstream(sys.argv[2]), int(sys.argv[3])
    many(site, upstream, count)
    comes_back_within_the_grace(site, upstream)
    leaves(site, upstream)
    return summary()


sys.exit(main())
