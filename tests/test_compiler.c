/* Which compiler takes C++. */
#include "system/compiler.h"

#include <criterion/criterion.h>
#include <stdlib.h>

static void is_for(const char *compiler, const char *expected)
{
    char *found = compiler_for_cpp(compiler);

    cr_expect_str_eq(found, expected, "%s: %s", compiler, found);
    free(found);
}

Test(compiler, of_c_has_one_for_cpp)
{
    is_for("cc", "c++");
    is_for("gcc", "g++");
    is_for("clang", "clang++");
    is_for("gcc-12", "g++-12");
    is_for("clang-19", "clang++-19");
    is_for("x86_64-linux-gnu-gcc-12", "x86_64-linux-gnu-g++-12");
    is_for("/opt/gcc/bin/gcc", "/opt/gcc/bin/g++");
    is_for("/opt/cc/bin/cc", "/opt/cc/bin/c++");
}

Test(compiler, of_cpp_or_of_another_name_stays_as_it_is)
{
    is_for("g++", "g++");
    is_for("clang++-14", "clang++-14");
    is_for("c++", "c++");
    is_for("icx", "icx");
    is_for("/opt/gcc/bin/icx", "/opt/gcc/bin/icx");
}
