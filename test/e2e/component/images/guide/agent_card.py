import os
import json

def build_agent_card() -> dict:
    return {
        "name": os.environ["AGENT_NAME"],
        "description": os.environ["AGENT_DESCRIPTION"],
        "version": os.environ["AGENT_VERSION"],
        "url": os.environ["AGENT_URL"],
        "capabilities": {"streaming": True, "pushNotifications": False},
        "defaultInputModes": ["text"],
        "defaultOutputModes": ["text"],
        "skills": json.loads(os.environ.get("AGENT_SKILLS", "[]")),
    }
