# Run by `cmake --install`: the systemd unit in `unit_template`, for the programs of this prefix.
set(CROSSDOCK_BIN ${CMAKE_INSTALL_PREFIX}/bin)
set(unit ${CMAKE_INSTALL_PREFIX}/lib/systemd/system/crossdock@.service)
message(STATUS "Installing: $ENV{DESTDIR}${unit}")
configure_file(${unit_template} $ENV{DESTDIR}${unit} @ONLY)
list(APPEND CMAKE_INSTALL_MANIFEST_FILES ${unit})
