"""Writes lab/kafka/VERSION.lock: `python -m lab.kafka.relock [VERSION]`, which `make lock` runs.

Without a version it is that of docker-compose.yml.
"""

import hashlib
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import jgo

from lab import compose
from lab.engines import java
from lab.kafka import lock

SETTING = re.compile(r'<h4><a id="([^"]+)">')


def main(kafka: str) -> None:
    """Writes down the jars of a version, and the settings that its broker knows."""
    artifacts = jgo.resolve(f"org.apache.kafka:kafka_2.13:{kafka}")
    log4j = next(artifact.version for artifact in artifacts if artifact.artifactId == "log4j-core")
    # Kafka's own pom names no SLF4J binding; without one the nodes log nothing.
    binding = jgo.resolve(f"org.apache.logging.log4j:log4j-slf4j-impl:{log4j}")
    files = {artifact.resolve(): artifact for artifact in [*artifacts, *binding]}
    jars = {
        path.name: {
            "group": artifact.groupId,
            "artifact": artifact.artifactId,
            "version": artifact.version,
            "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
            "size": path.stat().st_size,
        }
        for path, artifact in files.items()
        if path.suffix == ".jar"
    }
    with tempfile.TemporaryDirectory() as folder:
        classpath = Path(folder)
        for path in files:
            (classpath / path.name).symlink_to(path)
        # kafka.server.KafkaConfig prints the documentation of every setting of the broker.
        command = [str(java.executable()), "-cp", f"{classpath}/*", "kafka.server.KafkaConfig"]
        page = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    data = {
        "kafka": kafka,
        "jars": [jars[name] for name in sorted(jars)],
        "settings": sorted(set(SETTING.findall(page))),
    }
    lock.path(kafka).write_text(json.dumps(data, indent=1) + "\n")
    print(f"Locked Kafka {kafka}: {len(data['jars'])} jars, {len(data['settings'])} settings.")


if __name__ == "__main__":
    main(sys.argv[1] if sys.argv[1:] else compose.kafka_version())
