/* SQLite 3. Its variadic and macro-only parts, which Swift cannot see, get a plain function here. */
#pragma once
#include <sqlite3.h>

/* SQLITE_TRANSIENT is a cast of -1: SQLite copies the bytes before it returns. */
static inline sqlite3_destructor_type dispatch115_sqlite_transient(void) { return SQLITE_TRANSIENT; }
