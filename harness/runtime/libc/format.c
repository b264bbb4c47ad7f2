#include "runtime/libc/format.h"
#include "runtime/libc/range.h"

#include <stddef.h>
#include <stdint.h>
#include <wchar.h>

enum length { LENGTH_NONE, LENGTH_CHAR, LENGTH_SHORT, LENGTH_LONG, LENGTH_LONG_DOUBLE };

/* One conversion: from '%' to its letter. */
struct conversion {
    bool stars[2]; /* width and precision come as arguments */
    bool has_precision;
    size_t width, precision;
    enum length length;
    bool allocates; /* of scanf: %ms */
    bool skips;     /* of scanf: %*d */
    char letter;    /* '\0': this parser does not know it */
};

static const char *number_read(const char *at, bool *star, size_t *number)
{
    *star = *at == '*';
    *number = 0;
    if (*star) {
        return at + 1;
    }
    for (; *at >= '0' && *at <= '9'; at++) {
        *number = *number * 10 + (size_t)(*at - '0');
    }
    return at;
}

static const char *length_read(const char *at, enum length *length)
{
    *length = LENGTH_NONE;
    switch (*at) {
    case 'h':
        *length = at[1] == 'h' ? LENGTH_CHAR : LENGTH_SHORT;
        return at + (at[1] == 'h' ? 2 : 1);
    case 'l': /* long long is no longer than long, with this ABI; nor are the others */
        *length = LENGTH_LONG;
        return at + (at[1] == 'l' ? 2 : 1);
    case 'q':
    case 'j':
    case 'z':
    case 't':
        *length = LENGTH_LONG;
        return at + 1;
    case 'L':
        *length = LENGTH_LONG_DOUBLE;
        return at + 1;
    default:
        return at;
    }
}

/* Behind the '%'. Returns what follows the letter. */
static const char *print_read(const char *at, struct conversion *conversion)
{
    *conversion = (struct conversion){ .precision = SIZE_MAX };
    while (*at == '-' || *at == '+' || *at == ' ' || *at == '#' || *at == '0' || *at == '\'' ||
           *at == 'I') {
        at++;
    }
    at = number_read(at, &conversion->stars[0], &conversion->width);
    if (*at == '.') {
        conversion->has_precision = true;
        at = number_read(at + 1, &conversion->stars[1], &conversion->precision);
    }
    at = length_read(at, &conversion->length);
    conversion->letter = *at;
    return *at == '\0' ? at : at + 1;
}

/* What is behind the pointer that a %n has, or one of scanf's numbers. */
static size_t integer_size(enum length length)
{
    switch (length) {
    case LENGTH_CHAR:
        return sizeof(char);
    case LENGTH_SHORT:
        return sizeof(short);
    case LENGTH_LONG:
    case LENGTH_LONG_DOUBLE:
        return sizeof(long);
    case LENGTH_NONE:
        break;
    }
    return sizeof(int);
}

static void wide_read(const wchar_t *text, size_t max, uintptr_t pc)
{
    size_t length = 0;

    while (length < max && text[length] != L'\0') {
        length++;
    }
    range_read(text, (length < max ? length + 1 : max) * sizeof *text, pc);
}

static void string_read(const void *text, const struct conversion *conversion, uintptr_t pc)
{
    if (text == NULL) {
        return; /* glibc prints (null) */
    }
    if (conversion->length == LENGTH_LONG || conversion->letter == 'S') {
        wide_read(text, conversion->precision, pc);
    } else {
        range_read_text(text, conversion->precision, pc);
    }
}

struct arguments {
    va_list list;
};

static void star_take(struct conversion *conversion, struct arguments *arguments)
{
    if (conversion->stars[0]) {
        (void)va_arg(arguments->list, int);
    }
    if (conversion->stars[1]) {
        int precision = va_arg(arguments->list, int);
        conversion->precision = precision < 0 ? SIZE_MAX : (size_t)precision;
    }
}

static bool is_one_of(char letter, const char *letters)
{
    while (*letters != '\0' && *letters != letter) {
        letters++;
    }
    return *letters != '\0';
}

