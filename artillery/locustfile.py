"""The same two scenarios for Locust (https://locust.io).

    SALE_ID=<id> locust --headless --host http://127.0.0.1:8080 -u 1000 -r 1000 -t 6s AttemptPurchase
    SALE_ID=<id> locust --headless --host http://127.0.0.1:8080 -u 150 -r 75 -t 6s SalesStatus

run from this folder. Refusals are answers, not failures: they are listed by their code in the name of the request.
"""

import csv
import os
import threading
import uuid
from pathlib import Path

from locust import FastHttpUser, constant_throughput, task
from locust.exception import StopUser

SALE_ID = os.environ.get("SALE_ID", "")


class Customers:
    """Hands out each row of users.csv once, whoever asks."""

    def __init__(self, path):
        self._path = path
        self._rows = None
        self._lock = threading.Lock()

    def take(self):
        with self._lock:
            if self._rows is None:
                with self._path.open(newline="") as file:
                    self._rows = csv.DictReader(file.readlines())
            return next(self._rows, None)


CUSTOMERS = Customers(Path(__file__).with_name("users.csv"))


class AttemptPurchase(FastHttpUser):
    """A stream of customers, each of whom tries to buy once."""

    wait_time = constant_throughput(1)

    @task
    def buy(self):
        customer = CUSTOMERS.take()
        if customer is None:
            raise StopUser
        headers = {
            "Authorization": f"Bearer {customer['token']}",
            "Idempotency-Key": str(uuid.uuid4()),
        }
        body = {"sale_id": SALE_ID, "quantity": 1}
        with self.client.post("/api/v1/orders", json=body, headers=headers, catch_response=True) as answer:
            if answer.status_code == 201:
                answer.success()
            elif answer.status_code == 409:
                answer.request_meta["name"] = f"/api/v1/orders {answer.json()['code']}"
                answer.success()
            else:
                answer.failure(f"status {answer.status_code}")


class SalesStatus(FastHttpUser):
    """Somebody who looks and does not buy."""

    wait_time = constant_throughput(1)

    @task
    def look(self):
        self.client.get("/api/v1/sales?status=live")
        with self.client.get(f"/api/v1/sales/{SALE_ID}", name="/api/v1/sales/{id}", catch_response=True) as answer:
            if answer.status_code != 200:
                answer.failure(f"status {answer.status_code}")
                return
            slug = answer.json()["product"]["slug"]
        self.client.get(f"/api/v1/products/{slug}", name="/api/v1/products/{slug}")
