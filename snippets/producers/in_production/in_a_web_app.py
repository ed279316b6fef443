# /// script
# requires-python = ">=3.11"
# dependencies = ["fastapi==0.165.0", "httpx2==2.16.2", "kafka-python==3.0.12"]
# ///
"""A web application makes its producer when it starts and closes it when it stops."""

from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import codes
from kafka import KafkaProducer
from kafka.errors import IllegalStateError


@asynccontextmanager
async def lifespan(app):
    with KafkaProducer(bootstrap_servers="localhost:9092") as app.state.producer:
        yield


app = FastAPI(lifespan=lifespan)


@app.post("/orders/{order}", status_code=201)
def take(order):
    future = app.state.producer.send("in-a-web-app", key=order.encode(), value=b"tea")
    return {"order": order, "offset": future.get(timeout=10).offset}


with TestClient(app) as client:
    answer = client.post("/orders/order-42")
    print(codes(answer.status_code).name, answer.json())
    #> CREATED {'order': 'order-42', 'offset': 0}

try:
    app.state.producer.send("in-a-web-app", b"too late")
except IllegalStateError as error:
    print(error)
    #> IllegalStateError: KafkaProducer already closed!
