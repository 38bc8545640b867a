use doorbuster_domain::cart::{Cart, Checkout, CheckoutLine, Item, LineTotals, ShippingMethod, Totals, Zone};
use doorbuster_domain::identity::{Email, NewAddress};
use doorbuster_domain::orders::{Idempotency, Line, Order, OrderStatus};
use doorbuster_domain::promotions::CodeProblem;
use doorbuster_domain::{Currency, Money, MoneyError, OrderId};
use doorbuster_persistence::cart::{CheckoutOrder, Owner, Placed, Short, Verdict, by_key, find};
use doorbuster_persistence::{Error, PgConnection, cart, orders};

use crate::Engine;
use crate::ambient::fresh_id;

/// A cart that changes under a checkout is read again so often.
const TRIES: u32 = 4;

/// What somebody asks for.
#[derive(Clone, Debug)]
pub struct CheckoutRequest {
    /// Whose cart.
    pub owner: Owner,
    /// What the shop sells in.
    pub currency: Currency,
    /// Where the customer is reached.
    pub email: Email,
    /// Where it goes.
    pub address: NewAddress,
    /// How it travels.
    pub method: ShippingMethod,
    /// What the customer has seen.
    pub expected_total: Option<Money>,
    /// The key, and all of the above.
    pub idempotency: Idempotency,
}

/// An order that a checkout made, now or before.
#[derive(Clone, Debug)]
pub struct CheckedOut {
    /// The order as it is now.
    pub order: Order,
    /// Whether the same key had made it.
    pub replayed: bool,
}

/// Why there is no order. The cart is as it was.
#[derive(Debug, thiserror::Error)]
pub enum CheckoutError {
    /// There is nothing in the cart.
    #[error("the cart is empty")]
    Empty,
    /// These cannot be bought as they are.
    #[error("some items cannot be bought")]
    Items(Vec<Item>),
    /// It costs this now.
    #[error("the total is not what was expected")]
    PriceChanged(Money),
    /// The code takes nothing off.
    #[error("the code takes nothing off")]
    Code(CodeProblem),
    /// An earlier checkout of this customer is being paid at this moment.
    #[error("an earlier checkout is being paid")]
    Paying(OrderId),
    /// The key had made another order.
    #[error("the key was used for another checkout")]
    Mismatch(OrderId),
    /// The cart changed each time it was looked at.
    #[error("the cart keeps changing")]
    Restless,
    /// An amount that does not fit.
    #[error(transparent)]
    Money(#[from] MoneyError),
    /// The database.
    #[error(transparent)]
    Storage(#[from] Error),
}

/// Makes an order of a cart and holds its units for payment: one read, then one call that decides under its locks whether
/// all is still as it was read. Two round trips, one commit.
///
/// # Errors
/// [`CheckoutError`]
pub async fn check_out(engine: &Engine, request: &CheckoutRequest) -> Result<CheckedOut, CheckoutError> {
    let mut connection = engine.database.acquire().await?;
    for _ in 0..TRIES {
        let cart = find(&mut connection, &request.owner, request.currency).await?;
        let verdict = match judge(&cart, request) {
            Ok(totals) => {
                let order = CheckoutOrder {
                    id: OrderId(fresh_id()),
                    cart: &cart,
                    totals: &totals,
                    email: &request.email,
                    address: &request.address,
                    method: request.method,
                    idempotency: request.idempotency,
                };
                match cart::check_out(&mut connection, &request.owner, &order).await? {
                    Verdict::Placed(placed) => {
                        engine.announcer.order_placed();
                        metrics::counter!("doorbuster_checkouts_total").increment(1);
                        return Ok(CheckedOut { order: order_of(&order, placed)?, replayed: false });
                    }
                    other => other,
                }
            }
            // Whoever lost the answer may find the cart sold out by their own order.
            Err(refusal) => {
                by_key(&mut connection, &request.owner, &request.idempotency).await?.ok_or(refusal)?
            }
        };
        return match verdict {
            Verdict::Changed => continue,
            Verdict::Replayed(order) => {
                Ok(CheckedOut { order: read(&mut connection, order).await?, replayed: true })
            }
            Verdict::Mismatch(order) => Err(CheckoutError::Mismatch(order)),
            Verdict::Paying(order) => Err(CheckoutError::Paying(order)),
            Verdict::Code(problem) => Err(CheckoutError::Code(problem)),
            Verdict::Short(short) => Err(CheckoutError::Items(missing(cart, &short))),
            Verdict::Placed(_) => Err(CheckoutError::Restless),
        };
    }
    Err(CheckoutError::Restless)
}

/// What the cart costs, if it can be bought as it is.
fn judge(cart: &Cart, request: &CheckoutRequest) -> Result<Totals, CheckoutError> {
    if cart.items.is_empty() {
        return Err(CheckoutError::Empty);
    }
    let bad: Vec<Item> = cart.items.iter().filter(|item| item.problem().is_some()).cloned().collect();
    if !bad.is_empty() {
        return Err(CheckoutError::Items(bad));
    }
    let shipping = request.method.price(Zone::of(&request.address.country), cart.weight_grams());
    let totals = Totals::of(cart, Some(Money::new(shipping, cart.currency)))?;
    if let Some(problem) = totals.code_problem {
        return Err(CheckoutError::Code(problem));
    }
    if request.expected_total.is_some_and(|expected| expected != totals.total) {
        return Err(CheckoutError::PriceChanged(totals.total));
    }
    Ok(totals)
}

/// The items of which there is less than was asked, with what there is.
fn missing(cart: Cart, short: &[Short]) -> Vec<Item> {
    let found = |item: Item| {
        let short = short.iter().find(|short| short.product == item.product)?;
        Some(Item { stock: short.available, ..item })
    };
    cart.items.into_iter().filter_map(found).collect()
}

/// The order as it stands in the database, put together without reading it.
fn order_of(
    placed: &CheckoutOrder<'_>,
    Placed { user, placed_at, pay_by }: Placed,
) -> Result<Order, MoneyError> {
    let CheckoutOrder { id, cart, totals, email, address, method, idempotency: _ } = placed;
    let lines = cart.items.iter().map(|item| {
        Ok(Line {
            product_id: item.product,
            name: item.name.clone(),
            quantity: item.quantity,
            unit_price: item.price.now,
            total: item.total()?,
        })
    });
    let told =
        cart.items.iter().zip(&totals.lines).map(|(item, LineTotals { total, discount })| CheckoutLine {
            total: *total,
            list_price: item.price.list,
            discount: *discount,
            vat_basis_points: item.vat_basis_points,
        });
    Ok(Order {
        id: *id,
        user_id: user,
        sale_id: None,
        status: OrderStatus::PendingPayment,
        lines: lines.collect::<Result<_, MoneyError>>()?,
        total: totals.total,
        pay_by,
        created_at: placed_at,
        timeline: vec![Order::placed(placed_at)],
        payment: None,
        shipments: Vec::new(),
        refunds: Vec::new(),
        returns: Vec::new(),
        checkout: Some(Box::new(Checkout {
            email: (*email).clone(),
            shipping_address: NewAddress { is_default: false, ..(*address).clone() },
            shipping_method: *method,
            code: cart.code.as_ref().map(|used| used.code.code.to_string()),
            discount: totals.discount,
            shipping: totals.shipping.unwrap_or(Money::new(0, cart.currency)),
            lines: told.collect(),
        })),
    })
}

async fn read(connection: &mut PgConnection, order: OrderId) -> Result<Order, Error> {
    orders::find(connection, order).await?.ok_or(Error::Corrupt("checkouts.order_id"))
}
