#!/usr/bin/env bash
# Every call of the documented APIs, ready to be copied. All of them at once, against the demo:
#
#   SITE=http://127.0.0.1:8088 TOKEN=$(make -s token) bash tests/api/examples.sh
#
# tests/api/examples.test.mjs runs each of them alone and compares the answer with the lines that begin with "#=":
# first the status, then fields with their types or values ("items[]" is every item, "keys" are all fields, in any order).
# CHATBOT is the id of a chatbot of the site; the examples that name it run for the documents' own, 3, as well.
SITE=${SITE:-http://127.0.0.1:8088}
TOKEN=${TOKEN:?a token: make -s token}
CHATBOT=${CHATBOT:-default}

# Is the API reachable?
#= 200
#= keys: ok plugin_version token_set embedding_model utils_loaded namespace
#= ok: true
#= plugin_version: string
#= token_set: true
#= embedding_model: string
#= utils_loaded: true
#= namespace: "mxchat/v1"
curl "$SITE/wp-json/mxchat/v1/health"

# Without a token there is no answer
#= 401
#= keys: code message data
#= code: "mxchat_rest_unauthorized"
#= message: "Invalid bearer token."
#= data.status: 401
curl "$SITE/wp-json/mxchat/v1/transcripts"

# Ask a chatbot, as a visitor would
#= 200
#= keys: chatbot_id kb_source min_similarity thread_id answer sources scoring messages
#= chatbot_id: "$CHATBOT"
#= kb_source: string
#= min_similarity: "71"
#= thread_id: /^twxchat_thread_/
#= answer: /we repair zips/
#= sources: array
#= sources[0].source: /repairs/
#= sources[].source: string
#= sources[].similarity_score: number
#= sources[].title: string
#= messages: []
curl -X POST -H "Authorization: Bearer $TOKEN" \
-H "Content-Type: application/json" \
-d '{
  "query": "Do you repair zips?",
  "chatbot_id": "'"$CHATBOT"'",
  "min_similarity": "0.71"
}' \
"$SITE/wp-json/twxchat/v1/query-chatbot"

# Go on in the same thread
#= 200
#= thread_id: /^twxchat_thread_/
#= min_similarity: "75"
#= messages: array
#= messages[].role: string
#= messages[].content: string
#= messages[0].role: "user"
#= messages[0].content: "Do you repair zips?"
#= messages[1].role: "assistant"
THREAD=$(curl -X POST -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" \
-d '{"query":"Do you repair zips?","chatbot_id":"'"$CHATBOT"'"}' "$SITE/wp-json/twxchat/v1/query-chatbot" | jq -r .thread_id)
curl -X POST -H "Authorization: Bearer $TOKEN" \
-H "Content-Type: application/json" \
-d '{
  "query": "What does it cost?",
  "chatbot_id": "'"$CHATBOT"'",
  "min_similarity": "75",
  "thread_id": "'"$THREAD"'"
}' \
"$SITE/wp-json/twxchat/v1/query-chatbot"

# A thread that is not yours is refused
#= 400
#= code: "rest_invalid_param"
#= data.params.thread_id: string
curl -X POST -H "Authorization: Bearer $TOKEN" \
-H "Content-Type: application/json" \
-d '{
  "query": "Am I able to Query the Chatbot from my own App?",
  "chatbot_id": "'"$CHATBOT"'",
  "min_similarity": "0.71",
  "thread_id": "twxchat_thread_jh6353FSDvxsacG"
}' \
"$SITE/wp-json/twxchat/v1/query-chatbot"

# An OpenAI key opens nothing unless the owner has switched it on
#= 401
#= data.status: 401
curl -X POST -H "x-openai-api-key: YOUR_OPENAI_API_KEY" \
-H "Content-Type: application/json" \
-d '{"query":"Am I able to Query the Chatbot from my own App?","chatbot_id":"'"$CHATBOT"'"}' \
"$SITE/wp-json/twxchat/v1/query-chatbot"

