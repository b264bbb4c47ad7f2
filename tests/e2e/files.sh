#!/bin/sh
# Files of explored programs: no schedule sees another one's, and the user's folder stays as it is.
. "$(dirname "$0")/lib.sh"
programs=$source/tests/explore/programs

# picture FOLDER: all that is in it, with attributes and contents.
picture() {
    (cd "$1" && find . -printf '%p %y %m %s %T@ %l\n' | sort && find . -type f -exec cksum {} + | sort)
}

# A right program that appends to a log: clean, however many look at the same time.
mkdir log tmp
export TMPDIR="$work/tmp"
picture log >before
i=0
while [ "$i" -lt 20 ]; do
    expect_status 0 env -C log "$racetrap" explore "$programs/file-log.c" --jobs 4 --build-dir "$build"
    expect_says '^nothing found'
    i=$((i + 1))
done
picture log | diff before -
[ -z "$(ls -A tmp)" ] || fail "something was left in TMPDIR: $(ls tmp)"

# What is there already is changed in every way, by the program and by commands that it runs, and is
# there again when the next schedule begins. In the end it is as it was.
mkdir -p there/folder/below there/empty
cd there
echo one >one
echo two >folder/two
echo three >folder/below/three
ln -s folder/below/three relative
ln -s "$PWD/one" absolute
ln -s nowhere loose
ln -s ../log outside
printf '#!/bin/sh\necho ran\n' >run
chmod 755 run
chmod 400 one
touch -d 2020-01-01 one folder/two folder run
cat >../changes.c <<'C'
#define _GNU_SOURCE
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void expect(const char *path, const char *text)
{
    char line[64] = "";
    FILE *stream = fopen(path, "r");

    assert(stream != NULL && fgets(line, sizeof line, stream) != NULL && fclose(stream) == 0);
    assert(strcmp(line, text) == 0);
}

static void begin_check(void)
{
    struct stat status;
    char text[256] = "";

    expect("one", "one\n");
    expect("absolute", "one\n");
    expect("relative", "three\n");
    expect("folder/two", "two\n");
    assert(lstat("one", &status) == 0 && S_ISREG(status.st_mode));
    assert((status.st_mode & 0777) == 0400 && status.st_mtime == 1577836800 - TIME_ZONE);
    assert(readlink("loose", text, sizeof text) == 7 && strcmp(text, "nowhere") == 0);
    assert(access("loose", F_OK) == -1 && access("outside", F_OK) == 0);
    assert(access("run", X_OK) == 0 && access("empty", F_OK) == 0);
    assert(stat("folder", &status) == 0 && status.st_mtime == 1577836800 - TIME_ZONE);
}

static void put(const char *path, const char *text)
{
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

    assert(file >= 0 && write(file, text, strlen(text)) == (ssize_t)strlen(text));
    assert(close(file) == 0);
}

static void *change(void *commands)
{
    if (commands != NULL) {
        assert(system("chmod 600 one && echo eno >one && mv folder/two two && rm -rf folder run "
                      "relative && ln -s one relative && echo new >loose && rmdir empty && "
                      "mkdir empty empty/new") == 0);
        return NULL;
    }
    assert(chmod("one", 0600) == 0);
    put("absolute", "eno\n");
    put("folder/two", "owt\n");
    assert(rename("folder/two", "two") == 0 && rename("folder", "other") == 0);
    put("loose", "new\n");
    assert(truncate("other/below/three", 1) == 0 && unlink("relative") == 0);
    assert(symlink("one", "relative") == 0 && rmdir("empty") == 0 && mkdir("empty", 0700) == 0);
    put("empty/new", "new");
    assert(rename("run", "one") == 0 && link("other/below/three", "hard") == 0);
    put("hard", "through another name");
    return NULL;
}

