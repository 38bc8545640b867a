//! The shop's API as far as a load needs it around the purchases: staff sign in, make products and sales, and read how
//! a sale ended.

use std::time::Duration;

use anyhow::Context;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use uuid::Uuid;

use super::request::plain;
use super::response::problem_code;
use super::{Connection, Target};

/// A single request that takes longer than this has failed.
const LIMIT: Duration = Duration::from_secs(30);

/// The API of one server. Every call has its own connection: they are few.
#[derive(Clone, Debug)]
pub struct Api {
    target: Target,
    token: Option<String>,
}

/// An answer other than success.
#[derive(Debug, thiserror::Error)]
#[error("{what} was answered {status}: {body}")]
pub struct Refused {
    /// Method and path.
    pub what: String,
    /// The status code.
    pub status: u16,
    /// The problem, as text.
    pub body: String,
}

/// A sale as far as we read it.
#[derive(Clone, Debug, Deserialize)]
pub struct SaleView {
    /// Its id.
    pub id: Uuid,
    /// `live`, `sold_out` and others.
    pub status: String,
    /// Units given to the sale.
    pub allocated: i64,
    /// Units that can still be bought.
    pub remaining: i64,
    /// Counts what happened to it.
    pub revision: i64,
}

impl SaleView {
    /// The id that a stream gives to the snapshot of this.
    #[must_use]
    pub fn snapshot_id(&self) -> String {
        format!("{}-{}", self.revision, self.status)
    }
}

/// A sale to be opened.
#[derive(Clone, Copy, Debug)]
pub struct Offer<'a> {
    /// What it sells.
    pub product: Uuid,
    /// What it is called.
    pub title: &'a str,
    /// Units, out of the product's stock.
    pub units: u32,
    /// The shop's.
    pub currency: &'a str,
    /// When selling starts, from now by this machine's clock.
    pub starts_in: chrono::TimeDelta,
    /// Most units of one order.
    pub limit: u32,
    /// How long units are held for payment, in seconds.
    pub hold_seconds: u32,
}

impl Api {
    /// The API without signing in.
    #[must_use]
    pub fn new(target: Target) -> Self {
        Self { target, token: None }
    }

    /// The API with a bearer token.
    #[must_use]
    pub fn with_token(self, token: String) -> Self {
        Self { token: Some(token), ..self }
    }

    /// The bearer token, if there is one.
    #[must_use]
    pub fn token(&self) -> Option<&str> {
        self.token.as_deref()
    }

    /// Where it is.
    #[must_use]
    pub fn target(&self) -> &Target {
        &self.target
    }

    /// Signs in; the result acts as that account.
    ///
    /// # Errors
    /// [`Refused`], or that the server cannot be reached.
    pub async fn sign_in(&self, email: &str, password: &str) -> anyhow::Result<Self> {
        #[derive(Deserialize)]
        struct Tokens {
            access_token: String,
        }
        let body = json!({"email": email, "password": password, "refresh": "body"});
        let tokens: Tokens = self.call("POST", "/api/v1/users/authenticate", Some(&body)).await?;
        Ok(self.clone().with_token(tokens.access_token))
    }

    /// Makes a published product with `stock` units and returns its id. Staff only.
    ///
    /// # Errors
    /// [`Refused`], or that the server cannot be reached.
    pub async fn create_product(&self, slug: &str, stock: u32, currency: &str) -> anyhow::Result<Uuid> {
        #[derive(Deserialize)]
        struct Product {
            id: Uuid,
        }
        let body = json!({
            "slug": slug,
            "name": format!("Load test {slug}"),
            "description": "Made by stampede.",
            "price": {"amount": 9_999, "currency": currency},
            "stock": stock,
            "status": "published",
        });
        let product: Product = self.call("POST", "/api/v1/products", Some(&body)).await?;
        Ok(product.id)
    }

