#include "report/text_fit.h"

unsigned text_fit_width(const char *text, int length)
{
    unsigned width = 0;

    for (int i = 0; i < length; i++) {
        width += ((unsigned char)text[i] & 0xc0) != 0x80;
    }
    return width;
}

void text_fit_print(FILE *stream, const char *text, int length, unsigned width)
{
    unsigned needed = text_fit_width(text, length);
    unsigned kept = needed <= width ? needed : width > 3 ? width - 3 : 0;
    unsigned printed = 0;
    int at = 0;

    while (at < length && (printed < kept || ((unsigned char)text[at] & 0xc0) == 0x80)) {
        printed += ((unsigned char)text[at] & 0xc0) != 0x80;
        fputc((unsigned char)text[at] < ' ' ? ' ' : text[at], stream);
        at++;
    }
    for (unsigned dots = 0; needed > width && dots < 3 && printed < width; dots++, printed++) {
        fputc('.', stream);
    }
    fprintf(stream, "%*s", (int)(width - printed), "");
}
