use std::time::Duration;

use axum::extract::State;
use axum::response::Response;
use doorbuster_domain::cart::{Item, ItemProblem};
use doorbuster_domain::identity::{Email, EmailError, NewAddress};
use doorbuster_domain::orders::Idempotency;
use doorbuster_engine::cart::{CheckedOut, CheckoutError, CheckoutRequest};
use doorbuster_persistence::identity::{self, find_address};

use super::apply_code::in_words;
use super::checkout_body::CheckoutBody;
use super::{RequiredShopper, Shopper};
use crate::App;
use crate::extract::{IdempotencyHeader, Json};
use crate::orders::{OrderView, created};
use crate::problem::{ApiError, Code, Problem, ProblemItem, internal};

/// Check out my cart
///
/// Makes an order of it, durably, and holds its units until `pay_by`. The cart keeps what is in it until the order is paid: a
/// declined or abandoned payment loses nothing. A new checkout of the same cart cancels the unpaid order before. Whatever
/// is refused: nothing was ordered, and the cart is as it was.
#[utoipa::path(
    post, path = "/api/v1/cart/checkout", tag = "cart", security(("bearer" = []), ("cart_token" = [])),
    params(("Idempotency-Key" = String, Header, description = "Of your making; the same for every retry",
        example = "5f0c9a52-checkout")),
    request_body = CheckoutBody,
    responses(
        (status = 201, description = "The order; its units are held until `pay_by`", body = OrderView, headers(
            ("Location" = String, description = "Where the order is"),
            ("Idempotency-Replayed" = Option<String>, description = "`true` when the same key had made it before"))),
        (status = 400, description = "`idempotency_key_missing`, `malformed_json`", body = Problem,
            content_type = "application/problem+json"),
        (status = 409, description = "`cart_empty`, `insufficient_stock` and `product_unavailable` (with `items`), \
            `price_changed` (with `total`), `code_not_applicable` (with `code_problem`), `payment_in_progress` (with \
            `order_id`: an earlier checkout is being paid)", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "`validation`, `idempotency_mismatch` (with `order_id`)", body = Problem,
            content_type = "application/problem+json"),
    ),
)]
pub(super) async fn check_out(
    State(app): State<App>,
    RequiredShopper(shopper): RequiredShopper,
    key: IdempotencyHeader,
    Json(body): Json<CheckoutBody>,
) -> Result<Response, ApiError> {
    let key = key.required()?;
    let canonical = serde_json::to_vec(&body).map_err(|error| internal(&error))?;
    let request = read(&app, &shopper, body, Idempotency::new(key, &canonical)).await?;
    let CheckedOut { order, replayed } = doorbuster_engine::cart::check_out(&app.engine, &request).await?;
    let now = app.engine.board.now();
    Ok(created(OrderView::at(order, now), replayed))
}

/// What was asked, checked: all mistakes of the customer's before anything is looked up for them.
async fn read(
    app: &App,
    shopper: &Shopper,
    body: CheckoutBody,
    idempotency: Idempotency,
) -> Result<CheckoutRequest, ApiError> {
    let CheckoutBody { email, shipping_address, address_id, shipping_method, expected_total } = body;
    if let Some(expected) = expected_total {
        app.shop.require_currency("/expected_total/currency", expected)?;
    }
    let owner = shopper.owner().ok_or_else(ApiError::not_found)?;
    let either = || ApiError::field("/shipping_address", "either an address or the id of one, not both");
    let written = shipping_address.map(super::ShippingAddressView::check).transpose()?;
    let (email, address): (Email, NewAddress) = match shopper.caller() {
        None => {
            let email = email.ok_or_else(|| ApiError::field("/email", "where shall we reach you?"))?;
            let email =
                email.parse().map_err(|error: EmailError| ApiError::field("/email", error.to_string()))?;
            if address_id.is_some() {
                return Err(ApiError::field("/address_id", "a guest has no address book"));
            }
            (email, written.ok_or_else(either)?)
        }
        Some(caller) => {
            let mut connection = app.engine.database.acquire().await?;
            let address = match (written, address_id) {
                (Some(address), None) => address,
                (None, Some(id)) => {
                    let entry = find_address(&mut connection, caller.user, id).await?;
                    entry
                        .ok_or_else(|| {
                            ApiError::field("/address_id", "there is no such address in your book")
                        })?
                        .address
                }
                (Some(_), Some(_)) | (None, None) => return Err(either()),
            };
            let account =
                identity::find(&mut connection, caller.user).await?.ok_or_else(ApiError::not_found)?;
            (account.email, address)
        }
    };
    let (currency, method) = (app.shop.currency, shipping_method);
    Ok(CheckoutRequest { owner, currency, email, address, method, expected_total, idempotency })
}

impl From<CheckoutError> for ApiError {
    fn from(error: CheckoutError) -> Self {
        match error {
            CheckoutError::Empty => Self::new(Code::CartEmpty, "There is nothing in the cart."),
            CheckoutError::Items(items) => cannot_buy(items),
            CheckoutError::PriceChanged(total) => {
                Self::new(Code::PriceChanged, "It costs something else by now. Nothing was ordered.")
                    .with_total(total)
            }
            CheckoutError::Code(problem) => {
                Self::new(Code::CodeNotApplicable, in_words(problem)).with_code_problem(problem)
            }
            CheckoutError::Paying(order) => {
                Self::new(Code::PaymentInProgress, "An earlier order of this cart is being paid.")
                    .about_order(order)
                    .retry_after(Duration::from_secs(2))
            }
            CheckoutError::Mismatch(order) => {
                Self::new(Code::IdempotencyMismatch, "This key made an order of another request.")
                    .about_order(order)
            }
            CheckoutError::Restless => {
                Self::new(Code::Busy, "The cart kept changing. Nothing was ordered; please try again.")
                    .retry_after(Duration::from_secs(1))
            }
            CheckoutError::Money(error) => error.into(),
            CheckoutError::Storage(error) => error.into(),
        }
    }
}

/// Names what stands in the way.
fn cannot_buy(items: Vec<Item>) -> ApiError {
    let items: Vec<ProblemItem> = items
        .into_iter()
        .filter_map(|item| {
            let problem = item.problem()?;
            Some(ProblemItem {
                product_id: item.product,
                name: item.name,
                available: item.stock.max(0),
                problem,
            })
        })
        .collect();
    let gone = items.iter().any(|item| item.problem == ItemProblem::Unavailable);
    let code = if gone { Code::ProductUnavailable } else { Code::InsufficientStock };
    let words = items.iter().map(|item| match item.problem {
        ItemProblem::Unavailable => format!("{} is not sold any more", item.name),
        ItemProblem::OutOfStock => format!("{} is sold out", item.name),
        ItemProblem::InsufficientStock => format!("only {} of {} in stock", item.available, item.name),
    });
    let detail = format!("{}. Nothing was ordered.", words.collect::<Vec<_>>().join(", "));
    ApiError::new(code, detail).with_items(items)
}
