"""Checks topology/kubernetes and docker/compose.yaml: every manifest against its schema, and what no schema knows.

check_manifests.py REPOSITORY PROGRAMS TLS

REPOSITORY  the top level of this repository, or of a copy whose manifests were spoilt to see that it is found
PROGRAMS    the folder with the built executables: each worker is asked whether it accepts the environment it would get
TLS         a folder with ca.crt, tls.crt and tls.key, in the place of the secrets

Prints a line a problem; exit 1 if there is one. Needs the packages that scripts/setup puts into .build/python.
"""

import json
import pathlib
import re
import subprocess
import sys

import jsonschema
import kubernetes_validate
import yaml

KUBERNETES = "1.31"
WORKERS = ["planner", "renderer", "email-sender", "response-ingester"]
# What stands in secrets, as each setting wants it.
SECRETS = {
    "DUNLIN_LINKS_KEY": "A" * 43 + "=",
    "DUNLIN_WEBHOOKS_PAYMENTS_SECRET": "whsec_" + "A" * 43 + "=",
    "DUNLIN_EMAIL_USER": "user",
    "DUNLIN_EMAIL_PASSWORD": "password",
    "DUNLIN_MANAGEMENT_URL": "https://admin:password@rabbitmq.example.com:15671",
}
# Read by libpq, not by us.
FOREIGN = {"PGPASSWORD"}

repository, programs, tls = (pathlib.Path(argument).resolve() for argument in sys.argv[1:4])
folder = repository / "topology" / "kubernetes"
own = pathlib.Path(__file__).parent
problems = []


def problem(place, text):
    problems.append(f"{place}: {text}")


def help_of(*command):
    ending = subprocess.run(
        [programs / command[0], *command[1:], "--help"], capture_output=True, text=True, check=True
    )
    return ending.stdout


def settings_of(worker):
    """The names that a worker's help declares, and of those the required ones."""
    lines = re.findall(r"^ *(DUNLIN_[A-Z0-9_]+)(?:\[_FILE\])?  (.*)$", help_of(worker), re.MULTILINE)
    return {name for name, _ in lines}, {name for name, rest in lines if rest.endswith("required")}


def environment_file(path):
    lines = [line for line in path.read_text().splitlines() if line and not line.startswith("#")]
    return dict(line.split("=", 1) for line in lines)


def documents():
    """Every manifest, by the file it stands in. The kustomization names each file, and no file is forgotten."""
    kustomization = yaml.safe_load((folder / "kustomization.yaml").read_text())
    named = set(kustomization["resources"])
    there = {path.name for path in folder.glob("*.yaml")} - {"kustomization.yaml"}
    for name in sorted(named ^ there):
        problem("kustomization.yaml", f"{name} is not in the list and the folder both")
    for generator in kustomization["configMapGenerator"]:
        for file in generator.get("envs", []) + generator.get("files", []):
            if not (folder / file).is_file():
                problem("kustomization.yaml", f"{file} does not exist")
    for name in sorted(named & there):
        for document in yaml.safe_load_all((folder / name).read_text()):
            yield name, document


def check_schema(name, document):
    place = f"{name} {document.get('kind')}/{document.get('metadata', {}).get('name')}"
    try:
        if document.get("apiVersion", "").startswith("keda.sh/"):
            jsonschema.validate(document, json.loads((own / "Schemas" / "keda.json").read_text()))
        else:
            kubernetes_validate.validate(document, KUBERNETES, strict=True)
    except (jsonschema.ValidationError, kubernetes_validate.ValidationError) as error:
        # Of several forms that all fail, the innermost problem of the nearest one says the most.
        best = jsonschema.exceptions.best_match([error]) if error.context else error
        problem(place, f"{'.'.join(str(part) for part in best.absolute_path)}: {best.message}")
    except Exception as error:  # A kind that no schema is known of.
        problem(place, str(getattr(error, "message", error)))


class Pod:
    """The pods of one Deployment or Job."""

    def __init__(self, name, document):
        self.name = document["metadata"]["name"]
        self.place = f"{name} {document['kind']}/{self.name}"
        self.document = document
        self.template = document["spec"]["template"]
        self.spec = self.template["spec"]
        self.labels = self.template["metadata"]["labels"]

    def containers(self):
        return self.spec.get("initContainers", []) + self.spec["containers"]

    def environment(self, container, shared):
        """What the container's process finds in its environment; secrets by what they might hold."""
        environment = {}
        for source in container.get("envFrom", []):
            if source.get("configMapRef", {}).get("name") == "dunlin-settings":
                environment.update(shared)
            else:
                problem(self.place, f"envFrom names {source}, which nobody makes")
        for entry in container.get("env", []):
            name = entry["name"]
            if "value" in entry:
                environment[name] = entry["value"]
            elif name in SECRETS:
                environment[name] = SECRETS[name]
            elif name in FOREIGN:
                environment[name] = "password"
            else:
                problem(self.place, f"{name} comes from a secret and is none of a known kind")
        return environment


