//! ISO 4217: how many decimals a currency's minor unit has.

/// Decimals of the minor unit of an ISO 4217 code in upper case (list one, 2024-06-25); `None`
/// for a code that is not a currency's.
pub fn currency_exponent(code: &str) -> Option<u8> {
    if code.len() != 3 {
        return None;
    }
    [(0, ZERO), (2, TWO), (3, THREE), (4, FOUR)]
        .into_iter()
        .find(|(_, codes)| codes.split(' ').any(|known| known == code))
        .map(|(exponent, _)| exponent)
}

const ZERO: &str = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF";
const TWO: &str = "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD \
                   CAD CDF CHE CHF CHW CNY COP COU CRC CUC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL \
                   GHS GIP GMD GTQ GYD HKD HNL HRK HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR \
                   LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB \
                   PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SLL SOS SRD SSP STN SVC SYP \
                   SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG ZWL";
const THREE: &str = "BHD IQD JOD KWD LYD OMR TND";
const FOUR: &str = "CLF UYW";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minor_units() {
        for (code, exponent) in [("USD", Some(2)), ("JPY", Some(0)), ("KWD", Some(3)), ("usd", None), ("D U", None)] {
            assert_eq!(currency_exponent(code), exponent, "{code}");
        }
    }
}
