# /// script
# requires-python = ">=3.11"
# dependencies = ["kafka-python==3.0.12"]
# ///
"""gzip does nothing for one small record, and a lot for a batch of a thousand."""

from kafka import KafkaProducer

for count in [1, 1000]:
    sizes = {}
    for codec in [None, "gzip"]:
        producer = KafkaProducer(
            bootstrap_servers="localhost:9092",
            compression_type=codec,
            batch_size=1_000_000,
            linger_ms=10_000,
        )
        for i in range(count):
            value = b'{"truck": %d, "lat": 48.%04d, "lon": 16.3738}' % (i, i * i % 9973)
            producer.send("one-and-a-thousand", value, partition=0)
        producer.flush()
        sizes[codec] = producer.metrics()["producer-metrics"]["batch-size-max"]

    smaller = sizes["gzip"] < sizes[None]
    quarter = sizes["gzip"] < sizes[None] / 4
    print(f"{count}: smaller with gzip {smaller}, less than a quarter {quarter}")
    #> 1: smaller with gzip False, less than a quarter False
    #> 1000: smaller with gzip True, less than a quarter True
