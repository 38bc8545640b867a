use chrono::TimeDelta;
use doorbuster_domain::catalogue::{NewProduct, ProductStatus, ProductTaxa};
use doorbuster_domain::sales::NewSale;
use doorbuster_domain::{Currency, Money, ProductId, SaleId};
use doorbuster_engine::ambient::{fresh_id, now};
use doorbuster_engine::sales::create;
use doorbuster_persistence::catalogue::products;
use doorbuster_persistence::sales::find;
use serde_json::{Value, json};

use crate::{Answer, Person, Request, Shop};

/// A sale for a test: live, one unit per customer, 99.99 €, held for ten minutes, unless said otherwise.
#[derive(Clone, Copy, Debug)]
pub struct SaleSpec {
    /// Units.
    pub units: u32,
    /// Most units of one order.
    pub limit: u32,
    /// How long units are held.
    pub hold_seconds: u32,
    /// When it starts, from now.
    pub starts_in: TimeDelta,
    /// When it ends, from now.
    pub ends_in: TimeDelta,
}

impl SaleSpec {
    /// A live sale of so many units.
    pub fn of(units: u32) -> Self {
        Self {
            units,
            limit: 1,
            hold_seconds: 600,
            starts_in: TimeDelta::seconds(-5),
            ends_in: TimeDelta::hours(1),
        }
    }
}

impl Shop {
    /// A product with this stock.
    ///
    /// # Panics
    /// When the shop cannot make it.
    pub async fn product(&self, stock: u32) -> ProductId {
        let id = ProductId(fresh_id());
        let new = NewProduct {
            slug: format!("thing-{}", self.number()),
            name: "Thing".to_owned(),
            description: String::new(),
            status: ProductStatus::Published,
            list_price: Money::new(19_999, Currency::EUR),
            vat_basis_points: 0,
            weight_grams: 0,
            images: Vec::new(),
            taxa: ProductTaxa::default(),
        };
        let mut work = self.engine.database.begin_work().await.expect("a transaction");
        products::create(&mut work, id, &new, stock).await.expect("a product");
        work.commit().await.expect("a commit");
        id
    }

    /// A sale, with a product that has exactly its units.
    ///
    /// # Panics
    /// When the shop cannot make it.
    pub async fn sale(&self, spec: SaleSpec) -> SaleId {
        let product_id = self.product(spec.units).await;
        let now = now();
        let new = NewSale {
            product_id,
            title: "A sale".to_owned(),
            price: Money::new(9_999, Currency::EUR),
            starts_at: now + spec.starts_in,
            ends_at: now + spec.ends_in,
            allocated: spec.units,
            per_customer_limit: spec.limit,
            hold_seconds: spec.hold_seconds,
        };
        let work = self.engine.database.begin_work().await.expect("a transaction");
        create(&self.engine, work, &new).await.expect("a sale").0.id
    }

    /// A live sale of so many units.
    pub async fn live_sale(&self, units: u32) -> SaleId {
        self.sale(SaleSpec::of(units)).await
    }

    /// A purchase, to be sent.
    pub fn buying(&self, person: &Person, sale: SaleId, quantity: i64) -> Request {
        let body = json!({"sale_id": sale, "quantity": quantity});
        self.post("/api/v1/orders").bearer(&person.token).json(&body)
    }

    /// Buys.
    pub async fn buy(&self, person: &Person, sale: SaleId, quantity: i64) -> Answer {
        self.buying(person, sale, quantity).send().await
    }

    /// Pays an order with the test provider.
    pub async fn pay(&self, person: &Person, order: &str, outcome: &str) -> Answer {
        self.post(&format!("/api/v1/orders/{order}/payment"))
            .bearer(&person.token)
            .key(&format!("pay-{}", self.number()))
            .json(&json!({"test_outcome": outcome}))
            .send()
            .await
    }

    /// Buys and pays. Returns the order's id.
    ///
    /// # Panics
    /// When one of the two is refused.
    pub async fn paid(&self, person: &Person, sale: SaleId, quantity: i64) -> String {
        let order = self.buy(person, sale, quantity).await.assert_status(201).text("/id").to_owned();
        self.pay(person, &order, "success").await.assert_status(200);
        order
    }

    /// Packs an order.
    pub async fn pack(&self, staff: &Person, order: &str) -> Answer {
        self.post(&format!("/api/v1/orders/{order}/pack")).bearer(&staff.token).send().await
    }

    /// Sends a parcel of an order.
    pub async fn ship(&self, staff: &Person, order: &str, parcel: &Value) -> Answer {
        self.post(&format!("/api/v1/orders/{order}/shipments"))
            .bearer(&staff.token)
            .key(&format!("ship-{}", self.number()))
            .json(parcel)
            .send()
            .await
    }

    /// Says that an order was delivered.
    pub async fn deliver(&self, staff: &Person, order: &str) -> Answer {
        self.post(&format!("/api/v1/orders/{order}/deliver")).bearer(&staff.token).send().await
    }

    /// Packs, ships and delivers a paid order.
    ///
    /// # Panics
    /// When one of them is refused.
    pub async fn fulfil(&self, staff: &Person, order: &str) {
        self.pack(staff, order).await.assert_status(200);
        self.ship(staff, order, &json!({"carrier": "DHL"})).await.assert_status(201);
        self.deliver(staff, order).await.assert_status(200);
    }

    /// Cancels an order.
    pub async fn cancel(&self, person: &Person, order: &str) -> Answer {
        self.post(&format!("/api/v1/orders/{order}/cancel")).bearer(&person.token).send().await
    }

    /// Refunds an order, or a part of it.
    pub async fn refund(&self, staff: &Person, order: &str, refund: &Value) -> Answer {
        self.post(&format!("/api/v1/orders/{order}/refunds"))
            .bearer(&staff.token)
            .key(&format!("refund-{}", self.number()))
            .json(refund)
            .send()
            .await
    }

    /// What the database says remains.
    ///
    /// # Panics
    /// When there is no such sale.
    pub async fn remaining(&self, sale: SaleId) -> i64 {
        let mut connection = self.engine.database.acquire().await.expect("a connection");
        find(&mut connection, sale).await.expect("an answer").expect("the sale").0.remaining
    }
}
