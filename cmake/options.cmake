# SPDX-License-Identifier: Apache-2.0
# Compiler and linker options of all targets.
set(CMAKE_C_STANDARD 11)
set(CMAKE_C_STANDARD_REQUIRED ON)
set(CMAKE_C_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

set(WF_SANITIZE "" CACHE STRING "Sanitizers to build with, such as address,undefined")
option(WF_FUZZ "Build the libFuzzer targets (clang)" OFF)
option(WF_WERROR "Treat warnings as errors" OFF)

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "" FORCE)
endif()
set(CMAKE_C_FLAGS_RELEASE "-O2 -g -DNDEBUG")

find_program(WF_CCACHE ccache)
if(WF_CCACHE)
  set(CMAKE_C_COMPILER_LAUNCHER ${WF_CCACHE})
endif()

function(wf_compile_options target)
  target_compile_definitions(${target} PRIVATE _POSIX_C_SOURCE=200809L _DEFAULT_SOURCE)
  target_compile_options(${target} PRIVATE
    -Wall -Wextra -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes -fno-common
    -fstack-protector-strong $<$<BOOL:${WF_WERROR}>:-Werror>)
  target_include_directories(${target} PUBLIC ${PROJECT_SOURCE_DIR})
  if(CMAKE_BUILD_TYPE STREQUAL "Release" AND NOT WF_SANITIZE)
    target_compile_definitions(${target} PRIVATE _FORTIFY_SOURCE=2)
  endif()
endfunction()

if(WF_SANITIZE)
  add_compile_options(-fsanitize=${WF_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=undefined)
  add_link_options(-fsanitize=${WF_SANITIZE})
endif()
if(WF_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()
add_link_options(-Wl,-z,relro,-z,now)
include(CheckPIESupported)
check_pie_supported()
if(WF_SANITIZE MATCHES "thread")
  add_library(wf_tsan_threads OBJECT ${PROJECT_SOURCE_DIR}/tests/tsan_threads.c)
  wf_compile_options(wf_tsan_threads)
  link_libraries(wf_tsan_threads)
endif()
