#include "CPhoneNumber.h"

#include <cstring>
#include <string>

#include <phonenumbers/phonenumber.pb.h>
#include <phonenumbers/phonenumberutil.h>

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;

namespace {

cphone_status status(PhoneNumberUtil::ErrorType error) {
    switch (error) {
    case PhoneNumberUtil::NO_PARSING_ERROR: return CPHONE_READ;
    case PhoneNumberUtil::INVALID_COUNTRY_CODE_ERROR: return CPHONE_NO_COUNTRY;
    case PhoneNumberUtil::NOT_A_NUMBER: return CPHONE_NOT_A_NUMBER;
    case PhoneNumberUtil::TOO_SHORT_AFTER_IDD:
    case PhoneNumberUtil::TOO_SHORT_NSN: return CPHONE_TOO_SHORT;
    case PhoneNumberUtil::TOO_LONG_NSN: return CPHONE_TOO_LONG;
    }
    return CPHONE_FAULT;
}

cphone_kind kind(PhoneNumberUtil::PhoneNumberType type) {
    switch (type) {
    case PhoneNumberUtil::FIXED_LINE: return CPHONE_FIXED_LINE;
    case PhoneNumberUtil::MOBILE: return CPHONE_MOBILE;
    case PhoneNumberUtil::FIXED_LINE_OR_MOBILE: return CPHONE_FIXED_LINE_OR_MOBILE;
    case PhoneNumberUtil::TOLL_FREE: return CPHONE_TOLL_FREE;
    case PhoneNumberUtil::PREMIUM_RATE: return CPHONE_PREMIUM_RATE;
    case PhoneNumberUtil::SHARED_COST: return CPHONE_SHARED_COST;
    case PhoneNumberUtil::VOIP: return CPHONE_VOIP;
    case PhoneNumberUtil::PERSONAL_NUMBER: return CPHONE_PERSONAL_NUMBER;
    case PhoneNumberUtil::PAGER: return CPHONE_PAGER;
    case PhoneNumberUtil::UAN: return CPHONE_UAN;
    case PhoneNumberUtil::VOICEMAIL: return CPHONE_VOICEMAIL;
    case PhoneNumberUtil::UNKNOWN: return CPHONE_UNKNOWN;
    }
    return CPHONE_UNKNOWN;
}

/* Whether all of the text, with a zero at its end, has room. */
template <size_t size> bool copy(const std::string &text, char (&target)[size]) {
    if (text.size() >= size) return false;
    std::memcpy(target, text.c_str(), text.size() + 1);
    return true;
}

} // namespace

/* No exception may reach Swift, which knows none. */
cphone_status cphone_read(const char *text, size_t length, const char *region, cphone_number *number) try {
    const PhoneNumberUtil &util = *PhoneNumberUtil::GetInstance();
    PhoneNumber parsed;
    const auto error = util.Parse(length ? std::string(text, length) : std::string(), region ? region : "ZZ", &parsed);
    if (error != PhoneNumberUtil::NO_PARSING_ERROR) return status(error);

    std::string e164, home;
    util.Format(parsed, PhoneNumberUtil::E164, &e164);
    util.GetRegionCodeForNumber(parsed, &home);
    const auto type = util.GetNumberType(parsed);
    // `ZZ` is its word for no region.
    if (!copy(e164, number->e164) || !copy(home == "ZZ" ? "" : home, number->region)) return CPHONE_FAULT;
    number->calling_code = parsed.country_code();
    number->kind = kind(type);
    number->possible = util.IsPossibleNumber(parsed);
    number->valid = util.IsValidNumber(parsed);
    number->geographical = util.IsNumberGeographical(type, parsed.country_code());
    return CPHONE_READ;
} catch (...) {
    return CPHONE_FAULT;
}
