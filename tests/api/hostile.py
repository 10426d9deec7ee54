#!/usr/bin/env python3
"""Hostile values in every parameter of every route of a live site.

    tests/api/hostile.py <address of the site> <keys of tests/api/site.php as JSON> <requests> [seed]

The routes come from the site's own /openapi.json. Each is first asked for what it accepts; then a value is put into one
parameter, the others get what the route accepts. A route that refuses what it accepts, a server error, a lost
connection, an answer without JSON or a 400 that does not name its parameter has failed.
"""
import base64
import collections
import http.client
import json
import random
import re
import sys
import threading
import urllib.parse

from accepted import OUT_OF_REACH, Accepted

# In a URL as bytes, in a body as JSON text.
TEXTS = [
    b"", b" ", b"0", b"-1", b"1e3", b"0x10", b"1.5", b"9223372036854775808", b"-9223372036854775809", b"NaN", b"Infinity",
    b"false", b"true", b"null", b"undefined", b"[]", b"{}", b"__proto__", b"constructor", b"toString",
    b"'", b"\"", b"\\", b"%", b"_", b"' OR 1=1 -- ", b"'; DROP TABLE wp_posts; --", b"1) UNION SELECT user_pass FROM wp_users -- ",
    b"%s", b"%1$s", b"%d%n", b"{0}", b"${7*7}", b"{{7*7}}", b"<script>alert(1)</script>", b"../../../../etc/passwd",
    b"php://filter/resource=x", b"O:8:\"stdClass\":0:{}", b"a:1:{i:0;i:1;}", b"\r\nX-Injected: 1",
    "ä".encode(), "東京".encode(), "🦊".encode(), "e\u0301".encode(), "\u202e".encode(), "\ufeff".encode(), "\u2028".encode(), "İ".encode(),
    b"mxchat_chat_" + b"0" * 32, b"2026-05-12T00:00:00Z", b"now", b"+1 day", b"last day of february 0000", b"@99999999999999", b"9999-12-31",
]
NOT_TEXT = [b"\xff", b"\xc0\xaf", b"\xed\xa0\x80", b"a\x00b", b"\xf4\x90\x80\x80", b"caf\xe9"]
LONG = "a" * 100_000
JSON_ONLY = [
    "0", "-1", "1.5", "1e3", "1e400", "-0", "true", "false", "null", "[]", "{}", "[null]", '[""]', "[[[]]]", '{"a":1}', '{"__proto__":{"x":1}}',
    '"\\ud800"', '"\\udfff\\ud800"', '"\\u0000"', '"\\u0000\\uffff"', '"' + LONG + '"', "[" * 60 + "]" * 60, '{"a":' * 60 + "1" + "}" * 60,
    "[" + ",".join(["0"] * 1001) + "]", '["' + '","'.join("id%d" % n for n in range(1001)) + '"]',
]
BODIES = [
    b"", b" ", b"{", b"}", b"null", b"[]", b"5", b'"text"', b'{"a"', b"{\"a\":\"\xff\"}", b"{" * 100_000, b"[" * 100_000,
    b'{"a":' * 100_000 + b"1" + b"}" * 100_000, b'{"message":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    b'{"session_ids":[' + b"0," * 1_000_000 + b"0]}", b'{"content":[' + b"0," * 1_000_000 + b"0]}",
    b"\x00", b"\xef\xbb\xbf{}", b"a=1&b[]=2", b"<xml/>", b'{"a":1}{"a":2}', b'{"a":1,"a":2}', b'{"__proto__":{"a":1}}', b'{"__proto__":' * 50 + b"1" + b"}" * 50,
]
TYPES = ["application/json", "application/json; charset=utf-16", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain", ""]
# These refuse a body or a method as a whole, or are WordPress's own word before any route: there is no parameter to name.
NAMELESS = {"mxchat_invalid_json", "mxchat_method_override", "rest_invalid_json", "rest_callback_invalid"}
# Nor is there one where a run is not in the state that a request is for.
NAMELESS_OF_OPENAI = {"invalid_json", "method_override", "run_not_waiting"}


class Site:
    def __init__(self, address, keys):
        self.host = urllib.parse.urlsplit(address).netloc
        self.keys = keys
        self.local = threading.local()
        self.paths = json.loads(self.send("GET", "/wp-json/mxchat/v1/openapi.json", None, {})[1])["paths"]

    def send(self, method, target, body, headers):
        for attempt in (1, 2):
            connection = getattr(self.local, "connection", None) or http.client.HTTPConnection(self.host, timeout=120)
            self.local.connection = connection
            try:
                connection.request(method, target, body, headers)
                answer = connection.getresponse()
                return answer.status, answer.read()
            except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
                # The server may have closed an idle connection; a second time it is the request.
                connection.close()
                self.local.connection = None
                if attempt == 2:
                    raise

    def operations(self):
        return [(method.upper(), path, operation) for path, methods in sorted(self.paths.items()) for method, operation in sorted(methods.items())]

    def proof(self, operation):
        """The header that opens a route, as its security says."""
        names = [name for entry in operation["security"] for name in entry]
        if "token" in names:
            return {"Authorization": "Bearer " + self.keys["token"]}
        if "session" in names:
            return {"X-MxChat-Session": self.keys["secret"]}
        return {"Authorization": "Basic " + self.keys["owner"]} if "owner" in names else {}


def hostile_query(random_, name):
    value = random_.choice(TEXTS + NOT_TEXT + [LONG[:6000].encode()])
    form = random_.choice(["%s", "%s", "%s", "%s[]", "%s[a]", "%s[a][b][c]", "%s[__proto__]", "%s[][]"]) % name
    return urllib.parse.quote_from_bytes(form.encode(), safe="[]") + "=" + urllib.parse.quote_from_bytes(value, safe="")


def hostile_json(random_):
    if random_.random() < 0.5:
        return random_.choice(JSON_ONLY).encode()
    if random_.random() < 0.2:
        return b'"' + random_.choice(NOT_TEXT) + b'"'
    return json.dumps(random_.choice(TEXTS).decode()).encode()


def request(random_, site, accepted, method, path, operation):
    headers = site.proof(operation)
    fields = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {}).get("properties", {})
    query, target = [], path
    parameters = operation["parameters"]
    chosen = random_.choice([p["name"] for p in parameters] + list(fields) + ["(body)", "(unknown)"])
    for parameter in parameters:
        name, place = parameter["name"], parameter["in"]
        if place == "path" and name == chosen:
            target = target.replace("{%s}" % name, urllib.parse.quote_from_bytes(random_.choice(TEXTS + NOT_TEXT), safe="") or "words")
        elif place == "header" and name == chosen:
            headers[name] = re.sub(rb"[\r\n\x00]", b"", random_.choice(TEXTS + NOT_TEXT + [b"k" * 300, b"%032x" % random_.getrandbits(128)])).decode("latin-1")
        elif place == "query" and name == chosen:
            query.append(hostile_query(random_, name))
        elif place == "query" and parameter["required"]:
            query.append(name + "=" + urllib.parse.quote(str(accepted.value(name, parameter["schema"]))))
    if chosen == "(unknown)":
        query.append(hostile_query(random_, random_.choice(["x", "_fields", "_embed", "_envelope", "context", "__proto__", "_method", "_jsonp"])))
    body = None
    if method != "GET":
        headers["Content-Type"] = random_.choice(TYPES) if chosen == "(body)" else "application/json"
        if chosen == "(body)":
            body = random_.choice(BODIES)
        else:
            values = accepted.body(method, path, operation)
            parts = [json.dumps(name).encode() + b":" + (hostile_json(random_) if name == chosen else json.dumps(values[name]).encode())
                     for name in fields if name in values or name == chosen]
            body = b"{" + b",".join(parts) + b"}"
    if random_.random() < 0.1:
        headers["Accept"] = "text/event-stream"
    return accepted.target(target) + ("?" + "&".join(query) if query else ""), body, headers, chosen


def accepted_request(site, accepted, method, path, operation):
    headers = {**site.proof(operation), "Content-Type": "application/json"}
    query = {p["name"]: accepted.value(p["name"], p["schema"]) for p in operation["parameters"] if p["in"] == "query" and p["required"]}
    body = json.dumps(accepted.body(method, path, operation)).encode() if method != "GET" else None
    return accepted.target(path) + ("?" + urllib.parse.urlencode(query) if query else ""), body, headers, "(nothing)"


def is_event_stream(answer):
    return re.match(rb"(:|id:|event:|data:|retry:)", answer) is not None


def problem(path, status, answer):
    """What is wrong with an answer; empty if nothing is."""
    if status >= 500 and not (status == 502 and b'"code":"mxchat_provider_failed"' in answer):
        return "status %d" % status  # 502 is true: there is no provider.
    if status in (404, 413, 414, 431) and not answer.startswith(b"{"):
        return ""  # The web server's own, before WordPress.
    if status == 200 and (answer.startswith(b'\xef\xbb\xbf"id",') or is_event_stream(answer)):
        return ""  # The export of the contacts, and answers as they come.
    jsonp = re.fullmatch(rb"/\*\*/[\w.]+\((.*)\)", answer, re.DOTALL)
    try:
        data = json.loads(jsonp.group(1) if jsonp else answer)
    except ValueError:
        return "status %d without JSON" % status
    if status < 400:
        return ""
    if path.startswith("/mxchat/v1/openai/") and data.get("code") != "rest_callback_invalid":
        return problem_of_openai(status, data)
    if isinstance(data, dict) and data.get("success") is False:
        error = data.get("error") or {}
        named = error.get("code") == "INVALID_REQUEST" and error.get("message")
        return "" if status != 400 or named else "a 400 without a reason in its envelope: %s" % error.get("code")
    if status == 400 and data.get("code") not in NAMELESS:
        params = (data.get("data") or {}).get("params")
        if not params:
            return "a 400 that names no parameter: %s" % data.get("code")
    return ""


def problem_of_openai(status, data):
    error = data.get("error")
    if not isinstance(error, dict) or not {"message", "type", "param", "code"} <= set(error):
        return "a failure that OpenAI's clients cannot read"
    if status == 400 and error["code"] not in NAMELESS_OF_OPENAI and (not error["param"] or error["param"] not in error["message"]):
        return "a 400 that names no parameter: %s" % error["code"]
    return ""


def main():
    site = Site(sys.argv[1], json.loads(sys.argv[2]))
    count, seed = int(sys.argv[3]), int(sys.argv[4]) if len(sys.argv) > 4 else 1
    operations, accepted, seen, failures, lock = site.operations(), Accepted(site), collections.Counter(), [], threading.Lock()

    def ask(method, path, make, is_expected):
        target = body = chosen = None
        try:
            target, body, headers, chosen = make()
            status, answer = site.send(method, target, body, headers)
            wrong = problem(path, status, answer) or ("" if is_expected(status) else "refused")
            if method == "DELETE" and status < 300:
                accepted.forget(path)
        except Exception as error:  # Whatever it is, no answer came.
            status, answer, wrong = 0, b"", "no answer: %r" % error
        with lock:
            seen[status] += 1
            if wrong:
                failures.append("%s: %s %s, %s, body %.300r, answer %d %.300r" % (wrong, method, (target or path)[:300], chosen, body, status, answer))

    # The provider first: what comes after it is answered by a model.
    for method, path, operation in sorted(operations, key=lambda each: each[1] not in ("/mxchat/v1/connection", "/mxchat/v1/assistants/site")):
        wanted = OUT_OF_REACH.get("%s %s" % (method, path))
        ask(method, path, lambda: accepted_request(site, accepted, method, path, operation), lambda status: status == wanted if wanted else 200 <= status < 300)

    def work(worker, workers):
        for number in range(worker, count, workers):
            random_ = random.Random(seed * 1_000_003 + number)
            method, path, operation = operations[number % len(operations)]
            ask(method, path, lambda: request(random_, site, accepted, method, path, operation), lambda status: True)

    workers = [threading.Thread(target=work, args=(number, 6)) for number in range(6)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    print("\n".join(failures[:40]))
    print("statuses: %s" % dict(sorted(seen.items())))
    print("%d passed, %d failed" % (sum(seen.values()) - len(failures), len(failures)))
    return bool(failures) or seen[200] == 0


if __name__ == "__main__":
    sys.exit(main())
