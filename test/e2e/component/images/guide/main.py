"""An agent of the guide: a server of any framework, with what the guide tells to put into it."""

import os
from hashlib import sha256

from fastapi import FastAPI

from agent_card import build_agent_card

api_key = os.environ["OPENAI_API_KEY"]

app = FastAPI()


@app.get("/.well-known/agent-card.json")
def read_card() -> dict:
    return build_agent_card()


@app.get("/told")
def read_told() -> dict:
    """What the pod was told besides: a proof of the key, and a variable that only the ConfigMap has."""
    return {
        "key": sha256(api_key.encode()).hexdigest(),
        "model": os.environ["OPENAI_MODEL"],
    }