static void number_take(const struct conversion *conversion, struct arguments *arguments)
{
    if (is_one_of(conversion->letter, "diouxXcC")) { // NOLINT(bugprone-branch-clone): types differ
        (void)va_arg(arguments->list, long);         /* an int has no less room, with this ABI */
    } else if (conversion->length == LENGTH_LONG_DOUBLE) {
        (void)va_arg(arguments->list, long double);
    } else {
        (void)va_arg(arguments->list, double);
    }
}

/* Takes a conversion's argument. False: what it is cannot be told. */
static bool print_take(struct conversion *conversion, struct arguments *arguments, uintptr_t pc)
{
    char letter = conversion->letter;

    star_take(conversion, arguments);
    if (letter == 's' || letter == 'S') {
        string_read(va_arg(arguments->list, const void *), conversion, pc);
    } else if (letter == 'n') {
        range_write(va_arg(arguments->list, void *), integer_size(conversion->length), pc);
    } else if (letter == 'p') {
        (void)va_arg(arguments->list, void *);
    } else if (is_one_of(letter, "diouxXcCaAeEfFgG")) {
        number_take(conversion, arguments);
    } else {
        return letter == '%' || letter == 'm';
    }
    return true;
}

void format_print(const char *format, va_list given, uintptr_t pc)
{
    struct arguments arguments;
    struct conversion conversion;
    bool known = true;

    range_read_string(format, pc);
    va_copy(arguments.list, given);
    while (known && *format != '\0') {
        if (*format++ == '%') {
            format = print_read(format, &conversion);
            known = print_take(&conversion, &arguments, pc);
        }
    }
    va_end(arguments.list);
}

/* Behind "%[": a ']' at the beginning is one of the set. */
static const char *set_skip(const char *at)
{
    at += *at == '^';
    at += *at == ']';
    while (*at != '\0' && *at != ']') {
        at++;
    }
    return *at == '\0' ? at : at + 1;
}

static const char *scan_read(const char *at, struct conversion *conversion)
{
    *conversion = (struct conversion){ .skips = *at == '*' };
    at += conversion->skips;
    at += *at == '\'';
    at = number_read(at, &conversion->stars[0], &conversion->width);
    conversion->allocates = *at == 'm';
    at += conversion->allocates;
    at = length_read(at, &conversion->length);
    if (!conversion->stars[0] && *at != '$') {
        conversion->letter = *at;
    }
    if (*at == '[') {
        return set_skip(at + 1);
    }
    return *at == '\0' ? at : at + 1;
}

static size_t text_size(const void *text, const struct conversion *conversion)
{
    bool wide = conversion->length == LENGTH_LONG;
    size_t width = conversion->width == 0 ? 1 : conversion->width;

    if (conversion->letter == 'c') {
        return wide ? width * sizeof(wchar_t) : width;
    }
    return wide ? (wcslen(text) + 1) * sizeof(wchar_t) : range_length(text, SIZE_MAX) + 1;
}

/* How much it has written behind its argument; 0: what it is cannot be told. */
static size_t scan_size(const void *at, const struct conversion *conversion)
{
    char letter = conversion->letter;

    if (is_one_of(letter, "diouxXn")) {
        return integer_size(conversion->length);
    }
    if (is_one_of(letter, "aAeEfFgG")) {
        return conversion->length == LENGTH_LONG_DOUBLE ? sizeof(long double)
               : conversion->length == LENGTH_LONG      ? sizeof(double)
                                                        : sizeof(float);
    }
    if (letter == 'p') {
        return sizeof(void *);
    }
    if (!is_one_of(letter, "sc[")) {
        return 0;
    }
    return conversion->allocates ? sizeof(void *) : text_size(at, conversion);
}

void format_scan(const char *format, va_list given, int count, uintptr_t pc)
{
    struct arguments arguments;
    struct conversion conversion;

    va_copy(arguments.list, given);
    while (count > 0 && *format != '\0') {
        if (*format++ != '%') {
            continue;
        }
        format = scan_read(format, &conversion);
        if (conversion.letter == '%' || conversion.skips) {
            continue;
        }
        void *at = va_arg(arguments.list, void *);
        size_t size = scan_size(at, &conversion);
        if (size == 0) {
            break;
        }
        range_wrote(at, size, pc);
        count -= conversion.letter != 'n';
    }
    va_end(arguments.list);
}
