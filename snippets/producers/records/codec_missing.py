# /// script
# requires-python = ">=3.11"
# dependencies = ["kafka-python==3.0.12"]
# ///
"""gzip needs nothing, each of the other codecs a package that does not come along."""

from kafka import KafkaProducer

for codec in ["gzip", "snappy", "lz4", "zstd"]:
    try:
        KafkaProducer(bootstrap_servers="localhost:9092", compression_type=codec)
        outcome = "ready"
    except RuntimeError as error:
        outcome = error
    print(f"{codec}: {outcome}")
    #> gzip: ready
    #> snappy: Libraries for snappy compression codec not found
    #> lz4: Libraries for lz4 compression codec not found
    #> zstd: Libraries for zstd compression codec not found
