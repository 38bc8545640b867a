use std::time::Duration;

use axum::extract::State;
use axum::extract::multipart::{Multipart, MultipartError, MultipartRejection};
use axum::http::{HeaderName, StatusCode, header};
use bytes::Bytes;
use doorbuster_engine::catalogue::images::{KeepImageError, MOST_BYTES, UploadError, upload_image as upload};

use super::view::PictureView;
use crate::App;
use crate::extract::Json;
use crate::identity::{CatalogueManage, Permitted};
use crate::problem::{ApiError, Code, Problem, internal};

/// A form with a picture.
#[derive(utoipa::ToSchema)]
#[expect(dead_code, reason = "describes the form; it is read part by part")]
#[schema(as = ImageUpload)]
pub(super) struct ImageForm {
    /// A JPEG, PNG or WebP: at most 10 MB, 40 megapixels, 12,000 pixels a side.
    #[schema(value_type = String, format = Binary, content_media_type = "application/octet-stream")]
    file: Vec<u8>,
}

/// Upload a picture
///
/// Staff. Makes it smaller for lists and thumbnails, turns it the right way up, and drops the metadata that it came with.
/// Use the `url` of the answer for a product or a banner within a day: what nobody uses is swept. The same file is the same
/// picture.
#[utoipa::path(
    post, path = "/api/v1/images", tag = "catalogue", security(("bearer" = [])),
    request_body(content = ImageForm, content_type = "multipart/form-data"),
    responses(
        (status = 201, description = "The picture", body = PictureView,
            headers(("Location" = String, description = "Where the picture is"))),
        (status = 413, description = "`body_too_large`: more than 10 MB", body = Problem,
            content_type = "application/problem+json"),
        (status = 415, description = "`unsupported_media_type`: no form", body = Problem,
            content_type = "application/problem+json"),
        (status = 422, description = "`invalid_image`: no picture, not the one it is announced as, cut off, or too large",
            body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "`busy`: many pictures are waiting; `unavailable`: the store is away", body = Problem,
            content_type = "application/problem+json"),
    ),
)]
pub(super) async fn upload_image(
    State(app): State<App>,
    staff: Permitted<CatalogueManage>,
    form: Result<Multipart, MultipartRejection>,
) -> Result<(StatusCode, [(HeaderName, String); 1], Json<PictureView>), ApiError> {
    let form = form.map_err(|_| {
        ApiError::new(
            Code::UnsupportedMediaType,
            "Send the picture as multipart/form-data, in a part `file`.",
        )
    })?;
    let (content, announced) = file_of(form).await?;
    // Before the work and not with it: no transaction is open while a store is asked.
    let mut work = app.engine.database.begin_work().await?;
    staff.confirm(&mut work).await?;
    work.commit().await?;
    let picture = upload(&app.engine, content, announced).await?;
    let url = picture.url();
    tracing::info!(user.id = %staff.caller().user, "uploaded {url}");
    Ok((StatusCode::CREATED, [(header::LOCATION, url.clone())], Json(PictureView::at(url))))
}

/// The file of the form, and what it is announced as.
async fn file_of(mut form: Multipart) -> Result<(Bytes, Option<String>), ApiError> {
    while let Some(part) = form.next_field().await.map_err(unreadable)? {
        if part.name() != Some("file") {
            continue;
        }
        let announced = part.content_type().map(|kind| kind.trim().to_ascii_lowercase());
        let content = part.bytes().await.map_err(unreadable)?;
        if content.len() > MOST_BYTES {
            return Err(too_large());
        }
        return Ok((content, announced));
    }
    Err(ApiError::field("/file", "the form has no part of this name"))
}

#[expect(clippy::needless_pass_by_value, reason = "for `map_err`")]
fn unreadable(error: MultipartError) -> ApiError {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        too_large()
    } else {
        ApiError::field("", "the form cannot be read, or did not arrive whole")
    }
}

fn too_large() -> ApiError {
    ApiError::new(Code::BodyTooLarge, "A picture has at most 10 MB.")
}

impl From<UploadError> for ApiError {
    fn from(error: UploadError) -> Self {
        match error {
            UploadError::Refused(refusal) => Self::new(Code::InvalidImage, sentence(&refusal.to_string())),
            UploadError::Busy | UploadError::Stopped => {
                Self::new(Code::Busy, "Many pictures are waiting. Please try again in a moment.")
                    .retry_after(Duration::from_secs(5))
            }
            UploadError::Failed(KeepImageError::Storage(error)) => {
                tracing::warn!(%error, "a picture is not stored");
                Self::new(Code::Unavailable, "Please try again in a moment.")
                    .retry_after(Duration::from_secs(5))
            }
            UploadError::Failed(KeepImageError::Database(error)) => error.into(),
            UploadError::Failed(error @ KeepImageError::BeingDeleted) => internal(&error),
        }
    }
}

/// A reason as a sentence.
fn sentence(reason: &str) -> String {
    let mut letters = reason.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", letters.as_str())
}
