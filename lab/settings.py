"""A node's settings as environment variables: which there are, and which it needs."""

import difflib
import re
from collections.abc import Mapping

from lab.errors import LabError

# Read by the image's start script and by its logging set-up rather than by the broker.
_NOT_PROPERTIES = {
    "CLUSTER_ID",
    "KAFKA_HEAP_OPTS",
    "KAFKA_JVM_PERFORMANCE_OPTS",
    "KAFKA_LOG4J_LOGGERS",
    "KAFKA_LOG4J_ROOT_LOGLEVEL",
    "KAFKA_TOOLS_LOG4J_LOGLEVEL",
}
_REQUIRED = (
    "CLUSTER_ID",
    "KAFKA_NODE_ID",
    "KAFKA_PROCESS_ROLES",
    "KAFKA_LISTENERS",
    "KAFKA_CONTROLLER_LISTENER_NAMES",
    "KAFKA_CONTROLLER_QUORUM_VOTERS",
    "KAFKA_LOG_DIRS",
)
_REQUIRED_OF_BROKERS = ("KAFKA_ADVERTISED_LISTENERS", "KAFKA_INTER_BROKER_LISTENER_NAME")
# Read by org.apache.kafka.metadata.authorizer.StandardAuthorizer itself, so KafkaConfig doesn't list them.
_OF_THE_AUTHORIZER = {"super.users", "allow.everyone.if.no.acl.found"}
_PREFIX = re.compile(
    r"listener\.name\.[^.]+\.(?:(?:plain|scram-sha-256|scram-sha-512|oauthbearer|gssapi)\.)?"
)


def property_name(variable: str) -> str:
    """The broker's name of an environment variable: `KAFKA_NODE_ID` is `node.id`.

    Source: docker/README of apache/kafka, and kafka.docker.KafkaDockerWrapper.
    """
    name = variable.removeprefix("KAFKA_").lower()
    return name.replace("___", "-").replace("__", "\0").replace("_", ".").replace("\0", "_")


def require_known(variable: str, known: frozenset[str], where: str) -> None:
    """Checks that a variable is one that the broker or the image reads.

    Args:
        variable: its name.
        known: the names of all settings that this Kafka has.
        where: the file and the service, for the sentence.

    Raises:
        LabError: when it is none, as when it is misspelt.
    """
    if variable in _NOT_PROPERTIES:
        return
    name = property_name(variable)
    if not variable.startswith("KAFKA_") or _PREFIX.sub("", name) not in known | _OF_THE_AUTHORIZER:
        close = difflib.get_close_matches(name, known | _OF_THE_AUTHORIZER, 1)
        hint = f"; did you mean KAFKA_{close[0].upper().replace('.', '_')}?" if close else ""
        raise LabError(f"{where}: Kafka has no setting {variable}{hint}.")


def require_complete(environment: Mapping[str, str], where: str) -> None:
    """Checks that a node has all settings without which it isn't one.

    Raises:
        LabError: naming the first that is missing.
    """
    is_broker = "broker" in environment.get("KAFKA_PROCESS_ROLES", "")
    for name in _REQUIRED + (_REQUIRED_OF_BROKERS if is_broker else ()):
        if not environment.get(name):
            raise LabError(f"{where}: the setting {name} is missing; every node needs it.")
