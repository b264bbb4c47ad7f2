#include "marker.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

static struct error error;

Test(marker, is_read_from_the_end_of_a_line)
{
    struct markers markers;

    cr_assert_eq(markers_scan("int x;\n    x += 1;  // want race\n", "a.c", &markers, &error), 0);
    cr_assert_eq(markers.count, 1);
    cr_assert_eq(markers.items[0].line, 2);
    cr_assert_eq(markers.items[0].kinds, kind_bit(KIND_RACE));
    markers_free(&markers);
}