def check_pod(pod):
    """What holds for every pod here."""
    spec = pod.spec
    if spec.get("automountServiceAccountToken") is not False:
        problem(pod.place, "gets a token of the cluster, which it does not need")
    context = spec.get("securityContext", {})
    if context.get("runAsNonRoot") is not True or context.get("seccompProfile", {}).get("type") != "RuntimeDefault":
        problem(pod.place, "may run as root, or without a seccomp profile")
    volumes = {volume["name"] for volume in spec["volumes"]}
    for container in pod.containers():
        place = f"{pod.place} {container['name']}"
        context = container.get("securityContext", {})
        if (
            context.get("readOnlyRootFilesystem") is not True
            or context.get("allowPrivilegeEscalation") is not False
            or context.get("capabilities", {}).get("drop") != ["ALL"]
        ):
            problem(place, "is not confined: read-only root, no escalation, no capabilities")
        if "memory" not in container.get("resources", {}).get("limits", {}):
            problem(place, "has no limit of memory")
        if container["image"] != "dunlin":
            problem(place, f"runs {container['image']}, which the kustomization does not set")
        for mount in container["volumeMounts"]:
            if mount["name"] not in volumes:
                problem(place, f"mounts {mount['name']}, which is no volume")
        for entry in container.get("env", []):
            if "value" in entry and entry["name"] in SECRETS:
                problem(place, f"{entry['name']} stands here in clear")


def seconds(text):
    number, unit = re.fullmatch(r"([0-9]+)(ms|s|m|h)", text).groups()
    return int(number) * {"ms": 0.001, "s": 1, "m": 60, "h": 3600}[unit]


def check_worker(pod, shared):
    worker = pod.name
    container = pod.spec["containers"][0]
    environment = pod.environment(container, shared)
    known, required = settings_of(worker)
    for entry in container.get("env", []):
        if entry["name"] not in known | FOREIGN:
            problem(pod.place, f"{entry['name']} is no setting of {worker}")
    for name in sorted(required - environment.keys()):
        problem(pod.place, f"{name} is required and missing")
    if container["command"] != [worker]:
        problem(pod.place, f"runs {container['command']}")
    # The worker's own judgement of every value.
    own_environment = {name: text.replace("/etc/dunlin/tls", str(tls)) for name, text in environment.items()}
    verdict = subprocess.run([programs / worker, "--check"], env=own_environment, capture_output=True, text=True)
    if verdict.returncode != 0:
        problem(pod.place, f"{worker} refuses its settings: {' '.join(verdict.stderr.split())}")

    ports = {port["name"]: port["containerPort"] for port in container["ports"]}
    if str(ports.get("health")) != environment.get("DUNLIN_HEALTH_PORT") or environment["DUNLIN_HEALTH_HOST"] != "0.0.0.0":
        problem(pod.place, "its health port is not the one it serves")
    for probe, path in [("livenessProbe", "/livez"), ("readinessProbe", "/readyz")]:
        wanted = {"path": path, "port": "health"}
        if container.get(probe, {}).get("httpGet") != wanted:
            problem(pod.place, f"{probe} does not ask {path} on the health port")
    annotations = pod.template["metadata"]["annotations"]
    if annotations.get("prometheus.io/port") != environment.get("DUNLIN_HEALTH_PORT"):
        problem(pod.place, "Prometheus is sent to another port than that of /metrics")
    grace = environment.get("DUNLIN_SHUTDOWN_GRACE") or re.search(
        r"DUNLIN_SHUTDOWN_GRACE  duration, default (\S+)", help_of(worker)
    ).group(1)
    if pod.spec["terminationGracePeriodSeconds"] < seconds(grace) + 10:
        problem(pod.place, f"is killed before it has drained: that takes up to {grace}")
    if pod.document["spec"]["selector"]["matchLabels"].items() - pod.labels.items():
        problem(pod.place, "its selector does not fit its own pods")
    secrets = {volume["secret"]["secretName"] for volume in pod.spec["volumes"] if "secret" in volume}
    if secrets != {f"dunlin-{worker}-tls"}:
        problem(pod.place, f"has the certificates {sorted(secrets)}: each worker has its own")
    if not pod.spec.get("topologySpreadConstraints"):
        problem(pod.place, "may have all its copies on one host")


def check_job(pod, shared):
    for container in pod.containers():
        command = container["command"]
        if command[0] != "dunlin":
            continue
        environment = pod.environment(container, shared)
        verb = [word for word in command[1:] if not word.startswith(("-", "/"))]
        text = help_of("dunlin", *verb)
        for option in (word for word in command[1:] if word.startswith("--")):
            if not re.search(re.escape(option) + r"(?![-\w])", text):
                problem(pod.place, f"dunlin {' '.join(verb)} has no option {option}")
        for name in re.findall(r"Default:\s+(DUNLIN_[A-Z_]+)(?!\w|,\s+else)", text):
            if name not in environment:
                problem(pod.place, f"dunlin {' '.join(verb)} needs {name}")
        for entry in container.get("env", []):
            if entry["name"] not in set(re.findall(r"DUNLIN_[A-Z_]+", text)) | FOREIGN:
                problem(pod.place, f"dunlin {' '.join(verb)} does not know {entry['name']}")


