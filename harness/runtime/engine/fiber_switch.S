/*
 * void fiber_registers_switch(void **save, void *load)
 *
 * What a called function must keep by the x86-64 System V ABI: rbx, rbp,
 * r12 to r15, and the control words of SSE and x87.
 */
    .text
    .globl fiber_registers_switch
    .hidden fiber_registers_switch
    .type fiber_registers_switch, @function
fiber_registers_switch:
    push %rbp
    push %rbx
    push %r12
    push %r13
    push %r14
    push %r15
    sub $8, %rsp
    stmxcsr (%rsp)
    fnstcw 4(%rsp)
    mov %rsp, (%rdi)
    mov %rsi, %rsp
    ldmxcsr (%rsp)
    fldcw 4(%rsp)
    add $8, %rsp
    pop %r15
    pop %r14
    pop %r13
    pop %r12
    pop %rbx
    pop %rbp
    ret
    .size fiber_registers_switch, . - fiber_registers_switch
    .section .note.GNU-stack, "", @progbits
