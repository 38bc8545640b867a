//! The invariants of DESIGN.md §2, one SQL file each, checked on a live database.

use sqlx::{AssertSqlSafe, PgConnection};
use tracing::debug;

use crate::{Database, Error};

/// What the audit found out about one invariant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The invariant's short name.
    pub check: &'static str,
    /// What it says.
    pub invariant: &'static str,
    /// How often it is broken.
    pub violations: i64,
    /// The first few places.
    pub examples: Vec<String>,
}

struct Check {
    name: &'static str,
    invariant: &'static str,
    /// Selects one text per violation.
    sql: &'static str,
}

const CHECKS: [Check; 21] = [
    Check {
        name: "sale_units",
        invariant: "allocated = remaining + Σ units_held for every sale, and remaining ≥ 0",
        sql: include_str!("01_sale_units.sql"),
    },
    Check {
        name: "one_active_order",
        invariant: "at most one active order per customer and sale, within the limit of its time",
        sql: include_str!("02_one_active_order.sql"),
    },
    Check {
        name: "product_stock",
        invariant: "a product's stock is the sum of its movements, and ≥ 0",
        sql: include_str!("03_product_stock.sql"),
    },
    Check {
        name: "order_totals",
        invariant: "every order has a line, and its total is Σ lines − discount + shipping ≥ 0",
        sql: include_str!("04_order_totals.sql"),
    },
    Check {
        name: "order_timelines",
        invariant: "a timeline is a legal walk that ends in the order's state",
        sql: include_str!("05_order_timelines.sql"),
    },
    Check {
        name: "payments",
        invariant: "captured − refunded is what the order's state says, and ≥ 0; no charge without an order",
        sql: include_str!("06_payments.sql"),
    },
    Check {
        name: "overdue_holds",
        invariant: "no unpaid order is older than its pay_by plus the sweep's 5 s, none is of a sale that was called off",
        sql: include_str!("07_overdue_holds.sql"),
    },
    Check {
        name: "orphans",
        invariant: "every row that must have a parent has one",
        sql: include_str!("08_orphans.sql"),
    },
    Check {
        name: "sale_ledgers",
        invariant: "a sale's ledger has no gap and adds up to its counters and orders",
        sql: include_str!("09_sale_ledgers.sql"),
    },
    Check {
        name: "outbox",
        invariant: "the outbox speaks of what happened, once",
        sql: include_str!("10_outbox.sql"),
    },
    Check {
        name: "catalogue",
        invariant: "a product has one brand, region and category at most; categories are a tree of five levels",
        sql: include_str!("11_catalogue.sql"),
    },
    Check {
        name: "sale_journals",
        invariant: "a sale's journal is one unbroken chain of hashes, and its digests are those of the orders",
        sql: include_str!("12_sale_journals.sql"),
    },
    Check {
        name: "fulfilments",
        invariant: "what was sent is what was ordered, and no more; the staff's lists say what the orders say",
        sql: include_str!("14_fulfilments.sql"),
    },
    Check {
        name: "refunds",
        invariant: "a refund is the sum of its parts; nothing goes back twice; what was restocked is not held any more",
        sql: include_str!("16_refunds.sql"),
    },
    Check {
        name: "checkouts",
        invariant: "an order of a cart holds what its state says, and its discount is split over its lines",
        sql: include_str!("17_checkouts.sql"),
    },
    Check {
        name: "codes",
        invariant: "redemptions never exceed a code's limits, and are those of orders that stand",
        sql: include_str!("18_codes.sql"),
    },
    Check {
        name: "invoices",
        invariant: "numbers have no gap; every paid order has an invoice of what it cost, every settled refund a credit note",
        sql: include_str!("19_invoices.sql"),
    },
    Check {
        name: "returns",
        invariant: "what was received was asked for and is paid for once; an order is returned when all of it came back",
        sql: include_str!("13_returns.sql"),
    },
    Check {
        name: "accounts",
        invariant: "an address book has one default and at most 20 entries; a job is done, or given up for a reason",
        sql: include_str!("20_accounts.sql"),
    },
    Check {
        name: "reviews",
        invariant: "every review is of a line that its author got",
        sql: include_str!("30_reviews.sql"),
    },
    Check {
        name: "webhooks",
        invariant: "who wants to know of an event is told, and what is called delivered was taken",
        sql: include_str!("40_webhooks.sql"),
    },
];

/// Checks every invariant in one snapshot: a running sale does not disturb it, nor it the sale.
///
/// # Errors
/// Only the database's.
pub async fn audit(database: &Database) -> Result<Vec<Finding>, Error> {
    let mut work = database.begin_work().await?;
    sqlx::query("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY").execute(&mut *work).await?;
    sqlx::query("SET LOCAL statement_timeout = '10min'").execute(&mut *work).await?;
    let mut findings = Vec::with_capacity(CHECKS.len());
    for check in &CHECKS {
        findings.push(run(&mut work, check).await?);
    }
    Ok(findings)
}

async fn run(connection: &mut PgConnection, check: &Check) -> Result<Finding, Error> {
    let sql =
        format!("SELECT count(*), (array_agg(violation))[1:5] FROM ({}) found (violation)", check.sql.trim());
    let (violations, examples): (i64, Option<Vec<String>>) =
        sqlx::query_as(AssertSqlSafe(sql)).fetch_one(connection).await?;
    debug!(check = check.name, violations, "checked");
    let Check { name, invariant, sql: _ } = *check;
    Ok(Finding { check: name, invariant, violations, examples: examples.unwrap_or_default() })
}
