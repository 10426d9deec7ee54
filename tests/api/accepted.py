"""What the routes of a site accept: a value for each parameter, and something that is there for each id in a path."""
import itertools
import json
import os
import re
import threading

# The scripted upstream's.
MODEL, EMBEDDING_MODEL = "scripted-large", "text-embedding-3-small"
# What the schema of a parameter does not say.
VALUES = {
    "action_id": "order_history",
    "action_ids": ["order_history"],
    "attributes": {"plan": "gold"},
    "base_url": os.environ.get("MXCHAT_UPSTREAM", "http://127.0.0.1:9/v1"),
    "bot_id": "default",
    "chatbot_id": "default",
    "accent": "#336699",
    "contact_url": "https://example.com/contact",
    "currency": "EUR",
    "email": "ada@example.com",
    "expires_at": "2099-05-12T00:00:00Z",
    "drafts": [{"action_id": "order_history", "phrases": ["Where is my parcel?"]}],
    "headers": [{"name": "X-Shop", "value": "1"}],
    "json": '{"name":"Words","model":"words","instructions":"Be kind."}',
    "messages": [{"role": "user", "content": "Do you repair zips?"}],
    "metadata": {"shop": "words"},
    "min_similarity": "71",
    "model": "default",
    "proof": "0" * 64,
    "reads": ["default"],
    "response_format": {"type": "text"},
    "signature": "0" * 32,
    "source_url": "https://example.com/faq/#zips",
    "url": "https://example.com/page",
    "version": 1,
    "who": "everyone",
}
# What is so for one route alone; None leaves a parameter out.
OF_ROUTES = {
    "DELETE /mxchat/v1/sessions/{session_id}": {"erase": False},
    "POST /mxchat/v1/assistants": {"min_similarity": 0.5, "model": MODEL},
    "POST /mxchat/v1/assistants/site": {"is_enabled": True, "assistant_id": None, "model": MODEL},
    "POST /mxchat/v1/assistants/{assistant_id}": {"min_similarity": 0.5, "model": MODEL, "version": None},
    "POST /mxchat/v1/bots": {"assistant_id": "", "is_enabled": True},
    "PATCH /mxchat/v1/bots/{bot_id}": {"assistant_id": "", "is_enabled": True},
    "POST /mxchat/v1/chat": {"client_message_id": None},
    "POST /mxchat/v1/connection": {"mode": "responses", "needs_key": True},
    "POST /mxchat/v1/connection/test": {"model": MODEL},
    "POST /mxchat/v1/debugger/trace": {"asks_model": True},
    "POST /mxchat/v1/embeddings/estimate": {"model": EMBEDDING_MODEL, "dimensions": None},
    "POST /mxchat/v1/embeddings/model": {"model": EMBEDDING_MODEL, "dimensions": None},
    "POST /mxchat/v1/openai/assistants": {"assistant_id": None},
    "POST /mxchat/v1/openai/responses": {"previous_response_id": None, "store": True},
    "POST /mxchat/v1/openai/threads": {"thread_id": None},
    "POST /mxchat/v1/openai/threads/runs": {"thread_id": None, "thread": {"messages": [{"role": "user", "content": "words"}]}},
    "POST /mxchat/v1/settings": {"max_streams": 8, "vector_store": {"kind": "local"}, "vector_candidate": None},
    "POST /mxchat/v1/spend/budget": {"prices": [], "site_tokens": None, "site_money": None, "visitor_tokens": None, "visitor_money": None},
    "POST /twxchat/v1/query-chatbot": {"thread_id": None},
}
# How the thing is made whose id stands in a path, and the field of the answer that is its id.
MADE = {
    "assistant_id": ("/mxchat/v1/openai/assistants", "id"),
    "bot_id": ("/mxchat/v1/bots", "bot_id"),
    "contact_id": ("/mxchat/v1/contacts", "id"),
    "conversation_id": ("/mxchat/v1/conversations", "id"),
    "job_id": ("/mxchat/v1/knowledge", "job_id"),
    "message_id": ("/mxchat/v1/openai/threads/{thread_id}/messages", "id"),
    "own_assistant_id": ("/mxchat/v1/assistants", "id"),
    "response_id": ("/mxchat/v1/openai/responses", "id"),
    "run_id": ("/mxchat/v1/openai/threads/{thread_id}/runs", "id"),
    "source_id": ("/mxchat/v1/knowledge/sources", "id"),
    "test_id": ("/mxchat/v1/debugger/tests", "id"),
    "thread_id": ("/mxchat/v1/openai/threads", "id"),
    "token_id": ("/mxchat/v1/tokens", "id"),
    "turn_id": ("/mxchat/v1/chat", "turn_id"),
    "webhook_id": ("/mxchat/v1/webhooks", "id"),
}
# What is to be new in each request.
NEW = {
    "POST /mxchat/v1/bots": ("bot_id", "bot%d"),
    "POST /mxchat/v1/contacts": ("email", "ada%d@example.com"),
    "PATCH /mxchat/v1/contacts/{contact_id}": ("email", "eva%d@example.com"),
}
# A route may be refused where what it is about is not on a site that was just made.
OUT_OF_REACH = {
    "GET /mxchat/v1/actions/thumbnails": 404,
    "POST /mxchat/v1/actions/{id}/confirm": 404,
    "GET /mxchat/v1/network/connection": 403,
    "POST /mxchat/v1/network/connection": 403,
    "DELETE /mxchat/v1/network/connection": 403,
    "GET /mxchat/v1/openai/threads/{thread_id}/runs/{run_id}/steps/{step_id}": 404,
    "POST /mxchat/v1/openai/threads/{thread_id}/runs/{run_id}/cancel": 400,
    "POST /mxchat/v1/openai/threads/{thread_id}/runs/{run_id}/submit_tool_outputs": 400,
    "GET /mxchat/v1/streaming": 403,
    "POST /mxchat/v1/transcripts/unanswered/{id}/dismiss": 404,
    "POST /mxchat/v1/transcripts/unanswered/{id}/draft": 404,
    "POST /mxchat/v1/webhooks/{webhook_id}/deliveries/{delivery_id}/replay": 404,
}


