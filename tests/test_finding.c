/* Kinds and their names; findings as plain data. */
#include "case/finding.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

Test(finding, every_kind_is_found_by_its_name)
{
    for (unsigned k = 0; k < KIND_COUNT; k++) {
        const char *name = kind_name((enum finding_kind)k);
        enum finding_kind found = KIND_COUNT;
        cr_assert_not_null(name);
        cr_expect_eq(kind_find(name, strlen(name), &found), 0, "%s", name);
        cr_expect_eq((unsigned)found, k, "%s", name);
    }
}

Test(finding, a_name_is_found_whole_or_not_at_all)
{
    enum finding_kind found;

    cr_expect_eq(kind_find("rac", 3, &found), -1);
    cr_expect_eq(kind_find("races", 5, &found), -1);
    cr_expect_eq(kind_find("Race", 4, &found), -1);
    cr_expect_eq(kind_find("", 0, &found), -1);
    cr_expect_eq(kind_find("races", 4, &found), 0, "only its first four letters were asked for");
}

Test(finding, four_kinds_are_outcomes_and_come_last)
{
    static const enum finding_kind outcomes[] = { KIND_WRONG_OUTPUT, KIND_WRONG_EXIT, KIND_CRASH,
                                                  KIND_HANG };

    for (size_t i = 0; i < 4; i++) {
        cr_expect(kind_is_outcome(outcomes[i]));
    }
    for (unsigned k = 0; k < KIND_WRONG_OUTPUT; k++) {
        cr_expect_not(kind_is_outcome((enum finding_kind)k));
    }
    cr_expect_eq(KIND_COUNT - KIND_WRONG_OUTPUT, 4);
}

Test(finding, a_set_is_read_and_written)
{
    kind_set kinds;
    const char *bad, *text = "lock-order|race|hang";
    size_t length;

    cr_assert_eq(kind_set_parse(text, strlen(text), &kinds, &bad, &length), 0);
    cr_expect_eq(kinds, kind_bit(KIND_RACE) | kind_bit(KIND_LOCK_ORDER) | kind_bit(KIND_HANG));
    char *written = kind_set_format(kinds);
    cr_expect_str_eq(written, "race|lock-order|hang");
    free(written);
    written = kind_set_format(0);
    cr_expect_str_eq(written, "");
    free(written);
}

Test(finding, the_part_of_a_set_that_is_no_kind_is_named)
{
    static const struct {
        const char *text, *bad;
    } texts[] = { { "race|tace|hang", "tace" }, { "race|", "" },     { "|race", "" }, { "", "" },
                  { "race ", "race " },         { "race||hang", "" } };

    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        kind_set kinds;
        const char *bad;
        size_t length;
        cr_assert_eq(kind_set_parse(texts[i].text, strlen(texts[i].text), &kinds, &bad, &length),
                     -1, "%s", texts[i].text);
        cr_expect_eq(length, strlen(texts[i].bad), "%s", texts[i].text);
        cr_expect_eq(strncmp(bad, texts[i].bad, length), 0, "%s", texts[i].text);
    }
}

Test(finding, findings_keep_their_own_copies)
{
    struct findings findings = { 0 };
    char excerpt[] = "excerpt", file[] = "buggy.c", function[] = "main";

    for (unsigned i = 0; i < 20; i++) {
        struct finding *finding = findings_add(&findings, KIND_RACE, excerpt);
        finding_add_place(finding, file, function, i);
        finding_add_place(finding, file, function, i + 100);
    }
    memset(excerpt, 'x', sizeof excerpt - 1);
    memset(file, 'x', sizeof file - 1);
    memset(function, 'x', sizeof function - 1);
    cr_expect_eq(findings.count, 20);
    for (unsigned i = 0; i < 20; i++) {
        const struct finding *finding = &findings.items[i];
        cr_expect_str_eq(finding->excerpt, "excerpt");
        cr_expect_eq(finding->place_count, 2);
        cr_expect_str_eq(finding->places[1].file, "buggy.c");
        cr_expect_str_eq(finding->places[1].function, "main");
        cr_expect_eq(finding->places[1].line, i + 100);
    }
    findings_free(&findings);
    cr_expect_eq(findings.count, 0);
}
