# /// script
# requires-python = ">=3.11"
# dependencies = ["kafka-python==3.0.12"]
# ///
"""Client and broker check a topic's name, the broker against its neighbours too."""

from textwrap import fill

from kafka import KafkaAdminClient, KafkaProducer
from kafka.errors import for_code

producer = KafkaProducer(bootstrap_servers="localhost:9092")
try:
    producer.send("illegal-name-ü", b"hello")
except ValueError as error:
    print(fill(f"ValueError: {error}", 75))
    #> ValueError: Topic name "illegal-name-ü" is illegal, it contains a character
    #> other than ASCII alphanumerics, ".", "_" and "-"

admin = KafkaAdminClient(bootstrap_servers="localhost:9092")
for name in ["illegal-name-ü", "illegal-name-a.b", "illegal-name-a_b"]:
    topic = admin.create_topics({name: {}}, raise_errors=False)["topics"][0]
    answer = for_code(topic["error_code"]).__name__
    print(fill(f"{answer}: {topic['error_message']}", 75))
    #> InvalidTopicError: Topic name is invalid: 'illegal-name-ü' contains one or
    #> more characters other than ASCII alphanumerics, '.', '_' and '-'
    #> NoError: None
    #> InvalidTopicError: Topic 'illegal-name-a_b' collides with existing topic:
    #> illegal-name-a.b
