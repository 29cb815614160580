# Shows the reports that sanitizers left in a folder, and fails if there is one.
#   cmake -DREPORTS=<folder> -P no_report.cmake
file(GLOB reports ${REPORTS}/*)
foreach(report ${reports})
  file(READ ${report} text)
  message(NOTICE "${report}:\n${text}")
endforeach()
list(LENGTH reports count)
if(count)
  message(FATAL_ERROR "the sanitizers reported in ${count} process(es)")
endif()
