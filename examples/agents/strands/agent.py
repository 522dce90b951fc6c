"""Counts words: a Strands agent on the A2A server of Strands."""

import asyncio
import math
import os
import re
from collections.abc import AsyncGenerator, AsyncIterator
from typing import Any

from a2a.types import AgentSkill
from pydantic import BaseModel
from strands import Agent
from strands.models import Model
from strands.multiagent.a2a import A2AServer
from strands.types.content import Messages
from strands.types.streaming import StreamEvent

PORT = int(os.environ.get("PORT", "8000"))


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


class WordCounter(Model):
    """Takes the place of a model: answers the last message."""

    def update_config(self, **model_config: Any) -> None:
        raise NotImplementedError("There is nothing to configure.")

    def get_config(self) -> dict[str, Any]:
        return {"model_id": "word-counter"}

    def structured_output(
        self,
        output_model: type[BaseModel],
        prompt: Messages,
        system_prompt: str | None = None,
        **kwargs: Any,
    ) -> AsyncGenerator[dict[str, Any], None]:
        raise NotImplementedError("The answers are text.")

    async def stream(
        self, messages: Messages, *args: Any, **kwargs: Any
    ) -> AsyncIterator[StreamEvent]:
        text = "\n".join(block.get("text", "") for block in messages[-1]["content"])
        yield {"messageStart": {"role": "assistant"}}
        yield {"contentBlockStart": {"start": {}}}
        async for piece in answer(text):
            yield {"contentBlockDelta": {"delta": {"text": piece}}}
        yield {"contentBlockStop": {}}
        yield {"messageStop": {"stopReason": "end_turn"}}


def create_agent(context_id: str) -> Agent:
    """Makes the agent of one conversation."""
    return Agent(
        model=WordCounter(),
        name="strands",
        description="Counts words, with Strands",
        callback_handler=None,
    )


server = A2AServer(
    agent_factory=create_agent,
    port=PORT,
    version="1.0.0",
    skills=[
        AgentSkill(
            id="count-words",
            name="Count words",
            description="Counts the words of a text and finds the longest one",
            tags=["text"],
        )
    ],
)

if __name__ == "__main__":
    server.serve()
