"""The project's compose file is understood, and a bad one is refused with one sentence."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from lab import LabError
from lab.compose import COMPOSE, Definition, read
from lab.settings import property_name


def definition(file: Path = COMPOSE, **variables: str) -> Definition:
    return read(file, variables)


def test_the_file_defines_a_controller_and_three_brokers() -> None:
    nodes = definition().nodes
    assert [(node.service, node.node_id) for node in nodes] == [
        ("controller", 1),
        ("broker-101", 101),
        ("broker-102", 102),
        ("broker-103", 103),
    ]
    assert [node.node_id for node in definition().brokers] == [101, 102, 103]
    assert definition().host_ports == (9092, 9192, 9292)


def test_variables_override_the_image_and_the_creation_of_topics() -> None:
    assert re.fullmatch(r"apache/kafka:\d+\.\d+\.\d+", definition().image)
    assert definition(KAFKA_IMAGE="other/kafka:1").image == "other/kafka:1"
    assert definition().brokers[0].environment["KAFKA_AUTO_CREATE_TOPICS_ENABLE"] == "true"
    assert (
        definition(KAFKA_AUTO_CREATE_TOPICS="false").brokers[0].environment["KAFKA_AUTO_CREATE_TOPICS_ENABLE"]
        == "false"
    )


def test_one_variable_adds_a_listener_with_tls_and_sasl() -> None:
    plain, secure = definition().brokers[1], definition(KAFKA_SECURE="true").brokers[1]
    assert (plain.ports, plain.host_port) == ((19192, 9192), 9192)
    assert (secure.ports, secure.host_port) == ((19192, 9192, 9193), 9192)
    assert secure.environment["KAFKA_ADVERTISED_LISTENERS"].endswith(
        ",HOST://localhost:9192,SECURE://localhost:9193"
    )
    assert "SECURE:SASL_SSL" in secure.environment["KAFKA_LISTENER_SECURITY_PROTOCOL_MAP"]


def test_no_port_is_reachable_from_another_machine() -> None:
    published = re.findall(r'"([^"]*:\d+)"', COMPOSE.read_text())
    assert len(published) == 6
    assert all(port.startswith("127.0.0.1:") for port in published)


@pytest.mark.parametrize(
    ("variable", "name"),
    [("KAFKA_NODE_ID", "node.id"), ("KAFKA_A__B", "a_b"), ("KAFKA_A___B", "a-b"), ("KAFKA_A_B", "a.b")],
)
def test_a_variable_becomes_a_property_by_the_images_rule(variable: str, name: str) -> None:
    assert property_name(variable) == name


def replaced(old: str, new: str) -> Callable[[str], str]:
    def change(text: str) -> str:
        assert old in text
        return text.replace(old, new, 1)

    return change


SERVICE = "    <<: *node\n    environment"
BAD = {
    "not YAML": (replaced("services:", "services: ["), r"docker-compose\.yml:\d+: this isn't YAML"),
    "no services": (lambda _: "x: 1", "has no `services`"),
    "unknown key": (
        replaced(SERVICE, SERVICE.replace("    env", "    command: sleep\n    env")),
        "doesn't know `command`; remove it",
    ),
    "misspelt setting": (
        replaced("KAFKA_NUM_PARTITIONS", "KAFKA_NUM_PARTITONS"),
        "no setting KAFKA_NUM_PARTITONS; did you mean KAFKA_NUM_PARTITIONS",
    ),
    "misspelt setting of a listener": (
        replaced("SHA___512_SASL_JAAS", "SHA___512_SASL_JAS"),
        "no setting KAFKA_LISTENER_NAME_SECURE_",
    ),
    "missing setting": (
        replaced("      KAFKA_NODE_ID: 102\n", ""),
        "service broker-102: the setting KAFKA_NODE_ID is missing",
    ),
    "missing of a broker": (
        replaced("  KAFKA_INTER_BROKER_LISTENER_NAME: INTERNAL\n", ""),
        "KAFKA_INTER_BROKER_LISTENER_NAME is missing",
    ),
    "no number": (replaced("KAFKA_NODE_ID: 102", "KAFKA_NODE_ID: two"), "must be a whole number, not 'two'"),
    "unquoted boolean": (replaced('"false"', "false"), "put true, false and the like in quotes"),
    "no value": (
        replaced("KAFKA_NUM_PARTITIONS: 3", "KAFKA_NUM_PARTITIONS:"),
        "KAFKA_NUM_PARTITIONS needs a plain value",
    ),
    "same id": (
        replaced("KAFKA_NODE_ID: 102", "KAFKA_NODE_ID: 101"),
        "broker-101 and broker-102 have the same KAFKA_NODE_ID 101",
    ),
    "same port": (replaced("INTERNAL://:19192", "INTERNAL://:19092"), "both listen on port 19092"),
    "open to the world": (
        replaced('"127.0.0.1:9092:9092"', '"9092:9092"'),
        "must publish a listener on 127.0.0.1",
    ),
    "unset variable": (
        replaced("${KAFKA_AUTO_CREATE_TOPICS:-true}", "${NOWHERE}"),
        "the variable NOWHERE isn't set",
    ),
    "odd variable": (
        replaced("${KAFKA_AUTO_CREATE_TOPICS:-true}", "${A:?b}"),
        r"isn't understood; write \$\{NAME\}",
    ),
    "two images": (replaced(SERVICE, "    image: a/b:1\n    environment"), "all services must use one image"),
}


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_file_is_refused_with_a_sentence_that_says_where(kind: str, tmp_path: Path) -> None:
    change, sentence = BAD[kind]
    file = tmp_path / "docker-compose.yml"
    file.write_text(change(COMPOSE.read_text()))
    with pytest.raises(LabError, match=sentence) as caught:
        definition(file)
    assert "docker-compose.yml" in str(caught.value)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LabError, match=r"can't be read \(No such file or directory\)"):
        definition(tmp_path / "none.yml")
