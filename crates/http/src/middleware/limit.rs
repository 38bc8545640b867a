use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;

use super::ClientAddress;
use crate::App;
use crate::problem::ApiError;

/// The default policy: so many requests per address. Operations with a policy of their own are outside this layer.
pub(crate) async fn limit_by_address(
    State(app): State<App>,
    ClientAddress(address): ClientAddress,
    request: Request,
    next: Next,
) -> Result<Response, ApiError> {
    let fields = app.limiter.default(address).await?;
    let mut response = next.run(request).await;
    if let Some(fields) = fields {
        fields.write(response.headers_mut());
    }
    Ok(response)
}
