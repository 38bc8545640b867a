// The purchase scenario for k6 (https://k6.io). Written from k6's documentation; it was not run when it was written,
// because k6 could not be installed there.
//
//   k6 run -e SALE_ID=<id of a live sale> k6.js          (-e TARGET=http://127.0.0.1:8080 is the default)
//
// Expected: `won` as many as the sale had units, the other answers `refused`, and no `unexpected`.
import http from "k6/http";
import { check } from "k6";
import { Counter } from "k6/metrics";
import { SharedArray } from "k6/data";
import exec from "k6/execution";

const target = __ENV.TARGET || "http://127.0.0.1:8080";
const won = new Counter("won");
const refused = new Counter("refused");
const unexpected = new Counter("unexpected");

// No field of users.csv holds a comma or a quote.
const tokens = new SharedArray("tokens", () => {
  const [header, ...rows] = open("./users.csv").trim().split(/\r?\n/);
  const column = header.split(",").indexOf("token");
  return rows.map((row) => row.split(",")[column]);
});

// A 409 is an answer, not a failure.
http.setResponseCallback(http.expectedStatuses(201, 409));

export const options = {
  scenarios: {
    doorsOpen: {
      executor: "constant-arrival-rate",
      rate: 1000,
      timeUnit: "1s",
      duration: "4s",
      preAllocatedVUs: 500,
      maxVUs: 4000,
    },
  },
  thresholds: { unexpected: ["count==0"] },
};

export default function () {
  // Each iteration is another customer.
  const number = exec.scenario.iterationInTest;
  if (number >= tokens.length) return;
  const answer = http.post(
    `${target}/api/v1/orders`,
    JSON.stringify({ sale_id: __ENV.SALE_ID, quantity: 1 }),
    {
      headers: {
        "Content-Type": "application/json",
        Authorization: `Bearer ${tokens[number]}`,
        "Idempotency-Key": `k6-${exec.scenario.startTime}-${number}`,
      },
    },
  );
  if (answer.status === 201) won.add(1);
  else if (answer.status === 409) refused.add(1, { code: answer.json("code") });
  else unexpected.add(1);
  check(answer, { "201 or 409": ({ status }) => status === 201 || status === 409 });
}
