"""Sends a text by the official client of A2A 1.0, as a call and as a stream.

Arguments: URL, text. Prints what became of each, one JSON value a line.
"""

import asyncio
import json
import sys

from a2a.client import ClientConfig, create_client
from a2a.helpers import get_artifact_text, new_text_message
from a2a.types import Role, SendMessageRequest, TaskState


async def send(url: str, text: str, streaming: bool) -> dict[str, object]:
    """The last state of the task, and the text that the agent made."""
    client = await create_client(url, ClientConfig(streaming=streaming))
    message = new_text_message(text, role=Role.ROLE_USER)
    state = TaskState.TASK_STATE_UNSPECIFIED
    texts: dict[str, str] = {}
    async for event in client.send_message(SendMessageRequest(message=message)):
        if event.HasField("task"):
            state = event.task.status.state
            for artifact in event.task.artifacts:
                texts[artifact.artifact_id] = get_artifact_text(artifact, "")
        elif event.HasField("status_update"):
            state = event.status_update.status.state
        elif event.HasField("artifact_update"):
            update = event.artifact_update
            name = update.artifact.artifact_id
            before = texts.get(name, "") if update.append else ""
            texts[name] = before + get_artifact_text(update.artifact, "")
    name = TaskState.Name(state).removeprefix("TASK_STATE_")
    return {"streaming": streaming, "state": name, "text": "".join(texts.values())}


for is_stream in (False, True):
    print(json.dumps(asyncio.run(send(sys.argv[1], sys.argv[2], is_stream))))
