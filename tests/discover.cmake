# Makes ctest tests out of what `racetrap list --json` says, at build time:
#   NAME.DETECTOR         the case under one detector, buggy and fixed
#   NAME.buggy-as-fixed   and .fixed-as-buggy: a swapped pair must fail
#   NAME.build, doctor.DETECTOR: fixtures that those need
# Called with -DRACETRAP=, -DSOURCE= (this folder), -DBUILD=, -DOUTPUT=.
execute_process(COMMAND ${RACETRAP} list --json OUTPUT_VARIABLE listing ERROR_VARIABLE complaints)

# As the harness itself counts: 10 chances and 3 runs of at most 180 seconds, and room to build.
math(EXPR timeout "13 * 180 + 240")
set(out "")

function(emit name command)
  cmake_parse_arguments(ARG "" "" "PROPERTIES" ${ARGN})
  string(APPEND out "add_test([==[${name}]==] ${command})\n")
  string(APPEND out "set_tests_properties([==[${name}]==] PROPERTIES TIMEOUT ${timeout}"
    " SKIP_RETURN_CODE 77 PROCESSORS 1 ${ARG_PROPERTIES})\n")
  set(out "${out}" PARENT_SCOPE)
endfunction()

function(json_items list)
  string(JSON length LENGTH "${listing}" ${list})
  set(indices "")
  if(length GREATER 0)
    math(EXPR last "${length} - 1")
    foreach(i RANGE ${last})
      list(APPEND indices ${i})
    endforeach()
  endif()
  set(indices "${indices}" PARENT_SCOPE)
endfunction()

set(detectors "")
json_items(detectors)
foreach(i IN LISTS indices)
  string(JSON detector GET "${listing}" detectors ${i})
  list(APPEND detectors ${detector})
  emit(doctor.${detector}
    "[==[${RACETRAP}]==] doctor --detector ${detector} --build-dir [==[${BUILD}]==]"
    PROPERTIES "FIXTURES_SETUP doctor.${detector} LABELS \"doctor;${detector}\"")
endforeach()

json_items(cases)
foreach(i IN LISTS indices)
  string(JSON name GET "${listing}" cases ${i} name)
  string(JSON folder GET "${listing}" cases ${i} folder)
  string(JSON class GET "${listing}" cases ${i} class)
  string(JSON tier GET "${listing}" cases ${i} tier)
  set(run "[==[${RACETRAP}]==] run [==[${folder}]==] --jobs 1 --build-dir [==[${BUILD}]==]")
  emit(${name}.build "${run} --build-only"
    PROPERTIES "FIXTURES_SETUP build.${name} LABELS \"build;${class};tier${tier}\"")
  foreach(detector IN LISTS detectors)
    emit(${name}.${detector} "${run} --detector ${detector}"
      PROPERTIES "FIXTURES_REQUIRED \"doctor.${detector};build.${name}\"\
 LABELS \"case;${detector};${class};tier${tier}\"")
  endforeach()
  foreach(swap IN ITEMS buggy-as-fixed fixed-as-buggy)
    emit(${name}.${swap}
      "[==[${SOURCE}/swap.sh]==] [==[${RACETRAP}]==] [==[${folder}]==] ${swap} [==[${BUILD}]==]"
      PROPERTIES "LABELS \"swap;${class};tier${tier}\"")
  endforeach()
endforeach()

# A case that breaks the rules is a failing test, which says what is wrong.
json_items(broken)
foreach(i IN LISTS indices)
  string(JSON name GET "${listing}" broken ${i} name)
  string(JSON folder GET "${listing}" broken ${i} folder)
  emit(${name}.rules "[==[${RACETRAP}]==] run [==[${folder}]==] --build-dir [==[${BUILD}]==]"
    PROPERTIES "LABELS case")
endforeach()
file(WRITE ${OUTPUT} "${out}")
