//! Pictures as the outside sees them: uploaded by staff, shown to everybody.

mod get_image_file;
mod upload_image;
mod view;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::get;
use doorbuster_engine::catalogue::images::MOST_BYTES;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::App;

pub(crate) use view::{ImageView, NewImageBody, PictureView};

/// What a form says around its file, in bytes.
const FORM: usize = 16 * 1024;

pub(super) fn routes() -> OpenApiRouter<App> {
    let upload = OpenApiRouter::new().routes(routes!(upload_image::upload_image));
    upload.layer(DefaultBodyLimit::max(MOST_BYTES + FORM))
}

/// The files of pictures: parts of pages, so outside of the API's version and limits.
pub(crate) fn image_files() -> Router<App> {
    Router::new().route("/images/{name}", get(get_image_file::get_image_file))
}
