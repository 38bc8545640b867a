use std::collections::BTreeMap;

use axum::extract::Query;
use axum::http::Uri;

/// What was sent, as Stripe's libraries write it: `metadata[order]=1&types[0]=card`.
#[derive(Clone, Debug, Default)]
pub(super) struct Form(BTreeMap<String, String>);

impl Form {
    /// Reads a query, or a body that looks like one.
    pub(super) fn read(text: &str) -> Self {
        let uri = format!("/?{text}").parse::<Uri>().unwrap_or_default();
        let pairs = Query::<Vec<(String, String)>>::try_from_uri(&uri);
        Self(pairs.map(|Query(pairs)| pairs.into_iter().collect()).unwrap_or_default())
    }

    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    pub(super) fn number(&self, name: &str) -> Option<i64> {
        self.text(name)?.parse().ok()
    }

    /// What is in `name[…]`.
    pub(super) fn map(&self, name: &str) -> BTreeMap<String, String> {
        let inner =
            |key: &str| key.strip_prefix(name)?.strip_prefix('[')?.strip_suffix(']').map(str::to_owned);
        self.0.iter().filter_map(|(key, value)| Some((inner(key)?, value.clone()))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nested_names_are_read() {
        let form =
            Form::read("amount=5&metadata[payment_id]=a%20b&metadata[x]=1&types[0]=card&created[gte]=7");
        assert_eq!(form.number("amount"), Some(5));
        assert_eq!(form.map("metadata").get("payment_id").map(String::as_str), Some("a b"));
        assert_eq!(form.map("types").values().collect::<Vec<_>>(), ["card"]);
        assert_eq!(form.number("created[gte]"), Some(7));
    }
}
