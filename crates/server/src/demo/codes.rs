//! Discount codes to try out.

use doorbuster_domain::promotions::{CodeValue, NewCode};
use doorbuster_domain::{CodeId, Money};
use doorbuster_engine::Engine;
use doorbuster_engine::ambient::fresh_id;
use doorbuster_persistence::promotions::codes::{WriteError, create};

use super::catalogue::SEASON;
use crate::config::Config;

struct DemoCode {
    code: &'static str,
    title: &'static str,
    value: DemoValue,
    /// What the goods must cost, in minor units.
    minimum: Option<i64>,
    total_limit: Option<u32>,
    per_customer_limit: Option<u32>,
}

enum DemoValue {
    Percent(u8),
    Minor(i64),
}

const CODES: [DemoCode; 2] = [
    DemoCode {
        code: "WELCOME10",
        title: "10 % off your first order",
        value: DemoValue::Percent(10),
        minimum: None,
        total_limit: None,
        per_customer_limit: Some(1),
    },
    DemoCode {
        code: "EVENING5",
        title: "5 off from 40",
        value: DemoValue::Minor(500),
        minimum: Some(4_000),
        total_limit: Some(500),
        per_customer_limit: None,
    },
];

/// The codes, with what they do: for whoever tries the shop out.
pub(crate) fn told() -> impl Iterator<Item = (&'static str, &'static str)> {
    CODES.iter().map(|demo| (demo.code, demo.title))
}

/// Adds what is missing of them.
///
/// # Errors
/// The database's.
pub(super) async fn seed(config: &Config, engine: &Engine) -> anyhow::Result<()> {
    let money = |minor| Money::new(minor, config.currency);
    let starts_at = engine.board.now();
    for demo in &CODES {
        let DemoCode { code, title, value, minimum, total_limit, per_customer_limit } = demo;
        let new = NewCode {
            code: code.parse()?,
            title: (*title).to_owned(),
            value: match value {
                DemoValue::Percent(percent) => CodeValue::Percent(*percent),
                DemoValue::Minor(minor) => CodeValue::Amount(money(*minor)),
            },
            minimum: minimum.map(money),
            starts_at,
            ends_at: starts_at + SEASON,
            total_limit: *total_limit,
            per_customer_limit: *per_customer_limit,
            archived: false,
        };
        let mut connection = engine.database.acquire().await?;
        match create(&mut connection, CodeId(fresh_id()), &new, config.currency).await {
            Ok(_) | Err(WriteError::Taken) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}
