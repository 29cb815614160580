# The sanitizers: how code is compiled for them, and what they change for tests.
#
# Their reports go to files, because a report of a worker, or of a host that is killed, would be seen by nobody. The
# fixture `sanitizers` empties the folder before the tests and fails after them if there is a report in it.
set(CROSSDOCK_TEST_PATIENCE 1)
if(CROSSDOCK_SANITIZER)
  add_compile_options(-fsanitize=${CROSSDOCK_SANITIZER} -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${CROSSDOCK_SANITIZER})
  # What GCC infers of the flow through instrumented code is wrong in std::regex and std::string; other builds judge it.
  add_compile_options($<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>
                      $<$<CXX_COMPILER_ID:GNU>:-Wno-array-bounds> $<$<CXX_COMPILER_ID:GNU>:-Wno-stringop-overflow>)
  set(CROSSDOCK_SANITIZER_REPORTS ${CMAKE_BINARY_DIR}/tests/sanitizer-reports)
  set(log log_path=${CROSSDOCK_SANITIZER_REPORTS}/report)
  if(CROSSDOCK_SANITIZER STREQUAL "address")
    add_compile_options(-fsanitize=undefined -fno-sanitize-recover=undefined)
    add_link_options(-fsanitize=undefined)
    set(CROSSDOCK_TEST_PATIENCE 3)
    set(CROSSDOCK_SANITIZER_ENVIRONMENT
        "ASAN_OPTIONS=${log}:strict_string_checks=1:detect_stack_use_after_return=1"
        "UBSAN_OPTIONS=${log}:print_stacktrace=1")
    # Plugins that crash on purpose must be seen to crash as they would anywhere.
    set(CROSSDOCK_SANITIZER_ENVIRONMENT_FOR_FAULTS "ASAN_OPTIONS=handle_segv=0:detect_leaks=0")
  else()
    # GCC warns of every fence that it cannot follow, and Boost.Asio has some; what they order, its mutexes order too.
    add_compile_options($<$<CXX_COMPILER_ID:GNU>:-Wno-tsan>)
    set(CROSSDOCK_TEST_PATIENCE 6)
    set(suppressions suppressions=${PROJECT_SOURCE_DIR}/tests/sanitizers/tsan.supp)
    set(CROSSDOCK_SANITIZER_ENVIRONMENT "TSAN_OPTIONS=${log}:${suppressions}:history_size=4:second_deadlock_stack=1")
    set(CROSSDOCK_SANITIZER_ENVIRONMENT_FOR_FAULTS "TSAN_OPTIONS=${suppressions}:handle_segv=0")
  endif()
endif()

# Every test is registered here, so that a sanitizer finds it too; tests/CMakeLists.txt makes sure of it.
#   crossdock_register_test(NAME crash/host COMMAND python3 crash.py [TIMEOUT_S 600] [ENVIRONMENT NAME=value...]
#                           [RUN_SERIAL] [FAULTS_ON_PURPOSE])
# TIMEOUT_S is without a sanitizer. With FAULTS_ON_PURPOSE the test runs code that is broken for it to find: then no
# report is collected, and none catches a signal.
function(crossdock_register_test)
  cmake_parse_arguments(TEST "RUN_SERIAL;FAULTS_ON_PURPOSE" "NAME;TIMEOUT_S" "COMMAND;ENVIRONMENT" ${ARGN})
  if(NOT TEST_TIMEOUT_S)
    set(TEST_TIMEOUT_S 300)
  endif()
  math(EXPR timeout_s "${TEST_TIMEOUT_S} * ${CROSSDOCK_TEST_PATIENCE}")
  set(environment ${TEST_ENVIRONMENT} CROSSDOCK_TEST_PATIENCE=${CROSSDOCK_TEST_PATIENCE})
  if(TEST_FAULTS_ON_PURPOSE)
    list(APPEND environment ${CROSSDOCK_SANITIZER_ENVIRONMENT_FOR_FAULTS})
  else()
    list(APPEND environment ${CROSSDOCK_SANITIZER_ENVIRONMENT})
  endif()
  add_test(NAME ${TEST_NAME} COMMAND ${TEST_COMMAND})
  set_tests_properties(${TEST_NAME} PROPERTIES TIMEOUT ${timeout_s} ENVIRONMENT "${environment}")
  if(TEST_RUN_SERIAL)
    set_tests_properties(${TEST_NAME} PROPERTIES RUN_SERIAL TRUE)
  endif()
  if(CROSSDOCK_SANITIZER AND NOT TEST_FAULTS_ON_PURPOSE)
    set_tests_properties(${TEST_NAME} PROPERTIES FIXTURES_REQUIRED sanitizers)
  endif()
  set_property(GLOBAL APPEND PROPERTY CROSSDOCK_REGISTERED_TESTS ${TEST_NAME})
endfunction()

# Stops where a test of this folder or below was not registered by crossdock_register_test.
function(crossdock_check_registration folder)
  get_property(registered GLOBAL PROPERTY CROSSDOCK_REGISTERED_TESTS)
  get_property(tests DIRECTORY ${folder} PROPERTY TESTS)
  foreach(test ${tests})
    if(NOT test IN_LIST registered)
      message(FATAL_ERROR "test ${test} is not registered by crossdock_register_test: a sanitizer would miss it")
    endif()
  endforeach()
  get_property(below DIRECTORY ${folder} PROPERTY SUBDIRECTORIES)
  foreach(each ${below})
    crossdock_check_registration(${each})
  endforeach()
endfunction()