def check_fleet(found):
    """What one manifest says of another."""
    pods = {document["metadata"]["name"]: Pod(name, document) for name, document in found if "template" in document["spec"]}
    shared = environment_file(folder / "settings.env")
    for pod in pods.values():
        check_pod(pod)
        if pod.name in WORKERS:
            check_worker(pod, shared)
        else:
            check_job(pod, shared)
    everything = set().union(*(settings_of(worker)[0] for worker in WORKERS))
    for name, text in shared.items():
        if name not in everything:
            problem("settings.env", f"{name} is no setting of any worker")
        if name in SECRETS or re.search(r"://[^/@]*:[^/@]*@", text):
            problem("settings.env", f"{name} holds a secret in clear")
    for worker in WORKERS:
        if worker not in pods:
            problem("kustomization.yaml", f"there is no {worker}")
    check_scaling(found, pods)
    for name, document in found:
        selector = document["spec"].get("selector", {})
        if document["kind"] == "PodDisruptionBudget":
            selector = selector["matchLabels"]
        if document["kind"] in ("Service", "PodDisruptionBudget") and not any(
            selector.items() <= pod.labels.items() for pod in pods.values()
        ):
            problem(f"{name} {document['kind']}", f"selects {selector}, which is no pod")
    guarded = {document["metadata"]["name"] for _, document in found if document["kind"] == "PodDisruptionBudget"}
    for worker in sorted(set(WORKERS) - guarded):
        problem("kustomization.yaml", f"{worker} has no PodDisruptionBudget")


def check_scaling(found, pods):
    definitions = json.loads((repository / "topology" / "definitions.json").read_text())
    reads = {grant["user"]: grant["read"] for grant in definitions["permissions"]}
    logins = {document["metadata"]["name"] for _, document in found if document["kind"] == "TriggerAuthentication"}
    scaled = {}
    for name, document in found:
        if document["kind"] != "ScaledObject":
            continue
        place, spec = f"{name} ScaledObject", document["spec"]
        target = spec["scaleTargetRef"]["name"]
        if target not in pods:
            problem(place, f"scales {target}, which is no Deployment")
            continue
        if "replicas" in pods[target].document["spec"]:
            problem(place, f"scales {target}, whose Deployment sets its replicas as well: each apply would undo the scaling")
        scaled[target] = [trigger["metadata"]["queueName"] for trigger in spec["triggers"]]
        if spec["minReplicaCount"] < 1:
            problem(place, "scales to nothing: nobody would sweep up after the dead, or tell how it is")
        for trigger in spec["triggers"]:
            if trigger["authenticationRef"]["name"] not in logins:
                problem(place, f"logs in by {trigger['authenticationRef']['name']}, which does not exist")
            if trigger["metadata"].get("excludeUnacknowledged") != "false":
                problem(place, "does not count what workers hold")
    for worker in WORKERS:
        queues = [queue["name"] for queue in definitions["queues"] if re.fullmatch(reads[worker], queue["name"])]
        if sorted(queues) != sorted(scaled.get(worker, [])):
            problem("kustomization.yaml", f"{worker} reads {queues} and is scaled by {scaled.get(worker, [])}")


def check_compose():
    """The compose file is checked by no engine here: at least every name in it is a setting."""
    compose = yaml.safe_load((repository / "docker" / "compose.yaml").read_text())
    for worker in WORKERS:
        service = compose["services"][worker]
        place = f"compose.yaml {worker}"
        if service["command"] != ["with-broker-user", worker]:
            problem(place, f"runs {service['command']}")
        for name in service.get("environment", {}):
            if name not in settings_of(worker)[0]:
                problem(place, f"{name} is no setting of {worker}")
        if seconds(service["stop_grace_period"]) < 30:
            problem(place, "is killed before it has drained")
    image = (repository / "docker" / "Dockerfile").read_text()
    set_by_image = set(re.findall(r"\b(DUNLIN_[A-Z_]+)=", image))
    for worker in WORKERS:
        given = set(compose["services"][worker].get("environment", {})) | set_by_image | {"DUNLIN_BROKER_URL"}
        for name in sorted(settings_of(worker)[1] - given):
            problem(f"compose.yaml {worker}", f"{name} is required and missing")
    for name in sorted(set_by_image - set().union(*(settings_of(worker)[0] for worker in WORKERS))):
        problem("Dockerfile", f"{name} is no setting of any worker")
    for program in WORKERS + ["dunlin"]:
        if len(re.findall(rf"\b{program}\b", image)) < 3:
            problem("Dockerfile", f"{program} is not built, copied and tried")


manifests = list(documents())
for file, manifest in manifests:
    check_schema(file, manifest)
if not problems:
    check_fleet([entry for entry in manifests if "spec" in entry[1]])
check_compose()
for line in problems:
    print(line)
sys.exit(1 if problems else 0)
