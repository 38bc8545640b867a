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

/// The text is no order number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an order number is twelve letters and digits, like K3F9-2M7Q-XW4T")]
pub struct OrderNumberError;

impl OrderNumber {
    /// The last sixty bits of the order's id, from what somebody typed: in any case, with any dashes, and with the
    /// letters that Crockford's base 32 leaves out read as the digits they look like.
    ///
    /// # Errors
    /// [`OrderNumberError`].
    pub fn bits_of(text: &str) -> Result<u64, OrderNumberError> {
        let mut bits = 0u64;
        let mut digits = 0;
        for letter in text.trim().chars().filter(|letter| *letter != '-' && *letter != ' ') {
            let letter = match letter.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                letter => letter,
            };
            let digit = ALPHABET.iter().position(|known| char::from(*known) == letter);
            let digit = digit.and_then(|digit| u64::try_from(digit).ok()).ok_or(OrderNumberError)?;
            digits += 1;
            if digits > 12 {
                return Err(OrderNumberError);
            }
            bits = bits << 5 | digit;
        }
        if digits == 12 { Ok(bits) } else { Err(OrderNumberError) }
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
    use proptest::prelude::*;
    use uuid::Uuid;

    proptest! {
        #[test]
        fn numbers_read_back(bits: u128) {
            let number = OrderNumber::from(OrderId(Uuid::from_u128(bits))).to_string();
            let expected = u64::try_from(bits & ((1 << 60) - 1)).unwrap();
            prop_assert_eq!(OrderNumber::bits_of(&number), Ok(expected));
            prop_assert_eq!(OrderNumber::bits_of(&number.to_lowercase().replace('-', "")), Ok(expected));
            prop_assert_eq!(OrderNumber::bits_of(&number.replace('0', "o").replace('1', "l")), Ok(expected));
        }
    }

    #[test]
    fn other_texts_are_no_number() {
        for text in
            ["", "K3F9-2M7Q", "K3F9-2M7Q-XW4U", "K3F9-2M7Q-XW4T-0", "ada@example.com", "ÄÄÄÄ-ÄÄÄÄ-ÄÄÄÄ"]
        {
            assert_eq!(OrderNumber::bits_of(text), Err(OrderNumberError), "{text}");
        }
    }

    #[test]
    fn numbers_show_the_last_sixty_bits() {
        let number = |bits| OrderNumber::from(OrderId(Uuid::from_u128(bits))).to_string();
        assert_eq!(number(0), "0000-0000-0000");
        assert_eq!(number(31 + 32 * 17), "0000-0000-00HZ");
        assert_eq!(number(u128::MAX), "ZZZZ-ZZZZ-ZZZZ");
        assert_ne!(number(1 << 59), number(1 << 58));
    }
}
