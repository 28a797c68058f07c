#ifndef DUNLIN_CSQLITE_H
#define DUNLIN_CSQLITE_H

#include <sqlite3.h>

// SQLITE_TRANSIENT is a macro that casts -1 to a function pointer, which Swift does not import. An empty value needs a
// pointer that is not NULL: with NULL SQLite binds a NULL instead.
static inline int dunlin_sqlite_bind_text(sqlite3_stmt *statement, int index, const void *bytes, sqlite3_uint64 count) {
    const char *text = count ? bytes : "";
    return sqlite3_bind_text64(statement, index, text, count, SQLITE_TRANSIENT, SQLITE_UTF8);
}

static inline int dunlin_sqlite_bind_blob(sqlite3_stmt *statement, int index, const void *bytes, sqlite3_uint64 count) {
    return sqlite3_bind_blob64(statement, index, count ? bytes : "", count, SQLITE_TRANSIENT);
}

// sqlite3_db_config is variadic, which Swift does not import. Sets one of the switches that take an int.
int dunlin_sqlite_set(sqlite3 *connection, int option, int value);

// Swift's Glibc module leaves sys/vfs.h out. The magic number of the file system that holds path, or -1 with errno set.
long dunlin_file_system_magic(const char *path);

#endif
