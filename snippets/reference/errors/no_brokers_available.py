# /// script
# requires-python = ">=3.11"
# dependencies = ["kafka-python==3.0.12"]
# ///
"""kafka-python 3 has no NoBrokersAvailable: a program that imports it ends there."""

try:
    from kafka.errors import NoBrokersAvailable

    print("still here:", NoBrokersAvailable)
except ImportError as error:
    print(error.msg.partition(" (")[0])
    #> cannot import name 'NoBrokersAvailable' from 'kafka.errors'
