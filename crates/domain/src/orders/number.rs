use crate::OrderId;

/// The number that customers read out: twelve characters of Crockford's base 32 (no I, L, O, U) in groups of four.
///
/// It is the last 60 bits of the order's id, so it costs no sequence and no index on the purchase path. It is for
/// people; whoever looks an order up by machine uses the id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OrderNumber(OrderId);

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

impl From<OrderId> for OrderNumber {
    fn from(id: OrderId) -> Self {
        Self(id)
    }
}

impl std::fmt::Display for OrderNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let bits = self.0.0.as_u128();
        let mut text = String::with_capacity(14);
        for place in (0..12u32).rev() {
            let digit = usize::try_from((bits >> (place * 5)) & 31).unwrap_or_default();
            text.push(char::from(ALPHABET[digit]));
            if place == 8 || place == 4 {
                text.push('-');
            }
        }
        f.write_str(&text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn numbers_show_the_last_sixty_bits() {
        let number = |bits| OrderNumber::from(OrderId(Uuid::from_u128(bits))).to_string();
        assert_eq!(number(0), "0000-0000-0000");
        assert_eq!(number(31 + 32 * 17), "0000-0000-00HZ");
        assert_eq!(number(u128::MAX), "ZZZZ-ZZZZ-ZZZZ");
        assert_ne!(number(1 << 59), number(1 << 58));
    }
}
