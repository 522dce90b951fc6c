"""Counts words: a Pydantic AI agent on the A2A server of FastA2A."""

import asyncio
import math
import os
import re
from collections.abc import AsyncIterator

import uvicorn
from fasta2a.pydantic_ai import agent_to_a2a
from fasta2a.schema import Skill
from pydantic_ai import Agent, ModelMessage, UserPromptPart
from pydantic_ai.models.function import AgentInfo, FunctionModel

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


async def respond(messages: list[ModelMessage], _: AgentInfo) -> AsyncIterator[str]:
    """Takes the place of a model: answers the last message."""
    texts = [
        part.content
        for part in messages[-1].parts
        if isinstance(part, UserPromptPart) and isinstance(part.content, str)
    ]
    async for piece in answer("\n".join(texts)):
        yield piece


app = agent_to_a2a(
    Agent(FunctionModel(stream_function=respond), name="pydantic-ai"),
    url=f"http://localhost:{PORT}",
    description="Counts words, with Pydantic AI",
    skills=[
        Skill(
            id="count-words",
            name="Count words",
            description="Counts the words of a text and finds the longest one",
            tags=["text"],
            input_modes=["text/plain"],
            output_modes=["text/plain"],
        )
    ],
)

if __name__ == "__main__":
    uvicorn.run(app, port=PORT)
