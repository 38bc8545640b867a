//! Errors as the outside sees them: RFC 9457 problem details with a stable code.

mod code;

use std::borrow::Cow;
use std::time::Duration;

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use doorbuster_domain::cart::ItemProblem;
use doorbuster_domain::promotions::CodeProblem;
use doorbuster_domain::sales::SaleStatus;
use doorbuster_domain::{Money, MoneyError, OrderId, ProductId, ReviewId};
use serde::Serialize;

use crate::limiter::RateLimitFields;

pub use code::Code;

/// The body of every error (RFC 9457, `application/problem+json`).
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Problem {
    /// Names the kind of problem; ends in `code`.
    #[serde(rename = "type")]
    #[schema(example = "urn:doorbuster:problem:sold_out")]
    kind: String,
    /// The same short sentence for every occurrence.
    #[schema(example = "Sold out")]
    title: &'static str,
    /// The HTTP status.
    #[schema(example = 409)]
    status: u16,
    /// Stable, for programs.
    code: Code,
    /// This occurrence, for people.
    #[schema(example = "No unit remains. Units that are held and not paid in time come back.")]
    detail: Cow<'static, str>,
    /// The `X-Request-Id` of the answer: tell it to support.
    request_id: String,
    /// What is wrong where, when fields are.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<FieldError>,
    #[serde(flatten)]
    // Apart, so that a `Result` stays small to move.
    more: Box<More>,
}

/// One mistake in a request.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct FieldError {
    /// Where in the body (RFC 6901), or the name of a query parameter or header after `#`.
    #[schema(example = "/quantity")]
    pub pointer: String,
    /// What is wrong there.
    #[schema(example = "1 to 1000 units")]
    pub detail: String,
}

/// What some codes say besides.
#[derive(Clone, Debug, Default, Serialize, utoipa::ToSchema)]
#[schema(as = ProblemExtensions)]
struct More {
    /// `already_purchased`, `idempotency_mismatch`: the order that stands in the way.
    #[serde(skip_serializing_if = "Option::is_none")]
    order_id: Option<OrderId>,
    /// `already_reviewed`: the review that there is.
    #[serde(skip_serializing_if = "Option::is_none")]
    review_id: Option<ReviewId>,
    /// `insufficient_units`: how many remained.
    #[serde(skip_serializing_if = "Option::is_none")]
    remaining: Option<i64>,
    /// `quantity_limit`: most units per customer.
    #[serde(skip_serializing_if = "Option::is_none")]
    limit: Option<u32>,
    /// `allocation_below_held`: units that orders hold.
    #[serde(skip_serializing_if = "Option::is_none")]
    held: Option<i64>,
    /// `sale_not_live`, `sale_over`: what the sale is instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    sale_status: Option<SaleStatus>,
    /// `insufficient_stock`: how many units there are.
    #[serde(skip_serializing_if = "Option::is_none")]
    available: Option<i64>,
    /// A checkout's `insufficient_stock`, `product_unavailable`: what cannot be bought as it is.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    items: Vec<ProblemItem>,
    /// `price_changed`: what it costs now.
    #[serde(skip_serializing_if = "Option::is_none")]
    total: Option<Money>,
    /// `code_not_valid`, `code_not_applicable`: why the code takes nothing off.
    #[serde(skip_serializing_if = "Option::is_none")]
    code_problem: Option<CodeProblem>,
    /// Seconds after which trying again makes sense, as in `Retry-After`.
    #[serde(skip_serializing_if = "Option::is_none")]
    retry_after: Option<u64>,
    /// The fields of a 429.
    #[serde(skip)]
    rate_limit: Option<RateLimitFields>,
}

/// An item of a cart that cannot be bought as it is.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct ProblemItem {
    /// Which product.
    pub product_id: ProductId,
    /// What it is called.
    #[schema(example = "Ember gooseneck kettle")]
    pub name: String,
    /// Units in stock.
    #[schema(example = 1)]
    pub available: i64,
    /// Why.
    pub problem: ItemProblem,
}

/// An error on its way out: handlers return it, the outermost layer gives it its request id and its body.
#[derive(Clone, Debug)]
pub struct ApiError {
    code: Code,
    detail: Cow<'static, str>,
    errors: Vec<FieldError>,
    // Apart, so that a `Result` stays small to move.
    more: Box<More>,
}

impl ApiError {
    /// An error with this code that says `detail` to a person.
    pub fn new(code: Code, detail: impl Into<Cow<'static, str>>) -> Self {
        Self { code, detail: detail.into(), errors: Vec::new(), more: Box::default() }
    }

    /// 422: the field at `pointer` is not as it must be.
    pub fn field(pointer: impl Into<String>, detail: impl Into<String>) -> Self {
        Self::fields(vec![FieldError { pointer: pointer.into(), detail: detail.into() }])
    }

    /// 422: mistakes by the domain's rules, each with its place in the request and what it says to a person.
    pub(crate) fn mistakes<P: Into<String>>(found: impl IntoIterator<Item = (P, String)>) -> Self {
        let field = |(pointer, detail): (P, String)| FieldError { pointer: pointer.into(), detail };
        Self::fields(found.into_iter().map(field).collect())
    }

