# /// script
# requires-python = ">=3.11"
# dependencies = ["kafka-python==3.0.12"]
# ///
"""A topic can't be created twice; the first one stays as it is."""

from textwrap import fill

from kafka import KafkaAdminClient
from kafka.errors import TopicAlreadyExistsError

admin = KafkaAdminClient(bootstrap_servers="localhost:9092")
admin.create_topics({"topic-exists": {"num_partitions": 3}}, wait_for_metadata=True)
try:
    admin.create_topics({"topic-exists": {"num_partitions": 6}})
except TopicAlreadyExistsError as error:
    print(fill(str(error), 75, break_on_hyphens=False))
    #> [Error 36] TopicAlreadyExistsError: Request 'CreateTopicsRequest(version=7,
    #> topics=[CreatableTopic(name='topic-exists', num_partitions=6,
    #> replication_factor=-1, assignments=[], configs=[])], timeout_ms=30000,
    #> validate_only=False)' failed with response 'CreateTopicsResponse(version=7,
    #> throttle_time_ms=0, topics=[CreatableTopicResult(version=7,
    #> name='topic-exists', topic_id=None, error_code=36, error_message="Topic
    #> 'topic-exists' already exists.", topic_config_error_code=0,
    #> num_partitions=-1, replication_factor=-1, configs=[])])'.

topic = {"partitions": []}
while not topic["partitions"]:  # the broker that answers may hear of it last
    (topic,) = admin.describe_topics(["topic-exists"])
print("partitions:", len(topic["partitions"]))
#> partitions: 3
