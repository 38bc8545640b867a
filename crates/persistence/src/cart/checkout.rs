use std::collections::HashMap;
use std::collections::hash_map::Entry;

use doorbuster_domain::cart::{Checkout, CheckoutLine};
use doorbuster_domain::identity::NewAddress;
use doorbuster_domain::{Money, OrderId};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use sqlx::types::Json;
use uuid::Uuid;

use crate::{Error, Work};

/// An address as it was when something was sent there.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct AddressJson {
    name: String,
    company: Option<String>,
    line1: String,
    line2: Option<String>,
    postal_code: String,
    city: String,
    country: String,
    phone: Option<String>,
}

impl From<NewAddress> for AddressJson {
    fn from(address: NewAddress) -> Self {
        let NewAddress { name, company, line1, line2, postal_code, city, country, phone, is_default: _ } =
            address;
        Self { name, company, line1, line2, postal_code, city, country, phone }
    }
}

impl From<AddressJson> for NewAddress {
    fn from(address: AddressJson) -> Self {
        let AddressJson { name, company, line1, line2, postal_code, city, country, phone } = address;
        Self { name, company, line1, line2, postal_code, city, country, phone, is_default: false }
    }
}

/// What those of these orders remember that were made from a cart.
pub(crate) async fn checkouts(
    connection: &mut PgConnection,
    orders: &[Uuid],
) -> Result<HashMap<Uuid, Box<Checkout>>, Error> {
    let rows = sqlx::query!(
        r#"SELECT order_id AS "order_id!", email AS "email!",
               shipping_address AS "shipping_address!: Json<AddressJson>", shipping_method AS "shipping_method!", code,
               discount_minor AS "discount_minor!", shipping_minor AS "shipping_minor!", currency AS "currency!",
               total_minor AS "total_minor!", list_minor AS "list_minor!", line_discount_minor AS "line_discount_minor!",
               vat_basis_points AS "vat_basis_points!"
           FROM read_checkouts($1)"#,
        orders
    )
    .fetch_all(connection)
    .await?;
    let mut checkouts: HashMap<Uuid, Box<Checkout>> = HashMap::new();
    for row in rows {
        let currency = row.currency.parse().map_err(|_| Error::Corrupt("orders.currency"))?;
        let money = |minor| Money::new(minor, currency);
        let line = CheckoutLine {
            total: money(row.total_minor),
            list_price: money(row.list_minor),
            discount: money(row.line_discount_minor),
            vat_basis_points: u32::try_from(row.vat_basis_points)
                .map_err(|_| Error::Corrupt("checkout_lines.vat_basis_points"))?,
        };
        match checkouts.entry(row.order_id) {
            Entry::Occupied(mut known) => known.get_mut().lines.push(line),
            Entry::Vacant(new) => {
                let Json(address) = row.shipping_address;
                let method = row.shipping_method.parse();
                new.insert(Box::new(Checkout {
                    email: row.email.parse().map_err(|_| Error::Corrupt("checkouts.email"))?,
                    shipping_address: address.into(),
                    shipping_method: method.map_err(|_| Error::Corrupt("checkouts.shipping_method"))?,
                    code: row.code,
                    discount: money(row.discount_minor),
                    shipping: money(row.shipping_minor),
                    lines: vec![line],
                }));
            }
        }
    }
    Ok(checkouts)
}

/// Gives back what an order of a cart holds, when it has just ended. Its row is locked.
pub(crate) async fn release(work: &mut Work, order: OrderId) -> Result<(), Error> {
    sqlx::query!("SELECT release_checkouts($1)", &[order.0]).execute(&mut **work).await?;
    Ok(())
}

/// Takes out of the customer's cart what an order bought that has just been paid. Its row is locked.
pub(crate) async fn settle(work: &mut Work, order: OrderId) -> Result<(), Error> {
    sqlx::query!("SELECT settle_checkout($1)", order.0).execute(&mut **work).await?;
    Ok(())
}