int main(int argc, char **argv)
{
    pthread_t thread;

    (void)argv;
    begin_check();
    assert(pthread_create(&thread, NULL, change, argc > 1 ? "commands" : NULL) == 0);
    assert(getpid() > 0);
    pthread_join(thread, NULL);
    return 0;
}
C
zone=$(($(date -u -d 2020-01-01 +%s) - $(date -d 2020-01-01 +%s)))
sed -i "s/TIME_ZONE/($zone)/" ../changes.c
cd ..
picture there >before
for arguments in '' '-- commands'; do
    # shellcheck disable=SC2086 # none, or two; what commands do is not seen: status 3
    expect_status $((${#arguments} > 0 ? 3 : 0)) env -C there "$racetrap" explore ../changes.c --jobs 2 --schedules 20 \
        --strategy random --build-dir "$build" $arguments
    expect_says '^nothing found'
    picture there | diff before - || fail "the folder has changed: $arguments"
    [ -z "$(ls -A tmp)" ] || fail "something was left in TMPDIR: $(ls tmp)"
done

# Where the copies lie in the folder itself, they are no part of it.
expect_status 0 env -C tmp TMPDIR="$work/tmp" "$racetrap" explore "$programs/file-left-behind.c" --jobs 2 \
    --schedules 50 --strategy random --build-dir "$build"
[ -z "$(ls -A tmp)" ] || fail "something was left in TMPDIR: $(ls tmp)"
expect_status 0 env -C tmp TMPDIR=. "$racetrap" explore "$programs/file-folders.c" --build-dir "$build"
[ -z "$(ls -A tmp)" ] || fail "something was left in TMPDIR: $(ls tmp)"

# A finding is confirmed, and replayed, with the files that it was found with.
mkdir count
picture count >before
expect_status 1 env -C count "$racetrap" explore "$programs/file-lost-update.c" --jobs 2 --build-dir "$build" \
    --save "$work/count.schedule"
expect_says '^crash: .*number_read\(\) == 2'
for _ in 1 2; do
    expect_status 1 env -C count "$racetrap" replay "$work/count.schedule" --build-dir "$build"
    expect_says '^crash: .*number_read\(\) == 2'
done
if command -v gdb >/dev/null && gdb -batch -ex run /bin/true 2>&1 | grep -q 'exited normally'; then
    printf 'delete\ncontinue\nquit\n' | (cd count &&
        timeout 300 "$racetrap" replay "$work/count.schedule" --gdb --build-dir "$build") >out 2>&1 || true
    expect_says 'exited normally'
fi
picture count | diff before -

# Temporary files that are left behind, wherever they lie.
cat >leaves.c <<'C'
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
static void *leave(void *kind)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/left-XXXXXX", getenv("TMPDIR"));
    if (kind != NULL ? mkstemp(path) < 0 : mkdtemp(path) == NULL) {
        abort();
    }
    return NULL;
}
int main(void)
{
    pthread_t thread;
    if (pthread_create(&thread, NULL, leave, "file") != 0) {
        return 1;
    }
    leave(NULL);
    pthread_join(thread, NULL);
    return 0;
}
C
expect_status 0 env -C log "$racetrap" explore ../leaves.c --jobs 2 --schedules 50 --build-dir "$build"
[ -z "$(ls -A tmp)" ] || fail "something was left in TMPDIR: $(ls tmp)"

# Of a large folder a part is copied, and what is changed; the rest looks as if it were. What is too
# large for a copy is refused to who would change it.
mkdir -p large/deep/down
(cd large && seq 400 | sed 's/^/file-/' | xargs touch && echo text >deep/down/text && mkdir deep/down/empty &&
    truncate -s 70M huge)
cat >large.c <<'C'
#define _DEFAULT_SOURCE
#include <assert.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
static void look(void)
{
    DIR *folder = opendir(".");
    unsigned count = 0;
    char text[4];
    for (struct dirent *entry; (entry = readdir(folder)) != NULL; count++) {
        struct stat status;
        assert(lstat(entry->d_name, &status) == 0 && !S_ISLNK(status.st_mode));
        assert(entry->d_type == IFTODT(status.st_mode) && readlink(entry->d_name, text, 4) == -1);
    }
    assert(count == 405);
}
int main(int argc, char **argv)
{
    char text[5] = "";
    int file = open("deep/down/text", O_RDONLY);
    assert(file >= 0 && read(file, text, 4) == 4 && strcmp(text, "text") == 0);
    assert(access("deep/down/made", F_OK) == -1);
    assert(open("made", O_WRONLY | O_CREAT | O_EXCL, 0600) >= 0);
    look();
    if (argc == 2) {
        assert(open(argv[1], O_WRONLY | O_CREAT, 0600) >= 0);
    } else if (argc > 2) {
        assert(rmdir("deep/down/empty") == 0 && rename("deep/down", "down") == 0);
        assert(unlink("huge") == 0 && access("huge", F_OK) == -1);
        assert(access("down/text", F_OK) == 0 && access("deep/down", F_OK) == -1);
    }
    return 0;
}
C
picture large >before
expect_status 0 env -C large "$racetrap" explore ../large.c --build-dir "$build"
expect_says '^nothing found'
for path in deep/down/made deep/down/text "$work/large/deep/down/text" 'more than that'; do
    # shellcheck disable=SC2086 # the last one is three
    expect_status 0 env -C large "$racetrap" explore ../large.c --build-dir "$build" -- $path
    expect_says '^exhausted'
done
expect_status 2 env -C large "$racetrap" explore ../large.c --build-dir "$build" -- huge
expect_says '^refused: the program writes to huge, and the folder it runs in is too large for a copy of that'
picture large | diff before -

# A case: each of its trials has a folder of its own anyway, and each schedule in it.
mkdir cases
(cd cases && "$racetrap" new appends >/dev/null)
{
    printf '/*\n * Each line is appended under the lock, and so none is lost.\n */\n'
    grep -v '^//' "$programs/file-log.c"
} >cases/appends/fixed.c
: >cases/appends/fixed.out
expect_status 0 "$racetrap" run cases/appends --detector explore --variant fixed --jobs 2 --build-dir "$build"
expect_says '1 of 1 fixes clean'

# What lies elsewhere, all schedules share, and that is told.
mkdir elsewhere
cat >elsewhere.c <<'C'
#include <fcntl.h>
#include <unistd.h>
int main(int argc, char **argv)
{
    return argc == 2 && open(argv[1], O_WRONLY | O_CREAT, 0600) >= 0 ? 0 : 1;
}
C
(cd log && "$racetrap" explore ../elsewhere.c --build-dir "$build" -- "$work/elsewhere/file") >out 2>&1 || true
expect_says "the program writes to $work/elsewhere/file, which all schedules share"
(cd log && "$racetrap" explore ../elsewhere.c --build-dir "$build" -- ../elsewhere/file) >out 2>&1 || true
expect_says 'the program writes to ../elsewhere/file, which all schedules share'
(cd log && "$racetrap" explore ../elsewhere.c --build-dir "$build" -- "$work/log/file") >out 2>&1 || true
expect_says '^exhausted'
