use axum::extract::State;
use axum::http::StatusCode;
use doorbuster_domain::AddressId;
use doorbuster_domain::identity::NewAddress;
use doorbuster_engine::ambient::fresh_id;
use doorbuster_persistence::identity::{CreateAddressError, create_address as create};

use super::body::AddressBody;
use super::view::AddressView;
use crate::App;
use crate::extract::Json;
use crate::identity::{Caller, unauthenticated};
use crate::problem::{ApiError, Code, Problem};

/// Add an address
///
/// Whoever is signed in. At most 20; the first becomes the default.
#[utoipa::path(
    post, path = "/api/v1/users/me/addresses", tag = "identity", security(("bearer" = [])),
    request_body = AddressBody,
    responses(
        (status = 201, description = "The address", body = AddressView),
        (status = 409, description = "`address_book_full`: remove one first", body = Problem,
            content_type = "application/problem+json"),
    ),
)]
pub(super) async fn create_address(
    State(app): State<App>,
    caller: Caller,
    Json(body): Json<AddressBody>,
) -> Result<(StatusCode, Json<AddressView>), ApiError> {
    let new = body.check()?;
    let mut work = app.engine.database.begin_work().await?;
    let address = create(&mut work, caller.user, AddressId(fresh_id()), &new).await?;
    work.commit().await?;
    Ok((StatusCode::CREATED, Json(address.into())))
}

impl From<CreateAddressError> for ApiError {
    fn from(error: CreateAddressError) -> Self {
        match error {
            CreateAddressError::NoAccount => unauthenticated(),
            CreateAddressError::Full => Self::new(
                Code::AddressBookFull,
                format!("An address book has {} entries at most.", NewAddress::MOST),
            ),
            CreateAddressError::Storage(error) => error.into(),
        }
    }
}
