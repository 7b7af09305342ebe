# What `cmake --install` lays down: both libraries, their headers, the messages, and how to find them.
set(package_folder ${CMAKE_INSTALL_LIBDIR}/cmake/spotwright)

# One export set for each library, so that a program in C that wants the shared one needs no Protobuf.
set_target_properties(core PROPERTIES EXPORT_NAME core)
install(TARGETS core EXPORT spotwright_core ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(TARGETS spotwright EXPORT spotwright_spotwright LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR})
foreach(component core spotwright)
  install(EXPORT spotwright_${component} FILE spotwright_${component}.cmake NAMESPACE spotwright::
          DESTINATION ${package_folder})
endforeach()

install(FILES ${PROJECT_SOURCE_DIR}/capi/spotwright.h DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(DIRECTORY ${PROJECT_SOURCE_DIR}/include/spotwright DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}
        FILES_MATCHING PATTERN "*.h" PATTERN "*.proto")

# Before 1.0 a new minor version may change the C++ headers.
set(compatibility SameMajorVersion)
if(PROJECT_VERSION_MAJOR EQUAL 0)
  set(compatibility SameMinorVersion)
endif()
configure_package_config_file(${PROJECT_SOURCE_DIR}/cmake/spotwrightConfig.cmake.in
                              ${PROJECT_BINARY_DIR}/spotwrightConfig.cmake INSTALL_DESTINATION ${package_folder}
                              NO_SET_AND_CHECK_MACRO)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/spotwrightConfigVersion.cmake COMPATIBILITY ${compatibility})
install(FILES ${PROJECT_BINARY_DIR}/spotwrightConfig.cmake ${PROJECT_BINARY_DIR}/spotwrightConfigVersion.cmake
        DESTINATION ${package_folder})

# The way from a .pc file up to the prefix, so that the whole may be moved.
file(RELATIVE_PATH pc_prefix /prefix/${CMAKE_INSTALL_LIBDIR}/pkgconfig /prefix)
string(REGEX REPLACE "/$" "" pc_prefix "${pc_prefix}")
foreach(package spotwright spotwright-core)
  configure_file(${PROJECT_SOURCE_DIR}/cmake/${package}.pc.in ${PROJECT_BINARY_DIR}/${package}.pc @ONLY)
  install(FILES ${PROJECT_BINARY_DIR}/${package}.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
endforeach()