    /// Opens a sale that is live already and stays so for a day. Staff only.
    ///
    /// # Errors
    /// [`Refused`], or that the server cannot be reached.
    pub async fn create_sale(
        &self,
        product: Uuid,
        title: &str,
        units: u32,
        currency: &str,
    ) -> anyhow::Result<SaleView> {
        // A minute of tolerance between this clock and the database's; nothing lapses while we measure.
        let starts_in = chrono::TimeDelta::minutes(-1);
        self.open_sale(&Offer { product, title, units, currency, starts_in, limit: 1, hold_seconds: 86_400 })
            .await
    }

    /// Opens a sale that stays open for a day. Staff only.
    ///
    /// # Errors
    /// [`Refused`], or that the server cannot be reached.
    pub async fn open_sale(&self, offer: &Offer<'_>) -> anyhow::Result<SaleView> {
        let starts_at = crate::ambient::now() + offer.starts_in;
        let body = json!({
            "product_id": offer.product,
            "title": offer.title,
            "price": {"amount": 4_999, "currency": offer.currency},
            "starts_at": starts_at,
            "ends_at": starts_at + chrono::TimeDelta::days(1),
            "allocated": offer.units,
            "per_customer_limit": offer.limit,
            "hold_seconds": offer.hold_seconds,
        });
        self.call("POST", "/api/v1/sales", Some(&body)).await
    }

    /// A sale as it is now.
    ///
    /// # Errors
    /// [`Refused`], or that the server cannot be reached.
    pub async fn sale(&self, id: Uuid) -> anyhow::Result<SaleView> {
        self.call("GET", &format!("/api/v1/sales/{id}"), None).await
    }

    /// The shop's currency.
    ///
    /// # Errors
    /// [`Refused`], or that the server cannot be reached.
    pub async fn currency(&self) -> anyhow::Result<String> {
        #[derive(Deserialize)]
        struct Shop {
            currency: String,
        }
        let shop: Shop = self.call("GET", "/api/v1/shop", None).await?;
        Ok(shop.currency)
    }

    /// Whether the server says that it is ready.
    pub async fn is_ready(&self) -> bool {
        matches!(self.exchange("GET", "/health/ready", None).await, Ok((200, _)))
    }

    /// What the server tells Prometheus.
    ///
    /// # Errors
    /// [`Refused`], or that the server cannot be reached.
    pub async fn metrics(&self) -> anyhow::Result<String> {
        self.text("/metrics").await
    }

    /// A page that is no JSON.
    ///
    /// # Errors
    /// [`Refused`], or that the server cannot be reached.
    pub async fn text(&self, path: &str) -> anyhow::Result<String> {
        let (status, answer) = self.exchange("GET", path, None).await?;
        let body = String::from_utf8_lossy(&answer).into_owned();
        if status != 200 {
            return Err(Refused { what: format!("GET {path}"), status, body }.into());
        }
        Ok(body)
    }

    async fn call<T: DeserializeOwned>(
        &self,
        method: &str,
        path: &str,
        body: Option<&Value>,
    ) -> anyhow::Result<T> {
        let (status, answer) = self.exchange(method, path, body).await?;
        let what = format!("{method} {path}");
        if !(200..300).contains(&status) {
            let body = String::from_utf8_lossy(&answer).into_owned();
            return Err(Refused { what, status, body }.into());
        }
        serde_json::from_slice(&answer).with_context(|| format!("the answer to {what} is not as documented"))
    }

    async fn exchange(
        &self,
        method: &str,
        path: &str,
        body: Option<&Value>,
    ) -> anyhow::Result<(u16, Vec<u8>)> {
        let body = body.map(serde_json::to_vec).transpose()?;
        let request = plain(&self.target, method, path, self.token.as_deref(), body.as_deref());
        let mut connection = Connection::open(&self.target, LIMIT)
            .await
            .with_context(|| format!("cannot connect to {}", self.target.authority()))?;
        let answer =
            connection.exchange(&request, LIMIT).await.with_context(|| format!("{method} {path}"))?;
        Ok((answer.status, connection.body(&answer).to_vec()))
    }
}

impl Refused {
    /// The problem's `code`.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        problem_code(self.body.as_bytes())
    }
}
