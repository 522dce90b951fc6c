"""Counts words: an agent of Google's Agent Development Kit on its own A2A server."""

import asyncio
import math
import os
import re
from collections.abc import AsyncGenerator, AsyncIterator

import uvicorn
from google.adk.a2a.utils.agent_to_a2a import to_a2a
from google.adk.agents import LlmAgent
from google.adk.models import BaseLlm
from google.adk.models.llm_request import LlmRequest
from google.adk.models.llm_response import LlmResponse
from google.genai import types

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


class WordCounter(BaseLlm):
    """Takes the place of a model: answers the last message."""

    model: str = "word-counter"

    async def generate_content_async(
        self, llm_request: LlmRequest, stream: bool = False
    ) -> AsyncGenerator[LlmResponse, None]:
        parts = llm_request.contents[-1].parts or []
        text = "\n".join(part.text for part in parts if part.text)
        # The A2A server of the kit never asks for a stream.
        pieces = [piece async for piece in answer(text)]
        content = types.Content(role="model", parts=[types.Part(text="".join(pieces))])
        yield LlmResponse(content=content)


app = to_a2a(
    LlmAgent(
        name="google_adk",
        description="Counts the words of a text and finds the longest one",
        model=WordCounter(),
    ),
    port=PORT,
)

if __name__ == "__main__":
    uvicorn.run(app, port=PORT)