# Search what the chatbot knows
#= 200
#= keys: results scoring
#= results[].source: string
#= results[].title: string
#= results[].content_type: string
#= results[].similarity_score: number
#= results[].snippet: string
#= results[0].source: /returns/
curl -G -H "Authorization: Bearer $TOKEN" \
--data-urlencode "q=How long do I have to return shoes?" \
"$SITE/wp-json/twxchat/v1/knowledge"

# Search the chat log
#= 200
#= keys: items total count limit offset
#= items[].user_identifier: string
#= items[].message: string
#= items[].role: string
curl -H "Authorization: Bearer $TOKEN" "$SITE/wp-json/twxchat/v1/chat-log?limit=5"

# Yesterday's questions that the bot answered without any knowledge
#= 200
#= keys: items total count limit offset
#= items: array
#= limit: 200
#= items[].role: "user"
#= items[].has_rag_context: false
#= items[].session_id: string
#= items[].message: string
#= items[].timestamp: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/
curl -H "Authorization: Bearer $TOKEN" \
"$SITE/wp-json/mxchat/v1/transcripts?role=user&has_rag_context=no&since=2026-05-12T00:00:00Z&limit=200&order=asc"

# Delete conversations
#= 200
#= keys: session_ids_requested transcripts_deleted translations_deleted url_clicks_deleted cascade
#= session_ids_requested: 2
#= transcripts_deleted: integer
#= translations_deleted: integer
#= url_clicks_deleted: integer
#= cascade: true
curl -X DELETE -H "Authorization: Bearer $TOKEN" \
-H "Content-Type: application/json" \
-d '{"session_ids":["mxchat_chat_abc123","mxchat_chat_def456"],"cascade":true}' \
"$SITE/wp-json/mxchat/v1/transcripts"

# Teach the bot something that stands on no page
#= 200
#= success: true
#= source_url: /#faq-enable-streaming$/
#= bot_id: "default"
#= content_type: "faq"
#= bytes: 99
#= chunks: 1
#= status: "stored"
#= scoring: "lexical"
curl -X POST -H "Authorization: Bearer $TOKEN" \
-H "Content-Type: application/json" \
--max-time 180 \
-d '{
  "content": "Q: How do I enable streaming?\nA: MxChat → Settings → Streaming, pick a streaming-capable model.",
  "source_url": "'"$SITE"'/faq/#faq-enable-streaming",
  "content_type": "faq"
}' \
"$SITE/wp-json/mxchat/v1/knowledge"

# The same, past a proxy, straight to the server
#= 200
#= ok: true
curl --resolve "${SITE#*://}:127.0.0.1" "$SITE/wp-json/mxchat/v1/health"

