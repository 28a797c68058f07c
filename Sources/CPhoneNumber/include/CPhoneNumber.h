#ifndef CPHONENUMBER_H
#define CPHONENUMBER_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The kinds of PhoneNumberUtil::PhoneNumberType, under names of our own so that another order there breaks nothing. */
typedef enum {
    CPHONE_FIXED_LINE,
    CPHONE_MOBILE,
    CPHONE_FIXED_LINE_OR_MOBILE,
    CPHONE_TOLL_FREE,
    CPHONE_PREMIUM_RATE,
    CPHONE_SHARED_COST,
    CPHONE_VOIP,
    CPHONE_PERSONAL_NUMBER,
    CPHONE_PAGER,
    CPHONE_UAN,
    CPHONE_VOICEMAIL,
    CPHONE_UNKNOWN
} cphone_kind;

typedef enum {
    CPHONE_READ,
    /* The calling code, given or by the region, is none. */
    CPHONE_NO_COUNTRY,
    CPHONE_NOT_A_NUMBER,
    CPHONE_TOO_SHORT,
    CPHONE_TOO_LONG,
    /* The library itself failed, for want of memory say. */
    CPHONE_FAULT
} cphone_status;

typedef struct {
    /* `+` and at most 20 digits: what is too long for E.164 may still be read. */
    char e164[24];
    /* ISO 3166-1, `001` for no country's numbers, empty if nobody's. */
    char region[4];
    int calling_code;
    cphone_kind kind;
    bool possible;
    bool valid;
    /* Whether its beginning tells a place. */
    bool geographical;
} cphone_number;

/* libphonenumber has no C interface, and its C++ one takes and fills objects of protobuf. Any thread may call.
 * `region`: where a number without a calling code is dialled, two letters; NULL: such a number is none. */
cphone_status cphone_read(const char *text, size_t length, const char *region, cphone_number *number);

#ifdef __cplusplus
}
#endif

#endif
