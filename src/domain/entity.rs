//! Kinds of personal data, named as Amazon Transcribe names them where it has the kind.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa::openapi::schema::Type;
use utoipa::openapi::{ObjectBuilder, RefOr, Schema};

use super::{CustomKind, ParseError};

macro_rules! entity_kinds {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)*) => {
        /// A kind of personal data.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "&'static str")]
        pub enum EntityKind {
            $($(#[$doc])* $variant,)*
            /// A kind that a collection adds.
            Custom(CustomKind),
        }

        impl EntityKind {
            /// Every kind that Earmark brings.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The kind's name, such as `NAME`.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                    Self::Custom(kind) => kind.name(),
                }
            }

            /// What stands in the text in place of the value, such as `[NAME]`.
            #[must_use]
            pub const fn mark(self) -> &'static str {
                match self {
                    $(Self::$variant => concat!("[", $name, "]"),)*
                    Self::Custom(kind) => kind.mark(),
                }
            }
        }
    };
}

entity_kinds! {
    /// A person's name.
    Name = "NAME",
    /// A telephone number.
    Phone = "PHONE",
    /// An e-mail address.
    Email = "EMAIL",
    /// A United States social security number.
    Ssn = "SSN",
    /// A payment card's number.
    CreditDebitNumber = "CREDIT_DEBIT_NUMBER",
    /// A person's age.
    Age = "AGE",
    /// A postal address, from the street to the country.
    Address = "ADDRESS",
    /// The three or four digits that prove that a payment card is at hand.
    CreditDebitCvv = "CREDIT_DEBIT_CVV",
    /// The month and year in which a payment card expires.
    CreditDebitExpiry = "CREDIT_DEBIT_EXPIRY",
    /// A personal identification number, as of a card or a door.
    Pin = "PIN",
    /// The number of a bank account.
    BankAccountNumber = "BANK_ACCOUNT_NUMBER",
    /// The number of a bank: a routing number, a sort code, a Bankleitzahl.
    BankRouting = "BANK_ROUTING",
    /// An international bank account number.
    Iban = "IBAN",
    /// A day of birth, or a year where a person is said to be born in it.
    DateOfBirth = "DATE_OF_BIRTH",
    /// The number of a passport.
    Passport = "PASSPORT",
    /// The number of a driving licence.
    DriverLicense = "DRIVER_LICENSE",
    /// A tax number of a person or a firm.
    TaxId = "TAX_ID",
    /// A number that a country gives each person; that of the United States is [`Self::Ssn`].
    NationalId = "NATIONAL_ID",
    /// The plate of a vehicle.
    LicensePlate = "LICENSE_PLATE",
    /// An address in the internet protocol.
    IpAddress = "IP_ADDRESS",
    /// An address in the web.
    Url = "URL",
    /// The name of an account.
    Username = "USERNAME",
    /// A secret word.
    Password = "PASSWORD",
}

impl EntityKind {
    /// The kind of this name, if Earmark brings it or a collection has added it.
    #[must_use]
    pub fn known(name: &str) -> Option<Self> {
        let own = Self::ALL.iter().copied().find(|kind| kind.name() == name);
        own.or_else(|| CustomKind::known(name).map(Self::Custom))
    }

    /// The kind that was stored under this name, be it one that a collection added.
    ///
    /// # Errors
    /// When it is no name for a kind.
    pub fn stored(name: &str) -> Result<Self, ParseError> {
        name.parse().or_else(|_| CustomKind::new(name).map(Self::Custom))
    }
}

/// Reads a kind that Earmark brings, in any case: what a person writes may be mistyped. What was
/// stored is read by [`EntityKind::stored`].
impl utoipa::PartialSchema for EntityKind {
    /// A string: collections add kinds of their own to those that Earmark brings.
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some("A kind of personal data."))
            .pattern(Some("^[A-Z][A-Z0-9_]{1,31}$"))
            .examples(Self::ALL.iter().map(|kind| kind.name()))
            .into()
    }
}

impl ToSchema for EntityKind {}

impl FromStr for EntityKind {
    type Err = ParseError;

    fn from_str(name: &str) -> Result<Self, ParseError> {
        Self::ALL.iter().copied().find(|kind| kind.name().eq_ignore_ascii_case(name)).ok_or_else(
            || {
                let known: Vec<_> = Self::ALL.iter().map(|kind| kind.name()).collect();
                ParseError(format!(
                    "`{name}` is not a kind of personal data; known: {}",
                    known.join(", ")
                ))
            },
        )
    }
}

impl TryFrom<String> for EntityKind {
    type Error = ParseError;

    fn try_from(name: String) -> Result<Self, ParseError> {
        Self::stored(&name)
    }
}

impl From<EntityKind> for &'static str {
    fn from(kind: EntityKind) -> Self {
        kind.name()
    }
}

impl fmt::Display for EntityKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
