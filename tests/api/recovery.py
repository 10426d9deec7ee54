#!/usr/bin/env python3
"""After each provoked failure the next request to the same worker of php-fpm works.

    tests/api/recovery.py <address of the site>

The site has one worker and tests/api/provoke.php. A worker that died has been replaced by one of another number.
"""
import http.client
import json
import sys
import urllib.parse

# What the request says that provoked a failure: an outcome, or the status of one that PHP has ended.
FAILURES = {
    "dimensions": "dimension_mismatch", "embedding": "not_finite", "utf8": "invalid_utf8", "features": "invalid_record",
    "segment": "invalid_record", "segment-file": "invalid_record", "answer": "invalid_record", "record": "invalid_record",
    "huge-text": True, "index-limit": True, "index-query": "invalid_embedding", "index-manifest": "invalid_record",
    "index-log": "invalid_record", "index-segment": "invalid_record", "index-gone": "storage",
    "uncaught": 500, "memory": 500, "memory-in-tokens": 500, "memory-in-matches": 500, "time": 500, "exit": 200,
}


def ask(site, path, body=None, headers=()):
    connection = http.client.HTTPConnection(urllib.parse.urlsplit(site).netloc, timeout=120)
    connection.request("GET" if body is None else "POST", "/wp-json/" + path, body,
                       {"Content-Type": "application/json", **dict(headers)})
    response = connection.getresponse()
    text = response.read()
    try:
        return response.status, json.loads(text)
    except ValueError:
        return response.status, {}


def chat(site, session, message):
    body = json.dumps({"session_id": session["session_id"], "message": message})
    return ask(site, "mxchat/v1/chat", body, {"X-MxChat-Session": session["secret"]})


def provoked(site, failure, expected):
    status, answer = ask(site, "provoke/v1/" + failure)
    return expected in (answer.get("outcome"), status if "outcome" not in answer else None), (status, answer)


def too_large(site, session):
    status, answer = chat(site, session, "x" * (40 << 20))
    return status in (400, 413), (status, answer)


def too_deep(site, _session):
    status, answer = ask(site, "mxchat/v1/chat", "[" * 20_000)
    return 400 <= status < 500, (status, answer)


def main():
    site = sys.argv[1]
    _, session = ask(site, "mxchat/v1/sessions", "{}")
    _, first = ask(site, "provoke/v1/none")
    failures = {name: lambda name=name, expected=expected: provoked(site, name, expected)
                for name, expected in FAILURES.items()}
    failures |= {"too large": lambda: too_large(site, session), "too deep": lambda: too_deep(site, session)}
    passed = failed = 0
    for name, provoke in failures.items():
        is_expected, seen = provoke()
        status, after = ask(site, "provoke/v1/none")
        chat_status, answered = chat(site, session, "How long do I have to return shoes?")
        is_well = (status == 200 and after == dict(first, outcome=True) and after["is_native"]
                   and chat_status == 200 and "days" in answered["message"]["content"])
        if is_expected and is_well:
            passed += 1
        else:
            failed += 1
            print(name, str(seen)[:300], "afterwards", status, str(after)[:300], chat_status, str(answered)[:300])
    print("%d passed, %d failed" % (passed, failed))
    return failed > 0


sys.exit(main())
