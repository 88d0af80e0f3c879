/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/check.h"

#include "document/arena.h"

static void
gives_memory_up_to_its_limit(void **state)
{
    wf_arena *arena = wf_arena_new(1024);

    (void)state;
    assert_non_null(wf_arena_alloc(arena, 1000));
    assert_false(wf_arena_failed(arena));
    assert_null(wf_arena_alloc(arena, 100));
    assert_true(wf_arena_failed(arena));
    assert_null(wf_arena_alloc(arena, 1)); /* stays failed until the reset */
    wf_arena_reset(arena);
    assert_false(wf_arena_failed(arena));
    assert_non_null(wf_arena_alloc(arena, 1000));
    assert_null(wf_arena_alloc(arena, SIZE_MAX));
    wf_arena_free(arena);
}

static void
aligns_for_any_type(void **state)
{
    wf_arena *arena = wf_arena_new(1 << 20);

    (void)state;
    for (size_t size = 0; size < 100; size++)
        assert_int_equal((uintptr_t)wf_arena_alloc(arena, size) % _Alignof(max_align_t), 0);
    wf_arena_free(arena);
}

static void
rewinds_to_a_mark_over_blocks(void **state)
{
    wf_arena *arena = wf_arena_new(64 << 20);
    char *kept = wf_arena_copy(arena, "kept", 4);
    struct wf_arena_mark mark = wf_arena_mark(arena);
    size_t used = wf_arena_used(arena);

    (void)state;
    for (int i = 0; i < 100; i++)
        memset(wf_arena_alloc(arena, 100000), i, 100000);
    wf_arena_rewind(arena, mark);
    assert_int_equal(wf_arena_used(arena), used);
    assert_string_equal(kept, "kept");
    assert_true(wf_arena_peak(arena) >= 10000000);
    assert_non_null(wf_arena_alloc(arena, 10));
    wf_arena_free(arena);
}

static void
grows_vectors_without_losing_items(void **state)
{
    wf_arena *arena = wf_arena_new(1 << 20);
    WF_VECTOR(uint32_t) numbers = { NULL, 0, 0 };

    (void)state;
    for (uint32_t i = 0; i < 5000; i++) {
        uint32_t *place = wf_vector_push(arena, &numbers);

        assert_non_null(place);
        *place = i;
    }
    for (uint32_t i = 0; i < 5000; i++)
        assert_int_equal(numbers.items[i], i);
    while (wf_vector_push(arena, &numbers) != NULL)
        ;
    assert_true(wf_arena_failed(arena));
    wf_arena_free(arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gives_memory_up_to_its_limit),
        cmocka_unit_test(aligns_for_any_type),
        cmocka_unit_test(rewinds_to_a_mark_over_blocks),
        cmocka_unit_test(grows_vectors_without_losing_items),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
