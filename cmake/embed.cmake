# SPDX-License-Identifier: Apache-2.0
# A text file as C string literals, one a line, for #include in an initialiser.
function(wf_embed input output)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${input})
  file(READ ${input} text)
  string(REPLACE "\\" "\\\\" text "${text}")
  string(REPLACE "\"" "\\\"" text "${text}")
  string(REPLACE "\n" "\\n\"\n\"" text "${text}")
  file(CONFIGURE OUTPUT ${output} CONTENT "\"${text}\"\n" @ONLY)
endfunction()
