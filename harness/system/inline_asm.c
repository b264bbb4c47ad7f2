#include "system/inline_asm.h"

#include "base/alloc.h"
#include "system/elf_file.h"

#include <capstone/capstone.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* A function that the linker or libgcc added has none; a PLT is no code of the program's. */
static const char PROGRAM_CODE[] = ".text";

struct code {
    Elf *elf;
    Elf_Data *symbols; /* NULL: the program was stripped */
    size_t symbol_count, symbol_names;
};

static void symbols_find(struct code *code)
{
    Elf_Scn *section = NULL;

    while ((section = elf_nextscn(code->elf, section)) != NULL) {
        GElf_Shdr header;
        if (gelf_getshdr(section, &header) != NULL && header.sh_type == SHT_SYMTAB &&
            header.sh_entsize > 0) {
            code->symbols = elf_getdata(section, NULL);
            code->symbol_count = header.sh_size / header.sh_entsize;
            code->symbol_names = header.sh_link;
        }
    }
}

static const char *function_at(const struct code *code, uint64_t address)
{
    for (size_t i = 0; code->symbols != NULL && i < code->symbol_count; i++) {
        GElf_Sym symbol;
        if (gelf_getsym(code->symbols, (int)i, &symbol) != NULL &&
            GELF_ST_TYPE(symbol.st_info) == STT_FUNC && address >= symbol.st_value &&
            address < symbol.st_value + symbol.st_size) {
            return elf_strptr(code->elf, code->symbol_names, symbol.st_name);
        }
    }
    return NULL;
}

static void function_add(const struct code *code, uint64_t address, struct string_list *functions)
{
    const char *name = function_at(code, address);
    char *text = name == NULL ? alloc_format("%#lx", (unsigned long)address) : alloc_copy(name);
    bool known = false;

    for (size_t i = 0; i < functions->count; i++) {
        known |= strcmp(functions->items[i], text) == 0;
    }
    if (!known) {
        string_list_add(functions, "%s", text);
    }
    free(text);
}

/* xchg with memory locks without being asked to (Intel SDM, volume 2, XCHG). */
static bool is_atomic(const cs_insn *instruction)
{
    return instruction->detail->x86.prefix[0] == X86_PREFIX_LOCK ||
           (instruction->id == X86_INS_XCHG &&
            (instruction->detail->x86.operands[0].type == X86_OP_MEM ||
             instruction->detail->x86.operands[1].type == X86_OP_MEM));
}

static void code_scan(const struct code *code, csh disassembler, const Elf_Data *data,
                      uint64_t address, struct string_list *functions)
{
    cs_insn *instruction = cs_malloc(disassembler);
    const uint8_t *at = data->d_buf;
    size_t left = data->d_size;

    while (instruction != NULL && cs_disasm_iter(disassembler, &at, &left, &address, instruction)) {
        if (is_atomic(instruction)) {
            function_add(code, instruction->address, functions);
        }
    }
    cs_free(instruction, 1);
}

static void sections_scan(struct code *code, csh disassembler, struct string_list *functions)
{
    Elf_Scn *section = NULL;
    size_t names = 0;

    if (elf_getshdrstrndx(code->elf, &names) != 0) {
        return;
    }
    symbols_find(code);
    while ((section = elf_nextscn(code->elf, section)) != NULL) {
        GElf_Shdr header;
        const char *name = gelf_getshdr(section, &header) == NULL
                               ? NULL
                               : elf_strptr(code->elf, names, header.sh_name);
        Elf_Data *data = name != NULL && strncmp(name, PROGRAM_CODE, sizeof PROGRAM_CODE - 1) == 0
                             ? elf_getdata(section, NULL)
                             : NULL;
        if (data != NULL && data->d_buf != NULL) {
            code_scan(code, disassembler, data, header.sh_addr, functions);
        }
    }
}

int inline_asm_find(const char *path, struct string_list *functions, struct error *error)
{
    struct code code = { 0 };
    csh disassembler;
    int fd;

    code.elf = elf_file_open(path, &fd, error);
    if (code.elf == NULL) {
        return -1;
    }
    if (cs_open(CS_ARCH_X86, CS_MODE_64, &disassembler) == CS_ERR_OK) {
        cs_option(disassembler, CS_OPT_DETAIL, CS_OPT_ON);
        cs_option(disassembler, CS_OPT_SKIPDATA, CS_OPT_ON);
        sections_scan(&code, disassembler, functions);
        cs_close(&disassembler);
    }
    elf_file_close(code.elf, fd);
    return 0;
}
