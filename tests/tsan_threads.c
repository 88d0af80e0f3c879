/* SPDX-License-Identifier: Apache-2.0 */
/*
 * C11 threads by way of POSIX threads, linked into ThreadSanitizer builds only. librdkafka uses <threads.h> of
 * the C library, which GCC's ThreadSanitizer does not see: it would crash in threads that it knows nothing of,
 * and report races where mutexes are held. glibc's types are the same on both sides.
 */
#include <errno.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <threads.h>

/*
 * librdkafka is not instrumented, so what its atomics order looks like races of its locks. Only its own calls are
 * left out: nothing of ours uses C11 mutexes.
 */
const char *__tsan_default_suppressions(void);

const char *
__tsan_default_suppressions(void)
{
    return "called_from_lib:librdkafka.so\n"
           "race:^mtx_init$\nrace:^mtx_lock$\nrace:^mtx_unlock$\nrace:^mtx_destroy$\n"
           "race:^cnd_init$\nrace:^cnd_destroy$\nmutex:librdkafka.so\n";
}

struct start {
    thrd_start_t function;
    void *argument;
};

static void *
run(void *argument)
{
    struct start start = *(struct start *)argument;

    free(argument);
    return (void *)(intptr_t)start.function(start.argument);
}

static int
result(int error)
{
    return error == 0 ? thrd_success : thrd_error;
}

int
thrd_create(thrd_t *thread, thrd_start_t function, void *argument)
{
    struct start *start = malloc(sizeof *start);

    if (start == NULL)
        return thrd_nomem;
    *start = (struct start){ function, argument };
    if (pthread_create((pthread_t *)thread, NULL, run, start) == 0)
        return thrd_success;
    free(start);
    return thrd_error;
}

int
thrd_join(thrd_t thread, int *out)
{
    void *value = NULL;
    int error = pthread_join((pthread_t)thread, &value);

    if (out != NULL)
        *out = (int)(intptr_t)value;
    return result(error);
}

int
thrd_detach(thrd_t thread)
{
    return result(pthread_detach((pthread_t)thread));
}

int
mtx_init(mtx_t *mutex, int type)
{
    pthread_mutexattr_t attributes;
    int error;

    pthread_mutexattr_init(&attributes);
    pthread_mutexattr_settype(&attributes, type & mtx_recursive ? PTHREAD_MUTEX_RECURSIVE : PTHREAD_MUTEX_NORMAL);
    error = pthread_mutex_init((pthread_mutex_t *)mutex, &attributes);
    pthread_mutexattr_destroy(&attributes);
    return result(error);
}

int
mtx_lock(mtx_t *mutex)
{
    return result(pthread_mutex_lock((pthread_mutex_t *)mutex));
}

int
mtx_trylock(mtx_t *mutex)
{
    return pthread_mutex_trylock((pthread_mutex_t *)mutex) == 0 ? thrd_success : thrd_busy;
}

int
mtx_unlock(mtx_t *mutex)
{
    return result(pthread_mutex_unlock((pthread_mutex_t *)mutex));
}

void
mtx_destroy(mtx_t *mutex)
{
    pthread_mutex_destroy((pthread_mutex_t *)mutex);
}

int
cnd_init(cnd_t *condition)
{
    return result(pthread_cond_init((pthread_cond_t *)condition, NULL));
}

int
cnd_signal(cnd_t *condition)
{
    return result(pthread_cond_signal((pthread_cond_t *)condition));
}

int
cnd_broadcast(cnd_t *condition)
{
    return result(pthread_cond_broadcast((pthread_cond_t *)condition));
}

int
cnd_wait(cnd_t *condition, mtx_t *mutex)
{
    return result(pthread_cond_wait((pthread_cond_t *)condition, (pthread_mutex_t *)mutex));
}

int
cnd_timedwait(cnd_t *condition, mtx_t *mutex, const struct timespec *until)
{
    int error = pthread_cond_timedwait((pthread_cond_t *)condition, (pthread_mutex_t *)mutex, until);

    return error == 0 ? thrd_success : error == ETIMEDOUT ? thrd_timedout : thrd_error;
}

void
cnd_destroy(cnd_t *condition)
{
    pthread_cond_destroy((pthread_cond_t *)condition);
}
