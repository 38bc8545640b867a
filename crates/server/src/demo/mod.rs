//! Demo data: products, accounts, and sales that are scheduled, live, sold out and over. Adding it again adds only what
//! is missing.

mod catalogue;
pub(crate) mod codes;
mod data;
mod gadgets;
mod pictures;

use std::fs;
use std::path::PathBuf;

use anyhow::{Context as _, anyhow};
use chrono::{DateTime, TimeDelta, Utc};
use doorbuster_domain::Money;
use doorbuster_domain::identity::{Email, Name, Password, Role};
use doorbuster_domain::platform::Limit;
use doorbuster_domain::sales::{NewSale, Purchase, Sale, SaleStatus};
use doorbuster_engine::Engine;
use doorbuster_engine::identity::RegisterError;
use doorbuster_engine::orders::buy;
use doorbuster_engine::sales::create;
use doorbuster_persistence::catalogue::products;
use doorbuster_persistence::sales::{Filter, list};
use serde::{Deserialize, Serialize};

use crate::config::Config;
use crate::secrets::{random_text, write_private};

/// A demo account with its password.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Account {
    /// Its e-mail address.
    pub email: String,
    /// Its password: random, kept in DATA_DIR.
    pub password: String,
    /// What it may do.
    pub role: Role,
}

/// When a demo sale sells, relative to the moment of seeding.
struct DemoSale {
    title: &'static str,
    slug: &'static str,
    price: i64,
    allocated: u32,
    limit: u32,
    hold_seconds: u32,
    starts: TimeDelta,
    lasts: TimeDelta,
    /// Bought by invented customers at once.
    sold: u32,
}

const SALES: [DemoSale; 7] = [
    DemoSale {
        title: "One hundred Kestrels",
        slug: "kestrel-espresso",
        price: 39_900,
        allocated: 100,
        limit: 1,
        hold_seconds: 600,
        starts: TimeDelta::minutes(-1),
        lasts: TimeDelta::days(7),
        sold: 0,
    },
    DemoSale {
        title: "The kettle stampede",
        slug: "ember-kettle",
        price: 5_900,
        allocated: 150_000,
        limit: 2,
        hold_seconds: 900,
        starts: TimeDelta::minutes(-1),
        lasts: TimeDelta::days(7),
        sold: 0,
    },
    DemoSale {
        title: "Pixel launch hour",
        slug: "pixel-handheld",
        price: 14_900,
        allocated: 2_000,
        limit: 1,
        hold_seconds: 600,
        starts: TimeDelta::minutes(15),
        lasts: TimeDelta::hours(1),
        sold: 0,
    },
    DemoSale {
        title: "Aurora, one day only",
        slug: "aurora-headphones",
        price: 16_900,
        allocated: 800,
        limit: 2,
        hold_seconds: 600,
        starts: TimeDelta::days(1),
        lasts: TimeDelta::days(1),
        sold: 0,
    },
    DemoSale {
        title: "Twelve Tides",
        slug: "tide-watch",
        price: 22_000,
        allocated: 12,
        limit: 1,
        hold_seconds: 86_400,
        starts: TimeDelta::hours(-1),
        lasts: TimeDelta::days(3),
        sold: 12,
    },
    DemoSale {
        title: "Ridge weekend",
        slug: "ridge-backpack",
        price: 9_900,
        allocated: 300,
        limit: 2,
        hold_seconds: 600,
        starts: TimeDelta::days(-3),
        lasts: TimeDelta::days(2),
        sold: 0,
    },
    DemoSale {
        title: "Lamps out of the attic",
        slug: "lumen-desk-lamp",
        price: 4_900,
        allocated: 150,
        limit: 3,
        hold_seconds: 600,
        starts: TimeDelta::days(-9),
        lasts: TimeDelta::days(1),
        sold: 0,
    },
];

