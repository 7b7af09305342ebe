# Installs into STAGED and renames that to MOVED: nothing installed may depend on where it was put.
file(REMOVE_RECURSE ${STAGED} ${MOVED})
execute_process(COMMAND ${CMAKE_COMMAND} --install ${BUILD} --prefix ${STAGED} OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
file(RENAME ${STAGED} ${MOVED})