def kind_of(name, path):
    """The owner's assistants and those of OpenAI's API have ids of their own."""
    return "own_assistant_id" if name == "assistant_id" and path.startswith("/mxchat/v1/assistants") else name


class Accepted:
    """Values for one site. What a request has deleted is made again for the next."""

    def __init__(self, site):
        self.site, self.ids, self.lock, self.number = site, {}, threading.RLock(), itertools.count(1)

    def id_of(self, kind):
        if kind in self.site.keys:
            return self.site.keys[kind]
        if kind not in MADE:
            return VALUES.get(kind, "words")
        with self.lock:
            if kind not in self.ids:
                self.ids[kind] = self.make(kind)
            return self.ids[kind]

    def target(self, path):
        return "/wp-json" + re.sub(r"\{(\w+)\}", lambda match: str(self.id_of(kind_of(match.group(1), path))), path)

    def make(self, kind):
        path, field = MADE[kind]
        operation = self.site.paths[path]["post"]
        headers = {**self.site.proof(operation), "Content-Type": "application/json", "Prefer": "respond-async"}
        send = lambda: self.site.send("POST", self.target(path), json.dumps(self.body("POST", path, operation)).encode(), headers)
        status, answer = send()
        if status >= 400:
            # A request beside this one has deleted what it stands in or names.
            self.ids.clear()
            status, answer = send()
        if status >= 300:
            raise RuntimeError("no %s was made: %d %.300r" % (kind, status, answer))
        data = json.loads(answer)
        return data["data"][field] if "success" in data and "data" in data else data[field]

    def forget(self, path):
        """The last id of the path leads to nothing now, nor does what was made inside it."""
        with self.lock:
            for name in re.findall(r"\{(\w+)\}", path)[-1:]:
                gone = [kind_of(name, path)] + [kind for kind, (parent, _) in MADE.items() if "{%s}" % name in parent]
                for kind in gone:
                    self.ids.pop(kind, None)

    def body(self, method, path, operation):
        route = "%s %s" % (method, path)
        fields = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {}).get("properties", {})
        values = dict(OF_ROUTES.get(route, {}))
        if route in NEW:
            values[NEW[route][0]] = NEW[route][1] % next(self.number)
        for name, schema in fields.items():
            if name not in values:
                values[name] = self.value(name, schema)
        return {name: value for name, value in values.items() if value is not None}

    def value(self, name, schema):
        if "enum" in schema:
            return schema["enum"][0]
        if name in ("session_id", "assistant_id", "contact_id"):
            return self.id_of(name)
        if name in VALUES:
            return VALUES[name]
        kind = schema.get("type", "string")
        kind = kind[0] if isinstance(kind, list) else kind
        if kind in ("integer", "number"):
            return schema.get("default", schema.get("minimum", 1))
        if kind == "boolean":
            return schema.get("default", False)
        if kind == "array":
            return [self.value("", schema["items"])] if schema.get("minItems", 1) else []
        if kind == "object":
            return {each: self.value(each, inner) for each, inner in schema.get("properties", {}).items() if inner.get("required") or each in schema.get("required", [])}
        return "2026-05-12T00:00:00Z" if schema.get("format") == "date-time" else "words"
