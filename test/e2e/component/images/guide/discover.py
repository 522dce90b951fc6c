"""Runs one of the guide's ways to find agents, and prints what it found. Argument: dns or label."""

import asyncio
import json
import sys

if sys.argv[1] == "dns":
    from discover_by_dns import discover_agents

    print(json.dumps(asyncio.run(discover_agents())))
else:
    from discover_by_label import agent_urls

    print(json.dumps(agent_urls))
