use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use doorbuster_engine::identity::RefreshToken;
use serde::Deserialize;

use crate::problem::{ApiError, Code};
use crate::{App, ShopSettings};

const NAME: &str = "doorbuster_refresh";
/// No other part of the shop gets to see it.
const PATH: &str = "/api/v1/users";

/// Where the refresh token goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum RefreshDelivery {
    /// Into the HttpOnly cookie `doorbuster_refresh`: for browsers.
    #[default]
    Cookie,
    /// Into the body: for everybody else.
    Body,
}

/// The body of the operations on a refresh token.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RefreshRequest)]
pub(super) struct RefreshBody {
    /// The token, unless it is in the cookie.
    refresh_token: Option<String>,
}

/// The refresh cookie of the request, and whether the request came from our own pages.
pub(super) struct RefreshCookie {
    token: Option<String>,
    same_origin: bool,
}

impl RefreshCookie {
    /// The token that the request shows, and where the next one goes. A token in the body comes before the cookie.
    ///
    /// # Errors
    /// 403 `foreign_origin`: browsers send the cookie by themselves, so the page must be ours.
    pub(super) fn shown(
        self,
        body: RefreshBody,
    ) -> Result<Option<(RefreshToken, RefreshDelivery)>, ApiError> {
        let RefreshBody { refresh_token } = body;
        if let Some(token) = refresh_token {
            return Ok(Some((token.into(), RefreshDelivery::Body)));
        }
        match self.token {
            None => Ok(None),
            Some(token) if self.same_origin => Ok(Some((token.into(), RefreshDelivery::Cookie))),
            Some(_) => Err(ApiError::new(
                Code::ForeignOrigin,
                "A session that lives in a cookie is renewed and ended by the pages of this shop only.",
            )),
        }
    }

    /// The field that makes a browser keep `token`.
    pub(super) fn set(shop: &ShopSettings, token: &RefreshToken) -> Option<(HeaderName, HeaderValue)> {
        let cookie =
            Cookie::build((NAME, token.expose())).path(PATH).http_only(true).same_site(SameSite::Strict);
        let cookie = cookie.secure(is_https(shop)).max_age(RefreshToken::LIFETIME.try_into().ok()?);
        field(&cookie.build())
    }

    /// The field that makes a browser forget its token.
    pub(super) fn clear(shop: &ShopSettings) -> Option<(HeaderName, HeaderValue)> {
        let cookie = Cookie::build((NAME, "")).path(PATH).http_only(true).same_site(SameSite::Strict);
        let mut cookie = cookie.secure(is_https(shop)).build();
        cookie.make_removal();
        field(&cookie)
    }
}

impl FromRequestParts<App> for RefreshCookie {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let token = CookieJar::from_headers(&parts.headers).get(NAME).map(|cookie| cookie.value().to_owned());
        let authority = parts.uri.authority().map(axum::http::uri::Authority::as_str);
        let same_origin = is_ours(&parts.headers, authority, &app.shop.public_url);
        Ok(Self { token: token.filter(|token| !token.is_empty()), same_origin })
    }
}

fn field(cookie: &Cookie<'_>) -> Option<(HeaderName, HeaderValue)> {
    Some((header::SET_COOKIE, HeaderValue::try_from(cookie.to_string()).ok()?))
}

fn is_https(shop: &ShopSettings) -> bool {
    shop.public_url.starts_with("https://")
}

/// Whether the request's Origin is the host that it was sent to (HTTP/2 has it in the address), or the public address
/// of the shop, for proxies that change the host. No Origin is a foreign one: browsers send it with every POST.
fn is_ours(headers: &HeaderMap, authority: Option<&str>, public_url: &str) -> bool {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let Some((scheme, origin)) = text(header::ORIGIN).and_then(|origin| origin.split_once("://")) else {
        return false;
    };
    let host = text(header::HOST).or(authority);
    let is_public = public_url.split_once("://").is_some_and(|(public_scheme, rest)| {
        let public = rest.split('/').next().unwrap_or_default();
        scheme.eq_ignore_ascii_case(public_scheme) && origin.eq_ignore_ascii_case(public)
    });
    is_public || host.is_some_and(|host| origin.eq_ignore_ascii_case(host))
}

#[cfg(test)]
mod tests {
    use doorbuster_domain::Currency;

    use super::*;

    fn ours(origin: Option<&str>, host: Option<&str>, public_url: &str) -> bool {
        let mut headers = HeaderMap::new();
        for (name, value) in [(header::ORIGIN, origin), (header::HOST, host)] {
            if let Some(value) = value {
                headers.insert(name, value.parse().unwrap());
            }
        }
        is_ours(&headers, None, public_url)
    }

    const LOCAL: &str = "http://127.0.0.1:8080";

    #[test]
    fn the_host_and_the_public_address_are_ours() {
        assert!(ours(Some("http://shop.test:8080"), Some("shop.test:8080"), LOCAL));
        assert!(ours(Some("https://Shop.test"), Some("shop.test"), LOCAL));
        assert!(ours(Some("https://shop.test"), Some("10.0.0.7:8080"), "https://shop.test"));
        assert!(ours(Some("https://shop.test"), None, "https://shop.test/de"));
    }

    #[test]
    fn everything_else_is_foreign() {
        for origin in [
            None,
            Some("null"),
            Some(""),
            Some("shop.test"),
            Some("https://evil.test"),
            Some("https://shop.test.evil.test"),
            Some("https://evil.test/shop.test"),
            Some("https://shop.test:8443"),
            Some("https://user@shop.test"),
        ] {
            assert!(!ours(origin, Some("shop.test"), "https://shop.test"), "{origin:?}");
        }
        assert!(!ours(Some("http://shop.test"), Some("10.0.0.7"), "https://shop.test"), "another scheme");
        assert!(!ours(Some("http://shop.test"), None, LOCAL));
    }

    fn shop(public_url: &str) -> ShopSettings {
        ShopSettings {
            name: "Doorbuster".to_owned(),
            currency: "EUR".parse::<Currency>().unwrap(),
            timezone: "UTC".to_owned(),
            public_url: public_url.to_owned(),
            development: true,
        }
    }

    fn text(field: Option<(HeaderName, HeaderValue)>) -> String {
        field.unwrap().1.to_str().unwrap().to_owned()
    }

    #[test]
    fn scripts_and_other_sites_do_not_see_the_cookie() {
        let token = RefreshToken::from("abc".to_owned());
        assert_eq!(
            text(RefreshCookie::set(&shop("https://shop.test"), &token)),
            "doorbuster_refresh=abc; HttpOnly; SameSite=Strict; Secure; Path=/api/v1/users; Max-Age=2592000"
        );
        assert!(!text(RefreshCookie::set(&shop(LOCAL), &token)).contains("Secure"));
        let cleared = text(RefreshCookie::clear(&shop(LOCAL)));
        assert!(cleared.starts_with("doorbuster_refresh=; "), "{cleared}");
        assert!(cleared.contains("; Path=/api/v1/users; Max-Age=0;"), "{cleared}");
    }
}
