//! The recognizers that come with Earmark, one a file, each with its examples.

mod address;
mod address_military;
mod age;
mod age_again;
mod age_at;
mod age_beside;
mod age_cues;
mod age_listed;
mod bank_account;
mod bank_routing;
mod birth;
mod birth_document;
mod birth_record;
mod birth_told;
mod birth_year;
mod card;
mod custom;
mod cvv;
mod driver_license;
mod email;
mod expiry;
mod expiry_near;
mod expiry_read;
mod handle;
mod iban;
mod ip_address;
mod log_in;
mod name;
mod name_adjective;
mod name_answers;
mod name_apposed;
mod name_asked;
mod name_beside;
mod name_called;
mod name_cleft;
mod name_cues;
mod name_family;
mod name_given;
mod name_greeting;
mod name_known;
mod name_listed;
mod name_lower;
mod name_not;
mod name_of;
mod name_owner;
mod name_paired;
mod name_particle;
mod name_questions;
mod name_row;
mod name_said;
mod name_somebody;
mod name_told;
mod name_words;
mod national_id;
mod passport;
mod password;
mod patterns;
mod person;
mod phone;
mod pin;
mod plate;
mod rules;
mod spelled;
mod ssn;
mod street;
mod street_words;
mod tax_id;
mod url;
mod username;
mod value_asked;
mod value_between;
mod value_cues;
mod value_shape;
mod values;
mod way_in;

#[cfg(test)]
mod alone_tests;
#[cfg(test)]
mod demo_texts;
#[cfg(test)]
pub(super) mod examples;
#[cfg(test)]
mod measured;
#[cfg(test)]
mod name_wording_tests;
#[cfg(test)]
mod number_wording_tests;
#[cfg(test)]
mod presidio;
#[cfg(test)]
mod wording_tests;

pub(super) use custom::CustomRecognizer;
pub use custom::CustomRule;
pub(super) use expiry::runs_with_a_card;
pub(super) use name::is_title;
pub(super) use name_questions::questions as questions_for_somebody;

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
        Box::new(address::AddressRecognizer),
        Box::new(address_military::MilitaryAddressRecognizer::new()?),
        Box::new(cvv::CVV),
        Box::new(expiry::ExpiryRecognizer),
        Box::new(pin::PIN),
        Box::new(bank_account::BANK_ACCOUNT),
        Box::new(bank_routing::BANK_ROUTING),
        Box::new(iban::IBAN),
        Box::new(birth::BirthRecognizer),
        Box::new(passport::PASSPORT),
        Box::new(driver_license::DRIVER_LICENSE),
        Box::new(tax_id::TAX_ID),
        Box::new(national_id::NATIONAL_ID),
        Box::new(plate::PLATE),
        Box::new(ip_address::IpRecognizer),
        Box::new(url::UrlRecognizer),
        Box::new(username::UsernameRecognizer),
        Box::new(password::PasswordRecognizer),
    ])
}
