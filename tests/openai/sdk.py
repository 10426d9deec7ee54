#!/usr/bin/env python3
"""The official OpenAI SDK as a client of this site: every answer is parsed and checked by it.

    tests/openai/sdk.py <address of the site> <token> <address of the scripted model server>
"""
import json
import sys
import urllib.request
import warnings

import openai

warnings.filterwarnings("ignore", category=DeprecationWarning)
SITE, TOKEN, UPSTREAM = sys.argv[1:4]
WEATHER = {"name": "weather", "description": "The weather of a city.",
           "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}}
TOOL = [{"type": "function", "function": WEATHER}]
QUESTION = "Do you repair zips?"


def client(token=TOKEN):
    # Answers that do not have the shape of their types are refused by the SDK.
    return openai.OpenAI(api_key=token, base_url=f"{SITE}/wp-json/mxchat/v1/openai", max_retries=0, _strict_response_validation=True)


def script(*steps):
    body = json.dumps({"queue": steps, "replace": True}).encode()
    address = UPSTREAM.removesuffix("/v1") + "/__script"
    urllib.request.urlopen(urllib.request.Request(address, body, {"Content-Type": "application/json"})).read()


def same(found, wanted):
    assert found == wanted, f"{found!r} is not {wanted!r}"


def weather_call():
    return {"calls": [{"name": "weather", "arguments": "{\"city\":\"Oslo\"}", "call_id": "call_1"}]}


def test_models():
    models = client().models.list()
    same([model.id for model in models], ["default"])
    same(client().models.retrieve("default").owned_by, "mxchat")


def test_chat():
    script({"text": "Yes, we repair zips."})
    completion = client().chat.completions.create(model="default", messages=[{"role": "user", "content": QUESTION}])
    same(completion.choices[0].message.content, "Yes, we repair zips.")
    same(completion.choices[0].finish_reason, "stop")
    assert completion.usage.total_tokens > 0


def test_chat_streamed():
    script({"text": "Yes, we repair zips."})
    stream = client().chat.completions.create(model="default", stream=True, stream_options={"include_usage": True},
                                              messages=[{"role": "user", "content": QUESTION}])
    chunks = list(stream)
    text = "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices)
    same(text, "Yes, we repair zips.")
    same([chunk.choices[0].finish_reason for chunk in chunks if chunk.choices][-1], "stop")
    assert chunks[-1].usage.total_tokens > 0
    assert len(chunks) > 4, "It comes in pieces."


def test_chat_with_a_tool():
    script(weather_call(), {"text": "It snows."})
    messages = [{"role": "user", "content": "What is the weather in Oslo?"}]
    first = client().chat.completions.create(model="default", messages=messages, tools=TOOL).choices[0]
    same(first.finish_reason, "tool_calls")
    call = first.message.tool_calls[0]
    same(json.loads(call.function.arguments), {"city": "Oslo"})
    messages += [first.message, {"role": "tool", "tool_call_id": call.id, "content": "snow"}]
    same(client().chat.completions.create(model="default", messages=messages, tools=TOOL).choices[0].message.content, "It snows.")


def test_responses():
    script({"text": "Yes, we repair zips."}, {"text": "Twelve euros."})
    response = client().responses.create(model="default", input=QUESTION)
    same(response.output_text, "Yes, we repair zips.")
    same(response.status, "completed")
    following = client().responses.create(model="default", input="And the price?", previous_response_id=response.id)
    same(following.output_text, "Twelve euros.")
    same(client().responses.retrieve(response.id).output_text, "Yes, we repair zips.")
    client().responses.delete(response.id)
    fails(openai.NotFoundError, lambda: client().responses.retrieve(response.id))


def test_responses_streamed():
    script({"text": "Yes, we repair zips."})
    with client().responses.stream(model="default", input=QUESTION) as stream:
        types = [event.type for event in stream]
        same(stream.get_final_response().output_text, "Yes, we repair zips.")
    same([types[0], types[-1]], ["response.created", "response.completed"])
    assert types.count("response.output_text.delta") > 2


def test_responses_with_a_tool():
    script(weather_call(), {"text": "It snows."})
    tool = [dict(WEATHER, type="function", strict=False)]
    first = client().responses.create(model="default", input="What is the weather in Oslo?", tools=tool)
    call = first.output[0]
    same([call.type, call.name, json.loads(call.arguments)], ["function_call", "weather", {"city": "Oslo"}])
    second = client().responses.create(model="default", previous_response_id=first.id, tools=tool, input=[
        {"type": "function_call_output", "call_id": call.call_id, "output": "snow"}])
    same(second.output_text, "It snows.")


def new_thread(text):
    assistant = client().beta.assistants.create(model="gpt-4o", name="Helper", instructions="Be short.", tools=TOOL)
    thread = client().beta.threads.create(messages=[{"role": "user", "content": text}])
    return assistant, thread


def test_assistants():
    assistant, _ = new_thread("Hi")
    same(client().beta.assistants.retrieve(assistant.id).tools[0].function.name, "weather")
    same(client().beta.assistants.update(assistant.id, name="Other").name, "Other")
    assert assistant.id in [item.id for item in client().beta.assistants.list(limit=1)]
    assert client().beta.assistants.delete(assistant.id).deleted


def test_a_run_with_a_tool():
    assistant, thread = new_thread("What is the weather in Oslo?")
    script(weather_call(), {"text": "It snows."})
    run = client().beta.threads.runs.create_and_poll(thread_id=thread.id, assistant_id=assistant.id)
    same(run.status, "requires_action")
    calls = run.required_action.submit_tool_outputs.tool_calls
    run = client().beta.threads.runs.submit_tool_outputs_and_poll(
        thread_id=thread.id, run_id=run.id, tool_outputs=[{"tool_call_id": calls[0].id, "output": "snow"}])
    same(run.status, "completed")
    messages = client().beta.threads.messages.list(thread_id=thread.id)
    same([message.content[0].text.value for message in messages], ["It snows.", "What is the weather in Oslo?"])
    steps = client().beta.threads.runs.steps.list(thread_id=thread.id, run_id=run.id, order="asc").data
    same([step.type for step in steps], ["tool_calls", "message_creation"])
    same(steps[0].step_details.tool_calls[0].function.output, "snow")
    same(client().beta.threads.runs.list(thread_id=thread.id).data[0].id, run.id)
    assert client().beta.threads.delete(thread.id).deleted


def test_a_streamed_run():
    assistant, thread = new_thread("What is the weather in Oslo?")
    script(weather_call(), {"text": "It snows a lot today."})
    with client().beta.threads.runs.stream(thread_id=thread.id, assistant_id=assistant.id) as stream:
        names = [event.event for event in stream]
        run = stream.current_run
    same([names[0], names[-1]], ["thread.run.created", "thread.run.requires_action"])
    call = run.required_action.submit_tool_outputs.tool_calls[0]
    with client().beta.threads.runs.submit_tool_outputs_stream(
            thread_id=thread.id, run_id=run.id, tool_outputs=[{"tool_call_id": call.id, "output": "snow"}]) as stream:
        text = "".join(stream.text_deltas)
        same(stream.get_final_messages()[0].content[0].text.value, "It snows a lot today.")
    same(text, "It snows a lot today.")


def test_create_and_run():
    assistant, _ = new_thread("Hi")
    script({"text": "Hello."})
    run = client().beta.threads.create_and_run_poll(assistant_id=assistant.id, thread={"messages": [{"role": "user", "content": "Hi"}]})
    same(run.status, "completed")


def test_errors():
    fails(openai.AuthenticationError, lambda: client("mxc_wrong").models.list())
    fails(openai.NotFoundError, lambda: client().chat.completions.create(model="nobody", messages=[{"role": "user", "content": "Hi"}]))
    fails(openai.BadRequestError, lambda: client().chat.completions.create(model="default", messages=[]))


def fails(kind, call):
    try:
        call()
    except kind as error:
        assert error.body["message"], "An error has a message."
        return
    raise AssertionError(f"No {kind.__name__} was raised.")


def main():
    failed = 0
    tests = [(name, test) for name, test in globals().items() if name.startswith("test_")]
    for name, test in tests:
        try:
            test()
            print(f"ok      {name}")
        except Exception as error:  # Whatever the SDK raises is a failure of the test.
            failed += 1
            print(f"FAILED  {name}: {type(error).__name__}: {error}")
    print(f"{len(tests) - failed} passed, {failed} failed")
    return failed > 0


sys.exit(main())
