use serde::{Deserialize, Deserializer};

/// Deserialises a field of an edit: one that is said has a value, because serde would take null for nothing. On an
/// `Option<Option<T>>` it tells null, which empties the field, from nothing, which leaves it.
///
/// # Errors
/// The deserialiser's.
pub(crate) fn said<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}
