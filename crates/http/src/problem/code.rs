use axum::http::StatusCode;
use serde::Serialize;

/// Everything that can be wrong, one stable code each. The texts may change, the codes do not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Code {
    /// The body is not JSON.
    MalformedJson,
    /// What a provider tells was not signed by it, or too long ago.
    InvalidSignature,
    /// This operation needs an Idempotency-Key.
    IdempotencyKeyMissing,
    /// No or bad credentials.
    Unauthenticated,
    /// E-mail or password is wrong.
    InvalidCredentials,
    /// The refresh token is unknown, expired or revoked.
    InvalidRefreshToken,
    /// The request of a browser came from another site.
    ForeignOrigin,
    /// The provider declined the payment.
    PaymentDeclined,
    /// Known, but not allowed.
    Forbidden,
    /// There is nothing here, or nothing of yours.
    NotFound,
    /// There is no such sale.
    SaleNotFound,
    /// The path exists, the method does not.
    MethodNotAllowed,
    /// No unit remains.
    SoldOut,
    /// The sale does not sell now.
    SaleNotLive,
    /// You have an active order in this sale.
    AlreadyPurchased,
    /// Fewer units remain than you asked for.
    InsufficientUnits,
    /// The product has fewer units than are asked of it.
    InsufficientStock,
    /// Orders hold more units than the sale was to have.
    AllocationBelowHeld,
    /// The sale has ended or was cancelled: it cannot be changed any more.
    SaleOver,
    /// It was changed since the caller looked.
    PreconditionFailed,
    /// This operation needs an If-Match.
    PreconditionRequired,
    /// An account with this address exists.
    EmailTaken,
    /// Another one of its kind has this slug.
    SlugTaken,
    /// The order cannot go there from where it is.
    IllegalTransition,
    /// Nothing was paid for the order, or all of it has gone back.
    NothingToRefund,
    /// More money than is left to refund.
    RefundExceedsPaid,
    /// The hold of the order is over.
    HoldExpired,
    /// Another payment of this order is under way.
    PaymentInProgress,
    /// The link of a mail is worthless now.
    LinkExpired,
    /// No address more fits into the book.
    AddressBookFull,
    /// The order has not arrived, or went back.
    NotDelivered,
    /// The order arrived too long ago to be sent back.
    ReturnTooLate,
    /// This line of the order has a review.
    AlreadyReviewed,
    /// The product is not sold any more.
    ProductUnavailable,
    /// There is nothing in the cart.
    CartEmpty,
    /// No other product fits into the cart.
    CartFull,
    /// It does not cost what the caller expects.
    PriceChanged,
    /// The code of the cart takes nothing off.
    CodeNotApplicable,
    /// Another discount code has this text.
    CodeTaken,
    /// More orders have used the code than the limit was to be.
    LimitBelowRedeemed,
    /// There are as many endpoints of webhooks as there may be.
    WebhookLimit,
    /// The endpoint of a webhook is switched off.
    WebhookDisabled,
    /// There is no such code, or it cannot be used.
    CodeNotValid,
    /// The body is larger than this operation takes.
    BodyTooLarge,
    /// The body is not announced as what the operation takes.
    UnsupportedMediaType,
    /// An upload is no picture for the shop.
    InvalidImage,
    /// A field is not as it must be.
    Validation,
    /// The password would be guessed soon.
    WeakPassword,
    /// The password that proves who asks is not theirs.
    WrongPassword,
    /// More units than one customer may buy.
    QuantityLimit,
    /// The Idempotency-Key was used for another request.
    IdempotencyMismatch,
    /// Too many requests.
    RateLimited,
    /// Our mistake.
    Internal,
    /// Too much is waiting.
    Busy,
    /// Whether the order exists is not known yet.
    OutcomeUnknown,
    /// No payment provider is configured.
    PaymentsUnavailable,
    /// A part that we need is away.
    Unavailable,
    /// The answer took too long.
    Timeout,
}

