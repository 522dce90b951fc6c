import httpx

AGENT_REGISTRY = {
    "research": "http://research-agent.agents.svc.cluster.local:8000",
    "code-review": "http://code-review-agent.agents.svc.cluster.local:8000",
    "data-analysis": "http://data-analysis-agent.agents.svc.cluster.local:8000",
}

async def discover_agents() -> dict:
    """Fetch agent cards from all registered agents."""
    cards = {}
    async with httpx.AsyncClient(timeout=5.0) as client:
        for name, url in AGENT_REGISTRY.items():
            resp = await client.get(f"{url}/.well-known/agent-card.json")
            if resp.status_code == 200:
                cards[name] = resp.json()
    return cards
