// clean
// needs fork
// Parent and child ask and answer through two pipes; then the child sees that nobody will ask
// again.
#include <assert.h>
#include <pthread.h>
#include <sys/wait.h>
#include <unistd.h>

static int questions[2], answers[2];

static void answer_all(void)
{
    char letter;

    close(questions[1]);
    close(answers[0]);
    while (read(questions[0], &letter, 1) == 1) {
        letter++;
        assert(write(answers[1], &letter, 1) == 1);
    }
    _exit(0);
}

static void *ask(void *argument)
{
    char letter = *(char *)argument;

    assert(write(questions[1], &letter, 1) == 1);
    assert(read(answers[0], &letter, 1) == 1);
    assert(letter == *(char *)argument + 1);
    return argument;
}

int main(void)
{
    static char letters[] = { 'a', 'x' };
    pthread_t thread;
    int status;

    assert(pipe(questions) == 0 && pipe(answers) == 0);
    pid_t child = fork();
    if (child == 0) {
        answer_all();
    }
    close(questions[0]);
    close(answers[1]);
    pthread_create(&thread, NULL, ask, &letters[0]);
    pthread_join(thread, NULL);
    ask(&letters[1]);
    close(questions[1]);
    assert(waitpid(child, &status, 0) == child && status == 0);
    assert(read(answers[0], &letters[0], 1) == 0);
    return 0;
}
