//! Values as the engine compares them: exact decimals, folded text, normalised ids.

mod country;
mod currency;
mod decimal;
mod fold;
pub mod unicode;

pub use country::{country_code, country_names};
pub use currency::currency_exponent;
pub use decimal::Decimal;
pub(crate) use decimal::power_of_ten;
pub use fold::{city_part, email_domain, fold_case, id_key, is_number_id, lower, nfc, upper};
