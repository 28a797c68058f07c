#include "CSQLite.h"

#include <stddef.h>
#include <sys/vfs.h>

int dunlin_sqlite_set(sqlite3 *connection, int option, int value) {
    return sqlite3_db_config(connection, option, value, NULL);
}

long dunlin_file_system_magic(const char *path) {
    struct statfs status;
    return statfs(path, &status) == 0 ? (long)status.f_type : -1;
}
