//! The recognizers that come with Earmark, one a file, each with its examples.

mod age;
mod card;
mod custom;
mod email;
mod name;
mod patterns;
mod person;
mod phone;
mod spelled;
mod ssn;
mod street;

#[cfg(test)]
mod demo_texts;
#[cfg(test)]
pub(super) mod examples;
#[cfg(test)]
mod measured;
#[cfg(test)]
mod presidio;

pub(super) use custom::CustomRecognizer;
pub use custom::CustomRule;
pub(super) use name::is_title;

use super::{Recognizer, RedactError};

/// Every recognizer there is.
///
/// # Errors
/// [`RedactError::Recognizer`] if one can't be made.
pub(super) fn all() -> Result<Vec<Box<dyn Recognizer>>, RedactError> {
    Ok(vec![
        Box::new(ssn::SsnRecognizer),
        Box::new(card::CardRecognizer),
        Box::new(phone::PhoneRecognizer),
        Box::new(email::EmailRecognizer),
        Box::new(age::AgeRecognizer::new()?),
        Box::new(name::NameRecognizer::new()?),
        Box::new(person::PersonRecognizer),
        Box::new(street::StreetRecognizer),
    ])
}
