# SPDX-License-Identifier: Apache-2.0
# What `cmake --install` puts where: the program, its data, the headers that a plug-in needs, documentation.
include(GNUInstallDirs)

install(TARGETS wirefact RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(DIRECTORY extractors/data/ DESTINATION ${CMAKE_INSTALL_DATADIR}/wirefact/data)
install(FILES config/wirefact.yaml packaging/monitoring/alerts.yaml packaging/monitoring/grafana.json
  DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/wirefact/examples)
install(DIRECTORY examples/own-rules packaging/kubernetes DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/wirefact/examples)
install(FILES README.md CHANGELOG.md LICENSE NOTICE DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/wirefact OPTIONAL)
install(DIRECTORY docs DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/wirefact)

# A plug-in sees what extractors/extractor.h includes, and no more.
install(FILES
  document/arena.h document/buffer.h document/calendar.h document/decimal.h document/document.h
  document/fact.h document/span.h document/status.h document/text.h document/token.h document/utf8.h
  document/uuid.h document/vocabulary.h
  DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/wirefact/document)
install(FILES extractors/extractor.h extractors/lexicon.h
  DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/wirefact/extractors)
configure_file(packaging/wirefact.pc.in ${PROJECT_BINARY_DIR}/wirefact.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/wirefact.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)

# The manual page and shell completion, from the table of commands.
install(CODE "
  foreach(format IN ITEMS man bash)
    execute_process(COMMAND $<TARGET_FILE:wirefact> help --format \${format}
      OUTPUT_FILE ${PROJECT_BINARY_DIR}/help.\${format} COMMAND_ERROR_IS_FATAL ANY)
  endforeach()")
install(FILES ${PROJECT_BINARY_DIR}/help.man DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 RENAME wirefact.1)
install(FILES ${PROJECT_BINARY_DIR}/help.bash DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions
  RENAME wirefact)

# The Debian package: cpack --config build/CPackConfig.cmake
install(FILES packaging/wirefact.service DESTINATION lib/systemd/system)
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME wirefact)
set(CPACK_PACKAGE_VENDOR "wirefact authors")
set(CPACK_PACKAGE_CONTACT "wirefact authors <wirefact@example.org>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "Kafka worker that publishes what report documents say as facts")
set(CPACK_DEBIAN_PACKAGE_SECTION utils)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
foreach(name conffiles postinst prerm postrm)
  list(APPEND CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA ${PROJECT_SOURCE_DIR}/packaging/debian/${name})
endforeach()
install(FILES config/wirefact.yaml DESTINATION /etc/wirefact)
include(CPack)
