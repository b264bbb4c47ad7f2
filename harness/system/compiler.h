/*
 * A compiler as a program: what it says of itself, which one takes C++, and one
 * run of it.
 */
#ifndef RACETRAP_COMPILER_H
#define RACETRAP_COMPILER_H

#include "base/error.h"
#include "base/string_list.h"

/*
 * What a compiler says of its version, asked once in a process. *identity lives
 * as long as the process; NULL where too many compilers were asked already.
 */
int compiler_identity(const char *compiler, const char **identity, struct error *error);

/* The same compiler for C++: "g++" for "gcc", "clang++-14" for "clang-14", "c++" for "cc"; what is
 * neither stays as it is. The caller frees it. */
char *compiler_for_cpp(const char *compiler);

/*
 * Compiles in `folder`: else debug information would name ours, and the build
 * id depend on it. `source` is what an error is about, and `verb` what did not
 * happen: "compile", "link".
 */
int compiler_run(const struct string_list *argv, const char *folder, const char *source,
                 const char *verb, struct error *error);

#endif
