from kubernetes import client, config

config.load_incluster_config()
v1 = client.CoreV1Api()
services = v1.list_namespaced_service(
    namespace="agents",
    label_selector="protocol=a2a"
)
agent_urls = [
    f"http://{svc.metadata.name}.agents.svc.cluster.local:{svc.spec.ports[0].port}"
    for svc in services.items
]
