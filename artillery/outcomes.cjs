// What artillery calls between requests.
"use strict";

const { randomUUID } = require("node:crypto");

/** Fails early with a sentence instead of 4,000 times with a status, and makes the customer's Idempotency-Key. */
function prepare(context, events, done) {
  if (!/^[0-9a-f-]{36}$/.test(context.vars.saleId ?? "")) {
    return done(new Error("set SALE_ID to the id of a sale"));
  }
  context.vars.idempotencyKey = randomUUID();
  return done();
}

/** Counts answers by status and, for refusals, by the problem's code: `outcome.409.sold_out`. */
function countOutcome(request, response, context, events, done) {
  let code = "";
  if (response.statusCode >= 400) {
    try {
      code = `.${JSON.parse(response.body).code}`;
    } catch {
      code = ".unreadable";
    }
  }
  events.emit("counter", `outcome.${response.statusCode}${code}`, 1);
  return done();
}

module.exports = { prepare, countOutcome };