/// Adds what is missing of the demo data. Returns the accounts.
///
/// # Errors
/// The database's, or when DATA_DIR cannot keep the accounts.
pub async fn seed(config: &Config, engine: &Engine) -> anyhow::Result<Vec<Account>> {
    let accounts = accounts(config, engine).await?;
    catalogue::seed(config, engine).await?;
    codes::seed(config, engine).await?;
    engine.board.refresh(&engine.database).await?;
    let known = known_sales(engine).await?;
    for demo in &SALES {
        // An ended sale comes back with the next start only if it was made to be live.
        let current = known.iter().any(|(sale, now)| {
            let over = matches!(sale.status(*now), SaleStatus::Ended | SaleStatus::Cancelled);
            sale.title == demo.title && (!over || demo.starts + demo.lasts < TimeDelta::zero())
        });
        if !current {
            add_sale(config, engine, demo).await?;
        }
    }
    Ok(accounts)
}

/// The demo accounts: made once, their passwords kept in DATA_DIR.
async fn accounts(config: &Config, engine: &Engine) -> anyhow::Result<Vec<Account>> {
    let path: PathBuf = config.data_dir.join("demo-accounts.json");
    let kept: Vec<Account> = match fs::read_to_string(&path) {
        Ok(text) => serde_json::from_str(&text).with_context(|| format!("{} is damaged", path.display()))?,
        Err(_) => Vec::new(),
    };
    let mut accounts = Vec::new();
    for (name, role) in [("customer", Role::Customer), ("staff", Role::Staff), ("admin", Role::Admin)] {
        let email = format!("{name}@demo.doorbuster.test");
        let password =
            kept.iter().find(|account| account.email == email).map(|account| account.password.clone());
        accounts.push(Account { email, password: password.unwrap_or_else(|| random_text(16)), role });
    }
    // Written before the accounts are made: a crash in between leaves no account whose password nobody knows.
    fs::create_dir_all(&config.data_dir)?;
    write_private(&path, &serde_json::to_string_pretty(&accounts)?)?;
    for account in &accounts {
        let email: Email = account.email.parse()?;
        let password = Password::new(account.password.clone(), &[])
            .map_err(|error| anyhow!("the demo password: {error}"))?;
        let name: Name = "Demo".parse()?;
        match engine.identity.create_user(&email, password, account.role, Some(&name)).await {
            Ok(_) | Err(RegisterError::EmailTaken) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(accounts)
}

async fn known_sales(engine: &Engine) -> anyhow::Result<Vec<(Sale, DateTime<Utc>)>> {
    let mut connection = engine.database.acquire().await?;
    let limit = Limit::new(100).unwrap_or_default();
    Ok(list(&mut connection, &Filter::default(), None, limit).await?.items)
}

async fn add_sale(config: &Config, engine: &Engine, demo: &DemoSale) -> anyhow::Result<()> {
    let product = {
        let mut connection = engine.database.acquire().await?;
        let (product, _) = products::find(&mut connection, &demo.slug.parse()?)
            .await?
            .context("the demo product is gone")?;
        product
    };
    let starts_at = engine.board.now() + demo.starts;
    let new = NewSale {
        product_id: product.id,
        title: demo.title.to_owned(),
        price: Money::new(demo.price, config.currency),
        starts_at,
        ends_at: starts_at + demo.lasts,
        allocated: demo.allocated,
        per_customer_limit: demo.limit,
        hold_seconds: demo.hold_seconds,
    };
    let (sale, _) = match create(engine, engine.database.begin_work().await?, &new).await {
        Ok(made) => made,
        Err(error) => {
            tracing::warn!(%error, "no more demo sale of {}", product.name);
            return Ok(());
        }
    };
    if demo.sold > 0 {
        for user in engine.identity.load_users(demo.sold).await?.users {
            let purchase = Purchase { user: user.id, quantity: 1, idempotency: None };
            buy(engine, sale.id, purchase).await?;
        }
    }
    Ok(())
}
