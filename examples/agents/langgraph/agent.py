"""Counts words: a graph of LangGraph, on the A2A SDK for Python."""

import asyncio
import math
import os
import re
from collections.abc import AsyncIterator
from typing import Any

import uvicorn
from a2a.helpers import new_task_from_user_message, new_text_part
from a2a.server.agent_execution import AgentExecutor, RequestContext
from a2a.server.events import EventQueue
from a2a.server.request_handlers import DefaultRequestHandler
from a2a.server.routes import (
    create_agent_card_routes,
    create_jsonrpc_routes,
    create_rest_routes,
)
from a2a.server.tasks import InMemoryTaskStore, TaskUpdater
from a2a.types import AgentCapabilities, AgentCard, AgentInterface, AgentSkill
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessageChunk, BaseMessage, HumanMessage
from langchain_core.outputs import ChatGenerationChunk, ChatResult
from langgraph.graph import START, MessagesState, StateGraph
from starlette.applications import Starlette

PORT = int(os.environ.get("PORT", "8000"))
URL = f"http://localhost:{PORT}"


def count_words(text: str) -> str:
    """Says how many words a text has, and which is the longest."""
    words = re.findall(r"\w+", text)
    longest = max(words, key=len, default="")
    return f'"{text}" has {len(words)} words; the longest is "{longest}".'


def find_wait_seconds(text: str) -> float:
    """The seconds that a text asks to wait for, as in `wait 20`; 0 where it asks for nothing."""
    match = re.search(r"\bwait (\d+(?:\.\d+)?)\b", text)
    return float(match[1]) if match else 0


async def answer(text: str) -> AsyncIterator[str]:
    """The answer in pieces: one for each second of waiting, and the words."""
    seconds = find_wait_seconds(text)
    for second in range(1, math.ceil(seconds) + 1):
        await asyncio.sleep(min(1, seconds - second + 1))
        yield f"{second}... "
    yield count_words(text)


class WordCounter(BaseChatModel):
    """Takes the place of a model: answers the last message."""

    @property
    def _llm_type(self) -> str:
        return "word-counter"

    def _generate(self, messages: list[BaseMessage], *_: Any, **__: Any) -> ChatResult:
        raise NotImplementedError("The answers are streamed.")

    async def _astream(
        self, messages: list[BaseMessage], *_: Any, **__: Any
    ) -> AsyncIterator[ChatGenerationChunk]:
        async for piece in answer(messages[-1].text):
            yield ChatGenerationChunk(message=AIMessageChunk(content=piece))


model = WordCounter()


async def call_model(state: MessagesState) -> dict[str, list[BaseMessage]]:
    """The only node of the graph."""
    return {"messages": [await model.ainvoke(state["messages"])]}


graph = StateGraph(MessagesState)
graph.add_node(call_model)
graph.add_edge(START, "call_model")
compiled_graph = graph.compile()


class GraphExecutor(AgentExecutor):
    """Answers with one artifact, in the pieces that the graph streams."""

    async def execute(self, context: RequestContext, event_queue: EventQueue) -> None:
        assert context.message is not None
        task = context.current_task or new_task_from_user_message(context.message)
        await event_queue.enqueue_event(task)
        updater = TaskUpdater(event_queue, task.id, task.context_id)
        await updater.start_work()
        state = MessagesState(messages=[HumanMessage(context.get_user_input())])
        is_first = True
        async for chunk, _ in compiled_graph.astream(state, stream_mode="messages"):
            if chunk.text:
                parts = [new_text_part(chunk.text)]
                await updater.add_artifact(parts, "answer", append=not is_first)
                is_first = False
        await updater.complete()

    async def cancel(self, context: RequestContext, event_queue: EventQueue) -> None:
        task = context.current_task
        assert task is not None
        await TaskUpdater(event_queue, task.id, task.context_id).cancel()


card = AgentCard(
    name="langgraph",
    description="Counts words, with LangGraph",
    version="1.0.0",
    supported_interfaces=[
        AgentInterface(url=URL, protocol_binding="JSONRPC", protocol_version="1.0"),
        AgentInterface(
            url=f"{URL}/rest", protocol_binding="HTTP+JSON", protocol_version="1.0"
        ),
    ],
    capabilities=AgentCapabilities(streaming=True),
    default_input_modes=["text/plain"],
    default_output_modes=["text/plain"],
    skills=[
        AgentSkill(
            id="count-words",
            name="Count words",
            description="Counts the words of a text and finds the longest one",
            tags=["text"],
        )
    ],
)
handler = DefaultRequestHandler(GraphExecutor(), InMemoryTaskStore(), card)
app = Starlette(
    routes=[
        *create_agent_card_routes(card),
        *create_jsonrpc_routes(handler, "/"),
        *create_rest_routes(handler, path_prefix="/rest"),
    ]
)

if __name__ == "__main__":
    uvicorn.run(app, port=PORT)