# Push without waiting, and look after the job
#= 200
#= id: /^job_/
#= kind: "push"
#= status: string
#= error: null
JOB=$(curl -X POST -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" -H "Prefer: respond-async" \
-d '{"content":"The shop cat sleeps in the window.","source_url":"'"$SITE"'/faq/#shop-cat"}' "$SITE/wp-json/mxchat/v1/knowledge" | jq -r .job_id)
curl -H "Authorization: Bearer $TOKEN" "$SITE/wp-json/mxchat/v1/knowledge/jobs/$JOB"

# Do what waits, where no WP-Cron does it
#= 200
#= items[0].kind: "push"
#= items[0].status: "done"
curl -X POST -H "Authorization: Bearer $TOKEN" "$SITE/wp-json/mxchat/v1/knowledge/jobs/run"

# List what was pushed
#= 200
#= keys: items total count limit offset
#= items[].source_url: string
#= items[].content_type: "faq"
#= items[].origin: "push"
#= items[].chunks: 1
#= total: 1
curl -H "Authorization: Bearer $TOKEN" "$SITE/wp-json/mxchat/v1/knowledge?origin=push&content_type=faq"

# Search the knowledge
#= 200
#= results[0].source: /#faq-enable-streaming$/
#= results[0].title: "How do I enable streaming?"
#= results[0].content_type: "faq"
curl -G -H "Authorization: Bearer $TOKEN" \
--data-urlencode "q=How do I enable streaming?" -d limit=3 -d min_similarity=50% \
"$SITE/wp-json/mxchat/v1/knowledge/search"

# Forget what was pushed
#= 200
#= success: true
#= source_urls_requested: 2
#= sources_deleted: 2
#= chunks_deleted: 2
curl -X DELETE -H "Authorization: Bearer $TOKEN" \
-H "Content-Type: application/json" \
-d '{"source_urls":["'"$SITE"'/faq/#faq-enable-streaming","'"$SITE"'/faq/#shop-cat"]}' \
"$SITE/wp-json/mxchat/v1/knowledge"

# Send a message to a bot
#= 200
#= keys: success data error response
#= success: true
#= error: null
#= data.response: /zips/
#= data.conversationId: /^conv_[A-Za-z0-9]+$/
#= data.messageId: /^msg_[A-Za-z0-9]+$/
#= response: /zips/
curl -X POST -H "Authorization: Bearer $TOKEN" \
-H "Content-Type: application/json" \
-d '{"message":"Do you repair zips?","sessionId":"order-4711"}' \
"$SITE/wp-json/mxchat/v1/bot/default"

# Go on in the same conversation, and read it
#= 200
#= success: true
#= data.total: 4
#= data.items[0].role: "user"
#= data.items[0].content: "Do you repair zips?"
#= data.items[3].role: "assistant"
CONVERSATION=$(curl -X POST -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" \
-d '{"message":"What does it cost?","sessionId":"order-4711"}' "$SITE/wp-json/mxchat/v1/bot/default" | jq -r .data.conversationId)
curl -H "Authorization: Bearer $TOKEN" "$SITE/wp-json/mxchat/v1/conversations/$CONVERSATION/messages"

# Ask a bot that is not there
#= 404
#= success: false
#= data: null
#= error.code: "BOT_NOT_FOUND"
curl -X POST -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" \
-d '{"message":"Hello"}' "$SITE/wp-json/mxchat/v1/bot/YOUR_BOT_ID"

# Ask without a key
#= 401
#= error.code: "INVALID_API_KEY"
curl -X POST -H "Authorization: Bearer YOUR_API_KEY" -H "Content-Type: application/json" \
-d '{"message":"Hello"}' "$SITE/wp-json/mxchat/v1/bot/default"

# Say nothing
#= 400
#= error.code: "INVALID_REQUEST"
curl -X POST -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" \
-d '{}' "$SITE/wp-json/mxchat/v1/bot/default"

# End the conversation with all that was said
#= 200
#= data.deleted: true
#= data.messages_deleted: 4
CONVERSATION=$(curl -H "Authorization: Bearer $TOKEN" "$SITE/wp-json/mxchat/v1/conversations?limit=1" | jq -r '.data.items[0].id')
curl -X DELETE -H "Authorization: Bearer $TOKEN" "$SITE/wp-json/mxchat/v1/conversations/$CONVERSATION"

# Say something to a bot
#= 200
#= keys: success data error response
#= success: true
#= error: null
#= data.response: string
#= data.conversationId: /^conv_/
#= data.messageId: /^msg_/
#= response: string
curl -X POST -H "Authorization: Bearer $TOKEN" \
-H "Content-Type: application/json" \
-d '{
  "message": "Hello, what can you help me with?",
  "sessionId": "optional-session-id"
}' \
"$SITE/wp-json/mxchat/v1/bot/$CHATBOT"

# Read on in the conversation
#= 200
#= success: true
#= data.total: 2
#= data.items[0].role: "user"
#= data.items[0].content: "Do you repair zips?"
#= data.items[1].role: "assistant"
#= data.items[].id: /^msg_/
CONVERSATION=$(curl -X POST -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" \
-d '{"message":"Do you repair zips?"}' "$SITE/wp-json/mxchat/v1/bot/$CHATBOT" | jq -r .data.conversationId)
curl -H "Authorization: Bearer $TOKEN" "$SITE/wp-json/mxchat/v1/conversations/$CONVERSATION/messages"

# A bot that is not there
#= 404
#= success: false
#= data: null
#= error.code: "BOT_NOT_FOUND"
curl -X POST -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" \
-d '{"message":"Hello?"}' "$SITE/wp-json/mxchat/v1/bot/nobody"

# A wrong key, in the bot API
#= 401
#= success: false
#= error.code: "INVALID_API_KEY"
curl -X POST -H "Authorization: Bearer YOUR_API_KEY" -H "Content-Type: application/json" \
-d '{"message":"Hello?"}' "$SITE/wp-json/mxchat/v1/bot/$CHATBOT"

# Begin a conversation, and end it
#= 200
#= success: true
#= data.id: /^conv_/
#= data.status: "closed"
CONVERSATION=$(curl -X POST -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" \
-d '{"bot_id":"'"$CHATBOT"'"}' "$SITE/wp-json/mxchat/v1/conversations" | jq -r .data.id)
curl -X POST -H "Authorization: Bearer $TOKEN" "$SITE/wp-json/mxchat/v1/conversations/$CONVERSATION/close"

# Keep a contact
#= 201
#= success: true
#= data.id: /^cont_/
#= data.email: "ada@example.com"
#= data.attributes.plan: "gold"
#= data.consent: true
curl -X POST -H "Authorization: Bearer $TOKEN" \
-H "Content-Type: application/json" \
-d '{"email":"ada@example.com","name":"Ada","attributes":{"plan":"gold"},"consent":true}' \
"$SITE/wp-json/mxchat/v1/contacts"

# Find a contact, change it, and forget it
#= 200
#= success: true
CONTACT=$(curl -G -H "Authorization: Bearer $TOKEN" -d email=ada@example.com "$SITE/wp-json/mxchat/v1/contacts" | jq -r '.data.items[0].id')
curl -X PATCH -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" \
-d '{"phone":"+49 30 901820"}' "$SITE/wp-json/mxchat/v1/contacts/$CONTACT" | jq -e '.data.phone == "+49 30 901820"' >/dev/null
curl -X DELETE -H "Authorization: Bearer $TOKEN" "$SITE/wp-json/mxchat/v1/contacts/$CONTACT"

# Be told of what happens
#= 200
#= success: true
#= data.items[].id: /^wh_/
#= data.items[0].url: "https://example.com/hook"
#= data.items[0].events: ["message.created","conversation.created"]
#= data.items[0].is_enabled: true
curl -X POST -H "Authorization: Bearer $TOKEN" \
-H "Content-Type: application/json" \
-d '{"url":"https://example.com/hook","events":["message.created","conversation.created"]}' \
"$SITE/wp-json/mxchat/v1/webhooks" | jq -e '.data.secret | startswith("whsec_")' >/dev/null
curl -H "Authorization: Bearer $TOKEN" "$SITE/wp-json/mxchat/v1/webhooks"

# See what was sent, change what is sent, and end it
#= 200
#= success: true
WEBHOOK=$(curl -H "Authorization: Bearer $TOKEN" "$SITE/wp-json/mxchat/v1/webhooks" | jq -r '.data.items[0].id')
curl -H "Authorization: Bearer $TOKEN" "$SITE/wp-json/mxchat/v1/webhooks/$WEBHOOK/deliveries" | jq -e '.success' >/dev/null
curl -X PATCH -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" \
-d '{"events":["contact.created"]}' "$SITE/wp-json/mxchat/v1/webhooks/$WEBHOOK" | jq -e '.data.events == ["contact.created"]' >/dev/null
curl -X DELETE -H "Authorization: Bearer $TOKEN" "$SITE/wp-json/mxchat/v1/webhooks/$WEBHOOK"

# Let a page of another host be read
#= 202
#= id: /^src_/
#= url: "https://example.com/page"
#= kind: "page"
#= status: "reading"
#= pages.waiting: 1
#= job.id: /^job_/
curl -X POST -H "Authorization: Bearer $TOKEN" \
-H "Content-Type: application/json" \
-d '{"url":"https://example.com/page"}' \
"$SITE/wp-json/mxchat/v1/knowledge/sources"

# Forget a page of another host
#= 202
#= status: "deleting"
SOURCE=$(curl -H "Authorization: Bearer $TOKEN" "$SITE/wp-json/mxchat/v1/knowledge/sources" | jq -r '.items[0].id')
curl -X DELETE -H "Authorization: Bearer $TOKEN" "$SITE/wp-json/mxchat/v1/knowledge/sources/$SOURCE"

# Which action would a message fire?
#= 200
#= message: "Where is my order?"
#= items: array
curl -X POST -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" \
-d '{"message":"Where is my order?"}' "$SITE/wp-json/mxchat/v1/actions/score"

# The models of OpenAI's API are the chatbots
#= 200
#= object: "list"
#= data[].object: "model"
#= data[].id: string
curl -H "Authorization: Bearer $TOKEN" "$SITE/wp-json/mxchat/v1/openai/models"

# Chat as with OpenAI
#= 200
#= id: /^chatcmpl-/
#= object: "chat.completion"
#= model: "$CHATBOT"
#= choices[0].message.role: "assistant"
#= choices[0].message.content: /we repair zips/
#= choices[0].finish_reason: "stop"
#= usage.total_tokens: integer
curl -X POST -H "Authorization: Bearer $TOKEN" \
-H "Content-Type: application/json" \
-d '{"model":"'"$CHATBOT"'","messages":[{"role":"user","content":"Do you repair zips?"}]}' \
"$SITE/wp-json/mxchat/v1/openai/chat/completions"

# Respond as OpenAI does, and go on from there
#= 200
#= id: /^resp_/
#= object: "response"
#= status: "completed"
#= output[0].content[0].type: "output_text"
#= output[0].content[0].text: string
#= previous_response_id: /^resp_/
RESPONSE=$(curl -X POST -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" \
-d '{"model":"'"$CHATBOT"'","input":"Do you repair zips?"}' "$SITE/wp-json/mxchat/v1/openai/responses" | jq -r .id)
curl -X POST -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" \
-d '{"model":"'"$CHATBOT"'","input":"What does it cost?","previous_response_id":"'"$RESPONSE"'"}' "$SITE/wp-json/mxchat/v1/openai/responses"

# Run an assistant on a thread
#= 200
#= object: "list"
#= data[0].role: "assistant"
#= data[0].content[0].text.value: string
#= data[1].role: "user"
#= data[1].content[0].text.value: "Do you repair zips?"
openai() { curl -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" "$SITE/wp-json/mxchat/v1/openai/$1" "${@:2}"; }
ASSISTANT=$(openai assistants -d '{"model":"'"$CHATBOT"'","name":"Shop","instructions":"Be kind."}' | jq -r .id)
THREAD=$(openai threads -d '{"messages":[{"role":"user","content":"Do you repair zips?"}]}' | jq -r .id)
openai "threads/$THREAD/runs" -d '{"assistant_id":"'"$ASSISTANT"'"}' | jq -e '.object == "thread.run"' >/dev/null
openai "threads/$THREAD/messages"

# A model that is not there, in OpenAI's words
#= 404
#= error.type: "invalid_request_error"
#= error.code: "model_not_found"
curl -X POST -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" \
-d '{"model":"nobody","messages":[{"role":"user","content":"Hello?"}]}' "$SITE/wp-json/mxchat/v1/openai/chat/completions"
