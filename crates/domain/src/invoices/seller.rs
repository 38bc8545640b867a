use serde::{Deserialize, Serialize};

/// Who sells, as it is printed on an invoice.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Seller {
    /// `SHOP_NAME`.
    #[schema(example = "Doorbuster")]
    pub name: String,
    /// `SHOP_ADDRESS`; empty when it is not configured.
    #[schema(value_type = Vec<String>)]
    pub address: SellerAddress,
    /// `SHOP_VAT_ID`; null when it is not configured.
    #[schema(value_type = Option<String>, example = "FR40303265045")]
    pub vat_id: Option<VatId>,
}

/// The lines of the seller's address, with the legal name among them when it is another than the shop's.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SellerAddress(Vec<String>);

/// The text cannot be printed as an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "1 to {} lines of at most {} characters, with `;` between them",
    SellerAddress::LINES,
    SellerAddress::LENGTH
)]
pub struct SellerAddressError;

impl SellerAddress {
    /// Most lines.
    pub const LINES: usize = 8;
    /// Most characters of a line.
    pub const LENGTH: usize = 100;

    /// The lines.
    pub fn lines(&self) -> &[String] {
        &self.0
    }
}

impl std::str::FromStr for SellerAddress {
    type Err = SellerAddressError;

    /// Lines are separated by `;` or by their ends.
    fn from_str(text: &str) -> Result<Self, SellerAddressError> {
        let lines = text.split([';', '\n']).map(str::trim).filter(|line| !line.is_empty());
        let lines: Vec<String> = lines.map(str::to_owned).collect();
        let printable =
            |line: &String| line.chars().count() <= Self::LENGTH && !line.chars().any(char::is_control);
        let good = (1..=Self::LINES).contains(&lines.len()) && lines.iter().all(printable);
        if good { Ok(Self(lines)) } else { Err(SellerAddressError) }
    }
}

/// For showing the configuration: the lines with `;` between them.
impl std::fmt::Display for SellerAddress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0.join("; "))
    }
}

/// The number under which the seller is known for VAT: a country's two letters, then 2 to 16 letters and digits, at
/// least one digit. Blanks, dots and hyphens are left out. Whether the number is in force only its authority knows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct VatId(String);

/// The text cannot be a VAT number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a country's two letters, then 2 to 16 digits and letters, like FR40303265045")]
pub struct VatIdError;

impl VatId {
    /// The number.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::str::FromStr for VatId {
    type Err = VatIdError;

    fn from_str(text: &str) -> Result<Self, VatIdError> {
        let id: String = text.chars().filter(|c| !matches!(c, ' ' | '.' | '-')).collect();
        let id = id.to_uppercase();
        let (country, rest) = id.split_at_checked(2).ok_or(VatIdError)?;
        // Irish numbers may have a + or a *.
        let good = country.bytes().all(|b| b.is_ascii_uppercase())
            && (2..=16).contains(&rest.len())
            && rest.bytes().any(|b| b.is_ascii_digit())
            && rest.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || matches!(b, b'+' | b'*'));
        if good { Ok(Self(id)) } else { Err(VatIdError) }
    }
}

impl std::fmt::Display for VatId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_lines() {
        let address: SellerAddress = " Doorbuster SAS;12 rue des Halles ; 75001 Paris;; FR".parse().unwrap();
        assert_eq!(address.lines(), ["Doorbuster SAS", "12 rue des Halles", "75001 Paris", "FR"]);
        assert_eq!(address.to_string().parse(), Ok(address));
        let long = "x".repeat(SellerAddress::LENGTH + 1);
        for text in ["", " ; ", "a\tb", &long, &"x;".repeat(SellerAddress::LINES + 1)] {
            assert_eq!(text.parse::<SellerAddress>(), Err(SellerAddressError), "{text:?}");
        }
    }

    #[test]
    fn vat_numbers_have_a_country() {
        for (text, id) in [
            ("FR 40 303 265 045", "FR40303265045"),
            ("ie1234567fa", "IE1234567FA"),
            ("CHE-123.456.789 MWST", "CHE123456789MWST"),
        ] {
            assert_eq!(text.parse::<VatId>().map(|id| id.to_string()), Ok(id.to_owned()));
        }
        for text in [
            "",
            "FR",
            "FR1",
            "none",
            "12345",
            "F1234567",
            "FR40303265045<b>",
            "ÄÖ123456",
            "FR12345678901234567",
        ] {
            assert_eq!(text.parse::<VatId>(), Err(VatIdError), "{text:?}");
        }
    }
}