impl Code {
    /// As in `code` and at the end of `type`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::MalformedJson => "malformed_json",
            Self::InvalidSignature => "invalid_signature",
            Self::IdempotencyKeyMissing => "idempotency_key_missing",
            Self::Unauthenticated => "unauthenticated",
            Self::InvalidCredentials => "invalid_credentials",
            Self::InvalidRefreshToken => "invalid_refresh_token",
            Self::ForeignOrigin => "foreign_origin",
            Self::PaymentDeclined => "payment_declined",
            Self::Forbidden => "forbidden",
            Self::NotFound => "not_found",
            Self::SaleNotFound => "sale_not_found",
            Self::MethodNotAllowed => "method_not_allowed",
            Self::SoldOut => "sold_out",
            Self::SaleNotLive => "sale_not_live",
            Self::AlreadyPurchased => "already_purchased",
            Self::InsufficientUnits => "insufficient_units",
            Self::InsufficientStock => "insufficient_stock",
            Self::AllocationBelowHeld => "allocation_below_held",
            Self::SaleOver => "sale_over",
            Self::PreconditionFailed => "precondition_failed",
            Self::PreconditionRequired => "precondition_required",
            Self::EmailTaken => "email_taken",
            Self::SlugTaken => "slug_taken",
            Self::IllegalTransition => "illegal_transition",
            Self::NothingToRefund => "nothing_to_refund",
            Self::RefundExceedsPaid => "refund_exceeds_paid",
            Self::HoldExpired => "hold_expired",
            Self::PaymentInProgress => "payment_in_progress",
            Self::NotDelivered => "not_delivered",
            Self::ReturnTooLate => "return_too_late",
            Self::AlreadyReviewed => "already_reviewed",
            Self::ProductUnavailable => "product_unavailable",
            Self::CartEmpty => "cart_empty",
            Self::CartFull => "cart_full",
            Self::PriceChanged => "price_changed",
            Self::CodeNotApplicable => "code_not_applicable",
            Self::CodeTaken => "code_taken",
            Self::WebhookLimit => "webhook_limit",
            Self::WebhookDisabled => "webhook_disabled",
            Self::LimitBelowRedeemed => "limit_below_redeemed",
            Self::CodeNotValid => "code_not_valid",
            Self::BodyTooLarge => "body_too_large",
            Self::UnsupportedMediaType => "unsupported_media_type",
            Self::InvalidImage => "invalid_image",
            Self::Validation => "validation",
            Self::WeakPassword => "weak_password",
            Self::WrongPassword => "wrong_password",
            Self::LinkExpired => "link_expired",
            Self::AddressBookFull => "address_book_full",
            Self::QuantityLimit => "quantity_limit",
            Self::IdempotencyMismatch => "idempotency_mismatch",
            Self::RateLimited => "rate_limited",
            Self::Internal => "internal",
            Self::Busy => "busy",
            Self::OutcomeUnknown => "outcome_unknown",
            Self::PaymentsUnavailable => "payments_unavailable",
            Self::Unavailable => "unavailable",
            Self::Timeout => "timeout",
        }
    }

    /// The status that goes with the code.
    pub fn status(self) -> StatusCode {
        match self {
            Self::MalformedJson | Self::InvalidSignature | Self::IdempotencyKeyMissing => {
                StatusCode::BAD_REQUEST
            }
            Self::Unauthenticated | Self::InvalidCredentials | Self::InvalidRefreshToken => {
                StatusCode::UNAUTHORIZED
            }
            Self::PaymentDeclined => StatusCode::PAYMENT_REQUIRED,
            Self::Forbidden | Self::ForeignOrigin => StatusCode::FORBIDDEN,
            Self::NotFound | Self::SaleNotFound => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::SoldOut
            | Self::SaleNotLive
            | Self::AlreadyPurchased
            | Self::InsufficientUnits
            | Self::InsufficientStock
            | Self::AllocationBelowHeld
            | Self::SaleOver
            | Self::EmailTaken
            | Self::AddressBookFull
            | Self::SlugTaken
            | Self::IllegalTransition
            | Self::NothingToRefund
            | Self::HoldExpired
            | Self::NotDelivered
            | Self::ReturnTooLate
            | Self::AlreadyReviewed
            | Self::ProductUnavailable
            | Self::CartEmpty
            | Self::CartFull
            | Self::PriceChanged
            | Self::CodeNotApplicable
            | Self::CodeTaken
            | Self::WebhookLimit
            | Self::WebhookDisabled
            | Self::LimitBelowRedeemed
            | Self::PaymentInProgress => StatusCode::CONFLICT,
            Self::PreconditionFailed => StatusCode::PRECONDITION_FAILED,
            Self::PreconditionRequired => StatusCode::PRECONDITION_REQUIRED,
            Self::LinkExpired => StatusCode::GONE,
            Self::BodyTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::UnsupportedMediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::InvalidImage
            | Self::Validation
            | Self::WeakPassword
            | Self::WrongPassword
            | Self::QuantityLimit
            | Self::CodeNotValid
            | Self::RefundExceedsPaid
            | Self::IdempotencyMismatch => StatusCode::UNPROCESSABLE_ENTITY,
            Self::RateLimited => StatusCode::TOO_MANY_REQUESTS,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
            Self::Busy
            | Self::OutcomeUnknown
            | Self::PaymentsUnavailable
            | Self::Unavailable
            | Self::Timeout => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    /// The same short sentence for every occurrence.
    pub fn title(self) -> &'static str {
        match self {
            Self::MalformedJson => "The body is not JSON",
            Self::InvalidSignature => "The signature does not fit",
            Self::IdempotencyKeyMissing => "An Idempotency-Key is required",
            Self::Unauthenticated => "Sign in first",
            Self::InvalidCredentials => "E-mail or password is wrong",
            Self::InvalidRefreshToken => "The session is over",
            Self::ForeignOrigin => "The request came from another site",
            Self::PaymentDeclined => "The payment was declined",
            Self::Forbidden => "Not allowed",
            Self::NotFound => "Not found",
            Self::SaleNotFound => "There is no such sale",
            Self::MethodNotAllowed => "Method not allowed",
            Self::SoldOut => "Sold out",
            Self::SaleNotLive => "The sale is not live",
            Self::AlreadyPurchased => "Already purchased",
            Self::InsufficientUnits => "Not enough units remain",
            Self::InsufficientStock => "The stock does not cover it",
            Self::AllocationBelowHeld => "Orders hold more units than that",
            Self::SaleOver => "The sale is over",
            Self::PreconditionFailed => "Somebody else changed it",
            Self::PreconditionRequired => "An If-Match is required",
            Self::EmailTaken => "An account with this e-mail exists",
            Self::SlugTaken => "Another one has this slug",
            Self::IllegalTransition => "The order cannot do that now",
            Self::NothingToRefund => "There is nothing to refund",
            Self::RefundExceedsPaid => "That is more than was paid",
            Self::HoldExpired => "The hold is over",
            Self::PaymentInProgress => "A payment is under way",
            Self::NotDelivered => "The order has not arrived",
            Self::ReturnTooLate => "It is too late to send it back",
            Self::AlreadyReviewed => "Already reviewed",
            Self::ProductUnavailable => "The product is not sold any more",
            Self::CartEmpty => "The cart is empty",
            Self::CartFull => "The cart is full",
            Self::PriceChanged => "The price has changed",
            Self::CodeNotApplicable => "The code cannot be used now",
            Self::CodeTaken => "Another code has this text",
            Self::WebhookLimit => "There are as many webhooks as there may be",
            Self::WebhookDisabled => "The webhook is switched off",
            Self::LimitBelowRedeemed => "More orders have used it than that",
            Self::CodeNotValid => "This code is not valid",
            Self::BodyTooLarge => "The body is too large",
            Self::UnsupportedMediaType => "The body is of another kind",
            Self::InvalidImage => "This is no picture for the shop",
            Self::Validation => "A field is not valid",
            Self::WeakPassword => "The password is easy to guess",
            Self::WrongPassword => "The password is wrong",
            Self::LinkExpired => "The link is not good any more",
            Self::AddressBookFull => "The address book is full",
            Self::QuantityLimit => "Above the limit per customer",
            Self::IdempotencyMismatch => "The key was used for another request",
            Self::RateLimited => "Too many requests",
            Self::Internal => "Something went wrong on our side",
            Self::Busy => "Too much is waiting",
            Self::OutcomeUnknown => "The outcome is not known yet",
            Self::PaymentsUnavailable => "Payments are not available",
            Self::Unavailable => "Temporarily unavailable",
            Self::Timeout => "The answer took too long",
        }
    }
}
