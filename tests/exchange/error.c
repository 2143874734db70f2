
#include <stdarg.h>

#include "tests/exchange/exchange.h"


int
xc_error(xc_error_t *err, const char *fmt, ...)
{
    va_list  args;

    va_start(args, fmt);
    vsnprintf(err->text, sizeof(err->text), fmt, args);
    va_end(args);

    return XC_ERROR;
}
