use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode};
use serde::Deserialize;
use uuid::Uuid;

/// Verifies the shop's access tokens.
#[derive(Clone, Debug)]
pub struct TokenCheck {
    key: DecodingKey,
    validation: Validation,
}

#[derive(Deserialize)]
struct Claims {
    sub: Uuid,
}

impl TokenCheck {
    /// For tokens signed with `JWT_SECRET`.
    #[must_use]
    pub fn new(secret: &str) -> Self {
        let mut validation = Validation::new(Algorithm::HS256);
        validation.leeway = 0;
        validation.validate_aud = false;
        Self { key: DecodingKey::from_secret(secret.as_bytes()), validation }
    }

    /// The customer whose token this `Authorization` header carries, if it is a good one.
    #[must_use]
    pub fn user(&self, authorization: &str) -> Option<Uuid> {
        let token = authorization.strip_prefix("Bearer ")?;
        decode::<Claims>(token, &self.key, &self.validation).ok().map(|token| token.claims.sub)
    }
}
