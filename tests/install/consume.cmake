# Configures, builds and runs a project in FOLDER against the install in MOVED.
file(REMOVE_RECURSE ${BUILD})
set(ENV{PKG_CONFIG_PATH} ${MOVED}/${LIBDIR}/pkgconfig)
set(ENV{LD_LIBRARY_PATH} ${MOVED}/${LIBDIR})
execute_process(COMMAND ${CMAKE_COMMAND} -S ${FOLDER} -B ${BUILD} -G ${GENERATOR} -DCMAKE_PREFIX_PATH=${MOVED}
                        -DSPOTWRIGHT_VERSION=${VERSION} -DWITH=${WITH} -DCMAKE_C_COMPILER=${C_COMPILER}
                        -DCMAKE_CXX_COMPILER=${CXX_COMPILER} -DCMAKE_C_FLAGS=${C_FLAGS} -DCMAKE_CXX_FLAGS=${CXX_FLAGS}
                COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${CMAKE_COMMAND} --build ${BUILD} COMMAND_ERROR_IS_FATAL ANY)
foreach(program IN LISTS PROGRAMS)
  execute_process(COMMAND ${BUILD}/${program} COMMAND_ERROR_IS_FATAL ANY)
endforeach()
