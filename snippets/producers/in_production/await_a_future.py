# /// script
# requires-python = ">=3.11"
# dependencies = ["kafka-python==3.0.12"]
# ///
"""In asyncio get() stops everything, a thread helps, and await takes no such future."""

import asyncio

from kafka import KafkaProducer

producer = KafkaProducer(bootstrap_servers="localhost:9092", linger_ms=1000)
producer.partitions_for("await-a-future")
turns = []


async def others():
    while True:
        turns.append("a request is served")
        await asyncio.sleep(0.01)


async def main():
    task = asyncio.create_task(others())
    producer.send("await-a-future", b"hello").get(timeout=10)
    print("turns of others during get():", len(turns))
    #> turns of others during get(): 0
    await asyncio.to_thread(producer.send("await-a-future", b"hello").get, 10)
    print("turns of others beside a thread, more than 10:", len(turns) > 10)
    #> turns of others beside a thread, more than 10: True
    try:
        await producer.send("await-a-future", b"hello")
    except RuntimeError as error:
        print(str(error).partition(" object")[0])
        #> Task got bad yield: <kafka.producer.future.FutureRecordMetadata
    task.cancel()


asyncio.run(main())