    /// 422: several fields are not as they must be.
    pub fn fields(errors: Vec<FieldError>) -> Self {
        let detail = errors.first().map_or_else(String::new, |first| {
            format!("{}: {}", first.pointer.trim_start_matches(['/', '#']), first.detail)
        });
        Self { errors, ..Self::new(Code::Validation, detail) }
    }

    /// 404 without a reason: there is nothing here, or nothing of yours.
    pub fn not_found() -> Self {
        Self::new(Code::NotFound, "There is nothing here, or nothing of yours.")
    }

    /// 404: there is no such sale.
    pub fn no_such_sale() -> Self {
        Self::new(Code::NotFound, "There is no such sale.")
    }

    /// The same mistake, filed under another code.
    #[must_use]
    pub fn with_code(mut self, code: Code) -> Self {
        self.code = code;
        self
    }

    /// Names the order that stands in the way.
    #[must_use]
    pub fn about_order(mut self, order: OrderId) -> Self {
        self.more.order_id = Some(order);
        self
    }

    /// Names the review that stands in the way.
    #[must_use]
    pub fn about_review(mut self, review: ReviewId) -> Self {
        self.more.review_id = Some(review);
        self
    }

    /// Says how many units remained.
    #[must_use]
    pub fn with_remaining(mut self, remaining: i64) -> Self {
        self.more.remaining = Some(remaining);
        self
    }

    /// Says how many units one customer may buy.
    #[must_use]
    pub fn with_limit(mut self, limit: u32) -> Self {
        self.more.limit = Some(limit);
        self
    }

    /// Says how many units orders hold.
    #[must_use]
    pub fn with_held(mut self, held: i64) -> Self {
        self.more.held = Some(held);
        self
    }

    /// Says how many units there are.
    #[must_use]
    pub fn with_available(mut self, available: i64) -> Self {
        self.more.available = Some(available);
        self
    }

    /// Says what cannot be bought as it is.
    #[must_use]
    pub fn with_items(mut self, items: Vec<ProblemItem>) -> Self {
        self.more.items = items;
        self
    }

    /// Says what it costs now.
    #[must_use]
    pub fn with_total(mut self, total: Money) -> Self {
        self.more.total = Some(total);
        self
    }

    /// Says why the code takes nothing off.
    #[must_use]
    pub fn with_code_problem(mut self, problem: CodeProblem) -> Self {
        self.more.code_problem = Some(problem);
        self
    }

    /// Says what the sale is instead of live.
    #[must_use]
    pub fn with_sale_status(mut self, status: SaleStatus) -> Self {
        self.more.sale_status = Some(status);
        self
    }

    /// Says when trying again makes sense; rounded up to whole seconds, at least one.
    #[must_use]
    pub fn retry_after(mut self, wait: Duration) -> Self {
        self.more.retry_after =
            Some(wait.as_secs() + u64::from(wait.subsec_nanos() > 0).max(u64::from(wait.is_zero())));
        self
    }

    /// Says which limit was reached, in the fields of the answer.
    #[must_use]
    pub(crate) fn rate_limited(mut self, fields: RateLimitFields) -> Self {
        self.more.rate_limit = Some(fields);
        self
    }

    /// The code.
    pub fn code(&self) -> Code {
        self.code
    }

    /// The body, for the request that `request_id` names.
    pub(crate) fn body(&self, request_id: &str) -> Problem {
        Problem {
            kind: format!("urn:doorbuster:problem:{}", self.code.as_str()),
            title: self.code.title(),
            status: self.code.status().as_u16(),
            code: self.code,
            detail: self.detail.clone(),
            request_id: request_id.to_owned(),
            errors: self.errors.clone(),
            more: self.more.clone(),
        }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let mut response = self.code.status().into_response();
        if let Some(wait) = self.more.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(wait));
        }
        if let Some(fields) = &self.more.rate_limit {
            fields.write(response.headers_mut());
        }
        if self.code == Code::Unauthenticated {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response.extensions_mut().insert(self);
        response
    }
}

/// The database failed: the cause is logged once, here; the client learns only whether trying again makes sense.
impl From<doorbuster_persistence::Error> for ApiError {
    fn from(error: doorbuster_persistence::Error) -> Self {
        if error.is_unavailable() {
            tracing::warn!(error = %error, "the database is away");
            Self::new(Code::Unavailable, "Please try again in a moment.").retry_after(Duration::from_secs(1))
        } else {
            internal(&error)
        }
    }
}

impl From<MoneyError> for ApiError {
    fn from(error: MoneyError) -> Self {
        internal(&error)
    }
}

/// Our mistake: the cause goes to the log, once, and a fixed text to the client.
pub(crate) fn internal(error: &dyn std::error::Error) -> ApiError {
    tracing::error!(error = %error, "internal error");
    ApiError::new(Code::Internal, "The mistake is ours and was noted. Please try again later.")
}
