use axum::extract::State;
use doorbuster_domain::cart::Totals;
use doorbuster_domain::promotions::{CodeProblem, CodeText};
use doorbuster_persistence::cart::{UseCodeError, use_code};
use serde::Deserialize;

use super::Shopper;
use super::get_cart::cart_of;
use super::view::CartView;
use crate::App;
use crate::extract::Json;
use crate::problem::{ApiError, Code, Problem};

/// A discount code.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CartCodeUpdate)]
pub(super) struct CodeBody {
    /// As the customer typed it: case and blanks do not matter.
    #[schema(example = "welcome 10", max_length = 200)]
    code: String,
}

/// Put a discount code on my cart
///
/// In place of the one before. One that needs dearer goods is taken and shown with its problem; one that cannot be used is
/// refused, and the cart stays as it was. A use is counted by the checkout, not here.
#[utoipa::path(
    post, path = "/api/v1/cart/code", tag = "cart", security((), ("bearer" = []), ("cart_token" = [])),
    request_body = CodeBody,
    responses(
        (status = 200, description = "The cart as it is now", body = CartView),
        (status = 409, description = "`cart_empty`", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "`code_not_valid`: there is no such code, or (`code_problem`) it cannot be used; \
            `validation`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn apply_code(
    State(app): State<App>,
    shopper: Shopper,
    Json(body): Json<CodeBody>,
) -> Result<Json<CartView>, ApiError> {
    let empty = || ApiError::new(Code::CartEmpty, "Put something into the cart first.");
    let unknown = || ApiError::new(Code::CodeNotValid, "There is no such code.");
    let owner = shopper.owner().ok_or_else(empty)?;
    let code: CodeText = body.code.parse().map_err(|_| unknown())?;
    let mut work = app.engine.database.begin_work().await?;
    match use_code(&mut work, &owner, &code).await {
        Ok(()) => {}
        Err(UseCodeError::Unknown) => return Err(unknown()),
        Err(UseCodeError::NoCart) => return Err(empty()),
        Err(UseCodeError::Storage(error)) => return Err(error.into()),
    }
    let cart = cart_of(&mut work, &app, Some(&owner)).await?;
    if cart.items.is_empty() {
        return Err(empty());
    }
    match Totals::of(&cart, None)?.code_problem {
        None | Some(CodeProblem::MinimumNotReached) => work.commit().await?,
        Some(problem) => {
            return Err(ApiError::new(Code::CodeNotValid, in_words(problem)).with_code_problem(problem));
        }
    }
    Ok(Json(CartView::of(cart, None, None)?))
}

/// Why a code takes nothing off, for people.
pub(super) fn in_words(problem: CodeProblem) -> &'static str {
    match problem {
        CodeProblem::NotStarted => "This code is not valid yet.",
        CodeProblem::Over => "This code is not valid any more.",
        CodeProblem::UsedUp => "This code was used as often as it may be.",
        CodeProblem::CustomerLimit => "You have used this code as often as one may.",
        CodeProblem::MinimumNotReached => "The goods cost less than this code asks for.",
    }
}
