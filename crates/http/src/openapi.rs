//! The OpenAPI document: what every operation has in common is written here, once.

use utoipa::openapi::path::{Operation, PathItem};
use utoipa::openapi::security::{ApiKey, ApiKeyValue, Http, HttpAuthScheme, SecurityScheme};
use utoipa::openapi::{
    Components, ContentBuilder, HeaderBuilder, License, ObjectBuilder, OpenApi, Ref, RefOr, Response,
    ResponseBuilder, Type,
};
use utoipa::{Modify, OpenApi as _};

use crate::problem::{Code, FieldError, Problem};

#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "Doorbuster",
        description = "A shop for offers that draw a crowd: every unit is sold exactly once.\n\n\
            **Sign in** with `authenticate`, then send `Authorization: Bearer <access_token>`. \
            **Errors** are `application/problem+json` (RFC 9457) with a stable `code`. \
            **Money** is integer minor units and an ISO 4217 code. \
            **Lists** answer `items` and `next_cursor`; pass it as `cursor` for the next page. \
            **Retries** are safe with an `Idempotency-Key` of your making: the same key never buys or pays twice. \
            Every answer has an `X-Request-Id`.",
    ),
    servers((url = "/", description = "this shop")),
    components(schemas(Problem, FieldError)),
    tags(
        (name = "sales", description = "Flash sales: what is on offer, and for how long."),
        (name = "orders", description = "Buying, paying and following what was bought."),
        (name = "fulfilment", description = "Staff: packing, shipping, and what is written down about orders."),
        (name = "payments", description = "What providers of payments tell."),
        (name = "refunds", description = "Staff: what is paid back."),
        (name = "invoices", description = "Invoices and credit notes, to print or to read by machine."),
        (name = "cart", description = "What somebody means to buy, with or without an account, and checking it out."),
        (name = "promotions", description = "Discount codes."),
        (name = "identity", description = "Accounts and sessions."),
        (name = "catalogue", description = "Products, what they are filed under, discounts and banners."),
        (name = "reviews", description = "What people who bought something say about it."),
        (name = "webhooks", description = "Admins: who is told what happens, and what became of telling them."),
        (name = "platform", description = "The shop itself."),
    ),
    modifiers(&Common),
)]
struct Document;

/// The document before the router adds its paths.
pub(crate) fn base() -> OpenApi {
    let mut document = Document::openapi();
    document.info.version = env!("CARGO_PKG_VERSION").to_owned();
    let mut license = License::new("MIT OR Apache-2.0");
    license.identifier = Some("MIT OR Apache-2.0".to_owned());
    document.info.license = Some(license);
    document
}

struct Common;

impl Modify for Common {
    fn modify(&self, document: &mut OpenApi) {
        let components = document.components.get_or_insert_with(Components::new);
        let mut bearer = Http::new(HttpAuthScheme::Bearer);
        bearer.bearer_format = Some("JWT".to_owned());
        bearer.description =
            Some("The `access_token` of authenticate, register or refresh_session.".to_owned());
        components.add_security_scheme("bearer", SecurityScheme::Http(bearer));
        let token = ApiKeyValue::with_description(
            "Cart-Token",
            "Who has it is the guest whose cart and orders they are: the `Cart-Token` of the first answer.",
        );
        components.add_security_scheme("cart_token", SecurityScheme::ApiKey(ApiKey::Header(token)));
    }
}

/// Adds to every operation the problems that any operation of its kind can answer, and the request id.
pub(crate) fn complete(document: &mut OpenApi) {
    for (path, item) in &mut document.paths.paths {
        let parameterised = path.contains('{');
        for operation in operations(item) {
            let mut codes = vec![Code::RateLimited, Code::Internal, Code::Unavailable];
            if operation.security.as_ref().is_some_and(|security| !security.is_empty()) {
                codes.extend([Code::Unauthenticated, Code::Forbidden]);
            }
            if operation.request_body.is_some() {
                codes.extend([
                    Code::MalformedJson,
                    Code::BodyTooLarge,
                    Code::UnsupportedMediaType,
                    Code::Validation,
                ]);
            } else if operation.parameters.is_some() {
                codes.push(Code::Validation);
            }
            if parameterised {
                codes.push(Code::NotFound);
            }
            for code in codes {
                let status = code.status().as_u16().to_string();
                operation
                    .responses
                    .responses
                    .entry(status)
                    .or_insert_with(|| RefOr::T(problem(code.title(), code)));
            }
            for response in operation.responses.responses.values_mut() {
                if let RefOr::T(response) = response {
                    let id = HeaderBuilder::new()
                        .schema(Some(ObjectBuilder::new().schema_type(Type::String)))
                        .description(Some("Names this request in the logs."));
                    response.headers.insert("X-Request-Id".to_owned(), RefOr::T(id.build()));
                }
            }
        }
    }
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    [&mut item.get, &mut item.put, &mut item.post, &mut item.delete, &mut item.patch].into_iter().flatten()
}

fn problem(description: &str, code: Code) -> Response {
    let example = serde_json::json!({
        "type": format!("urn:doorbuster:problem:{}", code.as_str()),
        "title": code.title(),
        "status": code.status().as_u16(),
        "code": code.as_str(),
        "detail": code.title(),
        "request_id": "019ab0c2-7d3e-7c51-9a54-1f0a2b3c4d5e",
    });
    let content =
        ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).example(Some(example)).build();
    ResponseBuilder::new().description(description).content("application/problem+json", content).build()
}
