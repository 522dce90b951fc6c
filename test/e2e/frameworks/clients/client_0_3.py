"""Sends a text by the official client of A2A 0.3, as a call and as a stream.

Arguments: URL, text. Prints what became of each, one JSON value a line.
"""

import asyncio
import json
import sys

from a2a.client import ClientConfig, ClientFactory, create_text_message_object
from a2a.types import Task, TextPart


async def send(url: str, text: str, streaming: bool) -> dict[str, object]:
    """The last state of the task, and the text that the agent made."""
    client = await ClientFactory.connect(url, ClientConfig(streaming=streaming))
    task: Task | None = None
    async for event in client.send_message(create_text_message_object(content=text)):
        # The client puts the events of a task together.
        task = event[0] if isinstance(event, tuple) else None
    assert task is not None
    texts = [
        part.root.text
        for artifact in task.artifacts or []
        for part in artifact.parts
        if isinstance(part.root, TextPart)
    ]
    state = task.status.state.value.upper()
    return {"streaming": streaming, "state": state, "text": "".join(texts)}


for is_stream in (False, True):
    print(json.dumps(asyncio.run(send(sys.argv[1], sys.argv[2], is_stream))))
