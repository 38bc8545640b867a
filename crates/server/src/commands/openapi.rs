use std::process::ExitCode;

/// Prints the OpenAPI document. Needs no database.
pub(crate) fn openapi() -> anyhow::Result<ExitCode> {
    println!("{}", doorbuster_http::document().to_pretty_json()?);
    Ok(ExitCode::SUCCESS)
}
