# cmake --install <build> --component sdk --prefix DIR: headers, C++ layer, fake host, version script, CMake package and
# crossdock-plugin-check. A plugin is then built with find_package(CrossdockSdk).
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(package ${CMAKE_INSTALL_LIBDIR}/cmake/CrossdockSdk)
set_target_properties(crossdock_sdk PROPERTIES EXPORT_NAME Sdk)
set_target_properties(crossdock_sdk_testing PROPERTIES EXPORT_NAME SdkTesting)
set_target_properties(crossdock-plugin-check PROPERTIES EXPORT_NAME plugin-check)

install(DIRECTORY include/crossdock cpp/crossdock testing/crossdock DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}
        COMPONENT sdk FILES_MATCHING PATTERN *.h PATTERN *.hpp)
install(TARGETS crossdock_sdk crossdock_sdk_testing crossdock-plugin-check EXPORT CrossdockSdkTargets
        ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT sdk
        RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT sdk)
install(EXPORT CrossdockSdkTargets NAMESPACE Crossdock:: DESTINATION ${package} COMPONENT sdk)
install(DIRECTORY template/ DESTINATION ${CMAKE_INSTALL_DATADIR}/crossdock/sdk/template COMPONENT sdk)

configure_package_config_file(cmake/CrossdockSdkConfig.cmake.in CrossdockSdkConfig.cmake INSTALL_DESTINATION ${package})
write_basic_package_version_file(CrossdockSdkConfigVersion.cmake VERSION ${PROJECT_VERSION}
                                 COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/CrossdockSdkConfig.cmake
              ${CMAKE_CURRENT_BINARY_DIR}/CrossdockSdkConfigVersion.cmake
              cmake/CrossdockSdkPlugin.cmake plugin.version
        DESTINATION ${package} COMPONENT sdk)
